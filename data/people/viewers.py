"""Who has which roles in which steering group today, from the store."""

from collections.abc import Collection
from datetime import date

import polars as pl

from data.people.rights import FOR_EXTERNAL, RIGHTS, NotAllowedError, Viewer
from data.store.snapshot import Snapshot


def viewer_for(
    snapshot: Snapshot, versions: dict[str, int], user_id: int, forum_id: int, today: date
) -> Viewer:
    """A person as a viewer of a steering group today; NotAllowedError without any role there."""
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
    """The steering groups that a person has a role in today; NotAllowedError if there are none."""
    forum_ids = frozenset(_grants_of(snapshot, versions, user_id, today)["forum_id"])
    if not forum_ids:
        raise NotAllowedError("Du har ingen roll i någon styrgrupp.")
    return forum_ids


def _grants_of(
    snapshot: Snapshot, versions: dict[str, int], user_id: int, today: date
) -> pl.DataFrame:
    """The roles that a person has today, as rows of the frame grants.

    None for somebody shut out; for somebody from an external party only those in FOR_EXTERNAL.
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
    """Units and all units below them. Reads unit_id and parent_id; a circle in the tree is safe."""
    reached, edge = set(top), set(top)
    while edge:
        below = units.filter(pl.col("parent_id").is_in(list(edge)))["unit_id"]
        edge = set(below) - reached
        reached |= edge
    return frozenset(reached)
