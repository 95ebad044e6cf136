"""Figures made from what a viewer may already see: other figures, a ledger, plans.

They read nothing about single people, so they need no protection of their own: what is hidden in
their sources is hidden in them. Each gives period, unit_id, target_group, part, whole (null where
hidden), shown and provisional, one row per cell where there is anything to count.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce

import polars as pl

from metrics.lines import earliest
from metrics.periods import last_of, months
from metrics.plans import counted, standing_on_days

OLD = 100
KEYS = ("period", "unit_id", "target_group")
SHAPE = pl.Schema(
    {
        "period": pl.Date,
        "unit_id": pl.Int64,
        "target_group": pl.String,
        "part": pl.Int64,
        "whole": pl.Int64,
        "shown": pl.Boolean,
        "provisional": pl.Boolean,
    }
)


@dataclass(frozen=True)
class Shown:
    """What one viewer may see of a steering group.

    rows:       a function from a figure's key to its rows: the columns of SHAPE
    periods:    figure, period: one row per period that a figure has
    expected:   month, figure, period: for each figure that is followed, the latest period that
                ought to be final by the month's end; null where none is yet
    population: year, from_age, until_age, people
    ledger:     on, state, members (null where hidden), shown: of the list that is followed
    size, goal: the number of people on that list, and the number to become self-supporting; None
                where there is no list or no goal
    items:      item_id, unit_id (who answers), due_on, responsible_function, decided_on
    updates:    item_id, at, seq, status
    until, on:  the last day that the facts cover, and the day on which plans are looked at
    stale_after: days until a point is stale
    """

    rows: Callable[[str], pl.DataFrame]
    periods: pl.DataFrame
    expected: pl.DataFrame
    population: pl.DataFrame
    ledger: pl.DataFrame
    size: int | None
    goal: int | None
    items: pl.DataFrame
    updates: pl.DataFrame
    until: date | None
    on: date
    stale_after: int

    @cached_property
    def progressed(self) -> pl.DataFrame:
        """The counts of points at the end of each month."""
        return _progressed(self)

    def of(self, key: str) -> pl.DataFrame:
        """The rows of one figure."""
        return self.rows(key).select(list(SHAPE))


CountShown = Callable[[Shown], pl.DataFrame]


def year_change(key: str) -> CountShown:
    """The change since twelve months earlier (negative: fewer), and the number at that time.

    Only where both months are shown and the earlier number was not 0. A2.
    """

    def count(shown: Shown) -> pl.DataFrame:
        now = shown.of(key)
        then = now.select(
            pl.col("period").dt.offset_by("12mo"), "unit_id", "target_group",
            whole="part", was_shown="shown",
        )  # fmt: skip
        pairs = now.drop("whole").join(then, on=KEYS, nulls_equal=True)
        both = pl.col("shown") & pl.col("was_shown")
        change = pairs.with_columns(part=pl.col("part") - pl.col("whole"), shown=both)
        return _masked(change.filter(~both | (pl.col("whole") > 0)))

    return count


def of_population(key: str, side: str, from_age: int, until_age: int | None = None) -> CountShown:
    """The share of the population that had support some time in the year, all units together.

    The number is the figure's `side` in December, which covers the last twelve months; the
    population is that of 31 December, from `from_age` to before `until_age`. Without `until_age`
    the band must reach to at least 100, and the widest is used. A year that lacks either number is
    left out, and so is one with fewer inhabitants than people with support, where one of the two
    must be wrong. A5 and A6.
    """
    ages = pl.col("until_age") >= OLD if until_age is None else pl.col("until_age") == until_age

    def count(shown: Shown) -> pl.DataFrame:
        of_age = shown.population.filter(ages, from_age=from_age)
        whole = of_age.sort("until_age").unique("year", keep="last")
        december = shown.of(key).filter(
            pl.col("period").dt.month() == 12, pl.all_horizontal(pl.col(KEYS[1:]).is_null())
        )
        joined = december.with_columns(year=pl.col("period").dt.year().cast(pl.Int64)).join(
            whole.select("year", "people"), on="year"
        )
        possible = joined.filter((pl.col(side) <= pl.col("people")).fill_null(True))
        return _masked(
            possible.with_columns(
                period=pl.date("year", 1, 1), part=pl.col(side), whole=pl.col("people")
            )
        )

    return count


def summed(*keys: str) -> CountShown:
    """The summed parts and wholes of figures that divide a whole between them. B7, B25."""

    def count(shown: Shown) -> pl.DataFrame:
        return _together(shown, keys, part=keys, whole=keys)

    return count


def back(*pairs: tuple[str, str]) -> CountShown:
    """Those who left and have come back: exits that did not hold, among all exits.

    `pairs`: for exits to self-support and for all others, two figures: the whole of the first is
    the exits, the part of the second is those that held. A12 and A13.
    """

    def count(shown: Shown) -> pl.DataFrame:
        wholes, held = zip(*pairs, strict=True)
        sides = _together(shown, dict.fromkeys((*wholes, *held)), part=held, whole=wholes)
        return sides.with_columns(part=pl.col("whole") - pl.col("part"))

    return count


def held(whole: str, part: str) -> CountShown:
    """The part of one figure out of the whole of another: exits that held for longer. A15."""

    def count(shown: Shown) -> pl.DataFrame:
        return _together(shown, (part, whole), part=(part,), whole=(whole,))

    return count


def _together(
    shown: Shown,
    keys: Iterable[str],
    *,
    part: Sequence[str],
    whole: Sequence[str],
) -> pl.DataFrame:
    """Sums of figures' parts and wholes, for periods that all of them have.

    `part` and `whole`: the figures whose parts and wholes are summed. A cell is shown where all
    figures of `keys` are; one without a row for the cell in such a period counts as 0.
    """
    first, *others = keys
    base = shown.of(first).rename(lambda name: name if name in KEYS else f"{name}_{first}")
    for key in others:
        rows = shown.of(key)
        named = rows.rename(lambda name, key=key: name if name in KEYS else f"{name}_{key}")
        common = base.filter(pl.col("period").is_in(rows["period"].unique().implode()))
        base = common.join(named, on=KEYS, how="left", nulls_equal=True).with_columns(
            pl.col(f"shown_{key}").fill_null(True),
            pl.col(f"provisional_{key}").fill_null(False),
            *(
                pl.when(pl.col(f"shown_{key}").is_null()).then(0).otherwise(f"{side}_{key}")
                .cast(pl.Int64).alias(f"{side}_{key}")
                for side in ("part", "whole")
            ),
        )  # fmt: skip
    figures = [first, *others]
    return _masked(
        base.with_columns(
            part=_added(f"part_{key}" for key in part),
            whole=_added(f"whole_{key}" for key in whole),
            shown=pl.all_horizontal(f"shown_{key}" for key in figures),
            provisional=pl.any_horizontal(f"provisional_{key}" for key in figures),
        )
    )


def _added(names: Iterable[str]) -> pl.Expr:
    return reduce(pl.Expr.add, map(pl.col, names))


def ledger_share(*states: str) -> CountShown:
    """The members of a list in some states at each month's end, among all. A16, A18."""
    return _of_list(states, lambda shown: shown.size, pl.lit(True))


def ledger_goal(*states: str) -> CountShown:
    """The members of a list in some states, out of the number that is its goal. A17.

    No rows without a goal. part is null while somebody's reason for leaving is unknown, since they
    may or may not belong to those states.
    """
    has_unknown = (pl.col("state") == "unknown") & pl.col("members").ne_missing(0)
    return _of_list(states, lambda shown: shown.goal, ~has_unknown.any())


def _of_list(
    states: Sequence[str], whole: Callable[[Shown], int | None], is_known: pl.Expr
) -> CountShown:
    """The count of `ledger_share` and `ledger_goal`.

    `whole` gives the denominator, or None for no rows. `is_known` is computed from the ledger's
    rows of a day, and says whether the part is known.
    """
    in_states = pl.col("state").is_in(states)

    def count(shown: Shown) -> pl.DataFrame:
        if not whole(shown):
            return pl.DataFrame(schema=SHAPE)
        at_end = (pl.col("on") + pl.duration(days=1)).dt.day() == 1
        days = shown.ledger.filter(at_end | (pl.col("on") == pl.col("on").max()))
        by_day = days.group_by("on").agg(
            part=pl.when(is_known).then(pl.col("members").filter(in_states).sum()).cast(pl.Int64),
            shown=pl.col("shown").filter(in_states).all(),
            has_states=in_states.any(),
        )
        return _masked(
            by_day.filter("has_states").with_columns(
                period=pl.col("on").dt.month_start(),
                unit_id=None,
                target_group=None,
                whole=whole(shown),
                provisional=~at_end,
            )
        )

    return count


def points(part: str, whole: str) -> CountShown:
    """The points of the plans at each month's end: those in `part`, among those in `whole`.

    Both are counts of `metrics.plans.progress`, or fresh: left and not stale. One row per
    responsible unit and for all together. The current month is counted on `on` and is provisional.
    A point counts from the day it was decided. D1, D2, D3.
    """

    def count(shown: Shown) -> pl.DataFrame:
        return _masked(shown.progressed.with_columns(part=part, whole=whole))

    return count


def _progressed(shown: Shown) -> pl.DataFrame:
    """period, unit_id, target_group (null), provisional, and the counts at each month's end."""
    begun = earliest(shown.items["decided_on"])
    ends = (
        [min(last_of("month", month), shown.on) for month in months(begun, shown.on)]
        if begun and begun <= shown.on
        else []
    )
    items = shown.items.with_columns(plan_id="item_id")  # of all plans together
    rows = standing_on_days(items, shown.updates, ends, shown.stale_after)
    there = rows.filter(pl.col("decided_on") <= pl.col("day"))
    counts = [counted(there, "day"), counted(there.drop_nulls("unit_id"), "day", "unit_id")]
    return pl.concat(counts, how="diagonal").with_columns(
        fresh=pl.col("left") - pl.col("stale"),
        period=pl.col("day").dt.month_start(),
        target_group=pl.lit(None, pl.String),
        shown=pl.lit(True),
        provisional=pl.col("day") < pl.col("day").dt.month_end(),
    )


def coverage(shown: Shown) -> pl.DataFrame:
    """The followed figures that have their latest expected period, among those that expect one.

    In each month that is the latest period that should be final by the month's end: a quarter's
    exits are not expected before they can be known. The current month is provisional. D11.
    """
    expected = shown.expected.drop_nulls("period")
    if shown.until is None:
        return pl.DataFrame(schema=SHAPE)
    there = shown.periods.select("figure", "period", is_there=pl.lit(True)).unique()
    counted = expected.join(there, on=["figure", "period"], how="left").group_by("month").agg(
        part=pl.col("is_there").sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64)
    )  # fmt: skip
    return _masked(
        counted.with_columns(
            period=pl.col("month"),
            unit_id=None,
            target_group=None,
            shown=True,
            provisional=pl.col("month").dt.month_end() > shown.until,
        )
    )


def _masked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows shaped as SHAPE and sorted, with null counts where hidden."""
    masked = rows.with_columns(pl.when("shown").then(pl.col("part", "whole")))
    return masked.select(list(SHAPE)).cast(SHAPE).sort(KEYS, nulls_last=True)
