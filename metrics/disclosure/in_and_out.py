"""Those who came and those who left: hidden together, since the stock gives their difference.

Whoever sees the stock at both ends knows opened − closed, so either of the two gives the other.
They are shown by unit and quarter, and by month for all units together. The units of a quarter, its
total and its three months are one network: a change in a unit must be matched in the total, if it
is hidden, and in some month. A month is hidden only if it is itself small, held or hidden before;
its partners are units and the quarter's total.

A pair is small when either of the two is 1 to k-1. Both are then hidden, a zero too, since shown
beside a stock it would give the other. At least k-1 pairs must stay possible, given the difference
that everybody knows. If hiding every unit and the total is not enough, no figure of the units is
shown, not even a zero: what the stock and the months reveal by themselves can't be undone here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics import columns
from metrics.disclosure.choice import partners
from metrics.disclosure.later import loosened
from metrics.disclosure.memory import pattern
from metrics.disclosure.protection import PARTNER_BEFORE, check_cells
from metrics.disclosure.readers import DOWN, UP, Demand, Reader, Watch, Watches

QUARTER = 3
UNIT, TOTAL, MONTH = (0, 1), (1, 2), (2, 0)


def protect_flows(
    units: pl.DataFrame,
    months: pl.DataFrame,
    *,
    unit: str,
    before: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    k: int = 5,
    knows: bool = True,
    hold: tuple[int, int] = (4, 12),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Openings and closings by quarter and unit, and by month for all units, protected together.

    Reads:  units, one row per quarter and unit of a full cross, zeros included: quarter (its first
            day), `unit`, opened, closed; only quarters that have all three months;
            months, one row per month: month (its first day), opened, closed, for all units;
            before, the hidden rows of both as this function last gave them, or None.
    Takes:  k, the least number that is not small; knows, whether heads know their own unit's
            numbers; hold, for how many quarters and months a pair that was small stays hidden.
    Gives:  quarter, `unit` (null: all together), opened, closed (null where hidden), shown,
            secret, loose; and the same by month. Sorted.
    Raises: ValueError for a missing column, a null, a negative count, a row given twice or not at
            all, and a quarter whose months are missing or do not sum to the same as its units.
    """
    of_units = _pairs(units, ["quarter", unit]).sort("quarter", unit)
    of_months = _pairs(months, ["month"]).sort("month")
    _demand_sums(of_units, of_months)
    names = of_units[unit].unique().sort()
    quarters = of_units["quarter"].unique().sort()
    counts = _array(of_units).reshape(len(quarters), len(names), 2)
    counts = np.concatenate([counts, counts.sum(1, keepdims=True)], axis=1)
    keys = quarters.to_frame().join(
        names.extend_constant(None, 1).to_frame(), how="cross", maintain_order="left_right"
    )
    by_month = _array(of_months)
    was = before or (None, None)
    was_unit = pattern(keys, was[0], counts.shape[:2])
    was_month = pattern(of_months.select("month"), was[1], by_month.shape[:1])
    secret_month = (_held(by_month, k, hold[1]) | was_month.secret) & by_month.any(-1)
    hidden_month = (secret_month | was_month.hidden) & by_month.any(-1)
    held = _held(counts, k, hold[0])
    secret = (held | was_unit.secret) & counts.any(-1)
    hidden, loose = np.zeros_like(secret), np.zeros_like(secret)
    for at, quarter in enumerate(quarters):
        first = int(of_months["month"].search_sorted(quarter))
        three = slice(first, first + QUARTER)
        before_this = hidden[at - 1] & ~secret[at - 1] if at else hidden[at]
        pairs = _Quarter(counts[at], by_month[three], k, knows, bool(hold[0]))
        lasts = loose[max(0, at - hold[0]) : at].any(axis=0)
        stays = (lasts | was_unit.hidden[at]) & counts[at].any(-1) & ~secret[at]
        hidden[at], loose[at] = pairs.hidden(secret[at], stays, hidden_month[three], before_this)
        loose[at] |= was_unit.lasting(at, held[at])
    never = np.zeros_like(secret_month)
    return (
        _shaped(keys, counts, hidden, secret, loose & hidden),
        _shaped(of_months.select("month"), by_month, hidden_month, secret_month, never),
    )


def _pairs(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The rows, unique and complete, with counts from 0."""
    for count in ("opened", "closed"):
        check_cells(frame.select(*keys, count), keys, count)
    return columns.read(
        frame, {**dict.fromkeys(keys), **dict.fromkeys(("opened", "closed"), pl.Int64)}
    )


def _demand_sums(units: pl.DataFrame, months: pl.DataFrame) -> None:
    quarter = pl.col("month").dt.truncate("1q").alias("quarter")
    flows = pl.col("opened", "closed").sum()
    whole = months.group_by(quarter).agg(flows, months=pl.len()).filter(months=QUARTER)
    agree = (
        units.group_by("quarter")
        .agg(flows)
        .join(whole, on=["quarter", "opened", "closed"], how="anti")
    )
    if not agree.is_empty():
        raise ValueError(f"months do not come to the units of the quarter {agree['quarter'].min()}")


def _array(pairs: pl.DataFrame) -> np.ndarray:
    return pairs.select("opened", "closed").to_numpy()


def _held(pairs: np.ndarray, k: int, hold: int) -> np.ndarray:
    """Whether either of a pair is small, or was in one of the periods before."""
    small = _small(pairs, k)
    return np.array([small[max(0, at - hold) : at + 1].any(0) for at in range(len(small))], bool)


def _small(pairs: np.ndarray, k: int) -> np.ndarray:
    return np.logical_or.reduce((pairs > 0) & (pairs < k), axis=-1)


def _shaped(
    keys: pl.DataFrame,
    pairs: np.ndarray,
    hidden: np.ndarray,
    secret: np.ndarray,
    loose: np.ndarray,
) -> pl.DataFrame:
    flows = pairs.reshape(-1, 2)
    return keys.with_columns(
        pl.Series("opened", flows[:, 0]),
        pl.Series("closed", flows[:, 1]),
        shown=~hidden.ravel(),
        secret=secret.ravel(),
        loose=loose.ravel(),
    ).with_columns(pl.when("shown").then(pl.col("opened", "closed")))


@dataclass(frozen=True)
class _Quarter:
    """The pairs of the units with their total, and of the three months."""

    units: np.ndarray
    months: np.ndarray
    k: int
    knows: bool
    holds: bool

    def hidden(
        self, secret: np.ndarray, stays: np.ndarray, months: np.ndarray, before: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which units, and whether their total, are hidden, given which months are; which loose."""
        pairs = np.concatenate([self.units, self.months])
        units = len(self.units)
        sure = np.concatenate([secret | stays, months])
        secrets = np.concatenate([secret, months])
        free = pairs.any(-1) & ~sure
        free[units:] = False
        costs = 1 + 0.02 * np.log1p(pairs.max(-1))
        costs *= np.where([*before, 0, 0, 0], PARTNER_BEFORE, 1)
        costs[units - 1] *= 4

        def watch_of(loose: np.ndarray) -> Watches:
            return Watches([self._watch(pairs, secrets, loose)])

        loose = np.ones_like(sure)
        if self.holds:
            cells, total = np.zeros_like(sure), np.zeros_like(sure)
            cells[: units - 1], total[units - 1] = True, True
            loose, _ = loosened(watch_of, sure | free, (cells, total))
        watch = watch_of(loose)
        if not watch.safe((sure | free).astype(float).tolist()):
            return np.ones(units, dtype=bool), np.array(self.units.any(-1)) & self.holds
        sure[partners(watch, costs, np.flatnonzero(sure), np.flatnonzero(free))] = True
        return sure[:units], (sure & ~_small(pairs, self.k) & loose)[:units] & self.holds

    def _watch(self, pairs: np.ndarray, secrets: np.ndarray, loose: np.ndarray) -> Watch:
        """A pair with a 0 that is not loose can't move: it is seen later that it was not small."""
        free = (secrets & _small(pairs, self.k)) | loose
        fixed = frozenset(np.flatnonzero((pairs.min(-1) == 0) & ~free).tolist())
        return Watch(
            [*[UNIT] * (len(self.units) - 1), TOTAL, *[MONTH] * QUARTER],
            self._falls(pairs, free),
            self._readers(fixed),
            self._demands(secrets, pairs.min(-1)),
        )

    def _readers(self, fixed: frozenset[int]) -> Sequence[Reader]:
        """Everybody knows the pairs that are `fixed`, a head those of their unit too."""
        outsider = Reader(fixed, frozenset())
        if not self.knows:
            return [outsider]
        total = len(self.units) - 1
        alone = (self.units == self.units[total]).all(-1)
        everything = frozenset(range(total + 1 + QUARTER))
        return [outsider] + [
            Reader(fixed | {unit}, everything if alone[unit] else frozenset({unit}))
            for unit in range(total)
            if self.units[unit].any()
        ]

    def _falls(self, pairs: np.ndarray, free: np.ndarray) -> list[int]:
        """How far each pair can fall as a partner: until the lesser is 1 if it is free, else k."""
        least = np.where(free, 1, self.k)
        return (pairs.min(-1) - least).clip(min=0).tolist()

    def _demands(self, secret: np.ndarray, fall: np.ndarray) -> list[Demand]:
        """Demands that k-1 pairs are possible: by a rise, and a fall where there is room."""
        need = max(self.k - 2, 1)
        return [
            Demand(figure, (UP, DOWN) if fall[figure] > need else (UP,), need)
            for figure in np.flatnonzero(secret).tolist()
        ]
