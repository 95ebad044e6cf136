"""The tracks of a case, one directly after another, from some weeks after it opens."""

from data.demo.simulated.place import Made, Place, Row, after, within
from data.models.work import TrackPeriod

HAS_A_TRACK = 0.62
FIRST = {  # the weight of each track to begin with
    "unga": {"delaktighet": 2, "framsteg": 5, "arbete": 3},
    "arbetssokande": {"delaktighet": 2, "framsteg": 4, "arbete": 4},
    "halsohinder": {"vila": 3, "delaktighet": 5, "framsteg": 2},
    "sociala_hinder": {"vila": 1, "delaktighet": 6, "framsteg": 3},
}
NEXT = {  # the weight of each track after another
    "vila": {"delaktighet": 1},
    "delaktighet": {"framsteg": 7, "vila": 3},
    "framsteg": {"arbete": 6, "delaktighet": 2, "vila": 2},
    "arbete": {"framsteg": 6, "vila": 4},
}


def make(place: Place, cases: list[Row]) -> Made:
    """The tracks of the cases that have any."""
    dice = place.dice("tracks")
    periods: list[Row] = []
    for case in cases:
        if dice.random() >= HAS_A_TRACK:
            continue
        weights, day = FIRST[case["target_group"]], after(dice, case["opened_on"], 14, 75)
        while True:
            track = dice.choices(list(weights), list(weights.values()))[0]
            ends_on = after(dice, day, 100, 480)
            days = within(place, case, day, ends_on)
            if days is None:
                break
            periods.append({"case_id": case["case_id"], "track": track} | days)
            weights, day = NEXT[track], ends_on
    return {TrackPeriod: periods}
