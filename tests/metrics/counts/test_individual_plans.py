"""Plans followed up and current: worked examples, and every plan looked at one by one."""

from datetime import date

import pytest
from hypothesis import given

from metrics.facts import Facts, Rules
from metrics.periods import add_months
from tests.metrics.made import (
    MAY,
    RULES,
    asked_days,
    asked_of,
    case,
    counted,
    facts,
    follow_up,
    holds,
    numbers,
    open_on,
    plan,
    rows,
    tally,
)
from tests.metrics.worlds import some

NOVEMBER, APRIL = date(2026, 11, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("made", "followed", "plans"),
    [
        ("2026-01-29", None, [(0, 1)]),
        ("2026-01-30", None, []),
        ("2025-10-01", "2026-01-29", [(0, 1)]),
        ("2025-10-01", "2026-01-30", [(1, 1)]),
        ("2025-10-01", "2026-04-30", [(1, 1)]),
        ("2025-10-01", "2026-05-01", [(0, 1)]),
    ],
)
def test_in_april_plans_turn_on_30_january(made, followed, plans):
    of = facts(
        individual_plans=[plan(1, made)],
        follow_ups=[follow_up(1, followed)] if followed else [],
    )

    assert numbers("planer", of, APRIL) == plans


@pytest.mark.parametrize(
    ("known", "part"), [("2026-11-20", 1), ("2026-11-21", 0), ("2026-11-22", 0)]
)
def test_a_plan_followed_up_20_august_is_overdue_on_21_november(known, part):
    of = facts(known, individual_plans=[plan()], follow_ups=[follow_up(1, "2026-08-20")])

    assert numbers("planer", of, NOVEMBER) == [(part, 1)]


def test_a_plan_is_counted_where_it_was_made_and_not_where_its_case_is():
    placed = plan() | {"unit_id": 2, "target_group": "halsohinder"}
    of = facts(cases=[case()], individual_plans=[placed, plan(2)])

    assert counted("planer", of) == [(MAY, 1, "unga", 0, 1), (MAY, 2, "halsohinder", 0, 1)]


def test_one_of_several_plans_makes_a_case_current_and_once():
    of = facts(cases=[case(), case(2)], individual_plans=[plan(1), plan(2, MAY), plan(3, MAY)])

    assert numbers("aktuella_planer", of) == [(1, 2)]


def followed_up(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
    judged = []
    for period, on in asked_days(of, asked):
        for one in rows(of.individual_plans):
            made, ended = one["made_on"], one["ended_on"]
            if add_months(made, 3) >= on or (ended is not None and ended <= on):
                continue
            kept = any(
                row["followed_up_on"] <= on <= add_months(row["followed_up_on"], 3)
                for row in rows(of.follow_ups)
                if row["individual_plan_id"] == one["individual_plan_id"]
            )
            judged.append((period, one, kept))
    return tally(judged)


def current(of: Facts, asked: list[date], rules: Rules) -> list[tuple]:
    def is_current(one: dict, on: date) -> bool:
        days = []
        for made in rows(of.individual_plans):
            if made["case_id"] == one["case_id"] and made["made_on"] <= on:
                days.append(made["made_on"])
                days += [
                    row["followed_up_on"]
                    for row in rows(of.follow_ups)
                    if row["individual_plan_id"] == made["individual_plan_id"]
                ]
        return any(holds(on, day, None) and on <= add_months(day, 6) for day in days)

    return open_on(of, asked, is_current)


SECOND = {"planer": followed_up, "aktuella_planer": current}


@pytest.mark.parametrize("key", SECOND)
@given(of=some("cases", "individual_plans", "follow_ups"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
