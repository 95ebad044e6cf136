"""What has become of a closed group, protected for the whole steering group."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from data.published.facts import Protection
from data.published.shapes import hidden_of
from data.published.tables import crossed
from data.store import frames
from metrics.cohort import REMAINING, curve, remaining_after
from metrics.disclosure import protect_again, protect_part
from metrics.disclosure.memory import FOR_MEMORY
from metrics.periods import DAY, month_ends

LEDGER = "ledger"
HOLD = 12
HORIZONS = (3, 6, 12, 24, 36)
SIDES = ("remaining", "self_supporting", "other_reason", "unknown")
UNIT, TIME = "unit_id", "time_in_support"
SIZES = f"{LEDGER}_sizes"
_NOTHING = frames.LEDGERS.to_frame().select("on", UNIT, TIME, "state", "members", "shown")


def protected_ledgers(
    states: pl.DataFrame,
    members: pl.DataFrame,
    days: Sequence[date],
    how: Protection,
    before: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One group's ledger, protected: on days, and after months on each member's own clock.

    Reads:  states as frames.STATES and members as frames.MEMBERS, of one group; days in order;
            before, what was hidden when the ledger was last made, as this function gave it.
    Gives:  the ledger: on, after_months (one of them null), state (of SIDES), members (null where
            hidden), shown. By after_months there are two states only: `remaining`, who have never
            left, and `unknown`, all others whatever became of them.
            Also what is hidden, shaped as frames.HIDDEN.
    """
    before = frames.HIDDEN.to_frame() if before is None else before
    was = before.filter(figure=LEDGER).rename({"side": "state", "period": "on"})
    by_day = curve(states, days)
    by_horizon = remaining_after(_with_leaving(states, members), HORIZONS, on=days[-1])
    own_clock = by_horizon.filter(pl.col("members") > 0).select(
        "remaining", after_months="months", unknown=pl.col("members") - pl.col("remaining")
    )
    made = _protected(by_day, "on", SIDES, HOLD, how, was)
    if made.filter(pl.col("state") == "remaining")["shown"].all():
        sides = ("remaining", "unknown")
        of_each = _protected(own_clock, "after_months", sides, 0, how, was)
        made = pl.concat([made, of_each], how="diagonal")
    else:  # if all started on one day both clocks are one: each would reveal what the other hides
        made = made.with_columns(after_months=pl.lit(None, pl.Int64))
    hidden = made.rename({"state": "side", "on": "period"})
    columns = ("on", "after_months", "state", "members", "shown")
    ledger = made.drop_nulls("state").select(columns)
    return ledger, hidden_of(LEDGER, hidden)


def protected_lists(
    states: pl.DataFrame,
    members: pl.DataFrame,
    ledger: pl.DataFrame,
    how: Protection,
    before: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How many remain and have left, by unit and by time in support, at the end of each quarter.

    Reads:  states as frames.STATES and members as frames.MEMBERS with time_in_support, of one
            group, where unit_id is the followed unit; ledger, as `protected_ledgers` made it;
            before, what was hidden when this was last made.
    Gives:  on, unit_id or time_in_support, state (remaining, left; members: both together), members
            (null where hidden), shown; and what is hidden, shaped as frames.HIDDEN. There are no
            rows by unit (or time) if it is not known for somebody, or is the same for all.

    The sums over the whole list are shown or hidden as in the ledger. The sizes of units and times
    are the same at every quarter's end, and so is whether they are shown.
    """
    before = frames.HIDDEN.to_frame() if before is None else before
    tables, hidden, sizes = [], [], {}
    days = [day for day in ledger["on"].drop_nulls().unique().sort() if _ends_a_quarter(day)]
    ways = [way for way in (UNIT, TIME) if _can_be_shown(members, way)] if days else []
    if ways:
        sizes, pattern = _sizes(members, ways, how, before.filter(figure=SIZES))
        hidden.append(pattern)
    for way in ways:
        counts = _left_and_remaining(states, members, days, way)
        own = None
        if way == TIME and UNIT in ways and how.knows:
            own = _left_and_remaining(states, members, days, UNIT, TIME).rename({UNIT: "head"})
        shown = protect_part(
            counts,
            (way, "state"),
            "members",
            apart="on",
            wholes=pl.DataFrame({"on": days}).join(sizes[way], how="cross"),
            sums=_sums(ledger, days),
            own=own,
            before=before.filter(figure=_key(way)).rename({"side": "state", "period": "on"}),
            k=how.least_shown,
            knows=way == UNIT and how.knows is not None,
            hold=HOLD // 3,
        )
        by_way = shown.filter(pl.col(way).is_not_null())
        named = by_way.with_columns(pl.col("state").fill_null("members"))
        tables.append(named.drop(FOR_MEMORY))
        marked = shown.rename({"state": "side", "on": "period"})
        hidden.append(hidden_of(_key(way), marked))
    tables.append(_NOTHING)
    return pl.concat(tables, how="diagonal").select(_NOTHING.columns), pl.concat(
        [*hidden, frames.HIDDEN.to_frame()]
    )


def _key(way: str) -> str:
    return f"{LEDGER}_{way}"


def _ends_a_quarter(day: date) -> bool:
    return (day + DAY).day == 1 and day.month % 3 == 0


def _can_be_shown(members: pl.DataFrame, way: str) -> bool:
    return members[way].null_count() == 0 and members[way].n_unique() > 1


def _sizes(
    members: pl.DataFrame, ways: Sequence[str], how: Protection, before: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Whether the size of each unit and time is shown: way -> (way, null: all; shown); and HIDDEN.

    Both ways are protected as one table, so that a head can't subtract the times of their own unit.
    """
    counts = members.group_by(ways).agg(members=pl.len().cast(pl.Int64))
    shown = protect_again(
        crossed(counts, ways, "members"),
        ways,
        "members",
        before=before,
        k=how.least_shown,
        knows=how.knows if UNIT in ways else None,
        public=((None,) * len(ways),),
    )
    sizes = {}
    for way in ways:
        others = [pl.col(other).is_null() for other in ways if other != way]
        sizes[way] = shown.filter(pl.lit(True), *others).select(way, "shown")
    return sizes, hidden_of(SIZES, shown)


def _left_and_remaining(
    states: pl.DataFrame, members: pl.DataFrame, days: Sequence[date], *ways: str
) -> pl.DataFrame:
    """A full cross of day, the ways and state: on, …ways, state (remaining or left), members."""
    of_each = states.join(members.select("member_id", *ways), on="member_id")
    counted = curve(of_each, days, ways).select(
        "on", *ways, "remaining", left=pl.col("members") - pl.col("remaining")
    )
    long = counted.unpivot(
        ["remaining", "left"], index=["on", *ways], variable_name="state", value_name="members"
    )
    return crossed(long, ("on", *ways, "state"), "members")


def _sums(ledger: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Whether the sums of the whole list are shown: on, state, shown.

    The sum of those who have left is shown where that of those who remain is, since each gives the
    other.
    """
    remaining = ledger.filter(pl.col("state") == "remaining", pl.col("on").is_in(list(days)))
    sides = pl.DataFrame({"state": ["remaining", "left"]})
    return remaining.select("on", "shown").join(sides, how="cross")


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
    """The counts protected, one table per day or horizon; `remaining` is hidden last."""
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
        public=((None,),),
    )


def ledger_days(baseline_on: date, last_met_on: date | None, until: date | None) -> list[date]:
    """The days of a ledger, sorted: the baseline, every month's end, the last meeting and `until`.

    None of them lies before the baseline or after `until`.
    """
    last = max(baseline_on, until or baseline_on)
    days = {baseline_on, last, last_met_on or last, *month_ends(baseline_on, last)}
    return sorted(day for day in days if baseline_on <= day <= last)
