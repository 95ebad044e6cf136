from fractions import Fraction
from math import exp, log, sqrt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.survival import exits_by_cause, kaplan_meier, median_days
from tests.drawn import drawn

SPELLS = pl.Schema({"unit": pl.String, "days": pl.Int64, "exited": pl.Boolean})
CAUSES = pl.Schema({"unit": pl.String, "days": pl.Int64, "cause": pl.String})


def spells(text: str) -> pl.DataFrame:
    """Spells from days, with + on those that are censored: 6 6 6+ 7."""
    return pl.DataFrame(
        [("a", int(word.rstrip("+")), not word.endswith("+")) for word in text.split()],
        schema=SPELLS,
        orient="row",
    )


# Weeks in remission on 6-MP: Freireich et al. 1963, with the figures in Cox & Oakes 1984
REMISSION = spells("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")


def test_a_published_example():
    curve = kaplan_meier(REMISSION)
    exits = curve.filter(pl.col("exits") > 0)

    assert exits.select("days", "at_risk", "exits", "censored").rows() == [
        (6, 21, 3, 1),
        (7, 17, 1, 0),
        (10, 15, 1, 1),
        (13, 12, 1, 0),
        (16, 11, 1, 0),
        (22, 7, 1, 0),
        (23, 6, 1, 0),
    ]
    assert exits["survival"].to_list() == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4
    )
    assert median_days(curve) == 23


def test_the_limits_are_those_of_the_log_log_transform():
    # log(-log S) at 6 weeks: variance 3 / (21 * 18) / log(6/7)^2
    first = kaplan_meier(REMISSION).row(0, named=True)
    reach = 1.959964 * sqrt(3 / (21 * 18)) / log(7 / 6)

    assert first["lower"] == pytest.approx((6 / 7) ** exp(reach))
    assert first["upper"] == pytest.approx((6 / 7) ** exp(-reach))


def test_every_observed_time_has_a_row_and_no_other():
    assert kaplan_meier(spells("3+ 5")).select("days", "at_risk", "survival").rows() == [
        (3, 2, 1.0),
        (5, 1, 0.0),
    ]
    assert kaplan_meier(spells("0 2+"))["days"].to_list() == [0, 2]


def test_at_one_and_at_nought_the_limits_are_the_same():
    assert kaplan_meier(spells("3+ 5")).select("lower", "upper").rows() == [(1, 1), (0, 0)]


def test_an_exit_comes_before_a_censoring_on_the_same_day():
    assert kaplan_meier(spells("4 4+"))["survival"].to_list() == [0.5]


@pytest.mark.parametrize(
    ("drawing", "median"), [("1 2 3 4", 2), ("1 2 3 4 5", 3), ("1 2+ 3+", None), ("0 0", 0)]
)
def test_the_median_is_the_first_time_with_at_most_half_left(drawing, median):
    assert median_days(kaplan_meier(spells(drawing))) == median


@pytest.mark.parametrize("half", range(1, 60))
def test_exactly_half_is_half_however_floats_round(half):
    days = " ".join(str(day) for day in range(1, 2 * half + 1))

    assert median_days(kaplan_meier(spells(days))) == half


def test_the_median_of_groups_is_a_frame():
    both = pl.concat([spells("1 2+"), spells("3+").with_columns(unit=pl.lit("b"))])

    medians = median_days(kaplan_meier(both, by=["unit"]))
    assert medians.to_dicts() == [
        {"unit": "a", "median_days": 1},
        {"unit": "b", "median_days": None},
    ]


def test_groups_are_reckoned_by_themselves():
    both = pl.concat([REMISSION.with_columns(unit=pl.lit("b")), spells("1 2 2+")])
    curves = kaplan_meier(both, by=["unit"])

    assert curves["unit"].unique(maintain_order=True).to_list() == ["a", "b"]
    assert curves.filter(unit="b").drop("unit").equals(kaplan_meier(REMISSION))


def test_no_spells_give_no_rows_but_columns_with_types():
    nothing = kaplan_meier(SPELLS.to_frame(), by=["unit"])
    counts = dict.fromkeys(("days", "at_risk", "exits", "censored"), pl.Int64)
    shares = dict.fromkeys(("survival", "lower", "upper"), pl.Float64)

    assert nothing.height == 0
    assert nothing.schema == {"unit": pl.String} | counts | shares
    assert median_days(kaplan_meier(SPELLS.to_frame())) is None
    assert median_days(nothing).schema == {"unit": pl.String, "median_days": pl.Int64}
    assert exits_by_cause(CAUSES.to_frame()).schema == {
        "cause": pl.String,
        "days": pl.Int64,
        "share": pl.Float64,
    }


@pytest.mark.parametrize(
    ("row", "refusal"),
    [("-1 true", "days is negative in row 2"), (". true", "days is null"), ("1 .", "exited is")],
)
def test_what_cannot_be_is_refused(row, refusal):
    wrong = drawn(f"days exited\n 1 true\n {row}")

    with pytest.raises(ValueError, match=refusal):
        kaplan_meier(wrong)
    if "days" in refusal:
        with pytest.raises(ValueError, match=refusal):
            exits_by_cause(wrong.with_columns(cause=pl.lit("work")))


def test_who_leaves_for_one_cause_cannot_leave_for_another():
    left = drawn("""
        days  cause
        1     studies
        2     work
        2     .
        3     studies
    """)

    # 1 - Kaplan-Meier for work, with the student censored, would say 1/3 and not 1/4
    assert exits_by_cause(left).rows() == [
        ("studies", 1, 0.25),
        ("studies", 2, 0.25),
        ("studies", 3, 0.75),
        ("work", 1, 0.0),
        ("work", 2, 0.25),
        ("work", 3, 0.25),
    ]


def test_the_causes_of_a_group_are_those_that_occur_in_it():
    left = drawn("unit days cause\n a 1 work\n b 1 studies\n b 2 .\n c 4 .")

    assert exits_by_cause(left, by=["unit"]).rows() == [
        ("a", "work", 1, 1.0),
        ("b", "studies", 1, 0.5),
    ]


# -- Against exact fractions, time by time -----------------------------------------------------
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", None]), st.integers(0, 9), st.sampled_from([None, "work", "studies"])
    ),
    min_size=1,
    max_size=25,
)


def plain_curve(rows):
    left, spread, curve = Fraction(1), Fraction(0), []
    for day in sorted({day for _, day, _ in rows}):
        at_risk = sum(other >= day for _, other, _ in rows)
        exits = sum(other == day and cause is not None for _, other, cause in rows)
        censored = sum(other == day and cause is None for _, other, cause in rows)
        left *= Fraction(at_risk - exits, at_risk)
        lower = upper = float(left)
        if left > 0:
            spread += Fraction(exits, at_risk * (at_risk - exits))
        if 0 < left < 1:
            reach = 1.959963984540054 * sqrt(spread) / -log(left)
            lower, upper = (float(left) ** exp(sign * reach) for sign in (1, -1))
        curve.append((day, at_risk, exits, censored, float(left), lower, upper))
    return curve


def plain_causes(rows):
    causes = sorted({cause for _, _, cause in rows if cause})
    left, shares, found = Fraction(1), dict.fromkeys(causes, Fraction(0)), []
    for day in sorted({day for _, day, cause in rows if cause}):
        at_risk = sum(other >= day for _, other, _ in rows)
        now = [cause for _, other, cause in rows if other == day and cause]
        for cause in causes:
            shares[cause] += left * Fraction(now.count(cause), at_risk)
            found.append((cause, day, float(shares[cause])))
        left -= left * Fraction(len(now), at_risk)
    return sorted(found)


@given(ROWS)
def test_survival_is_the_plain_product(rows):
    frame = pl.DataFrame(rows, schema=CAUSES, orient="row")
    frame = frame.with_columns(exited=pl.col("cause").is_not_null())

    curve = kaplan_meier(frame)
    assert [pytest.approx(row) for row in plain_curve(rows)] == curve.rows()
    for unit in {unit for unit, _, _ in rows}:
        of_unit = [row for row in rows if row[0] == unit]
        grouped = kaplan_meier(frame, by=["unit"]).filter(pl.col("unit").eq_missing(unit))
        assert [pytest.approx(row) for row in plain_curve(of_unit)] == grouped.drop("unit").rows()


@given(ROWS)
def test_causes_are_the_plain_sum_and_together_all_who_left(rows):
    frame = pl.DataFrame(rows, schema=CAUSES, orient="row")

    shares = exits_by_cause(frame)
    plain = plain_causes(rows)
    assert shares.drop("share").rows() == [row[:2] for row in plain]
    assert shares["share"].to_list() == pytest.approx([row[2] for row in plain])

    curve = kaplan_meier(frame.with_columns(exited=pl.col("cause").is_not_null()))
    together = shares.group_by("days").agg(pl.col("share").sum()).join(curve, on="days")
    assert together["share"].to_list() == pytest.approx((1 - together["survival"]).to_list())

    grouped = exits_by_cause(frame, by=["unit"])
    for unit in {unit for unit, _, _ in rows}:
        of_unit = plain_causes([row for row in rows if row[0] == unit])
        mine = grouped.filter(pl.col("unit").eq_missing(unit)).drop("unit")
        assert mine["share"].to_list() == pytest.approx([row[2] for row in of_unit])
