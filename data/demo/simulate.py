"""Simulated households, cases and plans, month by month, so that figures move as they might.

How many households there are each month is given; who comes, who leaves and why is drawn by dice
with a seed of their own. No real case has served as a pattern.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection, func, insert, select, update

from data.models.intake import Delivery
from data.models.people import (
    Case,
    HouseholdMonth,
    IndividualPlan,
    Person,
    PlanFollowUp,
    SupportMonth,
)

LEAVES_A_MONTH = 0.055
TWO_ADULTS = 0.24
HAS_A_PLAN = 0.85


@dataclass(frozen=True)
class Place:
    """What is simulated: the households of each month, spread over units and target groups.

    `self_support` and `followed_up` are shares of those who leave and of plans, month by month.
    Of the last month, which is not over, only some have been paid: `paid_of_last`, 0 to 1.
    """

    name: str
    seed: int
    first_month: date
    households: Sequence[int]
    observed_until: date
    units: dict[int, float]
    groups: dict[str, float]
    self_support: Sequence[float]
    followed_up: Sequence[float]
    paid_of_last: float


@dataclass
class _Rows:
    """What is to be inserted, and the ids that are next."""

    person_id: int
    household_id: int
    case_id: int
    plan_id: int
    persons: list[dict] = field(default_factory=list)
    cases: list[dict] = field(default_factory=list)
    household_months: list[dict] = field(default_factory=list)
    support_months: list[dict] = field(default_factory=list)
    plans: list[dict] = field(default_factory=list)
    follow_ups: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class _Household:
    """One household with support, and the case that it has in the meantime."""

    household_id: int
    people: tuple[int, ...]
    unit_id: int
    group: str
    case: dict


def simulate(connection: Connection, place: Place, delivery_id: int) -> None:
    """Make a place's rows and insert them, as of one delivery."""
    dice = random.Random(place.seed)  # noqa: S311 - a demonstration, the same every time
    rows = _Rows(*(_next_id(connection, column) for column in _ids()))
    living: list[_Household] = []
    for index, wanted in enumerate(place.households):
        this_month = _month(place.first_month, index)
        leaving = [home for home in living if index and dice.random() < LEAVES_A_MONTH]
        gone = {home.household_id for home in leaving}
        for home in leaving:
            _close(dice, place, home, this_month, place.self_support[index])
        living = [home for home in living if home.household_id not in gone]
        while len(living) > wanted:
            home = living.pop(dice.randrange(len(living)))
            _close(dice, place, home, this_month, place.self_support[index])
        while len(living) < wanted:
            living.append(_open(dice, place, rows, this_month, delivery_id, running=index == 0))
        last = index == len(place.households) - 1
        paid = [home for home in living if not last or dice.random() < place.paid_of_last]
        _pay(rows, paid, this_month, delivery_id)
    _plan(dice, place, rows)
    for table, made in _tables(rows):
        if made:
            connection.execute(insert(table), made)
    taken = update(Delivery).where(Delivery.delivery_id == delivery_id)
    connection.execute(taken.values(rows_taken=len(rows.cases)))
    if connection.dialect.name == "postgresql":
        _raise_sequences(connection)


def _ids() -> tuple:
    return (
        Person.person_id,
        HouseholdMonth.household_id,
        Case.case_id,
        IndividualPlan.individual_plan_id,
    )


def _next_id(connection: Connection, column) -> int:
    return (connection.scalar(select(func.max(column))) or 0) + 1


def _raise_sequences(connection: Connection) -> None:
    """Postgres deals its own ids from above those that were given here."""
    for column in _ids():
        if column.table.name != HouseholdMonth.__tablename__:
            sequence = func.pg_get_serial_sequence(column.table.name, column.name)
            connection.execute(select(func.setval(sequence, _next_id(connection, column), False)))


def _open(
    dice: random.Random,
    place: Place,
    rows: _Rows,
    this_month: date,
    delivery_id: int,
    running: bool,
) -> _Household:
    adults = 2 if dice.random() < TWO_ADULTS else 1
    people = tuple(range(rows.person_id, rows.person_id + adults))
    rows.persons += [
        {"person_id": person, "pseudonym": f"demo/{place.name}/{person}"} for person in people
    ]
    opened_on = this_month + timedelta(days=dice.randrange(28))
    if running:
        opened_on = this_month - timedelta(days=dice.randrange(1, 900))
    group = dice.choices(list(place.groups), list(place.groups.values()))[0]
    case = {
        "case_id": rows.case_id,
        "source": f"demo/{place.name}",
        "source_key": f"D{rows.case_id}",
        "person_id": people[0],
        "unit_id": dice.choices(list(place.units), list(place.units.values()))[0],
        "birth_year": this_month.year - dice.randint(*((18, 24) if group == "unga" else (25, 63))),
        "sex": dice.choice(("kvinna", "man")),
        "target_group": group,
        "opened_on": min(opened_on, place.observed_until),
        "closed_on": None,
        "exit_reason": None,
        "delivery_id": delivery_id,
    }
    rows.cases.append(case)
    home = _Household(rows.household_id, people, case["unit_id"], group, case)
    rows.person_id += adults
    rows.household_id += 1
    rows.case_id += 1
    return home


def _month(first: date, later: int) -> date:
    """The first of the month so many months after the one that begins on `first`."""
    years, month = divmod(first.month - 1 + later, 12)
    return date(first.year + years, month + 1, 1)


def _close(
    dice: random.Random, place: Place, home: _Household, this_month: date, self_support: float
) -> None:
    """The household's last month was the one before: its case closed within that month."""
    earliest = max(_month(this_month, -1), home.case["opened_on"])
    latest = max(earliest, this_month - timedelta(days=1))
    home.case["closed_on"] = earliest + (latest - earliest) * dice.random()
    own = ("arbete", "arbete_subventionerat", "studier", "annan_inkomst"), (9, 3, 5, 1)
    other = ("sjukersattning", "flyttat", "annat", "okant"), (3, 3, 4, 2)
    reasons, weights = own if dice.random() < self_support else other
    home.case["exit_reason"] = dice.choices(reasons, weights)[0]


def _pay(rows: _Rows, living: list[_Household], this_month: date, delivery_id: int) -> None:
    for home in living:
        rows.household_months.append(
            {
                "household_id": home.household_id,
                "month": this_month,
                "unit_id": home.unit_id,
                "target_group": home.group,
                "delivery_id": delivery_id,
            }
        )
        rows.support_months += [
            {"household_id": home.household_id, "person_id": person, "month": this_month}
            for person in home.people
        ]


def _plan(dice: random.Random, place: Place, rows: _Rows) -> None:
    """Most cases get a plan within two months; plans are followed up more or less in time."""
    for case in rows.cases:
        made_on = case["opened_on"] + timedelta(days=dice.randint(10, 60))
        ended_on = case["closed_on"]
        if dice.random() > HAS_A_PLAN or made_on > (ended_on or place.observed_until):
            continue
        plan = {
            "individual_plan_id": rows.plan_id,
            "case_id": case["case_id"],
            "made_on": made_on,
            "ended_on": ended_on,
        }
        rows.plans.append(plan)
        rows.plan_id += 1
        _follow_up(dice, place, rows, plan)


def _follow_up(dice: random.Random, place: Place, rows: _Rows, plan: dict) -> None:
    day, last = plan["made_on"], plan["ended_on"] or place.observed_until
    while True:
        in_time = dice.random() < place.followed_up[_index(place, day)]
        day += timedelta(days=dice.randint(60, 88) if in_time else dice.randint(100, 190))
        if day > last:
            return
        rows.follow_ups.append(
            {"individual_plan_id": plan["individual_plan_id"], "followed_up_on": day}
        )


def _index(place: Place, day: date) -> int:
    """Which of the place's months a day is in; the first for all days before it."""
    first = place.first_month
    return max(0, 12 * (day.year - first.year) + day.month - first.month)


def _tables(rows: _Rows) -> list[tuple[type, list[dict]]]:
    return [
        (Person, rows.persons),
        (Case, rows.cases),
        (HouseholdMonth, rows.household_months),
        (SupportMonth, rows.support_months),
        (IndividualPlan, rows.plans),
        (PlanFollowUp, rows.follow_ups),
    ]


def wave(level: Sequence[int], dice: random.Random, spread: float) -> list[int]:
    """A level for each month, each a little off by the dice."""
    return [max(1, round(mean + dice.gauss(0, spread))) for mean in level]
