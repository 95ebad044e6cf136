"""Two margins of a table three ways: nobody learns anything, and what is large is shown."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.disclosure import protect_across
from tests.metrics.disclosure.attack import few, numbers, some
from tests.metrics.disclosure.three_tables import (
    BY,
    SIDES,
    count_of,
    held_before,
    known_from_later,
    leaks,
    publish,
    rows,
    sizes,
    small,
    spell,
    tables,
)

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


@some
@given(st.data(), tables(3, 3), st.sampled_from([3, 5]))
def test_the_months_after_tell_nothing_of_what_was_hidden(data, first, k):
    change = st.sampled_from([-5, -2, -1, 0, 0, 0, 0, 1, 2, 5])
    stocks = [first]
    for _ in range(3):
        moved = data.draw(st.lists(change, min_size=first.size, max_size=first.size))
        stocks.append((stocks[-1] + np.array(moved).reshape(first.shape)).clip(min=0))
    published = publish(stocks, k, hold=2)
    months = [published.month(cells, at) for at, cells in enumerate(stocks)]

    for at, month in enumerate(months):
        assert leaks(month, k, least=known_from_later(months, at, k, 2)) == []


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


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("units", "groups", "people", "k", "months", "heads"),
    [
        (3, 6, 400, 8, (35,), None),
        (3, 6, 300, 5, (4, 25), None),
        (3, 6, 200, 3, (17, 35), None),
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
