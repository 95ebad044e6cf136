"""Efforts, one after another and side by side, and the activities that fill some of the waits."""

import random
from datetime import date, timedelta

from data.demo.simulated.place import Made, Place, Row, after, at, within
from data.models.people import ServiceEpisode
from data.models.work import BridgingActivity

LONG_WAIT, WAITS_LONG = 0.12, (120, 420)
LASTS = 60, 300
FOLLOWS_ON = 0.58
LONGEST_GAP = 120
NO_MORE = 0.06  # the share of efforts after which the case has no other
SIDE_BY_SIDE = {True: 0.66, False: 0.1, None: 0.3}  # by whether efforts in parallel are needed
LEAST_WAIT = 5
WITH, WITHOUT = (14, 90), (15, 60)  # days of an activity in a wait, and days before the next one


def make(place: Place, cases: list[Row]) -> Made:
    """The efforts of each case, and the activities in its waits."""
    dice, in_waits = place.dice("efforts"), place.dice("activities")
    efforts: list[Row] = []
    activities: list[Row] = []
    for case in cases:
        for begun, over in _chain(dice, place, case, efforts):
            activities += _in_wait(in_waits, place, case, begun, over)
    return {ServiceEpisode: efforts, BridgingActivity: activities}


def _chain(
    dice: random.Random, place: Place, case: Row, efforts: list[Row]
) -> list[tuple[date, date]]:
    """Add a case's efforts; return its waits, (first day, day after the last)."""
    last = case["closed_on"] or place.observed_until
    day = _first_day(dice, place, case["opened_on"])
    waits = [(case["opened_on"], min(day, last))]
    while day < last:
        service, over = dice.choice(list(place.work.services)), after(dice, day, *LASTS)
        _add(place, case, efforts, service, day, over)
        if dice.random() < SIDE_BY_SIDE[case["needs_parallel"]]:
            beside = after(dice, day, 0, 40)
            other = dice.choice(_of_others(place, service))
            _add(place, case, efforts, other, beside, after(dice, beside, *LASTS))
        day = last if dice.random() < NO_MORE else over + _gap(dice, place, over)
        waits.append((over, min(day, last)))
    return waits


def _first_day(dice: random.Random, place: Place, opened_on: date) -> date:
    level = at(place.work.days_to_first, opened_on)
    day = opened_on + timedelta(days=2 + round(dice.gammavariate(2, level / 2)))
    return after(dice, day, *WAITS_LONG) if dice.random() < LONG_WAIT else day


def _gap(dice: random.Random, place: Place, day: date) -> timedelta:
    if dice.random() < FOLLOWS_ON:
        return timedelta(days=dice.randint(0, 4))
    length = round(dice.expovariate(1 / at(place.work.gap_days, day)))
    return timedelta(days=min(LONGEST_GAP, LEAST_WAIT + length))


def _of_others(place: Place, service: str) -> list[str]:
    """The services of the other parties."""
    services = place.work.services
    return [name for name, party in services.items() if party != services[service]]


def _add(
    place: Place, case: Row, efforts: list[Row], service: str, starts_on: date, ends_on: date
) -> None:
    if (days := within(place, case, starts_on, ends_on)) is not None:
        party = place.work.services[service]
        efforts.append({"case_id": case["case_id"], "party_id": party, "service": service} | days)


def _in_wait(dice: random.Random, place: Place, case: Row, begun: date, over: date) -> list[Row]:
    """Activities in a wait, one after another with holes between; more the higher the level."""
    activities: list[Row] = []
    day = after(dice, begun, 0, 20)
    while (over - day).days >= LEAST_WAIT:
        if dice.random() >= at(place.work.bridged, day):
            day = after(dice, day, *WITHOUT)
            continue
        ends_on = min(over, after(dice, day, *WITH))
        if (days := within(place, case, day, ends_on)) is not None:
            activities.append({"case_id": case["case_id"]} | days)
        day = after(dice, ends_on, 0, 20)
    return activities
