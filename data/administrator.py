"""The first administrator of a steering group:  python -m data.administrator FORUM NUMBER

FORUM is the steering group's code; NUMBER is shown to the person after signing in once. Further
administrators are appointed in Lägesbild by those who already are.
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection, Engine, func, insert, select

from data.actions.refusals import RefusedError
from data.clock import today
from data.command import Command, run, say
from data.models.organisation import Forum, Party, RoleGrant, User
from data.people.access_log import RIGHTS, note_within
from data.settings import settings
from data.store import check_version, new_id, open_store, writing
from data.store.log import record

USAGE = "python -m data.administrator STYRGRUPPENS-KOD ANVÄNDARNUMMER"
ROLE = "administratör"


def appoint(engine: Engine, forum_code: str, user_id: int) -> str:
    """Make a person administrator of a steering group from today; return a sentence that says so.

    RefusedError for an unknown steering group or person, somebody shut out or from an external
    party, or somebody who already has the role.
    """
    with writing(engine) as connection:
        forum_id, forum = _forum(connection, forum_code)
        name = _person(connection, user_id)
        on = today()
        grant = {"user_id": user_id, "forum_id": forum_id, "role": ROLE}
        same_grant = [getattr(RoleGrant, column) == value for column, value in grant.items()]
        if connection.scalar(select(RoleGrant.grant_id).where(*same_grant, _holds(on))):
            raise RefusedError(f"{name} är redan administratör i {forum}.")
        begins = connection.scalar(
            select(func.min(RoleGrant.valid_from)).where(*same_grant, RoleGrant.valid_from > on)
        )
        days = {"valid_from": on, "valid_until": begins}  # until the one that is given already
        made = connection.execute(insert(RoleGrant).values(**grant, **days))
        record(
            connection,
            by=None,
            action="utsåg en administratör",
            what="role_grants",
            areas=("organisation",),
            forum_id=forum_id,
            which=new_id(made),
            after=grant | days,
        )
        note_within(
            connection, RIGHTS, "utsågs till administratör", user_id=user_id, forum_id=forum_id
        )
    return f"{name} är administratör i {forum}."


def _holds(on: date):
    has_not_ended = RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > on)
    return (RoleGrant.valid_from <= on) & has_not_ended


def _forum(connection: Connection, code: str) -> tuple[int, str]:
    forums = connection.execute(select(Forum.code, Forum.forum_id, Forum.name)).all()
    for row in forums:
        if row.code == code:
            return row.forum_id, row.name
    codes = ", ".join(sorted(row.code for row in forums)) or "inga ännu"
    raise RefusedError(f"Styrgruppen finns inte. De som finns: {codes}.")


def _person(connection: Connection, user_id: int) -> str:
    person = connection.execute(
        select(User.display_name, User.deactivated_at, Party.is_external)
        .outerjoin(Party, Party.party_id == User.party_id)
        .where(User.user_id == user_id)
    ).one_or_none()
    if person is None:
        raise RefusedError("Personen finns inte. Den loggar in en gång och får då sitt nummer.")
    if person.deactivated_at is not None or person.is_external:
        raise RefusedError(f"{person.display_name} är avstängd eller kommer från en extern part.")
    return person.display_name


def main(words: Sequence[str]) -> int:
    """Do it; 0 done, 1 refused, 2 used wrongly."""
    parser = Command(USAGE, "Utse styrgruppens första administratör.")
    parser.add_argument("forum", metavar="STYRGRUPPENS-KOD", help="som den står i adressen")
    number = "det nummer som personen får se efter att ha loggat in en gång"
    parser.add_argument("user", metavar="ANVÄNDARNUMMER", help=number)
    return run(parser, words, partial(_appoint, parser), (RefusedError,))


def _appoint(parser: Command, chosen: Namespace) -> int:
    if not (chosen.user.isascii() and chosen.user.isdigit()):
        parser.used_wrongly("ANVÄNDARNUMMER skrivs med siffror.")
    engine = open_store(settings().database_url)
    check_version(engine)
    say(appoint(engine, chosen.forum, int(chosen.user)), done=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
