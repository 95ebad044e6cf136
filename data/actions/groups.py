"""Changes to measurement groups."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, case, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from data.actions.refusals import RefusedError, clean_text
from data.actions.settings import KNOWN
from data.models.codes import ExitReason
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import Setting
from data.models.organisation import Forum, ForumUnit, Unit
from data.models.people import Case
from data.people.rights import KEEP_GROUPS, NotAllowedError, Viewer
from data.store import new_id, writing
from data.store.log import record

FEWEST_MEMBERS = 10


@dataclass(frozen=True)
class Rule:
    """Who is put on the list: those with a case opened between two days, both included.

    And open still at the end of the day that the list is closed: who has left before is not on it.
    """

    opened_from: date
    opened_until: date


def start_group(
    engine: Engine,
    by: Viewer,
    *,
    name: str,
    rule: Rule,
    baseline_on: date,
    goal_count: int | None = None,
    goal_on: date | None = None,
) -> int:
    """Put the people that a rule picks on a closed list and follow them; return the group's id.

    Each person is on the list once, by the first of their cases within the rule that is open on the
    baseline day. What became of them is taken from their cases. NotAllowedError without the right
    to keep groups; RefusedError, naming the field, for a name that is taken, days out of order or
    after what is known, a rule that picks fewer than FEWEST_MEMBERS people or nearly the same
    people as another list, or a goal larger than the list.
    """
    if not by.may(KEEP_GROUPS):
        raise NotAllowedError("Din roll ger inte rätt att starta en mätgrupp.")
    called = clean_text(name, "Namn") or ""
    _demand_in_order(called, rule, baseline_on, goal_count, goal_on)
    with writing(engine) as connection:
        _demand_known(connection, by.forum_id, baseline_on)
        first_cases = _first_cases(connection, by.forum_id, rule, baseline_on)
        _demand_enough(len(first_cases), goal_count)
        group_id = _insert_group(
            connection,
            forum_id=by.forum_id,
            name=called,
            criterion=f"Ärende öppnat {rule.opened_from}–{rule.opened_until}, öppet {baseline_on}",
            baseline_on=baseline_on,
            goal_count=goal_count,
            goal_on=goal_on,
        )
        _demand_apart(connection, by.forum_id, first_cases)
        add_members(connection, group_id, first_cases, by.user_id)
        record(
            connection,
            by=by.user_id,
            action="startade en mätgrupp",
            what="measurement_groups",
            areas=("groups",),
            forum_id=by.forum_id,
            which=group_id,
            after={"name": called, "members": len(first_cases), "baseline_on": baseline_on},
        )
    return group_id


def _demand_in_order(
    name: str, rule: Rule, baseline_on: date, goal_count: int | None, goal_on: date | None
) -> None:
    if not name:
        raise RefusedError("Namn: ge gruppen ett namn.")
    if rule.opened_until < rule.opened_from:
        raise RefusedError("Öppnade till och med: dagen ligger före »Öppnade från«.")
    if baseline_on < rule.opened_until:
        raise RefusedError("Listan stängs: dagen ligger före de ärenden som ska med.")
    if (goal_count is None) != (goal_on is None):
        raise RefusedError("Mål: ange både hur många och till vilken dag, eller inget av dem.")
    if goal_on and goal_on <= baseline_on:
        raise RefusedError("Mål till: dagen ska ligga efter den dag då listan stängs.")


def _demand_known(connection: Connection, forum_id: int, baseline_on: date) -> None:
    """RefusedError for a day after what is delivered: who is on the list is not known of it."""
    until = connection.scalar(
        select(func.max(Delivery.observed_until)).where(Delivery.forum_id == forum_id)
    )
    if until is not None and baseline_on > until:
        raise RefusedError(
            f"Listan stängs: uppgifterna sträcker sig till {until}. Välj den dagen eller en före."
        )


def _demand_enough(members: int, goal_count: int | None) -> None:
    if members < FEWEST_MEMBERS:
        raise RefusedError(
            f"Öppnade från: regeln ger färre än {FEWEST_MEMBERS} personer vars ärende är öppet den "
            "dag då listan stängs, och så små grupper kan inte visas. Välj en längre tid."
        )
    if goal_count is not None and not 0 < goal_count <= members:
        raise RefusedError(f"Mål, antal: välj mellan 1 och {members}, så många är på listan.")


def _demand_apart(connection: Connection, forum_id: int, people: Collection[int]) -> None:
    """RefusedError if another list differs by so few people that subtraction would reveal them.

    Whoever subtracts one ledger from the other sees what became of the difference, so it must be
    at least FEWEST_MEMBERS people, and at least as many as the least count shown. The same list
    once more is refused too: with another baseline it would hide other figures. The steering
    group's row is locked, so that two lists are not started at the same time.
    """
    this_forum = Forum.forum_id == forum_id
    connection.execute(select(Forum.forum_id).where(this_forum).with_for_update())
    least_shown = select(Setting.value).where(
        Setting.forum_id == forum_id, Setting.name == "least_shown"
    )
    fewest = max(
        int(connection.scalar(least_shown) or KNOWN["least_shown"].delivered), FEWEST_MEMBERS
    )
    group = MeasurementGroup
    rows = connection.execute(
        select(group.name, group.forum_id, GroupMember.group_id, GroupMember.person_id).join(
            GroupMember, GroupMember.group_id == group.group_id
        )
    )
    lists = defaultdict(set)
    for name, theirs, group_id, person in rows:
        lists[group_id, f"»{name}«" if theirs == forum_id else "en annan styrgrupps"].add(person)
    for (_, name), on_it in lists.items():
        if len(on_it.symmetric_difference(people)) < fewest:
            raise RefusedError(
                f"Öppnade från: listan skulle skilja sig från {name} "
                f"med färre än {fewest} personer, "
                "och vad som hänt just dem skulle kunna räknas ut. Välj andra dagar."
            )


def _insert_group(connection: Connection, **columns) -> int:
    try:
        with connection.begin_nested():
            made = connection.execute(
                insert(MeasurementGroup).values(is_example=False, follows_cases=True, **columns)
            )
    except IntegrityError:
        raise RefusedError(
            f"Namn: det finns redan en mätgrupp som heter »{columns['name']}«. Välj ett annat."
        ) from None
    return new_id(made)


def _first_cases(
    connection: Connection, forum_id: int, rule: Rule, baseline_on: date
) -> dict[int, tuple[date, int | None]]:
    """Person -> the day their first case within the rule that is open was opened, and its unit.

    Open at the end of the baseline day: one that is closed on that very day is not.

    Only cases in the units that the forum follows, and in units below them.
    """
    followed = select(ForumUnit.unit_id).where(ForumUnit.forum_id == forum_id).cte(recursive=True)
    below = select(Unit.unit_id).join(followed, Unit.parent_id == followed.c.unit_id)
    units = select(followed.union(below).c.unit_id)
    rows = connection.execute(
        select(Case.person_id, Case.opened_on, Case.unit_id)
        .where(
            Case.unit_id.in_(units),
            Case.opened_on.between(rule.opened_from, rule.opened_until),
            or_(Case.closed_on.is_(None), Case.closed_on > baseline_on),
        )
        .order_by(Case.opened_on.desc(), Case.case_id.desc())
    )
    return {person: (opened_on, unit_id) for person, opened_on, unit_id in rows}


def add_members(
    connection: Connection,
    group_id: int,
    started: Mapping[int, tuple[date, int | None]],
    by_user_id: int | None,
) -> None:
    """Put people on a group's list, with what their cases say has become of them since.

    `started` is person -> the day from which they are followed, and the unit they belonged to.
    """
    rows = [
        {"group_id": group_id, "person_id": person, "started_on": day, "unit_id": unit_id}
        for person, (day, unit_id) in started.items()
    ]
    connection.execute(insert(GroupMember), rows)
    _follow(connection, group_id, by_user_id)


def follow_groups(connection: Connection, forum_id: int) -> None:
    """Add to the groups that a forum has made by rule what their members' cases now say."""
    groups = select(MeasurementGroup.group_id).where(
        MeasurementGroup.forum_id == forum_id, MeasurementGroup.follows_cases
    )
    for group_id in connection.scalars(groups).all():
        _follow(connection, group_id, None)


def _follow(connection: Connection, group_id: int, by_user_id: int | None) -> None:
    """Add the states that follow from the members' cases and are missing in the history."""
    members = connection.execute(
        select(GroupMember.member_id, GroupMember.person_id, GroupMember.started_on)
        .where(GroupMember.group_id == group_id)
        .order_by(GroupMember.member_id)
    ).all()
    histories = defaultdict(list)
    for member_id, *state in connection.execute(
        select(MemberState.member_id, MemberState.since_on, MemberState.state)
        .join(GroupMember, GroupMember.member_id == MemberState.member_id)
        .where(GroupMember.group_id == group_id)
        .order_by(MemberState.since_on, MemberState.seq)
    ):
        histories[member_id].append(tuple(state))
    cases = _cases_of(connection, [person for _, person, _ in members])
    moment = datetime.now(UTC)
    states = [
        {"member_id": member_id, "state": state, "since_on": since_on}
        | {"recorded_at": moment, "recorded_by": by_user_id}
        for member_id, person, started_on in members
        if cases[person]  # none: the cases have been removed after their time; the history stays
        for since_on, state in _lacking(
            histories[member_id], states_after(started_on, cases[person])
        )
    ]
    if states:
        connection.execute(insert(MemberState), states)


def _lacking(
    history: list[tuple[date, str]], wanted: list[tuple[date, str]]
) -> list[tuple[date, str]]:
    """The rows to add for the history to give the same state as `wanted` on every day."""
    lacking = []
    for day in sorted({day for day, _ in [*history, *wanted]}):
        state = _holding(wanted, day)
        if _holding(sorted([*history, *lacking], key=lambda row: row[0]), day) != state:
            lacking.append((day, state))
    return lacking


def _holding(history: list[tuple[date, str]], day: date) -> str | None:
    """The state in force on a day; None before the first."""
    return next((state for since_on, state in reversed(history) if since_on <= day), None)


def _cases_of(connection: Connection, people: Iterable[int]) -> dict[int, list[tuple]]:
    """Person -> (opened_on, closed_on, exit reason, what it leads to), in order of opening."""
    wanted = set(people)
    otherwise = case((ExitReason.counts_as_self_support, "other_income"), else_="other_reason")
    rows = connection.execute(
        select(
            Case.person_id,
            Case.opened_on,
            Case.closed_on,
            Case.exit_reason,
            func.coalesce(ExitReason.leads_to, otherwise),
        )
        .join(ExitReason, ExitReason.code == Case.exit_reason, isouter=True)
        .order_by(Case.opened_on, Case.case_id)
    )
    cases: dict[int, list[tuple]] = {person: [] for person in wanted}
    for person, *columns in rows:
        if person in wanted:
            cases[person].append(tuple(columns))
    return cases


def states_after(
    started_on: date, cases: list[tuple[date, date | None, str | None, str]]
) -> list[tuple[date, str]]:
    """A member's history of states, (since_on, state), from their cases in order of opening.

    They are remaining as long as any case is open; cases that touch count as one. When the last of
    them closes the state is what its reason leads to, and when another is opened after that they
    have returned.
    """
    history = [(started_on, "remaining")]
    for opened_on, closed_on, state in _united(started_on, cases):
        if opened_on > started_on:
            history.append((opened_on, "returned"))
        if closed_on is not None:
            history.append((closed_on, state))
    return history


def _united(started_on: date, cases: list[tuple]) -> list[tuple[date, date | None, str]]:
    """The unbroken times with an open case from `started_on` on: opened, closed, state at close."""
    times: list[tuple[date, date | None, str]] = []
    for opened_on, closed_on, reason, leads_to in cases:
        if closed_on is not None and closed_on < started_on:
            continue
        time = (max(opened_on, started_on), closed_on, leads_to if reason else "unknown")
        if not times or (times[-1][1] is not None and opened_on > times[-1][1]):
            times.append(time)
        elif times[-1][1] is not None and (closed_on is None or closed_on > times[-1][1]):
            times[-1] = (times[-1][0], *time[1:])
    return times
