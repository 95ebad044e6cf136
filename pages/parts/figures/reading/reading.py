"""One figure as it stands for the chosen filters: its series, its chart's verdict, its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from metrics.catalogue import Figure, FromPlans
from metrics.spc import Judgement
from pages.parts import sv
from pages.parts.figures.reading.sentences import sentence, shown_target, shown_value
from pages.parts.words import ASSURANCE, OWN_GOAL, UNJUDGED, VARIATION, State

FEWEST_QUARTERS = 12
SERIES = ("period", "part", "whole", "shown", "provisional", "value", "value_90", "value_all")
SERIES += ("people",)
PERIODS = {"month": "månad", "quarter": "kvartal", "half": "halvår", "year": "år"}
LASTING = 7  # in a row on one side, as the rule of a shift has it
MOST_NOTED = {"concern": 0, "improvement": 1, "change": 2}


OF_WHOM = {"share": "whole", "days": "people", "kronor": "people", "ratio": "people"}


def is_of_few(figure: Figure, row: Mapping[str, Any]) -> bool:
    """Whether too few stand behind a period for it to be judged."""
    count = row[OF_WHOM[figure.kind]] if figure.kind in OF_WHOM else None
    return count is not None and not isinstance(figure, FromPlans) and count < figure.least_n


@dataclass(frozen=True)
class Reading:
    """A figure as it stands: every period, the latest settled one, and what the chart says.

    series: the columns of SERIES; value is null where hidden or where there is nothing to divide
    by. chart: as metrics.spc.xmr gives it, of the periods after the last hidden one; None where
    those are too few to judge by. way: by which longer periods it is, one of metrics.longer; None
    for the figure's own.
    """

    figure: Figure
    series: pl.DataFrame
    chart: pl.DataFrame | None
    judgement: Judgement
    target: float | None
    missing: str | None
    way: str | None = None

    @property
    def name(self) -> str:
        """The figure's title, with the longer periods that it stands by."""
        title = self.figure.title
        return f"{title}, per {PERIODS[self.figure.cadence.name]}" if self.way else title

    @property
    def variation(self) -> State:
        """The variation of the latest settled period, for the reader."""
        return VARIATION[self.judgement.variation]

    @property
    def assurance(self) -> State:
        """Whether the target is reached; or that it can't be judged yet, or at all."""
        if self.figure.has_own_goal and not self.aim:
            return OWN_GOAL
        if self.aim and self.judgement.assurance == "none":
            return UNJUDGED
        return ASSURANCE[self.judgement.assurance]

    @property
    def signals(self) -> bool:
        """Whether the latest settled period is a change and not noise."""
        return self.judgement.variation.rsplit("_", 1)[0] in MOST_NOTED

    @cached_property
    def latest(self) -> dict | None:
        """The latest settled period, as a row; None when there is none."""
        settled = self.series.filter(~pl.col("provisional"))
        return settled.row(-1, named=True) if settled.height else None

    @cached_property
    def value(self) -> str:
        """The latest settled value as shown."""
        return shown_value(self.figure, self.latest) if self.latest else sv.NOTHING

    @property
    def aim(self) -> str:
        """The target as shown; empty without one."""
        if self.target is None:
            return ""
        return shown_target(self.figure, self.target)

    @property
    def assurance_with_aim(self) -> State:
        """The same with the target behind it: 'Når målet ibland (mål 40 %)'."""
        if not self.aim:
            return self.assurance
        state = self.assurance
        return State(f"{state.word} (mål{sv.SPACE}{self.aim})", state.sign, state.tone)

    @cached_property
    def behind(self) -> str:
        """How many stand behind it: 'n = 217'. Empty for a count, which is its own, and where only
        another figure says how many they are."""
        row = self.latest
        if not row or self.figure.kind in ("count", "change"):
            return ""
        count = (
            row["whole"] if self.figure.kind == "share" or self.figure.adds_up else row["people"]
        )
        if row["shown"] and count is None:
            return ""
        return f"n{sv.SPACE}={sv.SPACE}{sv.number(count) if row['shown'] else sv.HIDDEN}"

    @cached_property
    def has_hidden(self) -> bool:
        """Whether some period of it is hidden."""
        return not self.series["shown"].all()

    @cached_property
    def tentative(self) -> list[date]:
        """The periods after the latest settled one, which are not final yet."""
        since = self.latest["period"] if self.latest else date.min
        later = self.series.filter(pl.col("provisional"), pl.col("period") > since)
        return later["period"].to_list()

    def recent(self, months: int) -> list[float | None]:
        """The settled values of the latest months, null where one is hidden."""
        settled = self.series.filter(~pl.col("provisional"))
        return settled.tail(self._steps(months))["value"].to_list()

    @cached_property
    def limits(self) -> tuple[float, float, float] | None:
        """Lower limit, mean and upper limit of the latest settled period's segment."""
        last = self._last_settled
        if last is None or last["lower"] is None:
            return None
        return last["lower"], last["mean"], last["upper"]

    @property
    def on_trial(self) -> bool:
        """Whether the limits come from too few periods for anything to be judged by them."""
        return self._last_settled is not None and self._last_settled["note"] == "too_few"

    @property
    def firm_limits(self) -> tuple[float, float, float] | None:
        """The limits, but those on trial."""
        return None if self.on_trial else self.limits

    @cached_property
    def sentence(self) -> str:
        """What the series says, made from the same rows that draw it. Claims no cause."""
        if self.missing or self.latest is None:
            return f"{self.figure.title}: {self.missing or 'inget underlag'}"
        return sentence(self.figure, self.series, self.latest, self.judgement.variation)

    def since(self, months: int) -> pl.DataFrame | None:
        """The part of the chart that reaches a number of months back, its limits unchanged.

        There are always a dozen quarters, or there would be nothing to see.
        """
        return self.latest_of(self.chart, months)

    def latest_of(self, chart: pl.DataFrame | None, months: int) -> pl.DataFrame | None:
        """The same of another chart of the figure's periods."""
        if chart is None or chart.is_empty():
            return chart
        return chart.tail(self._steps(months) + int(chart["provisional"].sum()))

    @cached_property
    def limits_in_words(self) -> str:
        """Which periods the limits come from, and whether the level has left them since."""
        if self.limits is None:
            return ""
        first, latest = self._last_segment["period"][0], self._last_segment["period"][-1]
        when = sv.span(first, latest, self.figure.cadence.name)
        if self.on_trial:
            few = self._last_segment.height
            return (
                f"Gränser på prov, räknade på {few} perioder ({when}): för få för att bedöma något."
            )
        sentence = f"Medel och gränser är räknade på {when}."
        if self.shifted.is_empty():
            return sentence
        away, row = self.shifted.height, self.shifted.row(-1, named=True)
        where = "över" if row["value"] > row["mean"] else "under"
        aim = " och målet bedöms mot den gamla" if self.target is not None else ""
        return f"{sentence} De {away} senaste ligger {where} medel: nivån har skiftat{aim}."

    @cached_property
    def shifted(self) -> pl.DataFrame:
        """The latest periods of the chart, all on one side of the mean; none if under LASTING.

        None where nothing is judged.
        """
        if self.firm_limits is None:
            return pl.DataFrame()
        last = self._last_segment
        side = last.select((pl.col("value") - pl.col("mean")).sign())["value"].to_list()
        away = next((n for n, s in enumerate(reversed(side)) if s != side[-1] or not s), len(side))
        return last.tail(away if away >= LASTING else 0)

    @property
    def _last_segment(self) -> pl.DataFrame:
        """The settled periods that the latest limits come from; of a reading that has a chart."""
        chart = self.series.clear() if self.chart is None else self.chart
        settled = chart.filter(~pl.col("provisional"))
        return settled.filter(pl.col("segment") == pl.col("segment").max())

    @cached_property
    def _last_settled(self) -> dict | None:
        """The chart's last row that is settled; None without a chart or such a row."""
        if self.chart is None:
            return None
        settled = self.chart.filter(~pl.col("provisional"))
        return settled.row(-1, named=True) if settled.height else None

    def _steps(self, months: int) -> int:
        """How many periods there are in some months; at least a dozen of longer periods."""
        length = self.figure.cadence.months
        return months if length == 1 else max(FEWEST_QUARTERS, -(-months // length))
