"""Which periods a figure is counted for, in what shape, and what is kept of its hidden cells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from data.published.shapes import Counted, counted, hidden_of, lacking, shaped
from data.store import frames
from metrics.catalogue import CADENCES, COUNTED, FromFacts
from metrics.catalogue.cadence import Cadence, Wait
from metrics.facts import SHAPES, Facts, Rules
from metrics.periods import add_months

HOUSEHOLDS = next(figure for figure in COUNTED if figure.key == "hushall")
JUNE = date(2026, 6, 1)
QUARTER = CADENCES["quarter"]


def a_figure(
    cadence: Cadence = CADENCES["month"], *, since: date | None = date(1990, 1, 1), **terms
) -> FromFacts:
    """A count of 20 in every period that it is asked about, since a day; nothing without one."""

    def count(_facts: Facts, periods: Sequence[date], _rules: Rules) -> pl.DataFrame:
        rows = [(period, 1, "unga", 20) for period in periods if since and period >= since]
        names = {"period": pl.Date, "unit_id": pl.Int64, "target_group": pl.String}
        return pl.DataFrame(rows, names | {"part": pl.Int64}, orient="row")

    terms = {"reads": ()} | terms
    return replace(HOUSEHOLDS, key="a_figure", count=count, cadence=cadence, **terms)


def facts(until: date, **rows: list[dict]) -> Facts:
    full = {
        name: pl.DataFrame(
            [dict.fromkeys(SHAPES[name]) | row for row in given], schema=SHAPES[name]
        )
        for name, given in rows.items()
    }
    return Facts(observed_until=until, **full)


def first_and_last(made: Counted) -> tuple[date, date]:
    periods = made.periods["period"].to_list()
    assert set(made.rows["period"]) <= set(periods)
    return periods[0], periods[-1]


@pytest.mark.parametrize(
    ("until", "first"),
    # 72 months that end with June 2026 begin with July 2020, the first of a quarter; those that
    # end with May begin in the midst of the second quarter, which is not counted
    [(date(2026, 6, 30), date(2020, 7, 1)), (date(2026, 5, 31), date(2020, 7, 1))],
)
def test_no_period_is_counted_that_begins_before_the_months_that_are_kept(until, first):
    periods = []
    figure = a_figure(QUARTER)
    figure = replace(figure, count=lambda _, each, rules: periods.extend(each) or nothing(rules))

    counted(figure, facts(until), Rules())

    assert (periods[0], periods[-1]) == (first, date(2026, 4, 1))


def nothing(_rules: Rules) -> pl.DataFrame:
    return pl.DataFrame(schema={"period": pl.Date, "unit_id": pl.Int64})


@pytest.mark.parametrize(
    ("since", "first"),
    # 48 months that end with June 2026 begin with July 2022
    [
        (date(2022, 10, 1), date(2022, 10, 1)),
        (date(2022, 7, 1), date(2022, 7, 1)),
        (date(2022, 4, 1), date(2022, 7, 1)),  # the facts may begin in the midst of it
    ],
)
def test_a_first_period_further_back_than_the_months_that_are_kept_is_left_out(since, first):
    made = counted(a_figure(QUARTER, since=since), facts(date(2026, 6, 15)), Rules())

    assert first_and_last(made) == (first, date(2026, 4, 1))
    assert made.rows["period"].min() == first


def test_there_are_no_periods_if_nothing_is_counted():
    made = counted(a_figure(since=None), facts(JUNE), Rules())

    assert (made.rows.height, made.periods.height) == (0, 0)


def test_there_are_no_periods_if_what_a_figure_reads_is_empty():
    figure = a_figure(reads=("support_months.sex",))
    month = {"month": JUNE}

    there, not_there = (
        counted(figure, facts(JUNE, support_months=[month | {"sex": sex}]), Rules())
        for sex in ("man", None)
    )

    assert first_and_last(there)[1] == JUNE
    assert (not_there.rows.height, not_there.periods.height) == (0, 0)


def test_what_is_lacking_is_a_frame_without_rows_or_a_column_without_values():
    figure = a_figure(reads=("cases", "support_months", "support_months.sex", "cases.sex"))
    of = facts(JUNE, support_months=[{"month": JUNE}])

    assert lacking(figure, of) == ["cases", "support_months.sex", "cases.sex"]


@pytest.mark.parametrize(("until", "is_final"), [(29, False), (30, True)])
@pytest.mark.parametrize("only_settled", [True, False])
def test_a_period_that_is_not_final_is_left_out_or_provisional(until, is_final, only_settled):
    """The second quarter of 2026 is final a month after its last day, on 30 July."""
    waits = QUARTER.after(Wait(months=1), "", only_settled=only_settled)
    figure = a_figure(waits)

    made = counted(figure, facts(date(2026, 7, until)), Rules())

    standing = dict(made.periods.filter(pl.col("period") < date(2026, 7, 1)).rows())
    assert standing.pop(date(2026, 4, 1), None) == (
        False if is_final else None if only_settled else True
    )
    assert set(standing.values()) == {False}
    assert (date(2026, 7, 1) in made.periods["period"]) is not only_settled


@pytest.mark.parametrize(
    ("months_back", "first"),
    [(1, date(2025, 1, 1)), (2, date(2026, 2, 1)), (12, date(2026, 12, 1))],
)
def test_a_figure_begins_when_as_many_months_are_covered_as_it_rests_on(months_back, first):
    """A figure of one month does not ask when the months with support began."""
    figure = a_figure(since=date(2025, 1, 1), months_back=months_back)
    of = facts(date(2026, 12, 31), support_months=[{"month": date(2026, 1, 1)}])

    assert first_and_last(counted(figure, of, Rules())) == (first, date(2026, 12, 1))


def test_a_figure_that_rests_on_several_months_has_none_without_months_with_support():
    figure = a_figure(months_back=2)

    assert counted(figure, facts(JUNE), Rules()).periods.is_empty()
    assert counted(figure, facts(JUNE, support_months=[{}]), Rules()).periods.is_empty()


def test_a_figure_of_several_months_of_which_none_is_final_has_no_periods():
    years_after = CADENCES["month"].after(Wait(months=60), "", only_settled=True)
    of = facts(JUNE, support_months=[{"month": JUNE}])

    assert counted(a_figure(years_after, months_back=2), of, Rules()).periods.is_empty()


def test_months_are_kept_for_four_years():
    made = counted(a_figure(), facts(date(2026, 6, 15)), Rules())

    assert made.periods["period"].to_list() == [add_months(JUNE, -at) for at in range(47, -1, -1)]
    assert made.periods.filter("provisional")["period"].to_list() == [JUNE]


@pytest.mark.parametrize(("kind", "whole"), [("count", None), ("share", 30)])
def test_a_count_has_no_whole_and_what_a_figure_lacks_is_null(kind, whole):
    cells = pl.DataFrame({"period": [JUNE], "unit_id": [1], "part": [20], "whole": [30]})

    row = shaped(a_figure(kind=kind), cells, shown=True)

    assert row.schema == frames.FIGURES
    assert row.select("figure", "part", "whole", "shown", "target_group").row(0) == (
        ("a_figure", 20, whole, True, None)
    )


def test_whether_a_cell_is_shown_is_the_same_for_all_or_follows_the_cell():
    cells = pl.DataFrame({"unit_id": [1, 2], "part": [20, 3], "open": [True, False]})

    assert shaped(a_figure(), cells, shown=False)["shown"].to_list() == [False, False]
    assert shaped(a_figure(), cells, pl.col("open"))["shown"].to_list() == [True, False]


def test_of_protected_cells_those_that_are_hidden_are_remembered_under_a_name():
    cells = pl.DataFrame({"unit_id": [1, 2], "shown": [True, False], "secret": [False, True]})

    hidden = hidden_of("a name", cells)

    assert hidden.schema == frames.HIDDEN
    assert hidden.select("figure", "unit_id", "secret").rows() == [("a name", 2, True)]
