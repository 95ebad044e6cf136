"""What units count themselves: rounds through their open cases, and samples of answers."""

import random
from datetime import date, timedelta

from data.demo.simulated.place import Made, Place, Row, at, month_after
from data.models.work import ResponseSample, ReviewedCase, ReviewRound

CHANNELS = {"e-post": 0.03, "telefon": -0.03}  # how much better or worse than the level
ROUND = timedelta(weeks=5)
WEEK = timedelta(weeks=1)


def make(place: Place, cases: list[Row], delivery_id: int, round_id: int) -> Made:
    """A round per quarter and unit, the cases gone through in it, and a sample each week."""
    rounds = _rounds(place, delivery_id, round_id)
    return {
        ReviewRound: rounds,
        ReviewedCase: _reviewed(place, cases, rounds),
        ResponseSample: _samples(place),
    }


def _rounds(place: Place, delivery_id: int, round_id: int) -> list[Row]:
    """The rounds that were over on the place's last observed day."""
    dice = place.dice("rounds")
    first, number = place.first_month, -(place.first_month.month - 1) % 3
    rounds: list[Row] = []
    while (quarter := month_after(first, number)) <= place.observed_until:
        for unit_id in place.units:
            starts_on = quarter + timedelta(days=dice.randint(3, 24))
            if starts_on + ROUND > place.observed_until:
                continue
            rounds.append(
                {
                    "round_id": round_id + len(rounds),
                    "unit_id": unit_id,
                    "starts_on": starts_on,
                    "ends_on": starts_on + ROUND,
                    "delivery_id": delivery_id,
                }
            )
        number += 3
    return rounds


def _reviewed(place: Place, cases: list[Row], rounds: list[Row]) -> list[Row]:
    """Most of the cases open on the day of the round; the share differs between rounds."""
    dice = place.dice("reviewed")
    by_unit = {unit: [case for case in cases if case["unit_id"] == unit] for unit in place.units}
    reviewed: list[Row] = []
    for review in rounds:
        level = at(place.work.gone_through, review["starts_on"]) + dice.gauss(0, 0.07)
        for case in by_unit[review["unit_id"]]:
            if not _is_open(case, review["starts_on"]) or dice.random() >= level:
                continue
            day = review["starts_on"] + timedelta(days=dice.randrange(ROUND.days))
            if _is_open(case, day):
                ids = {"round_id": review["round_id"], "case_id": case["case_id"]}
                reviewed.append(ids | {"reviewed_on": day})
    return reviewed


def _is_open(case: Row, day: date) -> bool:
    return case["opened_on"] <= day and (case["closed_on"] is None or case["closed_on"] > day)


def _samples(place: Place) -> list[Row]:
    dice = place.dice("samples")
    samples: list[Row] = []
    for unit_id in place.units:
        day = place.first_month + timedelta(days=dice.randrange(7))
        while day <= place.observed_until:
            samples += [_sample(dice, place, unit_id, day, channel) for channel in CHANNELS]
            day += WEEK
    return samples


def _sample(dice: random.Random, place: Place, unit_id: int, day: date, channel: str) -> Row:
    received = dice.randint(*place.work.received)
    level = at(place.work.same_day, day) + CHANNELS[channel] + dice.gauss(0, 0.04)
    answered = sum(dice.random() < level for _ in range(received))
    return {
        "unit_id": unit_id,
        "sampled_on": day,
        "channel": channel,
        "received": received,
        "answered_same_day": answered,
    }
