"""What the reader may choose: steering group, who to be, unit, target group and period.

Every choice stands in the address by its name, so that a view can be sent on. A name in the
address that does not exist is dropped, and the reader is told.
"""

from collections.abc import Mapping
from datetime import date
from types import ModuleType
from typing import Any

import polars as pl
import streamlit as st

from data.demo.visitors import ISSUER
from data.people.rights import Viewer
from data.people.viewers import forums_of, viewer_for
from data.reader import Forum, Reader
from data.store.snapshot import Snapshot
from pages.parts import sv
from pages.parts.markup import block, text

NO_ID = 0  # where there is nothing to choose: no row in the store has it
ALL = "alla"  # not None: to Streamlit a choice of None is no choice, and can't be gone back to
PERIODS = {13: "13 månader", 24: "24 månader", 36: "36 månader", 48: "48 månader"}
NAMES = {
    "styrgrupp": "Styrgruppen",
    "som": "Rollen",
    "enhet": "Enheten",
    "malgrupp": "Målgruppen",
    "period": "Perioden",
}


def choose_forum(
    snapshot: Snapshot, versions: dict[str, int], today: date, of: int | None = None
) -> int:
    """The steering group: any in a demonstration, otherwise those that a user has a role in.

    NotAllowedError when that is none.
    """
    forums = snapshot.frame("forums", versions).sort("forum_id")
    if of is not None:
        own = forums_of(snapshot, versions, of, today)
        forums = forums.filter(pl.col("forum_id").is_in(list(own)))
    names = dict(forums.select("forum_id", "name").rows())
    codes = dict(forums.select("code", "forum_id").rows())
    _accept("styrgrupp", names, codes)
    _stand_in_address("styrgrupp", names)
    forum_id = st.selectbox(
        "Styrgrupp",
        list(names),
        index=None,
        required=True,
        format_func=names.__getitem__,
        key="styrgrupp",
        bind="query-params",
        on_change=_forget,
    )
    return forum_id or NO_ID


def _stand_in_address(key: str, options: Mapping[Any, str]) -> None:
    """Put the first choice in the address, where it has none that can be chosen.

    Streamlit leaves out what a choice begins as, and to somebody else another may be the first.
    """
    first = next(iter(options), None)
    if first is None or st.session_state.get(key) in options:
        return
    if key in st.session_state:  # what was chosen is there no more, as when a role has ended
        st.session_state[key] = first
        return
    asked_for = st.query_params.get(key)
    if asked_for in options.values():
        return
    st.query_params[key] = options[first]
    if asked_for is not None:
        st.rerun()  # else Streamlit takes away what it has found out can't be chosen
    st.session_state[key] = first


def _forget() -> None:
    """What was chosen in one steering group means nothing in another."""
    st.session_state.pop("som", None)
    for key in ("enhet", "malgrupp"):
        if key in st.session_state:
            st.session_state[key] = ALL


def choose_visitor(
    snapshot: Snapshot, versions: dict[str, int], forum_id: int, today: date
) -> Viewer:
    """Whom to be, among the made-up people of the steering group."""
    grants = snapshot.frame("grants", versions).filter(
        pl.col("forum_id") == forum_id, pl.col("issuer") == ISSUER
    )
    grants = grants.sort("role_rank", "display_name")
    names = dict(grants.select("user_id", "display_name").rows())
    codes = dict(reversed(grants.select("role", "user_id").rows()))
    _accept("som", names, codes)
    user_id = st.selectbox(
        "Visa som",
        list(names),
        format_func=names.__getitem__,
        key="som",
        bind="query-params",
        help="I en demonstration väljer du själv vem du är.",
    )
    return viewer_for(snapshot, versions, user_id or NO_ID, forum_id, today)


def choose_filters(
    reader: Reader, forum: Forum, page: ModuleType, *, is_demo: bool
) -> tuple[int | None, str | None, int]:
    """Whose picture and which page, with its filters beside: unit, target group, months back."""
    units = _units(reader, page)
    groups = {ALL: "Alla målgrupper", **reader.labels("target_groups")}
    whose = f"{reader.labels('forum_levels')[forum.level]} · {forum.name}"
    mark = "<span class='lb-demo'>Demodata</span>" if is_demo else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        st.html(
            block(
                f"<p class='lb-where'>{text(whose)}{mark}</p>",
                f"<h1>{text(page.TITLE)}</h1>",
            )
        )
        unit_id = _choice(page, "enhet", "Enhet", units)
        target_group = _choice(page, "malgrupp", "Målgrupp", groups)
        months = _choice(page, "period", "Period", PERIODS)
        if page.FILTERS:
            st.button("Rensa filter", on_click=_clear, type="tertiary", key="rensa")
    _tell(forum.name, reader.viewer.name)
    chosen_group = None if target_group == ALL else target_group
    return None if unit_id == ALL else unit_id, chosen_group, months


def _units(reader: Reader, page: ModuleType) -> dict[int | str, str]:
    """The followed units, and on a page about points those that answer for one as well."""
    units = reader.units().select("unit_id", "name")
    if page.PATH == "handlingsplaner":
        answering = reader.points()["responsible_unit_id"].drop_nulls().unique().to_list()
        units = reader.every_unit().filter(pl.col("unit_id").is_in(answering))
    names = dict(units.select("unit_id", "name").rows())
    return {ALL: "Alla enheter"} | dict(sorted(names.items(), key=lambda u: sv.order(u[1])))


def _choice(page: ModuleType, key: str, label: str, options: Mapping[Any, str]) -> Any:
    """One filter, drawn only on pages that use it; elsewhere its first choice holds."""
    first = next(iter(options))
    if key not in page.FILTERS:
        return first
    _accept(key, options, {})
    return st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        bind="query-params",
        width=175,
    )


def _clear() -> None:
    for key, first in (("enhet", ALL), ("malgrupp", ALL), ("period", next(iter(PERIODS)))):
        if key in st.session_state:
            st.session_state[key] = first


def _accept(key: str, options: Mapping, codes: Mapping[str, object]) -> None:
    """Take a code for its name in the address; remember what the address asks for in vain.

    Once something is chosen the choice holds, and the address follows it.
    """
    value = st.query_params.get(key)
    if value is None or value in options.values() or key in st.session_state:
        return
    by_code = {code.casefold(): value for code, value in codes.items()}
    if value.casefold() in by_code:
        st.query_params[key] = options[by_code[value.casefold()]]
        st.rerun()
    st.session_state.setdefault("okanda", []).append(NAMES[key])


def _tell(forum: str, visitor: str) -> None:
    """Warn once about choices in the address that were dropped, and say what is seen instead."""
    seen = {NAMES["styrgrupp"]: forum, NAMES["som"]: f"sidan som {visitor}"}
    seen[NAMES["period"]] = next(iter(PERIODS.values()))
    for name in st.session_state.pop("okanda", []):
        instead = seen.get(name, "allt")
        st.warning(sv.plain(f"{name} i adressen finns inte här. Du ser {instead} i stället."))
