"""Edges of exits: the quarter they are of, who is back before the gap is over, what lasts."""

from datetime import date, timedelta

from metrics.facts import Rules
from tests.metrics.edges import (
    QUARTERS,
    QUARTERS_GOING,
    QUARTERS_OVER,
    Asked,
    Edge,
    Reading,
    Turn,
    after,
    the_day,
    the_day_after,
    the_first_day,
)
from tests.metrics.made import Row, case

LONG_AGO, PERSON = "2010-01-01", 7
# what each figure is of: where the exit leads, and what is counted of one that nothing undoes
EXITS: dict[str, tuple[str | None, Reading]] = {
    "avslut": ("work", (1, 1)),
    "avslut_arbete": ("work", (1, 1)),
    "avslut_studier": ("studies", (1, 1)),
    "avslut_inkomst": ("other_income", (1, 1)),
    "hallbart": ("work", (1, 1)),
    "hallbart_12_av_6": ("work", (1, 1)),
    "annat": (None, (1, 1)),
    "annat_12_av_6": (None, (1, 1)),
    "stod_arbete": ("work", (0, 1)),
    "stod_studier": ("studies", (0, 1)),
}


def _left(key: str, closed: date, *others: Row) -> dict[str, list[Row]]:
    return {"cases": [case(1, LONG_AGO, closed, person=PERSON, leads_to=EXITS[key][0]), *others]}


def _of_quarter(key: str) -> list[Edge]:
    reading = EXITS[key][1]
    return [
        Edge(
            key,
            "an exit is of the quarter from its first day",
            the_first_day,
            lambda on, a: _left(key, on),
            before=None,
            on=reading,
            after=lambda on, a: reading if on <= a.known else None,
            asked=QUARTERS,
        ),
        Edge(
            key,
            "an exit is of the quarter to its last day, or to the last day known of",
            the_day_after,
            lambda on, a: _left(key, on),
            before=reading,
            on=None,
            asked=QUARTERS,
        ),
    ]


def _back(key: str, gap: int) -> Edge:
    """The edge of who is back before the gap is over; back later they have not held, if asked."""
    reading = {"hallbart": (0, 1), "annat": (0, 1)}.get(key, EXITS[key][1])
    if key.endswith("_12_av_6"):
        reading = None  # who has not held for six months is not asked about
    return Edge(
        key,
        f"who is back before {gap} months are over has not left",
        after(months=gap),
        lambda on, a: _left(key, a.day, case(2, on, person=PERSON)),
        before=None,
        on=reading,
        asked=QUARTERS_OVER,
        rules=Rules(exit_gap_months=gap),
    )


def _across(key: str) -> list[Edge]:
    """The edges of a person's other cases, that are open across the exit or are not."""
    reading = EXITS[key][1]
    # where all exits are asked about, or those that lead to nothing, the other is one too
    both = {"avslut": (1, 2), "annat": (2, 2)}.get(key.split("_")[0], reading)
    return [
        Edge(
            key,
            "a case of the person's that is open after the exit undoes it",
            the_day_after,
            lambda on, a: _left(key, a.day, case(2, LONG_AGO, on, person=PERSON)),
            before=both,
            on=None,
            asked=QUARTERS_OVER,
        ),
        Edge(
            key,
            "a case that another person opens undoes nothing",
            the_day,
            lambda on, a: _left(key, a.day, case(2, on, person=PERSON + 1)),
            before=reading,
            on=reading,
            asked=QUARTERS_OVER,
        ),
    ]


def _not_known(key: str) -> Edge:
    return Edge(
        key,
        "what opens after the last day known of is not known",
        the_day_after,
        lambda on, a: _left(key, a.day - timedelta(20), case(2, on, person=PERSON)),
        before=None,
        on=EXITS[key][1],
        asked=QUARTERS_GOING[1:],
    )


def _turn_held(months: int) -> Turn:
    return after(months=months, days=1)


def _held(key: str, months: int, of_those: Reading) -> Edge:
    return Edge(
        key,
        f"an exit holds when nobody is back up to the day {months} months after it",
        _turn_held(months),
        lambda on, a: _left(key, a.day, case(2, on, person=PERSON)),
        before=of_those,
        on=(1, 1) if months == 12 or not key.endswith("_12_av_6") else (0, 1),
        asked=QUARTERS_OVER,
    )


def _same_day(key: str, *readings: Reading) -> Edge:
    """Without any gap, back on the very day is back; what was opened before it is not."""

    def facts(on: date, asked: Asked) -> dict[str, list[Row]]:
        other = case(2, on, max(on, asked.day), person=PERSON)
        return _left(key, asked.day, other)

    return Edge(
        key,
        "back on the day of the exit is back, where no gap is asked for",
        the_day,
        facts,
        before=readings[0],
        on=readings[1],
        after=readings[2],
        asked=QUARTERS_OVER,
        rules=Rules(exit_gap_months=0),
    )


def _contacted(key: str) -> list[Edge]:
    def facts(on: date, asked: Asked) -> dict[str, list[Row]]:
        return _left(key, asked.day) | {"after_exit": [(1, on)]}

    return [
        Edge(
            key,
            "a contact counts from the day of the exit",
            the_day,
            facts,
            before=(0, 1),
            on=(1, 1),
            asked=QUARTERS_OVER,
        ),
        Edge(
            key,
            "a contact counts up to the ninetieth day after the exit",
            after(months=0, days=91),
            facts,
            before=(1, 1),
            on=(0, 1),
            asked=QUARTERS_OVER,
        ),
        Edge(
            key,
            "a contact after the last day known of is not known",
            the_day_after,
            lambda on, a: _left(key, a.period) | {"after_exit": [(1, on)]},
            before=(1, 1),
            on=(0, 1),
            asked=QUARTERS_GOING[1:],
        ),
    ]


EDGES = [
    *(edge for key in EXITS for edge in _of_quarter(key)),
    *(_back(key, gap) for key in EXITS for gap in (2, 4)),
    *(edge for key in EXITS for edge in _across(key)),
    *(_not_known(key) for key in EXITS if not key.startswith(("hallbart", "annat"))),
    *(_held(key, 6, (0, 1)) for key in ("hallbart", "annat")),
    *(_held(key, 6, None) for key in ("hallbart_12_av_6", "annat_12_av_6")),
    *(_held(key, 12, (0, 1)) for key in ("hallbart_12_av_6", "annat_12_av_6")),
    _same_day("hallbart", (1, 1), (0, 1), (0, 1)),
    _same_day("annat", (2, 2), (1, 2), (0, 1)),  # the other has been an exit too
    *(edge for key in ("stod_arbete", "stod_studier") for edge in _contacted(key)),
]
