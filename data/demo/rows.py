"""Inserts a place's organisation, plans and groups into the store, from plain lists and files."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from data.models.figures import Target
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
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
from data.models.plans import (
    ActionPlan,
    ActionPoint,
    ExpectedOutcome,
    PointFigure,
    PointParty,
    StatusUpdate,
)

PLANS = Path(__file__).parent / "plans"
NARRATOR = {"issuer": "demo/story", "subject": "berättaren", "display_name": "Utvecklingsledaren"}


def add(connection: Connection, table: type, **columns) -> int:
    """Insert one row; return its id."""
    result = connection.execute(insert(table).values(**columns))
    assigned: Any = result.inserted_primary_key
    return assigned[0]


def narrator(connection: Connection) -> int:
    """The made-up user behind every status and note that the demonstration begins with."""
    user_id = connection.scalar(select(User.user_id).where(User.subject == NARRATOR["subject"]))
    return user_id or add(connection, User, **NARRATOR)


def add_party(connection: Connection, name: str, kind: str, is_external: bool) -> int:
    """The id of a party, which is shared with another place that already has it."""
    party_id = connection.scalar(select(Party.party_id).where(Party.name == name))
    return party_id or add(connection, Party, name=name, kind=kind, is_external=is_external)


def add_forum(
    connection: Connection,
    *,
    parties: Mapping[str, int],
    units: Mapping[str, tuple[str, date]],
    followed: Sequence[str],
    replaced: Sequence[str] = (),
    **columns,
) -> tuple[int, dict[str, int]]:
    """Add a steering group with its seats and units; return its id, and name -> id of its units.

    `units`: name -> (party, valid from).
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


def add_delivery(
    connection: Connection, forum_id: int, code: str, observed: tuple[date, date]
) -> int:
    """Add one delivery of simulated cases, taken in on its last day; return its id.

    Its number of rows is filled in when the cases have been simulated.
    """
    return add(
        connection,
        Delivery,
        forum_id=forum_id,
        source="Simulerat verksamhetssystem",
        profile="demo",
        file_hash=f"demo-{code}-{observed[1]}",
        observed_from=observed[0],
        observed_until=observed[1],
        rows_taken=0,
        rows_refused=0,
        taken_in_at=datetime.combine(observed[1], time(), UTC),
    )


def add_target(
    connection: Connection,
    forum_id: int,
    figure: str,
    value: float,
    valid_from: date,
    decision: str,
    *,
    valid_until: date | None = None,
    unit_id: int | None = None,
) -> None:
    """Add one target for the whole of a steering group, or for one unit."""
    add(
        connection,
        Target,
        forum_id=forum_id,
        figure=figure,
        value=value,
        valid_from=valid_from,
        valid_until=valid_until,
        unit_id=unit_id,
        decision=decision,
    )


def plan_of(place: str) -> dict[str, Any]:
    """A place's plan, from its file in `plans/`."""
    return tomllib.loads((PLANS / f"{place}.toml").read_text(encoding="utf-8"))


def add_plan(
    connection: Connection,
    plan: Mapping[str, Any],
    forum_id: int,
    parties: Mapping[str, int],
    units: Mapping[str, int],
) -> None:
    """Add a plan as `plan_of` returns it: points, their status updates and expected outcomes."""
    headline = {key: plan[key] for key in ("title", "decided_on", "source")}
    plan_id = add(connection, ActionPlan, forum_id=forum_id, **headline)
    expected = [(level, text) for level in ("individual", "organisation") for text in plan[level]]
    for rank, (level, text) in enumerate(expected, start=1):
        add(connection, ExpectedOutcome, plan_id=plan_id, level=level, text=text, rank=rank)
    for number, point in enumerate(plan["points"], start=1):
        _add_point(connection, plan_id, number, point, parties, units)


def _add_point(
    connection: Connection,
    plan_id: int,
    number: int,
    point: Mapping[str, Any],
    parties: Mapping[str, int],
    units: Mapping[str, int],
) -> None:
    point_id = add(
        connection,
        ActionPoint,
        plan_id=plan_id,
        number=number,
        title=point["title"],
        responsible_function=point.get("function"),
        responsible_unit_id=units[point["unit"]] if "unit" in point else None,
        starts_on=point.get("starts_on"),
        due_on=point.get("due_on"),
        version=len(point.get("said", ())) + 1,
    )
    for party in point["parties"]:
        add(connection, PointParty, point_id=point_id, party_id=parties[party])
    for figure in point.get("figures", ()):
        add(connection, PointFigure, point_id=point_id, figure=figure)
    for update in point.get("said", ()):
        _add_update(connection, point_id, dict(update))


def _add_update(connection: Connection, point_id: int, update: dict[str, Any]) -> None:
    day = update.pop("on")
    done_on = {"done_on": day} if update["status"] == "done" else {}
    moment = datetime.combine(day, time(10, 0), UTC)
    by = narrator(connection)
    add(connection, StatusUpdate, point_id=point_id, at=moment, by_user_id=by, **update, **done_on)


def add_group(
    connection: Connection,
    *,
    members: int,
    left: Sequence[tuple[date, str, int]],
    back: Sequence[tuple[date, int]] = (),
    units: Sequence[int] = (),
    months_before: Sequence[int] = (0,),
    **columns,
) -> None:
    """Add a group of `members` people.

    `left`: for each day on which people leave, the day, their state and their number. `back`: the
    day and the number of those who then return, the last to leave first. Each person belongs to one
    of `units`, and had had support for one of `months_before` when the list was closed; both are
    drawn, the same every time.
    """
    dice = random.Random(members)  # noqa: S311 - a demonstration
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
            started_on=columns["baseline_on"] - timedelta(days=30 * dice.choice(months_before)),
            unit_id=dice.choice(units) if units else None,
        )
        for person in people
    ]
    ends = list(accumulate(count for *_, count in left))
    history = [(member, columns["baseline_on"], "remaining") for member in ids]
    for (day, state, count), end in zip(left, ends, strict=True):
        history += [(member, day, state) for member in ids[end - count : end]]
    gone = ids[: sum(count for *_, count in left)]
    for day, count in back:
        returned = [gone.pop() for _ in range(count)]
        history += [(member, day, "returned") for member in reversed(returned)]
    _remember(connection, history)


def _remember(connection: Connection, history: Sequence[tuple[int, date, str]]) -> None:
    moment = datetime.now(UTC)
    rows = [
        {"member_id": member, "since_on": day, "state": state, "recorded_at": moment}
        for member, day, state in history
    ]
    connection.execute(insert(MemberState), rows)
