"""What an XmR chart says about its last point, and about its target."""

from dataclasses import dataclass
from operator import neg, pos
from typing import Literal

import polars as pl

Better = Literal["higher", "lower"] | None

GOOD_SIDE = {"higher": "high", "lower": "low"}


@dataclass(frozen=True)
class Judgement:
    """What a chart says, as codes.

    variation   improvement_high, improvement_low, concern_high, concern_low, change_high,
                change_low, normal; or too_few, unchanged, sparse, where no rule is applied
    assurance   pass, fail, hit_or_miss; none without a target, a direction or limits
    """

    variation: str
    assurance: str


def judge(chart: pl.DataFrame, better: Better, target: float | None) -> Judgement:
    """What a chart of `xmr` says: the variation of its last point, and whether it meets a target.

    Both concern the last point that is not provisional. Variation is that of the point; assurance
    compares its limits with the target. Where higher is better: pass when even the lower limit is
    above the target, fail when even the upper one is below it, else hit_or_miss; mirrored for
    lower. An unchanged segment passes when its value is at the target or on the better side of it,
    else it fails. Assurance is none for a segment that is too_few or sparse, and for a chart
    without such a point.
    """
    demand_better(better)
    settled = chart.filter(~pl.col("provisional"))
    if settled.is_empty():
        return Judgement("too_few", "none")
    last = settled.row(-1, named=True)
    return Judgement(_variation(last, better), _assurance(last, better, target))


def _variation(last: dict, better: Better) -> str:
    if last["note"] or not last["rule"]:
        return last["note"] or "normal"
    if better is None:
        return f"change_{last['side']}"
    sign = "improvement" if last["side"] == GOOD_SIDE[better] else "concern"
    return f"{sign}_{last['side']}"


def _assurance(last: dict, better: Better, target: float | None) -> str:
    if better is None or target is None or last["note"] in ("too_few", "sparse"):
        return "none"
    turn = pos if better == "higher" else neg
    mean, aim = turn(last["mean"]), turn(target)
    if last["note"] == "unchanged":
        return "pass" if mean >= aim else "fail"
    worst, best = sorted((turn(last["lower"]), turn(last["upper"])))
    if aim < worst:
        return "pass"
    return "fail" if aim > best else "hit_or_miss"


def demand_better(better: Better) -> None:
    """ValueError for anything but a direction or None."""
    if better is not None and better not in GOOD_SIDE:
        raise ValueError(f"better is higher, lower or None, got {better}")
