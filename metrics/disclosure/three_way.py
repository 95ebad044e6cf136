"""A second margin of a three-way table, beside a first that is already published.

People by row, column and side (unit × target group × with or without a plan). Rows × sides are
published and stay as they are; columns × sides are protected here. The inner cells are never shown,
yet each is secret if it is small, since the two margins together may reveal it.

- The two margins share their last row, the sides of all. If any of it is hidden, nothing is shown
  by column in that period.
- Partners are chosen among columns × sides as in any table of two columns. That what is then shown
  is safe is proven, period by period, by whole tables that exist (`metrics.disclosure.proof`). If
  the proof fails, a column is hidden (the one that it fails for, or else the one with the fewest
  people) and it is tried again. If nothing more can be hidden, nothing is shown by column, not even
  a zero: readers then have the first margin alone.
- Secret inner cells are held and remembered like those of the margins.
- What is hidden by column and not small is k or more, if it is shown later. Where the proof needs
  it to be less, what is hidden by column is held too (`metrics.disclosure.later`), as is what would
  let a head learn of a small rest.

Not promised, besides what `metrics.disclosure` does not promise: what other tables about the same
people reveal together with these.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics import columns
from metrics.disclosure.grid import Grid
from metrics.disclosure.later import told_later
from metrics.disclosure.memory import Marks, Unchanged, Was, digest, marked, nothing_of, pattern
from metrics.disclosure.proof import Proof
from metrics.disclosure.protection import check_cells, protect_again


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
    """The figures of columns × sides, with those hidden that could reveal single persons.

    Reads:  table, one row per cell of a full cross of `apart` and `by` (the columns of row, column
            and side): `count`, whole numbers from 0;
            given, how rows × sides are published, with their margins: `apart`, the row's column,
            the side's (null: all), shown, secret and loose, as `protect_again` gave them. A figure
            without a row there is taken as hidden;
            before, what was hidden last time, as this function gave it, with its digests.
    Takes:  knows, whether rows are units whose heads know their own; k and hold as `protect`.
    Gives:  as `protect_again`: one row per figure of columns × sides (null in the row's column)
            except those over all columns, and one hidden row per secret inner cell, to be
            remembered.
    Raises: ValueError as `protect` does.
    """
    row, column, side = by
    order = [apart, *by]
    cells = check_cells(table, order, count).sort(order)
    if cells.is_empty():
        return nothing_of(cells)
    grid = Grid(tuple(cells[name].unique().sort() for name in by))
    periods = cells.select(pl.col(apart).unique().sort())
    keys = periods.join(grid.keys, how="cross", maintain_order="left_right")
    shape = (periods.height, *(len(values) + 1 for values in grid.levels))
    chosen = protect_again(
        cells.group_by(apart, column, side).agg(pl.col(count).sum()),
        [column, side],
        count,
        before=None
        if before is None
        else before.filter(pl.col(row).is_null()).drop("loose", "digest", strict=False),
        k=k,
        apart=apart,
        hold=hold,
        public=[(None, value) for value in [*grid.levels[2], None]],
    )
    by_row = _marks(keys, given, [apart, row, side], shape)
    by_column = _marks(keys, chosen, [apart, column, side], shape)
    was = pattern(keys, _by_column(before, column), shape)
    months = _Months(k, knows, hold, grid.fill(cells[count]).reshape(shape), by_row, by_column, was)
    made = marked(keys, count, months.counts, months.settled())
    in_margin = pl.col(row).is_null() & pl.col(column).is_not_null()
    inside = pl.col(row).is_not_null() & pl.col(column).is_not_null()
    return made.filter(in_margin | (inside & pl.col("secret")))


def _by_column(before: pl.DataFrame | None, column: str) -> pl.DataFrame | None:
    """What was hidden, with the digests of this table alone and not of the first margin."""
    if before is None or "digest" not in before.columns:
        return before
    return before.with_columns(digest=pl.when(pl.col(column).is_not_null()).then("digest"))


def _marks(
    keys: pl.DataFrame, published: pl.DataFrame, on: list[str], shape: tuple[int, ...]
) -> tuple[np.ndarray, ...]:
    """Whether the published figure that each figure belongs to is shown, secret and loose."""
    marks: dict[str, columns.Kind] = {
        "shown": pl.Boolean,
        "secret": pl.Boolean,
        "loose": pl.Boolean,
    }
    read = columns.read(published, marks, {name: keys.schema[name] for name in on})
    joined = keys.join(read, on=on, how="left", nulls_equal=True, maintain_order="left")
    return tuple(joined[mark].fill_null(False).to_numpy().reshape(shape) for mark in marks)


@dataclass(frozen=True)
class _Months:
    """The figures of every period: periods × rows × columns × sides, with the margins last.

    `by_row` and `by_column` are arrays of the same shape: whether the figure in that margin to
    which each figure belongs is shown, whether it is secret, and whether it is loose.
    """

    k: int
    knows: bool
    hold: int
    counts: np.ndarray
    by_row: tuple[np.ndarray, ...]
    by_column: tuple[np.ndarray, ...]
    was: Was

    def settled(self) -> Marks:
        """Which figures are hidden when everything is proven, which are secret, which loose."""
        unchanged = Unchanged(self.was, self.hold)
        small = self._small(self.counts)
        for row in range(self.counts.shape[1] - 1 if self.knows else 0):
            own = self.counts[:, row, :-1]
            small[:, -1, :-1] |= told_later(self.counts[:, -1, :-1], own, self.k)
        shown, secrets, loose = (np.zeros_like(small) for _ in range(3))
        for at, figures in enumerate(self.counts):
            past = slice(max(0, at - self.hold), at)
            if unchanged.is_same(self._digest(at)):
                shown[at] = ~self.was.hidden[at]
                secrets[at] = self.was.secret[at]
                loose[at] = self._loose_already(at) | self.was.loose[at]
                continue
            held = small[past].any(axis=0) | small[at]
            secret = (held | self.was.secret[at]) & (figures > 0)
            secret[:, -1] = self.by_row[1][at][:, -1]
            secret[-1, :-1] |= self.by_column[1][at][-1, :-1]
            secret[-1, -1] = False
            stays = secret | (loose[past].any(axis=0) & (figures > 0))
            is_shown = np.zeros_like(secret)
            is_shown[:, -1] = self.by_row[0][at][:, -1]
            is_shown[-1, :-1] = self.by_column[0][at][-1, :-1] & ~stays[-1, :-1]
            loose[at] = self._loose_already(at)
            shown[at], more = self._proven(figures, secret, is_shown, loose[at])
            loose[at] |= more | self.was.lasting(at, held)
            secrets[at] = secret
            margin = np.s_[at, -1, :-1]
            unchanged.settle(
                (~shown[margin], self.was.hidden[margin]),
                (loose[margin], self.was.loose[margin]),
                (secret[:, :-1], self.was.secret[at][:, :-1]),
            )
        return Marks(~shown, secrets, loose, unchanged.digests)

    def _digest(self, at: int) -> str:
        """A digest of a period's figures, and of how its first margin is published."""
        terms = (self.k, self.knows, self.hold)
        return digest(terms, self.counts[at], *(marks[at] for marks in self.by_row))

    def _loose_already(self, at: int) -> np.ndarray:
        """Those that are loose in the margins as they were protected by themselves."""
        loose = np.zeros(self.counts.shape[1:], dtype=bool)
        loose[:, -1] = self.by_row[2][at][:, -1]
        loose[-1, :-1] = self.by_column[2][at][-1, :-1]
        return loose

    def _small(self, counts: np.ndarray) -> np.ndarray:
        return (counts > 0) & (counts < self.k)

    def _proven(
        self, figures: np.ndarray, secret: np.ndarray, is_shown: np.ndarray, loose: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which figures can be shown, at most those of `is_shown`, and which more are loose.

        Nothing by column if need be.
        """
        nothing, none = is_shown.copy(), np.zeros_like(secret)
        nothing[-1, :-1] = False
        if is_shown[-1, -1].all():
            strict, freer = (self._proof(figures, secret, loose) for _ in range(2))
            while (failed := strict.fails(is_shown)) is not None:
                more = self._hidden_by_column(figures, is_shown)
                freer.loosen(more)
                if self.hold and freer.fails(is_shown) is None:
                    return is_shown, more
                column = _next(figures, is_shown, failed)
                if column is None:
                    break
                is_shown[-1, column] &= figures[-1, column] == 0
            else:
                return is_shown, none
        if self.hold and self._is_told_later(figures, secret, nothing, loose):
            return nothing, self._hidden_by_column(figures, nothing)
        return nothing, none

    def _hidden_by_column(self, figures: np.ndarray, is_shown: np.ndarray) -> np.ndarray:
        """The figures by column that are hidden and not small."""
        hidden = np.zeros_like(is_shown)
        hidden[-1, :-1] = ~is_shown[-1, :-1] & (figures[-1, :-1] >= self.k)
        return hidden

    def _is_told_later(
        self, figures: np.ndarray, secret: np.ndarray, is_shown: np.ndarray, loose: np.ndarray
    ) -> bool:
        """Whether later periods would tell what the shown figures do not tell by themselves."""
        by_columns = loose.copy()
        by_columns[-1, :-1] = True
        later, now = (self._proof(figures, secret, free) for free in (loose, by_columns))
        now.show(is_shown)
        return any(now.proves(*demand) for demand in later.unproven(is_shown))

    def _proof(self, figures: np.ndarray, secret: np.ndarray, loose: np.ndarray) -> Proof:
        bounded = (figures >= self.k) & ~loose & bool(self.hold)
        return Proof(figures, secret, self.k, self.knows, np.where(bounded, self.k, 1))


def _next(figures: np.ndarray, is_shown: np.ndarray, failed: int) -> int | None:
    """The column to hide: the one that failed, or else the one with fewest people; None if none."""
    open_ = np.logical_or.reduce(is_shown[-1, :-1] & (figures[-1, :-1] > 0), axis=-1)
    if failed < len(open_) and open_[failed]:
        return failed
    left = np.flatnonzero(open_)
    return int(min(left, key=lambda column: figures[-1, column, -1])) if left.size else None
