"""What the store itself refuses, whoever writes: one row each side of every edge."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data.models import SQLModel
from data.models.codes import GroupState
from data.models.figures import PublishedFigure, PublishedLedger, Target
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import Setting
from data.models.organisation import Forum, ForumUnit, Party, RoleGrant, Unit, User
from data.models.people import (
    Case,
    HouseholdMonth,
    IndividualPlan,
    Person,
    PlanFollowUp,
    ServiceEpisode,
    SupportMonth,
)
from data.models.plans import ActionPlan, ActionPoint, StatusUpdate
from data.store import reading, writing
from tests.data.builders import DAY, MOMENT, a_case, a_place, a_point, put

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def kept(store, table: type, **columns) -> bool:
    """Whether the store keeps such a row."""
    try:
        put(store, table, **columns)
    except IntegrityError:
        return False
    return True


def demand(kept_when: dict, rows: list[tuple[dict, bool]]) -> None:
    """Every row is kept or refused as the table says."""
    for columns, wanted in rows:
        assert kept_when(**columns) == wanted, columns


def test_a_case_closes_no_earlier_than_it_opens_and_has_a_reason_only_when_closed(store):
    place = a_place(store)
    case = partial(kept, store, Case, unit_id=place.north, person_id=put(store, Person))

    demand(
        case,
        [
            ({}, True),
            ({"closed_on": DAY}, True),
            ({"closed_on": BEFORE}, False),
            ({"closed_on": DAY, "exit_reason": "arbete"}, True),
            ({"exit_reason": "arbete"}, False),
            ({"source_key": "A"}, True),
            ({"source_key": "A"}, False),
            ({"source_key": "A", "source": "annan"}, True),
        ],
    )


def test_a_person_was_born_in_a_year_and_is_of_a_sex_in_the_register(store):
    demand(
        partial(kept, store, Person),
        [
            ({}, True),
            ({"birth_year": 1900}, True),
            ({"birth_year": 1899}, False),
            ({"birth_year": 2100}, True),
            ({"birth_year": 2101}, False),
            ({"sex": "kvinna"}, True),
            ({"sex": "man"}, True),
            ({"sex": "K"}, False),
        ],
    )


def test_services_plans_and_deliveries_end_no_earlier_than_they_begin(store):
    place = a_place(store)
    case_id = a_case(store, place.north)
    episode = {"case_id": case_id, "party_id": place.party_id}

    for ends, wanted in ((None, True), (DAY, True), (BEFORE, False)):
        assert kept(store, ServiceEpisode, **episode, ends_on=ends) == wanted
        assert kept(store, IndividualPlan, case_id=case_id, ended_on=ends) == wanted
        if ends:
            days = {"observed_from": DAY, "observed_until": ends}
            assert kept(store, Delivery, **days) == wanted


def test_services_may_run_side_by_side(store):
    place = a_place(store)
    episode = {"case_id": a_case(store, place.north), "party_id": place.party_id}

    assert all(kept(store, ServiceEpisode, **episode) for _ in range(2))


def test_a_month_is_its_first_day_and_a_household_is_paid_once_a_month(store):
    place = a_place(store)
    month = partial(kept, store, HouseholdMonth, unit_id=place.north)

    demand(
        month,
        [
            ({"household_id": 1, "month": date(2026, 6, 1)}, True),
            ({"household_id": 1, "month": date(2026, 6, 2)}, False),
            ({"household_id": 1, "month": date(2026, 6, 30)}, False),
            ({"household_id": 1, "month": date(2026, 7, 1)}, True),
            ({"household_id": 1, "month": date(2026, 7, 1), "unit_id": place.south}, False),
        ],
    )


def test_a_support_month_belongs_to_a_month_of_its_household(store):
    put(store, HouseholdMonth, household_id=1, unit_id=a_place(store).north)
    month = partial(kept, store, SupportMonth, person_id=put(store, Person))

    demand(
        month,
        [
            ({"household_id": 1, "month": DAY}, True),
            ({"household_id": 1, "month": date(2026, 7, 1)}, False),
            ({"household_id": 2, "month": DAY}, False),
        ],
    )


def test_a_role_that_goes_by_unit_has_one_and_another_has_none(store):
    place = a_place(store)
    grant = partial(
        kept, store, RoleGrant, user_id=place.user_id, forum_id=place.forum_id, valid_from=DAY
    )

    demand(
        grant,
        [
            ({"role": role, "unit_id": unit_id}, (role in ("enhetschef", "handläggare")) == by_unit)
            for role in ("enhetschef", "handläggare", "ledamot", "utvecklingsledare")
            for unit_id, by_unit in ((place.north, True), (None, False))
        ]
        + [
            ({"role": "ledamot", "valid_until": AFTER}, True),
            ({"role": "ledamot", "valid_until": DAY}, False),
            ({"role": "kung"}, False),
        ],
    )


def test_a_unit_ends_after_it_begins_has_a_name_of_its_own_and_is_not_its_own_parent(store):
    place = a_place(store)
    unit = partial(kept, store, Unit, party_id=place.party_id, valid_from=DAY)

    demand(
        unit,
        [
            ({"valid_until": AFTER}, True),
            ({"valid_until": DAY}, False),
            ({"name": "Mitt"}, True),
            ({"name": "Mitt"}, False),
            ({"name": "Mitt", "party_id": put(store, Party)}, True),
            ({"parent_id": place.north}, True),
            ({"unit_id": 900, "parent_id": 900}, False),
        ],
    )


def test_a_goal_has_a_number_of_people_and_a_day_that_lies_ahead(store):
    group = partial(
        kept, store, MeasurementGroup, forum_id=a_place(store).forum_id, baseline_on=DAY
    )

    demand(
        group,
        [
            ({}, True),
            ({"goal_count": 1, "goal_on": AFTER}, True),
            ({"goal_count": 0, "goal_on": AFTER}, False),
            ({"goal_count": 1, "goal_on": DAY}, False),
            ({"goal_count": 1}, False),
            ({"goal_on": AFTER}, False),
            ({"name": "Mätgrupp"}, True),
            ({"name": "Mätgrupp"}, False),
        ],
    )


def test_a_person_is_on_a_list_once(store):
    place = a_place(store)
    group_id = put(store, MeasurementGroup, forum_id=place.forum_id)
    person_id = put(store, Person)

    assert kept(store, GroupMember, group_id=group_id, person_id=person_id)
    assert not kept(store, GroupMember, group_id=group_id, person_id=person_id)


def test_a_state_does_not_count_as_both_self_supporting_and_remaining(store):
    def state(**columns) -> bool:
        row = {"label": "Läge", "rank": 9, "valid_from": DAY} | columns
        try:
            with writing(store) as connection:
                connection.execute(insert(GroupState).values(**row))
        except IntegrityError:
            return False
        return True

    sides = [(False, False), (True, False), (False, True), (True, True)]
    assert [
        state(code=f"x{at}", counts_as_self_support=support, counts_as_remaining=remaining)
        for at, (support, remaining) in enumerate(sides)
    ] == [True, True, True, False]


def test_a_point_is_due_no_earlier_than_it_starts_and_has_a_number_of_its_own(store):
    plan_id = put(store, ActionPlan, forum_id=a_place(store).forum_id)
    point = partial(kept, store, ActionPoint, plan_id=plan_id)

    demand(
        point,
        [
            ({"number": 1, "starts_on": DAY, "due_on": DAY}, True),
            ({"number": 2, "starts_on": DAY, "due_on": BEFORE}, False),
            ({"number": 3, "due_on": BEFORE}, True),
            ({"number": 3}, False),
        ],
    )


def test_done_has_a_day_and_a_note_or_evidence_and_trouble_says_what_is_needed(store):
    place = a_place(store)
    said = partial(
        kept, store, StatusUpdate, point_id=a_point(store, place), by_user_id=place.user_id
    )

    demand(
        said,
        [
            ({"status": "in_progress"}, True),
            ({"status": "done", "done_on": DAY, "note": "Antagen"}, True),
            ({"status": "done", "done_on": DAY, "evidence": "Docpoint 12"}, True),
            ({"status": "done", "done_on": DAY}, False),
            ({"status": "done", "note": "Antagen"}, False),
            ({"judgement": "on_track"}, True),
            ({"judgement": "at_risk"}, False),
            ({"judgement": "at_risk", "needs": "Lokaler"}, True),
            ({"judgement": "blocked"}, False),
            ({"judgement": "blocked", "needs": "Lokaler"}, True),
            ({"status": "late"}, False),
        ],
    )


def test_a_hidden_figure_has_no_count(store):
    figure = partial(kept, store, PublishedFigure, forum_id=a_place(store).forum_id)

    demand(
        figure,
        [
            ({"shown": True, "part": 7, "whole": 12}, True),
            ({"shown": False}, True),
            ({"shown": False, "part": 3}, False),
            ({"shown": False, "whole": 12}, False),
        ],
    )


def test_a_hidden_ledger_row_has_no_count_and_every_row_a_day_or_so_many_months(store):
    group_id = put(store, MeasurementGroup, forum_id=a_place(store).forum_id)
    ledger = partial(kept, store, PublishedLedger, group_id=group_id)

    demand(
        ledger,
        [
            ({"shown": True, "members": 43}, True),
            ({"shown": False}, True),
            ({"shown": False, "members": 3}, False),
            ({"on": None, "after_months": 6}, True),
            ({"on": DAY, "after_months": 6}, False),
            ({"on": None}, False),
        ],
    )


def test_what_names_something_names_it_once(store):
    place = a_place(store)
    twice = [
        (Person, {"pseudonym": "p"}),
        (Party, {"name": "Part"}),
        (Forum, {"code": "kod"}),
        (Forum, {"name": "Namn"}),
        (User, {"issuer": "i", "subject": "s"}),
        (Delivery, {"profile": "p", "file_hash": "h"}),
        (Setting, {"forum_id": place.forum_id, "name": "least_shown"}),
    ]
    for table, columns in twice:
        assert (kept(store, table, **columns), kept(store, table, **columns)) == (True, False)


NOWHERE = 987_654
FOREIGN = {
    Case: {"unit_id": "north", "person_id": "person"},
    ForumUnit: {"unit_id": "north", "forum_id": "forum"},
    RoleGrant: {"user_id": "user", "forum_id": "forum"},
    Target: {"forum_id": "forum", "unit_id": "north"},
    Delivery: {"forum_id": "forum"},
}


def test_what_a_row_points_at_is_there(store):
    place = a_place(store)
    there = {
        "north": put(store, Unit, party_id=place.party_id),
        "person": put(store, Person),
        "forum": place.forum_id,
        "user": place.user_id,
    }
    for table, columns in FOREIGN.items():
        right = {name: there[what] for name, what in columns.items()}
        for name in columns:
            assert not kept(store, table, **right | {name: NOWHERE}), (table, name)
        assert kept(store, table, **right), table
    assert not kept(store, PlanFollowUp, individual_plan_id=NOWHERE)


def test_every_foreign_key_of_the_code_is_in_the_store_and_is_checked(store):
    if store.dialect.name == "sqlite":
        with reading(store) as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    with reading(store) as connection:
        for table in SQLModel.metadata.sorted_tables:
            there = {
                (tuple(key["constrained_columns"]), key["referred_table"])
                for key in store.dialect.get_foreign_keys(connection, table.name)
            }
            wanted = {
                (tuple(key.column_keys), key.referred_table.name)
                for key in table.foreign_key_constraints
            }
            assert there == wanted, table.name


@pytest.mark.parametrize("table", ["status_updates", "member_states"])
def test_what_has_been_said_stays_said(store, table):
    place = a_place(store)
    put(store, StatusUpdate, point_id=a_point(store, place), by_user_id=place.user_id)
    group_id = put(store, MeasurementGroup, forum_id=place.forum_id)
    member_id = put(store, GroupMember, group_id=group_id, person_id=put(store, Person))
    put(store, MemberState, member_id=member_id, recorded_at=MOMENT)

    for words in (f"UPDATE {table} SET seq = seq + 100", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), writing(store) as connection:
            connection.execute(text(words))
