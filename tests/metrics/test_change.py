import polars as pl
import pytest

from metrics.change import since
from tests.drawn import drawn

THINGS = pl.Schema({"what": pl.String, "which": pl.String, "value": pl.Int64})
THEN = drawn("""
    what    which  value
    open    north  43
    open    south  12
    plan    3      1
    hidden  north  .
    hidden  south  7
    hidden  east   .
""")


def test_what_is_new_changed_and_gone_and_nothing_else():
    now = drawn("""
        what    which  value
        open    north  41
        open    south  12
        plan    4      2
        hidden  north  6
        hidden  south  .
        hidden  east   .
    """)

    assert since(THEN, now).rows() == [
        ("hidden", "north", None, 6, "changed"),
        ("hidden", "south", 7, None, "changed"),
        ("open", "north", 43, 41, "changed"),
        ("plan", "3", 1, None, "gone"),
        ("plan", "4", None, 2, "new"),
    ]


def test_what_has_no_value_can_be_new_or_gone_too():
    nothing = THINGS.to_frame()
    unknown = drawn("what which value\n open north .", value=pl.Int64)

    assert since(nothing, unknown)["kind"].to_list() == ["new"]
    assert since(unknown, nothing)["kind"].to_list() == ["gone"]


def test_nothing_has_happened():
    nothing = since(THEN, THEN)

    assert nothing.height == 0
    assert nothing.schema == {
        "what": pl.String,
        "which": pl.String,
        "before": pl.Int64,
        "after": pl.Int64,
        "kind": pl.String,
    }


def test_nothing_then_makes_all_new_even_if_it_has_no_types():
    untyped = pl.DataFrame({name: [] for name in THINGS})

    assert since(untyped, THEN)["kind"].to_list() == ["new"] * 6


def test_a_whole_number_is_the_same_as_that_number_with_decimals():
    assert since(THEN, THEN.cast({"value": pl.Float64})).is_empty()


def test_a_thing_stands_once_and_has_a_name():
    with pytest.raises(ValueError, match="what, which is not unique in row 1 of 2"):
        since(THEN, pl.concat([THEN.head(1), THEN.head(1)]))
    with pytest.raises(ValueError, match="which is null in row 1 of 1"):
        since(drawn("what which value\n open . 1"), THEN)
