"""The series that a figure's chart draws: by its own periods, or put together by longer ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from metrics.catalogue import Figure
from metrics.longer import ROLLING, longer
from metrics.periods import LENGTHS, add_months, last_of
from metrics.spc import Judgement
from pages.parts import sv
from pages.parts.figures.agreed.agreements import rebased_from
from pages.parts.figures.reading.definition import PERIODS
from pages.parts.figures.reading.judging import judged, reading_of, too_few_behind
from pages.parts.figures.reading.reading import SERIES, Reading
from pages.parts.figures.reading.sentences import IN_WORDS, with_unit
from pages.parts.kept import kept
from pages.view import View

MOST_NAMED = 3
STILL_WAITING = (
    "De preliminära punkterna bygger bara på dem som redan har fått en insats. Väntar någon ännu "
    "blir de högre."
)
NEVER_JUDGED = {
    "adds_up": (
        "Linjen visar hur det har gått. Den bedöms inte: varje period bygger på den förra, så det "
        "finns ingen naturlig variation att räkna medel och gränser av."
    ),
    "overlaps": (
        "Linjen bedöms inte: två punkter bredvid varandra delar de flesta av sina månader, så de "
        "rör sig tillsammans."
    ),
}

LISTS_GOAL = "Den streckade linjen är listans eget mål: hundra procent är alla som det gäller."


@dataclass(frozen=True)
class DrawnSeries:
    """A figure's reading by one way of metrics.longer, None for its own periods, in words."""

    reading: Reading
    way: str | None

    @cached_property
    def chart(self) -> pl.DataFrame | None:
        """What is drawn: the reading's chart, or a plain line of what is never judged."""
        reading = self.reading
        if reading.judgement.variation not in NEVER_JUDGED:
            return reading.chart
        if not reading.series["value"].count():
            return None
        lines = ("mean", "lower", "upper")
        return reading.series.select(
            *("period", "value", "provisional"),
            *(pl.lit(None, pl.Float64).alias(name) for name in lines),
            segment=pl.lit(0, pl.Int64),
            **dict.fromkeys(("rule", "signal", "note"), pl.lit(None, pl.String)),
        )

    def since(self, months: int) -> pl.DataFrame | None:
        """The part of it that reaches a number of months back."""
        return self.reading.latest_of(self.chart, months)

    @property
    def goal(self) -> float | None:
        """The target that is drawn; where the figure is a share of a list's goal, all of it."""
        return 1.0 if self.reading.figure.has_own_goal else self.reading.target

    @property
    def has_targets(self) -> bool:
        """Whether the figure's targets hold for what is drawn: not for a list's goal, nor for a sum
        of several of its own periods."""
        figure = self.reading.figure
        own = self.way is None or not _is_sum(figure)
        return own and not figure.has_own_goal

    @property
    def sentence(self) -> str:
        """The drawn series in a sentence about its latest settled period."""
        reading = self.reading
        if self.way is None or reading.latest is None:
            return reading.sentence
        figure, row = reading.figure, reading.latest
        when = self.named(row, in_words=True)
        if not row["shown"]:
            return f"{figure.title} är dolt för {when}, eftersom någon av dess perioder är dold."
        mean = "" if figure.flow or figure.is_share else " i genomsnitt"
        amount = f"{with_unit(figure, row['value'])}{mean}"
        return f"{figure.title} var {amount} {self._in}{when}: {IN_WORDS[self._verdict]}."

    @property
    def limits_in_words(self) -> str:
        """Where the limits come from; or why there are none."""
        variation = self.reading.judgement.variation
        words = NEVER_JUDGED.get(variation) or self.reading.limits_in_words
        return f"{words} {LISTS_GOAL}" if self.goal != self.reading.target else words

    def not_drawn_in_words(self, months: int) -> str:
        """Which of the periods shown have no point, and whom the preliminary ones leave out."""
        rows = self.since(months)
        if rows is None or rows.is_empty():
            return ""
        series = self.reading.series.filter(pl.col("period") >= rows["period"].min())
        empty = series.filter(pl.col("shown"), pl.col("value").is_null()).to_dicts()
        names = [self.named(row, in_words=True) for row in empty]
        few = sv.joined(names) if len(names) <= MOST_NAMED else f"{len(names)} perioder"
        sentences = [f"Utan punkt: {few}, som inte går att räkna."] if names else []
        is_open = pl.col("provisional") & pl.col("value").is_not_null()
        waits = self.reading.series["value_all"].count() and series.filter(is_open).height
        return " ".join([*sentences, *([STILL_WAITING] if waits else [])])

    @property
    def periods_in_words(self) -> str:
        """How periods are put together, for a file: 'genomsnitt per kvartal', 'summa per år'."""
        figure = self.reading.figure
        if self.way is None:
            return PERIODS[figure.cadence.name]
        of = "tolv månader som rullar" if self.way == ROLLING else PERIODS[self.way]
        how = "summa" if figure.flow else "genomsnitt"
        return f"{how} per {of}, av de perioder som får visas"

    def named(self, row: Mapping[str, Any], *, in_words: bool = False) -> str:
        """A period's name: 'kv. 3 2014', or for a rolling year 'dec 2013 – nov 2014'."""
        name, cadence = (
            sv.period_in_words if in_words else sv.period,
            self.reading.figure.cadence.name,
        )
        if self.way != ROLLING:
            return name(row["period"], cadence)
        first = add_months(row["period"], LENGTHS[cadence] - LENGTHS["year"])
        return f"{name(first, cadence)} – {name(row['period'], cadence)}"

    @property
    def _in(self) -> str:
        return {"quarter": "i ", "year": "år "}.get(self.way or "", "")

    @property
    def _verdict(self) -> str:
        return self.reading.judgement.variation.removesuffix("_high").removesuffix("_low")


def drawn_series(view: View, reading: Reading, way: str | None) -> DrawnSeries:
    """A figure's reading as the reader wants it drawn."""
    if way is None:
        return DrawnSeries(reading, None)
    return DrawnSeries(
        _by_longer(view, reading.figure.key, view.unit_id, view.target_group, way), way
    )


@kept("cases", "figures", "organisation", "groups", "plans")
def _by_longer(
    view: View, key: str, unit_id: int | None, target_group: str | None, way: str
) -> Reading:
    reading = reading_of(view, view.catalogue[key], unit_id)
    rebase = rebased_from(view, reading.figure, unit_id, target_group)
    return by_longer(reading, way, rebase)


def by_longer(reading: Reading, way: str, rebase: list[date]) -> Reading:
    """The same figure by longer periods, judged by the same rules; what rolls is never judged.

    A target for what is summed was set for the shorter period, and does not hold for the longer.
    Limits restart from the first longer period that begins on the day of a rebase or later.
    """
    figure = (
        reading.figure
        if way == ROLLING
        else replace(reading.figure, cadence=replace(reading.figure.cadence, name=way))
    )
    summed = longer(reading.figure, reading.series, way)
    target = None if _is_sum(figure) else reading.target
    series = summed.with_columns(
        value_90=pl.lit(None, pl.Float64), value_all=pl.lit(None, pl.Float64)
    )
    if way == ROLLING and summed.filter(~pl.col("provisional")).height:
        chart, judgement = None, Judgement("overlaps", "none")
    else:
        chart, judgement = judged(figure, series.select(SERIES), target, rebase)
    shown = _as_shown(figure, series)
    is_judged = chart is not None and judgement.variation != "nothing"
    if is_judged and too_few_behind(figure, shown):
        judgement = Judgement("sparse", "none")
    return Reading(figure, shown, chart, judgement, target, reading.missing)


def end_of(figure: Figure, period: date) -> date:
    """The last day of a period that is drawn."""
    return last_of(figure.cadence.name, period)


def _is_sum(figure: Figure) -> bool:
    return bool(figure.flow) and not figure.is_share


def _as_shown(figure: Figure, series: pl.DataFrame) -> pl.DataFrame:
    """Part and whole as shown: means of a stock, in whole people; sums of a flow."""
    if not figure.flow:
        mean = (pl.col("part", "whole") / pl.col("times")).round().cast(pl.Int64)
        series = series.with_columns(mean)
    return series.select(SERIES)
