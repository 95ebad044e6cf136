"""Figures by longer periods as they are published: right, without numbers of people, and for whom."""

from datetime import date
from itertools import chain
from statistics import median

import polars as pl
import pytest

from data.published.facts import Protection, facts_for, settings_for
from data.published.figures import exact_figures
from data.published.longer import protected_longer
from data.published.seen import seen
from data.published.shapes import Counted, counted
from data.store import frames
from metrics.catalogue import BRANCHES, COUNTED
from metrics.longer import apart, kept_as, published_by
from metrics.periods import LENGTHS, add_months
from tests.data.published.test_branches import ON, PLACES, moment_of, reckoned

BY_KEY = {figure.key: figure for figure in COUNTED}
DURATIONS = [(figure.key, way) for figure in COUNTED for way in apart(figure)]
BY_YEAR = [key for branches in BRANCHES for key in branches.by_year]
PERIOD = ["period", "unit_id", "target_group"]


def first_of(way: str, day: date) -> date:
    """The first day of the longer period that a day is in."""
    return day.replace(month=(day.month - 1) // LENGTHS[way] * LENGTHS[way] + 1, day=1)


@pytest.mark.parametrize("place", PLACES)
def test_a_median_is_that_of_all_that_began_in_the_period_and_of_ten(demo_store, place):
    moment = moment_of(demo_store, place)
    facts, rules = facts_for(moment), settings_for(moment)[1]
    for key in dict.fromkeys(key for key, _ in DURATIONS):
        rows = counted(BY_KEY[key], facts, rules).rows
        over = rows.filter(~pl.col("waiting")) if "waiting" in rows.columns else rows
        for way in ("month", *apart(BY_KEY[key])):
            days = durations(over, way)
            name = key if way == "month" else kept_as(key, way)
            published = moment.of_forum("published").filter("shown", figure=name)
            shown = {row[:3]: row[3] for row in published.select(*PERIOD, "value").iter_rows()}
            assert shown == {at: median(days[at]) if at in days else None for at in shown}
            assert published.select("part", "whole", "people").null_count().row(0) == (
                (len(shown),) * 3
            )
            assert all(len(days[at]) >= 10 for at in shown if at in days)


def durations(over: pl.DataFrame, way: str) -> dict[tuple, list[int]]:
    """The days by period, unit and target group, and by the margins of these."""
    days: dict[tuple, list[int]] = {}
    for period, unit, group, lasted in over.select(*PERIOD, "days").iter_rows():
        for cell in ((unit, group), (unit, None), (None, group), (None, None)):
            days.setdefault((first_of(way, period), *cell), []).append(lasted)
    return days


@pytest.mark.parametrize("place", PLACES)
def test_how_long_it_took_is_shown_for_all_in_every_place_by_some_period(demo_store, place):
    published = moment_of(demo_store, place).of_forum("published")
    for key in ("tid_till_insats", "tid_beslut_insats", "glapplangd"):
        names = [key, *(kept_as(key, way) for way in apart(BY_KEY[key]))]
        of_all = published.filter(pl.all_horizontal(pl.col("unit_id", "target_group").is_null()))
        shown = [of_all.filter(figure=name)["shown"] for name in names]
        assert any(len(rows) and rows.all() for rows in shown), key


@pytest.mark.parametrize("place", PLACES)
def test_a_year_that_is_shown_is_the_sum_of_its_quarters(demo_store, place):
    moment = moment_of(demo_store, place)
    published = moment.of_forum("published")
    compared = 0
    for key in BY_YEAR:
        years: dict[date, list[int]] = {}
        for (period, unit), (part, whole) in quarters(moment, key).items():
            if unit is None:
                sums = years.setdefault(first_of("year", period), [0, 0, 0])
                sums[:] = [n + more for n, more in zip(sums, (part, whole, 1), strict=True)]
        rows = published.filter("shown", figure=kept_as(key, "year"))
        for period, unit, part, whole in rows.select(*PERIOD[:2], "part", "whole").iter_rows():
            assert (unit, [part, whole, 4]) == (None, years[period])
            compared += 1
    assert compared


def quarters(moment, key: str) -> dict[tuple, tuple]:
    """A figure of branches as it is in truth: (period, unit) -> part, whole."""
    if any(key in branches.sums for branches in BRANCHES):
        return reckoned(moment, key)
    facts, units = facts_for(moment), frozenset(moment.of_forum("forum_units")["unit_id"])
    exact = exact_figures(facts, units, settings_for(moment)[1], [BY_KEY[key]])
    of_all = (
        exact.filter(pl.col("target_group").is_null())
        .group_by("period")
        .agg(pl.col("part", "whole").sum())
    )
    return {(row[0], None): row[1:] for row in of_all.iter_rows()}


@pytest.mark.parametrize("place", ["Gotland", "Lillstad"])
def test_how_many_came_back_in_a_year_is_shown_where_quarters_are_hidden(demo_store, place):
    published = (
        moment_of(demo_store, place).of_forum("published").filter(pl.col("unit_id").is_null())
    )
    assert not published.filter(figure="atervanda_12")["shown"].all()
    assert published.filter(figure=kept_as("atervanda_12", "year"))["shown"].all()


def test_heads_see_their_own_exactly_and_those_of_several_units_no_sum_over_them(demo_store):
    moment = moment_of(demo_store, "Gotland")
    units = moment.of_forum("forum_units")["unit_id"].sort().to_list()
    one, all_, none = (
        seen(moment, frozenset(own), ON) for own in (units[:1], units, [])
    )  # fmt: skip
    for key in BY_YEAR:
        assert one.longer(key, "year").equals(none.longer(key, "year"))
        assert all_.longer(key, "year").is_empty()
    for key, way in DURATIONS:
        rows = one.longer(key, way)
        facts, rules = facts_for(moment), settings_for(moment)[1]
        made = counted(BY_KEY[key], facts, rules).rows.filter(unit_id=units[0])
        own = rows.filter(pl.col("target_group").is_null(), unit_id=units[0])
        assert own["shown"].all()
        assert own["value"].null_count() == 0
        assert set(own["period"]) <= {first_of(way, day) for day in made["period"]}
        assert own.height == rows.filter(pl.all_horizontal(pl.col(PERIOD[1:]).is_null())).height


def test_a_figure_by_longer_periods_is_published_under_a_name_of_its_own(demo_store):
    names = {kept_as(key, way) for key, way in DURATIONS}
    names |= {kept_as(key, "year") for key in BY_YEAR}
    published = {name for place in PLACES for name in moment_of(demo_store, place).of_forum(
        "published")["figure"]}  # fmt: skip
    assert {name for name in published if "/" in name} == names
    assert published_by(BY_KEY["tid_beslut_insats"], "year").beside == "tid_till_insats/year"
    assert not names & set(chain(BY_KEY))


def test_fewer_than_ten_of_a_quarter_are_not_hidden_alone():
    """That unit 1 alone is hidden would say that it has five to nine, and so what March has."""
    figure, quarter = BY_KEY["tid_till_insats"], date(2026, 1, 1)
    people = {1: 9, 2: 90, 3: 90}
    rows = pl.DataFrame(
        [
            (add_months(quarter, case % 3), unit, "unga", 100 * unit + case, 30)
            for unit, count in people.items()
            for case in range(count)
        ],
        ["period", "unit_id", "target_group", "case_id", "days"],
        orient="row",
    )
    months = pl.DataFrame({"period": [add_months(quarter, at) for at in range(3)]})
    made = Counted(rows, months.with_columns(provisional=pl.lit(False)))
    how = Protection(least_shown=5, trusted_heads=False)
    shown, _ = protected_longer(figure, made, "quarter", how, frames.HIDDEN.to_frame())

    of_units = shown.filter(pl.col("target_group").is_null()).drop_nulls("unit_id")
    assert of_units.filter(unit_id=1)["shown"].to_list() == [False]
    assert of_units["shown"].sum() < 2
