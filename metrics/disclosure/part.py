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

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from metrics import columns
from metrics.disclosure.choice import partners
from metrics.disclosure.grid import Grid
from metrics.disclosure.later import loosened, told_later
from metrics.disclosure.memory import Marks, Unchanged, Was, digest, marked, nothing_of, pattern
from metrics.disclosure.network import arcs
from metrics.disclosure.protection import KEPT, PARTNER_BEFORE, check_cells
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
        return nothing_of(cells)
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
    marks = months.hidden(pattern(keys, before, shape))
    return marked(keys, count, months.counts, marks)


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

    def hidden(self, was: Was) -> Marks:
        """Which figures are hidden, secret and loose; all shaped as the counts."""
        unchanged = Unchanged(was, self.hold)
        hidden, secrets = np.ones_like(was.hidden), np.zeros_like(was.secret)
        hidden[:, :, -1] = ~self.is_open
        loose = np.zeros_like(was.secret)
        for at, figures in enumerate(self.counts):
            partner = hidden[at - 1] & ~secrets[at - 1] if at else np.zeros_like(secrets[at])
            if unchanged.is_same(self._digest(at)):
                hidden[at], secrets[at], loose[at] = was.hidden[at], was.secret[at], was.loose[at]
                continue
            secret = (self.held[at] | was.secret[at]) & (figures > 0)
            secret[:, -1] = False
            secrets[at] = secret
            may_hide = (figures > 0) & ~secret
            lasts = loose[max(0, at - self.hold) : at].any(axis=0) & may_hide
            stays = lasts | (was.hidden[at] & may_hide)
            marks, loose[at] = self._period(at, secret, lasts, stays, partner)
            loose[at] |= was.lasting(at, self.held[at])
            hidden[at, :, :-1] = marks[:, :-1]
            loose[at] &= hidden[at]  # a whole that is shown is remembered by nobody
            before = was.hidden[at], was.secret[at], was.loose[at]
            now = hidden[at], secrets[at], loose[at]
            unchanged.settle(*zip(now, before, strict=True))
        return Marks(hidden, secrets, loose, unchanged.digests)

    def _digest(self, at: int) -> str:
        """A digest of a period's figures, and of how those above are published."""
        given = None if self.given is None else self.given[at].tolist()
        terms = (self.k, self.knows, self.hold, self.is_open[at].tolist(), given, len(self.own))
        return digest(terms, self.counts[at], *(counts[at] for counts in self.own))

    @cached_property
    def held(self) -> np.ndarray:
        """Whether each figure is small, or was in a period before; for anybody who knows a part."""
        now = np.logical_or.reduce([self._small(self.counts - own) for own in (0, *self.own)])
        lasts = [told_later(self.counts, own, self.k) for own in self.own]
        lasts = np.logical_or.reduce([self._small(self.counts), *lasts])
        before = [lasts[max(0, at - self.hold) : at].any(axis=0) for at in range(len(now))]
        return now | np.array(before)

    def _small(self, counts: np.ndarray) -> np.ndarray:
        return (counts > 0) & (counts < self.k)

    def _period(
        self,
        at: int,
        secret: np.ndarray,
        lasts: np.ndarray,
        stays: np.ndarray,
        partner: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which figures are hidden in one period, and which of them are loose.

        All of them are hidden when no choice is enough, or nothing can be shown. `lasts` is hidden
        since it was loose, `stays` also since it was hidden before.
        """
        is_open = self.is_open[at, :-1]
        everything = np.ones_like(self.counts[at], dtype=bool)
        table = _pooled(self.counts[at], is_open)
        secret, lasts, stays, partner = (
            _pooled(marks, is_open) for marks in (secret, lasts, stays, partner)
        )
        if not is_open.all():  # the pooled row is never shown
            held = [_pooled(past, is_open)[-2] for past in self.counts[max(0, at - self.hold) : at]]
            secret[-2] |= self._small(np.array([*held, table[-2]])).any(axis=0) & (table[-2] > 0)
            lasts[-2] = stays[-2] = (table[-2] > 0) & ~secret[-2]
        may_hide = (table > 0) & ~secret
        for marks in (secret, lasts, stays, may_hide):
            marks[:, -1] = False
            if self.given is not None:
                marks[-1] = False

        def watch_of(loose: np.ndarray) -> Watches:
            watches = self._watches(at, table, secret, loose.reshape(table.shape))
            return Watches([watch for watch in watches if watch.demands])

        degrees = (secret | may_hide).ravel().astype(float).tolist()
        loose = np.ones(table.size, dtype=bool)
        if not watch_of(loose).each:
            loose[:] = False
        elif self.hold:
            loose = self._loose(watch_of, secret | lasts, may_hide)
        watch = watch_of(loose)
        unpooled = self._unpooled(loose.reshape(table.shape), is_open) & (self.counts[at] >= self.k)
        if not (self._can_show(at) and watch.safe(degrees)):
            return everything, unpooled
        costs = (1 + 0.02 * np.log1p(table)) * np.where(partner, PARTNER_BEFORE, 1)
        costs[-1] *= 4 * KEPT
        chosen = secret | stays
        sure, choice = (np.flatnonzero(marks) for marks in (chosen, may_hide & ~stays))
        chosen.ravel()[partners(watch, costs.ravel(), sure, choice)] = True
        everything[:-1][is_open], everything[-1] = chosen[: is_open.sum()], chosen[-1]
        return everything, unpooled & everything

    def _loose(
        self, watch_of: Callable[[np.ndarray], Watches], sure: np.ndarray, may_hide: np.ndarray
    ) -> np.ndarray:
        """Those that must be loose: cells rather than that a sum is hidden."""
        is_cell = np.ones(sure.shape, dtype=bool)
        is_cell[-1] = False
        kinds = (is_cell.ravel(), ~is_cell.ravel())
        for hidden in (may_hide & is_cell, may_hide):
            loose, is_enough = loosened(watch_of, (sure | hidden).ravel(), kinds)
            if is_enough:
                break
        return loose

    def _can_show(self, at: int) -> bool:
        """Whether the whole of all rows is shown, and every sum that is given."""
        return bool(self.is_open[at, -1] and (self.given is None or self.given[at].all()))

    def _unpooled(self, marks: np.ndarray, is_open: np.ndarray) -> np.ndarray:
        """Marks of the pooled table for each figure: those of the pool stand for all its rows."""
        spread = np.repeat(marks[-2:-1], len(is_open) + 1, axis=0)
        spread[:-1][is_open], spread[-1] = marks[: is_open.sum()], marks[-1]
        return spread

    def _watches(
        self, at: int, table: np.ndarray, secret: np.ndarray, loose: np.ndarray
    ) -> Iterator[Watch]:
        """The watches over what is small, and over what was and is held.

        For outsiders and, where rows are units, the head of each row; and for each head whose unit
        is not a shown row, over the table less their part.
        """
        is_open, ends = self.is_open[at, :-1], arcs(_grid(table).places)
        seers = readers(_grid(table), table.ravel().tolist(), 0 if self.knows else None)
        nothing = np.zeros_like(self.counts[at])
        for own in (nothing, *self._known(at)):
            left = table - _pooled(own, is_open)
            others = self._small(left) & (own is not nothing)
            others[-1] = False
            watched = (others | secret) & (left > 0)
            for small in (True, False):
                room = self._falls(at, own, loose, is_held=not small)
                needs = self._demands(left, watched & (self._small(left) == small))
                yield Watch(ends, room, seers if own is nothing else [OUTSIDER], needs)

    def _known(self, at: int) -> Iterator[np.ndarray]:
        """What each head whose unit is not a shown row knows of the figures."""
        yield from (own[at] for own in self.own)
        for row in np.flatnonzero(~self.is_open[at, :-1]) if self.knows else ():
            own = np.zeros_like(self.counts[at])
            own[[row, -1]] = self.counts[at, row]
            yield own

    def _falls(self, at: int, own: np.ndarray, loose: np.ndarray, is_held: bool) -> list[int]:
        """How far each figure of the pooled table can fall, less what a head knows of it (`own`).

        What is left of a figure of k or more stays so many that the figure does, but for a loose
        one, or one that is held while another that is held is tried (`is_held`). The pooled row is
        never seen, but each of its rows may be, later: it can fall as far as they can together.
        """
        counts, is_open = self.counts[at], self.is_open[at, :-1]
        left = counts - own
        free = (counts < self.k) | (self.held[at] & is_held)
        room = np.where(free, left, np.minimum(left, counts - self.k))
        furthest = _pooled(left, is_open) - 1
        pooled = np.where(loose, furthest, np.minimum(_pooled(room, is_open), furthest))
        return pooled.clip(min=0).ravel().tolist()

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
