"""Closing a list of people, and following what becomes of them."""

from datetime import date, timedelta

import pytest

from data.actions import Actions
from data.actions.groups import FEWEST_MEMBERS, Rule, follow_groups, start_group, states_after
from data.actions.refusals import RefusedError
from data.models.figures import PublishedLedger
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import Event, Setting
from data.models.organisation import Unit
from data.models.people import Case, Person
from data.people.rights import NotAllowedError
from data.store import writing
from data.store.snapshot import Snapshot
from tests.data.builders import (
    a_case,
    a_place,
    correct,
    everything,
    how_many,
    leader,
    put,
    put_all,
    rows_of,
    viewer,
)

JAN, MAR, APR, MAY, JUNE = (date(2026, month, 1) for month in (1, 3, 4, 5, 6))
OPENED = Rule(JAN, date(2026, 1, 31))
CLOSED_ON = date(2026, 2, 1)


@pytest.fixture
def place(store):
    return a_place(store)


def cases_of_ten(store, unit_id: int, **columns) -> list[int]:
    """Ten people, each with a case; gives their ids."""
    people = put_all(store, Person, [{}] * FEWEST_MEMBERS)
    case = {"unit_id": unit_id, "opened_on": JAN} | columns
    put_all(store, Case, [{"person_id": person} | case for person in people])
    return people


def start(store, by, **said) -> int:
    ordinary = {"name": "Januari", "rule": OPENED, "baseline_on": CLOSED_ON}
    return start_group(store, by=by, **ordinary | said)


def history(store, person_id: int) -> list[tuple[date, str]]:
    """A person's states in the order that they hold."""
    member = rows_of(store, GroupMember, GroupMember.person_id == person_id)[0]["member_id"]
    said = rows_of(store, MemberState, MemberState.member_id == member)
    return [(row["since_on"], row["state"]) for row in sorted(said, key=lambda r: r["since_on"])]


def state_on(store, person_id: int, day: date) -> str:
    """The state that holds on a day: the last said by day and then by turn."""
    return [state for since_on, state in history(store, person_id) if since_on <= day][-1]


def follow(store, place) -> None:
    with writing(store) as connection:
        follow_groups(connection, place.forum_id)


def test_a_started_group_leaves_its_list_its_states_and_an_event(store, place):
    people = cases_of_ten(store, place.north, closed_on=MAR, exit_reason="arbete")

    group_id = start(store, leader(place), goal_count=5, goal_on=JUNE)

    group = rows_of(store, MeasurementGroup)[0]
    assert (group["group_id"], group["forum_id"]) == (group_id, place.forum_id)
    assert (group["name"], group["baseline_on"]) == ("Januari", CLOSED_ON)
    assert (group["goal_count"], group["goal_on"]) == (5, JUNE)
    assert (group["follows_cases"], group["is_example"]) == (True, False)
    assert {row["person_id"] for row in rows_of(store, GroupMember)} == set(people)
    assert history(store, people[0]) == [(JAN, "remaining"), (MAR, "work")]
    assert {row["recorded_by"] for row in rows_of(store, MemberState)} == {place.user_id}
    event = rows_of(store, Event)[0]
    assert (event["by_user_id"], event["which"]) == (place.user_id, group_id)
    assert event["after"] == {"name": "Januari", "members": 10, "baseline_on": "2026-02-01"}


def test_the_list_holds_who_was_opened_on_its_first_or_last_day_and_nobody_outside(store, place):
    cases_of_ten(store, place.north)
    edges = {
        day: put(store, Person)
        for day in (date(2025, 12, 31), JAN, date(2026, 1, 31), date(2026, 2, 1))
    }
    for day, person_id in edges.items():
        a_case(store, place.south, person_id=person_id, opened_on=day)
    elsewhere = put(store, Person)
    a_case(store, a_place(store).north, person_id=elsewhere, opened_on=JAN)

    start(store, leader(place))

    on_the_list = {row["person_id"] for row in rows_of(store, GroupMember)}
    assert [day for day, person_id in edges.items() if person_id in on_the_list] == [
        JAN,
        date(2026, 1, 31),
    ]
    assert elsewhere not in on_the_list


def test_a_person_is_on_the_list_once_by_the_first_case_that_the_rule_finds(store, place):
    first, *_ = cases_of_ten(store, place.north, opened_on=date(2026, 1, 9))
    for day in (date(2026, 1, 20), date(2026, 1, 3), date(2025, 12, 1)):
        a_case(store, place.south, person_id=first, opened_on=day)

    start(store, leader(place))

    member = rows_of(store, GroupMember, GroupMember.person_id == first)
    assert [row["started_on"] for row in member] == [date(2026, 1, 3)]
    assert [row["unit_id"] for row in member] == [place.south]


@pytest.mark.parametrize(
    ("closed_on", "is_member"),
    [(None, True), (date(2026, 2, 2), True), (CLOSED_ON, False), (date(2026, 1, 31), False)],
)
def test_who_has_left_by_the_baseline_day_is_not_on_the_list(store, place, closed_on, is_member):
    cases_of_ten(store, place.north)
    person = put(store, Person)
    a_case(store, place.south, person_id=person, opened_on=JAN, closed_on=closed_on)

    start(store, leader(place))

    on_the_list = {row["person_id"] for row in rows_of(store, GroupMember)}
    assert (person in on_the_list) == is_member
    assert len(on_the_list) == 10 + is_member
    assert {state_on(store, member, CLOSED_ON) for member in on_the_list} == {"remaining"}


def test_whoever_left_and_came_back_is_on_the_list_from_the_case_that_is_open(store, place):
    cases_of_ten(store, place.north)
    person = put(store, Person)
    a_case(store, place.south, person_id=person, opened_on=JAN, closed_on=date(2026, 1, 9))
    a_case(store, place.north, person_id=person, opened_on=date(2026, 1, 20))

    start(store, leader(place))

    (member,) = rows_of(store, GroupMember, GroupMember.person_id == person)
    assert (member["started_on"], member["unit_id"]) == (date(2026, 1, 20), place.north)


@pytest.mark.parametrize(("until", "refused"), [(CLOSED_ON, False), (date(2026, 1, 31), True)])
def test_a_list_is_closed_on_a_day_that_is_known(store, place, until, refused):
    cases_of_ten(store, place.north)
    put(store, Delivery, forum_id=place.forum_id, observed_until=until)

    if not refused:
        start(store, leader(place))
        return
    with pytest.raises(RefusedError, match="Listan stängs: uppgifterna sträcker sig till"):
        start(store, leader(place))
    assert how_many(store, MeasurementGroup) == 0


@pytest.mark.parametrize(("more", "refused"), [(0, True), (1, True), (9, True), (10, False)])
@pytest.mark.parametrize("least", [None, "12"])
def test_a_list_that_differs_by_so_few_that_they_could_be_told_of_is_refused(
    store, place, more, refused, least
):
    if least:
        put(store, Setting, forum_id=place.forum_id, name="least_shown", value=least)
    cases_of_ten(store, place.north)
    start(store, leader(place))
    for _ in range(more):
        a_case(store, place.south, opened_on=date(2026, 2, 1))
    wider = Rule(JAN, date(2026, 2, 1))

    if not refused and not least:
        start(store, leader(place), name="Vidare", rule=wider)
        return
    with pytest.raises(RefusedError, match=f"»Januari« med färre än {least or 10} personer"):
        start(store, leader(place), name="Vidare", rule=wider)
    assert how_many(store, MeasurementGroup) == 1


def test_a_list_nearly_like_another_steering_groups_is_refused_without_its_name(store, place):
    people = cases_of_ten(store, place.north)
    theirs = put(store, MeasurementGroup, forum_id=a_place(store).forum_id, name="Deras")
    for person_id in people[1:]:
        put(store, GroupMember, group_id=theirs, person_id=person_id)

    with pytest.raises(RefusedError, match="en annan styrgrupps med färre än 10") as refusal:
        start(store, leader(place))
    assert "Deras" not in str(refusal.value)


def test_the_list_holds_cases_of_the_units_below_those_that_are_followed(store, place):
    """As the figures do: a case belongs to the followed unit nearest above it."""
    below = put(store, Unit, party_id=place.party_id, parent_id=place.north)
    cases_of_ten(store, below)

    start(store, leader(place))

    assert how_many(store, GroupMember) == FEWEST_MEMBERS


def test_a_list_of_ten_is_started_and_one_of_nine_is_too_few(store, place):
    *_, last = cases_of_ten(store, place.north)
    correct(store, Case.person_id == last, opened_on=date(2026, 2, 1))
    before = everything(store)

    with pytest.raises(RefusedError, match="Öppnade från: regeln ger färre än 10 personer"):
        start(store, leader(place))
    assert everything(store) == before

    correct(store, Case.person_id == last, opened_on=JAN)
    assert start(store, leader(place))


REFUSED = {
    "no name": ({"name": " "}, "Namn: ge gruppen ett namn"),
    "a number in the name": ({"name": "För 19850228-1234"}, "Namn: .*personnummer"),
    "the days of the rule turned about": (
        {"rule": Rule(JAN, JAN - timedelta(days=1))},
        "Öppnade till och med: dagen ligger före",
    ),
    "closed before its first case": ({"baseline_on": date(2025, 12, 31)}, "Listan stängs: "),
    "a number and no day": ({"goal_count": 5}, "Mål: ange både"),
    "a day and no number": ({"goal_on": JUNE}, "Mål: ange både"),
    "a goal on the very day": ({"goal_count": 5, "goal_on": CLOSED_ON}, "Mål till: "),
    "a goal of nobody": ({"goal_count": 0, "goal_on": JUNE}, "Mål, antal: välj mellan 1 och 10"),
    "a goal of more than all": ({"goal_count": 11, "goal_on": JUNE}, "Mål, antal: "),
}


def test_a_refusal_names_the_field_and_leaves_nothing_behind(store, place):
    cases_of_ten(store, place.north)
    before = everything(store)

    for columns, sentence in REFUSED.values():
        with pytest.raises(RefusedError, match=sentence):
            start(store, leader(place), **columns)

    assert everything(store) == before


def test_a_list_is_closed_when_its_last_case_has_been_opened_and_not_before(store, place):
    """A member is never added after the day the list was closed."""
    cases_of_ten(store, place.north)

    with pytest.raises(RefusedError, match="Listan stängs: "):
        start(store, leader(place), baseline_on=OPENED.opened_until - timedelta(days=1))
    assert start(store, leader(place), baseline_on=OPENED.opened_until)


def test_a_list_may_be_closed_on_the_day_of_its_last_case_with_all_of_them_as_its_goal(
    store, place
):
    cases_of_ten(store, place.north, opened_on=JAN)

    assert start(
        store,
        leader(place),
        rule=Rule(JAN, JAN),
        baseline_on=JAN,
        goal_count=10,
        goal_on=JAN + timedelta(days=1),
    )


def test_a_name_is_taken_within_a_steering_group_only(store, place):
    cases_of_ten(store, place.north)
    put(store, MeasurementGroup, forum_id=a_place(store).forum_id, name="Januari")
    start(store, leader(place))
    before = everything(store)

    with pytest.raises(RefusedError, match="redan en mätgrupp som heter »Januari«"):
        start(store, leader(place), name=" Januari ")

    assert everything(store) == before


def test_a_group_is_started_by_the_leader_alone(store, place):
    cases_of_ten(store, place.north)
    before = everything(store)

    for role, units in (("enhetschef", [place.north]), ("handläggare", [place.north])):
        with pytest.raises(NotAllowedError, match="starta en mätgrupp"):
            start(store, viewer(place, role, *units))
    with pytest.raises(NotAllowedError, match="starta en mätgrupp"):
        start(store, viewer(place, "ledamot"))

    assert everything(store) == before


def test_the_door_in_starts_a_group_and_publishes_its_ledger(store, place):
    cases_of_ten(store, place.north)
    snapshot = Snapshot(store)

    group_id = Actions(snapshot, lambda: leader(place)).start_group(
        name="Januari", rule=OPENED, baseline_on=CLOSED_ON
    )

    ledger = rows_of(store, PublishedLedger, PublishedLedger.group_id == group_id)
    assert {(row["state"], row["members"]) for row in ledger if row["on"] == CLOSED_ON} == {
        ("remaining", 10),
        ("self_supporting", 0),
        ("other_reason", 0),
        ("unknown", 0),
    }


# cases: opened, closed, reason, counts as self-support -> what follows on (1 March, remaining)
WORK, STUDIES = ("arbete", "work"), ("studier", "studies")
OPEN = (None, None, None)
HISTORIES = {
    "still open": ([(MAR, *OPEN)], []),
    "work": ([(MAR, APR, *WORK)], [(APR, "work")]),
    "studies": ([(MAR, APR, *STUDIES)], [(APR, "studies")]),
    "own income otherwise": (
        [(MAR, APR, "annan_inkomst", "other_income")],
        [(APR, "other_income")],
    ),
    "work with support": ([(MAR, APR, "arbete_subventionerat", "work")], [(APR, "work")]),
    "no self-support": ([(MAR, APR, "flyttat", "other_reason")], [(APR, "other_reason")]),
    "nobody has said why": ([(MAR, APR, None, None)], [(APR, "unknown")]),
    "closed on its first day": ([(MAR, MAR, *WORK)], [(MAR, "work")]),
    "opened on the day the other closes: one": (
        [(MAR, APR, *WORK), (APR, MAY, *STUDIES)],
        [(MAY, "studies")],
    ),
    "opened the day after: a return": (
        [(MAR, APR, *WORK), (APR + timedelta(days=1), MAY, *STUDIES)],
        [(APR, "work"), (APR + timedelta(days=1), "returned"), (MAY, "studies")],
    ),
    "opened while the other runs, closed later": (
        [(MAR, MAY, *WORK), (APR, JUNE, *STUDIES)],
        [(JUNE, "studies")],
    ),
    "opened and closed while the other runs": (
        [(MAR, JUNE, *WORK), (APR, MAY, *STUDIES)],
        [(JUNE, "work")],
    ),
    "opened while the other runs, still open": ([(MAR, MAY, *WORK), (APR, *OPEN)], []),
    "closed while another is open": ([(MAR, *OPEN), (APR, MAY, *WORK)], []),
    "back and still there": (
        [(MAR, APR, *WORK), (MAY, *OPEN)],
        [(APR, "work"), (MAY, "returned")],
    ),
    "an earlier case that was over": ([(JAN, date(2026, 2, 1), *WORK), (MAR, *OPEN)], []),
    "an earlier case that still runs": ([(JAN, *OPEN), (MAR, APR, *WORK)], []),
    "an earlier case that closes later": (
        [(JAN, MAY, *STUDIES), (MAR, APR, *WORK)],
        [(MAY, "studies")],
    ),
    "no case at all": ([], []),
}


@pytest.mark.parametrize("cases", HISTORIES)
def test_a_member_remains_while_some_case_is_open_then_has_its_reason(cases):
    theirs, then = HISTORIES[cases]

    assert states_after(MAR, theirs) == [(MAR, "remaining"), *then]


def test_following_adds_what_is_new_and_nothing_twice(store, place):
    first, second, *_ = cases_of_ten(store, place.north)
    start(store, leader(place))
    others = put(store, MeasurementGroup, forum_id=a_place(store).forum_id, follows_cases=True)
    by_hand = put(store, MeasurementGroup, forum_id=place.forum_id, follows_cases=False)
    for group_id in (others, by_hand):
        put(store, GroupMember, group_id=group_id, person_id=second)
    correct(store, Case.person_id == first, closed_on=APR, exit_reason="studier")

    follow(store, place)
    follow(store, place)

    assert history(store, first) == [(JAN, "remaining"), (APR, "studies")]
    assert how_many(store, MemberState) == 11
    assert [row["recorded_by"] for row in rows_of(store, MemberState)][-1] is None


# closed on and why, as first delivered and as corrected -> the state on 1 June
CORRECTIONS = {
    "a reason that comes later": ((APR, None), (APR, "arbete"), "work"),
    "a closing taken back": ((APR, "arbete"), (None, None), "remaining"),
    "a closing moved earlier": ((MAY, "flyttat"), (APR, "arbete"), "work"),
    "a closing moved past the day": ((APR, "arbete"), (date(2026, 6, 2), None), "remaining"),
}


def test_a_case_that_is_corrected_corrects_the_state_by_new_rows(store, place):
    people = dict(zip(CORRECTIONS, cases_of_ten(store, place.north), strict=False))
    for which, ((closed_on, reason), _, _) in CORRECTIONS.items():
        theirs = Case.person_id == people[which]
        correct(store, theirs, closed_on=closed_on, exit_reason=reason)
    start(store, leader(place))
    said = rows_of(store, MemberState)
    for which, (_, (closed_on, reason), _) in CORRECTIONS.items():
        theirs = Case.person_id == people[which]
        correct(store, theirs, closed_on=closed_on, exit_reason=reason)

    follow(store, place)

    assert {which: state_on(store, person, JUNE) for which, person in people.items()} == {
        which: state for which, (_, _, state) in CORRECTIONS.items()
    }
    assert rows_of(store, MemberState)[: len(said)] == said


def test_a_reason_changed_and_changed_back_is_what_it_was(store, place):
    first, *_ = cases_of_ten(store, place.north, closed_on=APR, exit_reason="arbete")
    start(store, leader(place))

    for reason in ("flyttat", "arbete"):
        correct(store, Case.person_id == first, exit_reason=reason)
        follow(store, place)

    assert state_on(store, first, JUNE) == "work"
