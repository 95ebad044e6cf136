"""Reading figures for a view: what may be seen of each, judged by its rules and kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import polars as pl

from metrics.catalogue import Figure, FromFacts, FromLedger, FromPlans
from metrics.facts import DELIVERIES
from metrics.spc import ENOUGH_POINTS, Judgement, judge, p_chart, xmr
from pages.parts import sv
from pages.parts.figures.agreed.agreements import holds, rebased_from, targets_of
from pages.parts.figures.reading.reading import SERIES, Reading, is_of_few
from pages.parts.kept import kept
from pages.view import View

PersonWay = Literal["sex", "age_band"]
AREAS = ("cases", "figures", "organisation", "groups")
NO_YEAR = (
    "Inget år har både siffror för december och en befolkning som är större än antalet med stöd. "
    "Den dataansvariga ser över befolkningen."
)
NOT_BOTH = (
    "Visas för en enhet eller en målgrupp, inte båda tillsammans, för den som inte har rätt till "
    "enskilda ärenden."
)


def readings(view: View) -> list[Reading]:
    """Every figure of the steering group's for the view's filters, in the catalogue's order."""
    return [reading_of(view, figure, view.unit_id) for figure in view.catalogue.values()]


def reading_of(view: View, figure: Figure, unit_id: int | None) -> Reading:
    """One figure for one unit (None: all of them) and the view's target group."""
    keep = _of_plans if isinstance(figure, FromPlans) else _reading
    return keep(view, figure.key, unit_id, view.target_group)


def reading_by(view: View, figure: Figure, way: PersonWay, which: str) -> Reading:
    """One figure for one sex or age band and the view's unit: of every target group."""
    return _by_person(view, figure.key, view.unit_id, way, which)


@kept(*AREAS)
def _by_person(view: View, key: str, unit_id: int | None, way: PersonWay, which: str) -> Reading:
    return _made(view, key, unit_id, None, way, which)


@kept(*AREAS)
def _reading(view: View, key: str, unit_id: int | None, target_group: str | None) -> Reading:
    return _made(view, key, unit_id, target_group)


@kept("plans", "figures", "organisation")
def _of_plans(view: View, key: str, unit_id: int | None, target_group: str | None) -> Reading:
    return _made(view, key, unit_id, target_group)


def _made(
    view: View,
    key: str,
    unit_id: int | None,
    target_group: str | None,
    way: PersonWay | None = None,
    which: str | None = None,
) -> Reading:
    figure = view.catalogue[key]
    scope = _Scope(view, figure, unit_id, target_group, way, which)
    series, target = _series(scope), _target(scope)
    chart, judgement = judged(figure, series, target, _rebase(scope))
    return Reading(figure, series, chart, judgement, target, _missing(scope, series))


def settled_on(view: View, reading: Reading, day: date) -> pl.DataFrame:
    """The periods of a figure that were settled on a day, by its own rule."""
    settled = reading.series.filter(~pl.col("provisional"))
    rules = view.reader.rules
    when = [reading.figure.settled_on(period, rules) for period in settled["period"]]
    return settled.filter(pl.Series(when, dtype=pl.Date) <= day)


def settled_before(view: View, figure: Figure, before: date) -> Judgement:
    """The judgement of the periods that were settled on a day."""
    keep = _of_plans_before if isinstance(figure, FromPlans) else _before
    return keep(view, figure.key, before)


@kept(*AREAS, heeds=("unit_id", "target_group"))
def _before(view: View, key: str, before: date) -> Judgement:
    return _judged_before(view, key, before)


@kept("plans", "figures", "organisation", heeds=("unit_id", "target_group"))
def _of_plans_before(view: View, key: str, before: date) -> Judgement:
    return _judged_before(view, key, before)


def _judged_before(view: View, key: str, before: date) -> Judgement:
    figure = view.catalogue[key]
    now = reading_of(view, figure, view.unit_id)
    then = settled_on(view, now, before)
    if then.height and now.latest and then["period"][-1] == now.latest["period"]:
        return now.judgement  # nothing more was settled since
    scope = _Scope(view, figure, view.unit_id, view.target_group)
    return judged(figure, then, now.target, _rebase(scope))[1]


@dataclass(frozen=True)
class _Scope:
    """Which figure, for whom. `way` and `which` name a sex or an age band, or are None."""

    view: View
    figure: Figure
    unit_id: int | None
    target_group: str | None
    way: PersonWay | None = None
    which: str | None = None


def _series(scope: _Scope) -> pl.DataFrame:
    same = (
        pl.col("unit_id").eq_missing(pl.lit(scope.unit_id, pl.Int64)),
        pl.col("target_group").eq_missing(pl.lit(scope.target_group, pl.String)),
    )
    rows = _rows(scope).filter(*same).sort("period")
    return rows.with_columns(value=_value(scope.figure)).select(SERIES)


def _rows(scope: _Scope) -> pl.DataFrame:
    reader, key = scope.view.reader, scope.figure.key
    if scope.way is None:
        return reader.figure(key)
    return reader.figure_by(key, scope.way).filter(pl.col(scope.way) == scope.which)


def _value(figure: Figure) -> pl.Expr:
    """A period's value: a count or a sum itself, a share or a ratio of two, or a median."""
    if figure.kind in ("count", "kronor"):
        return pl.col("part").cast(pl.Float64)
    if figure.kind == "days":
        return pl.col("value")
    ratio = pl.when(pl.col("whole") > 0).then(pl.col("part") / pl.col("whole") * figure.scale)
    return pl.coalesce("value", ratio)


def judged(
    figure: Figure, series: pl.DataFrame, target: float | None, rebase: Collection[date]
) -> tuple[pl.DataFrame | None, Judgement]:
    """The chart and its verdict; no chart where a settled period is hidden: it would say more."""
    settled = series.filter(~pl.col("provisional"))
    if settled.is_empty():
        return None, Judgement("nothing", "none")
    if figure.adds_up:  # never a chart of variation of what builds on what was before
        return None, Judgement("adds_up", "none")
    after_hidden = _after_hidden(series, settled)
    if after_hidden is None:
        return None, Judgement("hidden", "none")
    drawn = after_hidden.drop_nulls("value")
    if figure.is_share:
        chart = p_chart(
            drawn.select("period", "part", "whole", "provisional"), figure.better, target, rebase
        )
    else:
        points = drawn.select("period", "value", "provisional")
        chart = xmr(points, figure.better, target, rebase, counts=figure.kind == "count")
    judgement = judge(chart, figure.better, target)
    if settled["value"][-1] is None:  # the last drawn point belongs to an earlier period
        judgement = replace(judgement, variation="nothing")
    elif too_few_behind(figure, drawn):
        judgement = Judgement("sparse", "none")
    return chart, judgement


def too_few_behind(figure: Figure, drawn: pl.DataFrame) -> bool:
    """Whether too few stand behind the latest settled period for it to be judged."""
    latest = drawn.filter(~pl.col("provisional")).tail(1)
    return bool(latest.height) and is_of_few(figure, latest.row(0, named=True))


def _after_hidden(series: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame | None:
    """What comes after the last hidden period; None where that is too little to judge by."""
    if settled["shown"].all():
        return series
    hidden = settled.filter(~pl.col("shown"))
    after = pl.col("period") > hidden["period"].max()
    enough = settled.filter(after).height >= ENOUGH_POINTS
    return series.filter(after) if enough else None


def _target(scope: _Scope) -> float | None:
    """The target that is valid on the view's day: the unit's own, else the whole forum's."""
    if scope.way is not None:
        return None  # it was set for everybody
    all_targets = targets_of(scope.view, scope.figure, scope.unit_id, scope.target_group)
    valid = all_targets.filter(holds(scope.view.on))
    return valid["value"][-1] if valid.height else None


def _rebase(scope: _Scope) -> list[date]:
    if scope.way is not None:
        return []
    return rebased_from(scope.view, scope.figure, scope.unit_id, scope.target_group)


def _missing(scope: _Scope, series: pl.DataFrame) -> str | None:
    """Why there is nothing to show, and who can do something about it."""
    if series.height:
        return None
    if scope.view.delivered.until is None and isinstance(scope.figure, FromFacts):
        return "Inget underlag har levererats. Den dataansvariga läser in det."
    lacking = [name for name in scope.figure.reads if name in scope.view.reader.missing()]
    if lacking:
        return _lacks(lacking)
    if isinstance(scope.figure, FromLedger | FromPlans):
        return _lacks(scope.figure.reads)
    if "population" in scope.figure.reads:
        of_all = (scope.unit_id, scope.target_group, scope.way) == (None, None, None)
        return NO_YEAR if of_all else "Visas bara för alla tillsammans."
    if scope.way is not None and scope.unit_id is not None and scope.figure.is_share:
        return "Visas bara för alla enheter tillsammans."
    if scope.target_group is not None and scope.figure.part_of:
        return "Visas inte per målgrupp för den som inte har rätt till enskilda ärenden."
    if None not in (scope.target_group, scope.unit_id) and scope.figure.is_share:
        return NOT_BOTH
    return "Inget att räkna i det här urvalet. Välj en annan enhet eller målgrupp."


def _lacks(names: Sequence[str]) -> str:
    """Which delivery is missing, and who gets it."""
    wanted = [DELIVERIES[name] for name in names if name in DELIVERIES]
    what = sv.joined(list(dict.fromkeys(delivery.name for delivery in wanted)))
    who = sv.joined(list(dict.fromkeys(delivery.owner for delivery in wanted)))
    return f"Underlag saknas: {what}. Den som äger det: {who}."
