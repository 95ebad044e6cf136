"""Who is looking: in a demonstration whom one chooses to be, otherwise who has signed in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import ModuleType

import streamlit as st

from data.people.access_log import REFUSED, note
from data.people.rights import NotAllowedError, Viewer
from data.people.viewers import viewer_for
from data.reader import Reader
from data.settings import Settings
from data.store.snapshot import Snapshot
from pages.parts import sv
from pages.parts.frame.filters import choose_forum, choose_visitor
from pages.parts.frame.sign_in import Arrived, nothing_here, signed_in, still_in, way_out
from pages.parts.markup import block
from pages.parts.sv import STOCKHOLM

NO_PAGE = "Din roll i styrgruppen har ingen sida här."


def at_the_door(snapshot: Snapshot, house: Settings) -> Arrived | None:
    """Who has signed in; None in a demonstration, where nobody does.

    Without a signing in that counts the script ends here, at the door.
    """
    return None if house.mode == "demo" else signed_in(snapshot, house)


def choose_viewer(
    snapshot: Snapshot, versions: dict[str, int], arrived: Arrived | None, today: date
) -> Viewer:
    """The viewer in the chosen steering group; without any role the script ends here."""
    with st.sidebar:
        try:
            if arrived is None:
                forum_id = choose_forum(snapshot, versions, today)
                return choose_visitor(snapshot, versions, forum_id, today)
            forum_id = choose_forum(snapshot, versions, today, of=arrived.user_id)
            viewer = viewer_for(snapshot, versions, arrived.user_id, forum_id, today)
        except NotAllowedError as reason:
            refusal = str(reason)
        else:
            roles = Reader(snapshot, versions, viewer).roles()
            way_out(snapshot, arrived, viewer.name, sv.joined(sorted(roles.values())))
            return viewer
    if arrived is None:
        st.error(sv.plain(refusal))
    else:
        note(snapshot.engine, REFUSED, "ingen roll", user_id=arrived.user_id)
        nothing_here(snapshot, arrived)
    st.stop()


def viewer_again(snapshot: Snapshot, arrived: Arrived | None, viewer: Viewer) -> Viewer:
    """The same viewer with the rights of this moment, on the day that it is: a page may stay open
    past midnight.

    NotAllowedError when the signing in does not count any more, or nothing is left of the rights;
    a line in the access log as well.
    """
    try:
        if arrived is not None and not still_in(snapshot, arrived):
            raise NotAllowedError("Inloggningen är avslutad. Ladda om sidan och logga in igen.")
        today = datetime.now(STOCKHOLM).date()
        return viewer_for(snapshot, snapshot.versions(), viewer.user_id, viewer.forum_id, today)
    except NotAllowedError as reason:
        _refused(snapshot, viewer, str(reason))
        raise


def sees_the_same(snapshot: Snapshot, arrived: Arrived | None, viewer: Viewer) -> bool:
    """Whether the signing in still counts and the rights of this moment are those of the viewer.

    Asked by a screen that nobody touches, and by a dialog: nothing is noted.
    """
    if arrived is not None and not still_in(snapshot, arrived):
        return False
    today = datetime.now(STOCKHOLM).date()
    try:
        now = viewer_for(snapshot, snapshot.versions(), viewer.user_id, viewer.forum_id, today)
    except NotAllowedError:
        return False
    return now == viewer


def lead_on(
    snapshot: Snapshot,
    pages: Mapping[str, st.Page],
    modules: Sequence[ModuleType],
    viewer: Viewer,
    asked_for: str,
) -> None:
    """Name the pages that are for the viewer, where the chosen one is not, and end here.

    A page that was asked for by its name and refused is a line in the access log.
    """
    if asked_for:
        _refused(snapshot, viewer, f"sidan {asked_for}")
    own_pages = [module for module in modules if module.is_for(viewer)]
    sentence = "Den här sidan är inte till för din roll i styrgruppen." if own_pages else NO_PAGE
    st.html(block("<h1>Lägesbild</h1>", f"<p class='lb-first'>{sentence}</p>"))
    for module in own_pages:
        st.page_link(pages[module.PATH])
    st.stop()


def _refused(snapshot: Snapshot, viewer: Viewer, what: str) -> None:
    who = {"user_id": viewer.user_id, "forum_id": viewer.forum_id}
    note(snapshot.engine, REFUSED, what, **who)
