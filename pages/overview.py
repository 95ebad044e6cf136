"""Lägesbild: how it goes, and what the steering group has to attend to."""

import streamlit as st

from data.people.rights import Viewer
from pages.parts.figures.listed.cards import card_row
from pages.parts.first_line import first_line
from pages.parts.markup import block
from pages.parts.overview.screen import Screen, screen
from pages.view import View

TITLE, PATH, ICON = "Lägesbild", "lagesbild", ":material/visibility:"
FILTERS = ("enhet", "malgrupp", "period")


def is_for(viewer: Viewer) -> bool:
    """Whoever may see the steering group's picture."""
    return viewer.sees_figures


def show(view: View) -> None:
    """Show what needs attention, what has changed, the figures, the groups and the plans."""
    made = screen(view)
    first_line(made.sentence, made.freshness)
    to_do, since = st.columns([3, 2], border=True)
    with to_do:
        _attend(view, made)
    since.html(block(made.since))
    card_row(view)
    st.html(block(f"{made.instead}<div class='lb-two'>{made.groups}{made.plans}</div>"))


def _attend(view: View, made: Screen) -> None:
    """One row per matter, a link in its full width."""
    st.html(block(f"<div class='lb-attend'>{made.heading}</div>"))
    for page, label, query in made.ways:
        st.page_link(view.pages[page], label=label, icon="", width="stretch", query_params=query)
