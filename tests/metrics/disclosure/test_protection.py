"""Worked examples: what is hidden in a table, drawn as the reader would see it."""

from datetime import date

import polars as pl
import pytest

from metrics.disclosure import protect


def table(drawn: str) -> pl.DataFrame:
    """A unit a line ("A 3 20 / B 40 9"), a group a number."""
    return pl.DataFrame(
        [
            {"unit": unit, "group": group, "people": int(people)}
            for unit, *counts in (line.split() for line in drawn.split("/"))
            for group, people in enumerate(counts)
        ],
        schema={"unit": pl.String, "group": pl.Int64, "people": pl.Int64},
    )


def row(counts: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"state": list("abcdefgh"[: len(counts.split())]), "people": map(int, counts.split())}
    )


def months(**drawn: str) -> pl.DataFrame:
    """A month a name, in which each of the units A, B, C … has a number."""
    return pl.concat(
        row(counts).select(month=pl.lit(int(name[1:])), unit="state", people="people")
        for name, counts in drawn.items()
    )


def written(protected: pl.DataFrame, width: int = 0) -> str:
    signs = ["0" if n == 0 else str(n or "..") for n in protected["people"]]
    width = width or len(signs)
    return " / ".join(" ".join(signs[at : at + width]) for at in range(0, len(signs), width))


def seen(drawn: str, **asked) -> str:
    """The table as it is shown, totals last."""
    cells = table(drawn)
    return written(protect(cells, ["unit", "group"], "people", **asked), cells["group"].max() + 2)


def seen_row(counts: str, **asked) -> str:
    return written(protect(row(counts), ["state"], "people", **asked))


def seen_months(by_month: pl.DataFrame, **asked) -> str:
    protected = protect(by_month, ["unit"], "people", apart="month", **asked)
    return written(protected, by_month["unit"].n_unique() + 1)


def test_a_small_figure_takes_the_least_partner_with_it():
    assert seen_row("12 3 40") == ".. .. 40 55"


def test_nothing_small_hides_nothing():
    assert seen_row("5 6 7 0") == "5 6 7 0 18"


def test_two_small_figures_protect_each_other_when_each_can_be_all_that_is_small():
    assert seen_row("2 3 20 30") == ".. .. 20 30 55"


def test_two_small_figures_take_a_third_when_together_they_are_too_few():
    assert seen_row("1 2 20 30") == ".. .. .. 30 53"


def test_zero_is_shown_and_is_no_partner():
    assert seen_row("0 3 9") == "0 .. .. 12"


def test_a_small_total_is_hidden_too_and_zeros_stand():
    assert seen_row("0 3 0") == "0 .. 0 .."


def test_in_a_cross_a_small_figure_takes_partners_in_its_row_and_in_its_column():
    assert seen("A 3 20 30 / B 40 9 60 / C 25 35 45") == (
        ".. .. 30 53 / .. .. 60 109 / 25 35 45 105 / 68 64 135 267"
    )


def test_a_small_unit_total_is_hidden_and_takes_another_with_it():
    assert seen("A 1 1 0 / B 20 30 40 / C 50 60 70") == (
        ".. .. 0 .. / .. .. 40 .. / 50 60 70 180 / 71 91 110 272"
    )


def test_what_is_kept_is_hidden_last():
    ledger = pl.DataFrame(
        {"state": ["kvar", "självförsörjande", "annan orsak", "okänt"], "people": [43, 105, 2, 0]}
    )

    def signs(keep):
        protected = protect(ledger, ["state"], "people", keep=keep)
        return dict(zip(protected["state"], written(protected).split(), strict=True))

    rest = {"annan orsak": "..", "okänt": "0", None: "150"}
    assert signs(("kvar",)) == {"kvar": "43", "självförsörjande": ".."} | rest
    assert signs(()) == {"kvar": "..", "självförsörjande": "105"} | rest


def test_a_tuple_keeps_one_figure_alone():
    cells = "A 3 20 30 / B 40 9 60 / C 25 35 45"

    assert seen(cells, keep=[("A", 1)]) == (
        ".. 20 .. 53 / 40 9 60 109 / .. 35 .. 105 / 68 64 135 267"
    )
    assert seen(cells, keep=[("A", None)]) == seen(cells)


def test_a_head_of_a_unit_knows_the_partners_there_so_there_must_be_others():
    assert seen("A 3 20 30 / B 40 12 60 / C 25 35 45", knows="unit") == (
        ".. .. 30 53 / .. .. 60 112 / .. .. 45 105 / 68 67 135 270"
    )


def test_a_head_knows_one_of_a_row_so_three_are_hidden():
    assert seen_row("2 3 20 30", knows="state") == ".. .. .. 30 55"


def test_heads_may_stand_in_the_second_column():
    turned = table("A 3 20 30 / B 40 12 60 / C 25 35 45")
    protected = protect(turned, ["group", "unit"], "people", knows="unit")

    assert written(protected, 4) == (".. .. .. 68 / .. .. .. 67 / 30 60 45 135 / 53 112 105 270")


def test_what_was_small_stays_hidden_and_is_protected_as_if_it_were_small():
    by_month = months(m8="3 12 40", m9="5 12 41")

    assert seen_months(by_month, hold=12) == ".. .. 40 55 / .. .. 41 58"
    assert seen_months(by_month, hold=0) == ".. .. 40 55 / 5 12 41 58"


def test_what_was_small_is_held_for_so_many_periods_and_not_one_more():
    by_month = months(m1="3 12 40", m2="6 12 40", m3="6 12 40")

    assert seen_months(by_month, hold=1) == ".. .. 40 55 / .. .. 40 58 / 6 12 40 58"
    assert seen_months(by_month, hold=2) == ".. .. 40 55 / .. .. 40 58 / .. .. 40 58"


def test_what_was_small_and_is_zero_now_is_shown():
    by_month = months(m1="3 12 40", m2="0 12 40", m3="6 12 40")

    assert seen_months(by_month, hold=12) == ".. .. 40 55 / 0 12 40 52 / .. .. 40 58"


def test_what_will_be_small_is_not_hidden_before_it_is():
    assert seen_months(months(m1="6 12 40", m2="3 12 40"), hold=12) == "6 12 40 58 / .. .. 40 55"


def test_a_total_that_was_small_stays_hidden_too():
    assert seen_months(months(m1="3 0", m2="6 7"), hold=1) == ".. 0 .. / .. 7 .."
    assert seen_months(months(m1="3 0", m2="0 9"), hold=1) == ".. 0 .. / 0 .. .."


def test_the_partner_of_last_month_stays_partner():
    by_month = months(m1="3 12 14", m2="3 14 12")

    assert seen_months(by_month) == ".. .. 14 29 / .. .. 12 29"


@pytest.mark.parametrize(("k", "signs"), [(3, "3 12 40 55"), (4, ".. .. 40 55")])
def test_small_is_below_k(k, signs):
    assert seen_row("3 12 40", k=k) == signs


def test_at_least_two_numbers_stay_possible_when_only_one_is_small():
    assert seen_row("1 12 40", k=2) == ".. .. 40 53"


def test_one_cell_alone():
    assert seen_row("4") == ".. .."
    assert seen_row("5") == "5 5"
    assert seen("A 4", knows="unit") == ".. .. / .. .."


def test_one_line_of_a_cross_has_its_figures_twice():
    assert seen("A 3 20 30") == ".. .. 30 53 / .. .. 30 53"
    assert seen("A 3 / B 20 / C 30") == ".. .. / .. .. / 30 30 / 53 53"


def test_nothing_but_zeros_is_shown():
    assert seen("A 0 0 / B 0 0", knows="unit") == "0 0 0 / 0 0 0 / 0 0 0"


def test_gives_named_and_typed_columns_sorted_with_the_margins_last():
    cells = pl.DataFrame(
        {
            "month": [date(2026, 1, 1)] * 2,
            "unit": ["B", "A"],
            "group": pl.Series(["x", "x"], dtype=pl.Enum(["x", "y"])),
            "people": pl.Series([20, 3], dtype=pl.UInt8),
        }
    )
    protected = protect(cells, ["unit", "group"], "people", apart="month")

    assert protected.schema == {
        "month": pl.Date,
        "unit": pl.String,
        "group": pl.Enum(["x", "y"]),
        "people": pl.Int64,
        "shown": pl.Boolean,
    }
    assert protected.select("unit", "group").rows() == [
        *[("A", "x"), ("A", None), ("B", "x"), ("B", None), (None, "x"), (None, None)]
    ]
    assert (protected["people"].is_null() == ~protected["shown"]).all()


def test_an_empty_table_gives_no_rows_with_the_same_columns():
    full = protect(months(m1="3 12"), ["unit"], "people", apart="month", knows="unit", hold=12)
    none = protect(
        months(m1="3 12").clear(), ["unit"], "people", apart="month", knows="unit", hold=12
    )

    assert none.is_empty()
    assert none.schema == full.schema


GIVEN = pl.DataFrame({"unit": ["A", "B"], "people": [7, 8]})


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (GIVEN.with_columns(unit=pl.Series(["A", None])), "unit is null in row 2"),
        (GIVEN.with_columns(people=pl.Series([7, None])), "people is null in row 2"),
        (GIVEN.with_columns(people=pl.Series([7, -1])), "people is negative in row 2"),
        (GIVEN.with_columns(people=pl.Series([7.0, 8.0])), "people must be Int64"),
        (GIVEN.with_columns(unit=pl.lit("A")), "unit is not unique in row 1"),
        (GIVEN.drop("unit"), "no column unit"),
    ],
)
def test_refuses_a_table_it_cannot_read_and_names_column_and_row(cells, sentence):
    with pytest.raises(ValueError, match=sentence):
        protect(cells, ["unit"], "people")


def test_refuses_a_cross_that_is_not_full():
    with pytest.raises(ValueError, match="unit, group: no row for unit B, group 0"):
        protect(table("A 7 8 / B 9 9")[[0, 1, 3]], ["unit", "group"], "people")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"k": 1}, "k must be at least 2"),
        ({"hold": -1}, "hold must be at least 0"),
        ({"knows": "people"}, "knows must be one of unit"),
        ({"apart": "month"}, "no column month"),
        ({"apart": "unit"}, "must differ"),
        ({"keep": "A"}, "keep must be a collection"),
        ({"by": []}, "one or two columns"),
        ({"by": ["unit", "a", "b"]}, "more is not supported"),
    ],
)
def test_refuses_what_cannot_be_asked(asked, sentence):
    with pytest.raises(ValueError, match=sentence):
        protect(GIVEN, **{"by": ["unit"], "count": "people", **asked})
