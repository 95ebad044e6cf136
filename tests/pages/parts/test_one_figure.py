"""One figure in full: every kind as it is written, in words, in its table and by longer periods."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import ClassVar

import polars as pl
import pytest

from data.store import frames
from metrics.catalogue import FIGURES
from metrics.facts import Rules
from metrics.longer import ROLLING
from metrics.periods import add_months, months, quarters
from metrics.spc import Judgement
from pages.parts import sv
from pages.parts.figures.agreed.targets import typed_number
from pages.parts.figures.reading.charted import judged
from pages.parts.figures.reading.definition import definition, every_definition, taken_from
from pages.parts.figures.reading.longer import by_longer
from pages.parts.figures.reading.reading import SERIES, Reading
from pages.parts.figures.reading.sentences import shown_target, unit_after, with_unit
from pages.parts.figures.single.chart_notes import MOST, as_rows, listed, notes
from pages.parts.figures.single.drawn_series import DrawnSeries
from pages.parts.figures.single.series_table import series_table
from pages.parts.figures.single.single_figure import aim_at, values_of
from pages.parts.figures.single.split import Part, parts_table
from pages.parts.figures.single.verdict import verdict
from pages.view import View

BY_KEY = {figure.key: figure for figure in FIGURES}
COUNT, SHARE, DAYS, MONEY, CHANGE, RATE, IDLE, ADDS_UP = (
    BY_KEY[key]
    for key in (
        *("hushall", "avslut", "tid_till_insats", "utbetalt", "hushall_forandring", "byten"),
        *("tom_vantan", "punkter_klara"),
    )
)
SHAPE = {name: frames.FIGURES[name] for name in SERIES}


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def a_reading(figure, rows: list[dict], variation: str = "normal") -> Reading:
    """A reading of the rows; what is not said of a row is null, but for shown and provisional."""
    nothing = {**dict.fromkeys(SERIES), "shown": True, "provisional": False}
    series = pl.DataFrame([nothing | row for row in rows], schema=SHAPE)
    return Reading(figure, series, None, Judgement(variation, "none"), None, None)


@pytest.mark.parametrize(
    ("figure", "value", "unit", "said", "target"),
    [
        (COUNT, 1204.0, "hushåll", "1 204 hushåll", "1 204"),
        (SHARE, 0.455, "", "46 %", "45,5 %"),
        (DAYS, 31.0, "", "31 dagar", "31 dagar"),
        (DAYS, 15.5, "", "15,5 dagar", "15,5 dagar"),
        (MONEY, 4812300.0, "kronor", "4 812 300 kronor", "4 812 300"),
        (CHANGE, -0.19, "", "−19 %", "−19 %"),
        (RATE, 0.82, "byten per ärendeår", "0,8 byten per ärendeår", "0,8"),
        (IDLE, 0.25, "", "25 %", "25 %"),
    ],
)
def test_every_kind_has_its_own_unit_after_its_value(figure, value, unit, said, target):
    assert unit_after(figure) == unit
    assert plain(with_unit(figure, value)) == said
    assert plain(shown_target(figure, value)) == target


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("30 dagar", "dagar", 30.0),
        ("30", "dagar", 30.0),
        ("1 100 kronor", "kronor", 1100.0),
        ("40 %", "%", 40.0),
        ("40 %", "dagar", None),
        ("dagar", "dagar", None),
    ],
)
def test_a_target_may_be_typed_with_its_unit_and_no_other(typed, unit, number):
    assert typed_number(typed, unit) == number


@pytest.mark.parametrize(
    ("figure", "least", "most"),
    [(COUNT, 0.0, None), (SHARE, 0.0, 1.0), (CHANGE, -1.0, None), (IDLE, 0.0, None)],
)
def test_only_a_share_ends_at_one_and_only_a_change_lies_below_nothing(figure, least, most):
    values = values_of(figure)

    assert values.least == least
    assert (values.most == 1.0) == (most is not None)


NOV, JAN = date(2026, 11, 1), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("figure", "row", "cells"),
    [
        (
            SHARE,
            {"part": 9, "whole": 20, "value": 0.45},
            {"Värde": "45,0 %", "Täljare": "9", "Nämnare": "20"},
        ),
        (
            DAYS,
            {"value": 31.0, "value_90": 60.6, "value_all": 35.0, "people": 45},
            {
                "Median": "31 dagar",
                "90 procent inom": "60,6 dagar",
                "n": "45",
                "Median med dem som väntar": "35 dagar",
            },
        ),
        (
            DAYS,
            {"value": 31.0, "value_90": 60.0, "people": 45},
            {"Median": "31 dagar", "90 procent inom": "60 dagar", "n": "45"},
        ),
        (
            MONEY,
            {"value": 4812300.0, "people": 410},
            {"Belopp (kronor)": "4 812 300", "Hushåll": "410"},
        ),
        (RATE, {"value": 0.82, "people": 300}, {"Värde": "0,8", "n": "300"}),
        (
            CHANGE,
            {"value": -0.2, "part": -20, "whole": 100},
            {"Förändring": "−20,0 %", "Nu": "80", "Ett år tidigare": "100"},
        ),
        (COUNT, {"value": 1204.0, "part": 1204}, {"Värde": "1 204"}),
        (COUNT, {"value": 12.5, "part": 12}, {"Värde": "12,5"}),
    ],
)
def test_every_kind_has_its_own_columns_and_a_hidden_period_none_of_them(figure, row, cells):
    rows = [
        {"period": JAN, **row},
        {"period": add_months(JAN, 3), "shown": False, "value_all": row.get("value_all")},
        {"period": add_months(JAN, 6), **row, "provisional": True},
    ]

    table = series_table(a_reading(figure, rows)).to_dicts()

    told = [{name: plain(cell) for name, cell in line.items()} for line in table]
    periods = [line.pop("Period") for line in told]
    assert [day[-4:] for day in periods] == ["2026"] * 3
    assert periods[0] == plain(sv.period(add_months(JAN, 6), figure.cadence.name))
    assert [line.pop("Preliminär") for line in told] == ["ja", "", ""]
    assert told == [cells, dict.fromkeys(cells, ".."), cells]


def test_a_wait_says_how_long_for_nine_of_ten_and_the_median_with_those_who_wait():
    row = {"value": 31.0, "value_90": 61.0, "value_all": 35.0, "people": 45}
    last_year = {"period": add_months(NOV, -12), "value": 46.5, "people": 40}

    said = plain(verdict(a_reading(DAYS, [last_year, {"period": NOV, **row}])))

    assert ">31 dagar</p>" in said
    assert "nio av tio inom 61 dagar · median med dem som ännu väntar: 35 dagar" in said
    assert "(Kaplan–Meier) · samma månad förra året: 46,5 dagar" in said


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ({"value": 0.4, "part": 4, "whole": 10}, " · samma kvartal förra året: 40 %<"),
        ({"shown": False}, " · samma kvartal förra året: ..<"),
        (None, None),
    ],
)
def test_the_same_period_last_year_stands_beside_the_latest_where_there_is_one(then, said):
    now = {"period": date(2026, 7, 1), "value": 0.5, "part": 20, "whole": 40}
    before = [] if then is None else [{"period": date(2025, 7, 1), **then}]

    told = plain(verdict(a_reading(SHARE, [*before, now])))

    assert (said in told) if said else ("förra året" not in told)


def test_the_share_of_points_has_no_interval_of_chance():
    row = {"period": NOV, "value": 0.5, "part": 20, "whole": 40}

    assert "osäkerhetsintervall" in verdict(a_reading(SHARE, [row]))
    assert "osäkerhetsintervall" not in verdict(a_reading(ADDS_UP, [row]))


def test_what_adds_up_is_a_line_without_limits_and_says_why():
    rows = [
        {"period": p, "value": n / 9, "part": n, "whole": 9} for n, p in enumerate(months(JAN, NOV))
    ]
    shown = DrawnSeries(a_reading(ADDS_UP, rows, "adds_up"), None)

    assert shown.chart.height == 11
    assert shown.chart["mean"].null_count() == shown.chart["upper"].null_count() == 11
    assert "bedöms inte: varje period bygger på den förra" in shown.limits_in_words


def counted(first: date, last: date, part: int = 100) -> Reading:
    rows = [
        {"period": p, "value": float(part + n % 3), "part": part + n % 3}
        for n, p in enumerate(months(first, last))
    ]
    one = a_reading(COUNT, rows)
    chart, judgement = judged(COUNT, one.series, 90.0, [])
    return replace(one, chart=chart, judgement=judgement, target=90.0)


def test_quarters_are_judged_by_the_same_rules_and_few_of_them_are_too_few():
    one = counted(date(2023, 1, 1), date(2025, 12, 1))

    quarters_, years = by_longer(one, "quarter", []), by_longer(one, "year", [])

    assert (quarters_.chart.height, quarters_.judgement.variation) == (12, "unchanged")
    assert (years.chart.height, years.judgement.variation) == (3, "too_few")
    assert (quarters_.target, quarters_.figure.cadence.name) == (90.0, "quarter")
    said = plain(DrawnSeries(quarters_, "quarter").sentence)
    assert said == (
        "Hushåll med försörjningsstöd var 101 hushåll i genomsnitt i kvartal 4 2025: oförändrat."
    )


@pytest.mark.parametrize(("provisional", "variation"), [(False, "nothing"), (True, "normal")])
def test_a_settled_month_without_a_value_is_not_judged_by_the_month_before_it(
    provisional, variation
):
    days = [20.0, 24.0, 22.0, 26.0, 21.0, 25.0] * 3
    every = months(date(2024, 1, 1), date(2025, 7, 1))
    rows = [{"period": p, "value": v, "people": 30} for p, v in zip(every, days, strict=False)]
    nobody = {"period": every[-1], "people": 0, "provisional": provisional}

    chart, judgement = judged(DAYS, a_reading(DAYS, [*rows, nobody]).series, 60.0, [])

    assert (chart.height, judgement.variation, judgement.assurance) == (18, variation, "pass")


def test_what_rolls_is_a_line_that_is_never_judged():
    one = by_longer(counted(date(2023, 1, 1), date(2025, 12, 1)), ROLLING, [])
    shown = DrawnSeries(one, ROLLING)

    assert one.judgement == Judgement("overlaps", "none")
    assert shown.chart.height == 25
    assert shown.chart["mean"].null_count() == 25
    assert plain(shown.named(one.latest)) == "jan 2025 – dec 2025"
    assert "delar de flesta av sina månader" in shown.limits_in_words


def test_a_hidden_month_hides_its_quarter_and_the_sentence_says_so():
    one = counted(date(2025, 1, 1), date(2025, 6, 1))
    hidden = pl.col("period") == date(2025, 5, 1)
    series = one.series.with_columns(
        pl.when(~hidden).then("part"), pl.when(~hidden).then("value"), shown=~hidden
    )

    shown = DrawnSeries(by_longer(replace(one, series=series), "quarter", []), "quarter")

    assert shown.reading.value == ".."
    assert plain(shown.sentence) == (
        "Hushåll med försörjningsstöd är dolt för kvartal 2 2025, eftersom någon av dess perioder "
        "är dold."
    )
    assert shown.chart is None


def test_a_sum_has_no_target_that_was_set_for_a_month_and_a_share_has_its_own():
    paid = [{"period": p, "value": 1e5, "part": 100000, "people": 40} for p in months(JAN, NOV)]
    left = [
        {"period": p, "value": 0.4, "part": 16, "whole": 40}
        for p in quarters(date(2023, 1, 1), date(2025, 12, 1))
    ]

    money = by_longer(replace(a_reading(MONEY, paid), target=9e4), "quarter", [])
    share = by_longer(replace(a_reading(SHARE, left), target=0.5), "year", [])

    assert (money.target, money.latest["value"]) == (None, 300000.0)
    assert (share.target, share.latest["whole"]) == (0.5, 160)


def test_the_table_has_what_the_chart_draws_and_the_target_that_held():
    values = [100.0, 101.0, 99.0, 100.0, 102.0, 98.0] * 4
    rows = [
        {"period": period, "value": value, "part": int(value), "provisional": n == 26}
        for n, (period, value) in enumerate(
            zip(
                months(date(2024, 1, 1), date(2026, 3, 1)),
                [*values, 110.0, 100.0, 50.0],
                strict=True,
            )
        )
    ]
    one = a_reading(COUNT, rows)
    chart, judgement = judged(COUNT, one.series, 90.0, [])

    table = series_table(
        replace(one, chart=chart, judgement=judgement),
        aim=lambda period: 90.0 if period >= date(2026, 1, 1) else None,
    ).to_dicts()

    latest, settled, beyond, before = (
        [plain(row[name]) for name in ("Preliminär", "Medel", "Nedre gräns", "Mål", "Bedömning")]
        for row in table[:4]
    )
    lower = plain(sv.number(chart["lower"][0], 1))
    mean = plain(sv.number(chart["mean"][0], 1))
    assert latest == ["ja", mean, lower, "90", ""]
    assert settled == ["", mean, lower, "90", "normal variation"]
    assert beyond == ["", mean, lower, "90", "försämring, utanför gränserna"]
    assert before == ["", mean, lower, "", "normal variation"]


@pytest.mark.parametrize(
    ("period", "aim"),
    [
        (date(2023, 12, 1), None),
        (date(2024, 1, 1), 40.0),
        (date(2024, 2, 1), 38.0),  # the new one holds from its 29th
        (date(2024, 4, 1), 38.0),
        (date(2024, 5, 1), None),  # it held no longer on the first
    ],
)
def test_the_target_of_a_period_is_the_last_that_held_on_some_day_of_it(period, aim):
    of = DrawnSeries(replace(a_reading(COUNT, []), target=38.0), None)
    steps = (
        (date(2024, 1, 31), date(2024, 2, 29), 40.0),
        (date(2024, 2, 29), date(2024, 5, 1), 38.0),
    )

    assert aim_at(steps, of, period) == aim
    assert aim_at((), of, period) == 38.0


def test_what_is_too_few_to_judge_has_no_word_of_judgement_in_the_table():
    rows = [{"period": p, "value": 1.0 * n, "part": n} for n, p in enumerate(months(JAN, NOV))]
    one = a_reading(COUNT, rows)
    chart, judgement = judged(COUNT, one.series, None, [])

    table = series_table(replace(one, chart=chart, judgement=judgement))

    assert judgement.variation == "too_few"
    assert set(table["Bedömning"]) == {""}


@pytest.mark.parametrize(("whole", "said"), [(9, ""), (10, "förbättring, utanför gränserna")])
def test_a_period_of_few_has_no_word_of_judgement_though_it_lies_outside(whole, said):
    periods = quarters(date(2022, 1, 1), date(2025, 12, 1))
    rows = [
        {"period": p, "value": 0.4, "part": 160 + n % 3, "whole": 400}
        for n, p in enumerate(periods)
    ]
    rows = [row | {"value": row["part"] / row["whole"]} for row in rows]
    rows[-1] |= {"part": whole, "whole": whole, "value": 1.0}
    one = a_reading(SHARE, rows)
    chart, judgement = judged(SHARE, one.series, None, [])

    table = series_table(replace(one, chart=chart, judgement=judgement))

    assert (judgement.variation == "sparse") == (said == "")
    assert table["Bedömning"][0] == said
    assert table["Bedömning"][1] == "normal variation"


@pytest.mark.parametrize(
    ("figure", "way", "there"),
    [
        (MONEY, None, True),
        (MONEY, "year", False),  # a month's target is none of a year's sum
        (SHARE, "year", True),
        (COUNT, "year", True),
        (BY_KEY["lista_mal"], None, False),  # the list has a goal of its own
        (BY_KEY["lista_kvar"], None, True),
    ],
)
def test_targets_are_drawn_where_they_are_of_what_is_drawn(figure, way, there):
    assert DrawnSeries(a_reading(figure, []), way).has_targets == there


class Asked:
    """A view of everybody, for what a file says of itself."""

    unit_id = target_group = None
    hidden_in_words = "dold"
    unit_names: ClassVar = {1: "Norra"}
    catalogue: ClassVar = BY_KEY
    forum = SimpleNamespace(name="Storstad")
    delivered = SimpleNamespace(until=NOV)
    unit_name = View.unit_name
    reader = SimpleNamespace(
        labels=lambda _: {}, settings=lambda: frames.SETTINGS.to_frame(), rules=Rules()
    )


def test_the_file_of_the_matrix_says_of_whom_it_is_and_how_each_figure_is_counted():
    said = every_definition(Asked(), [a_reading(COUNT, []), a_reading(SHARE, [])])

    assert (said["Styrgrupp"], said["Enhet"]) == ("Storstad", "alla")
    assert said["Underlag till och med"] == "2026-11-01"
    assert "Laneys" in said["Regler"]
    counted = said["A9 Avslut till egen försörjning"]
    assert counted.startswith(SHARE.part_in_words(Rules()))
    assert f"Nämnare: {SHARE.whole_in_words(Rules())}" in counted
    assert counted.endswith("Definitionen: vår egen.")
    assert "Nämnare" not in said["A1 Hushåll med försörjningsstöd"]


def test_the_file_of_a_figure_says_all_that_its_card_does():
    said = definition(Asked(), replace(a_reading(SHARE, []), target=0.4))

    assert plain(said["Mål"]) == "40 %"
    assert said["Minsta n"] == "bedöms inte när den bygger på färre än 10"
    assert said["Inställningar"].startswith("Avslut räknas efter 2 månader utan stöd")
    assert said["Preliminärt"] == SHARE.cadence.settled_in_words(Rules())
    assert "Mål" not in definition(Asked(), a_reading(SHARE, []))
    assert f"Räknas: {SHARE.part_in_words(Rules())}" in taken_from(Asked(), a_reading(SHARE, []))


def test_a_list_has_a_goal_of_its_own_and_is_not_said_to_have_none():
    rows = [{"period": NOV, "part": None, "whole": 50}]
    own, set_too = (
        replace(a_reading(BY_KEY["lista_mal"], rows), target=target) for target in (None, 0.8)
    )

    assert own.assurance_with_aim.word == "Listans eget mål"
    assert plain(set_too.assurance_with_aim.word) == "Kan inte bedömas än (mål 80 %)"
    assert a_reading(BY_KEY["lista_kvar"], rows).assurance.word == "Inget mål"


def test_a_longer_period_with_nothing_in_it_is_not_said_to_be_of_few():
    some = [
        {"period": p, "value": 0.5, "part": 20, "whole": 40}
        for p in months(date(2022, 1, 1), date(2025, 12, 1))
    ]
    for row in some[-3:]:
        row |= {"value": None, "part": 0, "whole": 0}

    by_quarter = by_longer(a_reading(BY_KEY["planer"], some), "quarter", [])

    assert by_quarter.judgement.variation == "nothing"


def test_a_period_without_a_point_is_said_to_be_so_and_one_that_waits_to_be_low():
    wait = {"value": 31.0, "value_all": 35.0, "people": 40}
    periods = months(date(2025, 1, 1), date(2026, 6, 1))
    rows = [{"period": p, **wait, "provisional": p.year == 2026} for p in periods]
    rows[-2] |= {"value": None}
    one = a_reading(DAYS, rows)
    chart, judgement = judged(DAYS, one.series, None, [])
    one = replace(one, chart=chart, judgement=judgement)

    said = plain(DrawnSeries(one, None).not_drawn_in_words(24))

    assert said.startswith("Utan punkt: maj 2026, som inte går att räkna. De prelimin")
    settled = replace(one, series=one.series.filter(~pl.col("provisional")))
    assert DrawnSeries(settled, None).not_drawn_in_words(24) == ""


def test_months_that_are_each_of_too_few_are_not_judged_by_quarter_either():
    few = [
        {"period": p, "value": 0.5, "part": 2, "whole": 4}
        for p in months(date(2022, 1, 1), date(2025, 12, 1))
    ]
    plans = BY_KEY["planer"]

    by_quarter = by_longer(a_reading(plans, few), "quarter", [])

    assert by_quarter.latest["whole"] == 4
    assert by_quarter.judgement == Judgement("sparse", "none")


class Noted:
    """A view and its reader, with points, updates, law and deliveries made by hand."""

    unit_id = target_group = None

    def __init__(
        self, on: date, points=(), figures=(), updates=(), laws=(), deliveries=(), **agreed
    ):
        self.on, self.reader = on, self
        self._rows = {
            "POINTS": points,
            "POINT_FIGURES": figures,
            "UPDATES": updates,
            "LEGAL_BASES": laws,
            "DELIVERIES": deliveries,
            "TARGETS": agreed.get("targets", ()),
            "REBASES": agreed.get("rebases", ()),
        }

    def __getattr__(self, name: str):
        shape = getattr(frames, name.upper())
        every = [dict.fromkeys(shape.names()) | row for row in self._rows[name.upper()]]
        return lambda: pl.DataFrame(every, schema=shape)


def a_point(number: int, starts_on: date | None, decided_on: date = JAN, unit: int | None = None):
    return {"item_id": number, "number": number, "title": f"Sak {number}"} | {
        "starts_on": starts_on,
        "decided_on": decided_on,
        "responsible_unit_id": unit,
    }


def linked(*numbers: int) -> list[dict]:
    return [{"item_id": number, "figure": "hushall"} for number in numbers]


def said_by(view, first: date = JAN, last: date = NOV) -> list[tuple[str, str]]:
    return [(str(note.on), note.words) for note in notes(view, COUNT, first, last).shown]


def test_a_linked_point_is_noted_when_it_began_and_when_it_was_done():
    word = {"item_id": 1, "seq": 1, "status": "done", "done_on": date(2026, 9, 3)}
    view = Noted(
        date(2026, 10, 1),
        points=[a_point(1, date(2026, 2, 1)), a_point(2, None), a_point(3, date(2026, 3, 1))],
        figures=linked(1, 2),
        updates=[word | {"at": datetime(2026, 9, 4, tzinfo=UTC)}],
    )

    assert said_by(view) == [
        ("2026-01-01", "Punkt 2 beslutades: Sak 2"),
        ("2026-02-01", "Punkt 1 började: Sak 1"),
        ("2026-09-03", "Punkt 1 blev klar: Sak 1"),
    ]


@pytest.mark.parametrize(
    ("later", "there"),
    [({"status": "in_progress", "seq": 2}, False), ({"status": "done", "seq": 2}, True)],
)
def test_the_latest_word_says_whether_a_point_is_done(later, there):
    done = {"item_id": 1, "seq": 1, "status": "done", "done_on": date(2026, 5, 1)}
    at = {"at": datetime(2026, 6, 1, tzinfo=UTC)}
    updates = [done | at, {"item_id": 1, "done_on": date(2026, 5, 1)} | later | at]
    view = Noted(NOV, points=[a_point(1, JAN)], figures=linked(1), updates=updates)

    assert ("2026-05-01", "Punkt 1 blev klar: Sak 1") in said_by(view) or not there
    assert len(said_by(view)) == 1 + there


def test_nothing_is_noted_before_it_has_happened_or_outside_of_what_is_drawn():
    points = [a_point(1, date(2026, 2, 1)), a_point(2, date(2026, 2, 28)), a_point(3, NOV)]
    view = Noted(date(2026, 10, 31), points=points, figures=linked(1, 2, 3))

    assert [said for _, said in said_by(view, date(2026, 2, 2))] == ["Punkt 2 började: Sak 2"]
    assert [said for _, said in said_by(view, JAN, date(2026, 2, 27))] == ["Punkt 1 började: Sak 1"]


def test_for_one_unit_its_own_points_are_noted_and_those_that_nobody_answers_for():
    points = [a_point(1, JAN, unit=7), a_point(2, JAN, unit=8), a_point(3, JAN)]
    view = Noted(NOV, points=points, figures=linked(1, 2, 3))
    view.unit_id = 7

    assert [said for _, said in said_by(view)] == [
        "Punkt 1 började: Sak 1",
        "Punkt 3 började: Sak 3",
    ]


def law(code: str, valid_from: date, status: str = "gällande") -> dict:
    return {"code": code, "short": f"§ {code}", "valid_from": valid_from, "status": status}


def test_law_on_support_and_activity_is_noted_on_its_day_once():
    july = date(2026, 7, 1)
    laws = [law("SOL25-12-1", july), law("SOL25-12-4", july), law("SOL25-12-5", july)]
    laws += [law("PUL-10", july), law("AKT-1", date(2026, 8, 1)), law("AKT-2", NOV)]
    laws += [law("AKT-3", date(2026, 9, 1), "föreslagen")]
    view = Noted(date(2026, 10, 31), laws=laws)

    assert said_by(view) == [
        ("2026-07-01", "Lag börjar gälla: § SOL25-12-1 och 2 paragrafer till"),
        ("2026-08-01", "Lag börjar gälla: § AKT-1"),
    ]


def test_only_the_latest_delivery_is_noted():
    came = [date(2026, 3, 2), date(2026, 4, 2)]
    deliveries = [
        {
            "taken_in_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
            "observed_until": day,
        }
        for day in came
    ]

    assert said_by(Noted(NOV, deliveries=deliveries)) == [
        ("2026-04-02", "Senaste leveransen kom, med underlag till och med 2026-04-02")
    ]


@pytest.mark.parametrize(("many", "earlier"), [(MOST, 0), (MOST + 1, 1)])
def test_the_latest_few_are_noted_and_the_list_says_how_many_more_there_are(many, earlier):
    points = [a_point(number, date(2026, 1, number)) for number in range(1, many + 1)]
    found = notes(Noted(NOV, points=points, figures=linked(*range(1, many + 1))), COUNT, JAN, NOV)

    assert [note.number for note in found.shown] == list(range(1, MOST + 1))
    assert found.shown[-1].words == f"Punkt {many} började: Sak {many}"
    assert found.earlier == earlier
    assert ("1 tidigare visas inte." in plain(listed(found))) == bool(earlier)
    assert as_rows(found.shown)["number"].to_list() == list(range(1, MOST + 1))


def test_what_was_decided_of_the_figure_is_noted_with_its_words():
    aim = {"figure": "hushall", "value": 1100.0, "decision": "Beslut 12 mars"}
    new = {"figure": "hushall", "period": date(2026, 4, 1), "reason": "Ny rutin"}
    view = Noted(
        date(2026, 10, 1),
        targets=[
            aim | {"valid_from": date(2026, 2, 1)},
            aim | {"valid_from": date(2026, 3, 1), "unit_id": 2, "decision": "För en enhet"},
            aim | {"valid_from": date(2026, 11, 1), "decision": "Gäller inte än"},
        ],
        rebases=[
            new,
            new | {"period": date(2026, 5, 1), "unit_id": 2},
            new | {"period": date(2026, 6, 1), "withdrawn_at": datetime(2026, 6, 9, tzinfo=UTC)},
            new | {"period": date(2026, 7, 1), "figure": "avslut"},
        ],
    )

    assert [(on, plain(said)) for on, said in said_by(view)] == [
        ("2026-02-01", "Mål 1 100 gäller: Beslut 12 mars"),
        ("2026-04-01", "Gränserna räknas om: Ny rutin"),
    ]


def test_notes_claim_no_cause_and_are_no_markup():
    view = Noted(NOV, points=[a_point(1, JAN) | {"title": "<b>Sak</b>"}], figures=linked(1))
    said = listed(notes(view, COUNT, JAN, NOV))

    assert "<b>Sak" not in said
    assert "samtidigt, inte varför" in said
    assert "tack vare" not in said
    assert listed(notes(Noted(NOV), COUNT, JAN, NOV)) == ""


def test_the_parts_as_a_table_have_all_that_the_matrix_says_of_a_figure():
    known = replace(
        a_reading(SHARE, [{"period": JAN, "value": 0.455, "part": 91, "whole": 200}]), target=0.5
    )
    hidden = a_reading(SHARE, [{"period": JAN, "shown": False}], "hidden")
    lacking = replace(a_reading(SHARE, []), missing="Visas inte.")

    since = "2 procentenheter högre"
    table = parts_table(
        "Kön", (Part("Kvinna", known, since), Part("Man", hidden, ""), Part("Okänt", lacking, ""))
    )

    columns = ["Kön", "Period", "Senaste", "n", "Mål", "Målet", "Variation"]
    columns += ["Sedan förra mötet", "Saknas"]
    normal = "Normal variation"
    assert [plain(" | ".join(row)) for row in table.select(columns).rows()] == [
        f"Kvinna | kv. 1 2026 | 45,5 % | 200 | 50 % | Kan inte bedömas än | {normal} | {since} | ",
        "Man | kv. 1 2026 | .. | .. |  | Inget mål | Dold, kan inte bedömas |  | ",
        "Okänt |  | – |  |  | Inget mål | Normal variation |  | Visas inte.",
    ]
