"""People described, shut out and let in again."""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, RowMapping, select, update

from data.actions.membership import (
    ADMINISTRATOR,
    demand_another,
    demand_keeper,
    holding,
    keep,
    person_of,
)
from data.actions.refusals import ConflictError, RefusedError, Theirs, clean_text
from data.clock import today
from data.models.log import Event
from data.models.organisation import Party, RoleGrant, User
from data.people.rights import FOR_EXTERNAL, Viewer

SHUT_OUT = "stängde av en person"
WHAT = ("samma person", "Personen")

NAMED_IN = ("organisation", "plans", "figures")  # the areas whose frames hold people's names


def deactivate(engine: Engine, by: Viewer, *, user_id: int, version: int) -> int:
    """Shut a person out of every steering group, from the next click on; return the new version.

    The person must have, or have had, a role in the viewer's steering group, and have none in
    another. NotAllowedError without the right; RefusedError for anyone else, oneself, or somebody
    already shut out; ConflictError when somebody else has saved since.
    """
    return _set_active(engine, by, user_id, version, active=False)


def reactivate(engine: Engine, by: Viewer, *, user_id: int, version: int) -> int:
    """Let a person in again with the roles that are left; otherwise as `deactivate`.

    RefusedError also for somebody who was shut out by another steering group.
    """
    return _set_active(engine, by, user_id, version, active=True)


def describe_person(
    engine: Engine,
    by: Viewer,
    *,
    user_id: int,
    version: int,
    display_name: str,
    party_id: int | None,
) -> int:
    """Set a person's name here and the party they come from; return the new version.

    NotAllowedError without the right; RefusedError for somebody with roles in other steering groups
    only, an empty name, one that could hold a personal number, another party for somebody with
    roles elsewhere too, an unknown party, or an external party for somebody with a role that it may
    not have; ConflictError when somebody else has saved since.
    """
    demand_keeper(by)
    name = clean_text(display_name, "Namn")
    if name is None:
        raise RefusedError("Namn: skriv vad personen heter här.")
    with holding(engine, by.forum_id) as connection:
        person = person_of(connection, user_id)
        if person["version"] != version:
            raise _conflict(person)
        if _has_a_role(connection, None, user_id) and not _has_a_role(
            connection, by.forum_id, user_id
        ):
            raise RefusedError("Personen har ingen roll i den här styrgruppen.")
        if party_id != person["party_id"] and _has_roles_elsewhere(
            connection, by.forum_id, user_id
        ):
            raise RefusedError("Part: personen har roller i andra styrgrupper, och kan inte byta.")
        if party_id is not None and _is_external(connection, party_id):
            _demand_roles_for_external(connection, user_id)
        changes = {"display_name": name, "party_id": party_id}
        _change_person(connection, by, person, changes, "beskrev en person")
    return version + 1


def _set_active(engine: Engine, by: Viewer, user_id: int, version: int, *, active: bool) -> int:
    demand_keeper(by)
    if user_id == by.user_id:
        raise RefusedError("Du kan inte stänga av dig själv. Be en annan administratör.")
    with holding(engine, by.forum_id) as connection:
        person = person_of(connection, user_id)
        if not _has_a_role(connection, by.forum_id, user_id):
            raise RefusedError("Personen har ingen roll i den här styrgruppen.")
        if person["version"] != version:
            raise _conflict(person)
        if not active and _has_roles_elsewhere(connection, by.forum_id, user_id):
            raise RefusedError(
                "Personen har roller i andra styrgrupper. Låt rollerna här ta slut i stället."
            )
        if active == (person["deactivated_at"] is None):
            raise RefusedError(f"Personen är redan {'insläppt' if active else 'avstängd'}.")
        if active and _shut_out_by(connection, user_id) not in (None, by.forum_id):
            raise RefusedError(
                "Personen stängdes av i en annan styrgrupp. Be dess administratör släppa in igen."
            )
        if not active:
            _demand_administrators_without(connection, user_id)
        changes = {"deactivated_at": None if active else datetime.now(UTC)}
        action = "släppte in en person igen" if active else SHUT_OUT
        _change_person(connection, by, person, changes, action)
    return version + 1


def _conflict(person: RowMapping) -> ConflictError:
    now = {name: person[name] for name in ("display_name", "party_id", "deactivated_at")}
    return ConflictError(Theirs(None, None, now), person["version"], WHAT)


def _shut_out_by(connection: Connection, user_id: int) -> int | None:
    """The steering group that last shut a person out; None where there is no such event."""
    same = (Event.what == "users", Event.which == user_id, Event.action == SHUT_OUT)
    last = select(Event.forum_id).where(*same).order_by(Event.event_id.desc()).limit(1)
    return connection.scalar(last)


def _change_person(
    connection: Connection, by: Viewer, person: RowMapping, changes: dict, action: str
) -> None:
    user_id, version = person["user_id"], person["version"]
    connection.execute(
        update(User).where(User.user_id == user_id).values(**changes, version=version + 1)
    )
    before = {name: person[name] for name in changes}
    renamed = before.get("display_name") != changes.get("display_name")
    areas = NAMED_IN if renamed else ("organisation",)
    keep(connection, by, action, "users", user_id, before, changes, areas)


def _demand_administrators_without(connection: Connection, user_id: int) -> None:
    """RefusedError if any steering group would be left without an administrator."""
    as_administrator = (RoleGrant.user_id == user_id, RoleGrant.role == ADMINISTRATOR)
    as_administrator += (RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > today()),)
    grants = connection.execute(
        select(RoleGrant.forum_id, RoleGrant.grant_id).where(*as_administrator)
    ).all()
    for forum_id in sorted({forum_id for forum_id, _ in grants}):
        besides = [grant_id for forum, grant_id in grants if forum == forum_id]
        demand_another(connection, forum_id, besides, today())


def _demand_roles_for_external(connection: Connection, user_id: int) -> None:
    barred = connection.scalar(
        select(RoleGrant.grant_id).where(
            RoleGrant.user_id == user_id,
            RoleGrant.role.not_in(FOR_EXTERNAL),
            RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > today()),
        )
    )
    if barred is not None:
        raise RefusedError(
            "Part: personen har en roll som en extern part inte kan ha. Avsluta rollen först."
        )


def _has_a_role(connection: Connection, forum_id: int | None, user_id: int) -> bool:
    """Whether a person has, or has had, a role in a steering group; in any of them for None."""
    conditions = [RoleGrant.user_id == user_id]
    conditions += [RoleGrant.forum_id == forum_id] if forum_id is not None else []
    return connection.scalar(select(RoleGrant.grant_id).where(*conditions).limit(1)) is not None


def _has_roles_elsewhere(connection: Connection, forum_id: int, user_id: int) -> bool:
    """Whether a person has a role in another steering group, now or later."""
    holds = RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > today())
    theirs = (RoleGrant.user_id == user_id, RoleGrant.forum_id != forum_id, holds)
    return connection.scalar(select(RoleGrant.grant_id).where(*theirs).limit(1)) is not None


def _is_external(connection: Connection, party_id: int) -> bool:
    is_external = connection.scalar(select(Party.is_external).where(Party.party_id == party_id))
    if is_external is None:
        raise RefusedError("Part: parten finns inte.")
    return is_external
