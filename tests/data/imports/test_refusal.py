"""A reason is said once, with the first of its rows and how many more there are."""

import pytest

from data.imports.refusal import Refusal, in_words


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ([None], ""),
        ([2], ", rad 2"),
        ([2, 3, 5], ", rad 2, 3, 5"),
        ([2, 3, 5, 8], ", rad 2, 3, 5 och 1 till"),
        ([*range(2, 30)], ", rad 2, 3, 4 och 25 till"),
    ],
)
def test_the_first_three_rows_of_a_reason_are_named(lines, rows):
    refusals = [Refusal("okänd kod", line, "Kön") for line in lines]

    assert in_words(refusals, "fil.csv") == [f"fil.csv{rows}, kolumn Kön: okänd kod."]


def test_reasons_and_columns_are_told_apart_in_the_order_of_their_first_rows():
    refusals = [
        Refusal("tom cell", 2, "Person"),
        Refusal("okänd kod", 3, "Kön"),
        Refusal("tom cell", 4, "Enhet"),
        Refusal("tom cell", 5, "Person"),
    ]

    assert in_words(refusals, "fil.csv") == [
        "fil.csv, rad 2, 5, kolumn Person: tom cell.",
        "fil.csv, rad 3, kolumn Kön: okänd kod.",
        "fil.csv, rad 4, kolumn Enhet: tom cell.",
    ]
