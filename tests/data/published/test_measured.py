"""Medians, sums and ratios as they are protected, without a store."""

from datetime import date

import polars as pl
import pytest

from data.published.facts import Protection
from data.published.measured import measured, protected_measures
from data.published.shapes import Counted
from data.store import frames
from metrics.catalogue import COUNTED

pytestmark = pytest.mark.plain

MAY = date(2026, 5, 1)
DAYS = next(figure for figure in COUNTED if figure.kind == "days")
NORTH, SOUTH = 1, 2


def waits(north: int, south: int) -> Counted:
    """Waits that began in May in two units, one per person, of 1, 2, 3 … days."""
    rows = [
        (MAY, unit, "alla", days, 100 * unit + days)
        for unit, people in ((NORTH, north), (SOUTH, south))
        for days in range(1, people + 1)
    ]
    columns = {"period": pl.Date, "unit_id": pl.Int64, "target_group": pl.String}
    columns |= {"days": pl.Int64, "case_id": pl.Int64}
    periods = pl.DataFrame({"period": [MAY], "provisional": [False]})
    return Counted(pl.DataFrame(rows, columns, orient="row"), periods)


def shown(made: Counted, least: int = 5, **terms) -> dict[int | None, float | None]:
    """unit -> the median, None where it is hidden."""
    how = Protection(least_shown=least, trusted_heads=True)
    figures, hidden = protected_measures(DAYS, made, how, frames.HIDDEN.to_frame(), **terms)
    assert hidden.schema == frames.HIDDEN
    assert figures["people"].null_count() == figures["whole"].null_count() == figures.height
    assert figures["shown"].null_count() == 0
    assert figures["unit_id"].to_list()[-1] is None  # the margins last
    of_all = figures.filter(pl.col("target_group").is_null())
    return dict(of_all.select("unit_id", "value").rows())


@pytest.mark.parametrize(
    ("north", "south", "medians"),
    [
        pytest.param(10, 30, {NORTH: 5.5, SOUTH: 15.5, None: 10.5}, id="ten"),
        pytest.param(9, 30, {NORTH: None, SOUTH: 15.5, None: 11.0}, id="nine: no median of so few"),
        pytest.param(4, 30, {NORTH: None, SOUTH: None, None: 13.5}, id="four: the other hides it"),
    ],
)
def test_a_month_has_a_median_of_ten_and_hides_what_is_small(north, south, medians):
    assert shown(waits(north, south)) == medians


@pytest.mark.parametrize(
    ("north", "medians"),
    [(10, {NORTH: 5.5, SOUTH: 15.5, None: 10.5}), (9, {NORTH: None, SOUTH: None, None: 11.0})],
)
def test_of_a_longer_period_fewer_than_ten_are_small(north, medians):
    assert shown(waits(north, 30), is_longer=True) == medians


def test_where_more_are_small_by_the_steering_groups_own_count_that_holds():
    assert shown(waits(14, 30), least=15) == {NORTH: None, SOUTH: None, None: 11.5}
    assert shown(waits(14, 30), least=14) == {NORTH: 7.5, SOUTH: 15.5, None: 11.5}


def test_beside_a_figure_that_is_hidden_it_is_hidden_too():
    cells = pl.DataFrame(
        {"period": [MAY] * 2, "unit_id": [None, NORTH], "target_group": [None, None]}
        | {"shown": [True, False]},
        {"period": pl.Date, "unit_id": pl.Int64, "target_group": pl.String, "shown": pl.Boolean},
    )

    assert shown(waits(10, 30), beside=cells) == {NORTH: None, SOUTH: None, None: 10.5}


def test_nobody_gives_no_rows():
    figures, hidden = protected_measures(
        DAYS, waits(0, 0), Protection(), frames.HIDDEN.to_frame(), is_longer=True
    )
    assert figures.is_empty()
    assert hidden.is_empty()


@pytest.mark.parametrize(
    ("changes", "days", "value"), [(0, 0, None), (0, 1, 0.0), (1, 1, 1000.0), (1, 4, 250.0)]
)
def test_a_ratio_has_a_value_where_there_is_something_to_divide_by(changes, days, value):
    columns = {"period": MAY, "unit_id": NORTH, "target_group": "alla"}
    rows = pl.DataFrame([{**columns, "part": changes, "whole": days, "cases": 12}])
    periods = pl.DataFrame({"period": [MAY], "provisional": [False]})
    figure = next(figure for figure in COUNTED if figure.key == "byten")

    made = measured(figure, Counted(rows, periods))

    expected = None if value is None else value * figure.scale / 1000
    assert made["value"].to_list() == [expected] * made.height
