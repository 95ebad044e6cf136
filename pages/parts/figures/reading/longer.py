"""A figure by longer periods, and which figures stand by them here without being asked for.

Where most of a figure's own periods can't be shown for all together, it stands by the shortest
longer periods that can, in their latest two years: a small place sees a year instead of months of
`..`. If none always can, by the shortest that mostly can. It is decided by all units together,
whatever is filtered, so that a figure does not change its periods with a filter.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from metrics.catalogue import Figure
from metrics.longer import ROLLING, apart, longer, offered
from metrics.periods import LENGTHS
from metrics.spc import Judgement
from pages.parts.figures.reading.charted import judged, too_few_behind
from pages.parts.figures.reading.reading import SERIES, Reading
from pages.parts.kept import kept
from pages.parts.rounding import half_up
from pages.view import View

YEARS = 2  # looked back at
AREAS = ("cases", "figures", "organisation", "groups", "plans")


@kept(*AREAS)
def way_here(view: View, key: str) -> str | None:
    """By which longer periods a figure stands here; None for its own."""
    figure = view.catalogue[key]
    own = _of_all(view.reader.figure(key))
    if own.is_empty() or mostly_shown(own, figure.cadence.per_year):
        return None
    ways = [way for way in offered(figure) if way != ROLLING]
    latest = {way: _latest(_by(view, figure, own, way), YEARS * per_year(way)) for way in ways}
    always = (way for way in ways if len(latest[way]) and latest[way].all())
    mostly = (way for way in ways if _most(latest[way].tail(per_year(way))))
    return next(always, next(mostly, None))


def is_shown_here(view: View, key: str) -> bool | None:
    """Whether most of a figure's latest year is shown for all units, by the periods that it stands
    by here; None without any settled period."""
    own = _of_all(view.reader.figure(key)).filter(~pl.col("provisional"))
    if own.is_empty():
        return None
    per_own = view.catalogue[key].cadence.per_year
    return way_here(view, key) is not None or mostly_shown(own, per_own)


def per_year(way: str) -> int:
    """How many longer periods there are in a year."""
    return LENGTHS["year"] // LENGTHS[way]


def _by(view: View, figure: Figure, own: pl.DataFrame, way: str) -> pl.DataFrame:
    """A figure of all units together by longer periods."""
    published = _of_all(view.reader.figure_longer(figure.key, way))
    return published if apart(figure) else longer(figure, own, way, published)


def _of_all(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.all_horizontal(pl.col("unit_id", "target_group").is_null()))


def mostly_shown(rows: pl.DataFrame, year: int) -> bool:
    """Whether most of a figure's latest settled periods, a year of them, are shown."""
    return _most(_latest(rows, year))


def _latest(rows: pl.DataFrame, count: int) -> pl.Series:
    """Whether each of the latest settled periods is shown."""
    return rows.filter(~pl.col("provisional")).sort("period").tail(count)["shown"]


def _most(shown: pl.Series) -> bool:
    return bool(shown.sum() * 2 > len(shown))


def by_longer(
    reading: Reading, way: str, rebase: Sequence[date], published: pl.DataFrame | None = None
) -> Reading:
    """The same figure by longer periods, judged by the same rules; what rolls is never judged.

    A target for what is summed was set for the shorter period, and does not hold for the longer.
    Limits restart from the first longer period that begins on the day of a rebase or later.

    Reads:  published, its longer periods as they are published by themselves, shaped as
            frames.FIGURES, of the same unit and target group.
    """
    figure = (
        reading.figure
        if way == ROLLING
        else replace(reading.figure, cadence=replace(reading.figure.cadence, name=way))
    )
    target = None if is_sum(figure) else reading.target
    series = _series(reading, way, published)
    if way == ROLLING and series.filter(~pl.col("provisional")).height:
        chart, judgement = None, Judgement("overlaps", "none")
    else:
        chart, judgement = judged(figure, series.select(SERIES), target, rebase)
    shown = _as_shown(figure, series)
    is_judged = chart is not None and judgement.variation != "nothing"
    if is_judged and too_few_behind(figure, shown):
        judgement = Judgement("sparse", "none")
    return Reading(figure, shown, chart, judgement, target, reading.missing, way)


def _series(reading: Reading, way: str, published: pl.DataFrame | None) -> pl.DataFrame:
    if apart(reading.figure):
        rows = reading.series.clear() if published is None else published.sort("period")
        return rows.select(SERIES).with_columns(times=pl.lit(1, pl.Int64))
    summed = longer(reading.figure, reading.series, way, published)
    return summed.with_columns(
        value_90=pl.lit(None, pl.Float64), value_all=pl.lit(None, pl.Float64)
    )


def is_sum(figure: Figure) -> bool:
    """Whether longer periods of it are sums, which have no target of their own."""
    return bool(figure.flow) and not figure.is_share and not apart(figure)


def _as_shown(figure: Figure, series: pl.DataFrame) -> pl.DataFrame:
    """Part and whole as shown: means of a stock, in whole people; sums of a flow."""
    if not figure.flow:
        mean = (pl.col("part", "whole") / pl.col("times")).pipe(half_up).cast(pl.Int64)
        series = series.with_columns(mean)
    return series.select(SERIES)
