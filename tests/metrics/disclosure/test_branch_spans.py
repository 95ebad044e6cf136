"""Sums of branches over a longer span, attacked together with the periods that they are sums of."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.disclosure import branch_spans, spans
from metrics.disclosure.branch_spans import Spans
from tests.metrics.disclosure.attack import few, some
from tests.metrics.disclosure.branch_attack import (
    BRANCHES,
    SIDES,
    TOGETHER,
    K,
    Published,
    World,
    count,
    known_from_later,
    known_to,
    made_up,
    publish,
    secrets,
    worlds,
)
from tests.metrics.disclosure.system import System

LENGTH = 2  # periods in a span
NESTED = ((None, "rest1"), ("a", "in1"), (None, "out0"), ("a", "in0"))
PLAIN = ((None, "out0"), ("a", "in0"))
FOUR = [(branch, side) for branch in (*BRANCHES, None) for side in ("out0", "in0", "in1", "rest1")]


def with_spans(world: World, knows: bool = True, hold: int = 0, before=(), shown=None) -> Published:
    of = {at: at // LENGTH for at in range(len(world.cells) // LENGTH * LENGTH)}
    wanted = NESTED if world.cells[0].shape[2] == 3 else PLAIN
    return publish(world, knows, hold, spans=Spans(of, wanted, before, shown or {}), internal=["b"])


def of_span(world: World, span: int, branch, side, but=None) -> list[tuple]:
    """The unknowns that a side is the sum of over a span, without those of one head."""
    there = SIDES[world.cells[0].shape[2]]
    together = {s: (s,) for s in there} | (TOGETHER if len(there) == 3 else {})
    return [
        (at, b, u, s)
        for at in range(span * LENGTH, (span + 1) * LENGTH)
        for b in BRANCHES
        for u in world.rows
        for s in together[side]
        if b in (branch, None) or branch is None
        if u != but
    ]


def joint(world: World, seen: Published, head: int | None, hold: int) -> System:
    """What a reader knows of all periods, with the sums over spans."""
    known = System()
    for at in range(len(world.cells)):
        alone = known_to(world, seen, at, head, known_from_later(world, seen, at, hold))
        known.names += [(at, *name) for name in alone.names]
        for names, least, most in alone.facts:
            known.know([(at, *name) for name in names], least, most)
    sums = seen.spans
    for span, branch, side, people, _, is_shown, _ in sums.iter_rows():
        names = of_span(world, span, branch, side)
        if is_shown:
            known.know(names, people, people)
        elif (
            hold
            and sums.filter(  # it was not small, or the next would be hidden
                pl.col("branch").eq_missing(branch), "shown", span=span + 1, side=side
            ).height
        ):
            known.know(names, K, np.inf)
    return known


def total(world: World, names: list[tuple]) -> int:
    return sum(count(world, at, [name]) for at, *name in names)


def leaks(world: World, seen: Published, knows: bool = True, hold: int = 0) -> list:
    """What is small and can't be each of 1 … K-1: of the periods; of the spans, K-1 numbers."""
    found = []
    for head in [None, *(world.rows if knows else [])]:
        known = joint(world, seen, head, hold)
        assert known.possible()
        for at in range(len(world.cells)):
            for figure, names, is_cell in secrets(world, at, head):
                here = [(at, *name) for name in names]
                found += _leak(known, head, (at, *figure), here, total(world, here), is_cell)
        for span in range(len(world.cells) // LENGTH):
            for branch in (*BRANCHES, None):
                for side in SIDES[world.cells[0].shape[2]]:
                    names = of_span(world, span, branch, side, head)
                    figure = ("span", span, branch, side)
                    found += _leak(known, head, figure, names, total(world, names), False)
    return found


def _leak(known, head, figure, names, truth, is_cell) -> list:
    if not 0 < truth < K:
        return []
    values = range(1, K) if is_cell else range(3 * K)
    left = [n for n in values if known.possible((names, n, n))]
    return [(head, figure, truth, left)] if len(left) < K - 1 else []


@some
@given(worlds(periods=2), st.booleans())
def test_nobody_learns_anything_from_a_year_and_its_periods(world, knows):
    assert leaks(world, with_spans(world, knows), knows) == []


@pytest.mark.thorough
@few
@given(worlds(periods=4))
def test_nobody_learns_anything_from_years_over_time(world):
    assert leaks(world, with_spans(world, hold=2), hold=2) == []


WRONG = {
    "periods are of no interest": (21, spans._Span, "_unmet", lambda *_: []),
    "heads are strangers": (21, branch_spans._Span, "heads", property(lambda _: [])),
    "sums are of no interest": (12, spans.Sums, "demand", lambda *_: 0),
}


@pytest.mark.thorough
@pytest.mark.parametrize("fault", WRONG)
def test_the_reader_sees_through_sums_made_wrong_on_purpose(fault, monkeypatch):
    seed, where, name, wrong = WRONG[fault]
    world = World(made_up(seed).cells[:LENGTH])
    assert leaks(world, with_spans(world)) == []
    monkeypatch.setattr(where, name, wrong)
    assert leaks(world, with_spans(world)) != []


SMALL_PLACE = World(
    [np.array([[[1, 9, 14], [2, 8, 12]], [[3, 9, 9], [2, 11, 10]]]) for _ in range(LENGTH)]
)


def test_a_year_is_shown_where_its_periods_can_not_be():
    seen = with_spans(SMALL_PLACE)

    assert seen.count(0, None, None, "out0") is None
    assert seen.count(1, None, None, "out0") is None
    row = seen.spans.filter(pl.col("branch").is_null(), side="out0").row(0, named=True)
    assert (row["shown"], row["people"], row["whole"]) == (True, 16, 180)


def test_what_was_hidden_of_a_year_stays_hidden():
    wanted = (0, None, "out0")
    seen = with_spans(SMALL_PLACE, before={wanted})

    assert not seen.spans.filter(pl.col("branch").is_null(), side="out0")["shown"].item()


CORRECTED = World(
    [
        np.array([[[16, 22, 20], [1, 0, 10], [2, 1, 0]], [[5, 0, 0], [14, 0, 1], [6, 14, 1]]]),
        np.array([[[5, 2, 6], [1, 0, 3], [3, 0, 0]], [[0, 0, 0], [7, 1, 1], [1, 6, 0]]]),
    ]
)


def test_a_year_that_has_been_shown_stays_so_and_binds_the_others_while_it_is_the_same():
    """Two were moved between sides of the other branch: who has seen this one still knows it."""
    anew = with_spans(CORRECTED).spans
    known = with_spans(CORRECTED, shown={(0, "a", "in0"): 64}).spans
    other = with_spans(CORRECTED, shown={(0, "a", "in0"): 65}).spans

    of_a = {"branch": "a", "side": "in0"}
    of_all = pl.col("branch").is_null() & (pl.col("side") == "out0")
    assert [made.filter(**of_a)["people"].item() for made in (anew, known)] == [None, 64]
    assert [made.filter(of_all)["people"].item() for made in (anew, known)] == [61, None]
    assert other.equals(anew)


@some
@given(worlds(periods=2))
def test_the_same_years_again_are_the_same(world):
    first = with_spans(world)
    names = ["span", "branch", "side"]
    hidden = first.spans.filter(~pl.col("shown")).select(names).rows()
    shown = {row[:3]: row[3] for row in first.spans.filter("shown").select(*names, "people").rows()}

    assert with_spans(world, before=hidden, shown=shown).spans.equals(first.spans)


def test_a_sum_that_is_small_is_not_shown_and_nor_is_the_next():
    """The three and the two of the first year are five, but the head of either row knows theirs."""
    small, more = [[[1, 20, 14], [1, 20, 12]], [[0, 20, 9], [1, 20, 10]]], [
        [[9, 20, 14], [9, 20, 12]], [[9, 20, 9], [9, 20, 10]]]  # fmt: skip
    world = World([np.array(cells) for cells in (small, small, more, more)])
    first, held = (with_spans(world, hold=hold).spans for hold in (0, 4))

    of_all = first.filter(pl.col("branch").is_null(), side="out0")
    assert of_all["shown"].to_list() == [False, True]
    assert of_all["secret"].to_list() == [True, False]
    of_all = held.filter(pl.col("branch").is_null(), side="out0")
    assert not of_all["shown"].any()
    assert of_all["secret"].all()


def test_nobody_at_all_is_not_shown_either_the_year_after_it_was_small():
    few, nobody = ([[[out, 20, 14], [out, 20, 12]]] * 2 for out in (1, 0))
    world = World([np.array(cells) for cells in (few, few, nobody, nobody)])
    first, held = (with_spans(world, hold=hold).spans for hold in (0, 4))

    of_all = pl.col("branch").is_null() & (pl.col("side") == "out0")
    assert first.filter(of_all, span=1)["people"].to_list() == [0]
    assert held.filter(of_all, span=1)["people"].to_list() == [None]


@pytest.mark.parametrize("seed", [18, 27])
def test_what_was_small_the_year_before_could_be_another_number(seed):
    """Also where it is large now, and every sum that would tell it is asked for before it."""
    chance = np.random.default_rng(seed)
    rates = chance.choice([0.3, 1, 3, 9, 15], (2, int(chance.integers(2, 4)), 3))
    world = World([chance.poisson(rates) for _ in range(4)])
    seen = with_spans(world, hold=4)
    held = [name for name in FOUR if any(0 < n < K for n in lefts(world, 0, name).values())]

    assert held
    for head in [None, *world.rows]:
        known = joint(world, seen, head, 4)
        for name in held:
            left = lefts(world, 1, name)[head]
            names = of_span(world, 1, *name, but=head)
            others = (left + by for by in range(-K, K + 1) if by)
            assert left < K or any(known.possible((names, n, n)) for n in others)


def lefts(world: World, span: int, name: tuple) -> dict[int | None, int]:
    """How many each reader does not know of in a sum."""
    heads = [None, *world.rows]
    return {head: total(world, of_span(world, span, *name, but=head)) for head in heads}
