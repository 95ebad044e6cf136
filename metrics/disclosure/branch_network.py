"""The figures of branches in one period as a network, and which are hidden: see `branches`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.disclosure.branch_figures import WHOLE, Figures, Key
from metrics.disclosure.choice import partners
from metrics.disclosure.later import loosened
from metrics.disclosure.network import Ends
from metrics.disclosure.protection import KEPT, LEAST_WHOLE, PARTNER_BEFORE
from metrics.disclosure.readers import DOWN, UP, Demand, Reader, Watch, Watches, demands

IMPOSSIBLE = 10**6


@dataclass
class Node:
    """A row of the network: a unit's part of a branch, or several that are pooled.

    members: the branches and rows that it stands for; into: the branch that it runs into, None for
    the sums
    """

    members: tuple[Key, ...]
    into: str | None
    is_open: bool = False


class Network:
    """The figures of a period as arcs: of rows (0 …), of branches, and of all together."""

    def __init__(self, of: Figures):
        self.of = of
        enough = max(LEAST_WHOLE, 2 * of.k - 1)
        branches = sorted({branch for branch, _ in of.counts if branch is not None})
        is_shown = {branch for branch in branches if (branch, None) in of.wholes}
        self.has_top = (None, None) in of.wholes or is_shown == set(branches)
        self.branches = [branch for branch in is_shown if of.counts[branch, None][WHOLE] >= enough]
        self.branches.sort()
        self.enough = enough
        self._numbers: dict[tuple, int] = {}
        self.nodes = list(self._nodes(branches, is_shown))
        self.arcs = list(self._arcs())
        self.at = {arc: at for at, arc in enumerate(self.arcs)}
        self.ends = [self._ends(*arc) for arc in self.arcs]
        self.true = np.array([self._count(*arc) for arc in self.arcs], dtype=np.int64)
        self.is_cell = np.array([isinstance(where, int) for where, _ in self.arcs], dtype=bool)
        self.loose = np.zeros(len(self.arcs), dtype=bool)

    def _nodes(self, branches: Sequence[str], is_shown: set[str]) -> Iterator[Node]:
        """The rows of every branch, those with hidden wholes pooled."""
        unknown: list[Key] = []
        for branch in branches:
            into = branch if branch in self.branches else None
            if into is None and not self.has_top:
                continue
            keys = [
                key for key in self.of.counts
                if key[0] == branch and key[1] is not None and self.of.counts[key][WHOLE]
            ]  # fmt: skip
            away = [key for key in keys if key not in self.of.wholes]
            yield from (Node((key,), into) for key in keys if key in self.of.wholes)
            if branch in is_shown and away:
                yield Node(tuple(away), into)
            elif branch not in is_shown:
                unknown += away
        if unknown:
            yield Node(tuple(unknown), None)

    def _arcs(self) -> Iterator[tuple]:
        """Where each figure belongs (a node's number, a branch, or None for the sums); its side."""
        for where in (*range(len(self.nodes)), *self.branches, *([None] if self.has_top else [])):
            yield from ((where, side) for side in self.of.sides)

    def _ends(self, where: int | str | None, side: str) -> Ends:
        end = self._number("end")
        if where is None:
            return self._number(None, side), end
        above = self._number(None, side) if self.has_top else end
        if isinstance(where, str):
            return self._number(where, side), above
        into = self.nodes[where].into
        return self._number(where), above if into is None else self._number(into, side)

    def _number(self, *name: object) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def keys(self, where: int | str | None) -> tuple[Key, ...]:
        """The branches and rows that an arc stands for."""
        return self.nodes[where].members if isinstance(where, int) else ((where, None),)

    def _count(self, where: int | str | None, side: str) -> int:
        return sum(self.of.counts[key][side] for key in self.keys(where))

    def _own(self, head: int, where: int | str | None, side: str) -> int:
        return sum(self.of.own(head, key, side) for key in self.keys(where))

    def is_secret(self, where: int | str | None, side: str) -> bool:
        """Whether a side is secret, or is any that is pooled in it."""
        return any((*key, side) in self.of.secret for key in self.keys(where))

    @property
    def is_unknown(self) -> np.ndarray:
        """The arcs that can be hidden: not 0, and not known from before."""
        is_told = [
            len(self.keys(where)) == 1 and (*self.keys(where)[0], side) in self.of.shown_before
            for where, side in self.arcs
        ]
        return (self.true > 0) & ~np.array(is_told, dtype=bool)

    def stays(self, where: int | str | None, side: str) -> bool:
        """Whether a figure is hidden since it was before."""
        return any(self.of.stays((*key, side)) for key in self.keys(where))

    @property
    def loose_figures(self) -> set[tuple]:
        """The figures whose arcs are loose."""
        return {
            (*key, side)
            for at in np.flatnonzero(self.loose & (self.true >= self.of.k))
            for where, side in [self.arcs[at]]
            for key in self.keys(where)
        }

    # ------------------------------------------------------------ what must be possible

    def watches(self, loose: np.ndarray) -> Watches:
        """What must be possible for an outsider, and for each head; small sides and held ones."""
        heads = self.of.units if self.of.knows else []
        made = (
            self.watch(head, loose, is_small)
            for head in (None, *heads)
            for is_small in (True, False)
        )
        return Watches([watch for watch in made if watch.demands])

    def watch(self, head: int | None, loose: np.ndarray, is_small: bool) -> Watch:
        """What must be possible for one reader: of what is small, or of what is held."""
        own = np.array([0 if head is None else self._own(head, *arc) for arc in self.arcs])
        own_row = frozenset(
            at for at, (where, _) in enumerate(self.arcs) if self._is_of(head, where)
        )
        left = self.true - own
        falls = self._falls(head, left, loose, not is_small)
        needs = [
            demand
            for at in range(len(self.arcs))
            if at not in own_row
            for demand in self._demands(at, head, int(left[at]), int(falls[at]), is_small)
        ]
        return Watch(self.ends, falls.tolist(), [Reader(own_row, own_row)], needs)

    def _is_of(self, head: int | None, where: int | str | None) -> bool:
        """Whether it is a head's own row, and nobody else's."""
        return (
            head is not None
            and isinstance(where, int)
            and all(row == head for _, row in self.nodes[where].members)
        )

    def _falls(
        self, head: int | None, left: np.ndarray, loose: np.ndarray, is_held: bool
    ) -> np.ndarray:
        """How far each arc can fall, as a reader knows it, when another must change.

        A pool as far as its rows can together.
        """
        room = np.zeros(len(self.arcs), dtype=np.int64)
        for at, (where, side) in enumerate(self.arcs):
            for key in self.keys(where):
                people = self.of.counts[key][side]
                own = 0 if head is None else self.of.own(head, key, side)
                is_free = people < self.of.k or loose[at]
                is_free = is_free or (is_held and (*key, side) in self.of.secret)
                left_of = people - own
                room[at] += left_of if is_free else max(0, min(left_of, people - self.of.k))
        closed = np.array(
            [isinstance(where, int) and not self.nodes[where].is_open for where, _ in self.arcs]
        )
        is_seen = ~closed & (left == self.true)  # hidden, so not 0; else one's own part is there
        return np.minimum(room, left - is_seen).clip(min=0)

    def _demands(
        self, at: int, head: int | None, left: int, falls: int, is_small: bool
    ) -> Iterator[Demand]:
        """The demands for a side, and for the rest of it where that is no side itself."""
        where, side = self.arcs[at]
        yield from self._demands_of(at, side, head, left, is_small)
        rest = self.of.rests.get(side)
        if rest is None:
            return
        people = self._count(where, rest) - (0 if head is None else self._own(head, where, rest))
        for demand in self._demands_of(at, rest, head, people, is_small):
            ways = tuple(-way for way in demand.directions)
            is_out = ways == (DOWN,) and demand.need > falls
            yield Demand(at, ways, IMPOSSIBLE if is_out else demand.need)

    def _demands_of(
        self, at: int, name: str, head: int | None, left: int, is_small: bool
    ) -> Iterator[Demand]:
        """The demands for a side or a rest, as if it were the arc, of which `left` are unknown."""
        where, _ = self.arcs[at]
        if isinstance(where, int) and len(self.nodes[where].members) > 1:
            yield from self._demands_of_pool(at, name, head, left, is_small)
        elif left > 0 and is_small == (left < self.of.k) and self._is_watched(left, where, name):
            yield from self._demands_for(at, left)

    def _is_watched(self, people: int, where: int | str | None, side: str) -> bool:
        """Whether a side is small, or held; not if it is the whole, as the zeros beside it say."""
        is_whole = people == self._count(where, WHOLE)
        return people < self.of.k or (self.is_secret(where, side) and not is_whole)

    def _demands_for(self, at: int, people: int) -> list[Demand]:
        """What a small side must be able to be; what is held and not small, some other number."""
        if people < self.of.k:
            return demands(at, people, bool(self.is_cell[at]), self.of.k)
        return [Demand(at, (UP, DOWN), 1)]

    def _demands_of_pool(
        self, at: int, side: str, head: int | None, left: int, is_small: bool
    ) -> Iterator[Demand]:
        """The demands for the sum of rows whose wholes are hidden, and for what is small in them.

        The sum is a margin, unless there is but one row that the head does not know. Of a row of n
        people v belong to this side, and `left` of the pool's `people`: then v is at most `left`,
        and what is left of that at most people - n. A whole that is small may itself be v; if
        another's is, that may be k-1, and the others are not 0.
        """
        where, _ = self.arcs[at]
        k = self.of.k
        others = [key for key in self.keys(where) if key[1] != head]
        if is_small and 0 < left < k:
            yield from demands(at, left, len(others) == 1, k)
        people = sum(self.of.counts[key][WHOLE] for key in others)
        few = [key for key in others if 0 < self.of.counts[key][side] < k]
        if not (few and is_small):
            return
        wholes = {key: self.of.counts[key][WHOLE] for key in others}
        is_another = any(n < k for n in wholes.values())
        by_another = k - 1 + len(others) - 1 if is_another else 0
        most = min(
            people if wholes[key] < k else max(people - wholes[key] + 1, by_another) for key in few
        )
        least = max(k - 1, 2)
        if left < least:
            yield Demand(at, (UP,), least - left)
        if left > most:
            yield Demand(at, (DOWN,), left - most if most >= least else IMPOSSIBLE)

    # ------------------------------------------------------------ what is chosen

    def chosen_sums(self) -> np.ndarray | None:
        """Which arcs are hidden when every row is closed; None if hiding all is not enough."""
        if not (self.has_top or self.branches):
            return None
        there = self.is_unknown
        self.loose[:] = not self.of.hold
        if self.of.hold:
            kinds = (self.is_cell, ~self.is_cell)
            for hidden in (there & self.is_cell, there):
                self.loose, is_enough = loosened(self.watches, hidden, kinds)
                if is_enough:
                    break
        watch = self.watches(self.loose)
        if not watch.safe(there.astype(float).tolist()):
            return None
        margins = ~self.is_cell & there
        sure = there & (self.is_cell | [self._must_hide(at) for at in range(len(self.arcs))])
        costs = np.array([self._cost(at) for at in range(len(self.arcs))])
        return self._with_partners(watch, costs, sure, margins & ~sure)

    def _must_hide(self, at: int) -> bool:
        where, side = self.arcs[at]
        sides = [side, *([self.of.rests[side]] if side in self.of.rests else [])]
        return any(self.is_secret(where, name) or self.stays(where, name) for name in sides)

    def _cost(self, at: int) -> float:
        where, side = self.arcs[at]
        weight = 4.0 ** (not isinstance(where, int)) * KEPT
        if isinstance(where, str) and where not in self.of.internal:
            weight *= 2
        if side == "out1" or where in self.of.internal:  # nobody needs it by itself
            weight /= KEPT
        was_partner = any(
            (*key, side) in past.hidden and (*key, side) not in past.secret
            for past in self.of.past[-1:]
            for key in self.keys(where)
        )
        return (
            weight * (1 + 0.02 * np.log1p(self.true[at])) * (PARTNER_BEFORE if was_partner else 1)
        )

    def _with_partners(
        self, watch: Watches, costs: np.ndarray, sure: np.ndarray, free: np.ndarray
    ) -> np.ndarray:
        hidden = sure.copy()
        hidden[partners(watch, costs, np.flatnonzero(sure), np.flatnonzero(free))] = True
        return hidden

    def open_rows(self, hidden: np.ndarray) -> None:
        """Open the rows that can be, and choose what is hidden of them; `hidden` is written to."""
        able = [node for node in self.nodes if self._can_open(node)]
        able.sort(key=lambda node: (self.of.counts[node.members[0]][WHOLE], node.members))
        for node in able:
            node.is_open = True
        everything = (hidden & ~self.is_cell) | (self.is_cell & self.is_unknown)
        degrees = everything.astype(float).tolist()
        while able and not self.watches(self.loose).safe(degrees):
            node = next((node for node in able if self._is_safe_without(node, degrees)), able[0])
            node.is_open = False
            able.remove(node)
        free = np.array(
            [isinstance(where, int) and self.nodes[where].is_open for where, _ in self.arcs]
        )
        free &= self.is_unknown
        free &= [not self._must_hide(at) for at in range(len(self.arcs))]
        costs = np.array([self._cost(at) for at in range(len(self.arcs))])
        watch = self.watches(self.loose)
        hidden[:] = self._with_partners(watch, costs, everything & ~free, free)

    def _is_safe_without(self, node: Node, degrees: list[float]) -> bool:
        """Whether it would be enough to close one row."""
        node.is_open = False
        is_safe = self.watches(self.loose).safe(degrees)
        node.is_open = True
        return is_safe

    def _can_open(self, node: Node) -> bool:
        return (
            len(node.members) == 1
            and node.members[0] in self.of.wholes
            and node.into is not None
            and self.of.counts[node.members[0]][WHOLE] >= self.enough
        )

    def shown(self, hidden: np.ndarray) -> set[tuple]:
        """The figures that are shown, with those of open rows and of rows with nobody."""
        shown = {
            (*key, side)
            for at, (where, side) in enumerate(self.arcs)
            if not hidden[at]
            and not (self.true[at] and self._must_hide(at))
            and (not isinstance(where, int) or self.nodes[where].is_open)
            for key in self.keys(where)
        }
        empty = {
            key
            for key in self.of.counts
            if key in self.of.wholes and not self.of.counts[key][WHOLE]
        }
        return shown | {(*key, side) for key in empty for side in self.of.sides}
