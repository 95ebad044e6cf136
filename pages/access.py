"""Behörighet och logg: who may see what, and who has seen what."""

import streamlit as st

from data.people.rights import KEEP_MEMBERS, KEEP_SETTINGS, REVIEW_LOG, Viewer
from pages.parts.access.log import log
from pages.parts.access.members import members
from pages.parts.access.settings import settings
from pages.view import View

TITLE, PATH, ICON = "Behörighet och logg", "behorighet", ":material/shield_person:"
FILTERS = ()
PARTS = {
    "Medlemmar": (KEEP_MEMBERS, members),
    "Inställningar": (KEEP_SETTINGS, settings),
    "Logg": (REVIEW_LOG, log),
}


def is_for(viewer: Viewer) -> bool:
    """Administrators and reviewers of the log."""
    return any(viewer.may(right) for right, _ in PARTS.values())


def show(view: View) -> None:
    """Show what the viewer keeps: the members, the settings, or the log."""
    mine = [name for name, (right, _) in PARTS.items() if view.reader.viewer.may(right)]
    chosen = mine[0]
    if len(mine) > 1:
        chosen = st.segmented_control(
            "Visa",
            mine,
            default=mine[0],
            required=True,
            key="del",
            bind="query-params",
            label_visibility="collapsed",
        )
    PARTS[chosen][1](view)
