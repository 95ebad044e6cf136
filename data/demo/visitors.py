"""The made-up people that a visitor to the demonstration may choose to be."""

from datetime import date

from sqlalchemy import Connection, insert, select

from data.demo.rows import add
from data.models.organisation import Forum, ForumUnit, RoleGrant, Unit, User
from data.models.plans import ActionPlan, ActionPoint
from data.store.log import record

ISSUER = "demo"
OF_THE_WHOLE = (
    ("utvecklingsledare", "Utvecklingsledaren"),
    ("ledamot", "Ledamoten"),
    ("extern", "Den externa parten"),
    ("loggranskare", "Loggranskaren"),
    ("administratör", "Administratören"),
)
BEGUN = date(2000, 1, 1)


def let_visitors_in(connection: Connection, forum_id: int) -> None:
    """Add one visitor per role to a steering group, and a head and a member of staff per unit.

    The units are those that the forum follows, or that answer for a point of its plans. Visitors
    who are already there are left alone.
    """
    code = connection.scalar(select(Forum.code).where(Forum.forum_id == forum_id))
    for role, name in OF_THE_WHOLE:
        _visitor(connection, forum_id, f"{code}/{role}", name, role, None)
    for unit_id, unit in _units(connection, forum_id):
        for role, title in (("enhetschef", "Enhetschefen"), ("handläggare", "Handläggaren")):
            name = f"{title}, {unit}"
            _visitor(connection, forum_id, f"{code}/{role}/{unit_id}", name, role, unit_id)
    record(
        connection,
        by=None,
        action="släppte in demobesökare",
        what="role_grants",
        areas=("organisation", "cases", "groups", "plans", "figures"),
        forum_id=forum_id,
    )


def _units(connection: Connection, forum_id: int) -> list[tuple[int, str]]:
    followed = select(ForumUnit.unit_id).where(ForumUnit.forum_id == forum_id)
    answering = (
        select(ActionPoint.responsible_unit_id)
        .join(ActionPlan, ActionPlan.plan_id == ActionPoint.plan_id)
        .where(ActionPlan.forum_id == forum_id)
    )
    of_forum = Unit.unit_id.in_(followed) | Unit.unit_id.in_(answering)
    units = select(Unit.unit_id, Unit.name).where(of_forum).order_by(Unit.name)
    return [(unit_id, name) for unit_id, name in connection.execute(units) if unit_id is not None]


def _visitor(
    connection: Connection, forum_id: int, subject: str, name: str, role: str, unit_id: int | None
) -> None:
    here = (User.issuer == ISSUER, User.subject == subject)
    if connection.scalar(select(User.user_id).where(*here)) is not None:
        return
    person = {"issuer": ISSUER, "subject": subject, "display_name": name}
    grant = {"user_id": add(connection, User, **person), "forum_id": forum_id, "role": role}
    connection.execute(insert(RoleGrant).values(**grant, unit_id=unit_id, valid_from=BEGUN))
