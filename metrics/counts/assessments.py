"""Figures about assessments: whether they are in time, whether scores rise, what staff believe."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import days_asked, shares
from metrics.counts.spells import cases_while, placed, shares_on
from metrics.facts import Facts
from metrics.lines import begun_on, months_after
from metrics.periods import DAY
from metrics.rules import Rules

MONTHS = 6  # in a track before an assessment is due, and for how long one is recent
STEP = 1  # the least rise of a score that counts as movement
BELIEVES = 4  # the least score that counts as belief


def in_track(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases that have been in the same track for six months, among all open cases.

    Reads:  facts.cases and facts.tracks; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.
    Edges:  on the month's last day a time in a track counts from starts_on + 6 months and not on
            `ends_on`.
    """
    return shares_on(days_asked(facts, periods), facts.cases, _in_track(facts.cases, facts))


def assessed(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases six months in a track that were assessed within six months, among all such cases.

    Reads:  facts.cases, facts.tracks and facts.assessments, by whichever rater; as `in_track`.
    Gives:  as `in_track`, whose part is the whole here.
    Edges:  an assessment counts on its day, up to and including the day six months later.
    Source: B14.
    """
    whole = _in_track(facts.cases, facts)
    fresh = facts.assessments.select(
        "case_id",
        starts_on="assessed_on",
        ends_on=months_after("assessed_on", MONTHS) + DAY,
    )
    return shares_on(days_asked(facts, periods), whole, cases_while(whole, fresh))


def moved(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Cases whose participant's scores have risen, among those assessed again in the half-year.

    Reads:  facts.assessments, facts.scores, and facts.cases for unit and target group; periods,
            first days of half-years.
    Gives:  period, unit_id, target_group, part, whole (cases), sorted by the first three.

    The participant's latest assessment with an instrument in the half-year is compared with the
    one just before it, whenever that was; a case without an earlier one is left out. It has moved
    when at least one indicator in both is at least one higher; the belief, which only staff are
    asked for, is left out. A case with several instruments counts once, and has moved when it has
    with any of them. Source: B15.
    """
    latest = _latest(facts, periods)
    scores = facts.scores.filter(~pl.col("is_belief").fill_null(False))
    earlier = scores.join(latest, left_on="assessment_id", right_on="before", how="semi")
    risen = (
        latest.join(scores, on="assessment_id")
        .join(earlier, left_on=["before", "indicator"], right_on=["assessment_id", "indicator"])
        .filter(pl.col("score") - pl.col("score_right") >= STEP)
        .select("period", "case_id", has_moved=True)
        .unique()
    )
    again = latest.select("period", "case_id").unique()
    counted = again.join(risen, on=["period", "case_id"], how="left")
    return shares(placed(counted, facts.cases), pl.col("has_moved"))


def believed(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Assessments where staff believe in work, among those where staff have answered that question.

    Reads:  facts.assessments, facts.scores, and facts.cases for unit and target group; periods,
            first days of half-years.
    Gives:  period, unit_id, target_group, part, whole (assessments), sorted by the first three.
            Staff believe when the score is at least 4; the lowest score if there are several.
    Source: B16.
    """
    made = _in_halves(facts, periods).filter(pl.col("rater") == "staff")
    beliefs = facts.scores.filter("is_belief").group_by("assessment_id").agg(pl.col("score").min())
    scored = placed(made.join(beliefs, on="assessment_id"), facts.cases)
    return shares(scored, pl.col("score") >= BELIEVES)


def _in_track(cases: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The cases cut to the days on which they have been in the same track for six months."""
    long_enough = months_after("starts_on", MONTHS)
    return cases_while(cases, facts.tracks.select("case_id", long_enough, "ends_on"))


def _in_halves(facts: Facts, periods: Sequence[date]) -> pl.DataFrame:
    """The assessments made in the half-years, with the period that each belongs to."""
    made = facts.assessments.filter(pl.col("assessed_on") <= facts.observed_until)
    halves = made.with_columns(period=begun_on("assessed_on", 6))
    return halves.filter(pl.col("period").is_in(list(periods)))


def _latest(facts: Facts, periods: Sequence[date]) -> pl.DataFrame:
    """The participant's latest assessment per half-year, case and instrument, and the one before.

    Those without an earlier assessment with the same instrument (`before`) are left out.
    """
    by_day = facts.assessments.filter(pl.col("rater") == "participant").sort(
        "case_id", "instrument", "assessed_on"
    )
    before = pl.when(_same_as(1)).then(pl.col("assessment_id").shift(1))
    with_before = Facts(facts.observed_until, assessments=by_day.with_columns(before=before))
    made = _in_halves(with_before, periods)
    is_last = ~_same_as(-1, "period").fill_null(False)
    return made.filter(is_last).drop_nulls("before")


def _same_as(rows_before: int, *also: str) -> pl.Expr:
    """Whether the row `rows_before` this one has the same case and instrument."""
    names = ("case_id", "instrument", *also)
    return pl.all_horizontal(pl.col(name) == pl.col(name).shift(rows_before) for name in names)
