"""Edges of individual plans: old enough, followed up in time, current, and their next step."""

from datetime import timedelta

from metrics.facts import Rules
from tests.metrics.edges import Edge, before, reaching, the_day, the_day_after
from tests.metrics.made import case, follow_up, plan

FAR = "2030-01-01"


def _followed(months: int) -> list[Edge]:
    """The edges of plans that are to be followed up within so many months."""
    rules, within = Rules(follow_up_months=months), f"within {months} months"
    return [
        Edge(
            "planer",
            f"a plan is old enough when its first follow-up was due {within}, before the day",
            reaching(months),
            lambda on, a: {"individual_plans": [plan(1, on)]},
            before=(0, 1),
            on=None,
            rules=rules,
        ),
        Edge(
            "planer",
            f"a follow-up counts {within}, the day so many months after it included",
            reaching(months),
            lambda on, a: {"individual_plans": [plan()], "follow_ups": [follow_up(1, on)]},
            before=(0, 1),
            on=(1, 1),
            rules=rules,
        ),
        Edge(
            "planer",
            f"a plan ended before it was old enough {within} is never asked about",
            before(10),
            lambda on, a: {"individual_plans": [plan(1, on, on + timedelta(days=2))]},
            before=None,
            on=None,
            rules=rules,
        ),
    ]


PLANS = [
    *_followed(3),
    *_followed(2),
    Edge(
        "planer",
        "a follow-up counts from its day on",
        the_day_after,
        lambda on, a: {"individual_plans": [plan()], "follow_ups": [follow_up(1, on)]},
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "planer",
        "a plan is not asked about on the day it ends",
        the_day_after,
        lambda on, a: {"individual_plans": [plan(1, "2010-01-01", on)]},
        before=None,
        on=(0, 1),
    ),
]

CURRENT = [
    Edge(
        "aktuella_planer",
        "a plan is current up to the day six months after it was made",
        reaching(6),
        lambda on, a: {"cases": [case()], "individual_plans": [plan(1, on)]},
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "aktuella_planer",
        "a plan is current from the day it is made",
        the_day_after,
        lambda on, a: {"cases": [case()], "individual_plans": [plan(1, on)]},
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "aktuella_planer",
        "a follow-up keeps a plan current up to the day six months after it",
        reaching(6),
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [plan()],
            "follow_ups": [follow_up(1, on)],
        },
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "aktuella_planer",
        "a follow-up keeps a plan current from its own day",
        the_day_after,
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [plan()],
            "follow_ups": [follow_up(1, on)],
        },
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "aktuella_planer",
        "of a plan that is not made yet nothing is known, a follow-up neither",
        the_day_after,
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [plan(1, on)],
            "follow_ups": [follow_up(1, a.day - timedelta(days=10))],
        },
        before=(1, 1),
        on=(0, 1),
    ),
]

NEXT = [
    Edge(
        "nasta_steg",
        "a next step is known until its day has passed",
        the_day,
        lambda on, a: {"cases": [case()], "individual_plans": [plan(step=on)]},
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "nasta_steg",
        "a plan says something from the day it is made",
        the_day_after,
        lambda on, a: {"cases": [case()], "individual_plans": [plan(1, on, step=FAR)]},
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "nasta_steg",
        "a plan says nothing on the day it ends",
        the_day_after,
        lambda on, a: {"cases": [case()], "individual_plans": [plan(1, ended=on, step=FAR)]},
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "nasta_steg",
        "a follow-up says something from its own day",
        the_day_after,
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [plan(step=FAR)],
            "follow_ups": [follow_up(1, on)],
        },
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "nasta_steg",
        "a step from a follow-up is known until its day has passed",
        the_day,
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [plan()],
            "follow_ups": [follow_up(1, "2015-01-01", on)],
        },
        before=(0, 1),
        on=(1, 1),
    ),
    Edge(
        "nasta_steg",
        "a follow-up from before the plan was made says nothing, one on its day the last word",
        before(20),
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [plan(1, a.day - timedelta(days=20), step=FAR)],
            "follow_ups": [follow_up(1, on)],
        },
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "nasta_steg",
        "a plan made the day after another was followed up is the last word",
        before(19),
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [plan(), plan(2, on)],
            "follow_ups": [follow_up(1, a.day - timedelta(days=20), FAR)],
        },
        before=(1, 1),
        on=(0, 1),
    ),
    Edge(
        "nasta_steg",
        "of two plans the later made holds, and on one day either",
        before(20),
        lambda on, a: {
            "cases": [case()],
            "individual_plans": [
                plan(1, a.day - timedelta(days=20)),
                plan(2, on, step=FAR),
            ],
        },
        before=(0, 1),
        on=(1, 1),
    ),
]

EDGES = [*PLANS, *CURRENT, *NEXT]
