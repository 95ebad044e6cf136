"""An untouched screen follows what others save, within five seconds."""

from collections.abc import Callable

import streamlit as st

from data.store.snapshot import Snapshot
from pages.parts import dialog
from pages.parts.frame.sign_in import MOVED_BY_ITSELF

EVERY_SECONDS = 4


def always() -> bool:
    """For a page that nobody needs a right to."""
    return True


def follow(
    snapshot: Snapshot, shown: dict[str, int], may_still_see: Callable[[], bool] = always
) -> None:
    """Look now and then whether the store has moved on from what is shown; if so, show it.

    Not while a dialog is open: what is typed there is left alone, and a conflict is shown when
    it is saved. But when `may_still_see` says no, nothing is left alone: the frame decides anew.
    A dialog asks too, each time that it is drawn by itself.
    """

    @st.fragment(run_every=EVERY_SECONDS)
    def watch() -> None:
        if not may_still_see() or (not dialog.is_drawn() and snapshot.versions() != shown):
            st.session_state[MOVED_BY_ITSELF] = True
            st.rerun()

    watch()
    dialog.begin(may_still_see)
