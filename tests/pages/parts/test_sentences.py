"""What is said of a figure, word for word, and that none of it claims a cause."""

from datetime import date

import polars as pl
import pytest

from data.store import frames
from metrics.catalogue import FIGURES
from metrics.periods import add_months, months
from pages.parts.figures.reading.reading import SERIES
from pages.parts.figures.reading.sentences import MORE_OR_LESS, moved, sentence

BY_KEY = {figure.key: figure for figure in FIGURES}
NOV = date(2026, 11, 1)
CAUSES = ("tack vare", "på grund av", "därför att", "eftersom", "beror på", "ledde till")


def told(key: str, now: dict, before: dict | None, variation: str = "normal") -> str:
    """The sentence for a period and the same a year before, with ordinary spaces."""
    figure = BY_KEY[key]
    step = {"month": 1, "quarter": 3}[figure.cadence.name]
    period = NOV if step == 1 else date(2026, 7, 1)
    nothing = {**dict.fromkeys(SERIES), "shown": True, "provisional": False}
    rows = [nothing | now | {"period": period}]
    rows += [nothing | before | {"period": add_months(period, -12)}] if before else []
    series = pl.DataFrame(rows, {name: frames.FIGURES[name] for name in SERIES}).sort("period")
    return sentence(figure, series, series.row(-1, named=True), variation).replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize(
    ("key", "now", "before", "variation", "said"),
    [
        pytest.param(
            "hushall",
            {"value": 1204.0},
            {"value": 1482.0},
            "improvement_low",
            "Hushåll med försörjningsstöd var 1 204 i november 2026, 278 färre (−19 %) än ett år "
            "tidigare: en förbättring.",
            id="count",
        ),
        pytest.param(
            "hushall",
            {"value": 1204.0},
            {"value": 1204.0},
            "normal",
            "Hushåll med försörjningsstöd var 1 204 i november 2026, lika mycket som ett år "
            "tidigare: inom normal variation.",
            id="the same",
        ),
        pytest.param(
            "hushall",
            {"value": 12.0},
            {"value": 0.0},
            "normal",
            "Hushåll med försörjningsstöd var 12 i november 2026, 12 fler än ett år tidigare: inom "
            "normal variation.",
            id="nothing to compare with",
        ),
        pytest.param(
            "hushall",
            {"value": 202.0},
            {"value": 201.0},
            "normal",
            "Hushåll med försörjningsstöd var 202 i november 2026, 1 fler än ett år tidigare: inom "
            "normal variation.",
            id="too little to be a percent",
        ),
        pytest.param(
            "hushall",
            {"value": 201.0},
            {"value": 200.0},
            "normal",
            "Hushåll med försörjningsstöd var 201 i november 2026, 1 fler (+1 %) än ett år "
            "tidigare: inom normal variation.",
            id="half a percent",
        ),
        pytest.param(
            "hushall",
            {"value": 12.0},
            None,
            "too_few",
            "Hushåll med försörjningsstöd var 12 i november 2026, för få punkter för att bedöma.",
            id="no year before",
        ),
        pytest.param(
            "avslut",
            {"value": 0.4, "part": 40, "whole": 100},
            {"value": 0.339, "part": 339, "whole": 1000},
            "concern_high",
            "Avslut till egen försörjning var 40 % av 100 i kvartal 3 2026, 6,1 procentenheter högre "
            "än ett år tidigare: en försämring.",
            id="share",
        ),
        pytest.param(
            "hushall_forandring",
            {"value": -0.19, "part": -19, "whole": 100},
            {"value": -0.15, "part": -15, "whole": 100},
            "improvement_low",
            "Förändring av hushåll på ett år var −19 % i november 2026, mot −15 % ett år tidigare: en "
            "förbättring.",
            id="change",
        ),
        pytest.param(
            "tid_till_insats",
            {"value": 27.0, "people": 45},
            {"value": 31.0, "people": 40},
            "change_low",
            "Tid från inskrivning till första insats var 27 dagar i median (n = 45) i november 2026, "
            "4 dagar kortare (−13 %) än ett år tidigare: en förändring.",
            id="days",
        ),
        pytest.param(
            "utbetalt",
            {"value": 4812300.0, "people": None},
            {"value": 4800000.0, "people": None},
            "normal",
            "Utbetalt ekonomiskt bistånd var 4 812 300 kronor i november 2026, 12 300 kronor mer "
            "än ett år tidigare: inom normal variation.",
            id="kronor",
        ),
        pytest.param(
            "hushall",
            {"shown": False},
            None,
            "hidden",
            "Hushåll med försörjningsstöd är dolt för november 2026.",
            id="hidden",
        ),
        pytest.param(
            "avslut",
            {"part": 0, "whole": 0},
            None,
            "nothing",
            "Avslut till egen försörjning: det finns inget att dela med i kvartal 3 2026.",
            id="nothing to divide by",
        ),
        pytest.param(
            "lista_mal",
            {"whole": 50},
            None,
            "adds_up",
            "Mätgrupp: mål uppnått kan inte bedömas i november 2026: för någon som har lämnat "
            "listan är det inte känt varför.",
            id="reasons not known",
        ),
    ],
)
def test_a_sentence_is_made_of_the_row_and_claims_no_cause(key, now, before, variation, said):
    made = told(key, now, before, variation)

    assert made == said
    assert not any(cause in made for cause in CAUSES)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_the_words_for_every_figure_claim_no_cause(figure):
    periods = months(date(2025, 11, 1), NOV)
    rows = {name: [None] * len(periods) for name in SERIES} | {
        "period": periods,
        "value": [0.5 + place / 100 for place in range(len(periods))],
        "whole": [100] * len(periods),
        "shown": [True] * len(periods),
        "provisional": [False] * len(periods),
    }
    series = pl.DataFrame(rows, {name: frames.FIGURES[name] for name in SERIES})

    made = sentence(figure, series, series.row(-1, named=True), "improvement_high")

    assert made.startswith(f"{figure.title} var ")
    assert made.endswith(": en förbättring.")
    assert not any(cause in made for cause in CAUSES)


@pytest.mark.parametrize(
    ("key", "before", "now", "said"),
    [
        ("hushall", 1231, 1204, "27 färre"),
        ("hushall", 1204, 1204.4, "oförändrat"),
        ("avslut", 0.4, 0.412, "1,2 procentenheter högre"),
        ("avslut", 0.4, 0.4004, "oförändrat"),
        ("avslut", 0.4, 0.388, "1,2 procentenheter lägre"),
        ("hushall_forandring", -0.15, -0.19, "var −15 %"),
        ("tid_till_insats", 31, 27.5, "3,5 dagar kortare"),
        ("utbetalt", 11_000_000, 11_496_000, "496 tkr mer"),
        ("byten", 0.8, 1.0, "0,2 mer"),
    ],
)
def test_how_a_value_has_moved_is_said_in_its_own_words(key, before, now, said):
    assert moved(BY_KEY[key], before, now).replace("\N{NO-BREAK SPACE}", " ") == said


def test_every_kind_that_is_no_number_of_something_has_words_of_its_own():
    assert {figure.kind for figure in FIGURES} - {"count", "share", "change"} <= set(MORE_OR_LESS)
