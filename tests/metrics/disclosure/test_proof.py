"""Proofs made wrong on purpose, which the attack finds, and what a proof does when it runs out."""

import numpy as np
import pytest

from metrics.disclosure import proof, three_way
from tests.metrics.disclosure.three_tables import leaks, publish, spell

OPEN = [[[0, 9], [9, 1]], [[0, 2], [0, 9]]]
FOR_HEADS = [[[1, 2], [0, 9], [4, 3]], [[30, 5], [30, 9], [5, 4]]]
MOVED = [[[4, 0], [30, 12], [6, 3]], [[0, 9], [1, 2], [12, 5]], [[2, 4], [5, 0], [2, 9]]]
FOUND = [[[0, 1], [4, 4], [0, 1]], [[6, 12], [0, 30], [2, 0]], [[30, 4], [6, 1], [30, 3]]]


SEEN = [
    [[6, 8], [12, 2], [1, 2]],
    [[2, 0], [4, 0], [12, 2]],
    [[1, 0], [2, 0], [4, 6]],
    [[3, 8], [3, 1], [3, 3]],
]


def no_proof(patched) -> None:
    patched.setattr(proof.Proof, "fails", lambda self, told: None)


def no_heads(patched) -> None:
    whole = three_way._Months
    patched.setattr(three_way, "_Months", lambda k, _knows, *more: whole(k, False, *more))


def moves_without_end(patched) -> None:
    def walk(self, table, reader, figure, far):
        return abs(far), np.zeros(self.cells.size, dtype=bool)

    patched.setattr(proof.Proof, "_walk", walk)


def moves_that_heads_would_see(patched) -> None:
    whole = proof.Proof._walk

    def walk(self, *asked):
        return whole(self, *asked)[0], np.zeros(self.cells.size, dtype=bool)

    patched.setattr(proof.Proof, "_walk", walk)


def tables_that_are_not_there(patched) -> None:
    def possible(self, reader, figure, number):
        self.seen[reader, figure].add(number)
        return True

    patched.setattr(proof.Proof, "_possible", possible)


@pytest.mark.parametrize(
    ("cells", "spoil"),
    [
        (OPEN, no_proof),
        (FOR_HEADS, no_heads),
        (MOVED, moves_without_end),
        pytest.param(SEEN, moves_that_heads_would_see, marks=pytest.mark.thorough),
        (FOUND, tables_that_are_not_there),
    ],
    ids=["no proof", "no heads", "moves without end", "moves that are seen", "no tables"],
)
def test_the_attack_finds_a_proof_made_wrong(cells, spoil, monkeypatch):
    cells = np.array(cells)
    assert leaks(publish([cells], 5).month(cells), 5) == []

    spoil(monkeypatch)
    assert leaks(publish([cells], 5).month(cells), 5)


def test_a_table_shows_nothing_to_the_head_of_a_unit_that_it_alters():
    """One of the first unit's young has moved to another side."""
    cells = np.array([[[3, 9], [8, 7]], [[4, 6], [9, 9]]])
    figures = cells
    for axis in range(3):
        figures = np.concatenate([figures, figures.sum(axis, keepdims=True)], axis)
    no_secrets, at_least_one = np.zeros(figures.shape, dtype=bool), np.ones(figures.shape, int)
    made = proof.Proof(figures, no_secrets, k=5, knows=True, floor=at_least_one)
    made.fails(np.ones(figures.shape, dtype=bool))
    made.is_open[:] = True

    other = cells.copy()
    other[0, 0] = (2, 10)
    made.seen.clear()
    made._note(other.ravel())

    heads = {made.readers[reader] for reader, _ in made.seen}
    assert heads == {1, None}
    assert made.seen[1, 0] == {2}


def test_a_proof_that_runs_out_has_failed(monkeypatch):
    """Fewer programs than are needed: never more is shown."""
    months = spell(3, 6, 200, 8, seed=2)
    whole = publish(months, 5).by_group
    monkeypatch.setattr(proof, "PROGRAMS", 0)
    less = publish(months, 5).by_group

    assert less["shown"].sum() < whole["shown"].sum()
    assert not (less["shown"] & ~whole["shown"]).any()
