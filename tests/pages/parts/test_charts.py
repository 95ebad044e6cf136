"""Every chart is drawn for real: a specification that fails shows an empty box and no error."""

import json
import re
from datetime import date

import altair as alt
import polars as pl
import pytest
import vl_convert
from jsonschema import ValidationError

from metrics.periods import add_months, months, quarters
from metrics.spc import ENOUGH_POINTS, p_chart, xmr
from pages.parts import charts
from pages.parts.charts.axes import heights_axis
from pages.parts.charts.values import SHARES
from pages.parts.theme import THEMES

MONTHS = months(date(2023, 1, 1), date(2024, 12, 1))


EDGE = re.compile(r'<text[^>]*stroke="(?P<colour>[^"]*)"[^>]*>(?P<word>[^<]*)</text>')


def drawn(spec: dict) -> str:
    """The drawing, every word in it once: without the edges that break what is behind words."""
    return EDGE.sub("", with_edges(spec))


def with_edges(spec: dict) -> str:
    alt.LayerChart.validate(spec)  # ValidationError where it is not Vega-Lite
    return vl_convert.vegalite_to_svg(json.dumps({**spec, "width": 800}))


def series(values: list[float], periods: list[date], provisional: int = 1) -> pl.DataFrame:
    points = pl.DataFrame(
        {
            "period": periods,
            "value": [float(value) for value in values],
            "provisional": [place >= len(values) - provisional for place in range(len(values))],
        }
    )
    chart = xmr(points, better="lower", target=90.0)
    return chart.with_columns(said=pl.col("period").cast(pl.String) + " sägs")


def test_a_specification_that_is_not_vega_lite_is_refused():
    spec = charts.variation(
        series([1, 2, 3], MONTHS[:3]), theme="light", cadence="month", target=None
    )

    with pytest.raises(ValidationError):
        with_edges(spec | {"layer": [spec["layer"][0] | {"mark": "dott"}]})


@pytest.mark.parametrize(
    ("whole", "marks"),
    [
        (150, [0, 50, 100, 150]),
        (120, [0, 20, 40, 60, 80, 100, 120]),
        (24, [0, 5, 10, 15, 20, 24]),
        (61, [0, 20, 40, 61]),
        (5, [0, 1, 2, 3, 4, 5]),
        (1, [0, 1]),
    ],
)
def test_an_axis_up_to_a_whole_ends_in_the_whole(whole, marks):
    assert heights_axis(False, THEMES["light"], up_to=whole).to_dict()["values"] == marks


@pytest.mark.parametrize(
    ("cadence", "step", "named"),
    [
        ("month", 1, "jan 2023"),
        ("quarter", 3, "kv. 1 2023"),
        ("half", 6, "jan 2023"),
        ("year", 12, "2023"),
    ],
)
def test_the_time_axis_names_the_periods_of_every_length(cadence, step, named):
    periods = [add_months(date(2023, 1, 1), step * place) for place in range(14)]
    chart = series([100 + place % 3 for place in range(14)], periods)

    svg = drawn(charts.variation(chart, theme="light", cadence=cadence, target=None))

    assert f">{named}<" in svg
    assert (">apr<" in svg) == (cadence == "month")


def test_an_axis_of_shares_near_each_other_names_no_two_places_alike():
    points = pl.DataFrame(
        {"period": MONTHS, "part": [760 + n % 8 for n in range(24)], "whole": 10_000}
    )
    chart = p_chart(points).with_columns(said=pl.lit(""))

    svg = drawn(charts.variation(chart, theme="light", cadence="month", target=None, values=SHARES))

    named = re.findall(r">(7[,0-9]*\s*%)<", svg)
    assert len(named) > 2
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("points", [ENOUGH_POINTS - 1, ENOUGH_POINTS])
def test_the_axis_of_a_few_shares_is_no_shorter_than_ten_percent(points):
    chart = series([0.5] * (points - 1) + [0.51], MONTHS[:points])
    spec = charts.variation(chart, theme="light", cadence="month", target=None, values=SHARES)

    scales = [layer.get("encoding", {}).get("y", {}).get("scale") for layer in spec["layer"]]
    low, high = next(scale["domain"] for scale in scales if scale)
    assert (high - low > 0.0999) == (points < ENOUGH_POINTS)


@pytest.mark.parametrize("theme", THEMES)
def test_a_word_breaks_what_is_drawn_behind_it(theme):
    values = [*[100.0 + place % 3 for place in range(22)], 117.0, 55.0]
    chart = series(values, MONTHS)
    svg = with_edges(charts.variation(chart, theme=theme, cadence="month", target=90.0))

    edges = {found["word"]: found["colour"] for found in EDGE.finditer(svg)}

    assert edges.keys() == {"117", "medel", "mål 90", "preliminär"}
    assert set(edges.values()) == {THEMES[theme]["ground"]}
    assert all(svg.count(f">{word}<") == 2 for word in edges)


def test_what_is_written_is_made_of_the_value_and_not_of_what_is_drawn():
    """0.7651 is 77 %; drawn as 0.765, which by itself would be written 76 %."""
    spec = charts.variation(
        series([0.7, 0.72, 0.7651], MONTHS[:3], provisional=0),
        theme="light",
        cadence="month",
        target=None,
        values=SHARES,
    )

    assert ">77\N{NO-BREAK SPACE}%<" in drawn(spec)
    assert "0.765" in json.dumps(spec)
    assert "0.7651" not in json.dumps(spec)


def test_the_latest_settled_value_is_written_at_its_point():
    values = [*[100.0 + place % 3 for place in range(22)], 117.0, 55.0]
    svg = drawn(
        charts.variation(series(values, MONTHS), theme="light", cadence="month", target=None)
    )

    assert svg.count(">117<") == 1
    assert ">55<" not in svg


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("target", [None, 90.0, 140.0])
def test_a_variation_chart_draws_every_point_and_its_lines(theme, target):
    values = [100 + place % 3 for place in range(16)] + [80 - place for place in range(8)]

    svg = drawn(
        charts.variation(series(values, MONTHS), theme=theme, cadence="month", target=target)
    )

    assert svg.count("sägs") == len(MONTHS)
    assert ">medel<" in svg
    assert (">mål" in svg) == (target is not None)
    assert ">jan 2024<" in svg
    assert THEMES[theme]["blue"].lower() in svg.lower()


def test_a_provisional_point_is_hollow_and_off_the_line():
    spec = charts.variation(
        series([100.0 + place % 3 for place in range(24)], MONTHS),
        theme="light",
        cadence="month",
        target=None,
    )
    kinds = [row["kind"] for row in next(iter(spec["layer"]))["data"]["values"]]

    assert kinds.count("preliminär") == 1
    assert drawn(spec).count('fill="#FFFFFF"') + drawn(spec).count('fill="#ffffff"') >= 1


def test_a_share_by_quarter_has_its_own_axes():
    periods = quarters(date(2022, 1, 1), date(2024, 12, 1))
    chart = series([0.4 + place % 3 / 50 for place in range(12)], periods)

    svg = drawn(
        charts.variation(chart, theme="light", cadence="quarter", values=charts.SHARES, target=0.4)
    )

    assert "kv. 4 2024" in svg
    assert "40\N{NO-BREAK SPACE}%" in svg


def test_too_few_points_are_drawn_without_limits():
    chart = series([3.0, 4.0, 5.0], MONTHS[:3], provisional=0)

    svg = drawn(charts.variation(chart, theme="light", cadence="month", target=None))

    assert svg.count("sägs") == 3


def test_a_course_ends_with_its_name_and_shows_the_goal():
    rows = [
        (day, name, tone, many, f"{many} {name}", f"{many} sägs")
        for name, tone, counts in (("kvar", "dark", (120, 100, 80)), ("själv", "blue", (0, 9, 24)))
        for day, many in zip(MONTHS[:3], counts, strict=True)
    ]
    ledger = pl.DataFrame(
        rows, schema=["on", "name", "tone", "members", "label", "said"], orient="row"
    )

    svg = drawn(charts.course(ledger, theme="dark", members=120, goal=50, goal_on=date(2024, 1, 1)))

    assert svg.count("sägs") == 6
    assert ">80 kvar<" in svg
    assert ">24 själv<" in svg
    assert ">mål 50 självförsörjande<" in svg


def test_a_course_without_a_goal_ends_on_its_last_day():
    ledger = pl.DataFrame(
        [(MONTHS[0], "kvar", "dark", 24, "24 kvar", "24 sägs")],
        schema=["on", "name", "tone", "members", "label", "said"],
        orient="row",
    )

    assert ">24 kvar<" in drawn(
        charts.course(ledger, theme="light", members=24, goal=None, goal_on=None)
    )


def test_a_course_is_broken_where_it_is_hidden_and_named_where_it_was_last_shown():
    counts = (24, 23, None, 16, None)
    rows = [
        (day, "kvar", "dark", count, f"{count} kvar", f"{count} sägs")
        for day, count in zip(MONTHS[:5], counts, strict=True)
    ]
    ledger = pl.DataFrame(rows, ["on", "name", "tone", "members", "label", "said"], orient="row")

    svg = drawn(charts.course(ledger, theme="light", members=24, goal=None, goal_on=None))

    line = re.search(r'mark-line[^>]*>\s*<path[^>]* d="([^"]*)"', svg)[1]
    assert line.count("M") == 2
    assert svg.count("sägs") == 3
    assert ">16 kvar<" in svg


def test_a_timeline_has_a_bar_for_every_point():
    points = pl.DataFrame(
        [
            ("1 Först", MONTHS[0], MONTHS[2], "blue", "● Klar", "●", "Först sägs"),
            ("2 Sedan", MONTHS[1], MONTHS[1], "orange", "▲ Försenad", "▲", "Sedan sägs"),
        ],
        schema=["name", "begins", "ends", "tone", "state", "sign", "said"],
        orient="row",
    )

    svg = drawn(charts.timeline(points, theme="light", on=MONTHS[2]))

    assert svg.count("sägs") == 2
    assert ">▲ Försenad<" in svg
    assert ">1 Först<" in svg


def a_chart(values: list[float], rebase: list[date]) -> pl.DataFrame:
    points = pl.DataFrame({"period": MONTHS, "value": values, "provisional": [False] * 24})
    chart = xmr(points, better="lower", rebase=rebase)
    return chart.with_columns(said=pl.col("period").cast(pl.String) + " sägs")


def of_month(chart: pl.DataFrame, **more) -> dict:
    more = {"target": None, **more}
    return charts.variation(chart, theme="light", cadence="month", **more)


def test_where_limits_are_reckoned_anew_is_marked_and_the_mean_is_the_new_one():
    values = [100.0 + place % 3 for place in range(12)] + [80.0 + place % 3 for place in range(12)]
    once, twice = a_chart(values, MONTHS[12:13]), a_chart(values, [MONTHS[4], MONTHS[12]])

    assert drawn(of_month(a_chart(values, []))).count(">gränserna omräknade<") == 0
    assert drawn(of_month(once)).count(">gränserna omräknade<") == 1
    assert drawn(of_month(twice)).count(">gränserna omräknade<") == 2
    assert drawn(of_month(once.tail(12))).count(">gränserna omräknade<") == 0
    assert drawn(of_month(once)).count(">medel<") == 1


STEPS = [(date(2023, 1, 1), date(2024, 3, 15), 95.0), (date(2024, 3, 15), None, 85.0)]


@pytest.mark.parametrize(
    ("targets", "named"),
    [
        (STEPS, ["95", "85"]),
        (STEPS[:1], ["95"]),
        (STEPS[1:], ["85"]),
        ([*STEPS[:1], (date(2024, 3, 15), date(2024, 6, 1), 85.0)], ["95", "85"]),
        ([(date(2020, 1, 1), date(2023, 1, 1), 70.0), (date(2023, 1, 1), None, 90.0)], ["90"]),
        (
            [(date(2020, 1, 1), date(2023, 1, 2), 70.0), (date(2023, 1, 2), None, 90.0)],
            ["70", "90"],
        ),
        (
            [(date(2020, 1, 1), date(2024, 12, 31), 70.0), (date(2024, 12, 31), None, 90.0)],
            ["70", "90"],
        ),
        ([(date(2020, 1, 1), date(2025, 1, 1), 70.0), (date(2025, 1, 1), None, 60.0)], ["90"]),
        ([(date(2020, 1, 1), None, 90.0)], ["90"]),
    ],
)
def test_a_target_that_has_changed_is_a_line_with_steps(targets, named):
    """Cut to the periods drawn, the last of them to its end; one that holds in all is one line."""
    chart = a_chart([90.0 + place % 3 for place in range(24)], [])

    svg = drawn(of_month(chart, target=90.0, targets=targets))

    assert [word for word in ("95", "85", "70", "90", "60") if f">mål {word}<" in svg] == [
        word for word in ("95", "85", "70", "90", "60") if word in named
    ]


def test_no_target_ever_is_no_line():
    chart = a_chart([90.0 + place % 3 for place in range(24)], [])

    assert ">mål" not in drawn(of_month(chart, targets=()))


PERCENT = charts.Values(
    written=lambda value: f"{100 * value:.0f} procent", is_percent=True, least=-1.0
)
DAYS = charts.Values(
    written=lambda value: f"{value:g} dagar", aimed=lambda value: f"{value:g} dygn"
)


def test_a_value_and_a_target_are_written_as_their_kind_is():
    chart = a_chart([30.0 + place % 3 for place in range(24)], [])

    svg = drawn(of_month(chart, target=28.0, values=DAYS))

    assert ">32 dagar<" in svg
    assert ">mål 28 dygn<" in svg


def test_a_change_is_drawn_below_nothing_with_a_minus_and_percent():
    chart = a_chart([-0.05 - 0.01 * (place % 3) for place in range(24)], [])

    svg = drawn(of_month(chart, values=PERCENT))

    assert ">-7 procent<" in svg
    assert "\N{MINUS SIGN}6\N{NO-BREAK SPACE}%<" in svg


@pytest.mark.parametrize(
    ("values", "given", "lowest", "highest"),
    [
        (charts.SHARES, (0.01, 0.99), 0.0, 1.0),
        (charts.NUMBERS, (0.01, 0.99), 0.0, None),
        (PERCENT, (-0.99, 1.4), -1.0, None),
        (PERCENT, (-0.5, -0.4), None, None),
    ],
)
def test_an_axis_holds_every_point_and_nothing_that_can_not_be(values, given, lowest, highest):
    low, high = given
    points = [low, high] * 12
    spec = of_month(series(points, MONTHS, provisional=0).with_columns(
        lower=pl.lit(None, pl.Float64), upper=pl.lit(None, pl.Float64)
    ), values=values)  # fmt: skip

    bottom, top = next(
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in spec["layer"]
        if layer["encoding"].get("y", {}).get("field") == "value"
    )

    assert (bottom == lowest) if lowest is not None else bottom < low
    assert (top == highest) if highest is not None else top > high


def test_an_axis_of_small_numbers_has_a_comma_and_of_large_ones_a_space():
    small = drawn(of_month(a_chart([0.2 + 0.1 * (place % 3) for place in range(24)], [])))
    large = drawn(of_month(a_chart([4e6 + 1e5 * (place % 3) for place in range(24)], [])))

    assert ">0,3<" in small
    assert ">4\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}000<" in large


def notes_on(*days: date) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "on": days,
            "number": range(1, len(days) + 1),
            "said": [f"hände {place}" for place in range(1, len(days) + 1)],
        }
    )


def test_notes_stand_with_their_numbers_along_the_bottom():
    chart = a_chart([90.0 + place % 3 for place in range(24)], [])

    svg = drawn(of_month(chart, notes=notes_on(date(2023, 3, 12), date(2024, 5, 5))))

    assert (svg.count(">1<"), svg.count(">2<")) == (1, 1)
    assert svg.count("hände 1") == svg.count("hände 2") == 2


def test_notes_that_lie_near_each_other_share_a_place():
    chart = a_chart([90.0 + place % 3 for place in range(24)], [])
    near = notes_on(date(2023, 3, 12), date(2023, 3, 12), date(2023, 3, 30), date(2024, 5, 5))

    svg = drawn(of_month(chart, notes=near))

    assert svg.count(">1–3<") == 1
    assert svg.count(">4<") == 1


def test_without_notes_there_is_no_lane_for_them():
    chart = a_chart([90.0 + place % 3 for place in range(24)], [])
    none = notes_on().cast({"on": pl.Date, "said": pl.String})

    assert drawn(of_month(chart, notes=none)) == drawn(of_month(chart))
    assert of_month(chart, notes=notes_on(MONTHS[3]))["height"] > of_month(chart)["height"]


def test_a_line_without_limits_breaks_where_a_period_is_hidden():
    values = [float(place) for place in range(24)]
    rows = pl.DataFrame({"period": MONTHS, "value": values, "provisional": [False] * 24})
    plain = rows.with_columns(
        *(pl.lit(None, pl.Float64).alias(name) for name in ("mean", "lower", "upper")),
        segment=pl.lit(0),
        **dict.fromkeys(("signal", "note"), pl.lit(None, pl.String)),
        said=pl.col("period").cast(pl.String) + " sägs",
    )
    hidden = plain.with_columns(value=pl.when(pl.col("period") != MONTHS[9]).then("value"))

    whole, broken = drawn(of_month(plain)), drawn(of_month(hidden))

    assert (whole.count("sägs"), broken.count("sägs")) == (24, 23)
    assert ">medel<" not in whole
    assert line_of(broken).count("M") == line_of(whole).count("M") + 1


def line_of(svg: str) -> str:
    """The path of the line through the values."""
    (path,) = re.findall(r'aria-roledescription="line mark"[^>]* d="([^"]+)"', svg)[-1:]
    return path


SAID = charts.Words("Hushåll på ön", "Hushållen var 92 i december.", ["1. Något hände", "Regler"])


def test_a_chart_as_a_file_has_its_title_its_sentence_and_its_rules_in_it():
    spec = of_month(a_chart([90.0 + place % 3 for place in range(24)], []), target=88.0)

    svg = charts.picture_file(spec, SAID, "svg").decode()

    for said in ("Hushåll på ön", "Hushållen var 92 i december.", "1. Något hände", "Regler"):
        assert svg.count(f">{said}<") == 1
    assert svg.count("sägs") == 24
    assert ">mål 88<" in svg


def test_a_picture_is_sharp_and_asks_for_nothing_from_elsewhere():
    spec = of_month(a_chart([90.0 + place % 3 for place in range(24)], []))
    away = {**spec, "layer": [{**spec["layer"][0], "data": {"url": "http://localhost:1/a.json"}}]}

    png = charts.picture_file(spec, SAID, "png")

    assert png.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(png[16:20]) > 2 * 960
    with pytest.raises(ValueError, match="localhost"):
        charts.picture_file(away, SAID, "png")


@pytest.mark.parametrize(("waiting", "word"), [(0, None), (1, "preliminär"), (6, "preliminära")])
def test_what_is_not_settled_is_named_once_however_many_periods_it_is(waiting, word):
    chart = series([100.0 + place % 3 for place in range(24)], MONTHS, provisional=waiting)

    svg = drawn(of_month(chart))

    assert svg.count(">preliminär") == (1 if word else 0)
    assert word is None or f">{word}<" in svg


@pytest.mark.parametrize(("points", "dashed"), [(11, 2), (12, 0)])
def test_limits_of_too_few_points_are_dashed_with_nothing_between(points, dashed):
    svg = drawn(
        of_month(series([100.0 + n % 3 for n in range(points)], MONTHS[:points], provisional=0))
    )

    assert svg.count('stroke-dasharray="3,3"') == dashed
    assert (THEMES["light"]["band"] in svg) == (not dashed)


def test_no_value_is_written_as_the_latest_where_the_latest_has_none():
    chart = series([100.0 + n % 3 for n in range(23)] + [777.0], MONTHS, provisional=0)
    empty = chart.with_columns(value=pl.when(pl.col("period") != MONTHS[-1]).then("value"))

    assert ">777<" in drawn(of_month(chart))
    assert ">777<" not in drawn(of_month(empty))
    assert f">{chart['value'][-2]:.0f}<" not in drawn(of_month(empty))
