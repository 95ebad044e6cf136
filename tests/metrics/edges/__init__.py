"""The edge days of every counting rule, as data, and the tests that are made of them.

An edge is a day on which a figure turns: one thing the day before it, another on it and after it.
It is tried at the ends of months of 28 to 31 days and of a leap year, at the turn of a year, and
in months that go on, whose day is the last day known of.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import polars as pl
import pytest

from metrics.catalogue import FromFacts
from metrics.facts import SHAPES, Facts, Rules
from metrics.periods import DAY, add_months, last_of
from tests.metrics.made import FIGURE, RULES, Row, cadence_of, facts

LATER = date(2030, 1, 1)  # known until then of a period that is over: all that is waited for
APART = 100  # from the numbers of one world's cases, persons and plans to those of the next


@dataclass(frozen=True)
class Asked:
    """A period that is asked about, and the last day known of."""

    cadence: str
    period: date
    known: date

    @property
    def day(self) -> date:
        """The day asked about: the period's last, or the last day known of."""
        return min(last_of(self.cadence, self.period), self.known)

    @property
    def past(self) -> date:
        """The day after it."""
        return self.day + DAY

    @property
    def since(self) -> date:
        """The first of the twelve months that end with the day."""
        return add_months(self.past, -12)

    @property
    def goes_on(self) -> bool:
        """Whether the period is not over on the last day known of."""
        return self.known < last_of(self.cadence, self.period)

    def __str__(self) -> str:
        return f"{self.day}{' known' if self.goes_on else ''}"


Reading = tuple | None
Expected = Reading | Callable[[date, Asked], Reading]
Turn = Callable[[Asked], date]
Rows = dict[str, list[Row]]
Count = Callable[[FromFacts, Facts, list[date], Rules], pl.DataFrame]


def over(cadence: str, *firsts: str) -> tuple[Asked, ...]:
    """Periods that are over, with much known of after them."""
    return tuple(Asked(cadence, date.fromisoformat(first), LATER) for first in firsts)


def going_on(cadence: str, *known: tuple[str, str]) -> tuple[Asked, ...]:
    """Periods that go on: their first day, and the last day known of."""
    return tuple(Asked(cadence, *map(date.fromisoformat, pair)) for pair in known)


# the month's last day is 28, 29, 30 and 31, and the last of the year; known until its first, middle
MONTHS_OVER = over("month", "2025-02-01", "2024-02-01", "2026-04-01", "2026-05-01", "2025-12-01")
MONTHS_GOING = going_on("month", ("2026-01-01", "2026-01-01"), ("2026-06-01", "2026-06-15"))
MONTHS_GOING += going_on("month", ("2024-03-01", "2024-03-01"))
MONTHS = MONTHS_OVER + MONTHS_GOING
QUARTERS_OVER = over("quarter", "2024-01-01", "2025-04-01", "2025-07-01", "2025-10-01")
QUARTERS_GOING = going_on("quarter", ("2026-01-01", "2026-01-01"), ("2026-04-01", "2026-06-15"))
QUARTERS = QUARTERS_OVER + QUARTERS_GOING
HALVES = over("half", "2024-01-01", "2025-07-01")
HALVES += going_on("half", ("2026-01-01", "2026-01-01"), ("2026-01-01", "2026-06-15"))


@dataclass(frozen=True)
class Edge:
    """A rule of a figure, the day it turns on, and what is counted on either side of it.

    facts:  rows with the day in them, made of the day and of what is asked
    step:   from one day to the next that is tried: a day, a month or a year
    before, on, after: what the figure's one cell has (None: no cell), or what gives it; after the
            day it is as on it, if nothing is said
    """

    figure: str
    rule: str
    turns: Turn
    facts: Callable[[date, Asked], Rows]
    before: Expected
    on: Expected
    after: Expected | str = "as on it"
    asked: tuple[Asked, ...] = MONTHS
    rules: Rules = RULES
    step: str = "day"

    def days(self, asked: Asked) -> list[tuple[str, date, Reading]]:
        """The day before, the day itself and the day after, with what is expected of each."""
        turn = self.turns(asked)
        before, after = _beside(turn, self.step)
        then = self.on if self.after == "as on it" else self.after
        return [
            ("before", before, _reading(self.before, before, asked)),
            ("on", turn, _reading(self.on, turn, asked)),
            ("after", after, _reading(then, after, asked)),
        ]

    def tried(self, count: Count | None = None) -> Iterator[tuple[str, Reading, Reading]]:
        """What is tried, what is expected of it, and what is counted: by the figure, or by `count`.

        Days and periods known until the same day are counted together, each in a unit of its own.
        """
        for known, asked in groupby(self.asked, key=lambda asked: asked.known):
            days = [(name, on, to, a) for a in asked for name, on, to in self.days(a)]
            together: Rows = {}
            for unit, (_, on, _, a) in enumerate(days, start=1):
                for frame, rows in self.facts(on, a).items():
                    together.setdefault(frame, []).extend(_in(unit, frame, row) for row in rows)
            of, periods = facts(known, **together), sorted({a.period for *_, a in days})
            found = _cells((count or by_itself)(FIGURE[self.figure], of, periods, self.rules))
            for unit, (name, on, expected, a) in enumerate(days, start=1):
                yield f"{name}, {on}, asked about {a}", expected, found.get((a.period, unit))

    def __str__(self) -> str:
        return f"{self.figure}: {self.rule}"


def turning(edges: Sequence[Edge]) -> Callable[[Edge], None]:
    """A test of each of the edges, for pytest to find by the name it is given."""

    @pytest.mark.parametrize("edge", edges, ids=str)
    def turns_on_its_day(edge: Edge) -> None:
        wrong = [
            (day, expected, found) for day, expected, found in edge.tried() if expected != found
        ]
        assert not wrong, f"the day, what is expected, what is counted: {wrong}"
        assert all(asked.cadence == cadence_of(edge.figure) for asked in edge.asked)

    return turns_on_its_day


def _in(unit: int, frame: str, row: Row) -> Row:
    """A row in a unit of its own, with numbers of its own."""
    columns = row if isinstance(row, Mapping) else dict(zip(SHAPES[frame], row, strict=False))
    moved = {
        name: value + unit * APART
        for name, value in columns.items()
        if name.endswith("_id") and isinstance(value, int)
    }
    return {**columns, **moved, **({"unit_id": unit} if "unit_id" in columns else {})}


def by_itself(figure: FromFacts, of: Facts, periods: list[date], rules: Rules) -> pl.DataFrame:
    """What the figure counts."""
    return figure.count(of, periods, rules)


def _cells(count: pl.DataFrame) -> dict[tuple[date, int], Reading]:
    """What is counted of each period and unit, each of which has one cell at most."""
    if "case_id" in count.columns:
        count = count.with_columns(pl.col("case_id") % APART)
    assert not count.select("period", "unit_id").is_duplicated().any()
    return {(row[0], row[1]): row[3:] for row in count.rows()}


def _beside(turn: date, step: str) -> tuple[date, date]:
    if step == "day":
        return turn - DAY, turn + DAY
    months = {"month": 1, "year": 12}[step]
    return add_months(turn, -months), add_months(turn, months)


def _reading(expected, on: date, asked: Asked) -> Reading:
    return expected(on, asked) if callable(expected) else expected


# ---------------------------------------------------------------- days that rules turn on


def the_day(asked: Asked) -> date:
    """The day asked about."""
    return asked.day


def the_day_after(asked: Asked) -> date:
    """The day after it."""
    return asked.past


def the_first_day(asked: Asked) -> date:
    """The period's first day."""
    return asked.period


def the_years_first_day(asked: Asked) -> date:
    """The first of the twelve months that end with the day."""
    return asked.since


def the_years_second_day(asked: Asked) -> date:
    """The day after it: what ends then was on in the twelve months."""
    return asked.since + DAY


def reaching(months: int) -> Turn:
    """The first day whose same day so many months later is the day asked about, or after it."""
    return lambda asked: first_reaching(asked.day, months)


def passing(months: int) -> Turn:
    """The first day whose same day so many months later is after the day asked about."""
    return lambda asked: first_reaching(asked.past, months)


def after(months: int, days: int = 0) -> Turn:
    """So many months, or days, after the day asked about."""
    return lambda asked: add_months(asked.day, months) + timedelta(days)


def before(days: int) -> Turn:
    """So many days before the day asked about."""
    return lambda asked: asked.day - timedelta(days)


def first_reaching(day: date, months: int) -> date:
    """The first day of all whose same day so many months later is a day, or after it."""
    found = add_months(day, -months) - timedelta(5)
    while add_months(found, months) < day:
        found += DAY
    return found
