"""What bears a meaning in a chart is told apart by whoever sees few colours: by colour and shape.

The simulations are those of Machado, Oliveira & Fernandes 2009, A physiologically-based model for
simulation of color vision deficiency, at full severity: matrices on linear RGB.
"""

from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from pages.parts import charts
from pages.parts.theme import THEMES
from pages.parts.words import ASSURANCE, JUDGEMENT, LEDGER, OVERDUE, STATUS, VARIATION
from tests.pages.parts.test_charts import a_chart, drawn, of_month

SIMULATED = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
ALL_COLOURS = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
# from linear RGB to XYZ under D65, and the white of it
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
LEAST_APART = 10.0  # CIE 1976 ΔE*ab: clearly two colours, where 2.3 is just seen
SIGNALS = ("blue", "orange", "purple")


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen_as(colour: str, matrix) -> np.ndarray:
    return (np.array(matrix) @ linear(colour)).clip(0.0, 1.0)


def lab(seen: np.ndarray) -> np.ndarray:
    part = TO_XYZ @ seen / WHITE
    curved = np.where(part > (6 / 29) ** 3, np.cbrt(part), part / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = curved
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: str, other: str, matrix) -> float:
    return float(np.linalg.norm(lab(seen_as(one, matrix)) - lab(seen_as(other, matrix))))


def contrast(one: str, other: str, matrix) -> float:
    high, low = sorted((float(TO_XYZ[1] @ seen_as(c, matrix)) for c in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def shapes_of(spec: dict) -> dict[str, str]:
    scales = [
        layer["encoding"]["shape"]["scale"]
        for layer in spec["layer"]
        if "shape" in layer.get("encoding", {})
    ]
    (scale,) = scales
    return dict(zip(scale["domain"], scale["range"], strict=True))


def test_red_and_green_become_hard_to_tell_apart_in_the_simulation():
    """So the simulation does what it is there for: a pair that is known to be bad is found bad."""
    worst = min(apart("#C04040", "#6B7A00", SIMULATED[kind]) for kind in SIMULATED)

    assert apart("#C04040", "#6B7A00", ALL_COLOURS) > 60
    assert worst < 25


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [*SIMULATED, "all colours"])
def test_every_two_signals_differ_in_colour_and_stand_out_from_the_ground(theme, kind):
    matrix, colours = SIMULATED.get(kind, ALL_COLOURS), THEMES[theme]

    for one, other in combinations(SIGNALS, 2):
        assert apart(colours[one], colours[other], matrix) >= LEAST_APART, (one, other)
    for name in (*SIGNALS, "dark"):
        assert contrast(colours[name], colours["ground"], matrix) >= 3.0, name


def test_every_two_signals_differ_in_shape_as_well():
    chart = a_chart([90.0 + place % 3 for place in range(24)], [])
    shapes = shapes_of(of_month(chart))

    known = [shapes[kind] for kind in ("normal variation", "improvement", "concern", "change")]
    assert len(set(known)) == 4


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", SIMULATED)
def test_the_line_of_a_target_is_told_from_the_mean_by_dashes_and_colour(theme, kind):
    colours = THEMES[theme]
    spec = charts.variation(
        a_chart([90.0 + place % 3 for place in range(24)], []),
        theme=theme, cadence="month", target=88.0,
    )  # fmt: skip
    (dashed,) = [
        layer["mark"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rule" and layer["mark"]["color"] == colours["blue"]
    ]

    assert dashed["strokeDash"]
    assert apart(colours["blue"], colours["hatch"], SIMULATED[kind]) >= LEAST_APART


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [*SIMULATED, "all colours"])
def test_the_parts_of_a_bar_and_of_a_course_differ_in_colour_or_in_pattern(theme, kind):
    matrix, colours = SIMULATED.get(kind, ALL_COLOURS), THEMES[theme]
    tones = {state.tone for state in LEDGER.values()}

    assert tones == {"blue", "pale", "hatch", "dark"}
    for one, other in combinations(tones - {"hatch"}, 2):  # what is not known is a pattern
        assert apart(colours[one], colours[other], matrix) >= LEAST_APART, (one, other)


def test_the_states_of_a_plan_differ_in_their_signs_in_bars_and_in_the_key():
    states = [*STATUS.values(), OVERDUE]
    points = pl.DataFrame(
        {
            "name": [state.word for state in states],
            "begins": [date(2026, 1, 1)] * len(states),
            "ends": [date(2026, 6, 1)] * len(states),
            "tone": [state.tone for state in states],
            "state": [f"{state.sign} {state.word}" for state in states],
            "sign": [state.sign for state in states],
            "said": [state.word for state in states],
        }
    )

    svg = drawn(charts.timeline(points, theme="light", on=date(2026, 3, 1)))

    assert len({state.sign for state in states}) == len(states)
    for state in states:
        assert f">{state.sign}<" in svg
        assert f">{state.sign} {state.word}<" in svg


@pytest.mark.parametrize("states", [VARIATION, ASSURANCE, JUDGEMENT, LEDGER])
def test_every_state_has_a_sign_and_a_word_and_those_that_judge_a_sign_and_tone_of_their_own(
    states,
):
    told = [state for state in states.values() if state.tone != "grey"]

    assert all(state.sign and state.word for state in states.values())
    assert len({state.word for state in states.values()}) == len(states)
    assert len({(state.sign, state.tone) for state in told}) == len(told)
