"""Noise or change: XmR charts, and what they say about the last point and about the target.

Source: NHS England's Making Data Count, as the R package NHSRplotthedots 0.2.2 implements it,
with additions for the known ways in which such charts lie (see `xmr`). Never use it on a series
that adds up over time, nor on one that a reader's filter has cut short.
"""

from collections.abc import Collection
from datetime import date

import numpy as np
import polars as pl

from metrics import columns, signals
from metrics.judgement import GOOD_SIDE, Better, Judgement, demand_better, judge

__all__ = ["Better", "Judgement", "judge", "xmr"]

TRIAL_POINTS, ENOUGH_POINTS = 8, 12
LEAST_MEAN_COUNT = 5
SCREEN_AT, LIMIT_AT = 3.267, 2.66
COLUMNS = (
    *("period", "value", "segment", "mean", "lower", "upper", "near_lower", "near_upper"),
    *("rule", "signal", "provisional", "target", "side", "note"),
)
SIDES = {1: "high", -1: "low", 0: None}


def xmr(
    points: pl.DataFrame,
    better: Better = None,
    target: float | None = None,
    rebase: Collection[date] = (),
    fix_after: int | None = None,
    screen: bool = True,
    counts: bool = False,
) -> pl.DataFrame:
    """An XmR chart: each point with its limits, and the rule that marks it.

    Reads:  points, one row a period: period (a day or anything that has an order; each once),
            value, and where there is one provisional (Boolean).
    Takes:  better, the direction that is good, or None; target, drawn and nothing more; rebase,
            the first periods of new segments; fix_after, how many points of each segment its
            limits are reckoned from; screen, whether large moving ranges are left out; counts,
            whether the values are counts.
    Gives:  one row a period, sorted: period, value, segment (from 0), mean, lower, upper,
            near_lower, near_upper, rule, signal, and
            provisional; target;
            side: high or low, where there is a rule. The side of the mean, for a trend rising
            or falling;
            note: why a segment is not judged, null where it is.
    Raises: ValueError for a null, a value that is no finite number, a period that occurs twice,
            fix_after under 2, another direction.

    mean        of the segment's points, or of its first `fix_after`; the ranges as well
    limits      mean ± 2.66 × AMR, the average absolute difference of neighbours. Ranges of
                3.267 × AMR or more are left out once; if that leaves nothing but 0, they are not.
                The near limits are two thirds of the way.
    rule        beyond, trend, two_of_three, shift, in that order; see `signals`
    signal      improvement or concern by `better` and the side, change when it is None; null is
                normal variation
    note        too_few: under 12 points in the segment (limits for trial from 8, none under 8);
                unchanged: all points are equal; sparse: counts with a mean under 5 (no limits:
                use longer periods). The first that holds. No rule marks such a segment.

    A provisional point lies in its segment, with its limits, for drawing. It has no part in the
    limits, the number of points or the rules, and is never marked.
    """
    demand_better(better)
    if fix_after is not None and fix_after < 2:
        raise ValueError(f"fix_after needs at least 2 points for a range, got {fix_after}")
    read = _read(points)
    read = read.with_columns(segment=_segments(read["period"], rebase))
    parts = read.partition_by("segment", maintain_order=True) or [read]
    chart = pl.concat(_charted(part, fix_after, screen, counts) for part in parts)
    chart = chart.with_columns(signal=_signal(better), target=pl.lit(target, pl.Float64))
    return chart.select(COLUMNS)


def _read(points: pl.DataFrame) -> pl.DataFrame:
    if "provisional" not in points.columns:
        points = points.with_columns(provisional=False)
    kinds = {"period": None, "value": pl.Float64, "provisional": pl.Boolean}
    read = columns.read(points, kinds)
    columns.demand_unique(read, ["period"])
    columns.refuse(read, ~pl.col("value").is_finite(), "value is no finite number")
    return read.sort("period")


def _segments(periods: pl.Series, rebase: Collection[date]) -> pl.Series:
    """The segment of each sorted period, without a gap in the numbers."""
    begun = [(periods >= first).cast(pl.Int64) for first in set(rebase)]
    return sum(begun, periods.is_null().cast(pl.Int64)).rank("dense").cast(pl.Int64) - 1


def _charted(part: pl.DataFrame, fix_after: int | None, screen: bool, counts: bool) -> pl.DataFrame:
    """One segment with its lines, note, rules and sides."""
    settled = part.filter(~pl.col("provisional"))
    values = settled["value"].to_numpy()
    limits = _limits(values[:fix_after], screen)
    sparse = counts and limits is not None and limits.mean < LEAST_MEAN_COUNT
    note = _note(values, sparse)
    marked = settled.select("period", *_marks(values, limits, note))
    lines = _lines(limits, drawn=len(values) >= TRIAL_POINTS and not sparse)
    return part.join(marked, on="period", how="left", maintain_order="left").with_columns(
        note=pl.lit(note, pl.String), **{name: pl.lit(y, pl.Float64) for name, y in lines.items()}
    )


def _limits(values: np.ndarray, screen: bool) -> signals.Limits | None:
    if not len(values):
        return None
    ranges = np.abs(np.diff(values))
    typical = ranges.mean() if len(ranges) else 0.0
    kept = ranges[ranges < SCREEN_AT * typical]
    if screen and kept.any():
        typical = kept.mean()
    mean = values.mean().clip(values.min(), values.max())  # exact where all are equal
    return signals.Limits(float(mean), float(LIMIT_AT * typical))


def _note(values: np.ndarray, sparse: bool) -> str | None:
    if len(values) < ENOUGH_POINTS:
        return "too_few"
    if values.min() == values.max():
        return "unchanged"
    return "sparse" if sparse else None


def _marks(
    values: np.ndarray, limits: signals.Limits | None, note: str | None
) -> tuple[pl.Series, pl.Series]:
    """The columns rule and side: nulls where there is a note."""
    if note is None:
        rules, sides = signals.found(values, limits)
    else:
        rules, sides = [None] * len(values), [0] * len(values)
    named = [SIDES[side] for side in sides]
    return pl.Series("rule", rules, pl.String), pl.Series("side", named, pl.String)


def _lines(limits: signals.Limits | None, drawn: bool) -> dict[str, float | None]:
    """The heights of the mean and of the limits; None for what is not drawn."""
    mean = limits.mean if limits else None
    if not drawn:
        return {"mean": mean, "lower": None, "upper": None, "near_lower": None, "near_upper": None}
    return {
        "mean": mean,
        "lower": mean - limits.reach,
        "upper": mean + limits.reach,
        "near_lower": mean - limits.near,
        "near_upper": mean + limits.near,
    }


def _signal(better: Better) -> pl.Expr:
    marked = pl.when(pl.col("rule").is_not_null())
    if better is None:
        return marked.then(pl.lit("change"))
    good = pl.col("side") == GOOD_SIDE[better]
    return marked.then(pl.when(good).then(pl.lit("improvement")).otherwise(pl.lit("concern")))
