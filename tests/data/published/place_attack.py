"""An attack on everything that one reader sees of a whole place, in all its periods at once.

What is read is what a viewer's own figures are put together of: rows by unit and target group, by
sex and age band, by year, figures that are sums of others, and lists by day. All of it is put into
one system of whole numbers. An outsider, and a head, who knows their own unit exactly. Whatever is
small and not theirs may be each of 1 … k-1, and a sum of several numbers k-1 numbers.

The reader uses that

- groups, sexes and age bands add up to the unit, and units to the whole;
- a figure that is a part of another divides one of its sides, and some divide a side between them;
- what is hidden is not nobody, where the rules never hide nobody;
- what is shown later, or by year, was not small in any of the periods that it is held for;
- no sum or ratio is shown of fewer than ten, and so many people have so many days.

What is used is true of the place, or the attack says which rule of the reader's is not.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import polars as pl
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import connected_components
from sqlalchemy import Engine

from data.published.seen import Seen, exact_rows
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from metrics.catalogue import BRANCHES, COUNTED, Branches, FromFacts
from metrics.periods import add_months

K, TEN = 5, 10
MANY, MOST = 20_000, 1_000_000  # more people, and more days, than there are
NOW = date(2026, 11, 29)
WAYS = ("target_group", "sex", "age_band")
FIGURES = {f.key: f for f in COUNTED if isinstance(f, FromFacts) and f.kind != "days"}
SUMS = {key: branches for branches in BRANCHES for key in branches.sums}
OF_BRANCHES = {key for branches in BRANCHES for key in (*branches.keys, *branches.sums)}
DAYS_OF_ONE = {"tom_vantan": 31, "byten": 366}  # the most that one person can have in a period
Number = tuple[Hashable, ...]  # figure, side, period, unit, way, value
Terms = Counter  # of Numbers


# ---------------------------------------------------------------- what a side is the sum of


def sides(key: str, side: str) -> list[tuple[str, str]] | None:
    """The figures and sides that add up to a side (part, rest or whole); None if none do."""
    if key in SUMS:
        return None if side == "rest" else [*_of_branches(SUMS[key], key, side)]
    figure = FIGURES[key]
    if not figure.is_share:
        of = {"kronor": ("hushall", "part"), "ratio": (key, "people")}
        return [of.get(figure.kind, (key, "part"))] if side == "part" else None
    if figure.part_of and figure.part_of.together:
        above = sides(figure.part_of.figure, figure.part_of.per)
        return {"part": [(key, "part")], "whole": above}.get(side)
    return [(key, name) for name in ("part", "rest") if side in (name, "whole")]


def _of_branches(branches: Branches, key: str, side: str) -> Iterator[tuple[str, str]]:
    branch, name = branches.side_of(key)
    for figures in branches.each:
        if branch not in (None, figures[0]):
            continue
        if side == "whole":
            yield from ((figures[0], one) for one in ("part", "rest"))
            continue
        yield figures[0 if name.endswith("0") else 1], "part" if name.startswith("in") else "rest"
        if name == "rest1":
            yield figures[0], "rest"


# ---------------------------------------------------------------- a place, as it is


class Place:
    """One steering group of a store: its units, and every number of it as it is."""

    def __init__(self, engine: Engine, code: str):
        snapshot = Snapshot(engine)
        versions = snapshot.versions()
        forums = snapshot.frames(("forums",), versions)["forums"]
        self.moment = Moment.at(snapshot, versions, forums.filter(code=code)["forum_id"].item())
        self.units = sorted(self.moment.of_forum("forum_units")["unit_id"])
        self.numbers: dict[Number, int] = {}
        self.periods: dict[str, set[date]] = defaultdict(set)
        for key, figure in FIGURES.items():
            for way in ("target_group", *figure.by_person):
                self._count(key, way)

    def rows(self, key: str, way: str = "target_group") -> list[dict]:
        """A figure as it is, by unit and a way to divide it."""
        exact = self.moment.through(("cases", "organisation"))
        split = () if way == "target_group" else (way,)
        rows = exact_rows(exact, frozenset(self.units), key, *split).to_dicts()
        return [row for row in rows if not split or row[way] is not None]

    def _count(self, key: str, way: str) -> None:
        for row in self.rows(key, way):
            value = row[way]
            at = (row["period"], row["unit_id"], way if value else "unit", value)
            self.periods[key].add(row["period"])
            part, whole = row["part"] or 0, row["whole"] or 0
            named = {
                "share": {"part": part, "rest": whole - part},
                "ratio": {"people": row["people"] or 0, "days": whole},
            }.get(FIGURES[key].kind, {"part": part})
            self.numbers |= {(key, side, *at): number for side, number in named.items()}

    def of(self, terms: Terms) -> int:
        """A sum of numbers as it is."""
        return sum(self.numbers.get(name, 0) * times for name, times in terms.items())


# ---------------------------------------------------------------- what a reader knows


@dataclass(frozen=True)
class Link:
    """Two figures of the same people: everybody of `few` is of `many`, so many `times` over at most."""

    few: tuple[str, str]
    many: tuple[str, str]
    times: int | None = None


SAME_PEOPLE = (
    Link(("hushall", "part"), ("vuxna", "part"), times=2),
    Link(("vuxna", "part"), ("langvarigt", "whole")),
    Link(("mycket_langvarigt", "part"), ("langvarigt", "part")),
)


@dataclass(frozen=True)
class Secret:
    """A small number that is hidden, and whether it is a sum of several numbers."""

    key: str
    side: str
    place: tuple
    number: int
    is_sum: bool

    @property
    def wanted(self) -> range:
        """The numbers of which k-1 must be possible."""
        return range(1, self.number + K if self.is_sum else K)


class Reader:
    """One reader of a place and all that is known to them; without a unit of their own an outsider.

    mistaken: how often a rule of the reader's was not true of the place, by rule
    told:     what is small and shown as it is
    """

    def __init__(
        self,
        place: Place,
        head_of: int | None = None,
        *,
        also: Mapping[tuple, Mapping] | None = None,
        links: Collection[Link] = (),
    ):
        self.place, self.own = place, frozenset() if head_of is None else frozenset([head_of])
        self.names: dict[Number, int] = {}
        self.rows: dict[tuple[frozenset, float, float], None] = {}
        self.secrets: dict[frozenset, Secret] = {}
        self.mistaken: Counter = Counter()
        self.told: list[tuple] = []
        self.seen = Seen(place.moment, self.own, NOW)
        rows = {key: [*self._rows(key)] for key in (*FIGURES, *SUMS)}
        self._values: dict[tuple, dict[str, set]] = defaultdict(lambda: defaultdict(set))
        for row, way in ((row, way) for each in rows.values() for row in each for way in WAYS):
            if row[way] is not None:
                self._values[row["figure"], row["period"]][way].add(row[way])
        for key in FIGURES:
            for period in sorted(place.periods[key]):
                self._whoever_is_where(key, period)
        for key, each in rows.items():
            for row in each:
                self._read(key, {**row, **(also or {}).get(place_of(row), {})})
            for year in self._years(key):
                self._read_year(key, year)
        for link in links:
            self._link(link)

    def _rows(self, key: str) -> list[dict]:
        ways = FIGURES[key].by_person if key in FIGURES else ()
        frames = [self.seen.rows(key), *(self.seen.by_person(key, way) for way in ways)]
        return pl.concat(frames).to_dicts()

    def _say(self, rule: str, terms: Terms, low: float, high: float) -> None:
        """That a sum of numbers lies between two bounds, if it does; else the rule is mistaken."""
        if not low <= self.place.of(terms) <= high:
            self.mistaken[rule] += 1
            return
        for name in terms:
            self.names.setdefault(name, len(self.names))
        self.rows[frozenset(terms.items()), low, high] = None

    def _not_small(self, rule: str, terms: Terms, least: int) -> None:
        """That a sum is 0, or at least so much."""
        true = self.place.of(terms)
        is_any = ("any", *sorted(terms, key=str))
        self.place.numbers[is_any] = int(true > 0)
        self._say(rule, Terms({is_any: 1}), 0, 1)
        self._say(rule, Terms({**terms, is_any: -least}), 0, np.inf)
        self._say(rule, Terms({**terms, is_any: -MANY}), -np.inf, 0)

    def _whoever_is_where(self, key: str, period: date) -> None:
        """Sums over groups and over sides, and how many days so many people can have."""
        figure, of, values = FIGURES[key], FIGURES[key].part_of, self._values[key, period]
        for unit in self.place.units:
            whole = (period, unit, "unit", None)
            for side, way in product(_own_sides(key), values):
                parts = Terms({(key, side, period, unit, way, v): 1 for v in values[way]})
                self._say("sum of values", Terms({**parts, (key, side, *whole): -1}), 0, 0)
            if of and period in self.place.periods[of.figure]:
                above = {(*one, *whole): -1 for one in sides(of.figure, of.side) or ()}
                below = {(one, s, *whole): 1 for one in _dividing(key) for s in _own_sides(one)}
                self._say("sum of sides", Terms({**below, **above}), 0, 0)
            if figure.kind == "ratio":
                each = [(way, value) for way in values for value in values[way]]
                for at in ((period, unit, *one) for one in [("unit", None), *each]):
                    days, people = (key, "days", *at), (key, "people", *at)
                    self._say("a day each", Terms({days: 1, people: -1}), 0, np.inf)
                    self._say("all days", Terms({days: -1, people: DAYS_OF_ONE[key]}), 0, np.inf)

    def _link(self, link: Link) -> None:
        """What two figures of the same people say of each other, cell by cell."""
        (few, _), (many, _) = link.few, link.many
        for period in sorted(self.place.periods[few] & self.place.periods[many]):
            ways = self._values[few, period]["target_group"], self._values[many, period]
            groups = [("target_group", value) for value in ways[0] & ways[1]["target_group"]]
            for unit, at in product(self.place.units, [("unit", None), *groups]):
                terms = [
                    Terms({(key, s, period, unit, *at): times for key, s in sides(*one) or ()})
                    for one, times in ((link.few, -1), (link.many, 1))
                ]
                self._say("link", Terms({**terms[0], **terms[1]}), 0, np.inf)
                if link.times:
                    least = {name: -n * link.times for name, n in terms[0].items()}
                    most = {name: -n for name, n in terms[1].items()}
                    self._say("link", Terms({**least, **most}), 0, np.inf)

    def _terms(self, key: str, side: str, row: Mapping) -> Terms | None:
        """A side of a row as the sum of what is not known."""
        of = sides(key, side)
        at = next(((way, row[way]) for way in WAYS if row[way] is not None), ("unit", None))
        units = self.place.units if row["unit_id"] is None else [row["unit_id"]]
        named = [(*one, row["period"], unit, *at) for one in of or () for unit in units]
        return None if of is None else Terms(named)

    def _sides_of(self, key: str, row: Mapping) -> dict[str, Terms]:
        is_share = key in SUMS or FIGURES[key].is_share
        each = {side: self._terms(key, side, row) for side in _SIDES[: 3 if is_share else 1]}
        return {side: terms for side, terms in each.items() if terms is not None}

    def _read(self, key: str, row: Mapping) -> None:
        kind, terms = FIGURES[key].kind if key in FIGURES else "share", self._sides_of(key, row)
        if not row["shown"]:
            if kind != "kronor":
                self._hidden(key, row, terms)
        elif kind in ("kronor", "ratio"):
            self._measure(key, row, terms["part"])
        else:
            self._number(key, row, terms)

    def _number(self, key: str, row: Mapping, terms: Mapping[str, Terms]) -> None:
        """A count or a share that is shown."""
        for side, sum_ in terms.items():
            number = row["whole"] - row["part"] if side == "rest" else row[side]
            self._say("shown", sum_, number, number)
            if row["unit_id"] not in self.own:
                if 0 < number < K:
                    self.told.append((key, side, place_of(row)))
                if number and side != "whole":
                    self._was_not_small(key, sum_, K)

    def _measure(self, key: str, row: Mapping, people: Terms) -> None:
        """A sum or a ratio that is shown, of ten people and more."""
        if FIGURES[key].kind == "ratio" and row["whole"] is not None:
            days = Terms({(k, "days", *at): 1 for k, _, *at in people})
            self._say("shown days", days, row["whole"], row["whole"])
        if row["unit_id"] not in self.own and (row["value"] is not None or row["part"]):
            self._not_small("ten behind it", people, TEN)
            if FIGURES[key].kind == "ratio":
                self._was_not_small(key, people, TEN)

    def _was_not_small(self, key: str, terms: Terms, least: int) -> None:
        """That it was not small in any of the periods before that it would be held for."""
        cadence = FIGURES[key if key in FIGURES else SUMS[key].keys[0]].cadence
        for back in range(1, cadence.per_year + 1):
            then = Terms()
            for (of, side, period, *at), times in terms.items():
                then[of, side, add_months(period, -back * cadence.months), *at] += times
            if all(name[2] in self.place.periods[name[0]] for name in then):
                self._not_small("shown later", then, least)

    def _hidden(self, key: str, row: Mapping, terms: Mapping[str, Terms]) -> None:
        """What is hidden: not nobody, unless it is of a unit where also nobody is hidden."""
        is_split = any(row[way] is not None for way in WAYS)
        kind = FIGURES[key].kind if key in FIGURES else "share"
        if kind == "count" and row["sex"] is None and row["age_band"] is None:
            self._say("hidden", terms["part"], 1, np.inf)
        closed = key in OF_BRANCHES and row["unit_id"] is not None
        if kind == "share" and not is_split and not closed:
            self._say("hidden", terms["whole"], 1, np.inf)
        for side, sum_ in terms.items():
            self._keep(key, side, row, sum_)

    def _keep(self, key: str, side: str, row: Mapping, terms: Terms) -> None:
        """Keep as a secret what is small and not the reader's own."""
        others = Terms({name: n for name, n in terms.items() if name[3] not in self.own})
        number = self.place.of(others)
        if 0 < number < K:
            is_sum = len({name[3] for name in others}) > 1 or side == "whole" or key in SUMS
            secret = Secret(key, side, place_of(row), number, is_sum)
            self.secrets[frozenset(others.items())] = secret

    def _years(self, key: str) -> list[dict]:
        return self.seen.longer(key, "year").to_dicts() if key in OF_BRANCHES else []

    def _read_year(self, key: str, row: Mapping) -> None:
        """A year that is shown: the sum of its quarters."""
        quarters = [{**row, "period": add_months(row["period"], 3 * q)} for q in range(4)]
        for side in _SIDES:
            terms = [self._terms(key, side, quarter) for quarter in quarters]
            if None in terms:
                continue
            sum_ = sum(terms, Terms())
            if row["shown"]:
                number = row["whole"] - row["part"] if side == "rest" else row[side]
                self._say("year", sum_, number, number)
            else:
                self._keep(key, side, row, sum_)


_SIDES = ("part", "whole", "rest")


def place_of(row: Mapping) -> tuple:
    """What a row is of."""
    return tuple(row[name] for name in ("figure", "period", "unit_id", *WAYS))


def _own_sides(key: str) -> tuple[str, ...]:
    """The sides of a figure that are numbers of their own."""
    figure = FIGURES[key]
    if figure.kind == "ratio":
        return ("people", "days")
    if not figure.is_share or (figure.part_of and figure.part_of.together):
        return ("part",) if figure.kind != "kronor" else ()
    return ("part", "rest")


def _dividing(key: str) -> list[str]:
    """The figures that divide a side of another between them; or one alone."""
    together = FIGURES[key].part_of.together
    return [
        other
        for other, figure in FIGURES.items()
        if other == key or (together and figure.part_of and figure.part_of.together == together)
    ]


# ---------------------------------------------------------------- the attack


@dataclass
class Outcome:
    """How many secrets were tried, and those of which too few numbers are possible."""

    tried: int
    narrowed: list[tuple[Secret, list[int]]]


def attack(reader: Reader, of: Collection[str] = (*FIGURES, *SUMS)) -> Outcome:
    """Try every secret of a reader, or those of some figures: one program for all that hang together."""
    system = _System(reader)
    together: dict[frozenset, list] = defaultdict(list)
    for terms, secret in reader.secrets.items():
        if secret.key in of:
            together[system.parts_of(terms)].append((terms, secret))
    chance = np.random.default_rng(1)
    narrowed = []
    for parts, secrets in together.items():
        narrowed += _narrowed(system.of(parts), secrets, chance)
    return Outcome(sum(map(len, together.values())), narrowed)


def sums_found(reader: Reader) -> list[tuple]:
    """Sums of kronor of fewer than ten households, hidden and not the reader's own, that follow.

    They follow if they are made up of sums that are shown, added and subtracted. Those shown of
    fewer than ten are among them.
    """
    rows = pl.DataFrame(reader.seen.rows("utbetalt"))
    groups = rows["target_group"].drop_nulls().unique().sort().to_list()
    cells = {at: n for n, at in enumerate(product(reader.place.units, groups))}
    found = []
    for (period,), here in rows.partition_by("period", as_dict=True).items():
        named = here.select("unit_id", "target_group", "shown").rows()
        sums = {(unit, group): _summed(cells, unit, group) for unit, group, _ in named}
        told = [sums[unit, group] for unit, group, shown in named if shown]
        told += [row for (unit, _), row in sums.items() if unit in reader.own]
        known = np.array(told).reshape(-1, len(cells))
        rank = np.linalg.matrix_rank(known)
        for (unit, group), row in sums.items():
            at = (period, unit, "target_group" if group else "unit", group)
            households = reader.place.numbers.get(("hushall", "part", *at), 0)
            follows = np.linalg.matrix_rank(np.vstack([known, row])) == rank
            if unit not in (None, *reader.own) and 0 < households < TEN and follows:
                found.append(at)
    return found


def _summed(cells: Mapping[tuple, int], unit: int | None, group: str | None) -> np.ndarray:
    """Which cells a sum by unit and target group is made of, as 0 or 1."""
    return np.array([unit in (None, at[0]) and group in (None, at[1]) for at in cells], float)


class _System:
    """All that a reader knows, apart by what does not hang together."""

    def __init__(self, reader: Reader):
        self.names, size = reader.names, (len(reader.rows), len(reader.names))
        entries = [
            (at, self.names[name], times)
            for at, (terms, _, _) in enumerate(reader.rows)
            for name, times in terms
        ]
        rows, columns, values = zip(*entries, strict=True)
        self._sums = csr_matrix((values, (rows, columns)), shape=size)
        self._bounds = np.array([bounds for _, *bounds in reader.rows])
        self.true = np.array([reader.place.numbers.get(name, 0) for name in self.names], float)
        own = [name[0] != "any" and name[3] in reader.own for name in self.names]
        given = [
            is_own and name[1] != "people" for is_own, name in zip(own, self.names, strict=True)
        ]
        self._free = ~np.array(given)
        there = (self._sums[:, self._free] != 0).astype(int)
        parts = np.full(len(self.names), -1)
        _, parts[self._free] = connected_components(there.T @ there, directed=False)
        self._part = parts
        of_each = parts[self._sums.indices]
        self._part_of_row = np.maximum.reduceat(of_each, self._sums.indptr[:-1])

    def parts_of(self, terms: frozenset) -> frozenset:
        return frozenset(self._part[self.names[name]] for name, _ in terms) - {-1}

    def of(self, parts: frozenset) -> "_Program":
        columns = np.flatnonzero(np.isin(self._part, [*parts]))
        rows = np.flatnonzero(np.isin(self._part_of_row, [*parts]))
        given = np.where(self._part == -1, self.true, 0)
        bounds = self._bounds[rows] - (self._sums[rows] @ given)[:, None]
        at = {name: n for n, name in enumerate(np.array(list(self.names), object)[columns])}
        return _Program(self._sums[rows][:, columns], bounds, self.true[columns], at)


@dataclass
class _Program:
    """Sums of free numbers, and the bounds of each."""

    sums: csr_matrix
    bounds: np.ndarray
    true: np.ndarray
    at: Mapping[Number, int]

    def solved(self, sum_: np.ndarray, number: float, cost: np.ndarray) -> np.ndarray | None:
        """Numbers that agree with all that is known, and of which a sum is this; None: there are none."""
        low, high = np.vstack([self.bounds, [number, number]]).T
        program = {
            "c": cost,
            "constraints": LinearConstraint(vstack([self.sums, csr_matrix(sum_)]), low, high),
            "integrality": np.ones(len(cost)),
            "bounds": Bounds(0, MOST),
        }
        options = {"mip_rel_gap": 1e9}  # any will do, and a cost only makes them differ
        found = milp(**program, options=options)
        if (
            found.x is None
        ):  # its simplifications are now and then wrong in saying that there is none
            found = milp(**program, options={**options, "presolve": False})
        assert found.status in (0, 2), found.message
        return None if found.x is None else found.x.round()


def _narrowed(
    program: _Program, secrets: list[tuple[frozenset, Secret]], chance: np.random.Generator
) -> list[tuple[Secret, list[int]]]:
    """Those of the secrets of which too few numbers are possible. One solution serves them all."""
    each = np.zeros((len(secrets), len(program.true)))
    for at, (terms, _) in enumerate(secrets):
        for name, times in terms:
            each[at, program.at[name]] += times
    possible: list[set[int]] = [set() for _ in secrets]

    def note(numbers: np.ndarray) -> None:
        for seen, number in zip(possible, each @ numbers, strict=True):
            seen.add(round(number))

    note(program.true)
    narrowed, solved = [], 0
    for at, (_, secret) in enumerate(secrets):
        for number in secret.wanted:
            if len(possible[at] & {*secret.wanted}) >= K - 1:
                break
            if number not in possible[at]:
                solved += 1
                cost = chance.normal(size=len(secrets)) * (solved % 3 == 0) @ each
                numbers = program.solved(each[at], number, cost)
                if numbers is not None:
                    note(numbers)
        found = sorted(possible[at] & {*secret.wanted})
        if len(found) < K - 1:
            narrowed.append((secret, found))
    return narrowed
