"""Households, their cases and months with support: who comes, who leaves, and who comes back."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from data.demo.simulated.place import Made, Place, Row, month_after
from data.models.people import Case, HouseholdMonth, Person, SupportMonth

LEAVES_A_MONTH = 0.055
TWO_ADULTS = 0.24
COMES_BACK = 0.16  # the share of those who come who have been here before
AWAY = range(4, 12)  # months from the last with support to the next
AMOUNTS = {1: (6200, 9600), 2: (8800, 12600)}  # kronor in the first month, by number of adults
DEARER_A_MONTH = 0.0015
OWN_SUPPORT = ("arbete", "arbete_subventionerat", "studier", "annan_inkomst"), (9, 3, 5, 1)
OTHER = ("sjukersattning", "flyttat", "annat", "okant"), (3, 3, 4, 2)


@dataclass(frozen=True)
class Household:
    """One household with support, its case while it has support, and the amount it is paid."""

    household_id: int
    people: tuple[int, ...]
    unit_id: int
    group: str
    case: Row
    amount: int
    birth_year: int  # of the person whom the case is about


@dataclass
class Rows:
    """The rows to insert, the next ids, and those who may come back."""

    person_id: int
    household_id: int
    case_id: int
    persons: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    household_months: list[Row] = field(default_factory=list)
    support_months: list[Row] = field(default_factory=list)
    gone: list[tuple[int, Household]] = field(default_factory=list)  # the month they left, and who


@dataclass(frozen=True)
class _Dice:
    """The random generators: `all` for who comes and goes, the others for what was added later.

    Since the others are separate, they leave what `all` draws unchanged.
    """

    all: random.Random
    back: random.Random
    people: random.Random
    amounts: random.Random


def make(first: random.Random, place: Place, rows: Rows, delivery_id: int) -> Made:
    """The place's people, cases and months with support, as one delivery."""
    dice = _Dice(first, *(place.dice(subject) for subject in ("back", "people", "amounts")))
    living: list[Household] = []
    for index, wanted in enumerate(place.households):
        this_month = month_after(place.first_month, index)
        leaving = [home for home in living if index and first.random() < LEAVES_A_MONTH]
        gone = {home.household_id for home in leaving}
        for home in leaving:
            _close(first, place, rows, home, index)
        living = [home for home in living if home.household_id not in gone]
        while len(living) > wanted:
            home = living.pop(first.randrange(len(living)))
            _close(first, place, rows, home, index)
        while len(living) < wanted:
            living.append(_open(dice, place, rows, index, delivery_id))
        last = index == len(place.households) - 1
        paid = [home for home in living if not last or first.random() < place.paid_of_last]
        _pay(dice.amounts, rows, paid, index, this_month, delivery_id)
    return {
        Person: rows.persons,
        Case: rows.cases,
        HouseholdMonth: rows.household_months,
        SupportMonth: rows.support_months,
    }


def _open(dice: _Dice, place: Place, rows: Rows, index: int, delivery_id: int) -> Household:
    """Open a case for a newcomer, or in the newcomer's place for a similar household that returns.

    The newcomer is drawn either way, so that a return changes whose case it is and nothing else.
    """
    this_month, draw = month_after(place.first_month, index), dice.all
    adults = 2 if draw.random() < TWO_ADULTS else 1
    people = tuple(range(rows.person_id, rows.person_id + adults))
    opened_on = this_month + timedelta(days=draw.randrange(28))
    if index == 0:
        opened_on = this_month - timedelta(days=draw.randrange(1, 900))
    group = draw.choices(list(place.groups), list(place.groups.values()))[0]
    unit_id = draw.choices(list(place.units), list(place.units.values()))[0]
    birth_year = this_month.year - draw.randint(*((18, 24) if group == "unga" else (25, 63)))
    sex = draw.choice(("kvinna", "man"))
    case = {
        "case_id": rows.case_id,
        "source": f"demo/{place.name}",
        "source_key": f"D{rows.case_id}",
        "person_id": people[0],
        "unit_id": unit_id,
        "target_group": group,
        "opened_on": min(opened_on, place.observed_until),
        "closed_on": None,
        "exit_reason": None,
        "delivery_id": delivery_id,
    }
    rows.cases.append(case)
    before = _back(dice.back, rows, case, adults, index)
    if before is None:
        latest = case["opened_on"].year - 18
        rows.persons += _persons(dice.people, place, people, (birth_year, sex), latest)
        amount = dice.amounts.randint(*AMOUNTS[adults])
        home = Household(
            rows.household_id, people, unit_id, group, case, amount, birth_year=birth_year
        )
    else:
        case["person_id"] = before.people[0]
        home = replace(before, case=case)
    rows.person_id += adults
    rows.household_id += 1
    rows.case_id += 1
    return home


def _persons(
    dice: random.Random, place: Place, people: tuple[int, ...], first: tuple[int, str], latest: int
) -> list[Row]:
    """The person whom the case is about, and the other adult, if any, of about the same age.

    `first`: the year of birth and sex of the one; `latest`: the year before which an adult is born.
    """
    born, sex = first
    adults = [first]
    if len(people) == 2:
        other = "man" if sex == "kvinna" else "kvinna"
        adults.append(
            (min(latest, born + dice.randint(-7, 7)), other if dice.random() < 0.93 else sex)
        )
    return [
        {
            "person_id": person,
            "pseudonym": f"demo/{place.name}/{person}",
            "birth_year": birth_year,
            "sex": of_sex,
        }
        for person, (birth_year, of_sex) in zip(people, adults, strict=True)
    ]


def _back(dice: random.Random, rows: Rows, case: Row, adults: int, index: int) -> Household | None:
    """A household of the same unit, group and size that comes back after long enough; else None."""
    if dice.random() >= COMES_BACK:
        return None
    rows.gone = [(since, home) for since, home in rows.gone if index - since + 1 < AWAY.stop]
    alike = [
        (since, home)
        for since, home in rows.gone
        if index - since + 1 in AWAY
        and (home.unit_id, home.group, len(home.people))
        == (case["unit_id"], case["target_group"], adults)
        and (home.group != "unga" or case["opened_on"].year - home.birth_year < 25)
    ]
    if not alike:
        return None
    sooner_more_often = [AWAY.stop - (index - since + 1) for since, _ in alike]
    returning = dice.choices(alike, sooner_more_often)[0]
    rows.gone.remove(returning)
    return returning[1]


def _close(dice: random.Random, place: Place, rows: Rows, home: Household, index: int) -> None:
    """Close the household's case within the month before, which was its last with support."""
    this_month = month_after(place.first_month, index)
    earliest = max(month_after(this_month, -1), home.case["opened_on"])
    latest = max(earliest, this_month - timedelta(days=1))
    home.case["closed_on"] = earliest + (latest - earliest) * dice.random()
    reasons, weights = OWN_SUPPORT if dice.random() < place.self_support[index] else OTHER
    home.case["exit_reason"] = dice.choices(reasons, weights)[0]
    if home.case["exit_reason"] != "flyttat":
        rows.gone.append((index, home))


def _pay(
    dice: random.Random,
    rows: Rows,
    living: list[Household],
    index: int,
    this_month: date,
    delivery_id: int,
) -> None:
    dearer = 1 + DEARER_A_MONTH * index
    for home in living:
        rows.household_months.append(
            {
                "household_id": home.household_id,
                "month": this_month,
                "unit_id": home.unit_id,
                "target_group": home.group,
                "delivery_id": delivery_id,
                "amount": round(home.amount * dearer * dice.uniform(0.93, 1.07)),
            }
        )
        rows.support_months += [
            {"household_id": home.household_id, "person_id": person, "month": this_month}
            for person in home.people
        ]
