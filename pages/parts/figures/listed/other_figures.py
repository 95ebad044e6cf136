"""The figures that are not rows: folded, one table, and a way to open any of them."""

from collections.abc import Callable, Sequence
from itertools import groupby

import streamlit as st

from pages.parts import sv
from pages.parts.figures.listed.questions import question_of
from pages.parts.figures.listed.row_cells import count_behind, period, small_line, tentative
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.reading.sentences import unit_after
from pages.parts.markup import badge, block, image, text
from pages.view import View

OPEN = "visa_i_sin_helhet"
HEADINGS = ("Nyckeltal", "Senaste", "n", "Variation", "Mål", "Utveckling")


def other_figures(
    view: View, others: Sequence[Reading], show_one: Callable[[str | None], None]
) -> None:
    """A fold that names their number; opened, one table and one choice, however many they are."""
    if not others:
        return
    fold = st.expander(label_of_others(others), key="ovriga", on_change="rerun")
    if not fold.open:
        return
    titles = {reading.figure.key: reading.name for reading in others}
    with fold:
        st.selectbox(
            "Visa i sin helhet",
            list(titles),
            index=None,
            format_func=titles.__getitem__,
            placeholder="Välj nyckeltal",
            key=OPEN,
            on_change=lambda: show_one(st.session_state[OPEN]),
        )
        st.html(block(table_of_others(view, others)))


def label_of_others(others: Sequence[Reading]) -> str:
    """'Övriga nyckeltal (30, varav 2 har ändrats på riktigt)'."""
    changed = sum(reading.signals for reading in others)
    more = f", varav {changed} har ändrats på riktigt" if changed else ""
    return f"Övriga nyckeltal ({len(others)}{more})"


def table_of_others(view: View, others: Sequence[Reading]) -> str:
    """The figures by the question that they answer."""
    head = "".join(f"<th scope='col'>{heading}</th>" for heading in HEADINGS)
    parts = "".join(
        f"<tbody><tr><th scope='rowgroup' colspan='{len(HEADINGS)}'>{text(question)}</th></tr>"
        f"{''.join(_row(view, reading) for reading in group)}</tbody>"
        for question, group in groupby(
            others, key=lambda reading: question_of(reading.figure.number)
        )
    )
    return (
        '<div class="lb-scroll" tabindex="0" role="region" aria-label="Övriga nyckeltal">'
        f"<table class='lb-figures'><thead><tr>{head}</tr></thead>{parts}</table></div>"
    )


def _row(view: View, reading: Reading) -> str:
    unit = unit_after(reading.figure) if reading.figure.kind == "kronor" else ""
    value = f"{text(reading.value)}{sv.SPACE}{unit}" if unit else text(reading.value)
    when = " ".join(part for part in (period(reading), tentative(reading)) if part)
    verdict = text(reading.missing) if reading.missing else badge(reading.variation)
    line = (
        image(small_line(view, reading))
        if any(v is not None for v in reading.recent(view.months))
        else ""
    )
    cells = (
        ("", text(reading.name)),
        ("", f"<b>{value}</b> <small>{text(when)}</small>"),
        ("n", text(count_behind(reading))),
        ("", verdict),
        ("", text(reading.assurance_with_aim.word if reading.aim else sv.NOTHING)),
        ("", line),
    )
    inside = "".join(f"<td data-name='{name}'>{cell}</td>" for name, cell in cells)
    return f"<tr>{inside}</tr>"
