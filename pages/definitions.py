"""Om måtten: what each figure means, what it is counted from, and whether it is counted here."""

import streamlit as st

from data.people.rights import Viewer
from pages.parts import sv
from pages.parts.definitions.catalogue import catalogue, in_one_sentence, nothing_found
from pages.parts.definitions.entries import entries
from pages.parts.first_line import first_line
from pages.view import View

TITLE, PATH, ICON = "Om måtten", "matt", ":material/menu_book:"
FILTERS = ()


def is_for(viewer: Viewer) -> bool:
    """Whoever may see the steering group's picture."""
    return viewer.sees_figures


def show(view: View) -> None:
    """Show the catalogue, or the entries that hold the words in the search box."""
    all_entries = entries(view)
    wanted = [entry for entry in all_entries if entry.is_wanted]
    first_line(
        in_one_sentence([entry for entry in all_entries if not entry.is_wanted], wanted),
        "Tryck på ett mått för att läsa hur det räknas. Vid utskrift är alla utfällda.",
    )
    words = st.text_input(
        "Sök bland måtten", placeholder="ord, nummer eller underlag", key="sok", bind="query-params"
    )
    matching = [entry for entry in all_entries if entry.says(words)]
    if not matching:
        st.info(sv.plain(nothing_found(words)))
    catalogue(view, matching, is_open=bool(words.strip()))
