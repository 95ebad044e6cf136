"""Figures of the points of a plan: worked examples, and reckoned one by one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.from_shown import Shown
from metrics.periods import add_months, month
from tests.metrics.shown import ITEMS, UPDATES, a, frame, seen, told


def plans(items: list[tuple], updates: list[tuple] = (), on: date = date(2026, 6, 15)) -> Shown:
    return seen(items=frame(ITEMS, items), updates=frame(UPDATES, updates), on=on)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("decided", "points"), [(date(2026, 6, 30), [1, 1]), (date(2026, 7, 1), [])]
)
def test_a_plan_is_there_from_the_day_it_was_decided(decided, points):
    of = plans([(1, 7, None, decided, "chef")], on=date(2026, 6, 30))

    assert [row[4] for row in told("punkter_klara", of)] == points


def test_a_point_that_no_unit_answers_for_is_one_of_all_together():
    begun = date(2026, 6, 1)
    of = plans([(1, 7, None, begun, "chef"), (2, None, None, begun, "chef")])

    assert [row[1:5] for row in told("punkter_klara", of)] == [
        (7, None, 0, 1),
        (None, None, 0, 2),
    ]


def test_points_are_told_of_at_each_month_s_end_from_when_they_were_decided():
    begun = date(2026, 4, 10)
    of = plans(
        [
            (1, 7, date(2026, 5, 31), begun, "chef"),
            (2, 8, date(2026, 5, 30), begun, "chef"),
            (3, 8, None, date(2026, 6, 1), "chef"),
        ],
        [(1, at(date(2026, 5, 20)), 1, "done"), (2, at(date(2026, 5, 1)), 2, "in_progress")],
    )

    assert told("punkter_klara", of) == [
        (a(2026, 4), 7, None, 0, 1, True, False),
        (a(2026, 4), 8, None, 0, 1, True, False),
        (a(2026, 4), None, None, 0, 2, True, False),
        (a(2026, 5), 7, None, 1, 1, True, False),
        (a(2026, 5), 8, None, 0, 1, True, False),
        (a(2026, 5), None, None, 1, 2, True, False),
        (a(2026, 6), 7, None, 1, 1, True, True),
        (a(2026, 6), 8, None, 0, 2, True, True),
        (a(2026, 6), None, None, 1, 3, True, True),
    ]
    of_all = [row[3:5] for row in told("punkter_sena", of) if row[1] is None]
    assert of_all == [(0, 2), (1, 1), (1, 2)]  # due on the day before the month's end is late
    of_all = [row[3:5] for row in told("punkter_levande", of) if row[1] is None]
    assert of_all == [(2, 2), (1, 1), (1, 2)]


@pytest.mark.parametrize(("decided", "points"), [(date(2026, 4, 30), 2), (date(2026, 5, 1), 1)])
def test_a_point_is_there_from_the_day_it_was_decided(decided, points):
    first = date(2026, 4, 10)
    of = plans([(1, 7, None, first, "chef"), (2, 7, None, decided, "chef")])

    assert told("punkter_klara", of)[0][3:5] == (0, points)


@pytest.mark.parametrize(("days", "fresh"), [(35, 1), (36, 0)])
def test_a_point_is_alive_for_so_many_days(days, fresh):
    last = date(2026, 5, 31)
    of = plans([(1, 7, None, last - timedelta(days), "chef")], on=last)

    assert [row[3] for row in told("punkter_levande", of) if row[1] is None][-1] == fresh


def test_no_points_give_no_rows():
    assert told("punkter_klara", plans([])) == []


POINTS = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.none() | st.dates(date(2026, 2, 1), date(2026, 6, 30)),
        st.dates(date(2026, 2, 1), date(2026, 6, 1)),
        st.lists(
            st.tuples(
                st.dates(date(2026, 2, 1), date(2026, 6, 15)),
                st.sampled_from(["in_progress", "done", "cancelled"]),
            ),
            max_size=3,
        ),
    ),
    max_size=6,
)


@given(POINTS)
def test_points_reckoned_one_by_one(points):
    items = [(n, unit, due, begun, "chef") for n, (unit, due, begun, _) in enumerate(points)]
    said = [
        (n, at(day), 10 * n + seq, status)
        for n, (*_, updates) in enumerate(points)
        for seq, (day, status) in enumerate(updates)
    ]
    of = plans(items, said)
    slow: dict[str, list] = {"punkter_klara": [], "punkter_sena": [], "punkter_levande": []}
    first = min((point[2] for point in points), default=None)
    period = month(first) if first else date(2027, 1, 1)
    while period <= of.on:
        day = min(add_months(period, 1) - timedelta(1), of.on)
        done = late = alive = left = there = 0
        for _, due, begun, updates in points:
            if begun > day:
                continue
            there += 1
            known = sorted((d, s, status) for s, (d, status) in enumerate(updates) if d <= day)
            status = known[-1][2] if known else "not_started"
            done += status == "done"
            if status in ("done", "cancelled"):
                continue
            left += 1
            late += due is not None and due < day
            alive += (day - (known[-1][0] if known else begun)).days <= 35
        if there:
            slow["punkter_klara"].append((period, done, there))
            slow["punkter_sena"].append((period, late, left))
            slow["punkter_levande"].append((period, alive, left))
        period = add_months(period, 1)

    for key, rows in slow.items():
        assert [(r[0], r[3], r[4]) for r in told(key, of) if r[1] is None] == rows


WORKED = {
    **dict.fromkeys(
        ("punkter_klara", "punkter_sena"),
        test_points_are_told_of_at_each_month_s_end_from_when_they_were_decided,
    ),
    "punkter_levande": test_a_point_is_alive_for_so_many_days,
}
SECOND = dict.fromkeys(
    ("punkter_klara", "punkter_sena", "punkter_levande"), test_points_reckoned_one_by_one
)
