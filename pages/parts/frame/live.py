"""An untouched screen follows what others save, within five seconds."""

import streamlit as st

from data.store.snapshot import Snapshot
from pages.parts import dialog
from pages.parts.frame.sign_in import MOVED_BY_ITSELF, Arrived, still_in

EVERY_SECONDS = 4


def follow(snapshot: Snapshot, shown: dict[str, int], arrived: Arrived | None) -> None:
    """Look now and then whether the store has moved on from what is shown; if so, show it.

    Not while a dialog is open: what is typed there is left alone, and a conflict is shown when
    it is saved. A signing in that does not count any more leads to the door.
    """

    @st.fragment(run_every=EVERY_SECONDS)
    def watch() -> None:
        out = arrived is not None and not still_in(snapshot, arrived)
        if out or (not dialog.is_drawn() and snapshot.versions() != shown):
            st.session_state[MOVED_BY_ITSELF] = True
            st.rerun()

    watch()
    dialog.begin()
