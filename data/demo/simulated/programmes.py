"""Stays in the programmes of the labour-market unit, and what came after them."""

import random
from datetime import timedelta

from data.demo.simulated.place import Made, Place, Row, after, within
from data.models.work import ProgrammeStay

TAKES_PART = 0.24
OF_ITS_TIME = 0.35, 1.6  # a stay's length as a share of the months that it is meant to last
NOT_KNOWN = 0.04
RESULTS = ("work", "studies", "other"), (27, 16, 57)
LEADS_TO = {"arbete": "work", "studier": "studies"}  # by the exit reason of a case closed with it


def make(place: Place, cases: list[Row]) -> Made:
    """The stays of those who take part."""
    dice = place.dice("programmes")
    stays: list[Row] = []
    for case in cases:
        if dice.random() >= TAKES_PART:
            continue
        programme, months = dice.choice(list(place.work.programmes.items()))
        starts_on = after(dice, case["opened_on"], 30, 320)
        stay = timedelta(days=round(30.4 * months * dice.uniform(*OF_ITS_TIME)))
        days = within(place, case, starts_on, starts_on + stay)
        if days is not None:
            stay = {"case_id": case["case_id"], "programme": programme, "most_months": months}
            stays.append(stay | days | {"result": _result(dice, case, days)})
    return {ProgrammeStay: stays}


def _result(dice: random.Random, case: Row, days: Row) -> str | None:
    """What the stay led to; None while it lasts, and where it is not registered."""
    drawn, is_registered = dice.choices(*RESULTS)[0], dice.random() >= NOT_KNOWN
    if days["ends_on"] is None or not is_registered:
        return None
    if days["ends_on"] == case["closed_on"]:
        return LEADS_TO.get(case["exit_reason"], "other")
    return drawn
