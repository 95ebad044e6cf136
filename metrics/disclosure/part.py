"""A part of a figure that is already published, whose wholes and perhaps sums are given.

The table has rows and sides (units × with or without a plan; units × remaining or left). The wholes
of the rows, and the whole of them all, are published as another figure, shown or hidden, and stay
as they are. One whole may have several parts, each protected by itself:

- Where the whole of a row is shown it is a constant, and no part reveals another.
- Where it is hidden, nothing of the row is shown, not even a zero. Its sides are then bounded by
  the sums only, and every whole that was possible still is: whatever the wholes of such rows are,
  their sides can be chosen to give the same sums.
- Such rows are pooled into one row that is never shown and is held as one, since their sum can be
  worked out from the rest. It is secret if it is small, or if a side of any of its rows is: what
  the other rows can absorb is bounded, and would bound that side from below. The head of one of
  them knows their own row, so the pool without it is secret too if it is small.
- Where rows are not units, a head may know their own unit's part of every row, so a row without
  that part is secret too if it is small.
- If the whole of all rows is hidden, or a given sum is, nothing is shown in that period. The same
  holds if hiding every figure that may be hidden is not enough: what the given figures reveal by
  themselves can't be undone here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics import columns
from metrics.disclosure.choice import partners
from metrics.disclosure.grid import Grid
from metrics.disclosure.network import arcs
from metrics.disclosure.protection import PARTNER_BEFORE, check_cells, pattern
from metrics.disclosure.readers import Demand, Reader, Watch, Watches, demands, readers

OUTSIDER = Reader(frozenset(), frozenset())


def protect_part(
    table: pl.DataFrame,
    by: Sequence[str],
    count: str,
    *,
    apart: str,
    wholes: pl.DataFrame,
    sums: pl.DataFrame | None = None,
    own: pl.DataFrame | None = None,
    before: pl.DataFrame | None = None,
    k: int = 5,
    knows: bool = False,
    hold: int = 0,
) -> pl.DataFrame:
    """The cells and margins of a part, with those hidden that could reveal single persons.

    Reads:  table, one row per cell of a full cross of `apart` and `by` (the columns of row and
            side): `count`, whole numbers from 0;
            wholes, how the wholes are published: `apart`, the row's column (null: all rows), shown.
            A whole without a row there is taken as hidden;
            sums, how the sums over rows are published elsewhere: `apart`, the side's column, shown;
            None when they are not published, and may be shown or hidden here;
            own, where rows are not units, what the head of each unit knows of the table: head,
            `apart`, `by` and `count`, with no row where the count is 0;
            before, as `protect_again`.
    Takes:  knows, whether rows are units whose heads know their own; k and hold as `protect`.
    Gives:  as `protect_again`, with the margins; the wholes are shown as they are elsewhere.
    Raises: ValueError as `protect` does.
    """
    (row, side), order = by, [apart, *by]
    cells = check_cells(table, order, count).sort(order)
    if cells.is_empty():
        return cells.with_columns(shown=pl.lit(True), secret=pl.lit(False))
    grid = Grid((cells[row].unique().sort(), cells[side].unique().sort()))
    periods = cells.select(pl.col(apart).unique().sort())
    keys = periods.join(grid.keys, how="cross", maintain_order="left_right")
    shape = (periods.height, len(grid.levels[0]) + 1, len(grid.levels[1]) + 1)
    sides = keys.filter(pl.col(row).is_null() & pl.col(side).is_not_null())
    rows = keys.filter(pl.col(side).is_null())
    months = _Months(
        k,
        knows,
        hold,
        counts=grid.fill(cells[count]).reshape(shape),
        own=[
            grid.fill(head_counts).reshape(shape) for head_counts in _own(cells, own, order, count)
        ],
        is_open=_shown(rows, wholes, [apart, row]).reshape(shape[:2]),
        given=None if sums is None else _shown(sides, sums, [apart, side]).reshape(shape[0], -1),
    )
    was = pattern(keys, before, (len(keys), 1))
    hidden, secret = months.hidden(*(marks.reshape(shape) for marks in was))
    return keys.with_columns(
        pl.Series(count, months.counts.ravel()), shown=~hidden.ravel(), secret=secret.ravel()
    ).with_columns(pl.when("shown").then(count))


def _shown(keys: pl.DataFrame, published: pl.DataFrame, on: list[str]) -> np.ndarray:
    """For each key, whether the published figure with the same values in `on` is shown."""
    read = columns.read(published, {"shown": pl.Boolean}, {name: keys.schema[name] for name in on})
    marks = keys.join(read, on=on, how="left", nulls_equal=True, maintain_order="left")
    return marks["shown"].fill_null(False).to_numpy()


def _own(
    cells: pl.DataFrame, own: pl.DataFrame | None, order: list[str], count: str
) -> Iterator[pl.Series]:
    """For each head, the count that they know of every cell, in the order of the cells."""
    for _, own_rows in own.group_by("head", maintain_order=True) if own is not None else ():
        counts = cells.select(order).join(own_rows, on=order, how="left", maintain_order="left")
        yield counts[count].fill_null(0)


@dataclass(frozen=True)
class _Months:
    """The figures of every period, periods × rows × sides with the margins last, and what is given.

    own:      for each head what they know of the figures, where rows are not units
    is_open:  whether each whole is shown
    given:    whether each sum is shown; None when sums are chosen here
    """

    k: int
    knows: bool
    hold: int
    counts: np.ndarray
    own: Sequence[np.ndarray]
    is_open: np.ndarray
    given: np.ndarray | None

    def hidden(
        self, was_hidden: np.ndarray, was_secret: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which figures are hidden, and which of them are secret; both shaped as the counts."""
        hidden, secrets = np.ones_like(was_hidden), np.zeros_like(was_secret)
        hidden[:, :, -1] = ~self.is_open
        for at, figures in enumerate(self.counts):
            small = self._small(self.counts[max(0, at - self.hold) : at + 1]).any(axis=0)
            small |= np.logical_or.reduce([self._small(figures - own[at]) for own in self.own])
            secret = (small | was_secret[at]) & (figures > 0)
            secret[:, -1] = False
            secrets[at] = secret
            if not self.is_open[at, -1] or (self.given is not None and not self.given[at].all()):
                continue
            partner = hidden[at - 1] & ~secrets[at - 1] if at else np.zeros_like(secret)
            stays = was_hidden[at] & (figures > 0) & ~secret
            hidden[at, :, :-1] = self._period(at, secret, stays, partner)[:, :-1]
        return hidden, secrets

    def _small(self, counts: np.ndarray) -> np.ndarray:
        return (counts > 0) & (counts < self.k)

    def _period(
        self, at: int, secret: np.ndarray, stays: np.ndarray, partner: np.ndarray
    ) -> np.ndarray:
        """Which figures are hidden in one period; all of them when no choice is enough."""
        is_open = self.is_open[at, :-1]
        table = _pooled(self.counts[at], is_open)
        secret, stays, partner = (_pooled(marks, is_open) for marks in (secret, stays, partner))
        if not is_open.all():  # the pooled row is never shown
            held = [_pooled(past, is_open)[-2] for past in self.counts[max(0, at - self.hold) : at]]
            secret[-2] |= self._small(np.array([*held, table[-2]])).any(axis=0) & (table[-2] > 0)
            stays[-2] = (table[-2] > 0) & ~secret[-2]
        free = (table > 0) & ~secret & ~stays
        for marks in (secret, stays, free):
            marks[:, -1] = False
            if self.given is not None:
                marks[-1] = False
        costs = (1 + 0.02 * np.log1p(table)) * np.where(partner, PARTNER_BEFORE, 1)
        costs[-1] *= 4
        watch = Watches([self._everyone(table, secret), *self._heads(at, table, secret)])
        if not watch.safe((secret | stays | free).ravel().astype(float).tolist()):
            return np.ones_like(self.counts[at], dtype=bool)
        chosen = secret | stays
        sure, choice = (np.flatnonzero(marks) for marks in (chosen, free))
        chosen.ravel()[partners(watch, costs.ravel(), sure, choice)] = True
        hidden = np.ones_like(self.counts[at], dtype=bool)
        hidden[:-1][is_open], hidden[-1] = chosen[: is_open.sum()], chosen[-1]
        return hidden

    def _everyone(self, table: np.ndarray, secret: np.ndarray) -> Watch:
        """The watch for outsiders and, where rows are units, for the head of each row."""
        grid, counts = _grid(table), table.ravel().tolist()
        ends, seers = arcs(grid.places), readers(grid, counts, 0 if self.knows else None)
        return Watch(ends, counts, seers, self._demands(table, secret))

    def _heads(self, at: int, table: np.ndarray, secret: np.ndarray) -> Iterator[Watch]:
        """For each head whose unit is not a shown row, the watch of the table less their part."""
        is_open = self.is_open[at, :-1]
        own_tables = [_pooled(own[at], is_open) for own in self.own]
        for row in self.counts[at, :-1][~is_open] if self.knows else ():
            own_tables.append(np.zeros_like(table))
            own_tables[-1][[-2, -1]] = row
        for own in own_tables:
            left = table - own
            others = self._small(left)
            others[-1] = False
            needs = self._demands(left, (others | secret) & (left > 0))
            yield Watch(arcs(_grid(table).places), left.ravel().tolist(), [OUTSIDER], needs)

    def _demands(self, table: np.ndarray, secret: np.ndarray) -> list[Demand]:
        """The demands for the secret figures of a table, except the wholes."""
        is_sum = len(table) - 1
        return [
            demand
            for row, side in np.argwhere(secret[:, :-1]).tolist()
            for demand in demands(
                row * table.shape[1] + side, int(table[row, side]), row != is_sum, self.k
            )
        ]


def _grid(table: np.ndarray) -> Grid:
    return Grid(tuple(pl.Series(range(length - 1)) for length in table.shape))


def _pooled(figures: np.ndarray, is_open: np.ndarray) -> np.ndarray:
    """The open rows, then the others pooled into one row if there are any, and the margin."""
    others = figures[:-1][~is_open].sum(0, dtype=figures.dtype, keepdims=True)
    return np.concatenate([figures[:-1][is_open], others[: (~is_open).sum()], figures[-1:]])
