"""What is decided and registered about a case: its first decision, and three yes-or-no answers."""

import random

from data.demo.simulated.place import Place, Row, after

DECIDED, DECIDED_LATE = 0.94, 0.15
NOBODY_HAS_SAID = 0.08
ZERO_PLACED = {"unga": 0.08, "arbetssokande": 0.1, "halsohinder": 0.3, "sociala_hinder": 0.22}
SHARED = {"unga": 0.38, "arbetssokande": 0.3, "halsohinder": 0.5, "sociala_hinder": 0.46}
PARALLEL = {"unga": 0.2, "arbetssokande": 0.16, "halsohinder": 0.52, "sociala_hinder": 0.48}


def decide(place: Place, cases: list[Row]) -> None:
    """Give every case the day of its first decision, if there is one, and the three answers."""
    dice = place.dice("decisions")
    for case in cases:
        day = after(
            dice, case["opened_on"], *((22, 45) if dice.random() < DECIDED_LATE else (1, 21))
        )
        is_decided = dice.random() < DECIDED and day <= (case["closed_on"] or place.observed_until)
        case["first_decided_on"] = day if is_decided else None
        case["is_zero_placed"] = _answer(dice, ZERO_PLACED[case["target_group"]])
        case["is_shared"] = _answer(dice, SHARED[case["target_group"]])
        case["needs_parallel"] = _answer(dice, PARALLEL[case["target_group"]])


def _answer(dice: random.Random, share: float) -> bool | None:
    answer = dice.random() < share
    return None if dice.random() < NOBODY_HAS_SAID else answer
