"""Cards: a figure at a glance, each card a link to the figure's page."""

import streamlit as st

from pages.parts import sv
from pages.parts.drawings.lines import line
from pages.parts.figures.listed.scorecard import headline_readings
from pages.parts.figures.reading.judging import readings
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.reading.sentences import at_a_glance
from pages.parts.kept import AREAS, FILTERS, kept
from pages.parts.markup import badge_mark, picture
from pages.view import View


def card_row(view: View) -> None:
    """The figures side by side, at most five in a row, each card one link."""
    with st.container(horizontal=True, key="cards"):
        for key, label in cards(view):
            st.page_link(
                view.pages["nyckeltal"],
                label=label,
                icon="",
                width="stretch",
                query_params={"nyckeltal": key},
            )


@kept(*AREAS, heeds=FILTERS)
def cards(view: View) -> list[tuple[str, str]]:
    """Key and card of each headline figure; a card is the label of a link, laid out by CSS."""
    first = headline_readings(view, readings(view))
    return [(reading.figure.key, card(view, reading)) for reading in first]


def card(view: View, reading: Reading) -> str:
    """Name, value with unit, small line, variation, then period, n and target."""
    figure = reading.figure
    name = f"**{sv.plain(reading.name)}**"
    if reading.missing:
        return f"{name} :gray[**{sv.NOTHING}**] :gray[{sv.plain(reading.missing)}]"
    value, unit = at_a_glance(figure, reading.latest) if reading.latest else (reading.value, "")
    drawn = line(
        reading.recent(view.months), view.theme, reading.variation.tone, reading.firm_limits
    )
    return " ".join(
        [
            name,
            f":gray[**{sv.plain(value)}** {sv.plain(unit)}]"
            if unit
            else f":gray[**{sv.plain(value)}**]",
            f"![]({picture(drawn)})",
            badge_mark(reading.variation),
            f":gray[{sv.plain(_footnote(reading))}]",
        ]
    )


def _footnote(reading: Reading) -> str:
    """Period, n, and whether the target is reached."""
    when = (
        sv.period(reading.latest["period"], reading.figure.cadence.name) if reading.latest else ""
    )
    parts = [when, reading.behind, reading.assurance_with_aim.word]
    return " · ".join(part for part in parts if part)
