"""What figures are counted from, and what a steering group has set that bears on its figures."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import polars as pl

_ID, _TEXT, _DAY, _YES, _COUNT = pl.Int64, pl.String, pl.Date, pl.Boolean, pl.Int64
_PLACED = {"unit_id": _ID, "target_group": _TEXT}
_TIME = {"starts_on": _DAY, "ends_on": _DAY}

# Half open: on the first day, not on the last; a null last day is still going. What belongs to a
# case that is not among the cases is of no matter: a case's unit and target group are all its own.
SHAPES: dict[str, dict[str, type[pl.DataType]]] = {
    # a household's month with support, one row each, by the unit that paid; amount in kronor, null
    # if not known
    "household_months": {"household_id": _ID, "month": _DAY, **_PLACED, "amount": _COUNT},
    # a person in such a household that month
    "support_months": {"person_id": _ID, "month": _DAY, **_PLACED, "birth_year": _COUNT}
    | {"sex": _TEXT},
    # self_support: the reason counts as such; leads_to: the state it leads to; the three yes/no
    # are null where nobody has said
    "cases": {"case_id": _ID, "person_id": _ID, **_PLACED, "opened_on": _DAY, "closed_on": _DAY}
    | {"exit_reason": _TEXT, "self_support": _YES, "leads_to": _TEXT, "birth_year": _COUNT}
    | {"sex": _TEXT, "first_decided_on": _DAY, "is_zero_placed": _YES, "is_shared": _YES}
    | {"needs_parallel": _YES},
    # next_step_on: the day of the next step, as it was known when the plan was made
    "individual_plans": {"individual_plan_id": _ID, "case_id": _ID, **_PLACED, "made_on": _DAY}
    | {"ended_on": _DAY, "next_step_on": _DAY},
    "follow_ups": {"individual_plan_id": _ID, "followed_up_on": _DAY, "next_step_on": _DAY},
    # an effort (insats) of one party within a case
    "episodes": {"case_id": _ID, "party": _ID, **_TIME},
    # an activity in the wait for one
    "activities": {"case_id": _ID, **_TIME},
    # who of the staff, by a key, answered for the case in a function
    "contacts": {"case_id": _ID, "function": _TEXT, "staff": _TEXT, **_TIME},
    "tracks": {"case_id": _ID, "track": _TEXT, **_TIME},
    # rater: participant or staff
    "assessments": {"assessment_id": _ID, "case_id": _ID, "instrument": _TEXT}
    | {"assessed_on": _DAY, "rater": _TEXT},
    # score 1 to 5; is_belief: the staff's belief that it will lead to work
    "scores": {"assessment_id": _ID, "indicator": _TEXT, "score": _COUNT, "is_belief": _YES},
    # holds from given_on until valid_until or withdrawn_on, whichever comes first
    "consents": {"person_id": _ID, "given_on": _DAY, "valid_until": _DAY, "withdrawn_on": _DAY},
    # a stay in a programme of the labour-market unit; result: work, studies, other, null
    "stays": {"case_id": _ID, "programme": _TEXT, **_TIME, "most_months": _COUNT}
    | {"result": _TEXT},
    # a contact after the case was closed
    "after_exit": {"case_id": _ID, "contacted_on": _DAY},
    # a round through a unit's open cases, and the cases gone through in it
    "rounds": {"round_id": _ID, "unit_id": _ID, **_TIME},
    "reviewed": {"round_id": _ID, "case_id": _ID, "reviewed_on": _DAY},
    # a unit's count of one day and channel
    "samples": {"unit_id": _ID, "sampled_on": _DAY, "received": _COUNT, "answered": _COUNT},
    # on 31 December of the year, from_age in it and until_age not
    "population": {"year": _COUNT, "from_age": _COUNT, "until_age": _COUNT, "people": _COUNT},
}


@dataclass(frozen=True, repr=False)
class Facts:
    """The frames that figures are counted from, and the last day that they know of.

    Each is shaped as SHAPES has it; one that is not given has no rows.
    """

    observed_until: date
    household_months: pl.DataFrame = None
    support_months: pl.DataFrame = None
    cases: pl.DataFrame = None
    individual_plans: pl.DataFrame = None
    follow_ups: pl.DataFrame = None
    episodes: pl.DataFrame = None
    activities: pl.DataFrame = None
    contacts: pl.DataFrame = None
    tracks: pl.DataFrame = None
    assessments: pl.DataFrame = None
    scores: pl.DataFrame = None
    consents: pl.DataFrame = None
    stays: pl.DataFrame = None
    after_exit: pl.DataFrame = None
    rounds: pl.DataFrame = None
    reviewed: pl.DataFrame = None
    samples: pl.DataFrame = None
    population: pl.DataFrame = None

    def __post_init__(self):
        for name in FRAMES:
            if getattr(self, name) is None:
                object.__setattr__(self, name, pl.DataFrame(schema=SHAPES[name]))


FRAMES = tuple(one.name for one in fields(Facts) if one.name != "observed_until")


@dataclass(frozen=True)
class Delivery:
    """What a frame of facts is delivered as, and the function that gets it. Swedish: shown."""

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


@dataclass(frozen=True)
class Rules:
    """What a steering group has set that bears on its figures, or what is delivered.

    exit_gap_months: so long without support makes an exit; follow_up_months: between follow-ups
    of a plan; gap_days: the least hole between efforts that is a gap; very_long_months: so many of
    36 months with support are very long; age_bands: the ages at which bands begin, the last open;
    stale_after: so many days without an update make a point of a plan stale.
    """

    exit_gap_months: int = 2
    follow_up_months: int = 3
    gap_days: int = 14
    very_long_months: int = 27
    age_bands: tuple[int, ...] = (18, 25, 30, 50)
    stale_after: int = 35
