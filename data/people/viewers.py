"""Who has which roles in which steering group today: looked up in the store."""

from collections.abc import Collection
from datetime import date

import polars as pl

from data.people.rights import FOR_EXTERNAL, RIGHTS, NotAllowedError, Viewer
from data.store.snapshot import Snapshot


def viewer_for(
    snapshot: Snapshot, versions: dict[str, int], user_id: int, forum_id: int, today: date
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
    snapshot: Snapshot, versions: dict[str, int], user_id: int, today: date
) -> frozenset[int]:
    """The steering groups that a person has a role in today; NotAllowedError when there is none."""
    mine = frozenset(_grants_of(snapshot, versions, user_id, today)["forum_id"])
    if not mine:
        raise NotAllowedError("Du har ingen roll i någon styrgrupp.")
    return mine


def _grants_of(
    snapshot: Snapshot, versions: dict[str, int], user_id: int, today: date
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
