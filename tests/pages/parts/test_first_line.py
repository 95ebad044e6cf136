"""Which periods are preliminary, said as shortly as they can be."""

from datetime import date
from types import SimpleNamespace

import pytest

from metrics.catalogue import CADENCES
from pages.parts.first_line import _preliminary


def waits(cadence: str, *months: tuple[int, int]) -> SimpleNamespace:
    """A reading with those periods not settled yet."""
    return SimpleNamespace(
        figure=SimpleNamespace(cadence=CADENCES[cadence]),
        tentative=[date(year, month, 1) for year, month in months],
    )


def said(*readings: SimpleNamespace) -> list[str]:
    return [words.replace("\N{NO-BREAK SPACE}", " ") for words in _preliminary(list(readings))]


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([(2014, 12)], "december 2014 är preliminär"),
        ([(2014, 11), (2014, 12)], "november 2014 och december 2014 är preliminära"),
        ([(2014, 10), (2014, 11), (2014, 12)], "oktober–december 2014 är preliminära"),
        (
            [(2014, 9), (2014, 11), (2014, 12)],
            "september 2014, november 2014 och december 2014 är preliminära",
        ),
        (
            [(2014, 11), (2014, 12), (2015, 1)],
            "november 2014, december 2014 och januari 2015 är preliminära",
        ),
    ],
)
def test_months_in_a_row_of_one_year_are_said_from_the_first_to_the_last(months, words):
    assert said(waits("month", *months)) == [words]


def test_what_all_wait_for_is_said_and_how_many_wait_for_more():
    assert said(
        waits("month", (2014, 12)),
        waits("month", (2014, 11), (2014, 12)),
        waits("quarter", (2014, 10)),
        waits("month"),
    ) == ["december 2014 och kvartal 4 2014 är preliminära (fler perioder för ett nyckeltal)"]


def test_a_quarter_alone_is_neuter_and_nothing_is_nothing():
    assert said(waits("quarter", (2014, 10))) == ["kvartal 4 2014 är preliminärt"]
    assert said(waits("month")) == []
