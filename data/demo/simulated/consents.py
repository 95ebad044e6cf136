"""Consents to the parties talking with each other: given for a year, some renewed or withdrawn."""

from datetime import timedelta

from data.demo.simulated.place import Made, Place, Row, after, at
from data.models.work import Consent

WHERE_NOT_SHARED = 0.12  # times the share of shared cases
RENEWED, WITHDRAWN = 0.72, 0.05
A_YEAR = timedelta(days=365)
ASKED_AGAIN = 90, 260  # days after a no, or after a consent that was not renewed


def make(place: Place, cases: list[Row]) -> Made:
    """The consents given while a case is open."""
    dice = place.dice("consents")
    consents: list[Row] = []
    for case in cases:
        last = case["closed_on"] or place.observed_until
        day = after(dice, case["opened_on"], 0, 60)
        if not case["is_shared"] and dice.random() >= WHERE_NOT_SHARED:
            continue
        while day <= last:
            if dice.random() >= at(place.work.consenting, day):
                day = after(dice, day, *ASKED_AGAIN)
                continue
            given = {"person_id": case["person_id"], "given_on": day, "valid_until": day + A_YEAR}
            withdrawn_on = after(dice, day, 20, 300)
            withdrawn = dice.random() < WITHDRAWN and withdrawn_on <= last
            consents.append(given | {"withdrawn_on": withdrawn_on if withdrawn else None})
            at_once = dice.random() < RENEWED and not withdrawn
            day = after(dice, day + A_YEAR, *((0, 30) if at_once else ASKED_AGAIN))
    return {Consent: consents}
