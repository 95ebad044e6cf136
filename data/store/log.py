"""What every change leaves behind: one line in the event log, and a new version of its areas."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from data.models.log import AreaVersion, Event


def record(
    connection: Connection,
    *,
    by: int | None,
    action: str,
    what: str,
    areas: Sequence[str],
    forum_id: int | None = None,
    which: int | None = None,
    before: Mapping[Any, Any] | None = None,
    after: Mapping[Any, Any] | None = None,
) -> None:
    """Write the event and raise the areas' versions, within the transaction of the change.

    `by` is a user's id, None for a command. `before` and `after` are values by column, never from
    a case.
    """
    connection.execute(
        insert(Event).values(
            at=datetime.now(UTC),
            by_user_id=by,
            forum_id=forum_id,
            action=action,
            what=what,
            which=which,
            before=_plain(before),
            after=_plain(after),
        )
    )
    connection.execute(
        update(AreaVersion)
        .where(AreaVersion.area.in_(areas))
        .values(version=AreaVersion.version + 1)
    )


def _plain(columns: Mapping[Any, Any] | None) -> dict[str, Any] | None:
    """The values with days and moments as text, so that they fit in JSON."""
    if columns is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in columns.items()
    }
