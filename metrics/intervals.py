"""How many cases are open, and how many open and close, from the days on which they do.

A case is open on `opened_on` and not on `closed_on` (null: still going). One that opens and
closes on the same day is counted as opened and as closed, and is never open.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import polars as pl

from metrics import columns, periods
from metrics.episodes import gaps, parallel, time_to_first, waits_by_month
from metrics.lines import numbers, places

__all__ = ["gaps", "monthly", "parallel", "stock", "time_to_first", "waits_by_month"]

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def stock(spells: Frame, days: Iterable[date], by: Sequence[str] = ()) -> Frame:
    """How many cases are open on each day.

    Reads:  spells, one row per case: opened_on, closed_on (null while open), and `by`.
    Gives:  …by, day, open: one row per group among the spells and distinct day, sorted. The same
            kind of frame as given; a LazyFrame is read at once.
    Raises: ValueError for a null opened_on, or a closed_on before it.

    Null in a group column is a group of its own, first in order.
    """
    sorted_days = pl.Series("day", sorted(set(days)), dtype=pl.Date)
    return _like(spells, _turnover(spells, sorted_days, by).select(*by, "day", "open"))


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
    turnover = _turnover(spells, ends, by).filter(pl.col("day") > before)
    month = pl.col("day").dt.month_start().alias("month")
    return _like(spells, turnover.select(*by, month, "opened", "closed", open_end="open"))


def _turnover(
    spells: pl.DataFrame | pl.LazyFrame, days: pl.Series, by: Sequence[str]
) -> pl.DataFrame:
    """Each group × each of the sorted days: opened and closed since the previous one, and open.

    For the first day all that opened or closed up to and including it is counted, so that the
    running sum of opened − closed is the number open.
    """
    read = columns.read(spells, {"opened_on": pl.Date}, dict.fromkeys(by) | {"closed_on": pl.Date})
    columns.demand_order(read, "opened_on", "closed_on")
    group = [*by, "everyone"]
    groups = read.with_columns(everyone=None).group_by(group).agg("opened_on", "closed_on")
    groups = groups.sort(group)
    opened, closed = (_counted(groups[name], days) for name in ("opened_on", "closed_on"))
    return (
        groups.select(by or group)
        .join(days.to_frame(), how="cross", maintain_order="left_right")
        .with_columns(
            opened=opened.ravel(), closed=closed.ravel(), open=(opened - closed).cumsum(1).ravel()
        )
    )


def _counted(dated: pl.Series, days: pl.Series) -> np.ndarray:
    """For each row and sorted day, how many of the row's days lie after the previous one, up to it.

    Days after the last sorted day are left out, and so are nulls.
    """
    wide = len(days) + 1
    row = np.repeat(np.arange(len(dated)), dated.list.len().to_numpy())
    reached = places(numbers(days), numbers(dated.explode()))
    counts = np.bincount(row * wide + reached, minlength=len(dated) * wide)
    return counts.reshape(len(dated), wide)[:, :-1]


def _like(given: Frame, answer: pl.DataFrame) -> Frame:
    if isinstance(given, pl.LazyFrame):
        return answer.lazy()
    return answer
