"""Attacks on all that a viewer sees at once of figures that hang together, in small made-up places.

A reader solves for every whole number of people that agrees with what is published of a family of
figures: a count and the parts of it, the parts of those in their turn, the same people by sex and
age band, and sums, medians and ratios over the same people. An outsider, and the head of each unit,
who knows their own exactly. Whatever is small of a unit that is not theirs may be any of 1 … 4.

The reader is given more than the screens show: every side of a share that the protection takes as
shown, also where the share is not. More places are tried with DISCLOSURE_CASES=500.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from data.published import figures as published
from data.published.facts import Protection
from data.published.figures import protected_figures
from data.published.measured import KEYS
from data.published.shapes import Counted
from metrics.catalogue import BRANCHES, COUNTED, Branches, Figure
from metrics.disclosure import protection
from metrics.facts import Facts, Rules
from tests.thorough import often

PLACES = int(os.environ.get("DISCLOSURE_CASES", often(2, 8)))
MONTHS = (date(2026, 1, 1), date(2026, 2, 1))
UNITS, GROUPS = (1, 2, 3), ("en", "två")
SEXES, BANDS = ("kvinna", "man"), ("18–24", "25–")
K, MANY = 5, 200
BY_KEY = {figure.key: figure for figure in COUNTED}
OF_BRANCHES = {key for branches in BRANCHES for key in branches.keys}
OPEN = ("oppna", "aktuella_planer", "tva_insatser", "glapp", "behov_parallella", "parallella")
OPEN += ("parallella_ovriga", "sex_manader", "personkontinuitet")
EXITS = ("avslut", "avslut_arbete", "avslut_studier", "avslut_inkomst", "stod_arbete")
EXITS += ("stod_studier", "hallbart", "hallbart_12_av_6", "annat", "annat_12_av_6")
SUPPORT = ("langvarigt", "mycket_langvarigt", "unga")
FAMILIES = {
    "open": OPEN,
    "exits": EXITS,
    "support": SUPPORT,
    "adults": ("vuxna",),
    "households": ("hushall", "utbetalt"),
    "waits": ("tid_beslut_insats", "tid_till_insats"),
    "idle": ("tom_vantan",),
}
Person = dict  # month, unit_id, target_group, sex, age_band, and which figures they are of


# ---------------------------------------------------------------- places


def a_place(family: str, seed: int) -> list[Person]:
    """People of three units and two groups in two months, with rates that leave few here and there."""
    chance = np.random.default_rng(seed)
    rate = {
        (unit, key): chance.choice([0.05, 0.2, 0.5, 0.8, 0.95])
        for unit in UNITS
        for key in (*FAMILIES[family], "sex", "band", "kind")
    }
    people = []
    for month in MONTHS:
        for unit in UNITS:
            for group in GROUPS:
                for _ in range(int(chance.choice([0, 2, 3, 6, 9, 12, 15, 25, 30]))):
                    one = {"month": month, "unit_id": unit, "target_group": group}
                    one["sex"] = SEXES[int(chance.random() < rate[unit, "sex"])]
                    one["age_band"] = BANDS[int(chance.random() < rate[unit, "band"])]
                    _placed(one, family, lambda key, at=unit: chance.random() < rate[at, key])
                    people.append(one)
    return people


def _placed(one: Person, family: str, draw: Callable[[str], bool]) -> None:
    """Of every figure of the family whether they are of its whole, and of its part."""
    kinds = ("avslut_arbete", "avslut_studier", "avslut_inkomst")
    kind = kinds[int(draw("kind")) + int(draw("kind"))]
    for key in sorted(FAMILIES[family], key=depth):
        of = BY_KEY[key].part_of
        if key == "tid_beslut_insats":  # not known of everybody in the first month
            one[key] = (one["month"] == MONTHS[-1] or draw(key),) * 2
        elif of is None:
            one[key] = (True, draw(key) if BY_KEY[key].is_share else True)
        elif of.together:
            one[key] = (True, one["avslut"][1] and key == kind)
        else:
            whole, part = one[of.figure]
            is_of = {"whole": whole, "part": part, "rest": whole and not part}[of.side]
            one[key] = (is_of, is_of and draw(key))
    one["days"] = int(draw("kind")) * 30 + 1


def depth(key: str) -> int:
    above = BY_KEY[key].part_of
    return 1 + depth(above.figure) if above else 0


def counts(figure: Figure, people: Iterable[Person], by: str = "target_group") -> pl.DataFrame:
    """A figure counted as its own function would have it."""
    rows = []
    for at, one in enumerate(people):
        whole, part = one[figure.key]
        if whole:
            place = (one["month"], one["unit_id"], one[by])
            days, kronor = one["days"], 1000
            rows.append((*place, at, days, int(part), days // 2, kronor))
    names = ["period", "unit_id", "target_group", "case_id", "days", "part", "idle", "kronor"]
    kinds = [pl.Date, pl.Int64, pl.String, *[pl.Int64] * 5]
    frame = pl.DataFrame(rows, dict(zip(names, kinds, strict=True)), orient="row")
    if figure.kind == "days":
        return frame.select(*KEYS, "case_id", "days").sort(*KEYS, "case_id")
    many, of = pl.len().cast(pl.Int64), frame.group_by(KEYS)
    said = {
        "count": {"part": many, "whole": pl.lit(None, pl.Int64)},
        "share": {"part": pl.col("part").sum(), "whole": many},
        "kronor": {"part": pl.col("kronor").sum(), "whole": many},
        "ratio": {"part": pl.col("idle").sum(), "whole": pl.col("days").sum(), "cases": many},
    }[figure.kind]
    return of.agg(**said).sort(KEYS)


@dataclass(frozen=True)
class Shown:
    """What is published of a family of figures, and which sides are hidden."""

    figures: pl.DataFrame
    hidden: set[tuple]  # figure, period, unit_id, target_group, side, band


def publish(
    monkeypatch, people: list[Person], keys: Iterable[str], of: Callable[[str], Figure] = BY_KEY.get
) -> Shown:
    """A family protected by what protects everything, only with other people."""
    wanted = tuple(of(key) for key in keys)
    months = pl.DataFrame({"period": MONTHS, "provisional": [False] * len(MONTHS)})

    def counted(figure: Figure, by: str, _rules: Rules) -> Counted:
        return Counted(
            counts(figure, people, by if isinstance(by, str) else "target_group"), months
        )

    monkeypatch.setattr(published, "FROM_FACTS", wanted)
    monkeypatch.setattr(published, "counted", counted)
    monkeypatch.setattr(published, "facts_by", lambda _facts, way, _rules: way)
    told, hidden = protected_figures(Facts(MONTHS[-1]), Rules(), Protection())
    names = ("figure", "period", "unit_id", "target_group", "side", "band")
    return Shown(told, set(hidden.select(names).rows()))


# ---------------------------------------------------------------- the reader


@dataclass
class System:
    """Whole numbers from 0 and what is known of sums of them."""

    names: dict[tuple, int] = field(default_factory=dict)
    rows: list[tuple[dict[int, int], float, float]] = field(default_factory=list)

    def at(self, *name) -> int:
        return self.names.setdefault(name, len(self.names))

    def say(self, terms: Counter, low: float, high: float) -> None:
        """That a sum of numbers, by their names, lies between two bounds."""
        self.rows.append(({self.at(*name): n for name, n in terms.items()}, low, high))

    def possible(self, terms: Counter, number: int) -> np.ndarray | None:
        """A solution in which a sum is this number; None: there is none."""
        asked = [*self.rows, ({self.at(*name): n for name, n in terms.items()}, number, number)]
        sums = np.zeros((len(asked), len(self.names)))
        for row, (named, _, _) in enumerate(asked):
            for at, n in named.items():
                sums[row, at] = n
        limits = ([low for _, low, _ in asked], [high for _, _, high in asked])
        program = {
            "c": np.zeros(len(self.names)),
            "constraints": LinearConstraint(sums, *limits),
            "integrality": np.ones(len(self.names)),
            "bounds": Bounds(0, 31 * MANY * len(UNITS)),
        }
        found = milp(**program)
        if found.status == 2:  # its simplifications are now and then wrong in saying so
            found = milp(**program, options={"presolve": False})
        assert found.status in (0, 2), found.message
        return None if found.status == 2 else found.x.round()


def plus(*terms: tuple) -> Counter:
    return Counter(terms)


def cell(key: str, side: str, by: str, unit, value) -> Counter:
    """A figure's side as the sum of what is not known of: units when by unit, values else."""
    units = UNITS if unit is None else (unit,)
    return Counter({(key, side, by, one, value): 1 for one in units})


@dataclass(frozen=True)
class Attack:
    """One month of a family as one reader sees it: an outsider, or the head of a unit."""

    people: list[Person]
    keys: tuple[str, ...]
    shown: Shown
    month: date
    head: int | None

    def true(self, key: str, side: str, **place) -> int:
        """How many there are in truth."""
        found = 0
        for one in self.people:
            whole, part = one[key]
            is_side = {"whole": whole, "part": part, "rest": whole and not part}[side]
            there = all(one[name] == value for name, value in place.items() if value is not None)
            found += is_side and there and one["month"] == self.month
        return found

    def leaks(self) -> list[tuple]:
        """Every small number of another unit that is not as uncertain as is promised."""
        system, found = self.system(), []
        for key, side, by, unit, value, true in self.secrets():
            terms = cell(key, side, by, unit, value)
            if by in ("sex", "age_band") or value is not None:
                terms = Counter({(key, side, by, unit, value): 1})
            is_sum = by == "unit" and not BY_KEY[key].is_share  # of hidden cells: K - 1 numbers
            numbers = range(1, true + K) if is_sum else range(1, K)
            seen = [n for n in numbers if system.possible(terms, n) is not None]
            if len(seen) < K - 1:
                found.append((self.head, key, side, by, unit, value, true, seen))
        return found

    def secrets(self) -> list[tuple]:
        """Whatever is small by unit: of each side, and inside counts by group, sex and band."""
        found = []
        for key in self.keys:
            figure = BY_KEY[key]
            for unit in (one for one in UNITS if one != self.head):
                sides = ("part", "rest") if figure.is_share else ("part",)
                if figure.part_of and figure.part_of.together:
                    sides = ("part",)
                for side in sides:
                    asked = [("unit", None, {})]
                    if not figure.is_share:
                        asked += [("target_group", v, {"target_group": v}) for v in GROUPS]
                        asked += [(w, v, {w: v}) for w in figure.by_person for v in VALUES[w]]
                    for by, value, place in asked:
                        n = self.true(key, side, unit_id=unit, **place)
                        if 0 < n < K:
                            found.append((key, side, by, unit, value, n))
        return found

    def system(self) -> System:
        """All that this reader knows."""
        system = System()
        for key in self.keys:
            self._whole_and_parts(system, BY_KEY[key])
        for key in self.keys:
            {"count": self._count, "share": self._share}.get(BY_KEY[key].kind, self._measure)(
                system, BY_KEY[key]
            )
        for branches in BRANCHES:
            if set(branches.keys) <= set(self.keys):
                self._branches(system, branches)
        if self.head is not None:
            self._own(system)
        if self.month != MONTHS[-1]:
            self._from_later(system)
        return system

    def _from_later(self, system: System) -> None:
        """That what the month after shows was not small in this one: nobody, or K and more."""
        after = replace(self, month=MONTHS[-1])
        for branches in BRANCHES if set(OF_BRANCHES) & set(self.keys) else ():
            if set(branches.keys) <= set(self.keys):
                for unit, of, terms in after.sides_of_branches(branches):
                    if any(after.true(key, side, unit_id=unit) for key, side in of):
                        _not_small(system, terms, K)
        for key in self.keys:
            figure = BY_KEY[key]
            if figure.is_share:
                for unit, side in after.sides_taken_as_shown(figure):
                    if after.true(key, side, unit_id=unit):
                        _not_small(system, cell(key, side, "unit", unit, None), K)
            for row in after.rows_of(key):
                place = {name: row[name] for name in ("unit_id", *VALUES)}
                of_key = {"utbetalt": "hushall"}.get(key, key)
                least = 10 if figure.kind in ("kronor", "ratio") else K
                for side in ("part", "rest") if figure.is_share else ("part",):
                    if row["shown"] and after.true(of_key, side, **place):
                        _not_small(system, self._terms(of_key, side, row), least)

    def _whole_and_parts(self, system: System, figure: Figure) -> None:
        """What holds whoever is where: sums over groups, bands and sides, and parts of wholes."""
        key, of = figure.key, figure.part_of
        ways = WAYS_OF[figure.kind](figure)
        for unit in UNITS:
            for way in ways:
                for side in ("part", "rest") if figure.is_share else ("part",):
                    terms = Counter({(key, side, way, unit, v): 1 for v in VALUES[way]})
                    terms[key, side, "unit", unit, None] = -1
                    system.say(terms, 0, 0)
            if of and not of.together:
                terms = plus((key, "part", "unit", unit, None), (key, "rest", "unit", unit, None))
                for side in ("part", "rest") if of.side == "whole" else (of.side,):
                    terms[of.figure, side, "unit", unit, None] = -1
                system.say(terms, 0, 0)
        if of and of.together and key == "avslut_arbete":
            for unit in UNITS:
                kinds = ("avslut_arbete", "avslut_studier", "avslut_inkomst")
                terms = Counter({(one, "part", "unit", unit, None): 1 for one in kinds})
                terms["avslut", "part", "unit", unit, None] = -1
                system.say(terms, 0, 0)

    def rows_of(self, key: str) -> list[dict]:
        return self.shown.figures.filter(figure=key, period=self.month).to_dicts()

    def _terms(self, key: str, side: str, row: dict) -> Counter:
        """The figure of a row, as the sum of numbers by unit."""
        named = {w: row[w] for w in VALUES if row[w] is not None}
        (way, value), *_ = [*named.items(), ("unit", None)]
        return cell(key, side, way, row["unit_id"], value)

    def _count(self, system: System, figure: Figure) -> None:
        for row in self.rows_of(figure.key):
            terms = self._terms(figure.key, "part", row)
            if row["shown"]:
                system.say(terms, row["part"], row["part"])
            elif row["sex"] is None and row["age_band"] is None:
                system.say(terms, 1, np.inf)

    def _share(self, system: System, figure: Figure) -> None:
        for row in self.rows_of(figure.key):
            if row["shown"]:
                above = figure.part_of and figure.part_of.per == "whole"
                side = "part"
                system.say(self._terms(figure.key, side, row), row["part"], row["part"])
                if not (above and figure.part_of.together):
                    rest = row["whole"] - row["part"]
                    system.say(self._terms(figure.key, "rest", row), rest, rest)
        self._sides(system, figure)

    def _sides(self, system: System, figure: Figure) -> None:
        """Also the sides that the protection takes as shown, where the share is not."""
        for unit, side in self.sides_taken_as_shown(figure):
            n = self.true(figure.key, side, unit_id=unit)
            system.say(cell(figure.key, side, "unit", unit, None), n, n)

    def sides_taken_as_shown(self, figure: Figure) -> Iterator[tuple[int | None, str]]:
        """The unit and the side of each."""
        name = figure.key
        together = figure.part_of and figure.part_of.together
        if name in OF_BRANCHES:
            return
        for unit in (*UNITS, None):
            for side in ("part",) if together else ("part", "rest"):
                where = (together or name, self.month, unit, None, name if together else side, None)
                if where not in self.shown.hidden:
                    yield unit, side

    def _branches(self, system: System, branches: Branches) -> None:
        """The sides of branches and their sums, whether or not a figure shows them."""
        for unit, of, terms in self.sides_of_branches(branches):
            n = sum(self.true(key, side, unit_id=unit) for key, side in of)
            system.say(terms, n, n)
        for row in (row for key in branches.sums for row in self.rows_of(key) if row["shown"]):
            branch, side = branches.sums[row["figure"]]
            of = [*sides_named(branches, branch, side)]
            terms = sum((cell(*one, "unit", row["unit_id"], None) for one in of), Counter())
            system.say(terms, row["part"], row["part"])

    def sides_of_branches(
        self, branches: Branches
    ) -> Iterator[tuple[int | None, list[tuple[str, str]], Counter]]:
        """Those that are not hidden: the unit, what they are of, and that as terms."""
        twice = len(branches.each[0]) > 1
        for figures in (*branches.each, None):
            name = figures[0] if figures else branches.name
            for unit in (*UNITS, None) if figures else (None,):
                for side in ("out0", "in0", "out1", "in1", "rest1")[: 5 if twice else 2]:
                    if (name, self.month, unit, None, side, None) in self.shown.hidden:
                        continue
                    of = list(sides_named(branches, figures and figures[0], side))
                    yield (
                        unit,
                        of,
                        sum((cell(*one, "unit", unit, None) for one in of), Counter()),
                    )

    def _measure(self, system: System, figure: Figure) -> None:
        """How many there are behind it, where that is told, and what else follows from it."""
        key = figure.key
        of_key = {"utbetalt": "hushall"}.get(key, key)
        for row in self.rows_of(key):
            terms = self._terms(of_key, "part", row)
            if not row["shown"]:
                continue
            many = row["people"]
            many = row["whole"] if many is None and figure.kind != "ratio" else many
            if many is not None:
                system.say(terms, many, many)
            if figure.kind == "ratio":
                days = row["whole"] or 0  # a cell of nobody is shown, and has nothing to add up
                system.say(self._terms(key, "days", row), days, days)
        for unit in UNITS:
            for group in GROUPS:
                name = (key, "part", "target_group", unit, group)
                if key == "tid_beslut_insats":  # nobody is of it who is not of the other
                    other = ("tid_till_insats", *name[1:])
                    system.say(Counter({other: 1, name: -1}), 0, np.inf)
                if figure.kind == "ratio":  # so many people, so many days of theirs in a month
                    days = (key, "days", "target_group", unit, group)
                    system.say(Counter({days: 1, name: -1}), 0, np.inf)
                    system.say(Counter({days: -1, name: 31}), 0, np.inf)
            if figure.kind == "ratio":
                terms = Counter({(key, "days", "target_group", unit, v): 1 for v in GROUPS})
                terms[key, "days", "unit", unit, None] = -1
                system.say(terms, 0, 0)

    def _own(self, system: System) -> None:
        for name in list(system.names):
            if name[0] == "any":
                continue
            key, side, way, unit, value = name
            if unit == self.head and side != "days":
                place = {"unit_id": unit} | ({way: value} if way != "unit" else {})
                n = self.true(key, side, **place)
                system.say(Counter({name: 1}), n, n)


def sides_named(branches: Branches, branch: str | None, side: str) -> Iterator[tuple[str, str]]:
    """The figures and sides that a side of a branch is the sum of, or of all branches."""
    for figures in branches.each:
        if branch in (None, figures[0]):
            level = {"out0": 0, "in0": 0}.get(side, 1)
            yield figures[level], "part" if side.startswith("in") else "rest"
            if side == "rest1":
                yield figures[0], "rest"


VALUES = {"target_group": GROUPS, "sex": SEXES, "age_band": BANDS}
WAYS_OF = {
    "count": lambda figure: ("target_group", *figure.by_person),
    "share": lambda figure: () if figure.part_of else ("target_group", *figure.by_person),
    "kronor": lambda _: (),
    "days": lambda _: ("target_group",),
    "ratio": lambda _: ("target_group",),
}


def _not_small(system: System, terms: Counter, least: int) -> None:
    """That a sum is 0, or at least so much."""
    is_any = ("any", *sorted(terms, key=str))
    system.say(Counter({is_any: 1}), 0, 1)
    system.say(_with(terms, is_any, -least), 0, np.inf)
    system.say(_with(terms, is_any, -31 * MANY * len(UNITS)), -np.inf, 0)


def _with(terms: Counter, name: tuple, n: int) -> Counter:
    more = Counter(terms)
    more[name] = n
    return more


def leaks(people: list[Person], keys: tuple[str, ...], shown: Shown) -> list[tuple]:
    return [
        (month, *leak)
        for month in MONTHS
        for head in (None, *UNITS)
        for leak in Attack(people, keys, shown, month, head).leaks()
    ]


# ---------------------------------------------------------------- what holds


@pytest.mark.parametrize("family", FAMILIES)
def test_nobody_learns_a_small_number_from_figures_that_hang_together(family, monkeypatch):
    keys, some_shown, some_small = FAMILIES[family], False, False
    for seed in range(PLACES):
        people = a_place(family, seed)
        shown = publish(monkeypatch, people, keys)
        some_shown |= shown.figures["shown"].any()
        some_small |= bool(Attack(people, keys, shown, MONTHS[0], None).secrets())
        assert leaks(people, keys, shown) == [], seed
    assert some_shown
    assert some_small


@pytest.mark.parametrize(
    ("key", "beside"), [("utbetalt", "hushall"), ("tid_beslut_insats", "tid_till_insats")]
)
def test_of_the_same_people_nothing_is_told_where_the_other_hides_and_never_how_many(
    key, beside, monkeypatch
):
    family = next(name for name, keys in FAMILIES.items() if key in keys)
    hidden = 0
    for seed in range(PLACES):
        told = publish(monkeypatch, a_place(family, seed), FAMILIES[family]).figures
        mine, other = (told.filter("shown", figure=one).select(KEYS) for one in (key, beside))
        assert mine.join(other, on=KEYS, how="anti", nulls_equal=True).is_empty()
        assert (
            told.filter(figure=key).select("whole", "people").null_count().row(0)
            == (told.filter(figure=key).height,) * 2
        )
        hidden += other.height - mine.height
    assert hidden > 0  # of fewer than ten a sum is hidden where the count is not


def test_how_many_are_behind_a_ratio_is_not_told(monkeypatch):
    told = publish(monkeypatch, a_place("idle", 1), FAMILIES["idle"]).figures.filter("shown")

    assert told["whole"].count() > 0
    assert told["people"].count() == 0


# ---------------------------------------------------------------- protectors made wrong on purpose


def unlinked(key: str) -> Figure:
    """A figure as though it was of other people than any other."""
    return replace(BY_KEY[key], part_of=None, beside=None)


def with_people(shown: Shown, people: list[Person]) -> Shown:
    """The same with how many are behind every ratio that is shown."""
    (key,) = FAMILIES["idle"]
    of_all = Counter()
    for one in people:
        for unit in (one["unit_id"], None):
            for group in (one["target_group"], None):
                of_all[one["month"], unit, group] += 1
    rows = shown.figures.filter(figure=key).to_dicts()
    many = [of_all[row["period"], row["unit_id"], row["target_group"]] for row in rows]
    told = shown.figures.with_columns(people=pl.Series(many, dtype=pl.Int64))
    return replace(
        shown, figures=told.with_columns(pl.when("shown").then("people").alias("people"))
    )


@pytest.mark.thorough
@pytest.mark.parametrize("family", ["open", "exits", "households"])
def test_the_reader_sees_through_figures_protected_each_by_itself(family, monkeypatch):
    keys = FAMILIES[family]
    assert any(
        leaks(people, keys, publish(monkeypatch, people, keys, unlinked))
        for people in (a_place(family, seed) for seed in range(60))
    )


@pytest.mark.thorough
@pytest.mark.parametrize("family", ["adults", "households"])
def test_the_reader_sees_through_partners_that_could_have_been_small(family, monkeypatch):
    keys = FAMILIES[family]
    monkeypatch.setattr(protection, "falls", lambda counts, *_: (counts - 1).clip(min=0))
    assert any(
        leaks(people, keys, publish(monkeypatch, people, keys))
        for people in (a_place(family, seed) for seed in range(60))
    )


def test_the_reader_solves_for_people_told_of_beside_their_days(monkeypatch):
    keys = FAMILIES["idle"]
    assert any(
        leaks(people, keys, with_people(publish(monkeypatch, people, keys), people))
        for people in (a_place("idle", seed) for seed in range(15, 60))
    )
