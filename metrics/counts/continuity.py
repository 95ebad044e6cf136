"""Figures about continuity: whether the same person, or the same function, answers for a case."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from metrics.counts.on_days import (
    days_with_year,
    is_some_time,
    looked_up,
    of_those_open,
    on_some_day,
    open_rows,
    placed,
    tallied,
)
from metrics.counts.open_cases import days_asked, shares
from metrics.facts import Facts
from metrics.lines import LINE, NEVER, apart, months_after, numbered, numbers
from metrics.rules import Rules

LONG_ENOUGH = 6  # months that a case has been open
IS_OLD_ENOUGH = months_after("opened_on", LONG_ENOUGH) <= pl.col("day")
FAR = np.iinfo(np.int64).max


def old_enough(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases that were opened at least six months ago, among all open cases.

    Reads:  facts.cases; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. On the month's
            last day d, or the last day that the facts cover: opened_on + 6 months <= d.
    """
    return shares(open_rows(facts, days_asked(facts, periods)), IS_OLD_ENOUGH)


def one_person(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with a single caseworker, among those opened at least six months ago.

    Reads:  facts.cases and facts.contacts; periods, first days of months.
    Gives:  as `old_enough`; the whole is its part. A single one: all contact periods on any day of
            the twelve months that end with d have the same staff key, whatever the function. A
            case without a contact period is not in the part.
    Source: B8.
    """
    days = days_with_year(facts, periods)
    facts = of_those_open(facts, days)
    opened = open_rows(facts, days).filter(IS_OLD_ENOUGH)
    staff = looked_up(on_some_day(facts.cases, facts.contacts, days, of="staff"), opened)
    return shares(opened.with_columns(staff=staff), pl.col("staff") == 1)


def one_function(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases that one function answers for without a break, among all open cases.

    Reads:  facts.cases and facts.contacts; periods, first days of months.
    Gives:  as `old_enough`, of all open cases. The part: contact periods of one function cover
            every day from the first with any contact period, not before opened_on nor before the
            twelve months that end with d, up to d. The staff may change. A case without a
            contact period in these days is not in the part.
    Source: B10.
    """
    days = days_with_year(facts, periods)
    facts = of_those_open(facts, days)
    opened = open_rows(facts, days)
    unbroken = looked_up(_unbroken_from(facts, days), opened)
    since = days["since"][opened["column"]]
    asked_from = np.maximum(numbers(since), numbers(opened["opened_on"]))
    return shares(
        opened.with_columns(has_no_break=unbroken <= pl.Series(asked_from)), pl.col("has_no_break")
    )


def staff_changes(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Changes of staff within the twelve months, per days on which cases were open in them.

    Reads:  facts.cases and facts.contacts; periods, first days of months.
    Gives:  period, unit_id, target_group, part (changes), whole (days), cases (those open on some
            day), sorted by the first three. The twelve months end with the month's last day, or
            the last day that the facts cover; their first and last day both count.
    Edges:  a change is a contact period that begins while the case is open, in a function where
            another began on an earlier day, with a staff key that is not among those that began on
            the latest such day. The same key twice on one day is one change.
    Source: B9.
    """
    days = days_with_year(facts, periods)
    facts = of_those_open(facts, days)
    opened, closed = (numbers(facts.cases[name])[:, None] for name in ("opened_on", "closed_on"))
    begins, past = numbers(days["since"]), numbers(days["day"]) + 1
    days_open = np.minimum(closed, past) - np.maximum(opened, begins)
    changes = on_some_day(facts.cases, _changes(facts), days)
    return tallied(facts.cases, days["period"], changes, np.maximum(days_open, 0))


def _changes(facts: Facts) -> pl.DataFrame:
    """Every change of staff while its case was open, as a span of one day."""
    contacts = placed(facts.contacts.filter(is_some_time()), facts.cases, "opened_on", "closed_on")
    function, staff = _function(contacts)[0], numbered(contacts["staff"])
    # each function's days on which somebody began are numbered in order, so that the number before
    # is its latest earlier such day, if it belongs to the same function
    day_of, number = _numbered(function, numbers(contacts["starts_on"]))
    keys = int(staff.max(initial=0)) + 1
    who, at = np.unique(number * keys + staff, return_index=True)
    number = number[at]
    had_another = (number > 0) & (day_of[number - 1] == day_of[number])
    place = np.searchsorted(who, who - keys)
    is_change = had_another & (who[place] != who - keys)
    changed = contacts[at].filter(is_change)
    while_open = (pl.col("starts_on") >= pl.col("opened_on")) & (
        pl.col("starts_on") < pl.col("closed_on").fill_null(NEVER)
    )
    ends_on = pl.col("starts_on").dt.offset_by("1d")
    return changed.filter(while_open).select("case_id", "starts_on", ends_on=ends_on)


def _numbered(function: np.ndarray, on: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different pairs of function and day: the function of each, and each row's pair number."""
    pairs, number = np.unique(function * LINE + on, return_inverse=True)
    of_pair = np.empty_like(pairs)
    of_pair[number] = function
    return of_pair, number


def _function(contacts: pl.DataFrame) -> tuple[np.ndarray, int]:
    """A number for each contact period's case and function, and the divisor that gives its row."""
    code = numbered(contacts["function"])
    codes = int(code.max(initial=0)) + 1
    return contacts["row"].to_numpy() * codes + code, codes


def _unbroken_from(facts: Facts, days: pl.DataFrame) -> np.ndarray:
    """For each case and day, the earliest day since which one function answers without a break.

    A run of a function's contact periods that covers every day up to `day` has no break since its
    own first day. Nor has it since an earlier day if no contact period of any function runs between
    the two, that is, back to the day on which the last of those before had ended.

    Gives: a table of days as numbers, FAR where no contact period runs.
    """
    # what had ended before the first of the days is ignored
    near = facts.contacts.filter(
        pl.col("starts_on") <= pl.lit(days["day"].max(), pl.Date),
        pl.col("ends_on").fill_null(NEVER) > pl.lit(days["since"].min(), pl.Date),
        is_some_time(),
    )
    contacts = placed(near, facts.cases)
    table = np.full((facts.cases.height, days.height), FAR)
    row, begins, first, past = _runs(contacts)
    unbroken = np.minimum(begins, _ended_before(contacts, row, begins))
    day = numbers(days["day"])
    column, last = np.searchsorted(day, first), np.searchsorted(day, past)
    times = last - column
    of = np.repeat(np.arange(len(row)), times)
    step = np.arange(len(of)) - np.repeat(times.cumsum() - times, times)
    np.minimum.at(table, (row[of], column[of] + step), unbroken[of])
    return table


def _runs(contacts: pl.DataFrame) -> tuple[np.ndarray, ...]:
    """Contact periods by function, without overlap: row, first day of the run, first, past.

    A run is a stretch in which every day is covered.
    """
    function, codes = _function(contacts)
    starts, ends = numbers(contacts["starts_on"]), numbers(contacts["ends_on"])
    function, first, past = apart(function, starts, ends)
    goes_on = (function[1:] == function[:-1]) & (first[1:] == past[:-1])
    begins = np.arange(len(first))
    begins[1:][goes_on] = 0
    return function // codes, first[np.maximum.accumulate(begins)], first, past


def _ended_before(contacts: pl.DataFrame, row: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The day on which the case's last contact period before `day` had ended; -FAR without one."""
    starts, ends = numbers(contacts["starts_on"]), numbers(contacts["ends_on"])
    of, first, past = apart(contacts["row"].to_numpy(), starts, ends)
    place = np.searchsorted(of * LINE + first, row * LINE + day) - 1
    return np.where((place >= 0) & (of[place] == row), past[place], -FAR)
