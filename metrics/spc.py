"""Noise or change: control charts, and what they say about the last point and the target.

Source: NHS England's Making Data Count, as the R package NHSRplotthedots 0.2.2 implements it,
with additions for the known ways in which such charts mislead (see `xmr`). Never use it on a series
that adds up over time, nor on one that a reader's filter has cut short.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import add

import numpy as np
import polars as pl

from metrics import columns, signals
from metrics.judgement import GOOD_SIDE, Better, Judgement, demand_better, judge

__all__ = ["Better", "Judgement", "judge", "p_chart", "xmr"]

TRIAL_POINTS, ENOUGH_POINTS = 8, 12
LEAST_MEAN_COUNT = 5
SCREEN_AT, LIMIT_AT = 3.267, 2.66
D2 = 1.128  # the mean range of two draws, in standard deviations
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

    Reads:  points, one row per period: period (a day or anything that has an order; each once),
            value, and optionally provisional (Boolean).
    Takes:  better, the direction that is good, or None; target, drawn and nothing more; rebase,
            the first periods of new segments; fix_after, how many points of each segment its
            limits are computed from; screen, whether large moving ranges are left out; counts,
            whether the values are counts.
    Gives:  one row per period, sorted: period, value, segment (from 0), mean, lower, upper,
            near_lower, near_upper, rule, signal, and
            provisional; target;
            side: high or low, where there is a rule. The side of the mean, for a trend rising
            or falling;
            note: why a segment is not judged, null where it is.
    Raises: ValueError for a null, a value that is not finite, a period that occurs twice, fix_after
            under 2, or an unknown direction.

    mean        of the segment's points, or of its first `fix_after`; the ranges as well
    limits      mean ± 2.66 × AMR, the average absolute difference of neighbours. Ranges of
                3.267 × AMR or more are left out once; if that leaves nothing but 0, they are not.
                The near limits are two thirds of the way.
    rule        beyond, trend, two_of_three, shift, in that order; see `signals`
    signal      improvement or concern by `better` and the side, change when it is None; null is
                normal variation
    note        too_few: under 12 points in the segment (trial limits from 8, none under 8);
                unchanged: all points are equal; sparse: counts with a mean under 5 (no limits:
                use longer periods). The first that holds. No rule marks such a segment.

    A provisional point lies in its segment, with its limits, for drawing. It has no part in the
    limits, the number of points or the rules, and is never marked.
    """
    read = _read(points, {"value": pl.Float64})
    columns.refuse(read, ~pl.col("value").is_finite(), "value is no finite number")

    def limits_of(baseline: pl.DataFrame, _drawn: pl.DataFrame) -> signals.Limits | None:
        return _limits(baseline["value"].to_numpy(), screen)

    chart = _chart(read, better, rebase, fix_after, limits_of, counts=counts)
    return chart.with_columns(target=pl.lit(target, pl.Float64), signal=_signal(better)).select(
        COLUMNS
    )


def p_chart(
    points: pl.DataFrame,
    better: Better = None,
    target: float | None = None,
    rebase: Collection[date] = (),
    fix_after: int | None = None,
) -> pl.DataFrame:
    """A chart of shares with uneven denominators: each point has its own limits, by Laney's p′.

    Reads:  points, one row per period: period, part, whole, and optionally provisional.
    Takes:  as `xmr`.
    Gives:  as `xmr`, with part and whole; value is part ÷ whole. Centre: all parts ÷ all wholes
            of the segment. Limits: ± 3 · √(p(1−p)/whole) · σz, where σz is the mean range of
            neighbours, in those same units, ÷ 1.128; cut to 0 and 1. A period whose whole is 0
            has no row.
    Raises: ValueError for a null, a part that is negative or more than its whole.

    Source: Laney 2002, Improved control charts for attributes. Plain p-limits take no account of
    how much shares vary by themselves, and cry wolf where denominators are large.
    """
    read = _read(points, {"part": pl.Int64, "whole": pl.Int64})
    columns.demand_from_zero(read, "part")
    columns.refuse(read, pl.col("part") > pl.col("whole"), "part is more than whole")
    divisible = read.filter(pl.col("whole") > 0).with_columns(
        value=pl.col("part") / pl.col("whole")
    )
    chart = _chart(divisible, better, rebase, fix_after, _laney)
    return chart.with_columns(
        pl.col("lower", "upper", "near_lower", "near_upper").clip(0.0, 1.0),
        target=pl.lit(target, pl.Float64),
        signal=_signal(better),
    ).select("period", "part", "whole", *COLUMNS[1:])


# A function from the baseline and the points to draw to the limits of the latter.
Limited = Callable[[pl.DataFrame, pl.DataFrame], "signals.Limits | None"]


def _chart(
    read: pl.DataFrame,
    better: Better,
    rebase: Collection[date],
    fix_after: int | None,
    limits_of: Limited,
    *,
    counts: bool = False,
) -> pl.DataFrame:
    """The points by segment, with limits from `limits_of` and no signals."""
    demand_better(better)
    if fix_after is not None and fix_after < 2:
        raise ValueError(f"fix_after needs at least 2 points for a range, got {fix_after}")
    read = read.with_columns(segment=_segments(read["period"], rebase))
    parts = read.partition_by("segment", maintain_order=True) if rebase else [read]
    charted = [_charted(part, fix_after, limits_of, counts) for part in parts or [read]]
    return pl.concat(charted)


def _read(points: pl.DataFrame, kinds: Mapping[str, columns.Kind]) -> pl.DataFrame:
    if "provisional" not in points.columns:
        points = points.with_columns(provisional=False)
    read = columns.read(points, {"period": None, **kinds, "provisional": pl.Boolean})
    columns.demand_unique(read, ["period"])
    return read.sort("period")


def _segments(periods: pl.Series, rebase: Collection[date]) -> pl.Series:
    """The number of each sorted period's segment, from 0 without gaps."""
    if not rebase:
        return pl.zeros(len(periods), dtype=pl.Int64, eager=True)
    begun = [(periods >= first).cast(pl.Int64) for first in set(rebase)]
    return reduce(add, begun).rank("dense").cast(pl.Int64) - 1


def _charted(
    part: pl.DataFrame, fix_after: int | None, limits_of: Limited, counts: bool
) -> pl.DataFrame:
    """One segment with its lines, note, rules and sides."""
    is_settled = ~part["provisional"].to_numpy()
    settled = part.filter(is_settled)
    values = settled["value"].to_numpy()
    baseline = settled.head(fix_after) if fix_after else settled
    limits = limits_of(baseline, settled)
    sparse = counts and limits is not None and limits.mean < LEAST_MEAN_COUNT
    note = _note(values, sparse)
    marked = _marks(values, limits, note, np.flatnonzero(is_settled), part.height)
    drawn = len(values) >= TRIAL_POINTS and not sparse
    lines = _lines(limits_of(baseline, part), part.height, drawn)
    return part.with_columns(
        *marked,
        note=pl.lit(note, pl.String),
        **{name: pl.Series(y, dtype=pl.Float64) for name, y in lines.items()},
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


def _laney(baseline: pl.DataFrame, drawn: pl.DataFrame) -> signals.Limits | None:
    if baseline.is_empty():
        return None
    mean = int(baseline["part"].to_numpy().sum()) / int(baseline["whole"].to_numpy().sum())
    spread = np.sqrt(mean * (1 - mean) / baseline["whole"].to_numpy())
    apart = (baseline["value"].to_numpy() - mean) / np.where(spread > 0, spread, 1.0)
    typical = np.abs(np.diff(apart)).mean() / D2 if len(apart) > 1 else 0.0
    return signals.Limits(
        mean, 3 * typical * np.sqrt(mean * (1 - mean) / drawn["whole"].to_numpy())
    )


def _note(values: np.ndarray, sparse: bool) -> str | None:
    if len(values) < ENOUGH_POINTS:
        return "too_few"
    if values.min() == values.max():
        return "unchanged"
    return "sparse" if sparse else None


def _marks(
    values: np.ndarray,
    limits: signals.Limits | None,
    note: str | None,
    places: np.ndarray,
    points: int,
) -> tuple[pl.Series, pl.Series]:
    """The columns rule and side of all points, where the values are those at `places`.

    Null at other points, and at all if there is a note.
    """
    rule: list[str | None] = [None] * points
    side: list[str | None] = [None] * points
    if note is None and limits is not None:
        for place, which, where in zip(places, *signals.found(values, limits), strict=True):
            rule[place], side[place] = which, SIDES[where]
    return pl.Series("rule", rule, pl.String), pl.Series("side", side, pl.String)


def _lines(
    limits: signals.Limits | None, points: int, drawn: bool
) -> dict[str, Sequence[float | None] | np.ndarray]:
    """The mean and the limits at each point; None for lines that are not drawn."""
    nothing = [None] * points
    mean = [limits.mean] * points if limits else nothing
    if not (drawn and limits):
        edges = dict.fromkeys(("lower", "upper", "near_lower", "near_upper"), nothing)
        return {"mean": mean, **edges}
    reach, near = (np.broadcast_to(far, points) for far in (limits.reach, limits.near))
    return {
        "mean": mean,
        "lower": limits.mean - reach,
        "upper": limits.mean + reach,
        "near_lower": limits.mean - near,
        "near_upper": limits.mean + near,
    }


def _signal(better: Better) -> pl.Expr:
    marked = pl.when(pl.col("rule").is_not_null())
    if better is None:
        return marked.then(pl.lit("change"))
    good = pl.col("side") == GOOD_SIDE[better]
    return marked.then(pl.when(good).then(pl.lit("improvement")).otherwise(pl.lit("concern")))
