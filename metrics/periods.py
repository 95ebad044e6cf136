"""Months, quarters, half-years, years and weeks. All but weeks are given by their first day."""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)
LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}  # in months


def month(day: date) -> date:
    """The first day of the month that `day` lies in."""
    return date(day.year, day.month, 1)


def quarter(day: date) -> date:
    """The first day of the quarter that `day` lies in."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def period_of(cadence: str, day: date) -> date:
    """The first day of the period, of a cadence in LENGTHS, that `day` lies in."""
    return date(day.year, day.month - (day.month - 1) % LENGTHS[cadence], 1)


def periods(cadence: str, first: date, last: date) -> list[date]:
    """Every period from that of `first` to that of `last`, both included, oldest first.

    ValueError when the period of `last` comes before that of `first`.
    """
    return _firsts(period_of(cadence, first), period_of(cadence, last), step=LENGTHS[cadence])


def last_of(cadence: str, period: date) -> date:
    """The last day of the period that begins on a day."""
    return add_months(period, LENGTHS[cadence]) - DAY


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (earlier if negative).

    Where that month is too short it is the last of it: 31 January and one month is 28 February,
    29 in a leap year. Polars' `dt.offset_by("1mo")` does the same.
    """
    years, index = divmod(day.month - 1 + months, 12)
    year, number = day.year + years, index + 1
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def months(first: date, last: date) -> list[date]:
    """Every month from that of `first` to that of `last`, both included, oldest first.

    ValueError when the month of `last` comes before that of `first`.
    """
    return _firsts(month(first), month(last), step=1)


def quarters(first: date, last: date) -> list[date]:
    """Every quarter from that of `first` to that of `last`, both included, oldest first.

    ValueError when the quarter of `last` comes before that of `first`.
    """
    return _firsts(quarter(first), quarter(last), step=3)


def month_ends(first: date, last: date) -> list[date]:
    """The last day of every month from that of `first` to that of `last`, both included.

    ValueError when the month of `last` comes before that of `first`.
    """
    return [add_months(begins, 1) - DAY for begins in months(first, last)]


def iso_week(year: int, week: int) -> tuple[date, date]:
    """The Monday and the Sunday of an ISO week, both in it.

    The year is that of the week's Thursday: week 1 of 2026 begins on 29 December 2025.
    ValueError when the year has no such week.
    """
    return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)


def _firsts(first: date, last: date, step: int) -> list[date]:
    if last < first:
        raise ValueError(f"the last period, {last}, lies before the first, {first}")
    count = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(first, months) for months in range(0, count + 1, step)]
