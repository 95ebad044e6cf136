"""Protecting the figures of a table of one or two columns, period by period."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics import columns
from metrics.disclosure.choice import partners
from metrics.disclosure.grid import Grid
from metrics.disclosure.later import falls, loosened
from metrics.disclosure.memory import (
    FOR_MEMORY,
    Marks,
    Unchanged,
    Was,
    digest,
    marked,
    nothing_of,
    pattern,
)
from metrics.disclosure.network import arcs
from metrics.disclosure.readers import Watch, Watches, demands, readers

LEAST_WHOLE = 10  # a share of fewer people is not shown
KEPT, PARTNER_BEFORE = 50, 0.3


def protect(
    table: pl.DataFrame,
    by: Sequence[str],
    count: str,
    k: int = 5,
    apart: str | None = None,
    knows: str | None = None,
    hold: int = 0,
    keep: Collection[Hashable] = (),
) -> pl.DataFrame:
    """The cells and margins of a table, with those hidden that could reveal single persons.

    Reads:  table, one row per cell of a full cross of `by` (and `apart`), zeros included, in any
            order: the columns `by`, one or two; `count`, whole numbers from 0; `apart`, the
            period, where there is one. Margins are computed here, never passed in.
    Takes:  k, the least number that is not small; knows, the column of `by` whose units have heads
            that know all figures of their own; hold, for how many periods a figure that was small
            stays hidden, counted in the periods present; keep, what is to be hidden last: a value
            stands for all figures that have it in some column of `by`, a tuple of one value per
            column (None where summed over) for that figure alone.
    Gives:  one row per cell and margin of each period: `apart`, `by` (null where summed over),
            `count` (Int64, null where hidden), shown (Boolean). Sorted by `apart`, then `by`, the
            margins last. An empty table gives no rows.
    Raises: ValueError for a missing column, a null, a negative count, a cell given twice or not
            at all, k under 2, hold under 0, `knows` not in `by`, and more than two columns in
            `by`: a table of three is not a network, and is not supported.

    The rules are in the docstring of `metrics.disclosure`.
    """
    terms = {"k": k, "apart": apart, "knows": knows, "hold": hold, "keep": keep}
    return protect_again(table, by, count, before=None, **terms).drop(FOR_MEMORY)


def protect_again(
    table: pl.DataFrame,
    by: Sequence[str],
    count: str,
    *,
    before: pl.DataFrame | None,
    k: int = 5,
    apart: str | None = None,
    knows: str | None = None,
    hold: int = 0,
    keep: Collection[Hashable] = (),
    public: Collection[tuple] = (),
    beside: int = 0,
    same_people: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """As `protect`, for a table that has been shown before: a correction can only hide more.

    Reads:  before, one row per figure that was hidden then: `apart`, `by` (null where summed over),
            secret and loose (Boolean), digest, as this function gave them; None when nothing has
            been shown. Rows for figures that the table does not have are ignored. Without loose,
            whoever keeps them holds on to what was loose; without digest, everything is proven
            again;
            same_people, one row per figure that is hidden in a table of the same people: `apart`,
            `by`, secret. It is hidden here too, unless it is zero, and secret and loose if it is
            secret there (`metrics.disclosure.alike`).
    Takes:  public, figures that everybody knows whatever is hidden here, such as the size of a
            closed list: one value per column, None where summed over. They are shown and never
            secret; if hiding all others is not enough, all others are hidden;
            beside, the least that another figure of the same people is shown for, such as the
            kronor that households were paid: where that is shown, it says that they are so many.
    Gives:  what `protect` gives, and columns that are for the store and for tables protected beside
            this one, never for a reader: secret, hidden because it is small or held and not as a
            partner; loose, a partner that is held too, where anything is (see
            `metrics.disclosure.later`); digest, of the period (`metrics.disclosure.memory`).

    A figure that was secret is still treated as small in its own period, and one that was a partner
    stays hidden, whatever they have become, unless they are zero. What was secret or loose then and
    would not be now is held all the same: what is shown later would say what it was.
    """
    by, order = list(by), [*([apart] if apart else []), *by]
    _check_terms(by, k, knows, hold, keep)
    cells = check_cells(table, order, count).sort(order)
    if cells.is_empty():
        return nothing_of(cells)
    grid = Grid(tuple(cells[name].unique().sort() for name in by))
    policy = Policy(k, by.index(knows) if knows else None, hold, tuple(keep), tuple(public), beside)
    counts = grid.fill(cells[count])
    keys = grid.keys
    if apart:
        periods = cells.select(pl.col(apart).unique().sort())
        keys = periods.join(keys, how="cross", maintain_order="left_right")
    others = None if same_people is None else pattern(keys, same_people, counts.shape)
    marks = policy.hidden(grid, counts, pattern(keys, before, counts.shape), others)
    return marked(keys, count, counts, marks)


@dataclass(frozen=True)
class Policy:
    """What counts as small, who knows what, how long figures are held, and what is hidden last."""

    k: int
    axis: int | None
    hold: int
    keep: tuple[Hashable, ...]
    public: tuple[tuple, ...]
    beside: int

    def hidden(self, grid: Grid, counts: np.ndarray, was: Was, others: Was | None = None) -> Marks:
        """Which figures are hidden, which of them are secret and not partners, and which loose.

        All arrays have one row per period and one column per figure. `others` says how they are in
        other tables of the same people.
        """
        terms = (self, [values.to_list() for values in grid.levels])
        unchanged = Unchanged(was, self.hold)
        small = (counts > 0) & (counts < self.k)
        weights = 4.0**grid.summed_over * np.where(self._kept(grid), KEPT, 1)
        is_public = np.array([key in self.public for key in grid.keys.iter_rows()])
        hidden, secrets, loose = (np.zeros_like(small) for _ in range(3))
        partner = hidden[0]
        for at, figures in enumerate(counts):
            past = slice(max(0, at - self.hold), at)
            there = [others.secret[at], others.hidden[at]] if others else []
            if unchanged.is_same(digest(*terms, figures, *there)):
                hidden[at], secrets[at], loose[at] = was.hidden[at], was.secret[at], was.loose[at]
                partner = hidden[at] & ~secrets[at]
                continue
            held = small[past].any(axis=0) | small[at]
            secret_there, hidden_there = there or [np.zeros_like(held)] * 2
            secret = (held | was.secret[at] | secret_there) & (figures > 0) & ~is_public
            costs = weights * (1 + 0.02 * np.log1p(figures)) * np.where(partner, PARTNER_BEFORE, 1)
            may_hide = (figures > 0) & ~secret & ~is_public
            lasts = loose[past].any(axis=0) & may_hide
            stays = lasts | ((was.hidden[at] | hidden_there) & may_hide)
            marks = _Marks(secret, lasts, stays, may_hide, secret_there)
            partner, loose[at] = self._partners(grid, figures, marks, costs)
            loose[at] |= was.lasting(at, held)
            hidden[at], secrets[at] = secret | partner, secret
            before = was.hidden[at], was.secret[at], was.loose[at]
            now = hidden[at], secrets[at], loose[at]
            unchanged.settle(*zip(now, before, strict=True))
        return Marks(hidden, secrets, loose, unchanged.digests)

    def _kept(self, grid: Grid) -> list[bool]:
        return [
            key in self.keep or any(value in self.keep for value in key if value is not None)
            for key in grid.keys.iter_rows()
        ]

    def _partners(
        self, grid: Grid, figures: np.ndarray, marks: "_Marks", costs: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which figures are partners, those that stay hidden and the cheapest others needed.

        And which of them are loose, to be hidden for as long as what is held.
        """

        if not marks.secret.any():
            return marks.stays, np.zeros_like(marks.stays)

        def watch_of(loose: np.ndarray) -> Watches:
            return Watches(list(self._watches(grid, figures, marks.secret, loose)))

        loose = np.ones_like(marks.secret)
        if self.hold:
            loose = self._loose(grid, watch_of, marks) | marks.loose
        sure = np.flatnonzero(marks.secret | marks.stays)
        free = np.flatnonzero(marks.may_hide & ~marks.stays)
        partner = marks.stays.copy()
        partner[partners(watch_of(loose), costs, sure, free)] = True
        return partner, (partner | marks.secret) & loose & (figures >= self.k) & bool(self.hold)

    def _loose(
        self, grid: Grid, watch_of: Callable[[np.ndarray], Watches], marks: "_Marks"
    ) -> np.ndarray:
        """Those that must be loose: cells rather than that one of `keep` is hidden."""
        kinds = [grid.summed_over == number for number in range(len(grid.levels) + 1)]
        sure = marks.secret | marks.lasts  # not what was hidden before: the same again is the same
        for hidden in (marks.may_hide & ~np.array(self._kept(grid)), marks.may_hide):
            loose, is_enough = loosened(watch_of, sure | hidden, kinds)
            if is_enough:
                break
        return loose

    def _watches(
        self, grid: Grid, figures: np.ndarray, secret: np.ndarray, loose: np.ndarray
    ) -> Iterator[Watch]:
        """The watch over what is small, and that over what was and is held."""
        counts, is_cell = figures.tolist(), grid.summed_over == 0
        ends, seers, small = arcs(grid.places), readers(grid, counts, self.axis), figures < self.k
        for watched, free in ((secret & small, loose), (secret & ~small, loose | secret)):
            needs = [
                demand
                for figure in np.flatnonzero(watched).tolist()
                for demand in demands(figure, counts[figure], is_cell[figure], self.k)
            ]
            room = falls(figures, self.k, free, self.beside)
            yield Watch(ends, room.tolist(), seers, needs)


@dataclass(frozen=True)
class _Marks:
    """Which figures of a period are secret, and which may be partners.

    lasts: those that are hidden since they were loose; stays: those and what was hidden before;
    loose: those that are loose whether or not that is needed here
    """

    secret: np.ndarray
    lasts: np.ndarray
    stays: np.ndarray
    may_hide: np.ndarray
    loose: np.ndarray


def _check_terms(
    by: Sequence[str], k: int, knows: str | None, hold: int, keep: Collection[Hashable]
) -> None:
    if not 1 <= len(by) <= 2:
        raise ValueError(f"by must name one or two columns, got {len(by)}: more is not supported")
    if knows is not None and knows not in by:
        raise ValueError(f"knows must be one of {', '.join(by)}, got {knows}")
    if k < 2:
        raise ValueError(f"k must be at least 2, got {k}")
    if hold < 0:
        raise ValueError(f"hold must be at least 0, got {hold}")
    if keep and isinstance(keep, str):
        raise ValueError(f"keep must be a collection of values, got the string {keep}")


def check_cells(table: pl.DataFrame, order: Sequence[str], count: str) -> pl.DataFrame:
    """The cells, unique and complete, with counts from 0."""
    if len({*order, count, "shown"}) < len(order) + 2:
        raise ValueError(f"{', '.join([*order, count])} must differ, and none may be called shown")
    cells = columns.read(table, {**dict.fromkeys(order), count: pl.Int64})
    columns.demand_from_zero(cells, count)
    columns.demand_unique(cells, order)
    whole, *rest = (cells.select(pl.col(name).unique().sort()) for name in order)
    for values in rest:
        whole = whole.join(values, how="cross")
    missing = whole.join(cells, on=order, how="anti", maintain_order="left")
    if not missing.is_empty():
        first = ", ".join(f"{name} {value}" for name, value in missing.row(0, named=True).items())
        raise ValueError(f"{', '.join(order)}: no row for {first}, which must be there with a 0")
    return cells
