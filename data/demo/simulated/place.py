"""What is simulated for one place, and what its subjects share: levels and days."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Level = tuple[tuple[date, float], ...]  # (from this day, this level), in order
ALWAYS = date.min
Row = dict[str, Any]
Made = dict[type, list[Row]]


@dataclass(frozen=True)
class Work:
    """How a place works with people: its services by party, its programmes, and its levels.

    `programmes`: name -> the months that a stay is meant to last. `days_to_first`: from the opening
    of a case to its first effort, on average. `gap_days`: between efforts that do not follow
    directly on each other. `received`: the least and the most questions in a day's sample. The rest
    are shares: of possible times in a wait, those at which an activity begins; of plans, those with
    a next step; of shared cases, those with a consent; of open cases, those gone through in a
    round; of questions, those answered the same day; of exits to work or studies, those followed
    by a contact.
    """

    services: Mapping[str, int]
    programmes: Mapping[str, int]
    received: tuple[int, int] = (9, 34)
    days_to_first: Level = ((ALWAYS, 40),)
    gap_days: Level = ((ALWAYS, 34),)
    bridged: Level = ((ALWAYS, 0.35),)
    next_step: Level = ((ALWAYS, 0.7),)
    consenting: Level = ((ALWAYS, 0.66),)
    gone_through: Level = ((ALWAYS, 0.74),)
    same_day: Level = ((ALWAYS, 0.71),)
    supported_after: Level = ((ALWAYS, 0.3),)


@dataclass(frozen=True)
class Place:
    """What is simulated: the households of each month, spread over units and target groups.

    `self_support` and `followed_up` are shares of those who leave and of plans, month by month.
    `paid_of_last`: the share, 0 to 1, paid so far in the last month, which is not over.
    """

    name: str
    seed: int
    first_month: date
    households: Sequence[int]
    observed_until: date
    units: dict[int, float]
    groups: dict[str, float]
    self_support: Sequence[float]
    followed_up: Sequence[float]
    paid_of_last: float
    work: Work

    def dice(self, subject: str) -> random.Random:
        """The random generator of one subject, which nothing that the others draw can change."""
        return random.Random(f"{self.name}/{subject}")  # noqa: S311 - a demonstration


def at(level: Level, day: date) -> float:
    """The level in force on a day."""
    return next(value for begun, value in reversed(level) if begun <= day)


def within(place: Place, case: Row, starts_on: date, ends_on: date) -> Row | None:
    """starts_on and ends_on of what runs between two days within a case; None if it never began.

    It ends no later than the case; ends_on is null while it is still going.
    """
    closed_on = case["closed_on"]
    if starts_on >= (closed_on or place.observed_until):
        return None
    if closed_on is None and ends_on > place.observed_until:
        return {"starts_on": starts_on, "ends_on": None}
    return {"starts_on": starts_on, "ends_on": min(ends_on, closed_on or ends_on)}


def after(dice: random.Random, day: date, least: int, most: int) -> date:
    """A day at least `least` and at most `most` days later."""
    return day + timedelta(days=dice.randint(least, most))


def month_after(first: date, later: int) -> date:
    """The first day of the month that begins `later` months after `first`."""
    years, month = divmod(first.month - 1 + later, 12)
    return date(first.year + years, month + 1, 1)


def wave(level: Sequence[int], dice: random.Random, spread: float) -> list[int]:
    """A level for each month with normal noise, `spread` its standard deviation; at least 1."""
    return [max(1, round(mean + dice.gauss(0, spread))) for mean in level]
