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
    """Show what the viewer looks after: the members, the settings, or the log."""
    parts = [name for name, (right, _) in PARTS.items() if view.reader.viewer.may(right)]
    chosen = parts[0]
    if len(parts) > 1:
        chosen = st.segmented_control(
            "Visa",
            parts,
            default=parts[0],
            required=True,
            key="del",
            bind="query-params",
            label_visibility="collapsed",
        )
    PARTS[chosen][1](view)
