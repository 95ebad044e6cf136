"""What has become of a closed group, as anybody in the steering group may see it."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from data import frames
from data.published.facts import Protection
from data.published.figures import hidden_of
from metrics.cohort import REMAINING, curve, remaining_after
from metrics.disclosure import protect_again
from metrics.periods import month_ends

LEDGER = "ledger"
HOLD = 12
HORIZONS = (3, 6, 12, 24, 36)
SIDES = ("remaining", "self_supporting", "other_reason", "unknown")


def protected_ledgers(
    states: pl.DataFrame,
    members: pl.DataFrame,
    days: Sequence[date],
    how: Protection,
    before: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One group's ledger, on days and after months on each member's own clock, protected.

    Reads:  states as frames.STATES and members as frames.MEMBERS, of one group; days in order;
            before, what was hidden when the ledger was last made, as this function gave it.
    Gives:  on, after_months (one of them null), state (of SIDES), members (null where hidden),
            shown. After so many months there are two states: `remaining`, without ever having
            left, and `unknown`, whatever became of the others. And what is hidden, shaped as
            frames.HIDDEN.
    """
    before = frames.HIDDEN.to_frame() if before is None else before
    was = before.rename({"side": "state", "period": "on"})
    by_day = curve(states, days)
    by_horizon = remaining_after(_with_leaving(states, members), HORIZONS, on=days[-1])
    own_clock = by_horizon.filter(pl.col("members") > 0).select(
        "remaining", after_months="months", unknown=pl.col("members") - pl.col("remaining")
    )
    kept = [
        _protected(by_day, "on", SIDES, HOLD, how, was),
        _protected(own_clock, "after_months", ("remaining", "unknown"), 0, how, was),
    ]
    made = pl.concat(kept, how="diagonal")
    hidden = made.rename({"state": "side", "on": "period"})
    columns = ("on", "after_months", "state", "members", "shown")
    ledger = made.drop_nulls("state").select(columns)
    return ledger, hidden_of(hidden, figure=pl.lit(LEDGER))


def _with_leaving(states: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The members with `left_on`, the first day on which each was no longer remaining."""
    gone = states.filter(~pl.col("state").is_in(REMAINING))
    return members.join(
        gone.group_by("member_id").agg(left_on=pl.col("since_on").min()), on="member_id", how="left"
    )


def _protected(
    counts: pl.DataFrame,
    clock: str,
    sides: Sequence[str],
    hold: int,
    how: Protection,
    was: pl.DataFrame,
) -> pl.DataFrame:
    """One table a day or horizon; how many remain is kept in sight as far as that can be."""
    cells = counts.select(clock, *sides).unpivot(
        sides, index=clock, variable_name="state", value_name="members"
    )
    return protect_again(
        cells,
        by=("state",),
        count="members",
        before=was.drop_nulls(clock),
        k=how.least_shown,
        apart=clock,
        hold=hold,
        keep=("remaining",),
    )


def ledger_days(baseline_on: date, last_met_on: date | None, until: date | None) -> list[date]:
    """The days a ledger is made for: the baseline, every month's end, the last meeting, the last.

    Nothing before the baseline, nothing after `until`.
    """
    last = max(baseline_on, until or baseline_on)
    days = {baseline_on, last, last_met_on or last, *month_ends(baseline_on, last)}
    return sorted(day for day in days if baseline_on <= day <= last)
