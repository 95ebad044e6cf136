"""Roles given by the groups that the provider says a person is in, where any are mapped to roles.

Such a role is taken back at the first sign-in at which the provider no longer names the group;
roles given by an administrator are left alone. What a group gives is a setting of the installation,
never of a steering group.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from data.models.log import Event
from data.models.organisation import Forum, ForumParty, Party, RoleGrant, Unit, User
from data.people.access_log import RIGHTS, note_within
from data.people.claims import Given
from data.people.rights import FOR_EXTERNAL
from data.store import new_id
from data.store.log import record

ENDED = "avslutade en roll"  # the same words as in data.actions.roles


def follow_claims(
    connection: Connection,
    user_id: int,
    given: Collection[Given],
    groups: Collection[str],
    today: date,
) -> None:
    """Give a person the roles that their groups give, and take back those that no group gives now.

    Within the transaction of the sign-in. No role is given in a steering group that is not in the
    store, or for a unit that is not there or shares its name with another; nor a role that an
    administrator has ended, nor more than protected figures to somebody whose party is external or
    not known yet.
    """
    named = [_ids_of(connection, role) for role in given if role.group in groups]
    wanted = {role for role in named if role and _may_be_given(connection, user_id, *role)}
    holds = RoleGrant.valid_until.is_(None) | (RoleGrant.valid_until > today)
    by_group = (RoleGrant.user_id == user_id, RoleGrant.by_claim, holds)
    now = connection.execute(select(*RoleGrant.__table__.c).where(*by_group)).mappings().all()
    has = {(row["forum_id"], row["role"], row["unit_id"]) for row in now}
    for forum_id, role, unit_id in sorted(wanted - has, key=str):
        row = {"user_id": user_id, "forum_id": forum_id, "role": role, "unit_id": unit_id}
        row |= {"valid_from": today, "by_claim": True}
        made = connection.execute(insert(RoleGrant).values(**row))
        grant_id = new_id(made)
        _keep(connection, "fick en roll genom grupp", grant_id, row, None, {"role": role})
    for row in now:
        if (row["forum_id"], row["role"], row["unit_id"]) not in wanted:
            _take_back(connection, row, today)


def _ids_of(connection: Connection, given: Given) -> tuple[int, str, int | None] | None:
    """The steering group's id, the role and the unit's id; None where one of them is missing."""
    forum_id = connection.scalar(select(Forum.forum_id).where(Forum.code == given.forum))
    if forum_id is None:
        return None
    if given.unit is None:
        return forum_id, given.role, None
    seated = select(ForumParty.party_id).where(ForumParty.forum_id == forum_id)
    named = select(Unit.unit_id).where(Unit.name == given.unit, Unit.party_id.in_(seated))
    units = connection.scalars(named).all()
    return (forum_id, given.role, units[0]) if len(units) == 1 else None


def _may_be_given(
    connection: Connection, user_id: int, forum_id: int, role: str, unit_id: int | None
) -> bool:
    own = select(Party.is_external).join(User, User.party_id == Party.party_id)
    is_external = connection.scalar(own.where(User.user_id == user_id))
    if role not in FOR_EXTERNAL and is_external is not False:
        return False
    same = (RoleGrant.user_id == user_id, RoleGrant.forum_id == forum_id, RoleGrant.role == role)
    same += (RoleGrant.by_claim, RoleGrant.unit_id.is_not_distinct_from(unit_id))
    ended = (Event.what == "role_grants", Event.which == RoleGrant.grant_id, Event.action == ENDED)
    by_hand = select(RoleGrant.grant_id).join(Event, Event.which == RoleGrant.grant_id)
    return connection.scalar(by_hand.where(*same, *ended).limit(1)) is None


def _take_back(connection: Connection, row: RowMapping, today: date) -> None:
    """End a role today. One that began today is deleted, as it never held; its event stays."""
    this = RoleGrant.grant_id == row["grant_id"]
    if row["valid_from"] < today:
        ended = {"valid_until": today, "version": row["version"] + 1}
        connection.execute(update(RoleGrant).where(this).values(**ended))
    else:
        connection.execute(delete(RoleGrant).where(this))
    before = {"role": row["role"], "valid_until": row["valid_until"]}
    after = {"valid_until": today}
    _keep(connection, "miste en roll genom grupp", row["grant_id"], row, before, after)


def _keep(
    connection: Connection,
    action: str,
    grant_id: int,
    row: Mapping[Any, Any],
    before: dict | None,
    after: dict,
) -> None:
    """Record the event, and a line in the access log, as when an administrator changes rights."""
    user_id, forum_id = row["user_id"], row["forum_id"]
    record(
        connection,
        by=user_id,
        action=action,
        what="role_grants",
        areas=("organisation",),
        forum_id=forum_id,
        which=grant_id,
        before=before,
        after=after,
    )
    what = f"{action}: {row['role']}, person nr {user_id}"
    note_within(connection, RIGHTS, what, user_id=user_id, forum_id=forum_id)
