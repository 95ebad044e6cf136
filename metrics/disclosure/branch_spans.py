"""Sums of branches over longer spans, such as the quarters of a year: see `branches`, `spans`."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from metrics.disclosure.branch_figures import REST, WHOLE
from metrics.disclosure.branch_network import Network
from metrics.disclosure.spans import Head, Name, Period, Sums, shown_sums

Published = tuple[Network, np.ndarray | None]
OTHER = {"out0": "in0", "in0": "out0", "in1": REST, REST: "in1"}  # the rest of the whole


class Spans(NamedTuple):
    """Which longer spans are to be tried, and which sums over them.

    of:       the span that each period belongs to; only of spans that have all their periods, each
              with all the sides that it will ever have
    wanted:   the branch (None: the sums) and the side, in the order that they are tried in
    before:   what was hidden of them last time: span, branch, side
    shown:    what was shown of them last time: span, branch, side -> people; it stays shown, and is
              known, while it is so many
    """

    of: Mapping[Hashable, Hashable]
    wanted: Sequence[Name]
    before: Collection[tuple]
    shown: Mapping[tuple, int]


NO_SPANS = Spans({}, (), (), {})


def protected_spans(
    published: Mapping[Hashable, Published],
    spans: Spans,
    schema: pl.Schema,
    same: Collection[Hashable] = (),
) -> pl.DataFrame:
    """What is shown of the sums over longer spans.

    Reads:  published, for each period its network, and which arcs are hidden, or None where nothing
            is shown; schema, of the table that the periods are from;
            same, the periods that are as they were: a span of these alone is as it was.
    Gives:  span, branch (null: the sums), side, people and whole (null where hidden), shown, secret
            (hidden because it is small to somebody, or was in the span before).
    """
    rows: list[tuple] = []
    held: set[Name] = set()
    for span in sorted({*spans.of.values()}):  # pyright: ignore[reportArgumentType]
        periods = [published[at] for at in sorted(spans.of) if spans.of[at] == span]  # pyright: ignore[reportArgumentType]
        whole = _Span([network for network, _ in periods], held)
        was = {(branch, side) for at, branch, side in spans.before if at == span}
        given = [n for n in spans.wanted if spans.shown.get((span, *n)) == whole.total(n)]
        shown = given
        if not (was | {*given}) >= {*spans.wanted} or not _is_same(span, spans, same):
            shown = whole.shown([hidden for _, hidden in periods], spans.wanted, was, given)
        for branch, side in spans.wanted:
            is_shown = (branch, side) in shown
            numbers = whole.total((branch, side)), whole.total((branch, WHOLE))
            is_secret = not is_shown and (branch, side) in whole.small() | held
            numbers = numbers if is_shown else (None, None)
            rows.append((span, branch, side, *numbers, is_shown, is_secret))
        held = whole.small() if periods[0][0].of.hold else set()
    names = {"span": schema["period"], "branch": schema["branch"], "side": pl.String()}
    counts = dict.fromkeys(("people", "whole"), pl.Int64())
    marks = dict.fromkeys(("shown", "secret"), pl.Boolean())
    return pl.DataFrame(rows, {**names, **counts, **marks}, orient="row")


def _is_same(span: Hashable, spans: Spans, same: Collection[Hashable]) -> bool:
    """Whether every period of a span is as it was."""
    return all(at in same for at, of in spans.of.items() if of == span)


@dataclass(frozen=True)
class _Span:
    """The periods of one span; `held`: the sums that were small in the span before."""

    networks: Sequence[Network]
    held: Collection[Name]

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides and rests that all its periods have."""
        there = [set(network.of.counts[None, None]) - {WHOLE} for network in self.networks]
        return tuple(sorted(set.intersection(*there)))

    @property
    def heads(self) -> list[int]:
        """The rows with people in any of the periods, whose heads know their own."""
        of = [network.of for network in self.networks if network.of.knows]
        return sorted({row for figures in of for row in figures.units})

    def total(self, name: Name) -> int:
        """How many people a side has over the whole span; 0 for a branch that is not there."""
        branch, side = name
        counts = (network.of.counts.get((branch, None), {}) for network in self.networks)
        return sum(of.get(side, 0) for of in counts)

    def left(self, head: Head, name: Name) -> int:
        """How many of them a reader does not know of."""
        return self.total(name) - self._own(head, name)

    def _own(self, head: Head, name: Name) -> int:
        branch, side = name
        figures = [network.of for network in self.networks]
        there = (of for of in figures if head is not None and (branch, head) in of.counts)
        return sum(of.own(head, (branch, None), side) for of in there)  # pyright: ignore[reportArgumentType]

    def room(self, name: Name) -> tuple[int, int]:
        """How far a sum can fall, and its rest, if it is hidden."""
        branch, side = name
        return self._falls(name), self._falls((branch, OTHER[side]))

    def _falls(self, name: Name) -> int:
        of, people = self.networks[0].of, self.total(name)
        return max(0, people - (of.k if of.hold and people >= of.k else 1))

    def small(self) -> set[Name]:
        """The sums that are small to anybody, and their rests."""
        k = self.networks[0].of.k
        readers = (None, *self.heads)
        few = {
            name
            for name in self._names(self._branches())
            if any(0 < self.left(head, name) < k for head in readers)
        }
        return few | {(branch, OTHER[side]) for branch, side in few if side in OTHER}

    def _branches(self) -> list[str | None]:
        """The branches that are summed in every period, and None where their sums are."""
        kept = [set(network.branches) for network in self.networks]
        has_top = all(network.has_top for network in self.networks)
        return [*sorted(set.intersection(*kept)), *([None] if has_top else [])]

    def _names(self, branches: Sequence[str | None]) -> list[Name]:
        return [(branch, side) for branch in branches for side in self.sides]

    def shown(
        self,
        hidden: Sequence[np.ndarray | None],
        wanted: Sequence[Name],
        was_hidden: Collection[Name],
        given: Sequence[Name] = (),
    ) -> list[Name]:
        """The sums that can be shown, of those wanted, beside those that are given: known already.

        No more than these if a period shows nothing.
        """
        there = [arcs for arcs in hidden if arcs is not None]
        if len(there) < len(hidden):
            return [*given]
        names = self._names(self._branches())
        enough = max(network.enough for network in self.networks)
        tried = [
            name
            for name in wanted
            if name in names
            and name not in (*was_hidden, *given)
            and self.total((name[0], WHOLE)) >= enough
        ]
        periods = [
            _period(network, arcs, names)
            for network, arcs in zip(self.networks, there, strict=True)
        ]
        sums = Sums(self.left, self.room, self.held, self.networks[0].of.k)
        fixed = [name for name in given if name in names]
        return [*given, *shown_sums(periods, self.heads, sums, tried, fixed)]


def _period(network: Network, hidden: np.ndarray, names: Sequence[Name]) -> Period:
    return Period(
        network.ends,
        hidden,
        lambda head, is_small: network.watch(head, network.loose, is_small),
        dict(_summed(network, names)),
    )


def _summed(network: Network, names: Sequence[Name]) -> Iterator[tuple[Name, tuple[int, int]]]:
    """The arc that goes into each sum: that of the side, or the other side's where it is a rest."""
    for branch, side in names:
        if (branch, side) in network.at:
            yield (branch, side), (network.at[branch, side], 1)
        else:
            yield (branch, side), (network.at[branch, OTHER[side]], -1)
