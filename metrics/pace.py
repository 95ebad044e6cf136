"""Whether a measurement group is on its way to its goal."""

from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p


@dataclass(frozen=True)
class Pace:
    """Where a group is heading. None where it cannot be known.

    expected            the number expected to have reached the goal's state on the goal's day
    probability         the probability of at least the goal's number, 0 to 1
    needed_per_month    how many more per month are needed from now on
    """

    expected: float | None
    probability: float | None
    needed_per_month: float | None


def pace(
    members: int,
    reached: int,
    months_gone: float,
    months_left: float,
    goal: int,
    lost: int = 0,
) -> Pace:
    """How likely a closed group is to reach its goal, at the rate it has had so far.

    Takes:  members; how many of them have reached the goal's state, and how many are lost (left
            otherwise); months gone since the baseline, months left to the goal's day; the goal.
    Gives:  a Pace. Both ways out have a constant monthly hazard, estimated from the months that
            members were there, with those who left counted for half the time. No months gone:
            expected is None, and so is probability unless the goal is reached. Goal reached:
            probability 1.0, and 0.0 needed per month. No months left and goal not reached: needed
            is None.
    Raises: ValueError for a negative number, or more reached and lost than members.

    A straight line from 0 to the goal would promise too much: as members leave, fewer are left
    to reach it.
    """
    _demand_pace(members, reached, months_gone, months_left, goal, lost)
    missing, rest = max(0, goal - reached), members - reached - lost
    needed = _per_month(missing, months_left)
    if not months_gone:
        return Pace(None, None if missing else 1.0, needed)
    chance = _chance_to_reach(members, reached, lost, months_gone, months_left)
    return Pace(reached + rest * chance, _at_least(missing, rest, chance), needed)


def _per_month(missing: int, months_left: float) -> float | None:
    if not missing:
        return 0.0
    return missing / months_left if months_left else None


def _at_least(missing: int, rest: int, chance: float) -> float:
    """P(Binomial(rest, chance) ≥ missing)."""
    if not missing or not 0 < chance < 1:
        return float(not missing or (chance >= 1 and missing <= rest))
    # the number of ways and the chance of each in logarithms: one is huge, the other next to none
    ways = lgamma(rest + 1)
    yes, no = log(chance), log1p(-chance)
    return min(
        1.0,
        fsum(
            exp(ways - lgamma(n + 1) - lgamma(rest - n + 1) + n * yes + (rest - n) * no)
            for n in range(missing, rest + 1)
        ),
    )


def _chance_to_reach(
    members: int, reached: int, lost: int, months_gone: float, months_left: float
) -> float:
    """The probability that a member still there reaches the goal's state before the time is up."""
    if not reached:
        return 0.0
    exposed = (members - (reached + lost) / 2) * months_gone
    leaving = min(1.0, (reached + lost) / exposed)
    return reached / (reached + lost) * (1 - (1 - leaving) ** months_left)


def _demand_pace(members, reached, months_gone, months_left, goal, lost) -> None:
    if min(members, reached, months_gone, months_left, goal, lost) < 0:
        raise ValueError("members, reached, months_gone, months_left, goal, lost: none below 0")
    if reached + lost > members:
        raise ValueError(f"reached {reached} and lost {lost} are more than members {members}")
