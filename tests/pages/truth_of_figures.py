"""What stands behind a figure's elements: its protected rows, written by a second hand.

The rows are the reader's, which have SQL of their own to be held against (tests/pages/test_numbers.py,
tests/data). Here they become values, periods, counts and targets as each element has them.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import polars as pl
from sqlalchemy import Engine

from data.people.rights import Viewer
from data.reader import Reader
from data.store.snapshot import Snapshot
from metrics.catalogue import Figure
from metrics.facts import Rules
from metrics.longer import offered
from metrics.periods import LENGTHS, add_months
from pages.parts.figures.reading.charted import judged
from tests.pages.truth import Truth, thousands

WRITTEN_OUT = ("inga", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")
WRITTEN_OUT += ("elva", "tolv")


def in_words(many: int) -> str:
    """Up to twelve in words, as running text has them."""
    return WRITTEN_OUT[many] if many < len(WRITTEN_OUT) else thousands(many)


def number(value: float, decimals: int = 0) -> str:
    """1204.4 -> '1’204', -0.5 -> '−0,5'; half away from zero, after what binary is off by."""
    tens = 10**decimals
    units = int(abs(Fraction(value).limit_denominator(10**9)) * tens + Fraction(1, 2))
    whole, rest = f"{units // tens:,}".replace(",", "’"), units % tens
    sign = "−" if value < 0 and units else ""
    return f"{sign}{whole}" + (f",{rest:0{decimals}d}" if decimals else "")


@dataclass(frozen=True)
class Stand:
    """One figure, for all or for one unit: its rows in order, and what its elements say of them."""

    figure: Figure
    rows: list[dict]
    place: Truth
    unit_id: int | None = None
    rules: Rules = field(default_factory=Rules)
    group: str | None = None
    has_none: bool = False  # no target: it was set for everybody

    @cached_property
    def settled(self) -> list[dict]:
        return [row for row in self.rows if not row["provisional"]]

    @cached_property
    def latest(self) -> dict | None:
        return self.settled[-1] if self.settled else None

    @cached_property
    def series(self) -> pl.DataFrame:
        """Its rows with their values, as its chart is made of them."""
        rows = [row | {"value": self.value(row)} for row in self.rows]
        return pl.DataFrame(rows, schema_overrides={"value": pl.Float64}, infer_schema_length=None)

    @cached_property
    def chart(self) -> pl.DataFrame | None:
        """The chart that it is judged by."""
        return self._judged(self.series)[0] if self.rows else None

    @cached_property
    def variation(self) -> str:
        """What the chart says of the latest settled period."""
        return self._judged(self.series)[1].variation if self.rows else "nothing"

    def variation_then(self) -> str:
        """What it said of the periods that were settled when the steering group last met."""
        met, rules = self.place.met, self.rules
        then = [self.figure.settled_on(r["period"], rules) <= met for r in self.settled]
        if not self.rows or not any(then):
            return "nothing"
        if all(then):
            return self.variation
        settled = self.series.filter(~pl.col("provisional")).filter(pl.Series(then))
        return self._judged(settled)[1].variation

    def _judged(self, series: pl.DataFrame) -> tuple:
        none = self.has_none or self.group is not None
        days = [] if none else [day for day, unit, *_ in self.rebases() if unit == self.unit_id]
        return judged(self.figure, series, self._target(), days)

    @property
    def later(self) -> list[date]:
        """The periods that are not final, after the latest that is."""
        since = self.latest["period"] if self.latest else date.min
        return [r["period"] for r in self.rows if r["provisional"] and r["period"] > since]

    def value(self, row: dict | None) -> float | None:
        """A row's value by its figure's kind."""
        if row is None or not row["shown"]:
            return None
        if self.figure.kind in ("count", "kronor"):
            return row["part"]
        if self.figure.kind == "days" or row["value"] is not None:
            return row["value"]
        if row["part"] is None or not row["whole"]:
            return None
        return row["part"] / row["whole"] * self.figure.scale

    def written(self, value: float | None, decimals: int = 0) -> str:
        """A value as its kind is written; '' where there is none."""
        if value is None:
            return ""
        if self.figure.is_percent:
            return number(100 * value, decimals)
        if self.figure.kind == "days":
            return number(value, 0 if value == round(value) else 1)
        return number(value, max(1, decimals) if self.figure.kind == "ratio" else decimals)

    def exactly(self, value: float | None) -> str:
        """With the decimals of tables: one, but for whole counts and kronor."""
        if value is None:
            return ""
        whole = self.figure.kind == "count" and value == round(value)
        return self.written(value, 0 if whole or self.figure.kind == "kronor" else 1)

    def glance(self, value: float | None) -> str:
        """As cards and rows have it: sums in millions, or in thousands."""
        if self.figure.kind != "kronor" or value is None or abs(value) < 10_000:
            return self.written(value)
        return number(value / 1e6, 1) if abs(value) >= 1e6 else number(value / 1e3)

    @property
    def n(self) -> str:
        """How many are behind the latest settled value, where that is told beside it."""
        row = self.latest
        if not row or not row["shown"] or self.figure.kind in ("count", "change"):
            return ""
        of_whole = self.figure.kind == "share" or self.figure.adds_up
        many = row["whole"] if of_whole else row["people"]
        return "" if many is None else thousands(many)

    def period(self, day: date) -> str:
        """The numbers of a period's short name."""
        return {
            "month": f"{day.year}",
            "quarter": f"kv. {(day.month + 2) // 3} {day.year}",
            "half": f"halvår {(day.month + 5) // 6} {day.year}",
            "year": f"{day.year}",
        }[self.figure.cadence.name]

    def span(self, first: date, last: date) -> str:
        """The numbers of several periods in a row."""
        if first == last:
            return self.period(first)
        if first.year != last.year or self.figure.cadence.name == "year":
            return f"{self.period(first)} till {self.period(last)}"
        return f"{self.period(first).removesuffix(str(first.year))} till {self.period(last)}"

    def in_words(self, day: date) -> str:
        """The numbers of a period's name in running text: a half year has its year alone."""
        return str(day.year) if self.figure.cadence.name == "half" else self.period(day)

    @property
    def when(self) -> str:
        """The latest settled period and those that are not final, as rows have them."""
        said = self.period(self.latest["period"]) if self.latest else ""
        return f"{said} {self.span(self.later[0], self.later[-1])}" if self.later else said

    def notes(self) -> list[tuple]:
        """What is written of how it may be turned, latest first: who, at what moment, four texts."""
        return self.place.rows(
            "SELECT u.display_name, n.at, n.causes, n.partners, n.works, n.action "
            "FROM figure_notes n JOIN users u ON u.user_id = n.by_user_id "
            "WHERE n.forum_id = :f AND n.figure = :k ORDER BY n.version DESC",
            f=self.place.forum_id,
            k=self.figure.key,
        )

    def rebases(self) -> list[tuple]:
        """Its rebases that stand: from when, unit, reason, who, at what moment."""
        rows = self.place.rows(
            "SELECT r.period, r.unit_id, r.reason, u.display_name, r.at FROM rebases r "
            "JOIN users u ON u.user_id = r.by_user_id "
            "WHERE r.forum_id = :f AND r.figure = :k AND r.withdrawn_at IS NULL",
            f=self.place.forum_id,
            k=self.figure.key,
        )
        return [(date.fromisoformat(day), *rest) for day, *rest in rows]

    def targets(self) -> list[tuple]:
        """Its targets, latest first: unit, value, from, until (not included), decision, who set it."""
        return self.place.rows(
            "SELECT t.unit_id, t.value, t.valid_from, t.valid_until, t.decision, u.display_name "
            "FROM targets t LEFT JOIN users u ON u.user_id = t.set_by_user_id "
            "WHERE t.forum_id = :f AND t.figure = :k ORDER BY t.valid_from DESC",
            f=self.place.forum_id,
            k=self.figure.key,
        )

    def aim_in_numbers(self, value: float) -> str:
        """A target, with decimals only where it has any."""
        said = 100 * value if self.figure.is_percent else value
        return number(said, 0 if abs(said - round(said)) < 0.05 else 1)

    @property
    def aim(self) -> str:
        """The target that holds on the day of the facts: the unit's own, else everybody's."""
        target = self._target()
        return "" if target is None else self.aim_in_numbers(target)

    def _target(self) -> float | None:
        """A count of everybody is no target of a part of them."""
        if self.has_none or self.group is not None:
            return None
        day, of_parts = self.place.as_of.isoformat(), self.figure.kind not in ("count", "kronor")
        whose = (self.unit_id, None) if of_parts else (self.unit_id,)
        for unit_id in dict.fromkeys(whose):
            for of, value, since, until, *_ in self.targets():
                if of == unit_id and since <= day and (until is None or until > day):
                    return value
        return None

    def since_met(self) -> str:
        """How the value has moved since the last meeting, against what was settled then."""
        met = self.place.met
        then = [r for r in self.settled if self.figure.settled_on(r["period"], self.rules) <= met]
        before, now = self.value(then[-1]) if then else None, self.value(self.latest)
        if before is None or now is None or then[-1]["period"] == self.latest["period"]:
            return ""
        if self._is_level(now - before):
            return ""
        if self.figure.kind == "change":
            return self.written(before)
        if self.figure.is_percent:
            return number(100 * abs(now - before), 1)
        return self.glance(abs(now - before))

    def against_a_year_before(self) -> str:
        """The numbers of how the latest stands against a year before, as the sentence has them."""
        then = self.row(add_months(self.latest["period"], -12))
        before, now = self.value(then), self.value(self.latest)
        if before is None or now is None:
            return ""
        change = now - before
        if self._is_level(change):
            return ""
        if self.figure.kind == "change":
            return self.written(before)
        if self.figure.is_percent:
            return number(100 * abs(change), 1)
        share = number(100 * change / before) if before else "0"
        relative = "" if share in ("0", "−0") else f"({'+' if change > 0 else ''}{share} %)"
        return f"{self.written(abs(change))} {relative}"

    def row(self, day: date) -> dict | None:
        return next((row for row in self.rows if row["period"] == day), None)

    @property
    def sentence(self) -> str:
        """The numbers of the sentence over the chart."""
        row, title = self.latest, self.figure.title
        if row is None:
            return title
        when, value = self.in_words(row["period"]), self.value(row)
        if value is None:
            return f"{title} {when}"
        behind = {"share": row["whole"], "count": None, "change": None}.get(
            self.figure.kind, row["people"]
        )
        unit = (
            self.figure.unit if self.figure.kind == "ratio" and not self.figure.is_percent else ""
        )
        told = f"{self.written(value)} {unit} {thousands(behind) if behind else ''}"
        year = "år" if self.against_a_year_before() else ""
        return f"{title} {told} {when} {self.against_a_year_before()} {year}"

    def _is_level(self, change: float) -> bool:
        least = {"ratio": 0.05, "days": 0.05}.get(self.figure.kind, 0.5)
        return abs(change) < (0.0005 if self.figure.is_percent else least)


def preliminary(stands: list[Stand]) -> str:
    """The periods that are not final for any figure of their length; of how many more are not."""
    said, longer = [], 0
    for cadence in LENGTHS:
        those = [stand for stand in stands if stand.figure.cadence.name == cadence and stand.later]
        if not those:
            continue
        shared = set.intersection(*(set(stand.later) for stand in those))
        longer += sum(set(stand.later) > shared for stand in those)
        days = sorted(shared)
        whole_year = cadence == "month" and len(days) > 2 and days[0].year == days[-1].year
        said += [str(days[-1].year)] if whole_year else [those[0].in_words(day) for day in days]
    return " ".join([*said, *([in_words(longer)] if longer else [])])


class Figures:
    """Every figure of a place, as a development leader may see it."""

    def __init__(self, engine: Engine, place: Truth):
        snapshot = Snapshot(engine)
        roles = frozenset({"utvecklingsledare"})
        viewer = Viewer(2, "Utvecklingsledaren", place.forum_id, roles, frozenset())
        self.reader = Reader(snapshot, snapshot.versions(), viewer)
        self.place = place
        self.catalogue = {figure.key: figure for figure in self.reader.catalogue()}
        self.by_title = {figure.title: figure for figure in self.catalogue.values()}

    @cached_property
    def all_of_them(self) -> list[Stand]:
        """Every figure for everybody."""
        return [self.stand(key) for key in self.catalogue]

    def stand(self, key: str, unit_id: int | None = None, group: str | None = None) -> Stand:
        """One figure for all, for a unit or for a target group, by the periods it stands by."""
        return self.by_way(key, self.way(key), unit_id, group)

    def by_way(
        self, key: str, way: str | None, unit_id: int | None = None, group: str | None = None
    ) -> Stand:
        """The same by its own periods, or by quarters, half-years or years."""
        figure, rows = self.catalogue[key], self._rows(key, way, unit_id, group)
        if way is not None:
            figure = replace(figure, cadence=replace(figure.cadence, name=way))
        return Stand(figure, rows, self.place, unit_id, self.reader.rules, group)

    def way(self, key: str) -> str | None:
        """By which longer periods it stands, for its own are mostly hidden; None for its own."""
        figure = self.catalogue[key]
        per_year = 12 // figure.cadence.months
        own = self._latest(key, None)[-per_year:]
        if not own or sum(own) > len(own) / 2:
            return None
        ways = [way for way in ("quarter", "half", "year") if way in offered(figure)]
        latest = {way: self._latest(key, way) for way in ways}
        many = {"quarter": 4, "half": 2, "year": 1}
        for way in ways:
            if latest[way] and all(latest[way][-2 * many[way] :]):
                return way
        for way in ways:
            year = latest[way][-many[way] :]
            if sum(year) > len(year) / 2:
                return way
        return None

    def _latest(self, key: str, way: str | None) -> list[bool]:
        """Whether each settled period of all together is shown."""
        return [row["shown"] for row in self._rows(key, way) if not row["provisional"]]

    def _rows(
        self, key: str, way: str | None, unit_id: int | None = None, group: str | None = None
    ) -> list[dict]:
        """The rows of a figure by its own periods, or by the longer ones that have all of them."""
        own = self._of(self.reader.figure(key), unit_id, group)
        if way is None:
            return own
        figure = self.catalogue[key]
        published = self._of(self.reader.figure_longer(key, way), unit_id, group)
        if figure.kind == "days":
            return published
        size, inside = {"quarter": 3, "half": 6, "year": 12}[way], {}
        for row in own:
            day = row["period"]
            first = (day.month - 1) // size * size + 1
            inside.setdefault(day.replace(month=first), []).append(row)
        instead = {row["period"]: row for row in published if row["shown"]}
        return [
            instead.get(first) or self._together(figure, first, rows)
            for first, rows in inside.items()
            if len(rows) == size // figure.cadence.months
        ]

    def _together(self, figure: Figure, first: date, rows: list[dict]) -> dict:
        """Periods as one: a flow's sum, a stock's mean; hidden if any is."""
        shown = all(row["shown"] for row in rows)
        made = {**rows[0], "period": first, "shown": shown, "value": None, "people": None}
        made["provisional"] = any(row["provisional"] for row in rows)
        for name in ("part", "whole"):
            counts = [row[name] for row in rows]
            made[name] = sum(counts) if shown and None not in counts else None
            if made[name] is not None and not figure.flow:
                made[name] = (2 * made[name] + len(rows)) // (2 * len(rows))
        return made

    def _of(self, rows: pl.DataFrame, unit_id: int | None, group: str | None) -> list[dict]:
        return (
            rows.filter(
                pl.col("unit_id").eq_missing(pl.lit(unit_id, pl.Int64)),
                pl.col("target_group").eq_missing(pl.lit(group, pl.String)),
            )
            .sort("period")
            .to_dicts()
        )

    @cached_property
    def names(self) -> set[str]:
        """The figures' titles, with the longer periods that they stand by."""
        per = {None: "", "quarter": ", per kvartal", "half": ", per halvår", "year": ", per år"}
        return {f"{f.title}{per[self.way(key)]}" for key, f in self.catalogue.items()}

    def of_title(self, words: str) -> Figure | None:
        """The figure whose title a text begins with, the longest of several."""
        titles = [title for title in self.by_title if words.startswith(title)]
        return self.by_title[max(titles, key=len)] if titles else None

    def by_person(self, key: str, way: str, which: str) -> Stand:
        """One figure for one sex or one age band."""
        rows = self.reader.figure_by(key, way).filter(
            pl.col(way) == which, pl.col("unit_id").is_null(), pl.col("target_group").is_null()
        )
        return Stand(self.catalogue[key], rows.sort("period").to_dicts(), self.place, has_none=True)
