"""Counts of almost the same people, such as households and the adults in them, hidden alike.

Each household has one adult or two, so the adults of a group that are shown say within which
numbers its households lie, and the other way round. So what is hidden in any of the tables is
hidden in all, unless it is zero, and what is not small where another is may be small itself: else
five adults would say that there are three households or more. Then one says of another's hidden
figures what follows from sums over the same hidden ones alone. That is not proven to be nothing: of
400 tables drawn as small as can be, two readers of each, it left fewer numbers possible in four.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl

from metrics.disclosure.protection import protect_again


class Alike(NamedTuple):
    """A table as `protect_again` reads it, and what of its terms is its own."""

    cells: pl.DataFrame
    before: pl.DataFrame
    keep: Sequence[tuple] = ()
    beside: int = 0


def protect_alike(
    tables: Sequence[Alike], by: Sequence[str], count: str, *, apart: str, **terms: Any
) -> list[pl.DataFrame]:
    """Tables of the same people, each as `protect_again` protects it, and hidden alike.

    Reads:  tables, with the same columns; one may have cells or periods that another lacks.
    Takes:  by, count, apart and terms, as `protect_again` does.
    Gives:  what `protect_again` gives of each. What is secret in one is secret in all, and loose
            where it is not small; what is hidden in one is hidden in all, unless it is zero there.
            A single table is as it would be by itself.

    Each is made again with what the others hide until none hides more: what one has hidden on the
    way is hidden, though it would not be needed in the end.
    """

    def made(table: Alike, others: Sequence[pl.DataFrame]) -> pl.DataFrame:
        own = {"before": table.before, "keep": table.keep, "beside": table.beside}
        there = _together(others) if others else None
        return protect_again(table.cells, by, count, apart=apart, same_people=there, **own, **terms)

    hidden = [_together([each.before.select(apart, *by, "secret")]) for each in tables]
    while True:
        was, shown = hidden.copy(), []
        for at, each in enumerate(tables):
            shown.append(made(each, [*hidden[:at], *hidden[at + 1 :]]))
            more = shown[at].filter(~pl.col("shown")).select(apart, *by, "secret")
            hidden[at] = _together([hidden[at], more])
        if len(tables) == 1 or all(map(pl.DataFrame.equals, was, hidden)):
            return shown


def _together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """What is hidden in any of them, and whether it is secret in any: sorted."""
    rows = pl.concat(frames)
    keys = [name for name in rows.columns if name != "secret"]
    return rows.group_by(keys).agg(pl.col("secret").any()).sort(keys, nulls_last=True)
