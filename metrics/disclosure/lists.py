"""Lists of people that share some of them: what one reveals of another, subtracted from it.

Lists with people in common split one another in parts: those who are on the same lists. A reader
who knows how many each list and each part has, and every shown figure of every list, must still
find each of 1 … k-1 possible for every small figure: of a list, of a part, and of those who are on
two lists together or on one and not on another. Of a part of fewer than k also that it is nobody.

The list that was started last is what is hidden more of. What is hidden of it for this is held,
whatever it is: it is shown again only when nothing has been hidden so for a while. Thus what is
shown later says nothing of it, not even that it was k or more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, islice
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from metrics import columns
from metrics.periods import add_months

_CELL = ("on", "state")


def protect_beside(
    counts: pl.DataFrame,
    hidden: pl.DataFrame,
    before: pl.DataFrame,
    *,
    keep: str,
    k: int = 5,
    hold: int = 12,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What more is hidden of the list that was started last, for the sake of whom it shares.

    Reads:  counts, one row per day, list, part of its people and state, for the lists that have
            begun by that day: on, list, part, state, members (whole numbers from 0); lists follow
            one another as they were started, and the last is on every day; hidden, what is hidden
            of each list by itself, and of the earlier ones by this: on, list, state, secret (it is
            small or held), loose (held with that, see `metrics.disclosure.later`) and beside (for
            the sake of others on that very day); before, what was hidden for this when it was last
            made: on, state.
    Takes:  keep, the state that is hidden last; k, the least number that is not small; hold, for
            how many months after a day what is hidden for its sake stays hidden.
    Gives:  two, on and state, sorted: what is hidden for the sake of that very day, to be
            remembered, also of days that are no more; and all that is hidden, with what is held
            since a day before.
    Raises: ValueError for a null in counts, and a cell that is given twice.

    Where two lists have unlike counts of the same part, all is hidden.
    """
    read = columns.read(
        counts, {"on": pl.Date, "list": None, "part": None, "state": pl.String, "members": pl.Int64}
    )
    columns.demand_unique(read, ["on", "list", "part", "state"])
    states = read["state"].unique().sort().to_list()
    for_its_sake = _by_day(before, states)
    in_all = {}
    for (day,), rows in read.sort("on").partition_by("on", as_dict=True).items():
        lists = Lists.of(rows, hidden.filter(on=day), states)
        held = {
            state
            for earlier, chosen in for_its_sake.items()
            if earlier < day <= add_months(earlier, hold)
            for state in chosen
        }
        chosen = {*range(len(states))}
        if lists:
            was = for_its_sake.get(day, set())
            chosen = _cheapest(lists, held, was, states.index(keep), k)
        if chosen:
            for_its_sake[day] = chosen
        in_all[day] = chosen | held
    return _cells(for_its_sake, states), _cells(in_all, states)


def _by_day(cells: pl.DataFrame, states: Sequence[str]) -> dict[date, set[int]]:
    days = cells.filter(pl.col("state").is_in(states)).group_by("on").agg("state")
    return {day: {states.index(state) for state in among} for day, among in days.iter_rows()}


def _cells(of_days: Mapping[date, set[int]], states: Sequence[str]) -> pl.DataFrame:
    rows = [(day, states[state]) for day, chosen in of_days.items() for state in chosen]
    return pl.DataFrame(rows, {"on": pl.Date, "state": pl.String}, orient="row").sort(_CELL)


@dataclass(frozen=True)
class Lists:
    """How the people on lists that share them stand on one day, the list started last at the end.

    within: which parts each list is made of, lists x parts;
    counts: how many of each part are in each state, parts x states;
    hidden, secret, loose, beside: what is hidden of each list already, lists x states
    """

    within: np.ndarray
    counts: np.ndarray
    hidden: np.ndarray
    secret: np.ndarray
    loose: np.ndarray
    beside: np.ndarray

    @classmethod
    def of(cls, rows: pl.DataFrame, hidden: pl.DataFrame, states: Sequence[str]) -> Self | None:
        """As they are given for a day; None if two of them have unlike counts of a part."""
        lists, parts = (rows[name].unique().sort().to_list() for name in ("list", "part"))
        within = np.zeros((len(lists), len(parts)), dtype=bool)
        counts = np.full((len(parts), len(states)), -1)
        order = ("list", "part", "state", "members")
        for each, part, state, members in rows.select(order).iter_rows():
            at = parts.index(part), states.index(state)
            if counts[at] not in (-1, members):
                return None
            counts[at] = members
            within[lists.index(each), at[0]] = True
        marks = np.zeros((4, len(lists), len(states)), dtype=bool)
        order = ("list", "state", "secret", "loose", "beside")
        for each, state, *of_it in hidden.select(order).iter_rows():
            marks[:, lists.index(each), states.index(state)] = True, *of_it
        return cls(within, counts, *marks)

    @property
    def of_lists(self) -> np.ndarray:
        """How many on each list are in each state, lists x states."""
        return self.within.astype(int) @ self.counts


def _cheapest(lists: Lists, held: set[int], was: set[int], keep: int, k: int) -> set[int]:
    """The fewest states to hide of the last list for all that can stay possible to do so."""
    states = {*range(lists.counts.shape[1])}
    hidden = held | was | set(np.flatnonzero(lists.hidden[-1]).tolist())
    watches = [_Watch(lists, held, k, is_held) for is_held in (False, True)]
    wanted = [list(watch.wanted(states)) for watch in watches]

    def is_enough(chosen: set[int]) -> bool:
        return all(watch.allows(chosen, of) for watch, of in zip(watches, wanted, strict=True))

    def cost(chosen: set[int]) -> int:
        return sum(4 if state == keep else 1 for state in chosen - hidden)

    others = states - was
    sizes = range(len(others))
    tries = [was | {*more} for size in sizes for more in combinations(others, size)]
    return next(filter(is_enough, sorted(tries, key=cost)), states)


class _Figure(NamedTuple):
    """A state, of the people of some parts, and which numbers of them must stay possible."""

    among: np.ndarray
    state: int
    values: Sequence[int]


@dataclass(frozen=True)
class _Watch:
    """What must stay possible on a day: of all that is small, or of what is held and no longer is.

    held: the states of the last list that are hidden since a day before
    """

    lists: Lists
    held: set[int]
    k: int
    is_held: bool

    def wanted(self, states: set[int]) -> Iterator[_Figure]:
        """Each figure to be watched, and what it can be when all of the last list is hidden.

        Of small ones the k-1 least numbers that there are: 1 … k-1 unless earlier lists tell more.
        """
        reader = self._reader(states)
        for among, state, least, most in self._watched():
            can_be = (value for value in range(least, most) if reader.can_be(among, state, value))
            yield _Figure(among, state, list(islice(can_be, self.k - 1)))

    def allows(self, chosen: set[int], wanted: Sequence[_Figure]) -> bool:
        """Whether all that is wanted is possible when these states of the last list are hidden."""
        reader = self._reader(chosen)
        return all(
            reader.can_be(*figure[:2], value) for figure in wanted for value in figure.values
        )

    def _watched(self) -> Iterator[tuple[np.ndarray, int, int, int]]:
        """Which parts in which state, the least number to be tried, and one after the most."""
        if self.is_held:
            for at, state in np.argwhere(self.lists.secret & ~self._small).tolist():
                yield self.lists.within[at], state, 1, self.k
            return
        for among in _splits(self.lists.within):
            counts = self.lists.counts[among].sum(axis=0)
            least = int(counts.sum() >= self.k)
            for state in np.flatnonzero((counts > 0) & (counts < self.k)).tolist():
                yield among, state, least, counts[state] + self.k

    @cached_property
    def _worlds(self) -> list[np.ndarray]:
        """Ways that it may be, the true one first: what has been found for any reader."""
        return [self.lists.counts]

    @cached_property
    def _small(self) -> np.ndarray:
        counts = self.lists.of_lists
        return (counts > 0) & (counts < self.k)

    def _reader(self, chosen: set[int]) -> "_Reader":
        """Whoever sees all of the lists but these states of the last one, and what is held."""
        counts, last = self.lists.of_lists, [*chosen]
        hidden, none = self.lists.hidden | self._small, self.lists.beside.copy()
        hidden[-1, [*last, *self.held]] = True
        none[-1, last] = True
        free = self._small | self.lists.loose | (self.lists.secret & self.is_held)
        size = counts.sum(axis=1, keepdims=True)
        least = np.where(none, 0, np.where(free, np.minimum(counts, 1), np.minimum(counts, self.k)))
        is_open = hidden & ((counts > 0) | none)  # nil that is only held may be shown before long
        of_lists = np.where(hidden, least, counts), np.where(is_open, size, counts)
        return _Reader(self.lists, *of_lists, self._worlds)


def _splits(within: np.ndarray) -> list[np.ndarray]:
    """Each list, each part, and of each two lists those on both and those on one only, once."""
    twos = [
        among
        for each, other in combinations(within, 2)
        for among in (each & other, each & ~other, other & ~each)
        if among.any()
    ]
    all_of_them = [*within, *np.eye(within.shape[1], dtype=bool), *twos]
    return [
        np.array(among) for among in dict.fromkeys(tuple(among.tolist()) for among in all_of_them)
    ]


class _Reader:
    """Whoever knows how many each part has, and the least and most of each list in each state."""

    def __init__(self, lists: Lists, least: np.ndarray, most: np.ndarray, worlds: list[np.ndarray]):
        parts, states = self._shape = lists.counts.shape
        sizes = lists.counts.sum(axis=1)
        self._rows = np.vstack(
            [
                np.kron(np.eye(parts), np.ones(states)),
                np.kron(lists.within.astype(float), np.eye(states)),
            ]
        )
        self._least = np.concatenate([sizes, least.ravel()])
        self._most = np.concatenate([sizes, most.ravel()])
        self._worlds = worlds

    def can_be(self, among: np.ndarray, state: int, value: int) -> bool:
        """Whether `value` people of some parts can be in a state."""
        if any(world[among, state].sum() == value and self._fits(world) for world in self._worlds):
            return True
        from scipy.optimize import milp  # takes a while: only here

        of_these = np.zeros(self._shape)
        of_these[among, state] = 1
        rows = np.vstack([self._rows, of_these.ravel()])
        least, most = np.append(self._least, value), np.append(self._most, value)
        made = milp(
            np.zeros(rows.shape[1]),
            constraints=(rows, least, most),
            integrality=np.ones(rows.shape[1]),
        )
        if made.x is not None:
            self._worlds.append(made.x.round().astype(int).reshape(self._shape))
        return made.x is not None

    def _fits(self, world: np.ndarray) -> bool:
        sums = self._rows @ world.ravel()
        return bool(((self._least <= sums) & (sums <= self._most)).all())
