"""Roles given and ended in a steering group."""

from datetime import date

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from data.actions.membership import (
    ADMINISTRATOR,
    demand_another,
    demand_keeper,
    holding,
    keep,
    person_of,
)
from data.actions.refusals import ConflictError, RefusedError, Theirs, demand_valid
from data.clock import today
from data.models.codes import Role
from data.models.organisation import ForumParty, RoleGrant, Unit
from data.people.rights import BY_UNIT, FOR_EXTERNAL, RIGHTS, Viewer
from data.store import new_id

WHAT = ("samma roll", "Rollen")


def grant_role(
    engine: Engine,
    by: Viewer,
    *,
    user_id: int,
    role: str,
    valid_from: date,
    unit_id: int | None = None,
    valid_until: date | None = None,
) -> int:
    """Give a person a role in the viewer's steering group; return the grant's id.

    `valid_until` is the first day without the role. NotAllowedError without the right;
    RefusedError, naming the field, for oneself, an unknown person, role or unit, a role by unit
    without a unit or another role with one, a unit of no party in the steering group, days in the
    wrong order, a role that gives more than protected figures to somebody whose party is external
    or not known, or the same role twice.
    """
    demand_keeper(by)
    if user_id == by.user_id:
        raise RefusedError("Du kan inte ge dig själv en roll. Be en annan administratör.")
    with holding(engine, by.forum_id) as connection:
        person = person_of(connection, user_id)
        _demand_role(role, unit_id, is_external=bool(person["is_external"]))
        demand_valid(connection, Role, role, today(), "Roll")
        if person["party_id"] is None and role not in FOR_EXTERNAL:
            raise RefusedError("Part: ange först vilken part personen kommer från.")
        if unit_id is not None:
            _demand_unit(connection, by.forum_id, unit_id)
        if valid_until is not None and valid_until <= valid_from:
            raise RefusedError("Till och med: dagen ligger före den första dagen.")
        grant = {"user_id": user_id, "forum_id": by.forum_id, "role": role, "unit_id": unit_id}
        grant |= {"valid_from": valid_from, "valid_until": valid_until}
        _demand_new(connection, grant)
        made = connection.execute(insert(RoleGrant).values(**grant))
        grant_id = new_id(made)
        keep(connection, by, "gav en roll", "role_grants", grant_id, None, grant)
        return grant_id


def end_role(engine: Engine, by: Viewer, *, grant_id: int, version: int, last_on: date) -> int:
    """End a role after its last day; return the grant's new version.

    NotAllowedError without the right; RefusedError for a grant that is not the steering group's,
    one that already ends then or earlier, a day before its first, or the last administrator;
    ConflictError when somebody else has saved since.
    """
    demand_keeper(by)
    first_without = date.fromordinal(last_on.toordinal() + 1)
    with holding(engine, by.forum_id) as connection:
        grant = _grant(connection, by.forum_id, grant_id)
        if grant["version"] != version:
            now = Theirs(None, None, {"valid_until": grant["valid_until"]})
            raise ConflictError(now, grant["version"], WHAT)
        if grant["valid_until"] is not None and grant["valid_until"] <= first_without:
            raise RefusedError("Rollen slutar redan den dagen eller tidigare.")
        if last_on < grant["valid_from"]:
            raise RefusedError("Sista dagen ligger före rollens första dag.")
        if grant["role"] == ADMINISTRATOR:
            demand_another(connection, by.forum_id, [grant_id], first_without)
        connection.execute(
            update(RoleGrant)
            .where(RoleGrant.grant_id == grant_id)
            .values(valid_until=first_without, version=version + 1)
        )
        before, after = {"valid_until": grant["valid_until"]}, {"valid_until": first_without}
        keep(connection, by, "avslutade en roll", "role_grants", grant_id, before, after)
    return version + 1


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
    seated_unit = select(Unit.unit_id).where(Unit.unit_id == unit_id, Unit.party_id.in_(seated))
    if connection.scalar(seated_unit) is None:
        raise RefusedError("Enhet: enheten hör inte till någon av styrgruppens parter.")


def _demand_new(connection: Connection, grant: dict) -> None:
    same = (RoleGrant.user_id == grant["user_id"], RoleGrant.forum_id == grant["forum_id"])
    same += (
        RoleGrant.role == grant["role"],
        RoleGrant.unit_id.is_not_distinct_from(grant["unit_id"]),
    )
    overlaps = (RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > grant["valid_from"]),)
    if grant["valid_until"] is not None:
        overlaps += (RoleGrant.valid_from < grant["valid_until"],)
    if connection.scalar(select(RoleGrant.grant_id).where(*same, *overlaps)) is not None:
        raise RefusedError("Roll: personen har redan den rollen under den tiden.")


def _grant(connection: Connection, forum_id: int, grant_id: int) -> RowMapping:
    this_grant = (RoleGrant.grant_id == grant_id, RoleGrant.forum_id == forum_id)
    rows = connection.execute(select(*RoleGrant.__table__.c).where(*this_grant).with_for_update())
    grant = rows.mappings().one_or_none()
    if grant is None:
        raise RefusedError("Rollen finns inte i den här styrgruppen.")
    return grant
