"""Individual plans, how they are followed up, and whether the next step is known."""

import random
from datetime import date, timedelta

from data.demo.simulated.place import Made, Place, Row, after, at
from data.models.people import IndividualPlan, PlanFollowUp

HAS_A_PLAN = 0.85
NEXT_STEP = 45, 210  # days ahead, least and most


def make(dice: random.Random, place: Place, cases: list[Row], plan_id: int) -> Made:
    """A plan within two months for most cases, followed up more or less in time."""
    plans: list[Row] = []
    follow_ups: list[Row] = []
    for case in cases:
        made_on = case["opened_on"] + timedelta(days=dice.randint(10, 60))
        ended_on = case["closed_on"]
        if dice.random() > HAS_A_PLAN or made_on > (ended_on or place.observed_until):
            continue
        plan = {
            "individual_plan_id": plan_id + len(plans),
            "case_id": case["case_id"],
            "made_on": made_on,
            "ended_on": ended_on,
        }
        plans.append(plan)
        follow_ups += _follow_up(dice, place, plan)
    _set_next_steps(place, plans, "made_on")
    _set_next_steps(place, follow_ups, "followed_up_on")
    return {IndividualPlan: plans, PlanFollowUp: follow_ups}


def _follow_up(dice: random.Random, place: Place, plan: Row) -> list[Row]:
    day, last = plan["made_on"], plan["ended_on"] or place.observed_until
    done = []
    while True:
        in_time = dice.random() < place.followed_up[_index(place, day)]
        day += timedelta(days=dice.randint(60, 88) if in_time else dice.randint(100, 190))
        if day > last:
            return done
        done.append({"individual_plan_id": plan["individual_plan_id"], "followed_up_on": day})


def _index(place: Place, day: date) -> int:
    """The number of the place's month that a day is in; 0 also for all earlier days."""
    first = place.first_month
    return max(0, 12 * (day.year - first.year) + day.month - first.month)


def _set_next_steps(place: Place, rows: list[Row], on: str) -> None:
    dice = place.dice(f"next steps, {on}")
    for row in rows:
        has_next_step = dice.random() < at(place.work.next_step, row[on])
        row["next_step_on"] = after(dice, row[on], *NEXT_STEP) if has_next_step else None
