"""Protecting the figures of a table of one or two columns, period by period."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics import columns
from metrics.disclosure.choice import partners
from metrics.disclosure.grid import Grid
from metrics.disclosure.network import arcs
from metrics.disclosure.readers import Watch, demands, readers

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
    return protect_again(table, by, count, before=None, **terms).drop("secret")


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
) -> pl.DataFrame:
    """As `protect`, for a table that has been shown before: a correction can only hide more.

    Reads:  before, one row per figure that was hidden then: `apart`, `by` (null where summed over)
            and secret (Boolean), as this function gave them; None when nothing has been shown.
            Rows for figures that the table does not have are ignored.
    Takes:  public, figures that everybody knows whatever is hidden here, such as the size of a
            closed list: one value per column, None where summed over. They are shown and never
            secret; if hiding all others is not enough, all others are hidden.
    Gives:  what `protect` gives, and secret: hidden because it is small or held, and not as a
            partner. For the store only, never for a reader.

    A figure that was secret is still treated as small in its own period, and one that was a partner
    stays hidden, whatever they have become, unless they are zero.
    """
    by, order = list(by), [*([apart] if apart else []), *by]
    _check_terms(by, k, knows, hold, keep)
    cells = check_cells(table, order, count).sort(order)
    if cells.is_empty():
        return cells.with_columns(shown=pl.lit(True), secret=pl.lit(False))
    grid = Grid(tuple(cells[name].unique().sort() for name in by))
    policy = Policy(k, by.index(knows) if knows else None, hold, tuple(keep), tuple(public))
    counts = grid.fill(cells[count])
    keys = grid.keys
    if apart:
        periods = cells.select(pl.col(apart).unique().sort())
        keys = periods.join(keys, how="cross", maintain_order="left_right")
    hidden, secret = policy.hidden(grid, counts, *pattern(keys, before, counts.shape))
    return keys.with_columns(
        pl.Series(count, counts.ravel()), shown=~hidden.ravel(), secret=secret.ravel()
    ).with_columns(pl.when("shown").then(count))


def pattern(
    keys: pl.DataFrame, before: pl.DataFrame | None, shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each figure was hidden before, and whether as a secret."""
    if before is None:
        return np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    was = columns.read(before, {"secret": pl.Boolean}, dict(keys.schema))
    was_secret = keys.join(
        was.unique(), on=keys.columns, how="left", nulls_equal=True, maintain_order="left"
    )["secret"]
    hidden, secret = was_secret.is_not_null(), was_secret.fill_null(False)
    return hidden.to_numpy().reshape(shape), secret.to_numpy().reshape(shape)


@dataclass(frozen=True)
class Policy:
    """What counts as small, who knows what, how long figures are held, and what is hidden last."""

    k: int
    axis: int | None
    hold: int
    keep: tuple[Hashable, ...]
    public: tuple[tuple, ...]

    def hidden(
        self, grid: Grid, counts: np.ndarray, was_hidden: np.ndarray, was_secret: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which figures are hidden, and which of them are secret and not partners.

        All four arrays have one row per period and one column per figure.
        """
        small = (counts > 0) & (counts < self.k)
        weights = 4.0**grid.summed_over * np.where(self._kept(grid), KEPT, 1)
        is_public = np.array([key in self.public for key in grid.keys.iter_rows()])
        hidden, secrets = np.zeros_like(small), np.zeros_like(small)
        partner = hidden[0]
        for at, figures in enumerate(counts):
            held = small[max(0, at - self.hold) : at + 1].any(axis=0)
            secret = (held | was_secret[at]) & (figures > 0) & ~is_public
            costs = weights * (1 + 0.02 * np.log1p(figures)) * np.where(partner, PARTNER_BEFORE, 1)
            stays = was_hidden[at] & (figures > 0) & ~secret & ~is_public
            free = (figures > 0) & ~secret & ~stays & ~is_public
            partner = self._partners(grid, figures, secret, stays, free, costs)
            hidden[at], secrets[at] = secret | partner, secret
        return hidden, secrets

    def _kept(self, grid: Grid) -> list[bool]:
        return [
            key in self.keep or any(value in self.keep for value in key if value is not None)
            for key in grid.keys.iter_rows()
        ]

    def _partners(
        self,
        grid: Grid,
        figures: np.ndarray,
        secret: np.ndarray,
        stays: np.ndarray,
        free: np.ndarray,
        costs: np.ndarray,
    ) -> np.ndarray:
        """Which figures are partners: those that stay hidden, and the cheapest others needed."""
        counts, is_cell = figures.tolist(), grid.summed_over == 0
        needs = [
            demand
            for figure in np.flatnonzero(secret).tolist()
            for demand in demands(figure, counts[figure], is_cell[figure], self.k)
        ]
        watch = Watch(arcs(grid.places), counts, readers(grid, counts, self.axis), needs)
        sure, free = np.flatnonzero(secret | stays), np.flatnonzero(free)
        partner = stays.copy()
        partner[partners(watch, costs, sure, free)] = True
        return partner


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
