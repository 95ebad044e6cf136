"""One figure as it reads for the chosen filters: its series, its chart's verdict, its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from metrics.catalogue import Figure
from metrics.facts import DELIVERIES
from metrics.periods import LENGTHS, add_months
from metrics.spc import ENOUGH_POINTS, Judgement, judge, p_chart, xmr
from pages.parts import sv
from pages.parts.figures.agreed import holds, rebased_from, targets_of
from pages.parts.figures.sentences import sentence, shown_target, shown_value
from pages.parts.kept import kept
from pages.parts.words import ASSURANCE, UNJUDGED, VARIATION, State
from pages.view import View

FEWEST_QUARTERS = 12
SERIES = ("period", "part", "whole", "shown", "provisional", "value", "value_90", "value_all")
SERIES += ("people",)
AREAS = ("cases", "figures", "organisation", "groups")
LASTING = 7  # in a row on one side, as the rule of a shift has it
NOT_BOTH = (
    "Visas för en enhet eller en målgrupp, inte båda tillsammans, för den som inte har rätt till "
    "enskilda ärenden."
)
MOST_NOTED = {"concern": 0, "improvement": 1, "change": 2}


@dataclass(frozen=True)
class Reading:
    """A figure as it stands: every period, the latest settled one, and what the chart says.

    series: the columns of SERIES; value is null where hidden or where there is nothing to divide
    by. chart: as metrics.spc.xmr gives it, of the periods after the last hidden one; None where
    those are too few to judge by.
    """

    figure: Figure
    series: pl.DataFrame
    chart: pl.DataFrame | None
    judgement: Judgement
    target: float | None
    missing: str | None

    @property
    def variation(self) -> State:
        """The variation of the latest settled period, for the reader."""
        return VARIATION[self.judgement.variation]

    @property
    def assurance(self) -> State:
        """Whether the target is reached, for the reader."""
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
        state = UNJUDGED if self.judgement.assurance == "none" else self.assurance
        return State(f"{state.word} (mål{sv.SPACE}{self.aim})", state.sign, state.tone)

    @cached_property
    def behind(self) -> str:
        """How many are behind it: 'n = 217'. For a count nothing more than itself, and nothing where
        how many they are is told by another figure only."""
        row = self.latest
        if not row or self.figure.kind in ("count", "change"):
            return ""
        many = row["whole"] if self.figure.kind == "share" or self.figure.adds_up else row["people"]
        if row["shown"] and many is None:
            return ""
        return f"n{sv.SPACE}={sv.SPACE}{sv.number(many) if row['shown'] else sv.HIDDEN}"

    def over_on(self, day: date) -> pl.DataFrame:
        """The part of the series whose periods were over on a day."""
        step = f"{LENGTHS[self.figure.cadence]}mo"
        return self.series.filter(pl.col("period").dt.offset_by(step) <= day)

    @property
    def tentative(self) -> list[date]:
        """The periods after the latest settled one, which are not final yet."""
        since = self.latest["period"] if self.latest else date.min
        later = self.series.filter(pl.col("provisional"), pl.col("period") > since)
        return later["period"].to_list()

    def recent(self, months: int) -> list[float | None]:
        """The settled values of so many months back, null where one is hidden."""
        settled = self.series.filter(~pl.col("provisional"))
        return settled.tail(self._steps(months))["value"].to_list()

    @cached_property
    def limits(self) -> tuple[float, float, float] | None:
        """Lower limit, mean and upper limit of the chart's last segment."""
        if self.chart is None or self.chart.is_empty():
            return None
        last = self.chart.row(-1, named=True)
        return None if last["lower"] is None else (last["lower"], last["mean"], last["upper"])

    @cached_property
    def sentence(self) -> str:
        """What the series says, made from the same rows that draw it. Claims no cause."""
        if self.missing or self.latest is None:
            return f"{self.figure.title}: {self.missing or 'inget underlag'}"
        return sentence(self.figure, self.series, self.latest, self.judgement.variation)

    def since(self, months: int) -> pl.DataFrame | None:
        """The part of the chart that reaches so many months back, its limits unchanged.

        Of quarters there are always a dozen, or there would be nothing to see.
        """
        if self.chart is None or self.chart.is_empty():
            return self.chart
        return self.chart.tail(self._steps(months) + self.chart["provisional"].sum())

    @cached_property
    def limits_in_words(self) -> str:
        """Which periods the limits come from, and whether the level has left them since."""
        if self.limits is None:
            return ""
        first, latest = self._last_segment["period"][0], self._last_segment["period"][-1]
        when = " – ".join(sv.period(day, self.figure.cadence) for day in (first, latest))
        said = f"Medel och gränser är räknade på {when}."
        if self.shifted.is_empty():
            return said
        away, row = self.shifted.height, self.shifted.row(-1, named=True)
        where = "över" if row["value"] > row["mean"] else "under"
        aim = " och målet bedöms mot den gamla" if self.target is not None else ""
        return f"{said} De {away} senaste ligger {where} medel: nivån har skiftat{aim}."

    @cached_property
    def shifted(self) -> pl.DataFrame:
        """The latest periods of the chart, all on one side of the mean; none if under LASTING."""
        if self.limits is None:
            return pl.DataFrame()
        last = self._last_segment
        side = last.select((pl.col("value") - pl.col("mean")).sign())["value"].to_list()
        away = next((n for n, s in enumerate(reversed(side)) if s != side[-1] or not s), len(side))
        return last.tail(away if away >= LASTING else 0)

    @property
    def _last_segment(self) -> pl.DataFrame:
        """The settled periods that the latest limits come from."""
        return self.chart.filter(
            ~pl.col("provisional"), pl.col("segment") == pl.col("segment").max()
        )

    def _steps(self, months: int) -> int:
        """How many periods there are in so many months; of longer ones always at least a dozen."""
        length = LENGTHS[self.figure.cadence]
        return months if length == 1 else max(FEWEST_QUARTERS, -(-months // length))


def readings(view: View) -> list[Reading]:
    """Every figure of the steering group's for the view's filters, in the catalogue's order."""
    return [reading(view, figure, view.unit_id) for figure in view.catalogue.values()]


def reading(view: View, figure: Figure, unit_id: int | None) -> Reading:
    """One figure for one unit (None: all of them) and the view's target group."""
    keep = _of_plans if figure.made_of == "plans" else _reading
    return keep(view, figure.key, unit_id, view.target_group)


def reading_of_group(view: View, figure: Figure, target_group: str) -> Reading:
    """One figure for one target group and the view's unit."""
    keep = _of_plans if figure.made_of == "plans" else _reading
    return keep(view, figure.key, view.unit_id, target_group)


def reading_by(view: View, figure: Figure, way: str, which: str) -> Reading:
    """One figure for one sex or age band and the view's unit: of every target group."""
    return _by_person(view, figure.key, view.unit_id, way, which)


@kept(*AREAS)
def _by_person(view: View, key: str, unit_id: int | None, way: str, which: str) -> Reading:
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
    way: str | None = None,
    which: str | None = None,
) -> Reading:
    figure = view.catalogue[key]
    asked = _Asked(view, figure, unit_id, target_group, way, which)
    series, target = _series(asked), _target(asked)
    chart, judgement = judged(figure, series, target, _rebase(asked))
    return Reading(figure, series, chart, judgement, target, _missing(asked, series))


def settled_before(view: View, figure: Figure, before: date) -> Judgement:
    """What the chart said of the periods that were over on a day."""
    now = reading(view, figure, view.unit_id)
    latest = now.latest
    if latest and add_months(latest["period"], LENGTHS[figure.cadence]) <= before:
        return now.judgement  # nothing more was settled since: what comes after has no part in it
    then = now.over_on(before)
    asked = _Asked(view, figure, view.unit_id, view.target_group)
    return judged(figure, then, now.target, _rebase(asked))[1]


@dataclass(frozen=True)
class _Asked:
    """Which figure, for whom; `way` and `which` are a sex or an age band where one is asked for."""

    view: View
    figure: Figure
    unit_id: int | None
    target_group: str | None
    way: str | None = None
    which: str | None = None


def _series(asked: _Asked) -> pl.DataFrame:
    rows = _rows(asked).filter(
        pl.col("unit_id").eq_missing(pl.lit(asked.unit_id, pl.Int64)),
        pl.col("target_group").eq_missing(pl.lit(asked.target_group, pl.String)),
    )
    return rows.sort("period").with_columns(value=_value(asked.figure)).select(SERIES)


def _rows(asked: _Asked) -> pl.DataFrame:
    reader, key = asked.view.reader, asked.figure.key
    if asked.way is None:
        return reader.figure(key)
    return reader.figure_by(key, asked.way).filter(pl.col(asked.way) == asked.which)


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
    series = _after_hidden(series, settled)
    if series is None:
        return None, Judgement("hidden", "none")
    drawn = series.drop_nulls("value")
    if figure.is_share:
        chart = p_chart(
            drawn.select("period", "part", "whole", "provisional"), figure.better, target, rebase
        )
    else:
        points = drawn.select("period", "value", "provisional")
        chart = xmr(points, figure.better, target, rebase, counts=figure.kind == "count")
    judgement = judge(chart, figure.better, target)
    if _too_few_behind(figure, drawn):
        judgement = Judgement("sparse", "none")
    return chart, judgement


def _too_few_behind(figure: Figure, drawn: pl.DataFrame) -> bool:
    """Whether the latest settled period is of so few that it is not judged."""
    latest = drawn.filter(~pl.col("provisional")).tail(1)
    of = {"share": "whole", "days": "people", "kronor": "people", "ratio": "people"}
    many = latest[of[figure.kind]].item() if figure.kind in of and latest.height else None
    return many is not None and figure.made_of != "plans" and many < figure.least_n


def _after_hidden(series: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame | None:
    """What comes after the last hidden period; None where that is too little to judge by."""
    hidden = settled.filter(~pl.col("shown"))
    if hidden.is_empty():
        return series
    after = pl.col("period") > hidden["period"].max()
    enough = settled.filter(after).height >= ENOUGH_POINTS
    return series.filter(after) if enough else None


def _target(asked: _Asked) -> float | None:
    """The target that is valid on the view's day: the unit's own, else the whole forum's."""
    if asked.way is not None:
        return None  # it was set for everybody
    every = targets_of(asked.view, asked.figure, asked.unit_id, asked.target_group)
    valid = every.filter(holds(asked.view.on))
    return valid["value"][-1] if valid.height else None


def _rebase(asked: _Asked) -> list[date]:
    if asked.way is not None:
        return []
    return rebased_from(asked.view, asked.figure, asked.unit_id, asked.target_group)


def _missing(asked: _Asked, series: pl.DataFrame) -> str | None:
    """Why there is nothing to show, and who can do something about it."""
    if series.height:
        return None
    if asked.view.delivered.until is None and asked.figure.made_of == "facts":
        return "Inget underlag har levererats. Den dataansvariga läser in det."
    lacking = [name for name in asked.figure.reads if name in asked.view.reader.missing()]
    if lacking:
        return _lacks(lacking)
    if asked.figure.made_of in ("ledger", "plans"):
        return _lacks(asked.figure.reads)
    if asked.way is not None and asked.unit_id is not None and asked.figure.is_share:
        return "Visas bara för alla enheter tillsammans."
    if asked.target_group is not None and asked.figure.part_of:
        return "Visas inte per målgrupp för den som inte har rätt till enskilda ärenden."
    if None not in (asked.target_group, asked.unit_id) and asked.figure.is_share:
        return NOT_BOTH
    return "Inget att räkna i det här urvalet. Välj en annan enhet eller målgrupp."


def _lacks(names: Sequence[str]) -> str:
    """Which delivery is missing, and who gets it."""
    wanted = [DELIVERIES[name] for name in names if name in DELIVERIES]
    what = sv.joined(list(dict.fromkeys(one.name for one in wanted)))
    who = sv.joined(list(dict.fromkeys(one.owner for one in wanted)))
    return f"Underlag saknas: {what}. Den som äger det: {who}."
