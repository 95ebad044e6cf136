"""The matrix of figures: one row each, what needs talk first."""

import polars as pl
import streamlit as st

from pages.parts import sv, tables
from pages.parts.figures.definition import rules
from pages.parts.figures.readings import Reading, readings
from pages.parts.kept import FILTERS, kept
from pages.parts.lines import line
from pages.parts.markup import block, mark, picture
from pages.parts.overview.attention import CHANGED
from pages.view import View

MOST_NAMED = 3  # in one sentence
ORDER = {"orange": 0, "purple": 1, "blue": 2, "grey": 3}


def matrix_sentence(every: list[Reading]) -> str:
    """Which figures have really changed, in a sentence."""
    changed = [r for r in every if r.signals]
    told = _counted if len(changed) > MOST_NAMED else _by_name
    said = [
        f"{told(some)} har {verb}"
        for tone, verb in CHANGED.items()
        if (some := [r for r in changed if r.variation.tone == tone])
    ]
    if said:
        return f"{sv.capital(sv.joined(said))} på riktigt."
    if all(r.missing for r in every):
        return "Det finns inga nyckeltal att visa: inget underlag har levererats."
    return "Inget nyckeltal har ändrats på riktigt: det som syns är normal variation."


def _by_name(some: list[Reading]) -> str:
    return sv.joined([_named(reading) for reading in some])


def _counted(some: list[Reading]) -> str:
    return sv.count_word(len(some), "nyckeltal", "nyckeltal")


def _named(reading: Reading) -> str:
    return reading.figure.title[0].lower() + reading.figure.title[1:]


def matrix(view: View, chosen: list[Reading], others: list[Reading]) -> None:
    """One row a figure, the whole row leading to it; those that are not chosen folded below."""
    headings = ("Nyckeltal", "Senaste", "n", "Variation", "Mål", "Utveckling")
    cells = "".join(f"<span>{heading}</span>" for heading in headings)
    st.html(block(f"<div class='lb-head figure' aria-hidden='true'>{cells}</div>"))
    _rows(view, chosen, "rows_figures")
    if others:
        folded = st.expander(_others(others), key="ovriga", on_change="rerun")
        if folded.open:
            with folded:
                _rows(view, others, "rows_figures_others")
    every = [*chosen, *others]
    tables.twin(
        lambda: matrix_table(every),
        "nyckeltal",
        lambda: rules(view),
        "matris",
        view.actions.take_out,
    )


def _rows(view: View, some: list[Reading], key: str) -> None:
    label_of = labels(view)
    with st.container(key=key):
        for reading in some:
            figure = reading.figure.key
            st.button(
                label_of[figure],
                type="tertiary",
                width="stretch",
                key=f"row_figure_{figure}",
                on_click=show_one,
                args=(figure,),
            )


def _others(others: list[Reading]) -> str:
    changed = sum(reading.signals for reading in others)
    more = f", varav {changed} har ändrats på riktigt" if changed else ""
    return f"Övriga nyckeltal ({len(others)}{more})"


def by_signal(every: list[Reading]) -> list[Reading]:
    """What needs talk first."""
    return sorted(every, key=lambda reading: ORDER[reading.variation.tone])


@kept("cases", "figures", "organisation", heeds=FILTERS)
def labels(view: View) -> dict[str, str]:
    """Each figure's row by its key."""
    return {reading.figure.key: row_label(view, reading) for reading in readings(view)}


def show_one(key: str | None) -> None:
    """Put one figure in the address, or none. A link to the page one is on would do nothing."""
    st.query_params.pop("nyckeltal", None)
    if key:
        st.query_params["nyckeltal"] = key


def row_label(view: View, one: Reading) -> str:
    """A figure as the label of its link: name, latest, n, variation, target, line."""
    when = sv.period(one.latest["period"], one.figure.cadence) if one.latest else ""
    drawn = line(one.recent(view.months), view.theme, one.variation.tone, one.limits)
    return " ".join(
        [
            f"**{sv.plain(one.figure.title)}**",
            f":gray[**{sv.plain(one.value)}** {sv.plain(when)}]",
            f":gray[{sv.plain(one.behind) or sv.SPACE}]",
            mark(one.variation),
            f"{mark(one.assurance_with_aim)}",
            f"![]({picture(drawn)})",
        ]
    )


def matrix_table(every: list[Reading]) -> pl.DataFrame:
    """The matrix as a table to read or take along."""
    return pl.DataFrame(
        [
            {
                "Nyckeltal": one.figure.title,
                "Period": sv.period(one.latest["period"], one.figure.cadence) if one.latest else "",
                "Senaste": one.value,
                "n": one.behind.removeprefix(f"n{sv.SPACE}={sv.SPACE}"),
                "Mål": one.aim,
                "Variation": one.variation.word,
                "Målet": one.assurance.word,
            }
            for one in every
        ]
    )
