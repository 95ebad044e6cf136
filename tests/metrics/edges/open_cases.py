"""Edges of who is asked about: cases from the day they open, and not on the day they close."""

from collections.abc import Callable

from tests.metrics.edges import Asked, Edge, Reading, Rows, the_day_after
from tests.metrics.made import assessment, case, contact, effort, plan

# what stands beside a case that is of the part, and what is then counted; the case's own columns
Beside = tuple[dict, Callable[[Asked], Rows], Reading]
LONG_AGO = "2010-01-01"
TRACK = (1, "a", LONG_AGO, None)
TWO = [effort(1, LONG_AGO), effort(1, LONG_AGO, party=2)]

OF_OPEN: dict[str, Beside] = {
    "oppna": ({}, lambda a: {}, (1, None)),
    "aktuella_planer": ({}, lambda a: {"individual_plans": [plan(made=a.day)]}, (1, 1)),
    "nasta_steg": ({}, lambda a: {"individual_plans": [plan(step=a.day)]}, (1, 1)),
    "i_spar": ({}, lambda a: {"tracks": [TRACK]}, (1, 1)),
    "skattade": (
        {},
        lambda a: {"tracks": [TRACK], "assessments": [assessment(1, a.day)]},
        (1, 1),
    ),
    "genomgangna": ({}, lambda a: {"reviewed": [(1, 1, a.day)]}, (1, 1)),
    "delade": ({"shared": True}, lambda a: {}, (1, 1)),
    "samtycke": ({"shared": True}, lambda a: {"consents": [(1, LONG_AGO)]}, (1, 1)),
    "nollplacerade": ({"zero_placed": True}, lambda a: {}, (1, 1)),
    "nollplacerade_insats": (
        {"zero_placed": True},
        lambda a: {"episodes": [effort(1, LONG_AGO)]},
        (1, 1),
    ),
    "tva_insatser": ({}, lambda a: {"episodes": TWO}, (1, 1)),
    "behov_parallella": ({"needs_parallel": True}, lambda a: {}, (1, 1)),
    "parallella": ({"needs_parallel": True}, lambda a: {"episodes": TWO}, (1, 1)),
    "parallella_ovriga": ({}, lambda a: {"episodes": TWO}, (1, 1)),
    "funktionskontinuitet": ({}, lambda a: {"contacts": [contact(1, "a", LONG_AGO)]}, (1, 1)),
}
# those that a case must be open for long to be of: only the day it closes is tried
OPEN_LONG: dict[str, Beside] = {
    "sex_manader": ({}, lambda a: {}, (1, 1)),
    "personkontinuitet": ({}, lambda a: {"contacts": [contact(1, "a", LONG_AGO)]}, (1, 1)),
}


def _opens(key: str) -> Edge:
    columns, beside, reading = OF_OPEN[key]
    return Edge(
        key,
        "a case is asked about from the day it opens",
        the_day_after,
        lambda on, a: {"cases": [case(1, on, **columns)]} | beside(a),
        before=reading,
        on=None,
    )


def _closes(key: str) -> Edge:
    columns, beside, reading = (OF_OPEN | OPEN_LONG)[key]
    return Edge(
        key,
        "a case is not asked about on the day it closes",
        the_day_after,
        lambda on, a: {"cases": [case(1, LONG_AGO, on, **columns)]} | beside(a),
        before=None,
        on=reading,
    )


def _same_day(key: str) -> Edge:
    columns, beside, _ = OF_OPEN[key]
    return Edge(
        key,
        "a case that opens and closes on one day is never asked about",
        lambda asked: asked.day,
        lambda on, a: {"cases": [case(1, on, on, **columns)]} | beside(a),
        before=None,
        on=None,
    )


EDGES = [
    *map(_opens, OF_OPEN),
    *map(_closes, OF_OPEN),
    *map(_same_day, OF_OPEN),
    *map(_closes, OPEN_LONG),
]
