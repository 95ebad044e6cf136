"""Protected tables attacked: nobody learns anything of what is small, and a wrong protector is seen through."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.disclosure import protect, protect_again, protection
from tests.metrics.disclosure.attack import (
    NAMES,
    Table,
    crossed,
    crosses,
    few,
    frame,
    held_before,
    hidden,
    known_from_later,
    leaks,
    numbers,
    published,
    published_months,
    sizes,
    some,
    spell,
    tables,
    tells_the_truth,
)

# ---------------------------------------------------------------- what holds


@some
@given(tables, sizes)
def test_an_outsider_learns_nothing_of_small_figures(table, k):
    shown = published(table, k=k)

    assert tells_the_truth(table, shown)
    assert leaks(table, shown, k) == []


@some
@given(tables, sizes)
def test_no_head_learns_anything_of_the_small_figures_of_others(table, k):
    shown = published(table, k=k, knows="unit")

    assert tells_the_truth(table, shown)
    assert leaks(table, shown, k, heads=True) == []


@some
@given(crosses())
def test_no_partner_is_hidden_in_vain(table):
    shown = published(table, knows="unit")

    for partner in hidden(shown) - table.small(5):
        assert leaks(table, shown | {partner: table.truth[partner]}, 5, heads=True)


@some
@given(st.data(), sizes)
def test_what_is_held_is_protected_as_what_is_small(data, k):
    before = data.draw(crosses(3, 3))
    now = Table({cell: data.draw(numbers) for cell in before.cells})
    shown = published_months([before, now], k=k, knows="unit", hold=1)[1]

    assert leaks(now, shown, k, heads=True, held=before.small(k)) == []


@pytest.mark.parametrize(
    ("units", "groups", "people", "k", "step"),
    [
        (3, 6, 300, 3, 9),
        *(
            pytest.param(*place, marks=pytest.mark.thorough)
            for place in (
                (3, 6, 300, 5, 4),
                (3, 6, 300, 8, 9),
                (8, 6, 2500, 5, 15),
                (8, 6, 2500, 3, 30),
            )
        ),
    ],
)
def test_a_spell_of_36_months_tells_nothing(units, groups, people, k, step):
    stocks = spell(units, groups, people, 36, seed=k + units)
    shown = published_months(stocks, k=k, knows="unit", hold=12)

    assert any(stock.small(k) for stock in stocks)
    for month in range(step - 1, 36, step):
        held = held_before(stocks, month, k, 12)
        assert tells_the_truth(stocks[month], shown[month])
        assert leaks(stocks[month], shown[month], k, heads=True, held=held) == []


@some
@given(st.data(), crosses(3, 3))
def test_the_months_after_tell_nothing_of_what_was_hidden(data, first):
    """A reader who has kept every month since knows what was not small when it was hidden."""
    change = st.sampled_from([-5, -2, -1, 0, 0, 0, 1, 2, 5])
    stocks = [first]
    for _ in range(4):
        last = stocks[-1].cells.items()
        stocks.append(Table({cell: max(0, n + data.draw(change)) for cell, n in last}))
    shown = published_months(stocks, knows="unit", hold=2)

    for month, stock in enumerate(stocks):
        least = known_from_later(shown, month, 5, 2)
        assert leaks(stock, shown[month], 5, heads=True, least=least) == []
        held = held_before(stocks, month, 5, 2)
        while_held = {figure: n for figure, n in least.items() if figure not in held}
        assert leaks(stock, shown[month], 5, heads=True, held=held, least=while_held) == []


JANUARY, FEBRUARY = crossed([[1, 5], [20, 20]]), crossed([[0, 6], [20, 20]])


def test_what_is_shown_again_is_no_partner_that_could_have_been_small(monkeypatch):
    """January: 1 and 5 are hidden, their sum 6 is shown. February shows 6: so January's was 5."""
    shown = published_months([JANUARY, FEBRUARY], hold=12)
    least = known_from_later(shown, 0, 5, 12)
    assert leaks(JANUARY, shown[0], 5, least=least) == []

    monkeypatch.setattr(protection, "falls", lambda counts, *_: (counts - 1).clip(min=0))
    shown = published_months([JANUARY, FEBRUARY], hold=12)
    least = known_from_later(shown, 0, 5, 12)
    assert (None, ("A", 0)) in leaks(JANUARY, shown[0], 5, least=least)
    assert leaks(JANUARY, shown[0], 5, least={}) == []


@pytest.mark.parametrize(("beside", "is_told"), [(0, True), (10, False)])
def test_what_another_figure_of_the_same_people_tells_later_is_reckoned_with(beside, is_told):
    """A sum beside 3 and 10 is shown for ten and more: where it is, later, it tells of the 10."""
    table = Table({("A", 0): 3, ("A", 1): 10, ("B", 0): 30, ("B", 1): 40})
    asked = {"by": NAMES, "count": "people", "before": None, "apart": "month", "hold": 12}
    rows = protect_again(frame(table), **asked, beside=beside).select(*NAMES, "people").rows()
    shown = {row[:2]: row[2] for row in rows}
    least = {figure: 10 for figure in hidden(shown) if table.truth[figure] >= 10}

    assert bool(leaks(table, shown, 5, least=least)) == is_told


def test_a_spell_shows_what_it_can():
    """Bands around what was measured when the rule was decided: 51 and 77 of a hundred cells."""
    for (units, people), (least, most) in {(3, 300): (0.35, 0.8), (8, 2500): (0.6, 0.95)}.items():
        months = [
            shown
            for seed in range(2)
            for shown in published_months(spell(units, 6, people, 14, seed), knows="unit", hold=12)
        ]
        cells = [n is not None for shown in months for at, n in shown.items() if None not in at]
        assert least < np.mean(cells) < most


# ---------------------------------------------------------------- what must not matter


@few
@given(crosses(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(table, chance):
    cells = frame(table)
    order = list(range(cells.height))
    chance.shuffle(order)
    asked = {"by": NAMES, "count": "people", "apart": "month", "knows": "unit"}

    assert protect(cells[order], **asked).equals(protect(cells, **asked))


@pytest.mark.parametrize("months", [1, 13, 20])
def test_later_months_never_alter_earlier_ones(months):
    stocks = spell(3, 6, 300, 36, seed=1)
    asked = {"knows": "unit", "hold": 12}
    whole = published_months(stocks, **asked)

    assert published_months(stocks[:months], **asked) == whole[:months]
    assert any(hidden(shown) for shown in whole[:months])


@few
@given(st.data(), crosses(3, 3))
def test_a_month_more_alters_nothing_before_it(data, first):
    stocks = [first] + [Table({at: data.draw(numbers) for at in first.cells}) for _ in range(3)]
    asked = {"knows": "unit", "hold": 2}

    assert published_months(stocks[:3], **asked) == published_months(stocks, **asked)[:3]


def test_another_reading_of_the_same_gives_the_same():
    table = spell(8, 6, 1000, 1, seed=3)[0]

    assert published(table, knows="unit") == published(table, knows="unit")


# ---------------------------------------------------------------- protectors made wrong on purpose

EXPOSED = crossed([[3, 20, 30], [40, 12, 60], [25, 35, 45]])
THIN = crossed([[1, 1, 0], [20, 30, 40], [50, 60, 70]])


def only_the_small(table: Table, k: int) -> dict:
    return table.truth | dict.fromkeys(table.small(k))


def one_partner_a_row(table: Table, k: int) -> dict:
    """Forgets the columns."""
    shown = only_the_small(table, k)
    for unit in table.units:
        line = [at for at in table.parts if at[0] == unit and at[1] is not None]
        if any(shown[at] is None for at in line):
            shown[max(line, key=table.truth.get)] = None
    return shown


def margins_shown(table: Table, k: int) -> dict:
    return published(table, k=k, knows="unit") | {
        at: count for at, count in table.truth.items() if None in at
    }


def heads_forgotten(table: Table, k: int) -> dict:
    return published(table, k=k)


def small_k(table: Table, k: int) -> dict:
    """Protects against another k than it hides by."""
    return published(table, k=2, knows="unit") | dict.fromkeys(table.small(k))


@pytest.mark.parametrize(
    ("wrong", "table"),
    [
        (only_the_small, EXPOSED),
        (one_partner_a_row, EXPOSED),
        (margins_shown, THIN),
        (heads_forgotten, EXPOSED),
        (small_k, crossed([[3, 20, 30], [2, 12, 60], [25, 35, 45]])),
    ],
)
def test_the_attacker_sees_through_a_protector_that_is_wrong(wrong, table):
    assert leaks(table, wrong(table, 5), 5, heads=True)
    assert leaks(table, published(table, k=5, knows="unit"), 5, heads=True) == []


def test_the_attacker_sees_a_held_margin_that_can_be_added_up(monkeypatch):
    before, now = (Table({("A",): a, ("B",): b}) for a, b in ((3, 0), (0, 9)))
    shown = published_months([before, now], hold=1)[1]
    assert leaks(now, shown, 5, held=before.small(5)) == []

    asked = protection.demands
    monkeypatch.setattr(
        protection, "demands", lambda at, n, cell, k: asked(at, n, cell, k) if cell else []
    )
    shown = published_months([before, now], hold=1)[1]
    assert leaks(now, shown, 5, held=before.small(5)) == [(None, (None,))]


def test_the_attacker_sees_what_a_series_without_hold_tells():
    before, now = (Table({("A",): n, ("B",): 12, ("C",): 40}) for n in (3, 6))

    for hold, told_of in {0: True, 1: False}.items():
        shown = published_months([before, now], hold=hold)[1]
        assert bool(leaks(now, shown, 5, held=before.small(5))) == told_of


def test_the_attacker_counts_only_what_is_a_secret_to_the_reader():
    alone = crossed([[3, 20], [0, 30], [0, 40]])
    everything = dict.fromkeys(alone.truth) | {at: 0 for at, n in alone.truth.items() if n == 0}

    assert leaks(alone, everything, 5, heads=True) == []
