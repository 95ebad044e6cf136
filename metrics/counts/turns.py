"""How many are on at each time that is asked about: those that have begun, less those that are over.

Much less work than to look at every time for everyone: each is counted twice, however long it is.
"""

from datetime import date

import polars as pl

CELL = ("unit_id", "target_group")
KEYS = ("period", *CELL)
NEVER = date(9999, 1, 1)


def on_each(asked: pl.DataFrame, whole: pl.DataFrame, part: pl.DataFrame) -> pl.DataFrame:
    """How many spans are on at each time asked about, by cell.

    Reads:  asked: period, at; whole and part, a span a row: unit_id, target_group, first, past (the
            first time at which it is not on). Times are numbers: of days, or of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three; one row where
            the whole is any.
    """
    turns = pl.concat([_turns(whole, "whole"), _turns(part, "part")], how="diagonal")
    at_once = turns.group_by(*CELL, "at").agg(pl.col("part", "whole").sum()).sort("at")
    so_far = at_once.with_columns(pl.col("part", "whole").cum_sum().over(CELL))
    cells = asked.join(turns.select(CELL).unique(), how="cross").sort("at")
    told = cells.join_asof(so_far, on="at", by=CELL, check_sortedness=False)
    return told.filter(pl.col("whole") > 0).select(*KEYS, "part", "whole").sort(KEYS)


def _turns(spans: pl.DataFrame, count: str) -> pl.DataFrame:
    """How many more are on from each time, by cell."""
    some, many = spans.filter(pl.col("first") < pl.col("past")), pl.len().cast(pl.Int64)
    begun = some.group_by(*CELL, at="first").agg(many.alias(count))
    return pl.concat([begun, some.group_by(*CELL, at="past").agg((-many).alias(count))])


def number(day: str | pl.Expr) -> pl.Expr:
    """A day as a number, null as one that never comes."""
    days = pl.col(day) if isinstance(day, str) else day
    return days.fill_null(NEVER).to_physical().cast(pl.Int64)
