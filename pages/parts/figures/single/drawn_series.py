"""The series that a figure's chart draws: by its own periods, or put together by longer ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from metrics.catalogue import Figure
from metrics.longer import ROLLING, apart
from metrics.periods import LENGTHS, add_months, last_of
from pages.parts import sv
from pages.parts.figures.reading.judging import own_reading_of, reading_by_longer
from pages.parts.figures.reading.longer import is_sum
from pages.parts.figures.reading.reading import PERIODS, Reading
from pages.parts.figures.reading.sentences import IN_WORDS, with_unit
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
    is_usual: bool = False  # the figure stands by these periods here, unless the reader chooses

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
        own = self.way is None or not is_sum(figure)
        return own and not figure.has_own_goal

    @property
    def sentence(self) -> str:
        """The drawn series in a sentence about its latest settled period."""
        reading = self.reading
        if self.way is None or self.is_usual or reading.latest is None:
            return reading.sentence
        figure, row = reading.figure, reading.latest
        when = self.named(row, in_words=True)
        if not row["shown"]:
            why = "" if apart(figure) else ", eftersom någon av dess perioder är dold"
            return f"{figure.title} är dolt för {when}{why}."
        if row["value"] is None:
            return reading.sentence
        amount = f"{with_unit(figure, row['value'])}{self._taken_as}"
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
        if apart(figure):
            return f"median per {of}, av alla som började då"
        how = "summa" if figure.flow else "genomsnitt"
        return f"{how} per {of}, av de perioder som får visas"

    @property
    def _taken_as(self) -> str:
        """How a longer period's value is taken, after it."""
        figure = self.reading.figure
        if apart(figure):
            return " i median"
        return "" if figure.flow or figure.is_share else " i genomsnitt"

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
        own = own_reading_of(view, view.catalogue[reading.figure.key], view.unit_id)
        return DrawnSeries(own, None)
    figure = view.catalogue[reading.figure.key]
    drawn = reading_by_longer(view, figure, view.unit_id, way)
    return DrawnSeries(drawn, way, is_usual=way == reading.way)


def end_of(figure: Figure, period: date) -> date:
    """The last day of a period that is drawn."""
    return last_of(figure.cadence.name, period)
