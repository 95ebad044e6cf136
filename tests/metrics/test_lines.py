from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lines import (
    LINE,
    _looked_up,
    apart,
    begun_on,
    dates,
    earliest,
    in_one_line,
    last_of_each,
    latest,
    matched,
    months_after,
    narrow,
    numbered,
    numbers,
    places,
)
from metrics.periods import add_months

DAYS = st.lists(st.none() | st.dates(date(1960, 1, 1), date(2060, 12, 31)), max_size=8)
CLOSE = st.builds(
    lambda first, steps: [first + timedelta(days=step) for step in steps],
    st.dates(date(2019, 12, 1), date(2020, 3, 1)),
    st.lists(st.integers(0, 40), min_size=42, max_size=60),
)


def told(days: list[date | None], expression: pl.Expr) -> list[date | None]:
    return (
        pl.DataFrame({"day": days}, schema={"day": pl.Date})
        .select(expression)
        .to_series()
        .to_list()
    )


def test_a_day_is_a_number_from_1970_and_none_is_one_that_never_comes():
    days = pl.Series([date(1969, 12, 31), date(2026, 1, 1), None])

    assert numbers(days).tolist()[0] == -1
    assert dates(numbers(days)).to_list() == [*days[:2], date(9999, 1, 1)]


def test_the_first_and_the_last_of_no_days_is_none():
    days = pl.Series([date(2026, 1, 2), None, date(2026, 1, 1)])

    assert (earliest(days), latest(days)) == (date(2026, 1, 1), date(2026, 1, 2))
    assert earliest(days.clear()) is latest(days.clear()) is None


@pytest.mark.parametrize("row", [0, 1_000_000])
def test_the_days_of_a_row_are_in_order_on_the_line_and_before_those_of_the_next(row):
    days = [(row, date(1, 1, 1)), (row, date(1970, 1, 1)), (row, date(9999, 12, 31))]
    on_it = [*days, (row + 1, date(1, 1, 1))]
    frame = pl.DataFrame(on_it, schema={"row": pl.UInt32, "day": pl.Date}, orient="row")

    places_ = frame.select(in_one_line("row", "day")).to_series().to_list()

    assert places_ == sorted(set(places_))
    assert places_[1] == row * LINE


@given(days=DAYS | CLOSE, months=st.integers(0, 30))
def test_so_many_months_later_is_what_one_day_at_a_time_gives(days, months):
    assert told(days, months_after("day", months)) == [
        day and add_months(day, months) for day in days
    ]


@given(days=DAYS | CLOSE, months=st.sampled_from([1, 3, 6]))
def test_what_a_day_belongs_to_begins_on_a_first_of_its_months(days, months):
    assert told(days, begun_on("day", months)) == [
        day and date(day.year, (day.month - 1) // months * months + 1, 1) for day in days
    ]


HUGE = st.integers(-(1 << 63), (1 << 63) - 1)


@pytest.mark.parametrize("kind", [pl.Int64, pl.Int8, pl.UInt64, pl.String])
@given(names=st.lists(st.none() | st.integers(0, 100) | HUGE, max_size=8))
def test_names_are_numbered_in_their_order(kind, names):
    as_kind = {pl.String: str, pl.Int8: lambda n: n % 128, pl.UInt64: lambda n: n + (1 << 63)}
    given_names = [None if name is None else as_kind.get(kind, int)(name) for name in names]

    found = numbered(pl.Series(given_names, dtype=kind)).tolist()

    in_order = sorted({name for name in given_names if name is not None})
    place_of = {None: -1} | {name: place for place, name in enumerate(in_order)}
    assert [one < two for one in found for two in found] == [
        place_of[one] < place_of[two] for one in given_names for two in given_names
    ]
    assert len(set(found)) == len(set(given_names))
    assert all(0 <= number <= 8 * len(names) for number in found)


@pytest.mark.parametrize(
    ("names", "numbers_"),
    [
        pytest.param([12, 10, 17], [2, 0, 7], id="near each other"),
        pytest.param([26, 10], [16, 0], id="eight times as far apart as they are many"),
        pytest.param([27, 10], [2, 1], id="further"),
    ],
)
def test_names_near_each_other_are_numbered_from_the_least_and_others_by_their_rank(
    names, numbers_
):
    assert numbered(pl.Series(names)).tolist() == numbers_


@given(values=st.lists(st.integers(-(1 << 40), 1 << 40) | st.integers(0, 9), max_size=8))
def test_narrow_numbers_are_in_the_same_order(values):
    kept = narrow(np.array(values, dtype=np.int64))

    assert np.argsort(kept, kind="stable").tolist() == np.argsort(values, kind="stable").tolist()


def test_numbers_that_differ_by_little_are_kept_in_few_bits():
    assert narrow(np.array([700_000, 765_535])).itemsize == 2
    assert narrow(np.array([700_000, 765_536])).itemsize == 4


KEYS = st.lists(st.none() | st.integers(0, 12), max_size=12)


@pytest.mark.parametrize(
    ("kind", "apart_by"),
    [(pl.Int64, 1), (pl.Int64, 1 << 59), (pl.UInt32, 1_000_000), (pl.String, 1), (pl.Int8, 20)],
)
@given(keys=KEYS | st.lists(st.integers(0, 12), unique=True), asked=KEYS)
def test_what_is_matched_is_every_pair_of_the_same(kind, apart_by, keys, asked):
    first = -128 if kind == pl.Int8 else 0
    as_kind = str if kind == pl.String else lambda key: first + key * apart_by
    both = [[key if key is None else as_kind(key) for key in some] for some in (keys, asked)]

    at, place = matched(*(pl.Series(some, dtype=kind) for some in both))

    pairs = [
        (at, place)
        for at, one in enumerate(both[1])
        for place, other in enumerate(both[0])
        if one is not None and one == other
    ]
    assert sorted(zip(at.tolist(), place.tolist(), strict=True)) == pairs
    assert at.tolist() == sorted(at)
    assert at.dtype == place.dtype == np.int64


@pytest.mark.parametrize(
    ("keys", "asked", "is_quick"),
    [
        pytest.param([100, 124], [100], True, id="eight times as far apart as all are many"),
        pytest.param([100, 125], [100], False, id="further"),
        pytest.param([100, 100], [100], False, id="a key that is there twice"),
        pytest.param([100, None], [100], False, id="a key that is not known"),
        pytest.param([100], [None], False, id="one asked for that is not known"),
        pytest.param([100], [1 << 41], False, id="one asked for that is far too large"),
        pytest.param(["a"], ["a"], False, id="text"),
    ],
)
def test_what_is_looked_up_in_a_table_is_unique_numbers_near_each_other(keys, asked, is_quick):
    assert (_looked_up(pl.Series(keys), pl.Series(asked)) is not None) == is_quick


def test_a_place_among_many_can_be_put_on_the_line():
    keys = pl.Series(range(2_000))

    _, place = matched(keys, keys)

    assert (place * LINE)[-1] == 1_999 * LINE


@given(
    days=st.sets(st.integers(-50, 50)), asked=st.lists(st.integers(-60, 60) | st.just(2_932_896))
)
def test_places_are_what_a_search_gives(days, asked):
    in_order = np.array(sorted(days), dtype=np.int64)
    wanted = np.array(asked, dtype=np.int64)

    assert places(in_order, wanted).tolist() == np.searchsorted(in_order, wanted).tolist()


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(-20, 20), st.integers(-2, 15)),
        max_size=10,
    )
)
def test_spans_that_are_set_apart_cover_the_same_days_once(drawn):
    row, first, length = (np.array([one[place] for one in drawn], dtype=int) for place in range(3))
    wanted = {(one, day) for one, begins, lasts in drawn for day in range(begins, begins + lasts)}

    rows, begins, ends = apart(row, first, first + length)

    covered = [
        (one, day)
        for one, since, until in zip(rows.tolist(), begins.tolist(), ends.tolist(), strict=True)
        for day in range(since, until)
    ]
    assert sorted(covered) == sorted(wanted)
    assert (begins < ends).all()


@given(st.lists(st.integers(0, 4), max_size=8))
def test_the_last_of_each_is_where_it_stands_last(values):
    found = last_of_each(np.array(values, dtype=int))

    assert {values[place]: place for place in found.tolist()} == dict(
        zip(values, range(len(values)), strict=True)
    )
    assert len(found) == len(set(values))
