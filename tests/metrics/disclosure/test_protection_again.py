"""A table that was shown before and is made again: a correction can only hide more."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.disclosure import protect, protect_again
from tests.metrics.disclosure.attack import (
    NAMES,
    Table,
    crossed,
    crosses,
    frame,
    hidden,
    leaks,
    numbers,
    sizes,
    some,
    spell,
)


def again(months: list[Table], before: pl.DataFrame | None, **asked) -> pl.DataFrame:
    cells = pl.concat(frame(table, month) for month, table in enumerate(months))
    by = NAMES[: months[0].width]
    return protect_again(cells, by, "people", apart="month", before=before, **asked)


def pattern(shown: pl.DataFrame) -> pl.DataFrame:
    """What a store keeps of a publication: which figures were hidden, and which as secrets."""
    return shown.filter(~pl.col("shown")).drop("people", "shown")


def of_month(shown: pl.DataFrame, month: int = 0) -> dict[tuple, int | None]:
    here = shown.filter(month=month).drop("month", "shown", "secret", "loose", "digest")
    return {row[:-1]: row[-1] for row in here.iter_rows()}


def listed(*counts: int) -> Table:
    return Table({("ABCDEFGH"[at],): n for at, n in enumerate(counts)})


def test_what_was_small_and_is_corrected_to_more_stays_hidden_with_a_partner():
    first = again([listed(3, 12, 40)], None)
    second = again([listed(6, 12, 40)], pattern(first))

    assert list(of_month(first).values()) == [None, None, 40, 55]
    assert list(of_month(second).values()) == [None, None, 40, 58]


def test_what_a_correction_would_no_longer_hold_is_held_all_the_same():
    """1, 5 and 0: the 5 is held with the 1. Eight come late in the third: it need not be, by itself.

    Only the third has moved, so whoever kept the first version knows that 1 and 5 were 6; shown the
    month after, the 5 would say that it was no less, and the other was 1.
    """
    asked = {"hold": 12, "keep": [("A", None), ("B", None), (None, 0), (None, 1), (None, 2)]}
    first = again([crossed([[1, 5, 0], [20, 20, 20]])], None, **asked)
    months = [crossed([[1, 5, 8], [20, 20, 20]]), crossed([[0, 6, 8], [20, 20, 20]])]
    second = again(months, pattern(first), **asked)
    third = again(months, pattern(second), **asked)

    assert first.filter("loose", unit="A", group=1).height == 1
    assert of_month(again(months, None, **asked), 1)["A", 1] == 6  # nothing is held by itself
    assert of_month(second, 1)["A", 1] is None
    assert third.equals(second)


def test_what_was_small_and_is_corrected_to_more_is_held_the_months_after():
    months = [listed(6, 12, 40), listed(7, 12, 40)]
    first = again([listed(3, 12, 40)], None, hold=12)
    second = again(months, pattern(first), hold=12)
    third = again(months, pattern(second), hold=12)

    assert of_month(second, 1)[("A",)] is None
    assert third.equals(second)


def test_what_was_hidden_and_is_corrected_to_nil_is_shown():
    second = again([listed(0, 12, 40)], pattern(again([listed(3, 12, 40)], None)))

    assert of_month(second)[("A",)] == 0


def test_a_secret_whose_partner_is_gone_gets_another():
    before, now = listed(3, 12, 40), listed(6, 0, 40)
    shown = of_month(again([now], pattern(again([before], None))))

    assert shown[("B",)] == 0
    assert leaks(now, shown, 5, held=before.small(5)) == []


def test_a_partner_stays_hidden_though_another_would_do_now():
    first = again([listed(3, 12, 40)], None)
    second = again([listed(3, 12, 11)], pattern(first))

    assert hidden(of_month(second)) >= {("A",), ("B",)}
    assert hidden(of_month(again([listed(3, 12, 11)], None))) == {("A",), ("C",)}


def test_another_month_is_left_alone():
    first = again([listed(3, 12, 40), listed(9, 12, 40)], None)
    second = again([listed(6, 12, 40), listed(9, 12, 40)], pattern(first))

    assert hidden(of_month(second, 1)) == set()


def test_a_unit_that_is_gone_is_passed_over_and_a_new_one_is_no_secret():
    first = again([listed(3, 12, 40)], None)
    table = Table({("A",): 3, ("B",): 12, ("D",): 50})

    assert hidden(of_month(again([table], pattern(first)))) == {("A",), ("B",)}


@pytest.mark.parametrize("is_empty", [False, True], ids=["nothing", "an empty pattern"])
def test_shown_for_the_first_time_it_is_as_protect_gives_it(is_empty):
    cells = frame(listed(3, 12, 40))
    before = pattern(again([listed(9, 12, 40)], None)) if is_empty else None

    made = protect_again(cells, ["unit"], "people", apart="month", before=before)

    assert made.drop("secret", "loose", "digest").equals(
        protect(cells, ["unit"], "people", apart="month")
    )
    assert made.filter("secret")["unit"].to_list() == ["A"]


@pytest.mark.parametrize("places", [(3, 6, 300), (8, 6, 2500)], ids=["a town", "a district"])
def test_the_same_data_published_again_and_again_is_the_same(places):
    months = spell(*places, months=8, seed=3)
    first = again(months, None, knows="unit", hold=2)
    second = again(months, pattern(first), knows="unit", hold=2)
    third = again(months, pattern(second), knows="unit", hold=2)

    assert second.equals(first)
    assert third.equals(first)


@some
@given(st.data(), sizes)
def test_a_correction_hides_all_that_was_hidden_and_tells_nobody_what_it_was(data, k):
    before = data.draw(crosses(3, 3))
    now = Table({cell: data.draw(numbers) for cell in before.cells})
    asked = {"k": k, "knows": "unit"}
    first = again([before], None, **asked)
    second = of_month(again([now], pattern(first), **asked))

    still = {figure for figure in hidden(of_month(first)) if now.truth[figure]}
    assert still <= hidden(second)
    assert leaks(now, second, k, heads=True, held=before.small(k)) == []
