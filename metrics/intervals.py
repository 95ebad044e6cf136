"""How many cases are open, and how many open and close, from the days they do so.

A case is open on `opened_on` and not on `closed_on` (null: still going). One that opens and
closes on the same day is counted as opened and as closed, and is never open.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import polars as pl

from metrics import columns, periods
from metrics.chains import gaps, parallel, time_to_first

__all__ = ["gaps", "monthly", "parallel", "stock", "time_to_first"]

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def stock(spells: Frame, days: Iterable[date], by: Sequence[str] = ()) -> Frame:
    """How many cases are open on each day.

    Reads:  spells, one row a case: opened_on, closed_on (null while open), and `by`.
    Gives:  …by, day, open: every day asked for, once each, for every group among the spells,
            sorted. The same kind of frame as given; a LazyFrame is read at once.
    Raises: ValueError for a null opened_on, or a closed_on before it.

    Null in a group column is a group of its own, first in order.
    """
    asked = pl.Series("day", sorted(set(days)), dtype=pl.Date)
    return _like(spells, _flows(spells, asked, by).select(*by, "day", "open"))


def monthly(spells: Frame, first: date, last: date, by: Sequence[str] = ()) -> Frame:
    """How many cases open and close in each month, and are open at its end.

    Reads:  spells as for `stock`. `first` and `last` are any day in their months, both included.
    Gives:  …by, month, opened, closed, open_end (open on the month's last day), sorted; every
            month for every group among the spells. Always
            open_end = open_end of the month before + opened − closed.
    Raises: as `stock`; ValueError too when the month of `last` comes before that of `first`.
    """
    before = periods.month(first) - periods.DAY
    ends = pl.Series("day", [before, *periods.month_ends(first, last)], dtype=pl.Date)
    flows = _flows(spells, ends, by).filter(pl.col("day") > before)
    month = pl.col("day").dt.month_start().alias("month")
    return _like(spells, flows.select(*by, month, "opened", "closed", open_end="open"))


def _flows(spells: pl.DataFrame | pl.LazyFrame, days: pl.Series, by: Sequence[str]) -> pl.DataFrame:
    """Each group × each of the sorted days: opened and closed since the day before it, and open.

    "Since the day before" is for the first day everything up to and with it, so that the running
    sum of opened − closed is what is open. Two counts over the spells; the rest is small.
    """
    read = columns.read(spells, {"opened_on": pl.Date}, dict.fromkeys(by) | {"closed_on": pl.Date})
    columns.demand_order(read, "opened_on", "closed_on")
    read = read.with_columns(everyone=True)
    group = [*by, "everyone"]
    flows = (
        read.select(group)
        .unique()
        .sort(group)
        .join(days.to_frame().with_row_index("reached"), how="cross", maintain_order="left_right")
    )
    for name in ("opened", "closed"):
        flows = flows.join(
            _counted(read, f"{name}_on", days, group).rename({"len": name}),
            on=[*group, "reached"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
    flows = flows.with_columns(pl.col("opened", "closed").fill_null(0).cast(pl.Int64))
    return flows.with_columns(open=(pl.col("opened") - pl.col("closed")).cum_sum().over(group))


def _counted(read: pl.DataFrame, name: str, days: pl.Series, group: list[str]) -> pl.DataFrame:
    """How many rows first count on which of the days: `reached` is its place among them."""
    dated = read.select(*group, name).drop_nulls(name)
    reached = days.search_sorted(dated[name], side="left").alias("reached")
    return dated.with_columns(reached).group_by(*group, "reached").len()


def _like(given: Frame, answer: pl.DataFrame) -> Frame:
    return answer.lazy() if isinstance(given, pl.LazyFrame) else answer
