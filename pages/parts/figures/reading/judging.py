"""Reading figures for a view: what may be seen of each, judged by its rules and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from metrics.catalogue import Figure, FromFacts, FromLedger, FromPlans
from metrics.facts import DELIVERIES
from metrics.spc import Judgement
from pages.parts import sv
from pages.parts.figures.agreed.agreements import holds, rebased_from, targets_of
from pages.parts.figures.reading.charted import judged
from pages.parts.figures.reading.longer import by_longer, way_here
from pages.parts.figures.reading.reading import SERIES, Reading
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
    """One figure for one unit (None: all of them) and the view's target group.

    By its own periods, or by longer ones where those can't be shown here.
    """
    way = way_here(view, figure.key)
    if way is None:
        return own_reading_of(view, figure, unit_id)
    return reading_by_longer(view, figure, unit_id, way)


def own_reading_of(view: View, figure: Figure, unit_id: int | None) -> Reading:
    """The same by the figure's own periods."""
    keep = _of_plans if isinstance(figure, FromPlans) else _reading
    return keep(view, figure.key, unit_id, view.target_group)


def reading_by_longer(view: View, figure: Figure, unit_id: int | None, way: str) -> Reading:
    """The same by longer periods, one way of metrics.longer."""
    return _longer(view, figure.key, unit_id, view.target_group, way)


def reading_by(view: View, figure: Figure, way: PersonWay, which: str) -> Reading:
    """One figure for one sex or age band and the view's unit: of every target group."""
    return _by_person(view, figure.key, view.unit_id, way, which)


@kept(*AREAS)
def _by_person(view: View, key: str, unit_id: int | None, way: PersonWay, which: str) -> Reading:
    return _made(view, key, unit_id, None, way, which)


@kept(*AREAS)
def _reading(view: View, key: str, unit_id: int | None, target_group: str | None) -> Reading:
    return _made(view, key, unit_id, target_group)


@kept(*AREAS, "plans")
def _longer(
    view: View, key: str, unit_id: int | None, target_group: str | None, way: str
) -> Reading:
    reading = own_reading_of(view, view.catalogue[key], unit_id)
    rebase = rebased_from(view, reading.figure, unit_id, target_group)
    published = view.reader.figure_longer(key, way).filter(*_of(unit_id, target_group))
    return by_longer(reading, way, rebase, published)


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
    """The judgement of the periods of its reading that were settled on a day."""
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
    return judged(now.figure, then, now.target, _rebase(scope))[1]


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
    rows = _rows(scope).filter(*_of(scope.unit_id, scope.target_group)).sort("period")
    return rows.with_columns(value=_value(scope.figure)).select(SERIES)


def _of(unit_id: int | None, target_group: str | None) -> tuple[pl.Expr, pl.Expr]:
    """The rows of one unit and one target group; None for all of them."""
    return (
        pl.col("unit_id").eq_missing(pl.lit(unit_id, pl.Int64)),
        pl.col("target_group").eq_missing(pl.lit(target_group, pl.String)),
    )


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
