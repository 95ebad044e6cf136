"""What a reading says of its own limits: where they come from, and when the level has left them."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from data.store import frames
from metrics.catalogue import FIGURES
from metrics.periods import months
from metrics.spc import judge, p_chart, xmr
from pages.parts.figures.agreed.agreements import holds, rebased_from, targets_of
from pages.parts.figures.agreed.targets import typed_number
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.reading.sentences import shown_target

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
    assert said(LEVEL[:12]) == "Medel och gränser är räknade på jan–dec 2024."


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


def test_limits_on_trial_are_said_to_be_so_and_judge_nothing():
    one = a_reading([100.0, 120.0, *[90.0] * 9])

    assert one.limits_in_words.replace("\N{NO-BREAK SPACE}", " ") == (
        "Gränser på prov, räknade på 11 perioder (jan–nov 2024): för få för att bedöma något."
    )
    assert (one.limits is None, one.firm_limits, one.shifted.is_empty()) == (False, None, True)
    assert a_reading([100.0, 120.0, *[90.0] * 10]).firm_limits is not None


def test_limits_are_those_of_the_latest_settled_period():
    shares = pl.DataFrame(
        {
            "period": months(date(2024, 1, 1), date(2026, 1, 1)),
            "part": [*[50, 54] * 12, 1],
            "whole": [*[100] * 24, 3],
            "provisional": [False] * 24 + [True],
        }
    )
    chart = p_chart(shares, "higher")
    one = Reading(HOUSEHOLDS, shares, chart, judge(chart, "higher", None), None, None)

    assert one.limits == chart.select("lower", "mean", "upper").row(23)
    assert one.limits != chart.select("lower", "mean", "upper").row(24)


def test_too_few_months_have_no_limits_to_tell_of():
    assert said([1.0, 2.0]) == ""


def test_a_year_back_is_thirteen_settled_months_and_the_provisional_one():
    shown = a_reading(LEVEL).since(13)

    assert shown["period"].to_list() == months(date(2024, 12, 1), date(2026, 1, 1))


def test_the_target_stands_behind_its_word():
    assert a_reading(LEVEL).assurance_with_aim.word.endswith("(mål\N{NO-BREAK SPACE}90)")
    assert "mål\N{NO-BREAK SPACE}" not in a_reading(LEVEL, None).assurance_with_aim.word


def test_what_has_shifted_is_the_periods_since_the_level_left_the_mean():
    assert a_reading([*LEVEL, 130.0, *[80.0] * 6]).shifted.is_empty()
    shifted = a_reading([*LEVEL, 130.0, *[80.0] * 7]).shifted
    assert shifted["period"].to_list() == months(date(2026, 2, 1), date(2026, 8, 1))
    assert a_reading([1.0, 2.0]).shifted.is_empty()


def test_a_target_that_can_t_be_judged_is_not_said_to_be_missing():
    few = a_reading([100.0] * 5)

    assert few.assurance_with_aim.word == "Kan inte bedömas än (mål\N{NO-BREAK SPACE}90)"
    assert a_reading([100.0] * 5, None).assurance_with_aim.word == "Inget mål"


class Agreed:
    """A view's reader and day, with targets and rebases made by hand."""

    def __init__(self, on: date, targets: list[tuple] = (), rebases: list[tuple] = ()):
        self.on, self.reader = on, self
        self._targets = [dict(zip(TARGET, row, strict=True)) for row in targets]
        self._rebases = [dict(zip(REBASE, row, strict=True)) for row in rebases]

    def targets(self) -> pl.DataFrame:
        return _shaped(self._targets, frames.TARGETS)

    def rebases(self) -> pl.DataFrame:
        return _shaped(self._rebases, frames.REBASES)


TARGET = ("figure", "unit_id", "value", "valid_from", "valid_until")
REBASE = ("figure", "unit_id", "period", "withdrawn_at")
JAN, MAY = date(2026, 1, 1), date(2026, 5, 1)
SHARE = next(figure for figure in FIGURES if figure.key == "avslut")


def _shaped(rows: list[dict], shape: pl.Schema) -> pl.DataFrame:
    every = [dict.fromkeys(shape.names()) | row for row in rows]
    return pl.DataFrame(every, schema=shape)


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2025, 12, 31), []),
        (JAN, [0.4]),
        (date(2026, 4, 30), [0.4]),
        (MAY, [0.5]),
        (date(2026, 8, 31), [0.5]),
        (date(2026, 9, 1), []),
    ],
)
def test_the_target_is_the_one_that_holds_on_the_day(on, value):
    targets = [("avslut", None, 0.4, JAN, MAY), ("avslut", None, 0.5, MAY, date(2026, 9, 1))]
    view = Agreed(on, targets)

    assert targets_of(view, SHARE, None, None).filter(holds(on))["value"].to_list() == value


@pytest.mark.parametrize(
    ("figure", "unit_id", "target_group", "value"),
    [
        (SHARE, None, None, 0.4),
        (SHARE, 1, None, 0.6),
        (SHARE, 2, None, 0.4),
        (SHARE, 3, None, 0.4),
        (SHARE, None, "unga", None),
        (HOUSEHOLDS, None, None, 900.0),
        (HOUSEHOLDS, 1, None, None),
    ],
)
def test_a_unit_without_a_target_of_its_own_has_the_forum_s_where_that_is_a_share(
    figure, unit_id, target_group, value
):
    view = Agreed(
        MAY,
        [
            ("avslut", None, 0.4, JAN, None),
            ("avslut", 1, 0.6, JAN, None),
            ("avslut", 2, 0.7, JAN, MAY),
            ("hushall", None, 900.0, JAN, None),
        ],
    )

    valid = targets_of(view, figure, unit_id, target_group).filter(holds(MAY))
    assert valid["value"].to_list() == ([] if value is None else [value])


def test_limits_restart_for_whom_it_was_said_and_not_where_it_was_withdrawn():
    gone = datetime(2026, 6, 1, tzinfo=UTC)
    rows = [("hushall", None, JAN, None), ("hushall", 1, MAY, None), ("hushall", 1, JAN, gone)]
    view = Agreed(MAY, [], [*rows, ("vuxna", None, MAY, None)])

    assert rebased_from(view, HOUSEHOLDS, None, None) == [JAN]
    assert rebased_from(view, HOUSEHOLDS, 1, None) == [MAY]
    assert rebased_from(view, HOUSEHOLDS, 2, None) == []
    assert rebased_from(view, HOUSEHOLDS, None, "unga") == []


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("40", 40.0),
        (" 40,5 %", 40.5),
        ("1 100", 1100.0),
        ("1\N{NO-BREAK SPACE}100", 1100.0),
        ("\N{MINUS SIGN}3", -3.0),
        ("", None),
        ("fyrtio", None),
        ("4,0,5", None),
        ("٤", None),
    ],
)
def test_a_number_is_typed_as_swedes_write_it(typed, number):
    assert typed_number(typed) == number


@pytest.mark.parametrize(
    ("figure", "value", "shown"),
    [
        (SHARE, 0.4, "40 %"),
        (SHARE, 0.405, "40,5 %"),
        (SHARE, 0.28, "28 %"),
        (HOUSEHOLDS, 1100.0, "1 100"),
        (HOUSEHOLDS, 2.5, "2,5"),
    ],
)
def test_a_target_has_decimals_only_where_there_are_any(figure, value, shown):
    assert shown_target(figure, value).replace("\N{NO-BREAK SPACE}", " ") == shown
