"""What has become of a closed group, as anybody in the steering group may see it."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from data.published.facts import Protection
from data.published.shapes import hidden_of
from data.published.tables import crossed
from data.store import frames
from metrics.cohort import REMAINING, curve, remaining_after
from metrics.disclosure import protect_again, protect_part
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
    """One group's ledger, on days and after months on each member's own clock, protected.

    Reads:  states as frames.STATES and members as frames.MEMBERS, of one group; days in order;
            before, what was hidden when the ledger was last made, as this function gave it.
    Gives:  on, after_months (one of them null), state (of SIDES), members (null where hidden),
            shown. After so many months there are two states: `remaining`, without ever having
            left, and `unknown`, whatever became of the others. And what is hidden, shaped as
            frames.HIDDEN.
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
    else:  # where all started on one day both clocks are one: each would tell what the other hides
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
            group, unit_id being the followed unit; ledger, as `protected_ledgers` made it;
            before, what was hidden when this was last made.
    Gives:  on, unit_id or time_in_support, state (remaining, left; members: all of them), members
            (null where hidden), shown. And what is hidden, shaped as frames.HIDDEN. Nothing by
            unit or by time where somebody's is not known, or there is only one.

    How many there are on the list, and who remain of them all, is as the ledger has it. The sizes
    are the same at every quarter's end, and so is whether they are shown.
    """
    before = frames.HIDDEN.to_frame() if before is None else before
    tables, hidden, sizes = [], [], {}
    days = [day for day in ledger["on"].drop_nulls().unique().sort() if _ends_a_quarter(day)]
    ways = [way for way in (UNIT, TIME) if _can_be_told(members, way)] if days else []
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
        told = shown.filter(pl.col(way).is_not_null())
        tables.append(told.with_columns(pl.col("state").fill_null("members")).drop("secret"))
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


def _can_be_told(members: pl.DataFrame, way: str) -> bool:
    return members[way].null_count() == 0 and members[way].n_unique() > 1


def _sizes(
    members: pl.DataFrame, ways: Sequence[str], how: Protection, before: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Whether it is shown how many belong to each: way -> way (null: all), shown. And what is not.

    Both ways are protected as one table, so that a head cannot subtract their own unit's times.
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
    told = {}
    for way in ways:
        others = [pl.col(other).is_null() for other in ways if other != way]
        told[way] = shown.filter(pl.lit(True), *others).select(way, "shown")
    return told, hidden_of(SIZES, shown)


def _left_and_remaining(
    states: pl.DataFrame, members: pl.DataFrame, days: Sequence[date], *ways: str
) -> pl.DataFrame:
    """on, the ways, state (remaining or left), members: a full cross."""
    of_each = states.join(members.select("member_id", *ways), on="member_id")
    counted = curve(of_each, days, ways).select(
        "on", *ways, "remaining", left=pl.col("members") - pl.col("remaining")
    )
    long = counted.unpivot(
        ["remaining", "left"], index=["on", *ways], variable_name="state", value_name="members"
    )
    return crossed(long, ("on", *ways, "state"), "members")


def _sums(ledger: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Whether both sides of the whole list are shown: one gives the other."""
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
        public=((None,),),
    )


def ledger_days(baseline_on: date, last_met_on: date | None, until: date | None) -> list[date]:
    """The days a ledger is made for: the baseline, every month's end, the last meeting, the last.

    Nothing before the baseline, nothing after `until`.
    """
    last = max(baseline_on, until or baseline_on)
    days = {baseline_on, last, last_met_on or last, *month_ends(baseline_on, last)}
    return sorted(day for day in days if baseline_on <= day <= last)
