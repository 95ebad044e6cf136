from datetime import UTC, date, datetime

import polars as pl
import pytest

from pages.parts import sv
from pages.parts.rounding import half_up, round_half


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (0, 0, "0"),
        (1234.5, 1, "1 234,5"),
        (12345.6, 0, "12 346"),
        (-7, 0, "−7"),
        (-0.2, 0, "0"),
        (-0.04, 1, "0,0"),
        (12.5, 0, "13"),
        (13.5, 0, "14"),
        (-12.5, 0, "−13"),
        (2.25, 1, "2,3"),
        (-2.25, 1, "−2,3"),
        (2.2499, 1, "2,2"),
        (0.5, 0, "1"),
        (999.5, 0, "1 000"),
        (10_963_876.5, 0, "10 963 877"),
        (None, 0, "–"),
    ],
)
def test_numbers(value, decimals, said):
    assert sv.number(value, decimals) == said.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("share", "decimals", "said"),
    [
        (0.454, 0, "45 %"),
        (0.4549, 1, "45,5 %"),
        (0.0, 0, "0 %"),
        (10 / 80, 0, "13 %"),
        (50 / 80, 0, "63 %"),
        (29 / 200, 0, "15 %"),
        (57 / 200, 0, "29 %"),
        (None, 0, "–"),
    ],
)
def test_shares(share, decimals, said):
    assert sv.percent(share, decimals) == said.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize("decimals", [0, 1])
def test_every_share_of_few_is_rounded_half_away_from_zero(decimals):
    for whole in range(1, 250):
        for part in range(whole + 1):
            tens = 100 * 10**decimals
            units = (2 * tens * part + whole) // (2 * whole)
            value = units if not decimals else f"{units // 10},{units % 10}"
            assert sv.percent(part / whole, decimals) == f"{value}\N{NO-BREAK SPACE}%"


def test_a_column_is_rounded_as_a_number_is():
    values = [12.5, -12.5, 13.5, 14.499999999999998, 2.25, -0.04, 1234.5, 0.0]
    frame = pl.DataFrame({"value": values})
    for decimals in (0, 1):
        made = frame.select(half_up(pl.col("value"), decimals))["value"].to_list()
        assert made == [float(round_half(value, decimals)) for value in values]


def test_a_change_that_is_not_seen_has_no_sign():
    assert sv.points(-0.0004) == "0,0\N{NO-BREAK SPACE}procentenheter"


def test_a_change_of_a_share_is_in_percentage_points():
    assert sv.points(-0.023) == "−2,3\N{NO-BREAK SPACE}procentenheter"


@pytest.mark.parametrize(
    ("many", "said"), [(0, "inga punkter"), (1, "en punkt"), (3, "tre punkter"), (13, "13 punkter")]
)
def test_counts_in_running_text(many, said):
    assert sv.count_word(many, "punkt", "punkter").replace("\N{NO-BREAK SPACE}", " ") == said


def test_days_months_quarters_and_moments():
    text = [
        sv.day(date(2026, 3, 1)),
        sv.day_and_month(date(2014, 10, 14)),
        sv.period(date(2014, 10, 1), "month"),
        sv.period(date(2014, 10, 1), "quarter"),
        sv.period_in_words(date(2014, 10, 1), "quarter"),
        sv.moment(datetime(2026, 7, 1, 11, 15, tzinfo=UTC)),
    ]

    assert [said.replace("\N{NO-BREAK SPACE}", " ") for said in text] == [
        "1 mars 2026",
        "14 oktober",
        "okt 2014",
        "kv. 4 2014",
        "kvartal 4 2014",
        "2026-07-01 13.15",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_lists_in_words(words, said):
    assert sv.joined(words) == said


def test_swedish_order_has_its_letters_last():
    names = ["Östra", "Ale", "Ängen", "Zeta", "Åre", "Édith", "Erik"]

    assert sorted(names, key=sv.order) == ["Ale", "Édith", "Erik", "Zeta", "Åre", "Ängen", "Östra"]


def test_nothing_in_plain_text_is_taken_for_markup():
    assert sv.plain("**a** [b](c) :red[d]") == ("\\*\\*a\\*\\* \\[b\\]\\(c\\) \\:\u2060red\\[d\\]")


@pytest.mark.parametrize(
    ("first", "last", "cadence", "said"),
    [
        (date(2014, 6, 1), date(2014, 12, 1), "month", "juni–dec 2014"),
        (date(2013, 11, 1), date(2014, 1, 1), "month", "nov 2013 – jan 2014"),
        (date(2014, 6, 1), date(2014, 6, 1), "month", "juni 2014"),
        (date(2014, 1, 1), date(2014, 7, 1), "quarter", "kv. 1–3 2014"),
        (date(2014, 1, 1), date(2014, 7, 1), "half", "halvår 1–2 2014"),
        (date(2012, 1, 1), date(2014, 1, 1), "year", "2012 – 2014"),
    ],
)
def test_from_one_period_to_another_the_year_is_said_once(first, last, cadence, said):
    assert sv.span(first, last, cadence).replace("\N{NO-BREAK SPACE}", " ") == said
