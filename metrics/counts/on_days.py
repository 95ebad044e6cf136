"""What is so of each case on the days that figures are asked about, all cases and days at once.

It is kept in tables (arrays) with a row a case, in the order of facts.cases, and a column a day
or month asked about: smaller, and sooner made, than a join between the days and all that belongs
to the cases.
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
COUNT = np.int32  # holds the days and spans of any case, in half the memory of what is wider


def days_with_year(facts: Facts, periods: Sequence[date]) -> pl.DataFrame:
    """The days asked about, each with the first of the twelve months that end with it.

    Gives: period, day, since, sorted. From 1 June to 31 May, both in it; from 16 June to 15 June.
    """
    since = pl.col("day").dt.offset_by("1d").dt.offset_by(f"-{YEAR}mo")
    return days_asked(facts, periods).with_columns(since=since)


def of_those_open(facts: Facts, days: pl.DataFrame) -> Facts:
    """The facts with those cases alone that are open some day from the first asked about on."""
    begins = pl.lit(days["since" if "since" in days.columns else "day"].min(), pl.Date)
    ends = pl.lit(days["day"].max(), pl.Date)
    closed = pl.col("closed_on").fill_null(NEVER)
    return replace(facts, cases=facts.cases.filter(pl.col("opened_on") <= ends, closed > begins))


def open_rows(facts: Facts, days: pl.DataFrame) -> pl.DataFrame:
    """`open_cases` in few columns, each with its `row` in a table and the `column` of its day."""
    few = facts.cases.select("case_id", *CELL, "opened_on", "closed_on", "needs_parallel")
    opened = open_cases(replace(facts, cases=few.with_row_index("row")), days)
    return opened.with_columns(column=days["period"].search_sorted(opened["period"]))


def looked_up(table: np.ndarray, rows: pl.DataFrame) -> pl.Series:
    """What a table says of each of some `open_rows`."""
    return pl.Series(table[rows["row"].to_numpy(), rows["column"].to_numpy()])


def on_some_day(
    cases: pl.DataFrame, spans: pl.DataFrame, days: pl.DataFrame, of: str | None = None
) -> np.ndarray:
    """How many of each case's spans are on some day from `since` to `day`, both included.

    Reads:  cases, case_id; spans, case_id, starts_on, ends_on, and `of`: those of one `of` are one
            (two of a party are one party); days, day and since (without it `day` alone), sorted.
    Gives:  a table: a row a case, a column a day.
    """
    since = days["since" if "since" in days.columns else "day"]
    starts, ends = (numbers(spans[name]) for name in ("starts_on", "ends_on"))
    first, past = places(numbers(days["day"]), starts), places(numbers(since), ends)
    asked = np.flatnonzero((first < past) & (starts < ends))
    at, group = matched(cases["case_id"], spans["case_id"].gather(asked))
    at = asked[at]
    first, past = first[at], past[at]
    if of:
        code = numbered(spans[of].gather(at))
        many = int(code.max(initial=0)) + 1
        group, first, past = apart(group * many + code, first, past)
        group = group // many
    return covering(group, first, past, (cases.height, days.height))


def is_some_time() -> pl.Expr:
    """Whether a span is more than nothing: one that ends as it starts is on no day."""
    return pl.col("starts_on") < pl.col("ends_on").fill_null(NEVER)


def placed(spans: pl.DataFrame, cases: pl.DataFrame, *also: str) -> pl.DataFrame:
    """The spans that belong to some of the cases, with the case's `row` and what else is asked."""
    at, row = matched(cases["case_id"], spans["case_id"])
    return spans[at].with_columns(*(cases[name].gather(row) for name in also), row=row)


def tallied(
    cases: pl.DataFrame, periods: pl.Series, part: np.ndarray, whole: np.ndarray
) -> pl.DataFrame:
    """What tables say, a period and cell a row; a case counts where its whole is more than none.

    Gives: period, unit_id, target_group, part, whole, cases (how many), sorted by the first three.
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
    """How many spans of columns cover each column of each row of a table.

    Reads: row; first, and past, the first column that is not in it, at most one past the table.
    """
    ones = np.ones(len(row), COUNT)
    turns = _summed(row, (first, ones), (past, -ones), shape=shape)
    # those of each row make none together, so that a sum over all of them begins anew with a row
    return turns.cumsum(out=turns).reshape(shape[0], shape[1] + 1)[:, :-1]


def added(
    row: np.ndarray, *places: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> np.ndarray:
    """A table with numbers added in some columns of its rows: each a column, and how much.

    One column past the table is of no matter.
    """
    return _summed(row, *places, shape=shape).reshape(shape[0], shape[1] + 1)[:, :-1]


def _summed(
    row: np.ndarray, *places: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> np.ndarray:
    """What `added` says, row after row in one line, each with a column past the table."""
    rows, wide = shape[0], shape[1] + 1
    sums = np.zeros(rows * wide, COUNT)
    for column, much in places:
        np.add.at(sums, row * wide + column, much.astype(COUNT, copy=False))
    return sums
