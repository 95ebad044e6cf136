"""Sums over a longer span, such as a year, beside its periods that are already published.

A small place that can't be shown how many came back in a quarter can perhaps be shown it for a
year. The periods bind first: what they show and hide stays as it is, and a sum over them is shown
if everything that had to stay possible in them still is, to whoever knows that sum too.

- Each period is a network (`metrics.disclosure.network`), in which the figures that are summed are
  arcs. The tables of all periods together that agree with the sums shown are no network, so they
  are looked for by a program in whole numbers.
- A sum is watched as a margin is: where it, less what a head knows of it, is small, k-1 numbers
  must stay possible. One that was small in the span before is held: it is not shown, and must be
  able to be another number. So a sum that is hidden and not small is k or more, if the next is
  shown, and its rest too.
- What can change within one period with none of its summed figures changed needs no program, and
  stays possible whichever sums are shown.
- The sums are tried in the order that is asked for; each is shown if it can be with those before.

A program that takes more than STEPS, or a proof that takes more than PROGRAMS, has failed. Steps
are counted and not seconds, so that the result is the same on every machine.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from metrics.disclosure.network import Ends
from metrics.disclosure.readers import DOWN, UP, Demand, Watch

STEPS, PROGRAMS = 200, 1500
FAR = 10**6
Head = int | None  # None: an outsider
Name = tuple[str | None, str]  # a branch, None for all of them, and a side


@dataclass(frozen=True)
class Period:
    """One period as it is published.

    hidden:  whether each arc is
    watch:   what must stay possible for one reader; of what is small, or of what is held
    summed:  of each sum the arc that goes into it, and 1, or -1 where the arc is the rest of a
             whole that is known
    """

    ends: Sequence[Ends]
    hidden: np.ndarray
    watch: Callable[[Head, bool], Watch]
    summed: Mapping[Name, tuple[int, int]]


@dataclass(frozen=True)
class Sums:
    """What is known of the sums of a span.

    left:    how many a reader does not know of, of a sum
    room:    how far a sum can fall and rise, if it is hidden
    held:    the sums that were small in the span before
    """

    left: Callable[[Head, Name], int]
    room: Callable[[Name], tuple[int, int]]
    held: Collection[Name]
    k: int

    def demand(self, head: Head, name: Name, is_small: bool) -> int:
        """By how much a sum must be able to change for a reader; 0 if it need not."""
        left = self.left(head, name)
        if left and is_small == (left < self.k):
            return max(self.k - 2, 1) if is_small else int(name in self.held)
        return 0


def shown_sums(
    periods: Sequence[Period],
    heads: Sequence[Head],
    sums: Sums,
    wanted: Sequence[Name],
    given: Sequence[Name] = (),
) -> list[Name]:
    """The sums that can be shown, of those wanted, each in its turn, beside what is given.

    Takes:  periods, all that the span has, with the same sums in each; heads, whose knowledge of
            their own is reckoned with, besides an outsider's; given, sums that are known.
    """
    shown: list[Name] = []
    if wanted:
        span = _Span(periods, [None, *heads], sums, [*given, *wanted])
        for name in wanted:
            if span.proves([*given, *shown, name]):
                shown.append(name)
    return shown


@dataclass
class _Case:
    """What one reader must hold possible, of what is small or of what is held.

    rows are demands: the change that each is about, as weights of arcs; `own`, the arc that may
    fall as far as it is asked to, -1 where it is a sum; up and down, how far it must reach
    """

    falls: np.ndarray
    fixed: np.ndarray
    weights: np.ndarray
    own: np.ndarray
    needs: np.ndarray
    ways: Sequence[tuple[int, ...]]
    reached: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.reached = np.zeros((2, len(self.needs)), dtype=np.int64)

    def note(self, change: np.ndarray) -> None:
        """Record how far the demands get by a change of all arcs, if it is possible here."""
        if change[self.fixed].any():
            return
        low = change < -self.falls
        only_own = np.append(low, False)[self.own] == low.sum()
        by = np.where(only_own, self.weights @ change, 0)
        self.reached[0] = np.maximum(self.reached[0], by)
        self.reached[1] = np.maximum(self.reached[1], -by)

    def lacks(self) -> Iterator[tuple[int, int]]:
        """The demands that are not met yet, and the way in which each is to be tried."""
        for at, ways in enumerate(self.ways):
            for way in ways:
                if self._met(at) >= self.needs[at]:
                    break
                if self.reached[int(way == DOWN), at] < self.needs[at]:
                    yield at, way

    def is_met(self) -> bool:
        """Whether all demands are."""
        return all(self._met(at) >= need for at, need in enumerate(self.needs))

    def _met(self, at: int) -> int:
        reached = (min(self.reached[int(way == DOWN), at], self.needs[at]) for way in self.ways[at])
        return int(sum(reached))


class _Span:
    """All periods of a span at once; changes of arcs are numbered through."""

    def __init__(
        self, periods: Sequence[Period], heads: Sequence[Head], sums: Sums, wanted: Sequence[Name]
    ):
        self.periods, self.sums, self.wanted = periods, sums, wanted
        self.starts = np.cumsum([0, *(len(period.ends) for period in periods)]).tolist()
        self.names = [n for n in periods[0].summed if all(n in p.summed for p in periods)]
        self.hidden = np.concatenate([period.hidden for period in periods])
        self.nodes = self._balances()
        cases = (self._case(head, is_small) for head in heads for is_small in (True, False))
        self.cases = [case for case in cases if len(case.needs)]
        self.changes: list[np.ndarray] = []
        self.programs = PROGRAMS

    def summed(self, name: Name) -> np.ndarray:
        """The weights of the arcs that go into a sum."""
        weights = np.zeros(self.starts[-1], dtype=np.int64)
        for start, period in zip(self.starts, self.periods, strict=False):
            arc, sign = period.summed[name]
            weights[start + arc] += sign
        return weights

    def _balances(self) -> np.ndarray:
        """Of every node the weights by which what flows in is what flows out."""
        rows = []
        for start, period in zip(self.starts, self.periods, strict=False):
            nodes: dict[int, np.ndarray] = {}
            for arc, ends in enumerate(period.ends):
                for node, sign in zip(ends, (1, -1), strict=True):
                    row = nodes.setdefault(node, np.zeros(self.starts[-1], dtype=np.int64))
                    row[start + arc] += sign
            rows += nodes.values()
        return np.array(rows)

    def _case(self, head: Head, is_small: bool) -> _Case:
        weights, own, needs, ways = [], [], [], []
        falls, fixed = np.zeros(self.starts[-1], dtype=np.int64), ~self.hidden
        for start, period in zip(self.starts, self.periods, strict=False):
            watch = period.watch(head, is_small)
            falls[start : start + len(period.ends)] = watch.falls
            fixed[[start + arc for arc in watch.readers[0].known]] = True
            for demand in self._unmet(period, watch):
                weights.append(np.eye(1, self.starts[-1], start + demand.figure, dtype=np.int64)[0])
                own.append(start + demand.figure)
                needs.append(demand.need)
                ways.append(demand.directions)
        for name in self.names:
            if need := self.sums.demand(head, name, is_small):
                weights.append(self.summed(name))
                own.append(-1)
                needs.append(need)
                ways.append((UP, DOWN))
        shape = (len(needs), self.starts[-1])
        return _Case(
            falls,
            fixed,
            np.array(weights, dtype=np.int64).reshape(shape),
            np.array(own, dtype=np.int64),
            np.array(needs, dtype=np.int64),
            ways,
        )

    def _unmet(self, period: Period, watch: Watch) -> Sequence[Demand]:
        """The demands that are not met within the period, with what is wanted left as it is."""
        kept = [period.summed[name][0] for name in self.wanted]
        degrees = period.hidden.astype(float)
        degrees[kept] = 0
        unmet = watch.unmet(degrees.tolist())
        return [need for need in watch.demands if need.figure in kept or need in unmet]

    def proves(self, shown: Sequence[Name]) -> bool:
        """Whether all that must stay possible does, if these sums are shown."""
        if shown[-1] in self.sums.held:
            return False
        bounds = self._bounds(shown)
        for case in self.cases:
            case.reached[:] = 0
        for change in self.changes:
            if bounds.allow(change):
                self._note(change)
        return all(self._proves(case, bounds) for case in self.cases)

    def _bounds(self, shown: Sequence[Name]) -> "_Bounds":
        """What holds for every table: what flows in flows out, sums shown stay, hidden ones can
        move so far."""
        room = [(0, 0) if name in shown else self.sums.room(name) for name in self.wanted]
        rows = np.vstack([self.nodes, *(self.summed(name) for name in self.wanted)])
        low, high = np.zeros((2, len(rows)))
        low[len(self.nodes) :] = [-fall for fall, _ in room]
        high[len(self.nodes) :] = [rise for _, rise in room]
        return _Bounds(rows, low, high)

    def _proves(self, case: _Case, bounds: "_Bounds") -> bool:
        tried: set[tuple[int, int]] = set()
        while (
            this := next((each for each in case.lacks() if each not in tried), None)
        ) is not None:
            tried.add(this)
            change = self._program(case, bounds, *this)
            if change is not None:
                self.changes.append(change)
                self._note(change)
        return case.is_met()

    def _note(self, change: np.ndarray) -> None:
        for case in self.cases:
            case.note(change)

    def _program(self, case: _Case, bounds: "_Bounds", at: int, way: int) -> np.ndarray | None:
        """A change of all arcs that takes a demand as far as it must, or as far as it can."""
        from scipy.optimize import Bounds, milp  # takes a while: only here
        from scipy.sparse import csr_array

        if not self.programs:
            return None
        self.programs -= 1
        low = np.where(case.fixed, 0, -case.falls)
        high = np.where(case.fixed, 0, FAR)
        if case.own[at] >= 0:
            low[case.own[at]] = -FAR
        aim, need = case.weights[at] * way, case.needs[at]
        rows = csr_array(np.vstack([bounds.rows, aim]))
        answer = milp(
            -aim,
            constraints=(rows, np.append(bounds.low, 0), np.append(bounds.high, need)),
            bounds=Bounds(low, high),  # pyright: ignore[reportArgumentType]
            integrality=np.ones(len(aim)),
            options={"node_limit": STEPS},
        )
        if answer.x is None:
            return None
        change = answer.x.round().astype(np.int64)
        agrees = bounds.allow(change) and (low <= change).all() and (change <= high).all()
        return change if agrees else None


@dataclass(frozen=True)
class _Bounds:
    """Weights of arcs, and between what their sums must be for a change to be possible."""

    rows: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def allow(self, change: np.ndarray) -> bool:
        """Whether a change is possible; checked in whole numbers, so never by tolerance alone."""
        sums = self.rows @ change
        return bool((self.low <= sums).all() and (sums <= self.high).all())
