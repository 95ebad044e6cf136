"""Figures that are delivered ready made: what is hidden of units and of their sum, and why."""

from datetime import date

import polars as pl
import pytest

from data.published.delivered import delivered_figures, delivered_rows
from data.store import frames
from data.store.moment import Moment
from tests.data.builders import Frames

JUNE = date(2026, 6, 1)
FORUM = 1
OF_ALL = None
Counts = tuple[float, float | None]  # part and whole


def moment_of(**given: pl.DataFrame) -> Moment:
    place = Frames(**given)
    return Moment.at(place, place.versions(), FORUM)


def rows_of(values: dict[int | None, Counts], least: int = 5, period: date = JUNE) -> pl.DataFrame:
    """Values of June by unit, as any viewer may see them."""
    rows = [(FORUM, "besok", period, unit, *counts, True) for unit, counts in values.items()]
    delivered = pl.DataFrame(rows, frames.DELIVERED_VALUES, orient="row")
    return delivered_rows(moment_of(delivered_values=delivered), least)


def shown(values: dict[int | None, Counts], least: int = 5) -> set[int | None]:
    """The units whose value is shown; OF_ALL is there if their sum is."""
    rows = rows_of(values, least)
    for unit, part, whole, is_shown in rows.select("unit_id", "part", "whole", "shown").iter_rows():
        assert (part, whole) == (values[unit] if is_shown else (None, None))
    return set(rows.filter("shown")["unit_id"])


def counts(*units: int, of_all: int) -> dict[int | None, Counts]:
    """Counts, which have no whole, of units 1, 2 and so on, and of all."""
    return {at: (part, None) for at, part in enumerate(units, start=1)} | {OF_ALL: (of_all, None)}


def test_a_delivered_value_is_a_figure_under_a_name_of_its_own_in_whole_numbers():
    row = rows_of({1: (20.6, 40.4)})

    assert row.schema == frames.FIGURES
    assert row.select("figure", "period", "unit_id", "part", "whole", "provisional").row(0) == (
        ("eget_besok", JUNE, 1, 21, 40, True)
    )


@pytest.mark.parametrize(("part", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_count_is_small_from_one_to_one_less_than_the_least_that_is_shown(part, is_shown):
    assert shown({1: (part, None)}) == ({1} if is_shown else set())
    assert shown({OF_ALL: (part, None)}) == ({OF_ALL} if is_shown else set())


@pytest.mark.parametrize(
    ("part", "whole", "is_shown"),
    [
        (0, 20, True), (1, 20, False), (4, 20, False), (5, 20, True),
        (15, 20, True), (16, 20, False), (19, 20, False), (20, 20, True),
        (0, 0, True), (0, 1, False), (1, 1, False), (0, 9, False), (9, 9, False), (0, 10, True),
    ],
)  # fmt: skip
def test_a_share_is_small_if_its_part_or_rest_is_or_its_whole_is_under_ten(part, whole, is_shown):
    assert shown({1: (part, whole)}) == ({1} if is_shown else set())


def test_a_whole_of_one_is_small_whatever_is_the_least_that_is_shown():
    assert shown({1: (0, 1)}, least=1) == shown({1: (0, 9)}, least=1) == set()
    assert shown({1: (0, 10)}, least=1) == {1}


def test_what_is_small_is_set_by_the_steering_group():
    assert shown({1: (6, None)}, least=7) == set()
    assert shown({1: (7, None)}, least=7) == {1}


def test_all_units_are_hidden_where_one_is_small_and_the_sum_of_three_is_shown():
    assert shown(counts(3, 20, 20, of_all=43)) == {OF_ALL}
    assert shown(counts(5, 20, 20, of_all=45)) == {1, 2, 3, OF_ALL}


def test_the_sum_of_two_of_which_one_is_small_is_hidden():
    assert shown(counts(3, 20, of_all=43)) == set()


def test_a_small_unit_hides_those_of_its_own_period_and_figure_only():
    may = date(2026, 5, 1)
    rows = [
        (FORUM, key, period, unit, part, None, False)
        for key, period, unit, part in (
            ("besok", JUNE, 1, 3), ("besok", JUNE, 2, 20),
            ("besok", may, 1, 30), ("besok", may, 2, 20), ("samtal", JUNE, 1, 30),
        )
    ]  # fmt: skip
    delivered = pl.DataFrame(rows, frames.DELIVERED_VALUES, orient="row")

    made = delivered_rows(moment_of(delivered_values=delivered), 5).filter("shown")

    assert set(made.select("figure", "period", "unit_id").rows()) == {
        ("eget_besok", may, 1), ("eget_besok", may, 2), ("eget_samtal", JUNE, 1),
    }  # fmt: skip


@pytest.mark.parametrize(("rest", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_sum_is_hidden_where_it_less_one_unit_is_small_as_its_head_would_know(rest, is_shown):
    """Units of 30, and others that have `rest` together: no less than that is left of the sum."""
    values = counts(30, 1, 0, of_all=30 + rest)

    assert shown(values) == ({OF_ALL} if is_shown else set())


@pytest.mark.parametrize(
    ("unit", "of_all", "is_shown"),
    [
        ((30, 60), (32, 90), False),  # 2 of 30 without the unit
        ((30, 60), (35, 90), True),  # 5 of 30
        ((30, 60), (58, 90), False),  # 28 of 30, so a rest of 2
        ((30, 60), (30, 63), False),  # none of 3
        ((30, 60), (30, 65), True),  # none of 5
    ],
)
def test_part_rest_and_whole_of_a_share_are_each_looked_at_without_the_unit(unit, of_all, is_shown):
    values = {1: unit, 2: (0, 9), 3: (0, 0), OF_ALL: of_all}

    assert shown(values) == ({OF_ALL} if is_shown else set())


@pytest.mark.parametrize(("left", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_sum_is_hidden_where_it_less_all_units_is_small(left, is_shown):
    """What is left is that of a unit that was not delivered."""
    assert shown(counts(20, 30, of_all=50 + left)) == {1, 2} | ({OF_ALL} if is_shown else set())


@pytest.mark.parametrize(
    ("of_all", "is_shown"),
    [
        ((32, 90), False),  # 2 of 30 left
        ((35, 90), True),
        ((58, 90), False),  # a rest of 2 left
        ((30, 62), False),  # none of 2 left
        ((30, 60), True),
    ],
)
def test_part_rest_and_whole_of_a_share_are_each_looked_at_without_all_units(of_all, is_shown):
    values = {1: (10, 20), 2: (20, 40), OF_ALL: of_all}

    assert shown(values) == {1, 2} | ({OF_ALL} if is_shown else set())


def test_a_sum_without_any_unit_is_shown_unless_it_is_small_itself():
    assert shown({OF_ALL: (20, None)}) == {OF_ALL}
    assert shown({OF_ALL: (7, 12)}) == {OF_ALL}
    assert shown({OF_ALL: (3, None)}) == set()


def test_units_without_a_sum_are_shown_unless_one_is_small():
    assert shown({1: (20, None), 2: (30, None)}) == {1, 2}
    assert shown({1: (20, None), 2: (3, None)}) == set()


@pytest.mark.parametrize(("whole", "kind"), [("inskrivna", "share"), (None, "count")])
def test_a_delivered_figure_is_a_share_if_it_has_a_whole(whole, kind):
    row = {"forum_id": FORUM, "key": "besok", "title": "Besök", "question": "Hur många?"}
    row |= {"part_in_words": "besök", "whole_in_words": whole, "unit": "count", "better": None}
    row |= {"cadence": "quarter", "source": "Kassan.", "owner": "kommunen"}
    given = pl.DataFrame([row, row | {"key": "a", "title": "A"}], frames.DELIVERED_FIGURES)

    first, second = delivered_figures(moment_of(delivered_figures=given))

    assert (first.key, second.key, second.kind) == ("eget_a", "eget_besok", kind)
    assert second.source == "Kassan. Levereras färdigt av kommunen."
    assert (second.cadence.name, second.cadence.wait.months) == ("quarter", 0)
