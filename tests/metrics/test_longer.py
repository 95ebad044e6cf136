"""Longer periods, put together of what is shown: a stock has a mean, a flow a sum."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import COUNTED, FIGURES
from metrics.longer import ROLLING, WAYS, apart, kept_as, longer, offered, published_by
from metrics.periods import LENGTHS, add_months, months, quarters
from tests.drawn import drawn

BY_KEY = {figure.key: figure for figure in COUNTED}
STOCK, SHARE, MONEY, EXITS = (BY_KEY[key] for key in ("hushall", "planer", "utbetalt", "avslut"))
KINDS = {"part": pl.Int64, "whole": pl.Int64, "people": pl.Int64}


def rows(drawing: str) -> pl.DataFrame:
    return drawn(drawing, **KINDS)


def told(made: pl.DataFrame, *names: str) -> list[tuple]:
    return made.select("period", *names).rows()


def test_a_stock_by_quarter_is_the_mean_of_its_months():
    months_ = rows("""
        period      part  whole  people  shown  provisional
        2026-01-01  10    .      .       true   false
        2026-02-01  12    .      .       true   false
        2026-03-01  17    .      .       true   false
    """)

    (row,) = told(longer(STOCK, months_, "quarter"), "part", "times", "value", "shown")

    assert row == (date(2026, 1, 1), 39, 3, 13.0, True)


def test_a_share_of_a_stock_is_its_mean_part_of_its_mean_whole_and_no_mean_of_shares():
    months_ = rows("""
        period      part  whole  people  shown  provisional
        2026-01-01  10    10     .       true   false
        2026-02-01  10    40     .       true   false
        2026-03-01  10    50     .       true   false
    """)

    assert told(longer(SHARE, months_, "quarter"), "part", "whole", "value") == [
        (date(2026, 1, 1), 30, 100, 0.3)
    ]


def test_a_flow_is_summed_and_the_fewest_behind_any_month_stand_behind_it():
    months_ = rows("""
        period      part   whole  people  shown  provisional
        2026-01-01  90000  12     12      true   false
        2026-02-01  80000  11     11      true   false
        2026-03-01  70000  14     14      true   true
    """)

    assert told(longer(MONEY, months_, "quarter"), "value", "people", "provisional") == [
        (date(2026, 1, 1), 240000.0, 11, True)
    ]


def test_exits_of_a_year_are_the_sums_of_its_quarters():
    quarters_ = rows("""
        period      part  whole  people  shown  provisional
        2025-01-01  10    40     .       true   false
        2025-04-01  20    40     .       true   false
        2025-07-01  30    60     .       true   false
        2025-10-01  40    60     .       true   false
    """)

    for way, period in (("year", date(2025, 1, 1)), (ROLLING, date(2025, 10, 1))):
        assert told(longer(EXITS, quarters_, way), "part", "whole", "value") == [
            (period, 100, 200, 0.5)
        ]


def test_a_half_year_has_both_its_quarters_and_none_of_another():
    quarters_ = rows("""
        period      part  whole  people  shown  provisional
        2025-01-01  10    40     .       true   false
        2025-04-01  20    40     .       true   false
        2025-07-01  30    60     .       true   false
        2025-10-01  .     .      .       false  false
        2026-01-01  40    60     .       true   false
    """)

    assert told(longer(EXITS, quarters_, "half"), "part", "whole", "shown") == [
        (date(2025, 1, 1), 30, 80, True),
        (date(2025, 7, 1), None, None, False),
    ]


def test_a_hidden_period_hides_every_longer_one_that_it_is_in_and_no_other():
    quarters_ = rows("""
        period      part  whole  people  shown  provisional
        2024-10-01  10    40     .       true   false
        2025-01-01  .     .      .       false  false
        2025-04-01  20    40     .       true   false
        2025-07-01  30    60     .       true   false
        2025-10-01  40    60     .       true   false
        2026-01-01  40    60     .       true   false
    """)

    assert told(longer(EXITS, quarters_, ROLLING), "part", "whole", "value", "shown") == [
        (date(2025, 7, 1), None, None, None, False),
        (date(2025, 10, 1), None, None, None, False),
        (date(2026, 1, 1), 130, 220, 130 / 220, True),
    ]


@pytest.mark.parametrize(("lacking", "there"), [(None, 1), ("2026-02-01", 0), ("2026-03-01", 0)])
def test_a_period_is_told_of_only_when_every_part_of_it_is_there(lacking, there):
    months_ = rows("""
        period      part  whole  people  shown  provisional
        2026-01-01  10    .      .       true   false
        2026-02-01  12    .      .       true   false
        2026-03-01  17    .      .       true   false
    """).filter(pl.col("period").cast(pl.String) != (lacking or ""))

    assert longer(STOCK, months_, "quarter").height == there


@pytest.mark.parametrize(("whole", "value"), [(0, None), (1, 0.0)])
def test_nothing_to_divide_by_in_all_of_it_is_no_value(whole, value):
    asked = months(date(2026, 1, 1), date(2026, 3, 1))
    months_ = pl.DataFrame({"period": asked, "part": [0] * 3, "whole": [0, whole, 0]}).with_columns(
        people=pl.lit(None, pl.Int64), shown=True, provisional=False
    )

    assert told(longer(SHARE, months_, "quarter"), "value") == [(date(2026, 1, 1), value)]


def test_no_periods_give_none_with_the_same_columns():
    nothing = rows("period part whole people shown provisional").cast(
        {"period": pl.Date, "shown": pl.Boolean, "provisional": pl.Boolean}
    )

    for way in WAYS:
        assert longer(SHARE, nothing, way).columns == longer(EXITS, nothing, way).columns


def test_a_year_that_is_published_by_itself_stands_instead_of_one_with_a_hidden_quarter():
    quarters_ = rows("""
        period      part  whole  people  shown  provisional
        2024-01-01  10    40     .       true   false
        2024-04-01  20    40     .       true   false
        2024-07-01  30    60     .       true   false
        2024-10-01  40    60     .       true   false
        2025-01-01  .     .      .       false  false
        2025-04-01  20    40     .       true   false
        2025-07-01  30    60     .       true   false
        2025-10-01  40    60     .       true   false
    """)
    published = rows("""
        period      part  whole  people  shown  provisional
        2024-01-01  .     .      .       false  false
        2025-01-01  97    210    .       true   false
    """)

    made = longer(EXITS, quarters_, "year", published)
    assert told(made, "part", "whole", "times", "value", "shown") == [
        (date(2024, 1, 1), 100, 200, 4, 0.5, True),
        (date(2025, 1, 1), 97, 210, 4, 97 / 210, True),
    ]


def test_names_of_longer_periods_are_no_figures_and_durations_alone_are_counted_anew():
    names = {kept_as(figure.key, way) for figure in COUNTED for way in WAYS}
    assert not names & set(BY_KEY)
    assert {figure.key for figure in COUNTED if apart(figure)} == {
        figure.key for figure in COUNTED if figure.kind == "days"
    }
    of_year = published_by(BY_KEY["tid_till_insats"], "year")
    assert (of_year.key, of_year.cadence.per_year) == ("tid_till_insats/year", 1)


@pytest.mark.parametrize(
    ("key", "ways"),
    [
        ("hushall", ["quarter", "half", "year", ROLLING]),
        ("planer", ["quarter", "half", "year", ROLLING]),
        ("utbetalt", ["quarter", "half", "year", ROLLING]),
        ("avslut", ["half", "year", ROLLING]),
        ("hallbart", ["half", "year", ROLLING]),
        ("langvarigt", []),
        ("tid_till_insats", ["quarter", "half", "year"]),
        ("byten", []),
        ("hushall_forandring", []),
        ("befolkning", []),
        ("rorelse", []),
        ("punkter_klara", []),
        ("lista_kvar", []),
    ],
)
def test_longer_periods_are_offered_where_they_can_be_put_together(key, ways):
    assert list(offered(BY_KEY[key])) == ways


def test_where_nobody_has_said_whether_it_is_a_stock_or_a_flow_nothing_is_offered():
    assert list(offered(replace(STOCK, flow=None))) == []


@pytest.mark.parametrize(
    ("figure", "other"),
    [
        pytest.param(STOCK, {"months_back": 2}, id="of two months, which overlap"),
        pytest.param(MONEY, {"flow": False}, id="an amount that is no flow"),
        pytest.param(EXITS, {"kind": "ratio"}, id="a ratio that is a flow"),
    ],
)
def test_what_follows_from_no_sum_of_periods_is_not_offered(figure, other):
    assert offered(figure)
    assert not offered(replace(figure, **other))


def test_what_is_counted_by_quarter_is_a_flow_and_money_answers_and_durations_by_month_too():
    by_month = {figure.key for figure in FIGURES if figure.cadence.name == "month" and figure.flow}

    assert all(figure.flow for figure in COUNTED if figure.cadence.name == "quarter")
    of_days = {figure.key for figure in FIGURES if figure.kind == "days"}
    assert by_month == {"utbetalt", "svar_samma_dag"} | of_days


def plainly(figure, series: list[dict], way: str) -> list[tuple]:
    """The same, slowly: for every period that could be, look for each of its parts."""
    step, by_day = figure.cadence.months, {row["period"]: row for row in series}
    size = 12 if way == ROLLING else LENGTHS[way]
    made = []
    for day in sorted(by_day):
        first = add_months(day, step - 12) if way == ROLLING else day
        if way != ROLLING and (day.month - 1) % size:
            continue
        inside = [by_day.get(add_months(first, ahead)) for ahead in range(0, size, step)]
        if None in inside:
            continue
        if not all(row["shown"] for row in inside):
            made.append((day, None, False))
            continue
        part, whole = (sum(row[name] or 0 for row in inside) for name in ("part", "whole"))
        if figure.kind == "share":
            value = part / whole if whole else None
        else:
            value = float(part) if figure.flow else part / len(inside)
        made.append((day, value, True))
    return made


@given(st.data())
def test_longer_periods_are_what_a_plain_recount_gives(data):
    figure = data.draw(st.sampled_from([STOCK, SHARE, MONEY, EXITS]))
    way = data.draw(st.sampled_from(list(offered(figure))))
    every = (months if figure.cadence.name == "month" else quarters)(
        date(2023, 5, 1), date(2026, 2, 1)
    )
    series = []
    for period in every:
        if data.draw(st.integers(0, 19)) == 0:
            continue
        shown = data.draw(st.integers(0, 9)) > 0
        whole = data.draw(st.integers(0, 30))
        part = data.draw(st.integers(0, whole))
        counts = {"part": part, "whole": None if figure.kind == "count" else whole}
        hidden = dict.fromkeys(counts)
        series.append(
            {"period": period, "people": None, "shown": shown, "provisional": False}
            | (counts if shown else hidden)
        )
    shape = {"period": pl.Date, **KINDS, "shown": pl.Boolean, "provisional": pl.Boolean}

    made = longer(figure, pl.DataFrame(series, shape), way)

    again = plainly(figure, series, way)
    assert [row[::2] for row in told(made, "value", "shown")] == [row[::2] for row in again]
    for (_, value, _), (_, expected, _) in zip(told(made, "value", "shown"), again, strict=True):
        assert value == (expected if expected is None else pytest.approx(expected))
