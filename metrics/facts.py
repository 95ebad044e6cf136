"""What figures are counted from, and what a steering group has set that bears on them."""

from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True)
class Facts:
    """The frames that figures are counted from, and the last day that they know of.

    household_months:  household_id, month, unit_id, target_group
    support_months:    person_id, month, unit_id, target_group (of the household)
    cases:             case_id, person_id, unit_id, target_group, opened_on, closed_on,
                       exit_reason, self_support (the reason counts as self-support), leads_to
                       (the state it leads to, or null)
    individual_plans:  individual_plan_id, case_id, unit_id, target_group, made_on, ended_on
    follow_ups:        individual_plan_id, followed_up_on
    """

    household_months: pl.DataFrame
    support_months: pl.DataFrame
    cases: pl.DataFrame
    individual_plans: pl.DataFrame
    follow_ups: pl.DataFrame
    observed_until: date


@dataclass(frozen=True)
class Rules:
    """What a steering group has set: months before an exit is one, and between follow-ups."""

    exit_gap_months: int = 2
    follow_up_months: int = 3
