"""Questions answered the same day: worked examples, and counted one sample at a time."""

import pytest
from hypothesis import given

from metrics.periods import month
from tests.metrics.made import JUNE, MAY, RULES, asked_of, counted, facts, rows
from tests.metrics.worlds import some


def test_both_channels_and_all_days_of_a_month_are_one_sum_for_each_unit():
    of = facts(
        samples=[(1, "2026-05-04", 10, 7), (1, "2026-05-04", 5, 5), (1, "2026-05-20", 4, 0)]
        + [(2, "2026-05-04", 3, 1)]
    )

    assert counted("svar_samma_dag", of, [MAY]) == [(MAY, 1, None, 12, 19), (MAY, 2, None, 1, 3)]


@pytest.mark.parametrize(
    ("sampled", "month", "said"),
    [
        ("2026-04-30", MAY, []),
        ("2026-05-01", MAY, [(7, 10)]),
        ("2026-05-31", MAY, [(7, 10)]),
        ("2026-06-01", MAY, []),
        ("2026-06-15", JUNE, [(7, 10)]),
        ("2026-06-16", JUNE, []),
    ],
)
def test_a_sample_belongs_to_its_month_once_it_is_known(sampled, month, said):
    found = counted("svar_samma_dag", facts(samples=[(1, sampled, 10, 7)]), [month])

    assert [row[3:] for row in found] == said


def test_a_unit_that_received_nothing_has_no_row():
    assert counted("svar_samma_dag", facts(samples=[(1, "2026-05-04", 0, 0)]), [MAY]) == []


def same_day(of, asked, rules):
    sums = {}
    for one in rows(of.samples):
        period = month(one["sampled_on"])
        if one["sampled_on"] <= of.observed_until and period in asked:
            answered, received = sums.get((period, one["unit_id"]), (0, 0))
            counted_now = (answered + one["answered"], received + one["received"])
            sums[period, one["unit_id"]] = counted_now
    return [(*at, None, *both) for at, both in sorted(sums.items()) if both[1]]


SECOND = {"svar_samma_dag": same_day}


@pytest.mark.parametrize("key", SECOND)
@given(some("samples"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
