from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lines import begun_on, months_after, narrow, numbered
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
@given(names=st.lists(st.integers(0, 100) | HUGE, max_size=8))
def test_names_are_numbered_in_their_order(kind, names):
    as_kind = {pl.String: str, pl.Int8: lambda n: n % 128, pl.UInt64: lambda n: n + (1 << 63)}
    given_names = [as_kind.get(kind, int)(name) for name in names]

    found = numbered(pl.Series(given_names, dtype=kind)).tolist()

    assert [
        found[place] < found[other] for place in range(len(found)) for other in range(len(found))
    ] == [one < two for one in given_names for two in given_names]
    assert len(set(found)) == len(set(given_names))
    assert all(0 <= number < 1 << 40 for number in found)


@given(values=st.lists(st.integers(-(1 << 40), 1 << 40) | st.integers(0, 9), max_size=8))
def test_narrow_numbers_are_in_the_same_order(values):
    kept = narrow(np.array(values, dtype=np.int64))

    assert np.argsort(kept, kind="stable").tolist() == np.argsort(values, kind="stable").tolist()


def test_numbers_that_differ_by_little_are_kept_in_few_bits():
    assert narrow(np.array([700_000, 765_535])).itemsize == 2
    assert narrow(np.array([700_000, 765_536])).itemsize == 4
