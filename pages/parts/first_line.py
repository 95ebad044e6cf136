"""The first line of a page: one sentence made from the data, and how fresh the data are."""

import streamlit as st

from pages.parts import sv
from pages.parts.figures.readings import Reading
from pages.parts.markup import block, text, unbroken
from pages.view import View


def first_line(sentence: str, under: str = "") -> None:
    """The sentence, large, and a small line under it."""
    small = f'<p class="lb-under">{unbroken(under)}</p>' if under else ""
    st.html(block(f'<p class="lb-first">{text(sentence)}</p>{small}'))


def freshness(view: View, readings: list[Reading]) -> str:
    """When the facts were delivered, which periods are preliminary, and what `..` means."""
    if view.delivered.until is None:
        return "Inget underlag har levererats för styrgruppen. Den dataansvariga läser in det."
    parts = [f"Underlag till och med {view.delivered.until}"]
    provisional = {
        sv.period_in_words(row["period"], reading.figure.cadence)
        for reading in readings
        for row in reading.series.filter(reading.series["provisional"]).to_dicts()
    }
    if provisional:
        said = sv.joined(sorted(provisional))
        ending = "a" if len(provisional) > 1 else "t" if said.startswith("kvartal") else ""
        parts.append(f"{said} är preliminär{ending}")
    if any(not reading.series["shown"].all() for reading in readings):
        parts.append(f"{sv.HIDDEN} = {view.hidden_in_words}")
    return " · ".join(parts)
