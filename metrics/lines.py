"""The days of all rows as numbers on one line, row after row, so that one sort or sum does for all.

Each row has a stretch of the line to itself, so a running maximum or a search over the whole line
starts again with every row. That takes a third of the time of a window function.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl

NEVER = date(9999, 1, 1)
_EPOCH = date(1970, 1, 1)
AT_NEVER = (NEVER - _EPOCH).days
LINE = 4_000_000  # more than there are days from the first date to the last, before 1970 and after
SPARSE = 8  # how many times wider than the number of keys a look-up table may be
FEW = 1 << 40  # this many rows times LINE still fit in 64 bits


def earliest(days: pl.Series) -> date | None:
    """The earliest of some days; None if there is none."""
    first = days.min()
    return first if isinstance(first, date) else None


def latest(days: pl.Series) -> date | None:
    """The latest of some days; None if there is none."""
    last = days.max()
    return last if isinstance(last, date) else None


def numbers(days: pl.Series) -> np.ndarray:
    """Days since 1970; null is AT_NEVER."""
    filled = days.fill_null(NEVER) if days.null_count() else days
    return filled.to_physical().to_numpy().astype(np.int64)


def dates(numbers: np.ndarray) -> pl.Series:
    """Days since 1970 as dates."""
    return pl.Series(numbers).cast(pl.Int32).cast(pl.Date)


def months_after(day: str | pl.Expr, months: int) -> pl.Expr:
    """Each day `months` later: the same day of the month, or the last day of a shorter month."""
    return _each_once(day, lambda days: days.dt.offset_by(f"{months}mo"))


def begun_on(day: str | pl.Expr, months: int) -> pl.Expr:
    """The first day of the month, quarter (3) or half-year (6) that each day belongs to."""
    return _each_once(day, lambda days: days.dt.truncate(f"{months}mo"))


def _each_once(day: str | pl.Expr, change: Callable[[pl.Series], pl.Series]) -> pl.Expr:
    """Each day changed, computed once for every day from the first to the last and then looked up.

    The same few thousand days recur many times, so this takes a quarter of the time.
    """

    def look_up(days: pl.Series) -> pl.Series:
        first, last = earliest(days), latest(days)
        if first is None or last is None or (last - first).days > days.len():
            return change(days)
        changed = change(pl.date_range(first, last, eager=True))
        return changed.gather(days.to_physical() - (first - _EPOCH).days)

    day = pl.col(day) if isinstance(day, str) else day
    return day.map_batches(look_up, return_dtype=pl.Date, is_elementwise=False)


def in_one_line(row: str, day: str) -> pl.Expr:
    """The days of every row as numbers on the line; `row` is a column of integers below FEW."""
    return pl.col(day).to_physical() + pl.col(row).cast(pl.Int64) * LINE


def numbered(names: pl.Series) -> np.ndarray:
    """A whole number from 0 for each name, equal for equal names and in the order of the names.

    Null comes first and equals the empty string. No number is larger than SPARSE × the number of
    names.
    """
    if not names.dtype.is_integer():
        words = names.cast(pl.String).fill_null("")
        return words.cast(pl.Enum(words.unique().sort())).to_physical().cast(pl.Int64).to_numpy()
    bounds = None if names.null_count() else _bounds(names)
    if bounds and bounds[1] - bounds[0] <= SPARSE * len(names):
        return names.cast(pl.Int64).to_numpy() - bounds[0]
    return names.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()


def last_of_each(numbers: np.ndarray) -> np.ndarray:
    """The index of the last occurrence of each number, in the order of the numbers."""
    order = np.argsort(numbers, kind="stable")
    in_order = numbers[order]
    return order[np.append(in_order[1:] != in_order[:-1], np.ones(min(1, len(order)), bool))]


def apart(
    group: np.ndarray, first: np.ndarray, past: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same days, group by group, as spans that do not overlap.

    Reads and gives: group (from 0 up), first, and past (the first day after the span); the result
    is sorted by group and first. Spans that touch are not united, and one without a day is left
    out.
    """
    base = group * LINE
    begins = base + first
    order = np.argsort(begins)
    begins, base = begins[order], base[order]
    ends = np.maximum.accumulate(base + past[order])
    begins[1:] = np.maximum(begins[1:], ends[:-1])
    kept = begins < ends
    base = base[kept]
    return base // LINE, begins[kept] - base, ends[kept] - base


def narrow(numbers: np.ndarray) -> np.ndarray:
    """The numbers less the least of them, in as few bits as needed: 16 bits sort in one sweep."""
    if not len(numbers):
        return numbers
    from_zero = numbers - numbers.min()
    return from_zero.astype(np.min_scalar_type(from_zero.max()))


def places(days: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """np.searchsorted(days, wanted) for sorted whole numbers that lie near each other.

    By a look-up table, which takes a third of the time where there are many.
    """
    if not len(days):
        return np.zeros(len(wanted), np.int64)
    first, last = days[0], days[-1]
    table = np.searchsorted(days, np.arange(first, last + 2))
    return table[np.clip(wanted, first, last + 1) - first]


def matched(keys: pl.Series, wanted: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    """A join by index: for each match the index in `wanted`, and the index in `keys`.

    Both are 64-bit arrays in the order of `wanted`; null matches nothing. Unique keys that are
    whole numbers near each other are looked up in a table, in a quarter of the time of a join.
    """
    if pairs_of_places := _looked_up(keys, wanted):
        return pairs_of_places
    pairs = (
        wanted.alias("key").to_frame().with_row_index("asked").join(
            keys.alias("key").to_frame().with_row_index("place"), on="key", maintain_order="left"
        )
    )  # fmt: skip
    asked_at, place = (pairs[name].cast(pl.Int64).to_numpy() for name in ("asked", "place"))
    return asked_at, place


def _bounds(numbers: pl.Series) -> tuple[int, int] | None:
    """The least and the greatest of whole numbers; None without any, or where one is too large."""
    least, most = numbers.min(), numbers.max()
    if not isinstance(least, int) or not isinstance(most, int):
        return None
    return (least, most) if least > -FEW and most < FEW else None


def _looked_up(keys: pl.Series, wanted: pl.Series) -> tuple[np.ndarray, np.ndarray] | None:
    """The same by a table from the least key to the greatest; None if that is not possible."""
    if not (_are_numbers(keys) and _are_numbers(wanted)):
        return None
    bounds = _bounds(keys)
    if bounds is None or _bounds(wanted) is None:
        return None
    first, last = bounds
    keys, wanted = keys.cast(pl.Int64), wanted.cast(pl.Int64)  # narrower ones would turn over
    if last - first > SPARSE * (len(keys) + len(wanted)):
        return None
    row, place = keys.to_numpy() - first, np.arange(len(keys))
    table = np.full(last - first + 1, -1)
    table[row] = place
    if not np.array_equal(table[row], place):
        return None
    near = wanted.is_between(first, last).to_numpy()
    places_found = np.full(len(wanted), -1)
    places_found[near] = table[wanted.to_numpy()[near] - first]
    at = np.flatnonzero(places_found >= 0)
    return at, places_found[at]


def _are_numbers(values: pl.Series) -> bool:
    """Whether they are whole numbers, at least one and none of them null."""
    return values.dtype.is_integer() and not values.null_count() and not values.is_empty()
