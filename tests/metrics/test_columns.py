from datetime import date

import polars as pl
import pytest

from metrics import columns
from tests.drawn import drawn

CASES = drawn("""
    case_id  opened_on   closed_on
    1        2026-01-01  2026-01-01
    2        2026-01-02  .
    3        .           2026-01-01
""")


def test_reads_the_columns_in_the_order_asked_for():
    read = columns.read(CASES, {"case_id": None}, {"closed_on": pl.Date})

    assert read.equals(CASES.select("case_id", "closed_on"))


def test_a_null_in_a_required_column_is_refused_with_its_row():
    with pytest.raises(ValueError, match=r"opened_on is null in row 3 of 3 \(index 2\)"):
        columns.read(CASES, {"opened_on": pl.Date})


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="no column ended_on, why among case_id, opened_on"):
        columns.read(CASES.lazy(), {"ended_on": pl.Date}, {"why": None})


def test_a_column_of_another_type_is_refused():
    with pytest.raises(ValueError, match="case_id must be Date, is Int64"):
        columns.read(CASES, {"case_id": pl.Date})


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pl.Series("x", [1], pl.UInt8), pl.Int64),
        (pl.Series("x", [1], pl.Int64), pl.Float64),
        (pl.Series("x", ["a"], pl.Enum(["a"])), pl.String),
        (pl.Series("x", [None], pl.Null), pl.Date),
    ],
)
def test_a_narrower_type_widens(values, kind):
    assert columns.read(values.to_frame(), {}, {"x": kind}).schema == {"x": kind}


def test_a_number_with_decimals_is_no_whole_number():
    with pytest.raises(ValueError, match="x must be Int64, is Float64"):
        columns.read(pl.DataFrame({"x": [1.0]}), {"x": pl.Int64})


@pytest.mark.parametrize("values", [pl.Series("x", [1]), pl.Series("x", [date(2026, 1, 1)])])
def test_what_is_no_text_does_not_become_it(values):
    with pytest.raises(ValueError, match="x must be String, is"):
        columns.read(values.to_frame(), {"x": pl.String})


def test_a_category_is_no_number():
    with pytest.raises(ValueError, match="x must be Int64, is Enum"):
        columns.read(pl.Series("x", ["1"], pl.Enum(["1"])).to_frame(), {"x": pl.Int64})


def test_the_same_day_is_in_order_and_the_day_before_is_not():
    columns.demand_order(CASES, "opened_on", "closed_on")
    with pytest.raises(ValueError, match="closed_on lies before opened_on in row 1 of 1"):
        columns.demand_order(
            drawn("opened_on closed_on\n 2026-01-02 2026-01-01"), "opened_on", "closed_on"
        )


def test_0_is_not_negative():
    columns.demand_from_zero(pl.DataFrame({"days": [0, None]}), "days")
    with pytest.raises(ValueError, match="days is negative in row 2"):
        columns.demand_from_zero(pl.DataFrame({"days": [0, -1]}), "days")


def test_what_is_no_code_is_refused_without_saying_what_it_is():
    with pytest.raises(ValueError, match=r"state is none of open, shut in row 2 of 2 \(index 1\)$"):
        columns.demand_code(pl.DataFrame({"state": ["open", "ajar"]}), "state", ("open", "shut"))


def test_what_occurs_twice_is_refused():
    pairs = pl.DataFrame({"what": ["a", "a", "a"], "which": [1, 2, 1]})
    with pytest.raises(ValueError, match="what, which is not unique in row 1 of 3"):
        columns.demand_unique(pairs, ["what", "which"])
    with pytest.raises(ValueError, match="which is not unique in row 1 of 3"):
        columns.demand_unique(pairs, ["which"])
    columns.demand_unique(pairs.head(2), ["which"])
    columns.demand_unique(pairs.head(2), ["what", "which"])


@pytest.mark.parametrize("untyped", [0, 1])
@pytest.mark.parametrize("keys", [[1], ["a"]])
def test_a_key_without_rows_takes_the_type_of_the_other(keys, untyped):
    frames = [pl.DataFrame({"item_id": keys}), pl.DataFrame({"item_id": keys})]
    frames[untyped] = pl.DataFrame({"item_id": []})
    both = columns.with_same_key(*frames, "item_id")

    typed = frames[1 - untyped]
    assert both[1 - untyped].equals(typed)
    assert both[untyped].is_empty()
    assert both[untyped].schema == typed.schema


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param(pl.Int8, pl.Int16, (pl.Int64, pl.Int64), id="narrow and less narrow"),
        pytest.param(pl.Int32, pl.Int32, (pl.Int32, pl.Int32), id="the same"),
        pytest.param(pl.String, pl.String, (pl.String, pl.String), id="the same text"),
        pytest.param(pl.Int64, pl.String, (pl.Int64, pl.String), id="number and text"),
        pytest.param(pl.Null, pl.Null, (pl.String, pl.String), id="nothing in either"),
    ],
)
def test_only_whole_numbers_of_different_widths_become_the_same(left, right, same):
    empty = [pl.DataFrame(schema={"item_id": kind}) for kind in (left, right)]

    both = columns.with_same_key(*empty, "item_id")

    assert tuple(frame.schema["item_id"] for frame in both) == same
