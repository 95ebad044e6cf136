"""Retention: what is past its time on each side of the day, what is exempt, and what is left."""

from datetime import date

import pytest
from sqlalchemy import Column, ForeignKey, Table, insert, select

from data.actions.groups import follow_groups
from data.models import SQLModel
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.log import Event, Setting
from data.models.organisation import Forum
from data.models.people import (
    Case,
    HouseholdMonth,
    IndividualPlan,
    Person,
    PlanFollowUp,
    ServiceEpisode,
    SupportMonth,
)
from data.retention import DAYS_OF_A_CASE, USAGE, is_exempt, main, past, pointing_at, remove
from data.store import migrate, open_store, writing
from tests.data.builders import Place, a_case, a_place, everything, how_many, put, rows_of

TODAY, LONG_AGO, JUST_IN_TIME = date(2026, 6, 1), date(2021, 5, 31), date(2021, 6, 1)


def person_of(store, case_id: int) -> int:
    return next(row["person_id"] for row in rows_of(store, Case) if row["case_id"] == case_id)


def gone(store, place: Place, on: date = LONG_AGO, unit: int | None = None, **columns) -> int:
    """A person whose only case closed on a day."""
    opened = {"opened_on": date(2015, 1, 1), "closed_on": on}
    return person_of(store, a_case(store, unit or place.north, **opened, **columns))


def people_past(store, today: date = TODAY) -> list[tuple[int, ...]]:
    return [found.people for found in past(store, today)]


def test_five_years_after_the_last_day_a_person_is_past_and_not_before(store):
    place = a_place(store, municipality="0180")
    first = gone(store, place, LONG_AGO)
    gone(store, place, JUST_IN_TIME)

    assert people_past(store) == [(first,)]


def test_an_open_case_or_anything_known_since_keeps_a_person(store):
    place = a_place(store, municipality="0180")
    case_ids = [
        a_case(store, place.north, opened_on=date(2015, 1, 1), closed_on=LONG_AGO) for _ in range(4)
    ]
    a_case(store, place.south, person_id=person_of(store, case_ids[0]))
    plan_id = put(store, IndividualPlan, case_id=case_ids[1], made_on=date(2015, 2, 1))
    put(store, PlanFollowUp, individual_plan_id=plan_id, followed_up_on=JUST_IN_TIME)
    put(store, HouseholdMonth, household_id=1, unit_id=place.north, month=JUST_IN_TIME)
    put(
        store,
        SupportMonth,
        household_id=1,
        person_id=person_of(store, case_ids[2]),
        month=JUST_IN_TIME,
    )
    put(
        store,
        ServiceEpisode,
        case_id=case_ids[3],
        party_id=place.party_id,
        starts_on=date(2020, 1, 1),
        ends_on=JUST_IN_TIME,
    )

    for going_on in (IndividualPlan, ServiceEpisode):
        case_id = a_case(store, place.north, opened_on=date(2015, 1, 1), closed_on=LONG_AGO)
        party = {"party_id": place.party_id} if going_on is ServiceEpisode else {}
        put(store, going_on, case_id=case_id, **party)
    assert people_past(store) == [()]


def test_what_came_in_after_the_list_was_made_is_left(store):
    place = a_place(store, municipality="0180")
    person = gone(store, place)
    (found,) = past(store, TODAY)
    a_case(store, place.south, person_id=person)

    assert remove(store, found)["persons"] == 0
    assert how_many(store, Case) == 2


def test_whoever_pays_support_has_a_word_too(store):
    place = a_place(store, municipality="0180")
    other = a_place(store, municipality="0980")
    person = gone(store, place)
    month = {"month": date(2015, 3, 1), "household_id": 1}
    put(store, HouseholdMonth, unit_id=other.north, **month)
    put(store, SupportMonth, person_id=person, **month)

    assert people_past(store) == [(), ()]


def test_a_steering_group_may_keep_for_another_number_of_years(store):
    place = a_place(store, municipality="0180")
    gone(store, place)
    put(store, Setting, forum_id=place.forum_id, name="retention_years", value="6")

    assert people_past(store) == [()]


def test_the_municipality_that_is_set_goes_before_the_one_that_was_there(store):
    place = a_place(store, municipality="0580")
    put(store, Setting, forum_id=place.forum_id, name="municipality", value="1782")

    assert [one.exempt for one in past(store, TODAY)] == [False]


@pytest.mark.parametrize(
    ("municipality", "exempt"),
    [("0980", True), ("0580", True), ("2281", True), ("1480", True)]
    + [("0180", False), ("1481", False), (None, True)],
)
def test_research_exempts_four_places(store, municipality, exempt):
    place = a_place(store, municipality=municipality)
    gone(store, place)

    assert is_exempt(municipality) == exempt
    (found,) = past(store, TODAY)
    assert (found.exempt, bool(found.people)) == (exempt, not exempt)
    assert ("undantagen" in found.said()) == exempt
    before = everything(store)
    remove(store, found)
    assert (everything(store) == before) == exempt


def test_whoever_another_steering_group_must_keep_is_left_alone(store):
    place, exempt = a_place(store, municipality="0180"), a_place(store, municipality="0980")
    shared = gone(store, place)
    gone(store, exempt, unit=exempt.north, person_id=shared)

    assert people_past(store) == [(), ()]


def test_all_of_a_person_goes_and_nothing_of_anybody_else(store):
    place = a_place(store, municipality="0180")
    person = gone(store, place)
    case_id = rows_of(store, Case)[0]["case_id"]
    plan = {"case_id": case_id, "made_on": date(2015, 2, 1), "ended_on": LONG_AGO}
    plan_id = put(store, IndividualPlan, **plan)
    put(store, PlanFollowUp, individual_plan_id=plan_id, followed_up_on=date(2015, 5, 1))
    other = gone(store, place, JUST_IN_TIME)
    month = {"month": date(2015, 3, 1)}
    for household, people in ((1, [person]), (2, [person, other])):
        put(store, HouseholdMonth, household_id=household, unit_id=place.north, **month)
        for each in people:
            put(store, SupportMonth, household_id=household, person_id=each, **month)

    (found,) = past(store, TODAY)
    removed = remove(store, found)

    assert removed == {"cases": 1, "individual_plans": 1, "support_months": 2, "persons": 1}
    assert [row["person_id"] for row in rows_of(store, Person)] == [other]
    assert [row["person_id"] for row in rows_of(store, Case)] == [other]
    assert [row["household_id"] for row in rows_of(store, HouseholdMonth)] == [2]
    assert how_many(store, PlanFollowUp) == how_many(store, IndividualPlan) == 0
    event = rows_of(store, Event)[-1]
    assert event["action"] == "gallrade uppgifter om personer"
    assert event["after"]["cases"] == 1
    assert past(store, TODAY)[0].people == ()


def test_a_member_of_a_closed_list_stays_a_number(store):
    place = a_place(store, municipality="0180")
    person = gone(store, place)
    group_id = put(store, MeasurementGroup, forum_id=place.forum_id, follows_cases=True)
    member_id = put(store, GroupMember, group_id=group_id, person_id=person)
    put(store, MemberState, member_id=member_id, state="work")

    remove(store, past(store, TODAY)[0])

    with writing(store) as connection:
        follow_groups(connection, place.forum_id)
    assert how_many(store, GroupMember) == how_many(store, MemberState) == 1
    assert rows_of(store, Person)[0]["pseudonym"] == f"gallrad-{person}"
    assert how_many(store, Case) == 0


def test_the_command_lists_and_removes_only_when_told(tmp_path, monkeypatch, capsys):
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", address)
    assert main([]) == 1
    assert main(["--gör"]) == 2
    assert capsys.readouterr().err.endswith(f"Så här: {USAGE}\n")
    store = open_store(address)
    migrate(store)
    gone(store, a_place(store, name="Provgruppen", municipality="0180"))

    assert main([]) == 0
    assert "Provgruppen: 1 person utan något sedan" in capsys.readouterr().out
    assert how_many(store, Case) == 1
    assert main(["--do"]) == 0
    assert "Borttaget: 1 ärenden" in capsys.readouterr().out
    assert how_many(store, Case) == 0


def test_the_demonstration_of_gotland_is_exempt(demo_store):
    said = {found.name: found for found in past(demo_store, date(2040, 1, 1))}

    assert said["Gotland"].exempt
    assert not said["Spånga-Tensta"].exempt
    assert {row["municipality"] for row in rows_of(demo_store, Forum)} == {"0980", "0180", None}


def test_every_table_that_points_at_a_case_says_until_when_it_is_known():
    with_days = {day.class_.__table__ for day in DAYS_OF_A_CASE} | {IndividualPlan.__table__}

    assert {table for table, _, _ in pointing_at(Case.__table__)} == with_days


def test_every_table_that_points_at_a_person_is_known():
    known = {"cases", "consents", "support_months", "group_members"}

    assert {table.name for table, _, _ in pointing_at(Person.__table__)} == known


def test_a_table_that_comes_to_point_at_cases_is_emptied_with_them(store):
    with store.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE later (case_id INTEGER NOT NULL REFERENCES cases (case_id))"
        )
    later = Table("later", SQLModel.metadata, Column("case_id", ForeignKey("cases.case_id")))
    try:
        place = a_place(store, municipality="0180")
        person = gone(store, place)
        with store.begin() as connection:
            connection.execute(insert(later).values(case_id=rows_of(store, Case)[0]["case_id"]))
        (found,) = past(store, TODAY)

        assert found.people == (person,)
        assert remove(store, found)["cases"] == 1
        with store.connect() as connection:
            assert connection.scalars(select(later.c.case_id)).all() == []
    finally:
        SQLModel.metadata.remove(later)
