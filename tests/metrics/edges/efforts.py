"""Edges of chains of efforts: waits, gaps, the efforts of a year, and days on which nothing goes on."""

from datetime import date, timedelta

from metrics.facts import Rules
from metrics.periods import DAY
from tests.metrics.edges import (
    Asked,
    Edge,
    before,
    the_day_after,
    the_first_day,
    the_years_second_day,
)
from tests.metrics.made import Row, activity, case, effort

LONG_AGO = "2010-01-01"
Rows = dict[str, list[Row]]


def _two(second: Row) -> Rows:
    return {"cases": [case()], "episodes": [effort(1, LONG_AGO), second]}


SEVERAL = [
    Edge(
        "tva_insatser",
        "an effort counts from the day it starts",
        the_day_after,
        lambda on, a: _two(effort(1, on)),
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "tva_insatser",
        "an effort that ended as the twelve months began is none of them",
        the_years_second_day,
        lambda on, a: _two(effort(1, LONG_AGO, on)),
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "tva_insatser",
        "an effort that ends as it starts is none",
        before(100),
        lambda on, a: _two(effort(1, on, on)),
        before=(0, 1),
        on=(0, 1),
    ),
]


def _hole(starts: date, ends: date) -> Rows:
    """Two efforts, with days between them on which none is."""
    return {"cases": [case()], "episodes": [effort(1, LONG_AGO, starts), effort(1, ends)]}


def _ends(on: date, asked: Asked) -> Rows:
    return {"cases": [case()], "episodes": [effort(1, LONG_AGO, on), effort(1, LONG_AGO, on)]}


def _began_before(on: date, asked: Asked) -> Rows:
    """A hole from before the twelve months into them, and two efforts after it."""
    again = [effort(1, on), effort(1, on)]
    gone = effort(1, LONG_AGO, asked.since - timedelta(60))
    return {"cases": [case()], "episodes": [gone, *again]}


def _in_year(days: int) -> list[Edge]:
    rules = Rules(gap_days=days)
    return [
        Edge(
            "glapp",
            f"{days} days between efforts are a gap",
            before(100 - days),
            lambda on, a: _hole(a.day - timedelta(100), on),
            before=(0, 1),
            on=(1, 1),
            rules=rules,
        ),
        Edge(
            "glapp",
            f"a hole that goes on is a gap from {days} days on, the day itself not in it",
            before(days - 1),
            _ends,
            before=(1, 1),
            on=(0, 1),
            rules=rules,
        ),
        Edge(
            "glapp",
            f"{days} days of a gap are within the twelve months, or it is none of them",
            lambda asked: asked.since + timedelta(days),
            _began_before,
            before=(0, 1),
            on=(1, 1),
            rules=rules,
        ),
        Edge(
            "glapplangd",
            f"a hole is a gap from {days} days on",
            lambda asked: asked.period,
            lambda on, a: _hole(on - timedelta(days), on),
            before=None,
            on=(1, days),
            after=lambda on, a: (1, days) if on <= a.day else None,
            rules=rules,
        ),
        Edge(
            "glapplangd",
            f"a hole of less than {days} days is none",
            lambda asked: asked.day - timedelta(days - 1),
            lambda on, a: _hole(on, a.day),
            before=(1, days),
            on=None,
            rules=rules,
        ),
    ]


ENDED = [
    Edge(
        "glapplangd",
        "a gap is of the month in which an effort begins again, once that is known",
        the_day_after,
        lambda on, a: _hole(a.day - timedelta(100), on),
        before=(1, 100),
        on=None,
    ),
    Edge(
        "glapplangd",
        "a gap ends on the day that the case is closed, once that is known",
        the_day_after,
        lambda on, a: {
            "cases": [case(1, LONG_AGO, on)],
            "episodes": [effort(1, LONG_AGO, a.day - timedelta(100))],
        },
        before=(1, 100),
        on=None,
    ),
]


def _waits(key: str) -> list[Edge]:
    """The edges of a wait from a day on: the first effort, and the month that it is counted in."""
    return [
        Edge(
            key,
            "a wait is of the month in which the case was opened",
            the_first_day,
            lambda on, a: {"cases": [case(1, on, decided=on)], "episodes": [effort(1, on)]},
            before=None,
            on=(1, 0, False),
            after=lambda on, a: (1, 0, False) if on <= a.known else None,
        ),
        Edge(
            key,
            "a case that is opened later, or after the last day known of, waits in no such month",
            the_day_after,
            lambda on, a: {"cases": [case(1, on, decided=on)], "episodes": [effort(1, on)]},
            before=(1, 0, False),
            on=None,
        ),
        Edge(
            key,
            "an effort that is over as the case is opened ends no wait",
            lambda asked: asked.period + DAY,
            lambda on, a: {
                "cases": [case(1, a.period, a.period + timedelta(5), decided=a.period)],
                "episodes": [effort(1, LONG_AGO, on)],
            },
            before=lambda on, a: (1, min(5, (a.known - a.period).days), True),
            on=(1, 0, False),
        ),
        Edge(
            key,
            "an effort that starts after the last day known of ends no wait",
            lambda asked: asked.known + DAY,
            lambda on, a: {
                "cases": [case(1, a.period, decided=a.period)],
                "episodes": [effort(1, on)],
            },
            before=lambda on, a: (1, (on - a.period).days, False),
            on=lambda on, a: (1, (a.known - a.period).days, True),
        ),
        Edge(
            key,
            "who has had no effort has waited until the case was closed, or until what is known",
            lambda asked: asked.known,
            lambda on, a: {"cases": [case(1, a.period, max(on, a.period), decided=a.period)]},
            before=lambda on, a: (1, max((on - a.period).days, 0), True),
            on=lambda on, a: (1, (a.known - a.period).days, True),
        ),
    ]


DECIDED = [
    Edge(
        "tid_beslut_insats",
        "a case that is decided on after it was closed is left out",
        lambda asked: asked.period + DAY,
        lambda on, a: {"cases": [case(1, a.period, a.period, decided=on)]},
        before=(1, 0, True),
        on=None,
    ),
]


def _waited(on: date, asked: Asked) -> int:
    return (asked.past - max(on, asked.period)).days


IDLE = [
    Edge(
        "tom_vantan",
        "a case waits from the day it is opened",
        lambda asked: asked.period + timedelta(5),
        lambda on, a: {"cases": [case(1, on)]},
        before=lambda on, a: _days(_waited(on, a)),
        on=lambda on, a: _days(_waited(on, a)),
    ),
    Edge(
        "tom_vantan",
        "a case does not wait on the day it is closed",
        lambda asked: asked.period + DAY,
        lambda on, a: {"cases": [case(1, LONG_AGO, on)]},
        before=None,
        on=(1, 1, 1),
        after=lambda on, a: _days(min((on - a.period).days, (a.past - a.period).days)),
    ),
    Edge(
        "tom_vantan",
        "no days are counted after the month's last, or the last known of",
        the_day_after,
        lambda on, a: {"cases": [case(1, on)]},
        before=(1, 1, 1),
        on=None,
    ),
    Edge(
        "tom_vantan",
        "a case waits until its effort starts",
        the_day_after,
        lambda on, a: {"cases": [case(1, a.day)], "episodes": [effort(1, on)]},
        before=None,
        on=(1, 1, 1),
    ),
    Edge(
        "tom_vantan",
        "a case waits again from the day its effort ends",
        the_day_after,
        lambda on, a: {"cases": [case(1, a.day)], "episodes": [effort(1, LONG_AGO, on)]},
        before=(1, 1, 1),
        on=None,
    ),
    Edge(
        "tom_vantan",
        "nothing goes on until an activity starts",
        the_day_after,
        lambda on, a: {"cases": [case(1, a.day)], "activities": [activity(1, on)]},
        before=(0, 1, 1),
        on=(1, 1, 1),
    ),
    Edge(
        "tom_vantan",
        "nothing goes on from the day an activity ends",
        the_day_after,
        lambda on, a: {"cases": [case(1, a.day)], "activities": [activity(1, LONG_AGO, on)]},
        before=(1, 1, 1),
        on=(0, 1, 1),
    ),
]


def _days(many: int) -> tuple | None:
    return (many, many, 1) if many > 0 else None


EDGES = [
    *SEVERAL,
    *_in_year(14),
    *_in_year(30),
    *ENDED,
    *_waits("tid_till_insats"),
    *_waits("tid_beslut_insats"),
    *DECIDED,
    *IDLE,
]
