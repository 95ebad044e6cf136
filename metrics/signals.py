"""The four rules by which a run of points on an XmR chart is more than noise.

Arrays in, arrays out: one value per point, in time order, all of one segment. Source: NHS
England's Making Data Count, as the R package NHSRplotthedots 0.2.2 has the rules.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

RUN = 7
PRECEDENCE = ("beyond", "trend", "two_of_three", "shift")


@dataclass(frozen=True)
class Limits:
    """The mean of a segment, and `reach`, the distance from it to either limit.

    One reach for all points, or one for each.
    """

    mean: float
    reach: float | np.ndarray

    @property
    def near(self) -> float | np.ndarray:
        """Two thirds of the way to a limit."""
        return self.reach * 2 / 3


def found(values: np.ndarray, limits: Limits) -> tuple[list[str | None], list[int]]:
    """The rule that marks each point, and the side that it is on.

    The rule is the first of PRECEDENCE that holds, or None. The side is 1 or −1: above or below
    the mean, for a trend rising or falling; 0 where no rule holds. A point at the turn from one
    trend into the opposite belongs to the first of them.
    """
    side = _sides(values, limits.mean)
    trends = trend(values)
    held = {
        "beyond": beyond(values, limits),
        "trend": trends != 0,
        "two_of_three": two_of_three(values, limits),
        "shift": shift(side),
    }
    rules = [next((rule for rule in PRECEDENCE if held[rule][i]), None) for i in range(len(values))]
    sides = {None: np.zeros_like(side), "trend": trends}
    return rules, [int(sides.get(rule, side)[i]) for i, rule in enumerate(rules)]


def beyond(values: np.ndarray, limits: Limits) -> np.ndarray:
    """Whether each point lies outside the limits. On a limit is inside."""
    return (values > limits.mean + limits.reach) | (values < limits.mean - limits.reach)


def trend(values: np.ndarray) -> np.ndarray:
    """1 for points in a run of 7 that rise all the way, −1 in one that falls, 0 for the rest."""
    steps = np.sign(np.diff(values)).astype(int)
    marks = np.zeros(len(values), dtype=int)
    for start, steepness in enumerate(_windows(steps, RUN - 1).sum(axis=1)):
        if abs(steepness) == RUN - 1:
            run = marks[start : start + RUN]
            run[run == 0] = np.sign(steepness)
    return marks


def two_of_three(values: np.ndarray, limits: Limits) -> np.ndarray:
    """Whether each point is one of at least two near a limit, among three in a row.

    Near is beyond the near limit and inside the limit. All three lie on one side of the mean; the
    third may lie anywhere on that side.
    """
    near_limits = Limits(limits.mean, limits.near)
    near = beyond(values, near_limits) & ~beyond(values, limits)
    together = np.abs(_windows(_sides(values, limits.mean), 3).sum(axis=1)) == 3
    together &= _windows(near, 3).sum(axis=1) >= 2
    return near & _covered(together, 3, len(values))


def shift(side: np.ndarray) -> np.ndarray:
    """Whether each point is in a run of 7 on one side of the mean (1 above, −1 below, 0 on)."""
    return _covered(np.abs(_windows(side, RUN).sum(axis=1)) == RUN, RUN, len(side))


def _sides(values: np.ndarray, mean: float) -> np.ndarray:
    """1 above the mean, −1 below, 0 on it; a difference by rounding alone counts as on it."""
    on_mean = np.isclose(values, mean, rtol=1e-12, atol=1e-12 * np.abs(values).max(initial=0.0))
    return np.where(on_mean, 0, np.sign(values - mean)).astype(int)


def _windows(values: np.ndarray, length: int) -> np.ndarray:
    if len(values) < length:
        return values[:0].reshape(0, length)
    return sliding_window_view(values, length)


def _covered(starts: np.ndarray, length: int, points: int) -> np.ndarray:
    """Whether each point lies in a window of that length, given where the windows start."""
    marks = np.zeros(points, dtype=bool)
    for start in np.flatnonzero(starts):
        marks[start : start + length] = True
    return marks
