"""Who saw, took out or was refused what: written as it happens, never changed, read by reviewers.

SoLPuL 10 § demands that access is limited to what is needed, documented and checked. A line says
how many rows there were, never which.
"""

from collections.abc import Collection
from datetime import UTC, datetime

import polars as pl
from sqlalchemy import Connection, Engine, Select, and_, func, insert, or_, select

from data.models.codes import AccessKind
from data.models.log import Access
from data.models.organisation import RoleGrant, Unit, User
from data.store import frames, reading, writing

SIGNED_IN, SIGNED_OUT, LET_GO, REFUSED = "signed_in", "signed_out", "let_go", "refused"
OPENED_CASES, TOOK_OUT, RIGHTS, SETTING = "opened_cases", "took_out", "rights", "setting"
MOST_LINES = 1_000


def note(engine: Engine, kind: str, what: str, **about: int | None) -> None:
    """Write one line, in a transaction of its own: it stays whatever happens afterwards.

    `about` as the keywords of `note_within`.
    """
    with writing(engine) as connection:
        note_within(connection, kind, what, **about)


def note_within(
    connection: Connection,
    kind: str,
    what: str,
    *,
    user_id: int | None,
    forum_id: int | None = None,
    unit_id: int | None = None,
    rows: int | None = None,
) -> None:
    """Write one line within the transaction of a change."""
    line = {"kind": kind, "what": what, "user_id": user_id, "forum_id": forum_id}
    line |= {"unit_id": unit_id, "rows": rows, "at": datetime.now(UTC)}
    connection.execute(insert(Access).values(**line))


def lines(
    engine: Engine,
    forum_id: int,
    since: datetime,
    until: datetime,
    *,
    kinds: Collection[str] = (),
    user_id: int | None = None,
    most: int | None = MOST_LINES,
) -> pl.DataFrame:
    """A steering group's lines from `since` to before `until`, latest first, at most `most`.

    Shaped as frames.ACCESS. Lines about signing in have no steering group: every group in which the
    person has, or has had, a role sees them, and all groups see those of somebody without any role.
    Without `kinds` all kinds are given; with `most` None there is no limit, for a file.
    """
    chosen = [Access.kind.in_(kinds)] if kinds else []
    chosen += [Access.user_id == user_id] if user_id is not None else []
    columns = (
        Access.access_id,
        Access.at,
        User.display_name.label("who"),
        AccessKind.label.label("kind"),
        Access.what,
        Unit.name.label("unit"),
        Access.rows,
    )
    query = (
        _of(forum_id, since, until, select(*columns))
        .join(AccessKind, AccessKind.code == Access.kind)
        .outerjoin(User, User.user_id == Access.user_id)
        .outerjoin(Unit, Unit.unit_id == Access.unit_id)
        .where(*chosen)
        .order_by(Access.at.desc(), Access.access_id.desc())
        .limit(most)
    )
    with reading(engine) as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return pl.DataFrame(rows, schema=frames.ACCESS)


def how_many(engine: Engine, forum_id: int, since: datetime, until: datetime) -> int:
    """How many lines there are from `since` to before `until`."""
    with reading(engine) as connection:
        return count_within(connection, forum_id, since, until)


def count_within(connection: Connection, forum_id: int, since: datetime, until: datetime) -> int:
    """The same, within the transaction of a change."""
    return connection.scalar(_of(forum_id, since, until, select(func.count(Access.access_id))))


def _of(forum_id: int, since: datetime, until: datetime, query: Select) -> Select:
    theirs = select(RoleGrant.user_id).where(RoleGrant.forum_id == forum_id)
    somebodys = select(RoleGrant.user_id)
    may_be_listed = or_(Access.user_id.in_(theirs), Access.user_id.not_in(somebodys))
    nowhere = and_(Access.forum_id.is_(None), or_(Access.user_id.is_(None), may_be_listed))
    return query.where(
        Access.at >= since, Access.at < until, or_(Access.forum_id == forum_id, nowhere)
    )
