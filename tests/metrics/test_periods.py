from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import periods


@pytest.mark.parametrize("day", [date(2026, 2, 1), date(2026, 2, 28)])
def test_a_month_is_the_day_it_begins_on(day):
    assert periods.month(day) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_is_the_day_it_begins_on(day, begins):
    assert periods.quarter(day) == begins


@pytest.mark.parametrize(
    ("cadence", "first", "last"),
    [
        ("month", date(2024, 2, 1), date(2024, 2, 29)),
        ("month", date(2025, 12, 1), date(2025, 12, 31)),
        ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("half", date(2026, 1, 1), date(2026, 6, 30)),
        ("half", date(2026, 7, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_the_days_from_its_first_to_its_last(cadence, first, last):
    assert periods.period_of(cadence, first) == periods.period_of(cadence, last) == first
    assert periods.last_of(cadence, first) == last
    after = last + timedelta(days=1)
    assert periods.periods(cadence, first, after) == [first, after]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, then):
    assert periods.add_months(day, months) == then


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(-30, 30))
def test_months_are_added_as_polars_adds_them(day, months):
    assert (
        periods.add_months(day, months) == pl.select(pl.lit(day).dt.offset_by(f"{months}mo")).item()
    )


def test_months_run_from_the_first_to_the_last_over_new_year():
    assert periods.months(date(2025, 11, 30), date(2026, 1, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]


def test_two_days_of_a_month_in_any_order_are_one_month():
    assert periods.months(date(2026, 1, 31), date(2026, 1, 1)) == [date(2026, 1, 1)]


def test_month_ends_know_leap_years():
    assert periods.month_ends(date(2024, 2, 1), date(2024, 3, 1)) == [
        date(2024, 2, 29),
        date(2024, 3, 31),
    ]


def test_quarters_run_from_the_first_to_the_last():
    assert periods.quarters(date(2025, 12, 31), date(2026, 4, 1)) == [
        date(2025, 10, 1),
        date(2026, 1, 1),
        date(2026, 4, 1),
    ]


def test_the_last_month_does_not_lie_before_the_first():
    with pytest.raises(ValueError, match="2025-12-01, lies before the first, 2026-01-01"):
        periods.months(date(2026, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("year", "week", "monday", "sunday"),
    [
        (2026, 40, date(2026, 9, 28), date(2026, 10, 4)),
        (2024, 40, date(2024, 9, 30), date(2024, 10, 6)),
        (2026, 1, date(2025, 12, 29), date(2026, 1, 4)),
        (2026, 53, date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_a_week_is_that_of_iso_8601(year, week, monday, sunday):
    assert periods.iso_week(year, week) == (monday, sunday)


def test_a_year_without_a_week_53_has_none():
    with pytest.raises(ValueError, match="53"):
        periods.iso_week(2025, 53)
