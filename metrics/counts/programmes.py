"""Figures about the labour-market unit's programmes: what they lead to, and overlong stays."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import CELL, days_asked, shares
from metrics.counts.spells import placed, shares_on
from metrics.facts import Facts
from metrics.periods import DAY
from metrics.rules import Rules

REACHED = ("work", "studies")


def results(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Stays that led to work or studies, among all that ended in the quarter.

    Reads:  facts.stays, and facts.cases for unit and target group; periods, first days of
            quarters.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. No stay that
            ended, no row.
    Edges:  a stay belongs to the quarter of `ends_on`; one whose result is not known counts in the
            whole only, and one that ends after the last day the facts cover has not ended.
    Source: A11.
    """
    ended = facts.stays.filter(pl.col("ends_on") <= facts.observed_until)
    ended = ended.with_columns(period=pl.col("ends_on").dt.truncate("1q"))
    in_periods = ended.filter(pl.col("period").is_in(list(periods)))
    return shares(placed(in_periods, facts.cases), pl.col("result").is_in(REACHED))


def over_limit(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Current stays that have lasted longer than they are meant to, among those with a limit.

    Reads:  facts.stays, and facts.cases for unit and target group; periods, first days of months.
    Gives:  as `results`, for stays that are current on the month's last day d.
    Edges:  a stay is current on `starts_on` and not on `ends_on`, and over its limit when
            starts_on + most_months < d: one of twelve months that began 31 May is within it on
            31 May a year later. Stays without most_months are left out.
    Source: B24.
    """
    limited = placed(facts.stays.filter(pl.col("most_months").is_not_null()), facts.cases).select(
        *CELL,
        opened_on="starts_on",
        closed_on="ends_on",
        limit_on=pl.col("starts_on").dt.offset_by(pl.format("{}mo", "most_months")),
    )
    over = limited.with_columns(opened_on=pl.col("limit_on") + DAY).filter(
        pl.col("closed_on").is_null() | (pl.col("opened_on") < pl.col("closed_on"))
    )
    return shares_on(days_asked(facts, periods), limited, over)
