"""Measurement groups: a fixed group of people, followed from its baseline day.

Membership is never taken away. What changes is the state a member is in:

    remaining       still there
    work, studies, other_income     left and supports themselves
    other_reason    left for something else: moved, another benefit, deceased
    unknown         left, and the reason is not known
    returned        left and came back; counts as remaining
"""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from metrics import columns, intervals
from metrics.followup import lasting, remaining_after
from metrics.pace import Pace, pace
from metrics.periods import add_months

__all__ = ["Pace", "curve", "lasting", "ledger", "pace", "remaining_after", "time_in_support"]

SELF_SUPPORT = ("work", "studies", "other_income")
REMAINING = ("remaining", "returned")
STATES = (*REMAINING, *SELF_SUPPORT, "other_reason", "unknown")
TIMES = ("under_1_year", "1_to_3_years", "over_3_years")


def ledger(states: pl.DataFrame, on: date, by: Sequence[str] = ()) -> pl.DataFrame:
    """Where the members of a group are at the end of a day.

    Reads:  states, the history: member_id, state, since_on, seq, and `by`. A member's last row by
            since_on, seq on or before `on` holds; one whose rows are all later is remaining, in
            the group of the first. Whoever is in the history is a member.
    Gives:  one row (per group of `by`): …by, on, members, remaining, self_supporting, other_reason,
            unknown, returned. members = remaining + self_supporting + other_reason + unknown;
            returned are some of the remaining. No rows when there is no history.
    Raises: ValueError for a null in what is read, or a state that is none of STATES.
    """
    return curve(states, [on], by)


def curve(states: pl.DataFrame, days: Iterable[date], by: Sequence[str] = ()) -> pl.DataFrame:
    """The ledger for many days: its columns, one row per day and group of `by`, sorted.

    Reads and raises as `ledger`. A state is counted as an interval that ends where the member's
    next begins, so that many days cost little more than one.
    """
    held = intervals.stock(_held(states, by), days, [*by, "state"])

    def members(*among: str) -> pl.Expr:
        return pl.col("open").filter(pl.col("state").is_in(among)).sum()

    return (
        held.rename({"day": "on"})
        .group_by(*by, "on")
        .agg(
            members=members(*STATES),
            remaining=members(*REMAINING),
            self_supporting=members(*SELF_SUPPORT),
            other_reason=members("other_reason"),
            unknown=members("unknown"),
            returned=members("returned"),
        )
        .sort(*by, "on")
    )


def time_in_support(started_on: pl.Expr, baseline_on: date) -> pl.Expr:
    """How long before the list was closed the support began, one of TIMES; null where unknown.

    A year to the day is 1_to_3_years, three years to the day over_3_years.
    """
    year, three = (add_months(baseline_on, -12 * years) for years in (1, 3))
    under, middle, over = (pl.lit(time) for time in TIMES)
    return (
        pl.when(started_on > year)
        .then(under)
        .when(started_on > three)
        .then(middle)
        .when(started_on.is_not_null())
        .then(over)
    )


def _held(states: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """One row per state a member is in: …by, state, opened_on, closed_on.

    Everyone is remaining from the beginning of time until their first row.
    """
    kinds = {"member_id": None, "state": pl.String, "since_on": pl.Date, "seq": pl.Int64}
    read = columns.read(states, kinds, dict.fromkeys(by))
    columns.demand_code(read, "state", STATES)
    ordered = read.sort("member_id", "since_on", "seq", maintain_order=True)
    member = pl.col("member_id")
    first, last = member.ne_missing(member.shift(1)), member.ne_missing(member.shift(-1))
    until_next = pl.when(~last).then(pl.col("since_on").shift(-1))
    shape = [*by, "state", "opened_on", "closed_on"]
    held = ordered.with_columns(opened_on="since_on", closed_on=until_next)
    before = ordered.filter(first).with_columns(
        state=pl.lit("remaining"), opened_on=pl.lit(date.min), closed_on="since_on"
    )
    return pl.concat([before.select(shape), held.select(shape)])
