"""Edges of what is done: tracks, assessments, samples, stays, reviews, consents and efforts."""

from collections.abc import Callable
from datetime import date

from tests.metrics.edges import (
    HALVES,
    MONTHS,
    QUARTERS,
    Asked,
    Edge,
    passing,
    reaching,
    the_day_after,
    the_first_day,
)
from tests.metrics.made import Row, assessment, case, effort, stay

LONG_AGO = "2010-01-01"
Rows = dict[str, list[Row]]


def _of_period(
    key: str, facts: Callable[[date], Rows], reading: tuple, asked: tuple[Asked, ...]
) -> list[Edge]:
    """The edges of what is counted in the period of its day, once that is known of."""
    return [
        Edge(
            key,
            "it is of the period from its first day",
            the_first_day,
            lambda on, a: facts(on),
            before=None,
            on=reading,
            after=lambda on, a: reading if on <= a.known else None,
            asked=asked,
        ),
        Edge(
            key,
            "it is of the period to its last day, or to the last day known of",
            the_day_after,
            lambda on, a: facts(on),
            before=reading,
            on=None,
            asked=asked,
        ),
    ]


def _while(key: str, what: str, facts: Callable[[date | str, date | None], Rows]) -> list[Edge]:
    """The edges of a part that holds from the first day of something, and not on its last."""
    return [
        Edge(
            key,
            f"{what} counts from its first day",
            the_day_after,
            lambda on, a: facts(on, None),
            before=(1, 1),
            on=(0, 1),
        ),
        Edge(
            key,
            f"{what} does not count on its last day",
            the_day_after,
            lambda on, a: facts(LONG_AGO, on),
            before=(0, 1),
            on=(1, 1),
        ),
        Edge(
            key,
            f"{what} of one day that ends as it starts never counts",
            lambda asked: asked.day,
            lambda on, a: facts(on, on),
            before=(0, 1),
            on=(0, 1),
        ),
    ]


def _in_track(starts: date | str, ends: date | None) -> Rows:
    return {"cases": [case()], "tracks": [(1, "a", starts, ends)]}


def _assessed(on: date, starts: date | str = LONG_AGO) -> Rows:
    return _in_track(starts, None) | {"assessments": [assessment(1, on)]}


TRACKS = [
    Edge(
        "i_spar",
        "six months in a track are over on the same day six months later",
        passing(6),
        lambda on, a: _in_track(on, None),
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "i_spar",
        "a time in a track does not count on its last day",
        the_day_after,
        lambda on, a: _in_track(LONG_AGO, on),
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "skattade",
        "who has not been six months in a track is not asked about",
        passing(6),
        lambda on, a: _assessed(a.day, starts=on),
        before=(1, 1),
        on=None,
    ),
    Edge(
        "skattade",
        "an assessment is fresh up to the day six months after it",
        reaching(6),
        lambda on, a: _assessed(on),
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "skattade",
        "an assessment counts from its own day",
        the_day_after,
        lambda on, a: _assessed(on),
        before=(1, 1),
        on=(0, 1),
    ),
]


def _risen(on: date) -> Rows:
    """An answer that has risen since long ago."""
    return {
        "cases": [case()],
        "assessments": [assessment(1, LONG_AGO), assessment(2, on)],
        "scores": [(1, "a", 1, False), (2, "a", 2, False)],
    }


def _believed(on: date) -> Rows:
    return {
        "cases": [case()],
        "assessments": [assessment(1, on, rater="staff")],
        "scores": [(1, "belief", 4, True)],
    }


def _stayed(on: date) -> Rows:
    return {"cases": [case()], "stays": [stay(LONG_AGO, on, result="work")]}


def _sample(on: date) -> Rows:
    return {"samples": [(1, on, 10, 7)]}


def _limit(months: int) -> Edge:
    return Edge(
        "over_grans",
        f"a stay of {months} months is over its limit the day after it",
        reaching(months),
        lambda on, a: {"cases": [case()], "stays": [stay(on, most=months)]},
        before=(1, 1),
        on=(0, 1),
    )


STAYS = [
    *(_limit(months) for months in (1, 6, 12)),
    Edge(
        "over_grans",
        "a stay goes on from the day it starts",
        the_day_after,
        lambda on, a: {"cases": [case()], "stays": [stay(on, most=12)]},
        before=(0, 1),
        on=None,
    ),
    Edge(
        "over_grans",
        "a stay does not go on on the day it ends",
        the_day_after,
        lambda on, a: {"cases": [case()], "stays": [stay(LONG_AGO, on, most=12)]},
        before=None,
        on=(1, 1),
    ),
]

REVIEWS = [
    Edge(
        "genomgangna",
        "a case has been gone through up to the day three months after",
        reaching(3),
        lambda on, a: {"cases": [case()], "reviewed": [(1, 1, on)]},
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "genomgangna",
        "a case has been gone through from the day that it is",
        the_day_after,
        lambda on, a: {"cases": [case()], "reviewed": [(1, 1, on)]},
        before=(1, 1),
        on=(0, 1),
    ),
]


def _consent(starts: date | str, until: date | None, withdrawn: date | None = None) -> Rows:
    return {"cases": [case(shared=True)], "consents": [(1, starts, until, withdrawn)]}


def _effort(starts: date | str, ends: date | None) -> Rows:
    return {"cases": [case(zero_placed=True)], "episodes": [effort(1, starts, ends)]}


def _second(needs: bool | None) -> Callable[[date | str, date | None], Rows]:
    """Efforts of two parties, the second for some days."""

    def rows(starts: date | str, ends: date | None) -> Rows:
        efforts = [effort(1, LONG_AGO), effort(1, starts, ends, party=2)]
        return {"cases": [case(needs_parallel=needs)], "episodes": efforts}

    return rows


EDGES = [
    *TRACKS,
    *_of_period("rorelse", _risen, (1, 1), HALVES),
    *_of_period("tilltro", _believed, (1, 1), HALVES),
    *_of_period("programresultat", _stayed, (1, 1), QUARTERS),
    *_of_period("svar_samma_dag", _sample, (7, 10), MONTHS),
    *STAYS,
    *REVIEWS,
    *_while("samtycke", "a consent that runs out", _consent),
    *_while("samtycke", "a withdrawn consent", lambda on, ends: _consent(on, None, ends)),
    *_while("nollplacerade_insats", "an effort", _effort),
    *_while("parallella", "an effort of another party", _second(needs=True)),
    *_while("parallella_ovriga", "an effort of another party", _second(needs=None)),
]
