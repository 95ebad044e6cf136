"""Putting a place's organisation, plans and groups into the store, from plain lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import accumulate

from sqlalchemy import Connection, insert, select

from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.organisation import (
    Forum,
    ForumParty,
    ForumUnit,
    Party,
    ReplacedForum,
    Unit,
    User,
)
from data.models.people import Person
from data.models.plans import ActionPlan, ActionPoint, ExpectedOutcome, PointParty, StatusUpdate

NARRATOR = {"issuer": "demo", "subject": "berättaren", "display_name": "Utvecklingsledaren"}


@dataclass(frozen=True)
class Word:
    """What is said of a point one day: status, and what else there is to say."""

    on: date
    status: str
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """One point of a plan, with what has been said of it since."""

    title: str
    function: str | None
    unit: str | None
    parties: Sequence[str]
    due_on: date | None
    starts_on: date | None = None
    words: Sequence[Word] = ()


def add(connection: Connection, table: type, **columns) -> int:
    """Insert one row; gives its id."""
    return connection.execute(insert(table).values(**columns)).inserted_primary_key[0]


def narrator(connection: Connection) -> int:
    """The made-up user who has said what the demonstration begins with."""
    found = connection.scalar(select(User.user_id).where(User.subject == NARRATOR["subject"]))
    return found or add(connection, User, **NARRATOR)


def add_party(connection: Connection, name: str, kind: str, is_external: bool) -> int:
    """A party, the same one if another place has it already."""
    found = connection.scalar(select(Party.party_id).where(Party.name == name))
    return found or add(connection, Party, name=name, kind=kind, is_external=is_external)


def add_forum(
    connection: Connection,
    *,
    parties: Mapping[str, int],
    units: Mapping[str, tuple[str, date]],
    followed: Sequence[str],
    replaced: Sequence[str] = (),
    **columns,
) -> tuple[int, dict[str, int]]:
    """A steering group with its seats and units; gives its id and name -> id of the units.

    `units` is name -> (party, valid from).
    """
    forum_id = add(connection, Forum, level="operativ", **columns)
    for party_id in parties.values():
        add(connection, ForumParty, forum_id=forum_id, party_id=party_id)
    for name in replaced:
        add(connection, ReplacedForum, forum_id=forum_id, name=name)
    ids = {
        name: add(connection, Unit, name=name, party_id=parties[party], valid_from=begun)
        for name, (party, begun) in units.items()
    }
    for name in followed:
        add(connection, ForumUnit, forum_id=forum_id, unit_id=ids[name])
    return forum_id, ids


def add_plan(
    connection: Connection,
    *,
    points: Sequence[Point],
    outcomes: Sequence[tuple[str, str]],
    parties: Mapping[str, int],
    units: Mapping[str, int],
    **columns,
) -> None:
    """A plan with its points, what has been said of them, and what it is expected to give."""
    plan_id = add(connection, ActionPlan, **columns)
    for rank, (level, text) in enumerate(outcomes, start=1):
        add(connection, ExpectedOutcome, plan_id=plan_id, level=level, text=text, rank=rank)
    for number, point in enumerate(points, start=1):
        point_id = add(
            connection,
            ActionPoint,
            plan_id=plan_id,
            number=number,
            title=point.title,
            responsible_function=point.function,
            responsible_unit_id=units[point.unit] if point.unit else None,
            starts_on=point.starts_on,
            due_on=point.due_on,
            version=len(point.words) + 1,
        )
        for party in point.parties:
            add(connection, PointParty, point_id=point_id, party_id=parties[party])
        _say(connection, point_id, point.words)


def _say(connection: Connection, point_id: int, words: Sequence[Word]) -> None:
    for word in words:
        done_on = {"done_on": word.on} if word.status == "done" else {}
        add(
            connection,
            StatusUpdate,
            point_id=point_id,
            at=datetime.combine(word.on, time(10, 0), UTC),
            by_user_id=narrator(connection),
            status=word.status,
            **done_on,
            **word.more,
        )


def add_group(
    connection: Connection,
    *,
    members: int,
    left: Sequence[tuple[date, str, int]],
    back: Sequence[tuple[date, int]] = (),
    **columns,
) -> None:
    """A group of so many people. `left`: so many left on a day, to a state; `back`: so many of
    the last to leave had returned on a day.
    """
    group_id = add(connection, MeasurementGroup, **columns)
    prefix = f"{columns['forum_id']}/{columns['name']}"
    people = [
        add(connection, Person, pseudonym=f"demo/{prefix}/{number}") for number in range(members)
    ]
    ids = [
        add(
            connection,
            GroupMember,
            group_id=group_id,
            person_id=person,
            started_on=columns["baseline_on"],
        )
        for person in people
    ]
    ends = list(accumulate(count for *_, count in left))
    history = [(member, columns["baseline_on"], "remaining") for member in ids]
    for (day, state, count), end in zip(left, ends, strict=True):
        history += [(member, day, state) for member in ids[end - count : end]]
    for day, count in back:
        history += [(member, day, "returned") for member in ids[ends[-1] - count : ends[-1]]]
    _remember(connection, history)


def _remember(connection: Connection, history: Sequence[tuple[int, date, str]]) -> None:
    moment = datetime.now(UTC)
    rows = [
        {"member_id": member, "since_on": day, "state": state, "recorded_at": moment}
        for member, day, state in history
    ]
    connection.execute(insert(MemberState), rows)
