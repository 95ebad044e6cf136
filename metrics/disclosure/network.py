"""A table with its margins as a network, and how far a hidden figure can move in it.

Each figure is an arc, and each sum a node where inflow equals outflow. The tables that agree with
the shown figures are the circulations. To change a hidden figure by d is to send d through the
other hidden ones, and the most that can be sent is the smallest cut (Ford & Fulkerson 1956).

scipy.sparse.csgraph.maximum_flow can't be used: its capacities are whole numbers, while a figure
hidden to a degree has only a fraction of its room.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Ends = tuple[int, int]

NEGLIGIBLE = 1e-7


def arcs(places: Sequence[tuple[int, ...]]) -> list[Ends]:
    """The two nodes of each figure, tail and head, in a grid of one or two columns.

    A cell runs from its row to its column, the total of a column from there to the row of
    totals, the total of a row from the column of totals to the row, and the whole back again.
    """
    if len(places[0]) == 1:
        return [(0, 1) for _ in places[:-1]] + [(1, 0)]
    rows, columns = places[-1]
    ends = [(row, rows + 1 + column) for row, column in places]
    turned = [(row == rows) != (column == columns) for row, column in places]
    return [
        (head, tail) if back else (tail, head)
        for (tail, head), back in zip(ends, turned, strict=True)
    ]


@dataclass(frozen=True)
class Flow:
    """The amount that came through, the figures it passed through, and the source side of the cut.

    `side` is the nodes that could still be reached; empty when everything came through.
    """

    amount: float
    through: frozenset[int]
    side: frozenset[int]


class Network:
    """The figures that can change: hidden to a degree, 0 (shown) to 1 (hidden).

    `falls`: how far each can fall.
    """

    def __init__(self, ends: Sequence[Ends], falls: Sequence[int], degrees: Sequence[float]):
        self.ends, self.falls, self.degrees = ends, falls, degrees
        self._rooms: dict[tuple[int, frozenset[int]], list[float]] = {}
        self._links: dict[int, list[tuple[int, int]]] = {node: [] for end in ends for node in end}
        for figure, (tail, head) in enumerate(ends):
            if degrees[figure] > NEGLIGIBLE:
                self._links[tail].append((2 * figure, head))
                self._links[head].append((2 * figure + 1, tail))

    def flow(self, figure: int, direction: int, need: int, fixed: frozenset[int]) -> Flow:
        """The flow when a figure is to change up (1) or down (-1) by `need`.

        To a reader for whom the figures of `fixed` can't change: they know them.
        """
        sink, source = self.ends[figure][::direction]
        room = self._room(need, fixed).copy()
        room[2 * figure] = room[2 * figure + 1] = 0
        amount, through = 0.0, set()
        while amount < need - NEGLIGIBLE:
            came = self._search(room, source, sink)
            if sink not in came:
                return Flow(amount, frozenset(through), frozenset(came))
            path = _path(came, source, sink)
            step = min(need - amount, *(room[way] for way in path))
            for way in path:
                room[way] -= step
                room[way ^ 1] += step
            through.update(way // 2 for way in path)
            amount += step
        return Flow(amount, frozenset(through), frozenset())

    def _room(self, need: int, fixed: frozenset[int]) -> list[float]:
        """How far each figure can rise (even indices) and fall (odd indices)."""
        if (need, fixed) not in self._rooms:
            degrees = np.array(self.degrees)
            degrees[list(fixed)] = 0
            room = np.empty(2 * len(degrees))
            room[::2], room[1::2] = need * degrees, np.minimum(self.falls, need) * degrees
            self._rooms[need, fixed] = room.tolist()
        return self._rooms[need, fixed]

    def _search(self, room: Sequence[float], source: int, sink: int) -> dict[int, Ends]:
        """The nodes within reach -> the node and the arc that each was reached from."""
        came = {source: (source, -1)}
        waiting = [source]
        for node in waiting:
            for way, other in self._links[node]:
                if room[way] > NEGLIGIBLE and other not in came:
                    came[other] = (node, way)
                    if other == sink:
                        return came
                    waiting.append(other)
        return came


def _path(came: dict[int, Ends], source: int, sink: int) -> list[int]:
    path, node = [], sink
    while node != source:
        node, way = came[node]
        path.append(way)
    return path
