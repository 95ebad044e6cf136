"""What a reading says of its own limits: where they come from, and when the level has left them."""

from datetime import date

import polars as pl
import pytest

from metrics.catalogue import FIGURES
from metrics.periods import months
from metrics.spc import judge, xmr
from pages.parts.figures.readings import Reading

HOUSEHOLDS = next(figure for figure in FIGURES if figure.key == "hushall")
LEVEL = [100.0, 101.0, 99.0, 100.0, 102.0, 98.0] * 4


def a_reading(values: list[float], target: float | None = 90.0) -> Reading:
    """The given settled months from January 2024, and a provisional one after them."""
    periods = months(date(2024, 1, 1), date(2027, 12, 1))[: len(values) + 1]
    series = pl.DataFrame({"period": periods, "value": [*values, 50.0]}).with_columns(
        provisional=pl.col("period") == periods[-1]
    )
    chart = xmr(series, better="lower", target=target)
    return Reading(HOUSEHOLDS, series, chart, judge(chart, "lower", target), target, None)


def said(values: list[float], target: float | None = 90.0) -> str:
    return a_reading(values, target).limits_in_words.replace("\N{NO-BREAK SPACE}", " ")


def test_limits_say_which_months_they_come_from_without_the_provisional_one():
    assert said(LEVEL) == "Medel och gränser är räknade på jan 2024 – dec 2025."


@pytest.mark.parametrize(("away", "told"), [(6, False), (7, True), (8, True)])
def test_seven_in_a_row_on_one_side_are_told_and_six_are_not(away, told):
    words = said([*LEVEL, 130.0, *[80.0] * away])

    assert (
        words.endswith(
            f" De {away} senaste ligger under medel: nivån har skiftat och målet bedöms mot den gamla."
        )
        == told
    )


def test_without_a_target_nothing_is_said_of_one():
    assert said([*LEVEL, *[120.0] * 9], None).endswith("ligger över medel: nivån har skiftat.")


def test_too_few_months_have_no_limits_to_tell_of():
    assert said([1.0, 2.0]) == ""


def test_a_year_back_is_thirteen_settled_months_and_the_provisional_one():
    shown = a_reading(LEVEL).since(13)

    assert shown["period"].to_list() == months(date(2024, 12, 1), date(2026, 1, 1))


def test_the_target_stands_behind_its_word():
    assert a_reading(LEVEL).assurance_with_aim.word.endswith("(mål\N{NO-BREAK SPACE}90)")
    assert "mål\N{NO-BREAK SPACE}" not in a_reading(LEVEL, None).assurance_with_aim.word
