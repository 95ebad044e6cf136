"""What every change of members has in common: the right, the lock, and what is logged."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, RowMapping, select

from data.actions.refusals import RefusedError
from data.models.organisation import Forum, Party, RoleGrant, User
from data.people.access_log import RIGHTS, note_within
from data.people.rights import KEEP_MEMBERS, NotAllowedError, Viewer
from data.store import writing
from data.store.log import record

ADMINISTRATOR = "administratör"


@contextmanager
def holding(engine: Engine, forum_id: int) -> Iterator[Connection]:
    """A transaction that locks the steering group's row.

    Administrators then change members one at a time; otherwise two of them could end each other's
    role at the same moment.
    """
    with writing(engine) as connection:
        this_forum = Forum.forum_id == forum_id
        connection.execute(select(Forum.forum_id).where(this_forum).with_for_update())
        yield connection


def keep(
    connection: Connection,
    by: Viewer,
    action: str,
    what: str,
    which: int,
    before: dict | None,
    after: dict,
    areas: Sequence[str] = ("organisation",),
) -> None:
    """Record the event, and a line in the access log, where reviewers go through rights."""
    record(
        connection,
        by=by.user_id,
        action=action,
        what=what,
        areas=areas,
        forum_id=by.forum_id,
        which=which,
        before=before,
        after=after,
    )
    role = f" som {after['role']}" if "role" in after else ""
    whose = after.get("user_id", which) if what == "users" or role else None
    who = f", person nr {whose}" if whose else f", roll nr {which}"
    about = {"user_id": by.user_id, "forum_id": by.forum_id}
    note_within(connection, RIGHTS, f"{action}{role}{who}", **about)


def demand_keeper(by: Viewer) -> None:
    """NotAllowedError unless the viewer keeps the members."""
    if not by.may(KEEP_MEMBERS):
        raise NotAllowedError("Din roll ger inte rätt att ändra medlemmar och roller.")


def demand_another(connection: Connection, forum_id: int, besides: list[int], on: date) -> None:
    """RefusedError unless the steering group has an administrator on a day.

    The grants `besides` do not count: they are about to end.
    """
    another = connection.scalar(
        select(RoleGrant.grant_id)
        .join(User, User.user_id == RoleGrant.user_id)
        .where(
            RoleGrant.forum_id == forum_id,
            RoleGrant.role == ADMINISTRATOR,
            RoleGrant.grant_id.not_in(besides),
            RoleGrant.valid_from <= on,
            RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > on),
            User.deactivated_at.is_(None),
        )
    )
    if another is None:
        raise RefusedError(
            "Styrgruppen skulle bli utan administratör. Ge först någon annan den rollen."
        )


def person_of(connection: Connection, user_id: int) -> RowMapping:
    """A user's row with is_external, locked until the transaction ends; RefusedError if none."""
    rows = connection.execute(
        select(*User.__table__.c, Party.is_external)
        .outerjoin(Party, Party.party_id == User.party_id)
        .where(User.user_id == user_id)
        .with_for_update(of=User)
    )
    person = rows.mappings().one_or_none()
    if person is None:
        raise RefusedError("Personen finns inte. Den som ska få en roll loggar in en gång först.")
    return person
