"""Edges of support: the month it is for, and the months of a year and of three that it is in."""

from datetime import date

from metrics.facts import Rules
from metrics.periods import add_months
from tests.metrics.edges import Asked, Edge, Turn, the_first_day


def _months_back(months: int) -> Turn:
    return lambda asked: add_months(asked.period, -months)


def _paid(months: range, *also: date, period: date, born: int | None = None) -> list[tuple]:
    """Support of a person in so many of the months back from a period, and in others."""
    paid = {add_months(period, -n) for n in months} | set(also)
    return [(1, month, 1, "unga", born) for month in sorted(paid)]


def _of_month(key: str, frame: str, *rest: object, reading: tuple) -> list[Edge]:
    """The edges of what is counted of the month it was paid for, and of no other."""
    return [
        Edge(
            key,
            rule,
            turn,
            lambda on, a: {frame: [(1, on, 1, "unga", *rest)]},
            before=before,
            on=on_it,
            after=after,
            step="month",
        )
        for rule, turn, before, on_it, after in (
            ("support is counted in the month it is for", the_first_day, None, reading, None),
            ("and not in the month before", _months_back(-1), reading, None, None),
        )
    ]


def _long(key: str, months: int, least: int, rules: Rules = Rules()) -> list[Edge]:  # noqa: B008
    """The edges of support in `least` of so many months."""
    nearly = range(least - 1)  # of the last months, so that one more is enough
    return [
        Edge(
            key,
            f"the first of {months} months counts, and none before it",
            _months_back(months - 1),
            lambda on, a: {"support_months": _paid(nearly, on, period=a.period)},
            before=(0, 1),
            on=(1, 1),
            step="month",
            rules=rules,
        ),
        Edge(
            key,
            "the month itself counts, and none after it",
            _months_back(-1),
            lambda on, a: {"support_months": _paid(range(1, least), on, period=a.period)},
            before=(1, 1),
            on=(0, 1),
            step="month",
            rules=rules,
        ),
        Edge(
            key,
            "who had support a year ago, and not since, is not asked about",
            _months_back(11),
            lambda on, a: {"support_months": [(1, on, 1, "unga")]},
            before=None,
            on=(0, 1),
            step="month",
            rules=rules,
        ),
    ]


def _born(years: int) -> Turn:
    return lambda asked: date(asked.period.year - years, 1, 1)


def _young(on: date, asked: Asked) -> dict:
    return {"support_months": [(1, add_months(asked.period, -1), 1, "unga", on.year)]}


YOUNG = [
    Edge(
        "unga",
        "who turns 24 in the year is young, and who turns 25 is not",
        _born(24),
        _young,
        before=(0, 1),
        on=(1, 1),
        step="year",
    ),
    Edge(
        "unga",
        "who turns 18 in the year is young, and who turns 17 is not",
        _born(17),
        _young,
        before=(1, 1),
        on=(0, 1),
        step="year",
    ),
    Edge(
        "unga",
        "who had support a year ago, and not since, is not asked about",
        _months_back(11),
        lambda on, a: {"support_months": [(1, on, 1, "unga", a.period.year - 20)]},
        before=None,
        on=(1, 1),
        step="month",
    ),
]

EDGES = [
    *_of_month("hushall", "household_months", reading=(1, None)),
    *_of_month("vuxna", "support_months", reading=(1, None)),
    *_of_month("utbetalt", "household_months", 100, reading=(100, 1)),
    *_long("langvarigt", 12, 10),
    *_long("mycket_langvarigt", 36, 27),
    *_long("mycket_langvarigt", 36, 20, Rules(very_long_months=20)),
    *YOUNG,
]
