"""Attacks on a table three ways, of which two margins are shown: a reader who solves for all cells.

The attacker is written from the rule and shares no code with the module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.disclosure import proof, protect_across, protect_again, three_way
from tests.metrics.test_disclosure_attack import few, numbers, some
from tests.metrics.test_disclosure_linked import System

BY = ("unit", "group", "side")
SIDES = ("part", "rest")
EVERY = slice(None)
sizes = st.sampled_from([3, 5, 8])


@dataclass(frozen=True)
class Month:
    """People by unit × group × side, and the margins that everybody sees, None where hidden."""

    cells: np.ndarray
    by_unit: dict[tuple, int | None]
    by_group: dict[tuple, int | None]

    @property
    def told(self) -> bool:
        """Whether anything at all is said by group."""
        return any(count is not None for count in self.by_group.values())


def rows(months: list[np.ndarray]) -> pl.DataFrame:
    said = [
        (month, unit, group, SIDES[side], int(many))
        for month, cells in enumerate(months)
        for (unit, group, side), many in np.ndenumerate(cells)
    ]
    return pl.DataFrame(said, ["month", *BY, "people"], orient="row")


@dataclass(frozen=True)
class Published:
    """The two margins of every month, as frames."""

    by_unit: pl.DataFrame
    by_group: pl.DataFrame

    def hidden(self) -> "Published":
        """What a store keeps of it."""
        kept = [made.filter(~pl.col("shown")).drop("people", "shown") for made in self._both()]
        return Published(*kept)

    def _both(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        return self.by_unit, self.by_group

    def month(self, cells: np.ndarray, number: int = 0) -> Month:
        unit = self.by_unit.filter(month=number).select("unit", "side", "people")
        group = self.by_group.filter(pl.col("unit").is_null(), month=number)
        seen = [
            {(name, side): many for name, side, many in made.rows()}
            for made in (unit, group.select("group", "side", "people"))
        ]
        return Month(cells, *seen)


def publish(
    months: list[np.ndarray], k: int, knows=True, hold=0, before: Published | None = None
) -> Published:
    people = rows(months)
    asked = {"apart": "month", "k": k, "hold": hold}
    by_unit = protect_again(
        people.group_by("month", "unit", "side").agg(pl.col("people").sum()),
        ["unit", "side"],
        "people",
        before=before and before.by_unit,
        knows="unit" if knows else None,
        **asked,
    )
    by_group = protect_across(
        people,
        BY,
        "people",
        given=by_unit,
        before=before and before.by_group,
        knows=knows,
        **asked,
    )
    return Published(by_unit, by_group)


# ---------------------------------------------------------------- the attacker


def known_to(month: Month, head: int | None) -> System:
    """What a reader knows of the cells: where nobody is, both margins, and a head their own."""
    known = System(names=[at for at, many in np.ndenumerate(month.cells) if many])
    for axis, margin in enumerate((month.by_unit, month.by_group)):
        for (name, side), count in margin.items():
            inside = [
                at
                for at in known.names
                if name in (None, at[axis]) and side in (None, SIDES[at[2]])
            ]
            if count is not None:
                assert count == sum(month.cells[at] for at in inside)
                known.know(inside, count, count)
            elif axis == 0 or month.told:
                known.know(inside, 1, np.inf)
    for at in known.names:
        if at[0] == head:
            known.know([at], int(month.cells[at]), int(month.cells[at]))
    return known


def figures_of(cells: np.ndarray):
    """(unit or None, group or None, side or None) of all but the sides of all."""
    units, groups = ([*range(many), None] for many in cells.shape[:2])
    for unit, group, side in product(units, groups, (0, 1, None)):
        if (unit, group) != (None, None):
            yield unit, group, side


def count_of(cells: np.ndarray, figure: tuple) -> int:
    return int(cells[tuple(EVERY if at is None else at for at in figure)].sum())


def leaks(month: Month, k: int, heads: Sequence[int] | None = None, held=frozenset()) -> list:
    """(reader, figure, what is impossible) of all secrets of which a reader can rule out too much.

    Heads: which of them are asked, all if not said. Held: what is secret though it is not small.
    """
    if not month.told:
        return []
    found = []
    for head in [None, *(range(len(month.cells)) if heads is None else heads)]:
        known = known_to(month, head)
        assert known.possible()
        for figure in figures_of(month.cells):
            others = month.cells.copy()
            others[[] if head is None else head] = 0
            left = count_of(others, figure)
            if not left or not (left < k or figure in held):
                continue
            inside = [at for at in known.names if at[0] != head and _within(at, figure)]
            if figure[2] is None:
                near = range(max(0, left - k), left + k)
                if sum(known.possible((inside, n, n)) for n in near) < max(k - 1, 2):
                    found.append((head, figure, "numbers"))
            else:
                wanted = range(1, max(k, 3))
                found += [(head, figure, n) for n in wanted if not known.possible((inside, n, n))]
    return found


def _within(cell: tuple, figure: tuple) -> bool:
    return all(want in (None, has) for has, want in zip(cell, figure, strict=True))


def small(cells: np.ndarray, k: int) -> set[tuple]:
    return {figure for figure in figures_of(cells) if 0 < count_of(cells, figure) < k}


# ---------------------------------------------------------------- made-up tables


@st.composite
def tables(draw, units=4, groups=4):
    """Small units, units with one group only, and places where nobody is."""
    shape = (draw(st.integers(1, units)), draw(st.integers(1, groups)), 2)
    many = int(np.prod(shape))
    cells = np.array(draw(st.lists(numbers, min_size=many, max_size=many))).reshape(shape)
    for unit in draw(st.sets(st.sampled_from(range(shape[0])), max_size=2)):
        cells[unit, 1:] = 0
    assume(cells.any())
    return cells * draw(st.sampled_from([1, 1, 3]))


def spell(units: int, groups: int, people: int, months: int, seed: int) -> list[np.ndarray]:
    """A stock that six in a hundred leave each month, and about as many enter."""
    chance = np.random.default_rng(seed)
    share = chance.dirichlet(np.full(units, 4.0))[:, None] * chance.dirichlet(np.full(groups, 1.2))
    expected = people * share[..., None] * chance.dirichlet([3, 2])
    cells, made = chance.poisson(expected), []
    for _ in range(months):
        made.append(cells)
        cells = cells - chance.binomial(cells, 0.06) + chance.poisson(0.06 * expected)
    return made


def held_before(months: list[np.ndarray], at: int, k: int, hold: int) -> set[tuple]:
    return set().union(*(small(cells, k) for cells in months[max(0, at - hold) : at]))


# ---------------------------------------------------------------- what holds


@some
@given(tables(), sizes)
def test_nobody_learns_anything_from_both_margins(cells, k):
    assert leaks(publish([cells], k).month(cells), k) == []


@few
@given(tables(), sizes)
def test_an_outsider_learns_nothing_from_both_margins(cells, k):
    assert leaks(publish([cells], k, knows=False).month(cells), k, heads=[]) == []


@few
@given(st.data(), sizes)
def test_what_is_held_is_protected_as_what_is_small(data, k):
    before = data.draw(tables(3, 3))
    many = data.draw(st.lists(numbers, min_size=before.size, max_size=before.size).filter(any))
    now = np.array(many).reshape(before.shape)
    shown = publish([before, now], k, hold=1).month(now, 1)

    assert leaks(shown, k, held=small(before, k)) == []


@few
@given(st.data(), sizes)
def test_a_correction_hides_what_was_hidden_and_tells_nobody_what_it_was(data, k):
    before = data.draw(tables(3, 3))
    many = data.draw(st.lists(numbers, min_size=before.size, max_size=before.size).filter(any))
    now = np.array(many).reshape(before.shape)
    first = publish([before], k)
    second = publish([now], k, before=first.hidden()).month(now)

    was = {at for at, count in first.month(before).by_group.items() if count is None}
    assert all(second.by_group[at] is None for at in was if count_of(now, _of_group(at)))
    assert leaks(second, k, held=small(before, k)) == []


def _of_group(at: tuple) -> tuple:
    group, side = at
    return None, group, None if side is None else SIDES.index(side)


@pytest.mark.parametrize(
    ("units", "groups", "people", "k", "months", "heads"),
    [
        (3, 6, 300, 5, (11, 35), None),
        (3, 6, 200, 3, (17, 35), None),
        (3, 6, 400, 8, (35,), None),
        (8, 6, 1000, 5, (35,), (0,)),
    ],
)
def test_a_spell_of_36_months_tells_nothing(units, groups, people, k, months, heads):
    stocks = spell(units, groups, people, 36, seed=k + units)
    published = publish(stocks, k, hold=12)

    for at in months:
        shown = published.month(stocks[at], at)
        held = held_before(stocks, at, k, 12)
        assert shown.told
        assert small(stocks[at], k)
        assert leaks(shown, k, heads, held) == []


def test_a_spell_shows_what_it_can():
    """Bands around what was measured when this was written: 100 and 63 of a hundred groups."""
    for (units, people), (least, most) in {(8, 2500): (0.95, 1), (3, 300): (0.45, 0.8)}.items():
        shares = [
            _groups_shown(publish(spell(units, 6, people, 14, seed), 5, hold=12).by_group)
            for seed in range(4)
        ]
        assert least <= np.mean(shares) <= most


def _groups_shown(by_group: pl.DataFrame) -> float:
    """How many of all groups and months have both sides and the whole shown."""
    of_all = by_group.filter(pl.col("unit").is_null())
    return of_all.group_by("month", "group").agg(pl.col("shown").all())["shown"].mean()


# ---------------------------------------------------------------- the rule by example


def shown_of(cells: list, k: int = 5, **asked) -> dict:
    return publish([np.array(cells)], k, **asked).month(np.array(cells)).by_group


def test_large_numbers_are_shown_by_group():
    """Two units, two groups: nobody is few anywhere, and nothing is hidden."""
    assert shown_of([[[20, 9], [11, 12]], [[15, 10], [30, 8]]]) == {
        (0, "part"): 35,
        (0, "rest"): 19,
        (0, None): 54,
        (1, "part"): 41,
        (1, "rest"): 20,
        (1, None): 61,
    }


@pytest.mark.parametrize(("others", "is_told"), [(4, False), (5, True)])
def test_a_group_is_hidden_when_what_is_left_besides_a_heads_own_is_small(others, is_told):
    """The head of the first unit takes their own 30 from all, and has the second unit's."""
    told = shown_of([[[30, 20], [40, 25]], [[others, 20], [20, 25]]])

    assert (told[0, "part"] is not None) == is_told


def test_an_outsider_alone_is_not_told_of_it_and_so_sees_it():
    told = shown_of([[[30, 20], [40, 25]], [[4, 20], [20, 25]]], knows=False)

    assert told[0, "part"] == 34


def test_where_a_side_of_all_is_hidden_nothing_is_told_by_group():
    told = shown_of([[[3, 30], [0, 40]], [[0, 20], [0, 50]]])

    assert set(told.values()) == {None}


def test_a_group_where_nobody_is_is_nil_and_shown():
    told = shown_of([[[20, 9], [0, 0]], [[15, 10], [0, 0]]])

    assert (told[1, "part"], told[1, "rest"], told[1, None]) == (0, 0, 0)


# ---------------------------------------------------------------- what must not matter


@few
@given(tables(3, 3), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(cells, chance):
    people, given_ = rows([cells]), publish([cells], 5).by_unit
    order = list(range(people.height))
    chance.shuffle(order)
    asked = {"apart": "month", "given": given_, "knows": True}

    made = protect_across(people[order], BY, "people", **asked)
    assert made.equals(protect_across(people, BY, "people", **asked))


def test_later_months_never_alter_earlier_ones():
    months = spell(3, 6, 300, 20, seed=1)
    whole = publish(months, 5, hold=12).by_group

    first = publish(months[:13], 5, hold=12).by_group
    assert first.equals(whole.filter(pl.col("month") < 13))


@pytest.mark.parametrize("place", [(3, 6, 150), (3, 4, 60), (5, 4, 300)])
def test_the_same_data_published_again_and_again_is_the_same(place):
    months = spell(*place, months=10, seed=3)
    first = publish(months, 5, hold=2)
    second = publish(months, 5, hold=2, before=first.hidden())
    third = publish(months, 5, hold=2, before=second.hidden())

    assert not first.by_group["shown"].all()
    assert second.by_group.equals(first.by_group)
    assert third.by_group.equals(first.by_group)


def test_an_empty_table_gives_no_rows():
    made = publish([np.array([[[20, 9]]])], 5)

    people = rows([np.array([[[20, 9]]])]).clear()
    empty = protect_across(people, BY, "people", apart="month", given=made.by_unit)
    assert (empty.height, empty.columns) == (0, made.by_group.columns)


# ---------------------------------------------------------------- protectors made wrong on purpose

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
    whole = proof.Proof
    patched.setattr(
        three_way, "Proof", lambda figures, secret, k, knows: whole(figures, secret, k, False)
    )


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
        (SEEN, moves_that_heads_would_see),
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
    made = proof.Proof(figures, np.zeros(figures.shape, dtype=bool), k=5, knows=True)
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
