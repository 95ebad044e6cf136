"""Which members of staff, by key, answer for a case, and contacts with those who have left."""

import random
from datetime import date, timedelta

from data.demo.simulated.place import Made, Place, Row, after, at, within
from data.models.work import ContactAfterExit, ContactPeriod

OFFICER, COACH = "handläggare", "arbetsmarknadskonsulent"
HAS_A_COACH = 0.45
STAYS_DAYS = 640  # on average, before somebody else takes over
NOBODY_FOR_A_WHILE = 0.14
STAFF_A_UNIT = 12
TO_WORK_OR_STUDIES = ("arbete", "arbete_subventionerat", "studier")


def make(place: Place, cases: list[Row]) -> Made:
    """Each case's officers and coaches, and the contacts after some of the exits."""
    dice, later = place.dice("contacts"), place.dice("contacts after exit")
    keys = {unit: 1 + STAFF_A_UNIT * number for number, unit in enumerate(place.units)}
    periods: list[Row] = []
    contacts: list[Row] = []
    for case in cases:
        first = keys[case["unit_id"]]
        periods += _one_after_another(dice, place, case, OFFICER, first, case["opened_on"])
        if dice.random() < HAS_A_COACH:
            begun = after(dice, case["opened_on"], 14, 120)
            periods += _one_after_another(dice, place, case, COACH, first, begun)
        contacts += _after_exit(later, place, case)
    return {ContactPeriod: periods, ContactAfterExit: contacts}


def _one_after_another(
    dice: random.Random, place: Place, case: Row, function: str, first: int, begun: date
) -> list[Row]:
    periods: list[Row] = []
    staff, begun_by = None, begun
    while True:
        others = [n for n in range(first, first + STAFF_A_UNIT) if n != staff]
        staff = dice.choice(others)
        ends_on = begun_by + timedelta(days=30 + round(dice.expovariate(1 / STAYS_DAYS)))
        days = within(place, case, begun_by, ends_on)
        if days is None:
            return periods
        period = {
            "case_id": case["case_id"],
            "function": function,
            "staff": f"{function[0]}{staff}",
        }
        periods.append(period | days)
        if days["ends_on"] != ends_on:
            return periods
        nobody = dice.random() < NOBODY_FOR_A_WHILE
        begun_by = after(dice, ends_on, 7, 45) if nobody else ends_on


def _after_exit(dice: random.Random, place: Place, case: Row) -> list[Row]:
    left_on = case["closed_on"]
    if left_on is None or case["exit_reason"] not in TO_WORK_OR_STUDIES:
        return []
    if dice.random() >= at(place.work.supported_after, left_on):
        return []
    days = {after(dice, left_on, 7, 120) for _ in range(dice.randint(1, 3))}
    return [
        {"case_id": case["case_id"], "contacted_on": day}
        for day in sorted(days)
        if day <= place.observed_until
    ]
