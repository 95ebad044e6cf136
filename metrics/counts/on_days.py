"""Counts for every case on each of the days that figures are counted on, all at once.

They are kept in tables (arrays) with one row per case, in the order of facts.cases, and one column
per day or month. That is smaller, and faster, than joining the days with everything that belongs to
the cases.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from metrics.counts.open_cases import CELL, KEYS, days_asked, open_cases
from metrics.facts import Facts
from metrics.lines import NEVER, apart, matched, numbered, numbers, places

YEAR = 12  # months
COUNT = np.int32  # wide enough for the days and spans of any case, in half the memory


def days_with_year(facts: Facts, periods: Sequence[date]) -> pl.DataFrame:
    """The days of `days_asked`, each with the first day of the twelve months that end on it.

    Gives: period, day, since, sorted. For 31 May since is 1 June, for 15 June 16 June; both the
    first and the last day are included.
    """
    since = pl.col("day").dt.offset_by("1d").dt.offset_by(f"-{YEAR}mo")
    return days_asked(facts, periods).with_columns(since=since)


def of_those_open(facts: Facts, days: pl.DataFrame) -> Facts:
    """The facts with only the cases open from the first since (or day) to the last day."""
    begins = pl.lit(days["since" if "since" in days.columns else "day"].min(), pl.Date)
    ends = pl.lit(days["day"].max(), pl.Date)
    closed = pl.col("closed_on").fill_null(NEVER)
    return replace(facts, cases=facts.cases.filter(pl.col("opened_on") <= ends, closed > begins))


def open_rows(facts: Facts, days: pl.DataFrame) -> pl.DataFrame:
    """`open_cases` in few columns, and the `row` and `column` of each in the tables of counts."""
    few = facts.cases.select("case_id", *CELL, "opened_on", "closed_on", "needs_parallel")
    opened = open_cases(replace(facts, cases=few.with_row_index("row")), days)
    return opened.with_columns(column=days["period"].search_sorted(opened["period"]))


def looked_up(table: np.ndarray, rows: pl.DataFrame) -> pl.Series:
    """The value in a table for each row of `open_rows`."""
    return pl.Series(table[rows["row"].to_numpy(), rows["column"].to_numpy()])


def on_some_day(
    cases: pl.DataFrame, spans: pl.DataFrame, days: pl.DataFrame, of: str | None = None
) -> np.ndarray:
    """The number of each case's spans that include some day from `since` to `day`, both included.

    Reads:  cases, case_id; spans, case_id, starts_on, ends_on, and `of`: spans with the same value
            count once (two of the same party are one party); days, day and since (without since
            only the day itself), sorted.
    Gives:  a table: one row per case, one column per day.
    """
    since = days["since" if "since" in days.columns else "day"]
    starts, ends = (numbers(spans[name]) for name in ("starts_on", "ends_on"))
    first, past = places(numbers(days["day"]), starts), places(numbers(since), ends)
    within = np.flatnonzero((first < past) & (starts < ends))
    at, group = matched(cases["case_id"], spans["case_id"].gather(within))
    at = within[at]
    first, past = first[at], past[at]
    if of:
        code = numbered(spans[of].gather(at))
        codes = int(code.max(initial=0)) + 1
        group, first, past = apart(group * codes + code, first, past)
        group = group // codes
    return covering(group, first, past, (cases.height, days.height))


def is_some_time() -> pl.Expr:
    """Whether a span has any day; one that ends on the day it starts has none."""
    return pl.col("starts_on") < pl.col("ends_on").fill_null(NEVER)


def placed(spans: pl.DataFrame, cases: pl.DataFrame, *also: str) -> pl.DataFrame:
    """The spans that belong to one of the cases, with its `row` and the columns `also`."""
    at, row = matched(cases["case_id"], spans["case_id"])
    return spans[at].with_columns(*(cases[name].gather(row) for name in also), row=row)


def tallied(
    cases: pl.DataFrame, periods: pl.Series, part: np.ndarray, whole: np.ndarray
) -> pl.DataFrame:
    """The sums of two tables, one row per period and cell, over cases whose whole is not 0.

    Gives: period, unit_id, target_group, part, whole, cases (the number of those cases), sorted by
    the first three.
    """
    row, column = np.nonzero(whole)
    cells = cases.select(CELL)[row].with_columns(
        period=periods[column],
        part=pl.Series(part[row, column]),
        whole=pl.Series(whole[row, column]),
    )
    return (
        cells.group_by(KEYS)
        .agg(pl.col("part", "whole").cast(pl.Int64).sum(), cases=pl.len().cast(pl.Int64))
        .sort(KEYS)
    )


def covering(
    row: np.ndarray, first: np.ndarray, past: np.ndarray, shape: tuple[int, int]
) -> np.ndarray:
    """The number of spans of columns that cover each column of each row of a table.

    Reads: for each span its row, first column, and past, the first column after it, which may be
    one beyond the table.
    """
    ones = np.ones(len(row), COUNT)
    turns = _summed(row, (first, ones), (past, -ones), shape=shape)
    # the changes in each row sum to 0, so that a running sum over all rows starts again in each
    return turns.cumsum(out=turns).reshape(shape[0], shape[1] + 1)[:, :-1]


def added(
    row: np.ndarray, *places: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> np.ndarray:
    """A table with sums of numbers, given as the row of each and pairs of (column, number).

    Numbers in the column after the last are left out.
    """
    return _summed(row, *places, shape=shape).reshape(shape[0], shape[1] + 1)[:, :-1]


def _summed(
    row: np.ndarray, *places: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> np.ndarray:
    """The table of `added` with rows end to end, each with the column after the last."""
    rows, wide = shape[0], shape[1] + 1
    sums = np.zeros(rows * wide, COUNT)
    for column, number in places:
        np.add.at(sums, row * wide + column, number.astype(COUNT, copy=False))
    return sums
