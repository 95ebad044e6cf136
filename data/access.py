"""Who is looking, in which steering group, and what this person may see and change there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from data.snapshot import Snapshot

SET_STATUS = "set status"
KEEP_PLANS = "keep plans"
KEEP_GROUPS = "keep groups"
KEEP_FIGURES = "keep figures"
KEEP_MEMBERS = "keep members"
KEEP_SETTINGS = "keep settings"
REVIEW_LOG = "review the log"


class NotAllowedError(Exception):
    """The viewer may not see or do this. The message, in Swedish, is fit to be shown."""


@dataclass(frozen=True)
class Right:
    """What a role gives: the steering group's picture, single cases, and changes.

    `sees_figures`: protected figures, groups and plans. `sees_own_cases`: besides them the exact
    figures and cases of own units. `for_external`: may be held by somebody from an external party.
    """

    sees_figures: bool = True
    sees_own_cases: bool = False
    in_own_units: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()
    for_external: bool = False


RIGHTS = {
    "ledamot": Right(for_external=True),
    "extern": Right(for_external=True),
    "enhetschef": Right(sees_own_cases=True, in_own_units=frozenset({SET_STATUS})),
    "handläggare": Right(sees_own_cases=True, in_own_units=frozenset({SET_STATUS})),
    "utvecklingsledare": Right(
        anywhere=frozenset({SET_STATUS, KEEP_PLANS, KEEP_GROUPS, KEEP_FIGURES})
    ),
    "dataansvarig": Right(sees_figures=False),
    "loggranskare": Right(sees_figures=False, anywhere=frozenset({REVIEW_LOG})),
    "administratör": Right(sees_figures=False, anywhere=frozenset({KEEP_MEMBERS, KEEP_SETTINGS})),
}
FOR_EXTERNAL = tuple(role for role, right in RIGHTS.items() if right.for_external)
BY_UNIT = frozenset(role for role, right in RIGHTS.items() if right.sees_own_cases)


@dataclass(frozen=True)
class Viewer:
    """A person in a steering group, with the units whose cases the person may see.

    `own_units` are those of unit-bound roles, with every unit below them.
    """

    user_id: int
    name: str
    forum_id: int
    roles: frozenset[str]
    own_units: frozenset[int]

    @property
    def sees_figures(self) -> bool:
        """Whether this viewer may see the steering group's figures, groups and plans."""
        return any(RIGHTS[role].sees_figures for role in self.roles)

    @property
    def case_units(self) -> frozenset[int]:
        """The units whose cases and exact figures this viewer may see."""
        sees = any(RIGHTS[role].sees_own_cases for role in self.roles)
        return self.own_units if sees else frozenset()

    def may(self, change: str, unit_id: int | None = None) -> bool:
        """Whether this viewer may make a kind of change to what a unit answers for."""
        if any(change in RIGHTS[role].anywhere for role in self.roles):
            return True
        in_own = any(change in RIGHTS[role].in_own_units for role in self.roles)
        return in_own and unit_id in self.own_units


def viewer_for(
    snapshot: "Snapshot", versions: dict[str, int], user_id: int, forum_id: int, today: date
) -> Viewer:
    """What a person may do in a steering group today; NotAllowedError when that is nothing."""
    grants = _grants_of(snapshot, versions, user_id, today).filter(pl.col("forum_id") == forum_id)
    if grants.is_empty():
        raise NotAllowedError(
            "Du har ingen roll i den här styrgruppen. Be styrgruppens administratör om en."
        )
    granted = set(grants["unit_id"].drop_nulls())
    return Viewer(
        user_id=user_id,
        name=grants["display_name"][0],
        forum_id=forum_id,
        roles=frozenset(grants["role"]),
        own_units=with_units_below(snapshot.frame("units", versions), granted),
    )


def forums_of(
    snapshot: "Snapshot", versions: dict[str, int], user_id: int, today: date
) -> frozenset[int]:
    """The steering groups that a person has a role in today; NotAllowedError when there is none."""
    mine = frozenset(_grants_of(snapshot, versions, user_id, today)["forum_id"])
    if not mine:
        raise NotAllowedError("Du har ingen roll i någon styrgrupp.")
    return mine


def _grants_of(
    snapshot: "Snapshot", versions: dict[str, int], user_id: int, today: date
) -> pl.DataFrame:
    """The roles that a person has today. Nobody who is shut out has any; nobody from an external
    party has more than protected figures.
    """
    return snapshot.frame("grants", versions).filter(
        pl.col("user_id") == user_id,
        pl.col("valid_from") <= today,
        (pl.col("valid_until") > today).fill_null(True),
        ~pl.col("is_deactivated"),
        pl.col("role").is_in(list(RIGHTS)),
        ~pl.col("is_external") | pl.col("role").is_in(FOR_EXTERNAL),
    )


def with_units_below(units: pl.DataFrame, top: Collection[int]) -> frozenset[int]:
    """Units and all below them. Reads unit_id, parent_id; a circle in the tree ends the walk."""
    found, edge = set(top), set(top)
    while edge:
        below = units.filter(pl.col("parent_id").is_in(list(edge)))["unit_id"]
        edge = set(below) - found
        found |= edge
    return frozenset(found)
