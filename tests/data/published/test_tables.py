"""The tables that figures are protected as: full crosses, sides, and which cells may be shown."""

from datetime import date

import polars as pl
import pytest

from data.published.tables import (
    crossed,
    disclosed,
    margins_of,
    side_by_side,
    sides_of,
    with_whole,
)

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def test_every_combination_is_there_with_nil_where_nothing_was_counted():
    counts = pl.DataFrame(
        {"unit_id": [2, 1, 2], "target_group": [None, "unga", "unga"], "part": [7, 8, None]}
    )

    assert crossed(counts, ("unit_id", "target_group"), "part").rows() == [
        (1, None, 0),
        (1, "unga", 8),
        (2, None, 7),
        (2, "unga", 0),
    ]


def test_every_period_is_there_that_they_are_crossed_with():
    counts = pl.DataFrame({"period": [JUNE], "unit_id": [1], "part": [8]})

    assert crossed(
        counts, ["unit_id"], "part", over=pl.DataFrame({"period": [JUNE, MAY]})
    ).rows() == [
        (MAY, 1, 0),
        (JUNE, 1, 8),
    ]


def test_margins_are_of_rows_of_columns_and_of_all():
    cells = pl.DataFrame({"unit_id": [2, 1, 2], "target_group": ["unga", "unga", "vuxna"]})

    assert margins_of(cells, "unit_id", "target_group") == [
        (1, None), (2, None), (None, "unga"), (None, "vuxna"), (None, None),
    ]  # fmt: skip


def test_the_sides_are_the_part_and_the_rest_of_the_whole():
    cells = pl.DataFrame({"period": [JUNE], "unit_id": [1], "part": [8], "whole": [20]})

    assert sides_of(cells, "unit_id").rows() == [(JUNE, 1, "part", 8), (JUNE, 1, "rest", 12)]


def sides(**given: list) -> pl.DataFrame:
    """Sides of two units, with what is remembered of them."""
    rows = {"unit_id": [1, 1, 1, 2, 2, 2], "side": ["part", "rest", None] * 2} | given
    return pl.DataFrame(rows).with_columns(secret=pl.lit(False), loose=False, digest=pl.lit("d"))


def test_the_margin_of_the_sides_is_the_whole():
    assert with_whole(sides())["side"].to_list() == ["part", "rest", "whole"] * 2


def test_sides_are_put_beside_each_other():
    people, shown = [8, 12, 20, 3, 7, 10], [True, True, True, False, True, False]

    table = side_by_side(sides(people=people, shown=shown))

    assert table.sort("unit_id").to_dicts() == [
        {"unit_id": 1, "people_part": 8, "people_rest": 12, "people_whole": 20}
        | {"shown_part": True, "shown_rest": True, "shown_whole": True},
        {"unit_id": 2, "people_part": 3, "people_rest": 7, "people_whole": 10}
        | {"shown_part": False, "shown_rest": True, "shown_whole": False},
    ]


@pytest.mark.parametrize(
    ("whole", "sides_shown", "is_shown"),
    [
        (10, (True, True, True), True),
        (9, (True, True, True), False),
        (1, (True, True, True), False),
        (0, (True, True, True), True),
        (10, (False, True, True), False),
        (10, (True, False, True), False),
        (10, (True, True, False), False),
        (0, (False, False, False), False),
        (10, (True, True, None), False),
        (None, (True, True, True), False),
    ],
)
def test_a_cell_is_shown_if_every_side_is_and_its_whole_is_nil_or_ten(whole, sides_shown, is_shown):
    names = ("shown_part", "shown_rest", "shown_whole")
    cell = {"people_part": 0, "people_whole": whole, **dict(zip(names, sides_shown, strict=True))}
    kinds = {"people_part": pl.Int64, "people_whole": pl.Int64, **dict.fromkeys(names, pl.Boolean)}

    row = disclosed(pl.DataFrame([cell], schema=kinds)).select("part", "whole", "shown").row(0)

    assert row == ((0, whole, True) if is_shown else (None, None, False))
