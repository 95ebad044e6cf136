"""Days of waiting without anything going on: by hand on the edges, and day by day once more."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from metrics.facts import Facts, Rules
from tests.metrics.made import (
    JULY,
    JUNE,
    MAY,
    RULES,
    activity,
    asked_days,
    asked_of,
    case,
    counted,
    covers,
    each_day,
    effort,
    facts,
    is_open,
    numbers,
    of_case,
    rows,
)
from tests.metrics.worlds import some


@pytest.mark.parametrize(
    ("opened", "closed", "waits"),
    [
        ("2026-05-01", "2026-06-01", (31, 31, 1)),
        ("2026-05-02", "2026-05-31", (29, 29, 1)),
        ("2026-04-01", "2026-05-02", (1, 1, 1)),
        ("2026-05-31", None, (1, 1, 1)),
        ("2026-01-01", None, (31, 31, 1)),
    ],
)
def test_a_case_waits_from_the_day_it_opens_and_not_on_the_day_it_closes(opened, closed, waits):
    assert numbers("tom_vantan", facts(cases=[case(1, opened, closed)])) == [waits]


@pytest.mark.parametrize(
    ("opened", "closed"),
    [("2026-01-01", "2026-05-01"), ("2026-06-01", None), ("2026-05-05", "2026-05-05")],
)
def test_a_case_that_is_not_open_in_the_month_does_not_wait_in_it(opened, closed):
    assert numbers("tom_vantan", facts(cases=[case(1, opened, closed)])) == []


def test_a_month_that_goes_on_has_its_days_to_the_last_known_of():
    of = facts(cases=[case(1, "2026-05-30")])

    assert counted("tom_vantan", of, [MAY, JUNE, JULY]) == [
        (MAY, 1, "unga", 2, 2, 1),
        (JUNE, 1, "unga", 15, 15, 1),
    ]


def test_a_month_that_is_not_asked_about_is_left_out_between_others():
    of = facts(cases=[case(1, "2026-03-31")])

    asked = [date(2026, 3, 1), MAY]
    assert [row[0] for row in counted("tom_vantan", of, asked)] == asked


@pytest.mark.parametrize(
    ("starts", "ends", "waits"),
    [
        ("2026-05-01", "2026-06-01", []),
        ("2026-05-02", "2026-05-31", [(2, 2, 1)]),
        ("2026-05-10", "2026-05-10", [(31, 31, 1)]),
        ("2026-04-01", "2026-05-01", [(31, 31, 1)]),
        ("2026-04-01", "2026-05-02", [(30, 30, 1)]),
        ("2026-05-31", None, [(30, 30, 1)]),
    ],
)
def test_nobody_waits_on_a_day_with_an_effort(starts, ends, waits):
    of = facts(cases=[case(1, "2026-01-01")], episodes=[effort(1, starts, ends)])

    assert numbers("tom_vantan", of) == waits


def test_days_with_two_efforts_are_not_counted_twice():
    efforts = [effort(1, "2026-05-01", "2026-05-11"), effort(1, "2026-05-06", "2026-05-16")]
    of = facts(cases=[case(1, "2026-01-01")], episodes=efforts)

    assert numbers("tom_vantan", of) == [(16, 16, 1)]


@pytest.mark.parametrize(
    ("starts", "ends", "idle"),
    [("2026-05-11", "2026-05-16", 16), ("2026-05-06", "2026-05-16", 16), ("2026-05-01", None, 0)],
)
def test_an_activity_fills_the_days_of_waiting_that_it_is_on(starts, ends, idle):
    of = facts(
        cases=[case(1, "2026-01-01")],
        episodes=[effort(1, "2026-04-20", "2026-05-11")],
        activities=[activity(1, starts, ends)],
    )

    assert numbers("tom_vantan", of) == [(idle, 21, 1)]


def test_days_are_added_up_and_so_are_the_cases_that_waited():
    of = facts(
        cases=[case(1, "2026-05-30"), case(2, "2026-05-31"), case(3, "2026-05-01")],
        episodes=[effort(3, "2026-05-01")],
    )

    assert numbers("tom_vantan", of) == [(3, 3, 2)]


def idle_days(of: Facts, periods: list[date], rules: Rules) -> list[tuple]:
    cells: dict[tuple, list] = {}
    for period, last in asked_days(of, periods):
        for one in rows(of.cases):
            efforts, activities = of_case(of.episodes, one), of_case(of.activities, one)
            waits = [
                on
                for on in each_day(period, last + timedelta(1))
                if is_open(one, on) and not any(covers(e, on) for e in efforts)
            ]
            idle = [on for on in waits if not any(covers(a, on) for a in activities)]
            if waits:
                at = (period, one["unit_id"], one["target_group"])
                cells.setdefault(at, []).append((len(idle), len(waits)))
    return [
        (*at, sum(idle for idle, _ in said), sum(waits for _, waits in said), len(said))
        for at, said in sorted(cells.items())
    ]


SECOND = {"tom_vantan": idle_days}


@given(some("cases", "episodes", "activities", "contacts"))
def test_counted_day_by_day(of):
    assert counted("tom_vantan", of, asked_of("oppna")) == idle_days(of, asked_of("oppna"), RULES)
