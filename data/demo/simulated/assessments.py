"""Assessments of those in a track, by the participant and the staff, drifting slowly upward."""

import random
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from data.demo.simulated.place import Made, Place, Row, after
from data.models.work import Assessment, AssessmentScore

INSTRUMENT = "stegen"
QUESTIONS = ("halsa", "vardag", "soka", "samarbete")
BELIEF = "tilltro"
EVERY = 85, 250  # days from one to the next, least and most
ASKED = {"participant": 0.86, "staff": 0.8}
PUT_OFF = 0.16  # the share that is put off until the next time
BETTER_EACH_TIME = 0.16
AT_REST = "vila"


def make(place: Place, periods: list[Row], assessment_id: int) -> Made:
    """Each case's assessments while it is in a track, and the answers in them."""
    dice = place.dice("assessments")
    made: list[Row] = []
    scores: list[Row] = []
    for case_id, of_case in groupby(periods, key=lambda period: period["case_id"]):
        level = {name: dice.gauss(2.5, 0.8) for name in (*QUESTIONS, BELIEF)}
        for day in _days(dice, place, list(of_case)):
            for rater in [rater for rater, share in ASKED.items() if dice.random() < share]:
                number = assessment_id + len(made)
                made.append(_assessment(number, case_id, day, rater))
                scores += _answers(dice, number, level, rater)
            for name in level:
                level[name] += dice.gauss(BETTER_EACH_TIME, 0.25)
    return {Assessment: made, AssessmentScore: scores}


def _assessment(number: int, case_id: int, day: date, rater: str) -> Row:
    row = {"assessment_id": number, "case_id": case_id, "instrument": INSTRUMENT}
    return row | {"assessed_on": day, "rater": rater}


def _days(dice: random.Random, place: Place, periods: list[Row]) -> Iterator[date]:
    """The days of assessment within a case's tracks, except in the track AT_REST."""
    day = after(dice, periods[0]["starts_on"], 5, 70)
    for period in periods:
        ends_on = period["ends_on"] or place.observed_until
        if period["track"] == AT_REST:
            day = max(day, ends_on)
        while day < ends_on:
            if dice.random() >= PUT_OFF:
                yield day
            day = after(dice, day, *EVERY)


def _answers(dice: random.Random, number: int, level: dict[str, float], rater: str) -> list[Row]:
    """Whole answers from 1 to 5; only the staff answer the question about belief."""
    questions = QUESTIONS if rater == "participant" else (*QUESTIONS, BELIEF)
    return [
        {
            "assessment_id": number,
            "indicator": name,
            "score": min(5, max(1, round(level[name] + dice.gauss(0, 0.3)))),
        }
        for name in questions
    ]
