"""What figures are counted from: the frames of facts, their shapes, and who delivers them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import polars as pl

from metrics.rules import Rules

__all__ = ["DELIVERIES", "FRAMES", "SHAPES", "Delivery", "Facts", "Rules"]

Shape = dict[str, type[pl.DataType]]
_ID, _TEXT, _DAY, _YES, _COUNT = pl.Int64, pl.String, pl.Date, pl.Boolean, pl.Int64
_PLACED: Shape = {"unit_id": _ID, "target_group": _TEXT}
_TIME: Shape = {"starts_on": _DAY, "ends_on": _DAY}

# Spans are half open: they include the first day but not the last; a null last day is still going.
# Rows of a case that is not among the cases are ignored: unit and target group are the case's.
SHAPES: dict[str, Shape] = {
    # a household's month with support, one row each, by the unit that paid; amount in kronor, null
    # if not known
    "household_months": {"household_id": _ID, "month": _DAY, **_PLACED, "amount": _COUNT},
    # a person in such a household that month
    "support_months": {
        "person_id": _ID,
        "month": _DAY,
        **_PLACED,
        "birth_year": _COUNT,
        "sex": _TEXT,
    },
    # self_support: the reason counts as such; leads_to: the state it leads to; the three yes/no
    # are null where that is not known
    "cases": {
        "case_id": _ID,
        "person_id": _ID,
        **_PLACED,
        "opened_on": _DAY,
        "closed_on": _DAY,
        "exit_reason": _TEXT,
        "self_support": _YES,
        "leads_to": _TEXT,
        "birth_year": _COUNT,
        "sex": _TEXT,
        "first_decided_on": _DAY,
        "is_zero_placed": _YES,
        "is_shared": _YES,
        "needs_parallel": _YES,
    },
    # next_step_on: the day of the next step, as it was known when the plan was made
    "individual_plans": {
        "individual_plan_id": _ID,
        "case_id": _ID,
        **_PLACED,
        "made_on": _DAY,
        "ended_on": _DAY,
        "next_step_on": _DAY,
    },
    "follow_ups": {"individual_plan_id": _ID, "followed_up_on": _DAY, "next_step_on": _DAY},
    # an effort (insats) of one party within a case
    "episodes": {"case_id": _ID, "party": _ID, **_TIME},
    # an activity in the wait for one
    "activities": {"case_id": _ID, **_TIME},
    # which member of staff, by key, answered for the case in a function
    "contacts": {"case_id": _ID, "function": _TEXT, "staff": _TEXT, **_TIME},
    "tracks": {"case_id": _ID, "track": _TEXT, **_TIME},
    # rater: participant or staff
    "assessments": {
        "assessment_id": _ID,
        "case_id": _ID,
        "instrument": _TEXT,
        "assessed_on": _DAY,
        "rater": _TEXT,
    },
    # score 1 to 5; is_belief: the staff's belief that it will lead to work
    "scores": {"assessment_id": _ID, "indicator": _TEXT, "score": _COUNT, "is_belief": _YES},
    # holds from given_on until valid_until or withdrawn_on, whichever comes first
    "consents": {"person_id": _ID, "given_on": _DAY, "valid_until": _DAY, "withdrawn_on": _DAY},
    # a stay in a programme of the labour-market unit; result: work, studies, other, null
    "stays": {"case_id": _ID, "programme": _TEXT, **_TIME, "most_months": _COUNT, "result": _TEXT},
    # a contact after the case was closed
    "after_exit": {"case_id": _ID, "contacted_on": _DAY},
    # a round through a unit's open cases, and the cases gone through in it
    "rounds": {"round_id": _ID, "unit_id": _ID, **_TIME},
    "reviewed": {"round_id": _ID, "case_id": _ID, "reviewed_on": _DAY},
    # a unit's count of one day and channel
    "samples": {"unit_id": _ID, "sampled_on": _DAY, "received": _COUNT, "answered": _COUNT},
    # people on 31 December of the year; from_age is included and until_age is not
    "population": {"year": _COUNT, "from_age": _COUNT, "until_age": _COUNT, "people": _COUNT},
}


def _empty(name: str) -> pl.DataFrame:
    """A frame of facts without rows, with the columns and types of SHAPES."""
    return pl.DataFrame(schema=SHAPES[name])


@dataclass(frozen=True, repr=False)
class Facts:
    """The frames that figures are counted from, and the last day that they cover.

    Each frame has the columns of SHAPES; one that is not given has no rows.
    """

    observed_until: date
    household_months: pl.DataFrame = field(default_factory=partial(_empty, "household_months"))
    support_months: pl.DataFrame = field(default_factory=partial(_empty, "support_months"))
    cases: pl.DataFrame = field(default_factory=partial(_empty, "cases"))
    individual_plans: pl.DataFrame = field(default_factory=partial(_empty, "individual_plans"))
    follow_ups: pl.DataFrame = field(default_factory=partial(_empty, "follow_ups"))
    episodes: pl.DataFrame = field(default_factory=partial(_empty, "episodes"))
    activities: pl.DataFrame = field(default_factory=partial(_empty, "activities"))
    contacts: pl.DataFrame = field(default_factory=partial(_empty, "contacts"))
    tracks: pl.DataFrame = field(default_factory=partial(_empty, "tracks"))
    assessments: pl.DataFrame = field(default_factory=partial(_empty, "assessments"))
    scores: pl.DataFrame = field(default_factory=partial(_empty, "scores"))
    consents: pl.DataFrame = field(default_factory=partial(_empty, "consents"))
    stays: pl.DataFrame = field(default_factory=partial(_empty, "stays"))
    after_exit: pl.DataFrame = field(default_factory=partial(_empty, "after_exit"))
    rounds: pl.DataFrame = field(default_factory=partial(_empty, "rounds"))
    reviewed: pl.DataFrame = field(default_factory=partial(_empty, "reviewed"))
    samples: pl.DataFrame = field(default_factory=partial(_empty, "samples"))
    population: pl.DataFrame = field(default_factory=partial(_empty, "population"))


FRAMES = tuple(SHAPES)


@dataclass(frozen=True)
class Delivery:
    """What a frame of facts is called where it is delivered, and who delivers it. In Swedish."""

    name: str
    owner: str


_SYSTEM = "Dataansvarig för verksamhetssystemet"
DELIVERIES: Mapping[str, Delivery] = {
    "household_months": Delivery("biståndsmånader", _SYSTEM),
    "support_months": Delivery("biståndsmånader med vuxna i hushållet", _SYSTEM),
    "cases": Delivery("ärenden med avslutsorsak", _SYSTEM),
    "individual_plans": Delivery("individuella planer", _SYSTEM),
    "follow_ups": Delivery("planuppföljningar", _SYSTEM),
    "episodes": Delivery("insatser med part, start och slut", _SYSTEM),
    "activities": Delivery("aktiviteter i väntan på insats", _SYSTEM),
    "contacts": Delivery("handläggarperioder för varje ärende", _SYSTEM),
    "tracks": Delivery("spår med start och slut", _SYSTEM),
    "assessments": Delivery("skattningar med dag och instrument", _SYSTEM),
    "scores": Delivery("skattningarnas svar", _SYSTEM),
    "consents": Delivery("samtycken med giltighet", _SYSTEM),
    "stays": Delivery("deltagare i arbetsmarknadsenhetens program", "Arbetsmarknadsenheten"),
    "after_exit": Delivery("kontakter efter avslut", _SYSTEM),
    "rounds": Delivery("genomgångens ronder", "Enheterna"),
    "reviewed": Delivery("ärenden som gåtts igenom i varje rond", "Enheterna"),
    "samples": Delivery("stickprov på e-post och telefon", "Enheterna"),
    "household_months.amount": Delivery("belopp för varje biståndsmånad", _SYSTEM),
    "support_months.birth_year": Delivery("ålder för varje vuxen", _SYSTEM),
    "cases.first_decided_on": Delivery("dag för första beslut i varje ärende", _SYSTEM),
    "cases.is_zero_placed": Delivery("kommunens markering om nollplacering", _SYSTEM),
    "cases.is_shared": Delivery("vilka ärenden som parterna delar", _SYSTEM),
    "cases.needs_parallel": Delivery("behov av parallella insatser i varje ärende", _SYSTEM),
    "individual_plans.next_step_on": Delivery("nästa steg och dess dag i planerna", _SYSTEM),
    "points": Delivery("en handlingsplan med punkter", "Styrgruppen"),
    "groups": Delivery("en mätgrupp som inte är ett exempel", "Styrgruppen"),
    "deliveries": Delivery("något underlag alls", "Dataansvarig"),
    "population": Delivery("befolkningen den 31 december efter ålder", "Dataansvarig"),
}
