"""A second margin of a table three ways, beside a first that is published already.

People by row, column and side (unit × target group × with or without a plan). Rows × sides are
published and stay as they are; here columns × sides are chosen. No cell inside is ever shown, yet
each is a secret when it is small: two margins may tell of it together.

- The two margins share their last row, the sides of all. Where any of it is hidden, nothing is
  shown by column in that period.
- Partners are chosen among columns × sides as in any table of two columns, and what then is shown
  is proven, period by period, by whole tables that exist (`metrics.disclosure.proof`). Where the
  proof fails a column is hidden, the one it fails for or else that of the fewest people, and it is
  tried again. Where nothing more can be hidden, nothing is shown by column, not even a zero:
  readers then have the first margin alone.
- Held and remembered are the secrets inside as those of the margins.

Not promised, besides what never is: what other tables of the same people reveal with these.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics import columns
from metrics.disclosure.grid import Grid
from metrics.disclosure.proof import Proof
from metrics.disclosure.protection import check_cells, pattern, protect_again


def protect_across(
    table: pl.DataFrame,
    by: Sequence[str],
    count: str,
    *,
    apart: str,
    given: pl.DataFrame,
    before: pl.DataFrame | None = None,
    k: int = 5,
    knows: bool = False,
    hold: int = 0,
) -> pl.DataFrame:
    """The figures of columns × sides, with those hidden that could tell of single persons.

    Reads:  table, one row per cell of a full cross of `apart` and `by` (a row's column, a column's
            and a side's): `count`, whole numbers from 0;
            given, how rows × sides are published, with their margins: `apart`, the row's column,
            the side's (null: all of them), shown and secret, as `protect_again` gave them. What
            is not there is taken as hidden;
            before, what was hidden then, as this function gave it.
    Takes:  knows, whether rows are units whose heads know theirs; k and hold as `protect`.
    Gives:  as `protect_again`, one row per figure of columns × sides (null in the row's column) but
            for that of all, and one a secret inside, hidden, to be remembered.
    Raises: ValueError as `protect` does.
    """
    row, column, side = by
    order = [apart, *by]
    cells = check_cells(table, order, count).sort(order)
    if cells.is_empty():
        return cells.with_columns(shown=pl.lit(True), secret=pl.lit(False))
    grid = Grid(tuple(cells[name].unique().sort() for name in by))
    periods = cells.select(pl.col(apart).unique().sort())
    keys = periods.join(grid.keys, how="cross", maintain_order="left_right")
    shape = (periods.height, *(len(values) + 1 for values in grid.levels))
    chosen = protect_again(
        cells.group_by(apart, column, side).agg(pl.col(count).sum()),
        [column, side],
        count,
        before=None if before is None else before.filter(pl.col(row).is_null()),
        k=k,
        apart=apart,
        hold=hold,
        public=[(None, value) for value in [*grid.levels[2], None]],
    )
    by_row = _marks(keys, given, [apart, row, side], shape)
    by_column = _marks(keys, chosen, [apart, column, side], shape)
    _, was_secret = pattern(keys, before, shape)
    months = _Months(
        k, knows, hold, grid.fill(cells[count]).reshape(shape), by_row, by_column, was_secret
    )
    shown, secret = months.settled()
    made = keys.with_columns(
        pl.Series(count, months.counts.ravel()), shown=shown.ravel(), secret=secret.ravel()
    ).with_columns(pl.when("shown").then(count))
    in_margin = pl.col(row).is_null() & pl.col(column).is_not_null()
    inside = pl.col(row).is_not_null() & pl.col(column).is_not_null()
    return made.filter(in_margin | (inside & pl.col("secret")))


def _marks(
    keys: pl.DataFrame, published: pl.DataFrame, on: list[str], shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Whether the published figure that each figure belongs to is shown, and whether secret."""
    marks = {"shown": pl.Boolean, "secret": pl.Boolean}
    read = columns.read(published, marks, {name: keys.schema[name] for name in on})
    joined = keys.join(read, on=on, how="left", nulls_equal=True, maintain_order="left")
    shown, secret = (joined[mark].fill_null(False).to_numpy().reshape(shape) for mark in marks)
    return shown, secret


@dataclass(frozen=True)
class _Months:
    """The figures of every period, periods × rows × columns × sides, margins last.

    The marks have the same shape, shown before secret: `by_row` and `by_column` give each figure
    the mark of the figure it belongs to in that margin.
    """

    k: int
    knows: bool
    hold: int
    counts: np.ndarray
    by_row: tuple[np.ndarray, np.ndarray]
    by_column: tuple[np.ndarray, np.ndarray]
    was_secret: np.ndarray

    def settled(self) -> tuple[np.ndarray, np.ndarray]:
        """The figures that are shown when everything is proven, and those that are secrets."""
        small = (self.counts > 0) & (self.counts < self.k)
        shown = np.zeros_like(small)
        secrets = np.zeros_like(small)
        for at, figures in enumerate(self.counts):
            held = small[max(0, at - self.hold) : at + 1].any(axis=0)
            secret = (held | self.was_secret[at]) & (figures > 0)
            secret[:, -1] = self.by_row[1][at][:, -1]
            secret[-1, :-1] = self.by_column[1][at][-1, :-1]
            secret[-1, -1] = False
            told = np.zeros_like(secret)
            told[:, -1] = self.by_row[0][at][:, -1]
            told[-1, :-1] = self.by_column[0][at][-1, :-1]
            shown[at], secrets[at] = self._proven(figures, secret, told), secret
        return shown, secrets

    def _proven(self, figures: np.ndarray, secret: np.ndarray, told: np.ndarray) -> np.ndarray:
        """The figures shown: at most those of `told`, and nothing by column if need be."""
        nothing = told.copy()
        nothing[-1, :-1] = False
        if not told[-1, -1].all():
            return nothing
        proof = Proof(figures, secret, self.k, self.knows)
        while (failed := proof.fails(told)) is not None:
            column = _next(figures, told, failed)
            if column is None:
                return nothing
            told[-1, column] &= figures[-1, column] == 0
        return told


def _next(figures: np.ndarray, told: np.ndarray, failed: int) -> int | None:
    """The column to hide: the one that failed, or else that of fewest people; None if none."""
    open_ = np.logical_or.reduce(told[-1, :-1] & (figures[-1, :-1] > 0), axis=-1)
    if failed < len(open_) and open_[failed]:
        return failed
    left = np.flatnonzero(open_)
    return int(min(left, key=lambda column: figures[-1, column, -1])) if left.size else None
