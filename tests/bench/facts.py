"""Made-up facts of any size, the same at every run: so many cases and ten times as many events.

Drawn a column at a time, so that a million cases take seconds. Days fall often enough on the very
edges of the rules (the same day, two, six and twelve months later) for an edge to be seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from metrics.catalogue import Figure
from metrics.facts import SHAPES, Facts
from metrics.periods import months, periods

FIRST_MONTH, OBSERVED_UNTIL = date(2011, 1, 1), date(2014, 12, 5)
MONTHS = months(FIRST_MONTH, OBSERVED_UNTIL)
REASONS: dict[str | None, tuple[bool, str | None]] = {  # as the store has them
    "arbete": (True, "work"),
    "arbete_subventionerat": (True, "work"),
    "studier": (True, "studies"),
    "annan_inkomst": (True, "other_income"),
    "arbetsmarknadsatgard": (False, None),
    "flyttat": (False, None),
    "annat": (False, None),
    None: (False, None),  # closed, and nobody has said why
}
TRACKS = ("delaktighet", "framsteg", "arbete", "vila")
PARTIES, STAFF_OF_A_UNIT = 3, 12
FUNCTIONS = ("socialsekreterare", "coach")
INDICATORS = {"halsa": False, "vardag": False, "soka": False, "samarbete": False, "tilltro": True}
AGES = ((0, 18), (18, 25), (25, 65), (65, 120))
EDGES = np.array([0, 1, 13, 14, 15, 59, 60, 61, 62, 89, 90, 91, 181, 182, 183, 184, 364, 365, 366])
SEVERAL = 2  # cases, of which one has all that belongs to both

_EPOCH = date(1970, 1, 1)
_BEGUN, _UNTIL = (FIRST_MONTH - _EPOCH).days, (OBSERVED_UNTIL - _EPOCH).days
_FIRSTS = np.array([(month - _EPOCH).days for month in MONTHS])

Dice = np.random.Generator
Frames = dict[str, pl.DataFrame]


def facts(cases: int) -> Facts:
    """So many cases and what belongs to them, as figures are counted from them."""
    return as_facts(frames(cases))


def as_facts(made: Mapping[str, pl.DataFrame]) -> Facts:
    """Frames out of `frames` without the columns that only the store has."""
    shaped = {name: made[name].select(*shape) for name, shape in SHAPES.items()}
    return Facts(observed_until=OBSERVED_UNTIL, **shaped)


def events(made: Mapping[str, pl.DataFrame]) -> int:
    """How many rows there are of what has happened in the cases, or to the people."""
    return sum(frame.height for name, frame in made.items() if name not in ("cases", "persons"))


def periods_of(figure: Figure) -> list[date]:
    """The periods of the 48 months that a figure is counted for."""
    return periods(figure.cadence.name, FIRST_MONTH, OBSERVED_UNTIL)


@dataclass(frozen=True)
class Place:
    """How many units there are, from 1 on, and which target groups."""

    units: int = 8
    groups: tuple[str, ...] = ("unga", "arbetssokande", "halsohinder", "sociala_hinder")

    @property
    def all_units(self) -> pl.DataFrame:
        return pl.DataFrame({"unit_id": range(1, self.units + 1)})

    def any_unit(self, dice: Dice, many: int | tuple[int, int]) -> np.ndarray:
        return dice.integers(1, self.units + 1, many)


ORDINARY = Place()


def frames(cases: int, place: Place = ORDINARY) -> Frames:
    """Every frame of SHAPES, and `persons`, with the columns that the store has besides."""
    dice = np.random.default_rng(cases)
    adults = 1 + (dice.random(max(1, cases * 2 // 5)) < 0.25)
    persons = _persons(dice, int(adults.sum()))
    made = {"persons": persons, "cases": _cases(dice, cases, persons, place)}
    made |= _support(dice, adults, persons, place)
    made |= _plans(dice, made["cases"])
    made |= _work(dice, made["cases"])
    made |= _assessments(dice, made["cases"])
    made |= _reviews(dice, made["cases"], place)
    made["consents"] = _consents(dice, persons.height)
    made["samples"] = _samples(dice, place)
    made["population"] = _population(max(5_000, cases))
    return {name: _cast(name, frame) for name, frame in made.items()}


def _cast(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    shape = SHAPES.get(name, {})
    return frame.cast({column: kind for column, kind in shape.items() if column in frame})


def _persons(dice: Dice, many: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person_id": np.arange(1, many + 1),
            "birth_year": _or_null(dice.integers(1950, 1997, many), dice.random(many) < 0.97),
            "sex": _one_of(dice, ("kvinna", "man"), many),
        }
    )


def _cases(dice: Dice, many: int, persons: pl.DataFrame, place: Place) -> pl.DataFrame:
    """Cases of people one after the other, with holes between them that often end on an edge."""
    person = np.sort(dice.integers(1, persons.height + 1, many))
    lasts = dice.lognormal(4.9, 1.2, many).astype(int) * (dice.random(many) < 0.98)  # some none
    hole = np.where(
        dice.random(many) < 0.4, dice.choice(EDGES, many), dice.integers(-60, 500, many)
    )
    first = _BEGUN + dice.integers(-200, 800, persons.height)[person - 1]
    opened = first + _since_first(person, lasts + hole)
    opened = np.where(opened > _UNTIL, dice.integers(_BEGUN, _UNTIL, many), opened)
    closed = opened + lasts
    is_closed = closed <= _UNTIL
    reason = _one_of(dice, tuple(REASONS), many, odds=(22, 8, 12, 8, 10, 12, 22, 6))
    by_reason = pl.DataFrame(
        [(code, *told) for code, told in REASONS.items()],
        schema={"exit_reason": pl.String, "self_support": pl.Boolean, "leads_to": pl.String},
        orient="row",
    )
    said = pl.DataFrame({"exit_reason": _or_null(reason, is_closed)})
    said = said.join(
        by_reason, on="exit_reason", how="left", nulls_equal=True, maintain_order="left"
    )
    own = persons[person - 1].select("birth_year", "sex")
    return pl.DataFrame(
        {
            "case_id": np.arange(1, many + 1),
            "person_id": person,
            "unit_id": place.any_unit(dice, many),
            "target_group": _one_of(dice, place.groups, many),
            "opened_on": _days(opened),
            "closed_on": _days(closed, is_closed),
            "first_decided_on": _days(opened + dice.integers(0, 60, many), dice.random(many) < 0.9),
            "is_zero_placed": _or_null(dice.random(many) < 0.2, dice.random(many) < 0.9),
            "is_shared": _or_null(dice.random(many) < 0.4, dice.random(many) < 0.9),
            "needs_parallel": _or_null(dice.random(many) < 0.3, dice.random(many) < 0.9),
        }
    ).hstack([*said, *own])


def _since_first(of: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """How far each has come before its own step, among those with the same sorted `of`."""
    before = np.cumsum(steps) - steps
    begins = np.r_[True, of[1:] != of[:-1]]
    return before - before[begins][np.cumsum(begins) - 1]


def _support(dice: Dice, adults: np.ndarray, persons: pl.DataFrame, place: Place) -> Frames:
    """Months of households: a quarter of them stay for years, and one month in twenty is missing."""
    households = len(adults)
    lasting = dice.random(households) < 0.22
    length = np.where(lasting, dice.integers(12, 49, households), dice.geometric(0.25, households))
    which_household, which = _repeated(length)
    month = dice.integers(-12, len(MONTHS), households)[which_household] + which
    kept = (month >= 0) & (month < len(MONTHS)) & (dice.random(len(month)) > 0.05)
    which_household, month = which_household[kept], month[kept]
    moved = month >= dice.integers(0, len(MONTHS) * 8, households)[which_household]  # few ever move
    unit = place.any_unit(dice, (2, households))
    group = dice.integers(0, len(place.groups), (2, households))
    many = len(which_household)
    paid = pl.DataFrame(
        {
            "household_id": which_household + 1,
            "month": _days(_FIRSTS[month]),
            "unit_id": unit[moved.astype(int), which_household],
            "target_group": pl.Series(place.groups).gather(
                group[moved.astype(int), which_household]
            ),
            "amount": _or_null(dice.integers(500, 14_000, many), dice.random(many) < 0.98),
        }
    )
    row, which = _repeated(adults[which_household])
    there = (which == 0) | (dice.random(len(row)) < 0.95)
    row, which = row[there], which[there]
    person = (np.cumsum(adults) - adults)[which_household[row]] + which
    return {
        "household_months": paid,
        "support_months": paid[row]
        .drop("amount")
        .hstack([pl.Series("person_id", person + 1), *persons[person].select("birth_year", "sex")]),
    }


def _plans(dice: Dice, cases: pl.DataFrame) -> Frames:
    many = cases.height // 2
    plans = _periods(dice, cases, many).with_row_index("individual_plan_id", 1)
    plans = plans.rename({"starts_on": "made_on", "ends_on": "ended_on"})
    made = plans["made_on"].to_physical().to_numpy()
    step = _days(made + dice.integers(10, 200, many), dice.random(many) < 0.8)
    placed = cases[plans["case_id"] - 1].select("unit_id", "target_group")
    row, which = _repeated(dice.geometric(0.4, many) - 1 + (dice.random(many) < 0.5))
    followed = made[row] + (which + 1) * 60 + dice.integers(0, 59, len(row))
    follow_ups = pl.DataFrame(
        {
            "individual_plan_id": row + 1,
            "followed_up_on": _days(followed),
            "next_step_on": _days(
                followed + dice.integers(10, 200, len(row)), dice.random(len(row)) < 0.7
            ),
        }
    )
    return {
        "individual_plans": plans.with_columns(next_step_on=step).hstack(placed.get_columns()),
        "follow_ups": follow_ups.filter(pl.col("followed_up_on") <= OBSERVED_UNTIL),
    }


def _work(dice: Dice, cases: pl.DataFrame) -> Frames:
    """What is done while a case is open, and the contacts after it was closed."""

    def periods(share: float, **columns) -> pl.DataFrame:
        frame = _periods(dice, cases, int(cases.height * share))
        return frame.with_columns(**{n: take(frame) for n, take in columns.items()})

    def one_of(values: tuple):
        return lambda frame: _one_of(dice, values, frame.height)

    def staff(frame: pl.DataFrame) -> pl.Series:
        unit = cases["unit_id"].gather(frame["case_id"] - 1)
        number = unit * STAFF_OF_A_UNIT + pl.Series(dice.integers(0, STAFF_OF_A_UNIT, frame.height))
        return number.cast(pl.String)

    most = {"most_months": one_of((6, 12, None)), "result": one_of(("work", "studies", "other"))}
    stays = periods(0.1, programme=one_of(("coachning", "praktik", "kurs")), **most)
    after = cases.filter(pl.col("closed_on").is_not_null(), pl.col("self_support"))
    after = after.sample(fraction=0.15, seed=cases.height).sort("case_id")
    day = after["closed_on"].to_physical().to_numpy() + dice.choice(EDGES, after.height)
    contacted = after.select("case_id").with_columns(contacted_on=_days(day))
    return {
        "episodes": periods(
            0.6, party=one_of(tuple(range(1, PARTIES + 1))), service=one_of(("a",))
        ),
        "activities": periods(0.1),
        "contacts": periods(0.5, function=one_of(FUNCTIONS), staff=staff),
        "tracks": periods(0.25, track=one_of(TRACKS)),
        "stays": stays.with_columns(result=pl.when(pl.col("ends_on").is_not_null()).then("result")),
        "after_exit": contacted.filter(pl.col("contacted_on") <= OBSERVED_UNTIL),
    }


def _periods(dice: Dice, cases: pl.DataFrame, many: int) -> pl.DataFrame:
    """Some time within each of so many cases, every second case, some of them several times.

    Gives: case_id, starts_on, ends_on (null where it goes on).
    """
    row = np.sort(dice.integers(0, cases.height, many) // SEVERAL * SEVERAL)
    opened = cases["opened_on"].to_physical().to_numpy()[row]
    closed = cases["closed_on"].fill_null(OBSERVED_UNTIL).to_physical().to_numpy()[row]
    begins = opened + (dice.random(many) ** 2 * (closed - opened)).astype(int)
    begins = np.where(dice.random(many) < 0.1, opened - 5, begins)
    lasts = np.where(dice.random(many) < 0.2, dice.choice(EDGES, many), dice.geometric(0.01, many))
    ends = begins + lasts
    return pl.DataFrame(
        {
            "case_id": row + 1,
            "starts_on": _days(begins),
            "ends_on": _days(ends, (ends <= _UNTIL) & (dice.random(many) < 0.95)),
        }
    )


def _assessments(dice: Dice, cases: pl.DataFrame) -> Frames:
    many = cases.height // 5
    drawn = _periods(dice, cases, many).select("case_id", assessed_on="starts_on")
    drawn = drawn.with_columns(
        instrument=pl.lit("stegen"), rater=_one_of(dice, ("participant", "staff"), many)
    )
    every = drawn.unique(maintain_order=True).with_row_index("assessment_id", 1)
    answers = every.select("assessment_id").join(
        pl.DataFrame({"indicator": INDICATORS.keys(), "is_belief": INDICATORS.values()}),
        how="cross",
        maintain_order="left_right",
    )
    answers = answers.filter(pl.Series(dice.random(answers.height) < 0.6))
    score = pl.Series(dice.integers(1, 6, answers.height))
    return {"assessments": every, "scores": answers.with_columns(score=score)}


def _reviews(dice: Dice, cases: pl.DataFrame, place: Place) -> Frames:
    """Two rounds a year in every unit, and cases of the unit that were gone through in each."""
    begun = [month for month in MONTHS if month.month in (2, 9)]
    rounds = pl.DataFrame({"starts_on": begun}).join(
        place.all_units, how="cross", maintain_order="left"
    )
    rounds = rounds.with_columns(ends_on=pl.col("starts_on") + timedelta(days=21))
    chosen = cases.select("case_id", "unit_id").sample(fraction=0.2, seed=cases.height)
    which = dice.integers(0, len(begun), chosen.height) * place.units + chosen["unit_id"].to_numpy()
    started = rounds["starts_on"].to_physical().to_numpy()[which - 1]
    day = _days(started + dice.integers(0, 21, chosen.height))
    reviewed = chosen.select("case_id", round_id=pl.Series(which), reviewed_on=day)
    return {
        "rounds": rounds.with_row_index("round_id", 1),
        "reviewed": reviewed.sort("case_id"),
    }


def _consents(dice: Dice, persons: int) -> pl.DataFrame:
    many = persons * 2 // 5
    given = dice.integers(_BEGUN, _UNTIL, many)
    return pl.DataFrame(
        {
            "person_id": np.sort(dice.integers(1, persons + 1, many)),
            "given_on": _days(given),
            "valid_until": _days(given + dice.choice([180, 365], many), dice.random(many) < 0.8),
            "withdrawn_on": _days(given + dice.integers(0, 300, many), dice.random(many) < 0.1),
        }
    )


def _samples(dice: Dice, place: Place) -> pl.DataFrame:
    every = pl.DataFrame({"sampled_on": MONTHS}).join(place.all_units, how="cross")
    every = every.join(pl.DataFrame({"channel": ("e-post", "telefon")}), how="cross")
    received = dice.integers(0, 60, every.height)
    answered = (received * dice.random(every.height)).astype(int)
    return every.with_columns(received=pl.Series(received), answered=pl.Series(answered))


def _population(people: int) -> pl.DataFrame:
    rows = [
        (year, *ages, people)
        for year in range(FIRST_MONTH.year, OBSERVED_UNTIL.year + 1)
        for ages in AGES
    ]
    return pl.DataFrame(rows, schema=list(SHAPES["population"]), orient="row")


def _repeated(times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each place so many times, and which of its times it is, from 0."""
    place = np.repeat(np.arange(len(times)), times)
    return place, np.arange(len(place)) - (np.cumsum(times) - times)[place]


def _one_of(dice: Dice, values: tuple, many: int, odds: tuple[int, ...] = ()) -> pl.Series:
    if odds:
        places = np.searchsorted(np.cumsum(odds) / sum(odds), dice.random(many), side="right")
    else:
        places = dice.integers(0, len(values), many)
    return pl.Series(values).gather(places)


def _or_null(values: np.ndarray | pl.Series, known: np.ndarray) -> pl.Series:
    column = pl.DataFrame({"value": values, "known": known})
    return column.select(pl.when("known").then("value")).to_series()


def _days(values: np.ndarray, known: np.ndarray | None = None) -> pl.Series:
    days = pl.Series(values).cast(pl.Int32).cast(pl.Date)
    return days if known is None else _or_null(days, known)
