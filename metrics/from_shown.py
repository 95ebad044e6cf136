"""Figures that are made of what a viewer may see already: other figures, a ledger, plans.

They read nothing about single people, so they need no protection of their own: what is hidden in
what they are made of is hidden in them. Each gives period, unit_id, target_group, part, whole
(null where hidden), shown and provisional, one row where there is any.
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

    rows:       gives the rows of one figure, by its key: the columns of SHAPE
    periods:    figure, period: which there are of each figure
    expected:   month, figure, period: the latest period of each figure that is followed and ought
                to be final by the month's end; null where none is yet
    population: year, from_age, until_age, people
    ledger:     on, state, members (null where hidden), shown: of the list that is followed
    size, goal: how many are on that list, and how many are to support themselves; null without
    items:      item_id, unit_id (who answers), due_on, responsible_function, decided_on
    updates:    item_id, at, seq, status
    until, on:  the last day that the facts know of, and the day that plans are looked at
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
        """How far the points had come at the end of each month."""
        return _progressed(self)

    def of(self, key: str) -> pl.DataFrame:
        """The rows of one figure."""
        return self.rows(key).select(list(SHAPE))


CountShown = Callable[[Shown], pl.DataFrame]


def year_change(key: str) -> CountShown:
    """How many more (fewer: negative) than twelve months before, of how many there were then.

    A2. Only where both months are shown, and there was anybody then.
    """

    def count(shown: Shown) -> pl.DataFrame:
        now = shown.of(key)
        then = now.select(
            pl.col("period").dt.offset_by("12mo"), "unit_id", "target_group",
            whole="part", known="shown",
        )  # fmt: skip
        pairs = now.drop("whole").join(then, on=KEYS, nulls_equal=True)
        both = pl.col("shown") & pl.col("known")
        change = pairs.with_columns(part=pl.col("part") - pl.col("whole"), shown=both)
        return _masked(change.filter(~both | (pl.col("whole") > 0)))

    return count


def of_population(key: str, side: str, from_age: int, until_age: int | None = None) -> CountShown:
    """How many of the population had support some time in the year: of all units together.

    A5 and A6. `side` of the figure in December is those of the last twelve months; the population
    is that of 31 December, of everybody where no age is the last: then the band must reach to 100
    at least, and of several the widest is taken. A year without either is left out, and one in which fewer people live than had
    support: one of the two is wrong.
    """
    ages = pl.col("until_age") >= OLD if until_age is None else pl.col("until_age") == until_age

    def count(shown: Shown) -> pl.DataFrame:
        of_age = shown.population.filter(ages, from_age=from_age)
        whole = of_age.sort("until_age").unique("year", keep="last")
        december = shown.of(key).filter(
            pl.col("period").dt.month() == 12, pl.all_horizontal(pl.col(KEYS[1:]).is_null())
        )
        told = december.with_columns(year=pl.col("period").dt.year().cast(pl.Int64)).join(
            whole.select("year", "people"), on="year"
        )
        known = told.filter((pl.col(side) <= pl.col("people")).fill_null(True))
        return _masked(
            known.with_columns(
                period=pl.date("year", 1, 1), part=pl.col(side), whole=pl.col("people")
            )
        )

    return count


def summed(*keys: str) -> CountShown:
    """Parts by parts and wholes by wholes of figures that share a whole between them. B7, B25."""

    def count(shown: Shown) -> pl.DataFrame:
        return _together(shown, keys, part=keys, whole=keys)

    return count


def back(*pairs: tuple[str, str]) -> CountShown:
    """Those who left and are back: the wholes of the first of each pair, less the part of the last.

    A12 and A13: of the exits to self-support and of all others, those that did not hold.
    """

    def count(shown: Shown) -> pl.DataFrame:
        wholes, held = zip(*pairs, strict=True)
        told = _together(shown, dict.fromkeys((*wholes, *held)), part=held, whole=wholes)
        return told.with_columns(part=pl.col("whole") - pl.col("part"))

    return count


def held(whole: str, part: str) -> CountShown:
    """The part of the last of the whole of the first: what held for longer. A15."""

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
    """Figures side by side where all have the period; shown where all are. No row is nobody."""
    first, *others = keys
    base = shown.of(first).rename(lambda name: name if name in KEYS else f"{name}_{first}")
    for key in others:
        one = shown.of(key)
        named = one.rename(lambda name, key=key: name if name in KEYS else f"{name}_{key}")
        known = base.filter(pl.col("period").is_in(one["period"].unique().implode()))
        base = known.join(named, on=KEYS, how="left", nulls_equal=True).with_columns(
            pl.col(f"shown_{key}").fill_null(True),
            pl.col(f"provisional_{key}").fill_null(False),
            *(
                pl.when(pl.col(f"shown_{key}").is_null()).then(0).otherwise(f"{side}_{key}")
                .cast(pl.Int64).alias(f"{side}_{key}")
                for side in ("part", "whole")
            ),
        )  # fmt: skip
    every = [first, *others]
    return _masked(
        base.with_columns(
            part=_added(f"part_{key}" for key in part),
            whole=_added(f"whole_{key}" for key in whole),
            shown=pl.all_horizontal(f"shown_{key}" for key in every),
            provisional=pl.any_horizontal(f"provisional_{key}" for key in every),
        )
    )


def _added(names: Iterable[str]) -> pl.Expr:
    return reduce(pl.Expr.add, map(pl.col, names))


def ledger_share(*states: str) -> CountShown:
    """How many of a list are in some states at each month's end. A16, A18."""
    return _of_list(states, lambda shown: shown.size, pl.lit(True))


def ledger_goal(*states: str) -> CountShown:
    """The same for each of those that are the list's goal. A17; nothing without a goal.

    Part is null while it is not known why somebody has left: they may be in the states or not.
    """
    known = (pl.col("state") == "unknown") & (pl.col("members").fill_null(1) > 0)
    return _of_list(states, lambda shown: shown.goal, ~known.any())


def _of_list(
    states: Sequence[str], whole: Callable[[Shown], int | None], known: pl.Expr
) -> CountShown:
    """`known`: whether a day's part is, from its rows of the ledger."""
    mine = pl.col("state").is_in(states)

    def count(shown: Shown) -> pl.DataFrame:
        if not whole(shown):
            return pl.DataFrame(schema=SHAPE)
        at_end = (pl.col("on") + pl.duration(days=1)).dt.day() == 1
        days = shown.ledger.drop_nulls("on").filter(at_end | (pl.col("on") == pl.col("on").max()))
        told = days.group_by("on").agg(
            part=pl.when(known).then(pl.col("members").filter(mine).sum()).cast(pl.Int64),
            shown=pl.col("shown").filter(mine).all(),
            is_told=mine.any(),
        )
        return _masked(
            told.filter("is_told").with_columns(
                period=pl.col("on").dt.month_start(),
                unit_id=None,
                target_group=None,
                whole=whole(shown),
                provisional=~at_end,
            )
        )

    return count


def points(part: str, whole: str) -> CountShown:
    """Of the points of the plans at each month's end: how many are `part`, of how many `whole`.

    Both are counts that `metrics.plans.progress` gives, or fresh: those left and not stale. By
    unit that answers, and for all; the month that goes on is looked at on the day, provisional.
    A point is there from the day it was decided. D1, D2, D3.
    """

    def count(shown: Shown) -> pl.DataFrame:
        return _masked(shown.progressed.with_columns(part=part, whole=whole))

    return count


def _progressed(shown: Shown) -> pl.DataFrame:
    """period, unit_id, target_group (null), provisional, and the counts at each month's end."""
    begun = earliest(shown.items["decided_on"])
    ends = (
        [min(last_of("month", each), shown.on) for each in months(begun, shown.on)]
        if begun and begun <= shown.on
        else []
    )
    items = shown.items.with_columns(plan_id=pl.lit(0, pl.Int64))
    rows = standing_on_days(items, shown.updates, ends, shown.stale_after)
    there = rows.filter(pl.col("decided_on") <= pl.col("day"))
    told = [counted(there, "day"), counted(there.drop_nulls("unit_id"), "day", "unit_id")]
    return pl.concat(told, how="diagonal").with_columns(
        fresh=pl.col("left") - pl.col("stale"),
        period=pl.col("day").dt.month_start(),
        target_group=pl.lit(None, pl.String),
        shown=pl.lit(True),
        provisional=pl.col("day") < pl.col("day").dt.month_end(),
    )


def coverage(shown: Shown) -> pl.DataFrame:
    """How many of the figures that are followed are there, of those that ought to be. D11.

    A figure is, in a month, when the latest period that ought to be final by the month's end is
    there: a quarter's exits are not asked for before they can be known. The month that goes on is
    provisional.
    """
    asked = shown.expected.drop_nulls("period")
    if shown.until is None or asked.is_empty():
        return pl.DataFrame(schema=SHAPE)
    there = shown.periods.select("figure", "period", is_there=pl.lit(True)).unique()
    counted = asked.join(there, on=["figure", "period"], how="left").group_by("month").agg(
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
    """Rows as SHAPE has them, without counts where they are hidden, sorted."""
    told = rows.with_columns(pl.when("shown").then(pl.col("part", "whole")))
    return told.select(list(SHAPE)).cast(SHAPE).sort(KEYS, nulls_last=True)
