"""The readers, what each of them knows, and what must stay possible for them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from metrics.disclosure.grid import Grid
from metrics.disclosure.network import NEGLIGIBLE, Ends, Flow, Network

UP, DOWN = 1, -1


@dataclass(frozen=True)
class Demand:
    """That a secret figure can change by `need`, summed over its directions."""

    figure: int
    directions: tuple[int, ...]
    need: int


def demands(figure: int, count: int, is_cell: bool, k: int) -> list[Demand]:
    """The demands for a secret figure: a cell must reach 1 and k-1, a margin have k-1 numbers.

    At least two numbers, even if k-1 is one.
    """
    if not is_cell:
        return [Demand(figure, (UP, DOWN), max(k - 2, 1))]
    moves = {UP: max(k - 1, 2) - count, DOWN: count - 1}
    return [Demand(figure, (way,), need) for way, need in moves.items() if need > 0]


@dataclass(frozen=True)
class Cut:
    """A constraint: the weights of the hidden figures must add up to at least `need`."""

    weights: tuple[tuple[int, int], ...]
    need: int


@dataclass(frozen=True)
class Reader:
    """Someone who knows some figures exactly (`known`), and to whom some are no secret (`own`)."""

    known: frozenset[int]
    own: frozenset[int]


def readers(grid: Grid, counts: Sequence[int], axis: int | None) -> list[Reader]:
    """An outsider and, if `axis` is the column of units, the head of each unit that has people."""
    outsider = Reader(frozenset(), frozenset())
    if axis is None:
        return [outsider]
    heads = [_head(grid, counts, axis, unit) for unit in range(len(grid.levels[axis]))]
    return [outsider, *(head for head in heads if any(counts[figure] for figure in head.known))]


def _head(grid: Grid, counts: Sequence[int], axis: int, unit: int) -> Reader:
    """The head of a unit: knows its figures, and owns also the totals that are equal to them."""
    own = {place: at for at, place in enumerate(grid.places) if place[axis] == unit}
    totals = {
        at: own[*place[:axis], unit, *place[axis + 1 :]]
        for at, place in enumerate(grid.places)
        if place[axis] == len(grid.levels[axis])
    }
    alone = {total for total, part in totals.items() if counts[total] == counts[part]}
    return Reader(frozenset(own.values()), frozenset(own.values()) | alone)


@dataclass(frozen=True)
class Watch:
    """Everything that must stay possible in one table, for each of its readers.

    `falls`: how far each hidden figure can fall when another must change.
    """

    ends: Sequence[Ends]
    falls: Sequence[int]
    readers: Sequence[Reader]
    demands: Sequence[Demand]

    def broken(self, degrees: Sequence[float]) -> Iterator[Cut]:
        """The cuts that fail when figures are hidden to these degrees; none when all is safe."""
        network = Network(self.ends, self.falls, degrees)
        for demand in self.demands:
            yield from self._broken(demand, network)

    def safe(self, degrees: Sequence[float]) -> bool:
        """Whether nothing fails."""
        return next(self.broken(degrees), None) is None

    def unmet(self, degrees: Sequence[float]) -> list[Demand]:
        """The demands that fail for some reader when figures are hidden to these degrees."""
        network = Network(self.ends, self.falls, degrees)
        return [demand for demand in self.demands if any(self._broken(demand, network))]

    def lacking(self, degrees: Sequence[float], freer: "Watch") -> set[int]:
        """The figures that change for a demand that fails here, where they can fall further.

        The readers of both are the same, in the same order; there they may know fewer figures.
        """
        network, freer_network = (
            Network(watch.ends, watch.falls, degrees) for watch in (self, freer)
        )
        return {
            figure
            for demand in self.demands
            for reader, there in zip(self.readers, freer.readers, strict=True)
            if demand.figure not in reader.own
            and _is_short(demand, _flows(demand, reader, network))
            for flow in _flows(demand, there, freer_network)
            for figure in flow.through
        }

    def _broken(self, demand: Demand, network: Network) -> Iterator[Cut]:
        cleared: set[Reader] = set()
        for reader in self.readers:
            if reader in cleared or demand.figure in reader.own:
                continue
            flows = _flows(demand, reader, network)
            if _is_short(demand, flows):
                yield self._cut(demand, reader, flows)
            else:
                cleared |= self._convinced(flows)

    def _convinced(self, flows: Sequence[Flow]) -> set[Reader]:
        """The readers who know none of the figures that changed: for them the same is possible."""
        moved = frozenset().union(*(flow.through for flow in flows))
        return {reader for reader in self.readers if not moved & reader.known}

    def _cut(self, demand: Demand, reader: Reader, flows: Sequence[Flow]) -> Cut:
        weights = np.sum([self._crossing(flow.side, demand.need) for flow in flows], axis=0)
        weights[[demand.figure, *reader.known]] = 0
        crossing = np.flatnonzero(weights).tolist()
        return Cut(tuple(zip(crossing, weights[crossing].tolist(), strict=True)), demand.need)

    def _crossing(self, side: frozenset[int], need: int) -> np.ndarray:
        """How much each figure could carry across the cut, away from `side`."""
        is_inside = np.zeros(self._ends.max() + 1, dtype=bool)
        is_inside[list(side)] = True
        tail, head = is_inside[self._ends]
        return need * (tail & ~head) + np.minimum(self._falls, need) * (head & ~tail)

    @cached_property
    def _ends(self) -> np.ndarray:
        """The tails and the heads of the figures."""
        return np.array(self.ends).T

    @cached_property
    def _falls(self) -> np.ndarray:
        return np.array(self.falls).clip(min=0)


def _flows(demand: Demand, reader: Reader, network: Network) -> list[Flow]:
    """How much can flow for a demand, in each of its directions."""
    return [
        network.flow(demand.figure, way, demand.need, reader.known) for way in demand.directions
    ]


def _is_short(demand: Demand, flows: Sequence[Flow]) -> bool:
    return sum(flow.amount for flow in flows) < demand.need - 10 * NEGLIGIBLE


@dataclass(frozen=True)
class Watches:
    """Tables of the same figures for several readers, each less what the reader knows."""

    each: Sequence[Watch]

    def broken(self, degrees: Sequence[float]) -> Iterator[Cut]:
        """The cuts that fail in any of them."""
        for watch in self.each:
            yield from watch.broken(degrees)

    def safe(self, degrees: Sequence[float]) -> bool:
        """Whether nothing fails in any."""
        return all(watch.safe(degrees) for watch in self.each)

    def lacking(self, degrees: Sequence[float], freer: "Watches") -> set[int]:
        """The figures that change for a demand that fails here, where they can fall further."""
        pairs = zip(self.each, freer.each, strict=True)
        return set().union(*(watch.lacking(degrees, other) for watch, other in pairs))
