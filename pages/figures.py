"""Nyckeltal: which figures have really changed, and one figure in full."""

import streamlit as st

from data.people.rights import Viewer
from pages.parts.figures.agreed.inventory import inventory
from pages.parts.figures.agreed.rebases import rebases
from pages.parts.figures.agreed.targets import targets
from pages.parts.figures.listed import matrix, scorecard
from pages.parts.figures.reading.definition import definition_card
from pages.parts.figures.reading.judging import readings
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.single import single_figure
from pages.parts.figures.single.split import split
from pages.parts.figures.single.turning_the_curve import turning_the_curve
from pages.parts.figures.single.verdict import verdict
from pages.parts.first_line import first_line, freshness
from pages.parts.markup import block, text
from pages.view import View

TITLE, PATH, ICON = "Nyckeltal", "nyckeltal", ":material/monitoring:"
FILTERS = ("enhet", "malgrupp", "period")


def is_for(viewer: Viewer) -> bool:
    """Whoever may see the steering group's picture."""
    return viewer.sees_figures


def show(view: View) -> None:
    """Show every figure as a row; or, with one in the address, that one in full."""
    all_readings = readings(view)
    key = st.query_params.get("nyckeltal")
    chosen = next((reading for reading in all_readings if reading.figure.key == key), None)
    if chosen:
        _one(view, chosen)
        return
    if key:
        st.warning("Nyckeltalet i adressen finns inte. Här är alla.")
    first_line(
        matrix.matrix_sentence(scorecard.chosen_readings(view, all_readings)[0]),
        freshness(view, all_readings),
    )
    matrix.matrix(view)
    scorecard.choice_button(view)
    inventory(view)


def _one(view: View, reading: Reading) -> None:
    st.button(
        "← Alla nyckeltal", type="tertiary", key="alla", on_click=matrix.show_one, args=(None,)
    )
    heading = f"<h2 class='lb-next'>{text(reading.name)}</h2>"
    first_line(reading.sentence, freshness(view, [reading]), heading + verdict(reading))
    if not reading.missing:
        shown = single_figure.chart(view, reading)
        rebases(view, reading)
        single_figure.numbers(view, shown)
        targets(view, reading)
        turning_the_curve(view, reading)
        split(view, reading.figure.key)
    st.html(block(definition_card(view, reading)))
    st.page_link(
        view.pages["matt"],
        label="Läs om måttet och orden i Om måtten",
        icon=":material/menu_book:",
        query_params={"sok": reading.figure.title},
    )
