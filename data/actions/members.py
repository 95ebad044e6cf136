"""Who may do what in a steering group: roles given and ended, people let in and shut out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from data.access import BY_UNIT, FOR_EXTERNAL, KEEP_MEMBERS, RIGHTS, NotAllowedError, Viewer
from data.access_log import RIGHTS as CHANGED_RIGHTS
from data.access_log import note_within
from data.actions.refusals import ConflictError, RefusedError, clean_text, demand_valid
from data.log import record
from data.models.codes import Role
from data.models.log import Event
from data.models.organisation import Forum, ForumParty, Party, RoleGrant, Unit, User
from data.store import writing

ADMINISTRATOR = "administratör"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
SHUT_OUT = "stängde av en person"


def grant_role(
    engine: Engine,
    *,
    by: Viewer,
    user_id: int,
    role: str,
    valid_from: date,
    unit_id: int | None = None,
    valid_until: date | None = None,
) -> int:
    """Give a person a role in the viewer's steering group; gives the grant's id.

    `valid_until` is the first day without it. NotAllowedError without the right; RefusedError,
    naming the field, for oneself, an unknown person, role or unit, a role by unit without a unit or the
    other way round, a unit of no party in the steering group, days in the wrong order, somebody
    from an external party given more than protected figures, or the same role twice.
    """
    _demand_keeper(by)
    if user_id == by.user_id:
        raise RefusedError("Du kan inte ge dig själv en roll. Be en annan administratör.")
    with _holding(engine, by.forum_id) as connection:
        person = _person(connection, user_id)
        _demand_role(role, unit_id, is_external=bool(person["is_external"]))
        demand_valid(connection, Role, role, datetime.now(STOCKHOLM).date(), "Roll")
        if person["party_id"] is None and role not in FOR_EXTERNAL:
            raise RefusedError("Part: ange först vilken part personen kommer från.")
        if unit_id is not None:
            _demand_unit(connection, by.forum_id, unit_id)
        if valid_until is not None and valid_until <= valid_from:
            raise RefusedError("Till och med: dagen ligger före den första dagen.")
        said = {"user_id": user_id, "forum_id": by.forum_id, "role": role, "unit_id": unit_id}
        said |= {"valid_from": valid_from, "valid_until": valid_until}
        _demand_new(connection, said)
        made = connection.execute(insert(RoleGrant).values(**said))
        grant_id = made.inserted_primary_key[0]
        _keep(connection, by, "gav en roll", "role_grants", grant_id, None, said)
        return grant_id


def end_role(engine: Engine, *, by: Viewer, grant_id: int, version: int, last_on: date) -> int:
    """Let a role end after a day; gives the grant's new version.

    NotAllowedError without the right; RefusedError for a grant that is not the steering group's,
    a day before its first, or the last administrator; ConflictError when somebody saved since.
    """
    _demand_keeper(by)
    first_without = date.fromordinal(last_on.toordinal() + 1)
    with _holding(engine, by.forum_id) as connection:
        grant = _grant(connection, by.forum_id, grant_id)
        if grant["version"] != version:
            raise ConflictError(None, grant["version"])
        if grant["valid_until"] is not None and grant["valid_until"] <= first_without:
            raise RefusedError("Rollen slutar redan den dagen eller tidigare.")
        if last_on < grant["valid_from"]:
            raise RefusedError("Sista dagen ligger före rollens första dag.")
        if grant["role"] == ADMINISTRATOR:
            _demand_another(connection, by.forum_id, [grant_id], first_without)
        connection.execute(
            update(RoleGrant)
            .where(RoleGrant.grant_id == grant_id)
            .values(valid_until=first_without, version=version + 1)
        )
        before, after = {"valid_until": grant["valid_until"]}, {"valid_until": first_without}
        _keep(connection, by, "avslutade en roll", "role_grants", grant_id, before, after)
    return version + 1


def deactivate(engine: Engine, *, by: Viewer, user_id: int, version: int) -> int:
    """Shut a person out of every steering group from the next click on; gives the new version.

    Only somebody who has a role in the viewer's steering group. NotAllowedError without the right;
    RefusedError for somebody else, oneself, or one shut out already; ConflictError when somebody
    saved since.
    """
    return _set_active(engine, by, user_id, version, active=False)


def reactivate(engine: Engine, *, by: Viewer, user_id: int, version: int) -> int:
    """Let a person in again with the roles that are left; otherwise as deactivate.

    RefusedError for one who was shut out in another steering group.
    """
    return _set_active(engine, by, user_id, version, active=True)


def describe_person(
    engine: Engine,
    *,
    by: Viewer,
    user_id: int,
    version: int,
    display_name: str,
    party_id: int | None,
) -> int:
    """Say what a person is called here and which party they come from; gives the new version.

    NotAllowedError without the right; RefusedError for somebody with roles elsewhere only, an empty
    name, one that could hold a personal number, an unknown party, or an external party for somebody
    with a role by unit; ConflictError when somebody saved since.
    """
    _demand_keeper(by)
    name = clean_text(display_name, "Namn")
    if name is None:
        raise RefusedError("Namn: skriv vad personen heter här.")
    with _holding(engine, by.forum_id) as connection:
        person = _person(connection, user_id)
        if person["version"] != version:
            raise ConflictError(None, person["version"])
        if _has_a_role(connection, None, user_id) and not _has_a_role(
            connection, by.forum_id, user_id
        ):
            raise RefusedError("Personen har ingen roll i den här styrgruppen.")
        if party_id is not None and _is_external(connection, party_id):
            _demand_roles_for_external(connection, user_id)
        said = {"display_name": name, "party_id": party_id}
        _change_person(connection, by, person, said, "beskrev en person")
    return version + 1


@contextmanager
def _holding(engine: Engine, forum_id: int) -> Iterator[Connection]:
    """A transaction that holds the steering group: its administrators change people in turn, or
    two of them could end each other at once.
    """
    with writing(engine) as connection:
        mine = Forum.forum_id == forum_id
        connection.execute(select(Forum.forum_id).where(mine).with_for_update())
        yield connection


def _set_active(engine: Engine, by: Viewer, user_id: int, version: int, *, active: bool) -> int:
    _demand_keeper(by)
    if user_id == by.user_id:
        raise RefusedError("Du kan inte stänga av dig själv. Be en annan administratör.")
    with _holding(engine, by.forum_id) as connection:
        person = _person(connection, user_id)
        if not _has_a_role(connection, by.forum_id, user_id):
            raise RefusedError("Personen har ingen roll i den här styrgruppen.")
        if person["version"] != version:
            raise ConflictError(None, person["version"])
        if active == (person["deactivated_at"] is None):
            raise RefusedError(f"Personen är redan {'insläppt' if active else 'avstängd'}.")
        if active and _shut_out_by(connection, user_id) not in (None, by.forum_id):
            raise RefusedError(
                "Personen stängdes av i en annan styrgrupp. Be dess administratör släppa in igen."
            )
        if not active:
            _demand_administrators_without(connection, user_id)
        said = {"deactivated_at": None if active else datetime.now(UTC)}
        action = "släppte in en person igen" if active else SHUT_OUT
        _change_person(connection, by, person, said, action)
    return version + 1


def _shut_out_by(connection: Connection, user_id: int) -> int | None:
    """The steering group where a person was last shut out; None where no event tells."""
    same = (Event.what == "users", Event.which == user_id, Event.action == SHUT_OUT)
    last = select(Event.forum_id).where(*same).order_by(Event.event_id.desc()).limit(1)
    return connection.scalar(last)


def _change_person(
    connection: Connection, by: Viewer, person: RowMapping, said: dict, action: str
) -> None:
    user_id, version = person["user_id"], person["version"]
    connection.execute(
        update(User).where(User.user_id == user_id).values(**said, version=version + 1)
    )
    _keep(connection, by, action, "users", user_id, {name: person[name] for name in said}, said)


def _keep(
    connection: Connection,
    by: Viewer,
    action: str,
    what: str,
    which: int,
    before: dict | None,
    after: dict,
) -> None:
    """The event, and a line in the access log: rights are looked through by reviewers."""
    record(
        connection,
        by=by.user_id,
        action=action,
        what=what,
        areas=("organisation",),
        forum_id=by.forum_id,
        which=which,
        before=before,
        after=after,
    )
    role = f" som {after['role']}" if "role" in after else ""
    whose = after.get("user_id", which) if what == "users" or role else None
    who = f", person nr {whose}" if whose else f", roll nr {which}"
    about = {"user_id": by.user_id, "forum_id": by.forum_id}
    note_within(connection, CHANGED_RIGHTS, f"{action}{role}{who}", **about)


def _demand_keeper(by: Viewer) -> None:
    if not by.may(KEEP_MEMBERS):
        raise NotAllowedError("Din roll ger inte rätt att ändra medlemmar och roller.")


def _demand_role(role: str, unit_id: int | None, *, is_external: bool) -> None:
    if role not in RIGHTS:
        raise RefusedError("Roll: rollen finns inte.")
    if is_external and role not in FOR_EXTERNAL:
        raise RefusedError(
            "Roll: den som kommer från en extern part kan bara vara ledamot eller extern part."
        )
    if role in BY_UNIT and unit_id is None:
        raise RefusedError("Enhet: välj vilken enhet rollen gäller.")
    if role not in BY_UNIT and unit_id is not None:
        raise RefusedError("Enhet: rollen gäller hela styrgruppen. Välj ingen enhet.")


def _demand_unit(connection: Connection, forum_id: int, unit_id: int) -> None:
    seated = select(ForumParty.party_id).where(ForumParty.forum_id == forum_id)
    found = select(Unit.unit_id).where(Unit.unit_id == unit_id, Unit.party_id.in_(seated))
    if connection.scalar(found) is None:
        raise RefusedError("Enhet: enheten hör inte till någon av styrgruppens parter.")


def _demand_new(connection: Connection, said: dict) -> None:
    same = (RoleGrant.user_id == said["user_id"], RoleGrant.forum_id == said["forum_id"])
    same += (
        RoleGrant.role == said["role"],
        RoleGrant.unit_id.is_not_distinct_from(said["unit_id"]),
    )
    overlaps = (RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > said["valid_from"]),)
    if said["valid_until"] is not None:
        overlaps += (RoleGrant.valid_from < said["valid_until"],)
    if connection.scalar(select(RoleGrant.grant_id).where(*same, *overlaps)) is not None:
        raise RefusedError("Roll: personen har redan den rollen under den tiden.")


def _demand_another(connection: Connection, forum_id: int, besides: list[int], on: date) -> None:
    """Somebody else who may keep the members on a day: a steering group is never left without."""
    found = connection.scalar(
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
    if found is None:
        raise RefusedError(
            "Styrgruppen skulle bli utan administratör. Ge först någon annan den rollen."
        )


def _demand_administrators_without(connection: Connection, user_id: int) -> None:
    """No steering group is left without an administrator by a person's leaving."""
    today = datetime.now(STOCKHOLM).date()
    mine = (RoleGrant.user_id == user_id, RoleGrant.role == ADMINISTRATOR)
    mine += (RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > today),)
    theirs = connection.execute(select(RoleGrant.forum_id, RoleGrant.grant_id).where(*mine)).all()
    for forum_id in sorted({forum_id for forum_id, _ in theirs}):
        besides = [grant_id for forum, grant_id in theirs if forum == forum_id]
        _demand_another(connection, forum_id, besides, today)


def _demand_roles_for_external(connection: Connection, user_id: int) -> None:
    found = connection.scalar(
        select(RoleGrant.grant_id).where(
            RoleGrant.user_id == user_id,
            RoleGrant.role.not_in(FOR_EXTERNAL),
            RoleGrant.valid_until.is_(None)
            | (RoleGrant.valid_until > datetime.now(STOCKHOLM).date()),
        )
    )
    if found is not None:
        raise RefusedError(
            "Part: personen har en roll som en extern part inte kan ha. Avsluta rollen först."
        )


def _person(connection: Connection, user_id: int) -> RowMapping:
    found = connection.execute(
        select(*User.__table__.c, Party.is_external)
        .outerjoin(Party, Party.party_id == User.party_id)
        .where(User.user_id == user_id)
        .with_for_update(of=User)
    )
    person = found.mappings().one_or_none()
    if person is None:
        raise RefusedError("Personen finns inte. Den som ska få en roll loggar in en gång först.")
    return person


def _grant(connection: Connection, forum_id: int, grant_id: int) -> RowMapping:
    mine = (RoleGrant.grant_id == grant_id, RoleGrant.forum_id == forum_id)
    found = connection.execute(select(*RoleGrant.__table__.c).where(*mine).with_for_update())
    grant = found.mappings().one_or_none()
    if grant is None:
        raise RefusedError("Rollen finns inte i den här styrgruppen.")
    return grant


def _has_a_role(connection: Connection, forum_id: int | None, user_id: int) -> bool:
    """Whether a person has, or has had, a role in a steering group; None: in any."""
    mine = [RoleGrant.user_id == user_id]
    mine += [RoleGrant.forum_id == forum_id] if forum_id is not None else []
    return connection.scalar(select(RoleGrant.grant_id).where(*mine).limit(1)) is not None


def _is_external(connection: Connection, party_id: int) -> bool:
    found = connection.scalar(select(Party.is_external).where(Party.party_id == party_id))
    if found is None:
        raise RefusedError("Part: parten finns inte.")
    return found
