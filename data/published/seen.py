"""Everything that one viewer may see of a steering group's figures, put together and cached.

That is what is published, exact figures for the viewer's own units, what follows from both (figures
made from other figures, from a list's ledger and from plans), and figures delivered ready made.
"""

from collections.abc import Collection
from datetime import date
from functools import lru_cache, partial
from typing import Any

import polars as pl

from data.published.by_person import exact_by_person, facts_by
from data.published.delivered import delivered_figures, delivered_rows
from data.published.facts import facts_for, settings_for
from data.published.figures import exact_figures, exact_longer
from data.published.shapes import MONTHS_KEPT, counted
from data.store import frames
from data.store.moment import Moment
from metrics.catalogue import (
    COUNTED,
    FIGURES,
    Figure,
    FromFacts,
    FromFigures,
    FromLedger,
    FromPlans,
)
from metrics.facts import Facts, Rules
from metrics.from_shown import Shown
from metrics.lines import latest
from metrics.longer import apart, kept_as
from metrics.periods import add_months, last_of, month, months, period_of
from metrics.rules import DEFAULTS

AREAS = ("cases", "organisation", "figures", "groups")
OF_PLANS = ("organisation", "plans")
EXACT = ("cases", "organisation")
FROM_FACTS = {figure.key: figure for figure in COUNTED if isinstance(figure, FromFacts)}
DERIVED = {figure.key: figure for figure in COUNTED if isinstance(figure, FromFigures | FromLedger)}
FROM_PLANS = tuple(figure for figure in COUNTED if isinstance(figure, FromPlans))
PLAN_FIGURES = frozenset(figure.key for figure in FROM_PLANS)


def catalogue(moment: Moment) -> tuple[Figure, ...]:
    """The key figures of a steering group: the house's, then those delivered ready made."""
    return (*FIGURES, *delivered_figures(moment))


class Seen:
    """What one viewer sees of a steering group's figures; each is put together on first use."""

    def __init__(self, moment: Moment, own: frozenset[int], on: date):
        self._counted = partial(exact_rows, moment.through(EXACT), own)
        published = moment.of_forum("published").select(frames.FIGURES.names())
        of_all = pl.all_horizontal(pl.col("sex", "age_band").is_null())
        self._own = own
        self._published = _by_figure(published.filter(of_all))
        self._split = _by_figure(published.filter(~of_all))
        least = settings_for(moment)[0].least_shown
        self._ready = _by_figure(delivered_rows(moment, least))
        periods = published.select("figure", "period").unique()
        around = _around(moment)
        self._shown = Shown(rows=self.rows, periods=periods, on=on, **around, **NO_PLANS)
        self._kept: dict[str, pl.DataFrame] = {}

    def rows(self, key: str) -> pl.DataFrame:
        """One figure, shaped as frames.FIGURES: exact for own units, as published for others."""
        if key not in self._kept:
            self._kept[key] = self._made(key)
        return self._kept[key]

    def by_person(self, key: str, way: str) -> pl.DataFrame:
        """The same by sex or by age band; no rows for a figure that is not published that way."""
        published = self._split.get(key, frames.FIGURES.to_frame()).drop_nulls(way)
        if not self._own or key not in FROM_FACTS or way not in FROM_FACTS[key].by_person:
            return published
        others = published.filter(~pl.col("unit_id").is_in(list(self._own)).fill_null(False))
        if len(self._own) > 1:  # whoever knows several units could subtract them from the margins
            others = others.drop_nulls("unit_id")
        return pl.concat([self._counted(key, way), others])

    def longer(self, key: str, way: str) -> pl.DataFrame:
        """One figure as it is published by longer periods; exact for own units, where it is so.

        Shaped as frames.FIGURES; no rows for one that is not published that way.
        """
        others = self._of_others(self._published.get(kept_as(key, way), frames.FIGURES.to_frame()))
        if not self._own:
            return others
        if key in FROM_FACTS and way in apart(FROM_FACTS[key]):
            return pl.concat([self._counted(key, longer=way), others])
        return others.drop_nulls("unit_id") if len(self._own) > 1 else others

    def everything(self) -> pl.DataFrame:
        """Every figure except those of plans."""
        keys = [figure.key for figure in COUNTED if not isinstance(figure, FromPlans)]
        return pl.concat(self.rows(key) for key in (*keys, *self._ready))

    def _made(self, key: str) -> pl.DataFrame:
        nothing = frames.FIGURES.to_frame()
        if key in self._ready:
            return self._ready[key]
        published = self._of_others(self._published.get(key, nothing))
        if key in DERIVED:
            return with_published(_rows_of(DERIVED[key], self._shown), published)
        if not self._own or key not in FROM_FACTS:
            return published
        return pl.concat([self._counted(key), published])

    def _of_others(self, published: pl.DataFrame) -> pl.DataFrame:
        """Published rows without the viewer's own units, and without what these would open."""
        if not self._own:
            return published
        others = published.filter(~pl.col("unit_id").is_in(list(self._own)).fill_null(False))
        return without_margins(others) if len(self._own) > 1 else others


@lru_cache(maxsize=24)
def seen(moment: Moment, own: frozenset[int], on: date) -> Seen:
    """What a viewer with these own units sees of all figures except those of plans.

    Cached by moment (limited to AREAS), units and day: what a viewer may see depends on these only.
    """
    return Seen(moment, own, on)


@lru_cache(maxsize=1024)
def exact_rows(
    moment: Moment,
    own: frozenset[int],
    key: str,
    way: str | None = None,
    *,
    longer: str | None = None,
) -> pl.DataFrame:
    """One figure of some units exactly; by sex or age band if `way` says so, or by longer periods.

    Cached by moment, limited to EXACT, the areas from which it is counted.
    """
    facts = _facts(moment)
    if facts is None:
        return frames.FIGURES.to_frame()
    rules = settings_for(moment)[1]
    if way is not None:
        figure = FROM_FACTS[key]
        made = counted(figure, facts_by(facts, way, rules), rules)
        return exact_by_person(figure, made, way, own)
    if longer is not None:
        return exact_longer(facts, own, rules, FROM_FACTS[key], longer)
    return exact_figures(facts, own, rules, (FROM_FACTS[key],))


@lru_cache(maxsize=4)
def _facts(moment: Moment) -> Facts | None:
    return facts_for(moment)


@lru_cache(maxsize=24)
def seen_of_plans(moment: Moment, on: date) -> dict[str, pl.DataFrame]:
    """The figures made from the steering group's plans; the same for all who see plans.

    Cached by moment (limited to OF_PLANS) and day.
    """
    points = moment.of_forum("points")
    shown = Shown(
        on=on,
        items=points.rename({"responsible_unit_id": "unit_id"}),
        updates=moment.frame("updates").join(points, on="item_id", how="semi"),
        stale_after=settings_for(moment)[1].stale_after,
        **NOTHING_ELSE,
    )
    return _by_figure(pl.concat(_rows_of(figure, shown) for figure in FROM_PLANS))


def _rows_of(figure: FromFigures | FromLedger | FromPlans, shown: Shown) -> pl.DataFrame:
    rows = figure.count(shown).with_columns(figure=pl.lit(figure.key))
    return frames.shaped_as(frames.FIGURES, rows)


def _by_figure(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {key: part for (key,), part in rows.partition_by("figure", as_dict=True).items()}


def with_published(derived: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Rows of a figure made from others, with those instead that are published and shown.

    A sum may be published where one of its terms is hidden.
    """
    cells = ["figure", "period", "unit_id", "target_group"]
    shown = published.filter("shown")
    kept = derived.join(shown, on=cells, how="anti", nulls_equal=True, maintain_order="left")
    return pl.concat([kept, shown]).sort(cells, nulls_last=True) if shown.height else derived


def without_margins(others: pl.DataFrame) -> pl.DataFrame:
    """Published figures, with the margins over units hidden that several units' figures would open.

    Reads:  others, rows as frames.FIGURES: the units of other heads, and the margins over units.
    Gives:  the same, with a margin (null unit_id) hidden if another unit's figure is hidden in that
            period, since whoever knows several units could subtract theirs from the margin. A
            margin by target group of a figure that is never shown by both unit and target group,
            such as a share, is hidden if there is any other unit.
    """
    of_units = others.drop_nulls("unit_id")
    crossed = of_units.drop_nulls("target_group")["figure"].unique()
    hidden = of_units.group_by("figure", "period").agg(away=~pl.col("shown").all())
    hidden = hidden.with_columns(by_group=~pl.col("figure").is_in(crossed.implode()))
    marked = others.join(hidden, on=["figure", "period"], how="left", maintain_order="left")
    secret = pl.col("away") | (pl.col("by_group") & pl.col("target_group").is_not_null())
    shown = pl.col("shown") & ~(pl.col("unit_id").is_null() & secret.fill_null(False))
    counts = ("part", "whole", "value", "value_90", "value_all", "people")
    masked = [pl.when(shown).then(name).alias(name) for name in counts]
    return marked.with_columns(*masked, shown=shown).drop("away", "by_group")


NO_PLANS = {
    "items": frames.POINTS.to_frame(),
    "updates": frames.UPDATES.to_frame(),
    "stale_after": DEFAULTS.stale_after,
}
NOTHING_ELSE = {
    "rows": lambda _: frames.FIGURES.to_frame(),
    "periods": frames.FIGURES.to_frame(),
    "expected": pl.DataFrame(),
    "population": frames.POPULATION.to_frame(),
    "ledger": frames.LEDGERS.to_frame(),
    "size": None,
    "goal": None,
    "until": None,
}


def _around(moment: Moment) -> dict[str, Any]:
    """What figures are derived from besides other figures: population, list, card, last day."""
    group = followed_list(moment.of_forum("groups"))
    of_group = pl.col("group_id").is_in([group["group_id"]] if group else [])
    whole = pl.all_horizontal(pl.col("unit_id", "time_in_support").is_null())
    until = latest(moment.of_forum("deliveries")["observed_until"])
    return {
        "population": moment.of_forum("population"),
        "ledger": moment.frame("ledgers").filter(of_group, whole),
        "size": moment.frame("members").filter(of_group).height or None,
        "goal": group and group["goal_count"],
        "until": until,
        "expected": _expected(
            until, settings_for(moment)[1], set(moment.of_forum("chosen")["figure"])
        ),
    }


def _expected(until: date | None, rules: Rules, chosen: Collection[str]) -> pl.DataFrame:
    """month, figure, period: the latest period of the figure that can be final by the month's end.

    Only figures counted from facts: those chosen, or all when none is.
    """
    followed = [figure for figure in FIGURES if isinstance(figure, FromFacts)]
    followed = [figure for figure in followed if not chosen or figure.key in chosen]
    rows = []
    if until is not None:
        last = month(until)
        all_months = months(add_months(last, 1 - MONTHS_KEPT), last)
        for figure in followed:
            for begins in all_months:
                end = min(last_of("month", begins), until)
                rows.append((begins, figure.key, _latest_final(figure, end, rules)))
    return pl.DataFrame(
        rows, schema={"month": pl.Date, "figure": pl.String, "period": pl.Date}, orient="row"
    )


def _latest_final(figure: Figure, day: date, rules: Rules) -> date:
    """The latest period of a figure that is final on a day."""
    period = period_of(figure.cadence.name, day)
    while figure.settled_on(period, rules) > day:
        period = add_months(period, -figure.cadence.months)
    return period


def followed_list(groups: pl.DataFrame) -> dict | None:
    """The list that a steering group's figures are about; None when there is none.

    Never an example; one with a goal before one without, then the earliest.
    """
    real = groups.filter(~pl.col("is_example"))
    ordered = real.sort(pl.col("goal_count").is_null(), "baseline_on", "group_id")
    return ordered.row(0, named=True) if ordered.height else None


def missing_for(moment: Moment) -> frozenset[str]:
    """The frames and columns that figures read and that are empty for a steering group."""
    there = moment.of_forum("present")["name"]
    reads = {name for figure in COUNTED for name in figure.reads}
    return frozenset(reads - set(there) - {"points", "groups"})  # those are never delivered
