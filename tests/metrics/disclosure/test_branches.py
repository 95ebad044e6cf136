"""Branches of the same people, the whole first, attacked by readers who solve for whole numbers."""

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metrics.disclosure import branch_network
from tests.metrics.disclosure.attack import few, some
from tests.metrics.disclosure.branch_attack import (
    BRANCHES,
    Published,
    World,
    leaks,
    made_up,
    publish,
    worlds,
)

INTERNAL = st.sampled_from([(), ("b",)])


@some
@given(worlds(), st.booleans(), INTERNAL)
def test_nobody_learns_anything_from_branches(world, knows, internal):
    assert leaks(world, publish(world, knows, internal=internal), knows) == []


def test_a_rest_in_rows_whose_wholes_are_hidden_is_bounded_by_them():
    """The head of the first row knows that the others' rests come to 13, and that the last row has
    12 people at most in both branches: the three of the middle row would be 2, 3 or 4."""
    cells = [[[5, 10, 14], [8, 2, 12], [1, 0, 1]], [[0, 13, 15], [1, 2, 20], [0, 10, 0]]]
    world = World([np.array(cells)])
    assert leaks(world, publish(world, internal=["b"])) == []


@pytest.mark.thorough
@some
@given(worlds(periods=3), INTERNAL)
def test_nobody_learns_anything_from_branches_over_time(world, internal):
    seen = publish(world, hold=2, internal=internal)
    assert leaks(world, seen, hold=2) == []


@some
@given(worlds(periods=3))
def test_the_same_people_published_again_are_shown_the_same(world):
    first = publish(world, hold=2)
    before = first.sides.filter(~pl.col("shown")).drop("people", "shown")
    assert publish(world, hold=2, before=before).sides.equals(first.sides)


@some
@given(worlds())
def test_what_an_earlier_rule_has_shown_stays_known(world):
    """The sums first, then the branches: nobody learns anything from both together."""
    sums_first = publish(world, internal=BRANCHES).sides.filter("shown")
    after = publish(world, shown_before=sums_first)

    assert leaks(world, Published(after.wholes, after.sides, once=sums_first)) == []


CAME_LATER = [[[16, 12, 7], [12, 1, 6]], [[16, 1, 0], [1, 9, 13]]]


@few
@given(worlds(sides=[3]))
@example(World([np.array(CAME_LATER)]))
def test_nobody_learns_anything_when_the_second_step_becomes_known(world):
    """Those back within six months are shown first; half a year later those back within twelve."""
    at_first = World([np.stack([c[..., 0], c[..., 1:].sum(-1)], -1) for c in world.cells])
    first = publish(at_first, internal=["b"]).sides
    shown, hidden = first.filter("shown"), first.filter(~pl.col("shown"))
    after = publish(world, internal=["b"], before=hidden, shown_before=shown)

    assert leaks(world, Published(after.wholes, after.sides, once=shown)) == []


WRONG = {
    "rests are not looked at": (6, "Figures", "rests", property(lambda _: {})),
    "rows are of no interest": (0, "Network", "_demands", lambda *_: iter(())),
    "what was small is shown soon after": (6, "Figures", "lasts", lambda *_: False),
    "heads are strangers": (0, "Figures", "units", property(lambda _: [])),
}


@pytest.mark.thorough
@pytest.mark.parametrize("fault", WRONG)
def test_the_reader_sees_through_a_protector_made_wrong_on_purpose(fault, monkeypatch):
    seed, where, name, wrong = WRONG[fault]
    world = made_up(seed)
    assert leaks(world, publish(world, hold=2), hold=2) == []
    monkeypatch.setattr(getattr(branch_network, where), name, wrong)
    assert leaks(world, publish(world, hold=2), hold=2) != []


def test_all_who_came_back_are_shown_though_those_of_one_branch_are_few():
    """Nine and two came back: with eleven shown, neither of the two is."""
    world = World(
        [np.array([[[4, 20, 30], [5, 25, 30], [0, 9, 30]], [[2, 15, 20], [0, 9, 9], [0, 20, 9]]])]
    )
    seen = publish(world, knows=False, internal=["a", "b"])

    assert seen.count(0, None, None, "out0") == 11
    assert seen.count(0, "b", None, "out0") is None


@pytest.mark.parametrize("knows", [True, False])
def test_what_held_is_shown_though_few_came_back_at_first(knows):
    world = World(
        [np.array([[[1, 20, 30], [2, 25, 30], [0, 9, 30]], [[7, 15, 20], [8, 9, 9], [9, 20, 9]]])]
    )
    seen = publish(world, knows=knows)

    assert seen.count(0, "a", None, "in0") is None  # all but three
    assert seen.count(0, "a", None, "in1") == 90
