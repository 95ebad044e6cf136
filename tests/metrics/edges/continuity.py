"""Edges of continuity: old enough, one person or function for a year, and changes within it."""

from datetime import date, timedelta

from tests.metrics.edges import (
    Asked,
    Edge,
    before,
    passing,
    the_day_after,
    the_years_first_day,
    the_years_second_day,
)
from tests.metrics.made import Row, case, contact

LONG_AGO = "2010-01-01"


def _answered(*contacts: Row, opened: date | str = LONG_AGO, closed: date | None = None) -> dict:
    return {"cases": [case(1, opened, closed)], "contacts": list(contacts)}


ALWAYS = contact(1, "a", LONG_AGO)

PERSON = [
    Edge(
        "sex_manader",
        "a case is old enough on the day six months after it was opened",
        passing(6),
        lambda on, a: _answered(opened=on),
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "personkontinuitet",
        "a case is asked about on the day six months after it was opened",
        passing(6),
        lambda on, a: _answered(ALWAYS, opened=on),
        before=(1, 1),
        on=None,
    ),
    Edge(
        "personkontinuitet",
        "who has ended as the twelve months begin is none of those who answered in them",
        the_years_second_day,
        lambda on, a: _answered(ALWAYS, contact(1, "b", LONG_AGO, on)),
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "personkontinuitet",
        "who begins after the day is none of those who answered",
        the_day_after,
        lambda on, a: _answered(ALWAYS, contact(1, "b", on)),
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "personkontinuitet",
        "nobody in the twelve months is not continuity",
        the_years_second_day,
        lambda on, a: _answered(contact(1, "a", LONG_AGO, on)),
        before=(0, 1),
        on=(1, 1),
    ),
]


def _handed_over(on: date, asked: Asked) -> dict:
    return _answered(contact(1, "a", LONG_AGO, asked.day - timedelta(50)), contact(1, "b", on))


def _long_before(on: date, asked: Asked) -> dict:
    """Somebody until a day, and nobody for a while after the twelve months have begun."""
    later = contact(1, "b", asked.since + timedelta(10))
    return _answered(contact(1, "a", LONG_AGO, on), later)


def _hole_before(on: date, asked: Asked) -> dict:
    """A case with nobody for five days, opened some day around them."""
    first = contact(1, "a", LONG_AGO, asked.day - timedelta(40))
    return _answered(first, contact(1, "b", asked.day - timedelta(35)), opened=on)


def _other_function(on: date, asked: Asked) -> dict:
    """Another function before the one that answers to the day."""
    first = contact(1, "a", LONG_AGO, asked.day - timedelta(30), function="handläggare")
    return _answered(first, contact(1, "b", on))


FUNCTION = [
    Edge(
        "funktionskontinuitet",
        "somebody must answer on the day, and not have ended on it",
        the_day_after,
        lambda on, a: _answered(contact(1, "a", LONG_AGO, on)),
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "funktionskontinuitet",
        "somebody answers from the day they begin",
        the_day_after,
        lambda on, a: _answered(contact(1, "a", on)),
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "funktionskontinuitet",
        "a day with nobody is a break",
        before(49),
        _handed_over,
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "funktionskontinuitet",
        "what has ended as the twelve months begin breaks nothing",
        the_years_second_day,
        _long_before,
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "funktionskontinuitet",
        "a break before the case was opened is none",
        before(40),
        _hole_before,
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "funktionskontinuitet",
        "two functions do not make one",
        the_years_second_day,
        _other_function,
        before=(1, 1),
        on=(0, 1),
    ),
]


def _year(changes: int):
    """So many changes, for all the days of the twelve months."""
    return lambda on, a: (changes, (a.past - a.since).days, 1)


CHANGES = [
    Edge(
        "byten",
        "a change is of the twelve months from their first day",
        the_years_first_day,
        lambda on, a: _answered(ALWAYS, contact(1, "b", on)),
        before=_year(0),
        on=_year(1),
    ),
    Edge(
        "byten",
        "a change is of them to their last day",
        the_day_after,
        lambda on, a: _answered(ALWAYS, contact(1, "b", on)),
        before=_year(1),
        on=_year(0),
    ),
    Edge(
        "byten",
        "days count from that on which the case is opened",
        the_day_after,
        lambda on, a: _answered(opened=on),
        before=(0, 1, 1),
        on=None,
    ),
    Edge(
        "byten",
        "days do not count on that on which the case is closed",
        the_years_second_day,
        lambda on, a: _answered(closed=on),
        before=None,
        on=(0, 1, 1),
        after=(0, 2, 1),
    ),
    Edge(
        "byten",
        "a change counts on the day the case is opened, and not before",
        before(29),
        lambda on, a: _answered(ALWAYS, contact(1, "b", a.day - timedelta(30)), opened=on),
        before=(1, 31, 1),
        on=(0, 30, 1),
        after=(0, 29, 1),
    ),
    Edge(
        "byten",
        "a change does not count on the day the case is closed",
        before(29),
        lambda on, a: _answered(ALWAYS, contact(1, "b", a.day - timedelta(30)), closed=on),
        before=lambda on, a: (0, (on - a.since).days, 1),
        on=lambda on, a: (1, (on - a.since).days, 1),
    ),
    Edge(
        "byten",
        "who begins on the day that another does is no change from them",
        before(30),
        lambda on, a: _answered(
            contact(1, "a", a.day - timedelta(30)),
            contact(1, "b", on, function="coach"),
        ),
        before=_year(1),
        on=_year(0),
        after=_year(1),
    ),
]

EDGES = [*PERSON, *FUNCTION, *CHANGES]
