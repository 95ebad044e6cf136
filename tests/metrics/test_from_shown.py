"""Figures made of what is seen already: worked examples, and a plain reckoning of each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import from_shown
from metrics.catalogue import COUNTED
from metrics.facts import Rules
from metrics.from_shown import Shown
from metrics.periods import add_months
from tests.metrics.shown import JUNE, MONTHS, POPULATION, a, frame, seen, told

# ---------------------------------------------------------------- A2


def test_a_change_is_against_the_same_month_a_year_before():
    of = seen({"hushall": [(a(2025, 6), None, None, 100, None), (JUNE, None, None, 80, None)]})

    assert told("hushall_forandring", of) == [(JUNE, None, None, -20, 100, True, False)]


@pytest.mark.parametrize("earlier", [a(2025, 5), a(2025, 7)])
def test_a_change_wants_the_month_itself_a_year_before(earlier):
    of = seen({"hushall": [(earlier, None, None, 100, None), (JUNE, None, None, 80, None)]})

    assert told("hushall_forandring", of) == []


@pytest.mark.parametrize("shown", [(True, False), (False, True), (False, False)])
def test_a_change_is_hidden_where_either_month_is(shown):
    then, now = ((None if not s else 80, s) for s in shown)
    of = seen(
        {
            "hushall": [
                (a(2025, 6), 1, "unga", then[0], None, then[1]),
                (JUNE, 1, "unga", now[0], None, now[1]),
            ]
        }
    )

    assert told("hushall_forandring", of) == [(JUNE, 1, "unga", None, None, False, False)]


@pytest.mark.parametrize(("before", "change"), [(0, []), (1, [(79, 1)])])
def test_a_change_from_nobody_can_not_be_said(before, change):
    of = seen({"hushall": [(a(2025, 6), 1, "unga", before, None), (JUNE, 1, "unga", 80, None)]})

    assert [row[3:5] for row in told("hushall_forandring", of)] == change


# ---------------------------------------------------------------- A5, A6


def of_year(*people: tuple[int, int, int, int], **rows) -> Shown:
    return seen(rows, population=frame(POPULATION, people))


def test_a_share_of_the_population_is_december_s_by_all_ages():
    of = of_year(
        (2025, 0, 121, 40_000),
        (2025, 0, 18, 9_000),
        (2025, 18, 25, 3_000),
        (2025, 18, 65, 20_000),
        langvarigt=[
            (a(2025, 12), None, None, 200, 800),
            (a(2025, 11), None, None, 1, 700),
            (a(2025, 12), 1, None, 1, 300),
        ],
        unga=[(a(2025, 12), None, None, 90, 800)],
    )

    assert told("befolkning", of) == [(a(2025, 1), None, None, 800, 40_000, True, False)]
    assert told("unga_befolkning", of) == [(a(2025, 1), None, None, 90, 3_000, True, False)]


@pytest.mark.parametrize(("until_age", "found"), [(99, []), (100, [(800, 40_000)])])
def test_all_ages_are_those_to_a_hundred_at_least(until_age, found):
    of = of_year((2025, 0, until_age, 40_000), langvarigt=[(a(2025, 12), None, None, 200, 800)])

    assert [row[3:5] for row in told("befolkning", of)] == found


def test_a_year_without_its_population_is_left_out_and_a_hidden_december_is_hidden():
    of = of_year(
        (2024, 0, 120, 40_000),
        langvarigt=[
            (a(2024, 12), None, None, None, None, False),
            (a(2025, 12), None, None, 1, 9),
        ],
    )

    assert told("befolkning", of) == [(a(2024, 1), None, None, None, None, False, False)]


@pytest.mark.parametrize(("people", "found"), [(800, [(800, 800)]), (799, [])])
def test_a_year_in_which_fewer_live_than_had_support_is_left_out(people, found):
    of = of_year((2025, 0, 120, people), langvarigt=[(a(2025, 12), None, None, 200, 800)])

    assert [row[3:5] for row in told("befolkning", of)] == found


# ---------------------------------------------------------------- sums of parts that share a whole


def test_parallel_efforts_of_all_are_those_with_and_without_a_known_need():
    of = seen(
        {
            "parallella": [(JUNE, 1, None, 7, 10)],
            "parallella_ovriga": [(JUNE, 1, None, 20, 90)],
        }
    )

    assert told("parallella_alla", of) == [(JUNE, 1, None, 27, 100, True, False)]


def test_support_after_the_start_is_of_work_and_studies_together():
    of = seen(
        {
            "stod_arbete": [(JUNE, 1, None, 7, 10)],
            "stod_studier": [(JUNE, 1, None, 20, 90)],
        }
    )

    assert told("stod_efter_start", of) == [(JUNE, 1, None, 27, 100, True, False)]


@pytest.mark.parametrize(("first", "last"), [(True, False), (False, True)])
def test_a_sum_is_hidden_where_any_of_it_is(first, last):
    def row(shown):
        return (JUNE, 1, None, *((7, 10) if shown else (None, None)), shown)

    of = seen({"x": [row(first)], "y": [row(last)]})

    assert from_shown.summed("x", "y")(of).rows() == [(JUNE, 1, None, None, None, False, False)]


def test_a_cell_without_a_row_in_one_is_nobody_but_a_period_without_any_is_not_known():
    of = seen(
        {
            "x": [(JUNE, 1, None, 7, 10), (a(2026, 5), 1, None, 3, 10)],
            "y": [(JUNE, 2, None, 1, 10)],
        }
    )

    assert from_shown.summed("x", "y")(of).rows() == [(JUNE, 1, None, 7, 10, True, False)]


def test_who_is_back_are_all_who_left_but_those_who_held():
    of = seen(
        {
            "hallbart": [(JUNE, None, None, 30, 40)],
            "annat": [(JUNE, None, None, 50, 60)],
            "hallbart_12_av_6": [(JUNE, None, None, 25, 30)],
            "annat_12_av_6": [(JUNE, None, None, 45, 50, True, True)],
        }
    )

    assert told("atervanda_6", of) == [(JUNE, None, None, 20, 100, True, False)]
    assert told("atervanda_12", of) == [(JUNE, None, None, 30, 100, True, True)]
    assert told("hallbart_12", of) == [(JUNE, None, None, 25, 40, True, False)]


# ---------------------------------------------------------------- a second reckoning

COUNTS = st.none() | st.integers(0, 60)


@st.composite
def some_rows(draw) -> list[tuple]:
    keys = draw(
        st.lists(
            st.tuples(MONTHS, st.none() | st.integers(1, 2), st.none() | st.just("unga")),
            unique=True,
            max_size=20,
        )
    )
    rows = []
    for key in keys:
        part, more = draw(COUNTS), draw(st.integers(0, 20))
        shown = part is not None
        rows.append((*key, part, part + more if shown else None, shown, draw(st.booleans())))
    return rows


@given(some_rows())
def test_changes_reckoned_one_by_one(rows):
    then = {row[:3]: row for row in rows}
    slow = []
    for period, unit, group, part, _, shown, provisional in rows:
        before = then.get((add_months(period, -12), unit, group))
        if before is None:
            continue
        if not (shown and before[5]):
            slow.append((period, unit, group, None, None, False, provisional))
        elif before[3]:
            slow.append((period, unit, group, part - before[3], before[3], True, provisional))

    made = from_shown.year_change("x")(seen({"x": rows})).rows()
    assert sorted(made, key=str) == sorted(slow, key=str)


@given(some_rows(), some_rows())
def test_sums_reckoned_one_by_one(first, second):
    periods, other = {row[0] for row in second}, {row[:3]: row for row in second}
    slow = []
    for period, unit, group, part, whole, shown, provisional in first:
        if period not in periods:
            continue
        mine = other.get((period, unit, group), (period, unit, group, 0, 0, True, False))
        both = shown and mine[5]
        counts = (part + mine[3], whole + mine[4]) if both else (None, None)
        slow.append((period, unit, group, *counts, both, provisional or mine[6]))

    made = from_shown.summed("x", "y")(seen({"x": first, "y": second})).rows()
    assert sorted(made, key=str) == sorted(slow, key=str)


@given(some_rows(), some_rows(), some_rows(), some_rows())
def test_who_is_back_reckoned_one_by_one(self_6, other_6, self_12, other_12):
    given_rows = {"hallbart": self_6, "annat": other_6}
    given_rows |= {"hallbart_12_av_6": self_12, "annat_12_av_6": other_12}
    periods = {key: {row[0] for row in rows} for key, rows in given_rows.items()}
    by_key = {key: {row[:3]: row for row in rows} for key, rows in given_rows.items()}
    nobody = (None, None, None, 0, 0, True, False)
    slow = []
    for row in self_6:
        at = row[:3]
        if any(at[0] not in periods[key] for key in given_rows):
            continue
        found = [row, *(by_key[key].get(at, nobody) for key in list(given_rows)[1:])]
        shown = all(one[5] for one in found)
        whole = found[0][4] + found[1][4] if shown else None
        part = whole - found[2][3] - found[3][3] if shown else None
        slow.append((*at, part, whole, shown, any(one[6] for one in found)))

    made = told("atervanda_12", seen(given_rows))
    assert sorted(made, key=str) == sorted(slow, key=str)


PEOPLE = st.lists(
    st.tuples(
        st.integers(2022, 2025),
        st.sampled_from([(0, 100), (0, 120), (0, 99), (18, 25), (18, 24)]),
        st.integers(0, 40),
    ),
    max_size=8,
    unique_by=lambda row: row[:2],
)


@st.composite
def decembers(draw) -> list[tuple]:
    """Of all together in December of some years, among rows of other months and units."""
    rows = [row for row in draw(some_rows()) if row[0].month != 12 or row[1] is not None]
    for year in draw(st.sets(st.integers(2022, 2025))):
        part, shown = draw(st.integers(0, 20)), draw(st.booleans())
        counts = (part, part + draw(st.integers(0, 20))) if shown else (None, None)
        rows.append((a(year, 12), None, None, *counts, shown, draw(st.booleans())))
    return rows


@given(decembers(), decembers(), PEOPLE)
def test_shares_of_the_population_reckoned_year_by_year(long, young, people):
    population = frame(POPULATION, [(year, *ages, many) for year, ages, many in people])
    of = seen({"langvarigt": long, "unga": young}, population=population)
    asked = {
        "befolkning": (long, 4, {(0, 100), (0, 120)}),
        "unga_befolkning": (young, 3, {(18, 25)}),
    }

    for key, (rows, side, bands) in asked.items():
        slow = []
        for row in sorted(rows, key=lambda row: row[0]):
            period, unit, group = row[:3]
            known = [
                (ages[1], many)
                for year, ages, many in people
                if year == period.year and ages in bands
            ]
            if period.month != 12 or (unit, group) != (None, None) or not known:
                continue
            many, had, is_shown = max(known)[1], row[side], row[5]
            if had is None or had <= many:
                counts = (had, many) if is_shown else (None, None)
                slow.append((a(period.year, 1), None, None, *counts, is_shown, row[6]))
        assert told(key, of) == slow


@pytest.mark.parametrize(
    ("key", "made_of"),
    [
        ("atervanda_6", ("hallbart", "annat")),
        ("atervanda_12", ("hallbart", "hallbart_12_av_6", "annat", "annat_12_av_6")),
        ("hallbart_12", ("hallbart", "hallbart_12_av_6")),
        ("parallella_alla", ("parallella", "parallella_ovriga")),
        ("stod_efter_start", ("stod_arbete", "stod_studier")),
        ("hushall_forandring", ("hushall",)),
    ],
)
@pytest.mark.parametrize("gap", [1, 2, 8, 14])
def test_what_is_made_of_others_is_final_when_the_last_of_them_is(key, made_of, gap):
    by_key, rules = {figure.key: figure for figure in COUNTED}, Rules(exit_gap_months=gap)

    for period in (date(2025, 1, 1), date(2025, 10, 1)):
        last = max(by_key[one].settled_on(period, rules) for one in made_of)
        assert by_key[key].settled_on(period, rules) == last


WORKED = {
    "hushall_forandring": test_a_change_is_against_the_same_month_a_year_before,
    "befolkning": test_a_share_of_the_population_is_december_s_by_all_ages,
    "unga_befolkning": test_a_share_of_the_population_is_december_s_by_all_ages,
    **dict.fromkeys(
        ("atervanda_6", "atervanda_12", "hallbart_12"),
        test_who_is_back_are_all_who_left_but_those_who_held,
    ),
    "parallella_alla": test_parallel_efforts_of_all_are_those_with_and_without_a_known_need,
    "stod_efter_start": test_support_after_the_start_is_of_work_and_studies_together,
}
SECOND = {
    "hushall_forandring": test_changes_reckoned_one_by_one,
    **dict.fromkeys(
        ("befolkning", "unga_befolkning"), test_shares_of_the_population_reckoned_year_by_year
    ),
    **dict.fromkeys(
        ("atervanda_6", "atervanda_12", "hallbart_12"), test_who_is_back_reckoned_one_by_one
    ),
    **dict.fromkeys(("parallella_alla", "stod_efter_start"), test_sums_reckoned_one_by_one),
}
