"""What is simulated of every place: three years of it, within its bounds, moving where it says."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from statistics import median

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine, text

from data.demo.insert import insert_many
from data.models.people import Case, Person
from data.models.work import ResponseSample
from data.store import open_store, reading, writing
from data.store.snapshot import Snapshot
from data.store.sources import SOURCES
from metrics.periods import add_months
from tests.data.builders import rows_of

GOTLAND, SPANGA, LILLSTAD = "gotland", "spanga-tensta", "lillstad"
PLACES = (SPANGA, GOTLAND, LILLSTAD)
OF_CASES = "JOIN cases c USING (case_id) JOIN forum_units u ON u.unit_id = c.unit_id"
OF_UNITS = "JOIN forum_units u USING (unit_id)"
OF_ROUNDS = f"JOIN review_rounds r USING (round_id) {OF_UNITS}"
OF_PEOPLE = "JOIN cases c USING (person_id) JOIN forum_units u ON u.unit_id = c.unit_id"
OF_PLANS = f"JOIN individual_plans p USING (individual_plan_id) {OF_CASES}"
OF_FIGURES = "JOIN delivered_figures u USING (delivered_figure_id)"
DAYS = [  # table, its day, and how it hangs together with a place
    ("household_months", "month", OF_UNITS),
    ("service_episodes", "starts_on", OF_CASES),
    ("bridging_activities", "starts_on", OF_CASES),
    ("contact_periods", "starts_on", OF_CASES),
    ("track_periods", "starts_on", OF_CASES),
    ("assessments", "assessed_on", OF_CASES),
    ("consents", "given_on", OF_PEOPLE),
    ("programme_stays", "starts_on", OF_CASES),
    ("contacts_after_exit", "contacted_on", OF_CASES),
    ("review_rounds", "starts_on", OF_UNITS),
    ("reviewed_cases", "reviewed_on", OF_ROUNDS),
    ("response_samples", "sampled_on", OF_UNITS),
    ("individual_plans", "made_on", OF_CASES),
    ("plan_follow_ups", "followed_up_on", OF_PLANS),
    ("delivered_values", "period", OF_FIGURES),
]
IDS = [table for table, *_ in DAYS]
PERIODS = ("service_episodes", "bridging_activities", "contact_periods", "track_periods")
PERIODS += ("programme_stays",)
MADE_BY_OTHERS = {"settings", "reviews", "scorecards", "chosen", "inventory"}
SEVERAL_YEARS_BACK = 35  # months: a first one may come some weeks after the first day


def asked(engine: Engine, sql: str, **values) -> list[tuple]:
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(sql), values)]


@cache
def frame(engine: Engine, name: str) -> pl.DataFrame:
    snapshot = Snapshot(engine)
    return snapshot.frame(name, snapshot.versions())


def as_of(engine: Engine, code: str) -> date:
    return frame(engine, "forums").filter(code=code)["as_of"].item()


def cases_of(engine: Engine, code: str) -> pl.DataFrame:
    forum_id = frame(engine, "forums").filter(code=code)["forum_id"].item()
    followed = frame(engine, "forum_units").filter(forum_id=forum_id)
    return frame(engine, "cases").join(followed, on="unit_id", how="semi")


def of_cases(engine: Engine, code: str, name: str) -> pl.DataFrame:
    columns = ("case_id", "opened_on", "closed_on", "needs_parallel")
    return frame(engine, name).join(cases_of(engine, code).select(columns), on="case_id")


@pytest.mark.parametrize(("table", "day", "joined"), DAYS, ids=IDS)
def test_every_place_has_three_years_of_it_up_to_its_own_day(demo_to_read, table, day, joined):
    for code in PLACES:
        last = as_of(demo_to_read, code)
        months = asked(
            demo_to_read,
            f"SELECT DISTINCT substr(CAST(t.{day} AS varchar(10)), 1, 7) FROM {table} t {joined} "
            "JOIN forums f ON f.forum_id = u.forum_id WHERE f.code = :code",
            code=code,
        )
        found = {month for (month,) in months}
        latest = date.fromisoformat(f"{max(found)}-01")

        assert min(found) <= f"{add_months(last, -SEVERAL_YEARS_BACK):%Y-%m}", code
        assert add_months(last, -4) < latest <= last, code
        lapses = 3 if table == "review_rounds" or table == "reviewed_cases" else 1
        assert len({m for m in found if m > f"{add_months(last, -36):%Y-%m}"}) >= 30 // lapses


def test_every_period_lies_within_the_life_of_its_case(demo_to_read):
    for name in ("episodes", "activities", "contacts", "tracks", "stays"):
        for code in PLACES:
            rows, last = of_cases(demo_to_read, code, name), as_of(demo_to_read, code)

            assert (rows["starts_on"] >= rows["opened_on"]).all(), name
            assert (rows["starts_on"] <= rows["closed_on"].fill_null(last)).all(), name
            closed = rows.drop_nulls("closed_on")
            assert closed["ends_on"].null_count() == 0, name
            assert (closed["ends_on"] <= closed["closed_on"]).all(), name
            assert (rows["ends_on"].drop_nulls() <= last).all(), name


def test_nothing_is_done_before_a_case_opens_or_after_the_places_own_day(demo_to_read):
    days = {"assessments": "assessed_on", "reviewed": "reviewed_on", "after_exit": "contacted_on"}
    for name, day in days.items():
        for code in PLACES:
            rows = of_cases(demo_to_read, code, name)
            assert rows.height > 0
            assert (rows[day] >= rows["opened_on"]).all(), name
            assert rows[day].max() <= as_of(demo_to_read, code), name
            if name == "after_exit":
                assert (rows[day] > rows["closed_on"]).all()
            else:
                assert (rows[day] <= rows["closed_on"].fill_null(date.max)).all(), name
    for code in PLACES:
        decided = cases_of(demo_to_read, code).drop_nulls("first_decided_on")
        ends = decided["closed_on"].fill_null(as_of(demo_to_read, code))
        assert (decided["first_decided_on"] > decided["opened_on"]).all()
        assert (decided["first_decided_on"] <= ends).all()


def test_between_a_tenth_and_a_fifth_of_those_who_leave_come_back_within_a_year(demo_to_read):
    for code in PLACES:
        cases = cases_of(demo_to_read, code).sort("person_id", "opened_on")
        again = cases.with_columns(
            again_on=pl.col("opened_on").shift(-1).over("person_id"),
        ).drop_nulls("closed_on")
        back = again.drop_nulls("again_on")

        assert 0.1 < back.height / again.height < 0.2, code
        for left_on, again_on in back.select("closed_on", "again_on").rows():
            assert add_months(left_on, 3) <= again_on < add_months(left_on, 12)


def test_whoever_comes_back_is_of_the_same_household_and_has_support_again(demo_to_read):
    months: dict[int, set[date]] = {}
    homes: dict[int, set[int]] = {}
    for person, home, month in asked(
        demo_to_read, "SELECT person_id, household_id, month FROM support_months"
    ):
        month = date.fromisoformat(str(month))
        months.setdefault(person, set()).add(month)
        homes.setdefault(person, set()).add(home)
    returned = 0
    cases = frame(demo_to_read, "cases").sort("person_id", "opened_on")
    for (_person,), of_person in cases.group_by("person_id", maintain_order=True):
        for one, other in pairwise(of_person.to_dicts()):
            returned += 1
            had = months[one["person_id"]]
            assert one["closed_on"].replace(day=1) in had
            assert other["opened_on"].replace(day=1) in had or other["closed_on"] is None
            assert not [m for m in had if one["closed_on"] < m < other["opened_on"].replace(day=1)]
    assert returned > 500
    assert {len(of_person) for of_person in homes.values()} == {1}


def test_returns_do_not_move_how_many_households_have_support(demo_to_read):
    sql = (
        "SELECT count(*) FROM household_months JOIN forum_units USING (unit_id) "
        "JOIN forums f USING (forum_id) WHERE f.code = :code AND month = :month"
    )
    for code, month, households in (
        (SPANGA, date(2013, 12, 1), 1505),
        (SPANGA, date(2014, 11, 1), 1204),
        (GOTLAND, date(2023, 3, 1), 464),
        (LILLSTAD, date(2026, 10, 1), 206),
    ):
        assert asked(demo_to_read, sql, code=code, month=month) == [(households,)], code


def test_every_adult_has_a_year_of_birth_and_a_sex(demo_to_read):
    cases = frame(demo_to_read, "cases")
    support = frame(demo_to_read, "support_months")
    ages = support["month"].dt.year() - support["birth_year"]

    assert cases.select("birth_year", "sex").null_count().row(0) == (0, 0)
    assert support.select("birth_year", "sex").null_count().row(0) == (0, 0)
    assert support["person_id"].n_unique() > cases["person_id"].n_unique()
    assert (ages.min(), ages.max()) >= (17, 60)
    assert ages.max() <= 75


def test_amounts_are_whole_kronor_of_a_likely_size_and_rise_slowly(demo_to_read):
    for code in PLACES:
        rows = asked(
            demo_to_read,
            "SELECT CAST(month AS varchar(10)), min(amount), max(amount), sum(amount), count(*), "
            "count(amount) FROM household_months JOIN forum_units USING (unit_id) "
            "JOIN forums f USING (forum_id) WHERE f.code = :code GROUP BY month ORDER BY month",
            code=code,
        )
        means = [float(total) / many for _, _, _, total, many, _ in rows]

        assert all(least > 5_500 and most < 15_000 for _, least, most, *_ in rows), code
        assert all(many == known for *_, many, known in rows)
        assert 1.01 < (sum(means[-12:]) / 12) / (sum(means[:12]) / 12) < 1.1, code


def test_efforts_come_from_several_parties_side_by_side_and_with_gaps_between(demo_to_read):
    for code in PLACES:
        chains: dict[int, list[dict]] = {}
        for row in of_cases(demo_to_read, code, "episodes").sort("starts_on").to_dicts():
            chains.setdefault(row["case_id"], []).append(row)
        gaps, beside = [], 0
        for chain in chains.values():
            reach = chain[0]["ends_on"] or date.max
            for one, other in pairwise(chain):
                overlaps = other["starts_on"] < (one["ends_on"] or date.max)
                beside += overlaps and one["party"] != other["party"]
                if other["starts_on"] > reach:
                    gaps.append((other["starts_on"] - reach).days)
                reach = max(reach, other["ends_on"] or date.max)
        still_waiting = cases_of(demo_to_read, code).filter(
            pl.col("closed_on").is_null(), ~pl.col("case_id").is_in(list(chains))
        )

        assert len({row["party"] for chain in chains.values() for row in chain}) >= 2
        assert beside > len(chains) * 0.1
        assert min(gaps) < 14 < max(gaps) <= 120
        assert 0.2 < sum(gap >= 14 for gap in gaps) / len(gaps) < 0.8
        assert still_waiting.height > 0


def test_a_participant_answers_four_questions_and_the_staff_also_what_they_believe(demo_to_read):
    answers = frame(demo_to_read, "scores").join(
        frame(demo_to_read, "assessments"), on="assessment_id", how="full"
    )
    asked_of = {
        rater: set(answers.filter(rater=rater)["indicator"]) for rater in ("participant", "staff")
    }
    each = answers.group_by("assessment_id", "rater").len()

    assert asked_of["staff"] - asked_of["participant"] == {"tilltro"}
    assert set(each.filter(rater="participant")["len"]) == {4}
    assert set(each.filter(rater="staff")["len"]) == {5}
    assert set(answers["score"]) == {1, 2, 3, 4, 5}


def test_yes_no_and_nobody_has_said_are_all_there(demo_to_read):
    for code in PLACES:
        cases = cases_of(demo_to_read, code)
        for name in ("is_zero_placed", "is_shared", "needs_parallel"):
            assert set(cases[name]) == {True, False, None}, name
        assert 0.7 < cases["first_decided_on"].count() / cases.height < 1


def test_levels_move_where_they_are_said_to(demo_to_read):
    def first_efforts(code: str, since: date, until: date) -> float:
        firsts = (
            of_cases(demo_to_read, code, "episodes")
            .group_by("case_id")
            .agg(pl.col("starts_on").min(), pl.col("opened_on").first())
        )
        opened = firsts.filter(pl.col("opened_on").is_between(since, until))
        return median((opened["starts_on"] - opened["opened_on"]).dt.total_days())

    def same_day(since: date, until: date) -> float:
        units = cases_of(demo_to_read, SPANGA).select("unit_id").unique()
        rows = frame(demo_to_read, "samples").join(units, on="unit_id")
        rows = rows.filter(pl.col("sampled_on").is_between(since, until))
        return rows["answered"].sum() / rows["received"].sum()

    before, during = (date(2012, 1, 1), date(2013, 12, 31)), (date(2014, 5, 1), date(2014, 9, 30))
    assert first_efforts(SPANGA, *during) < first_efforts(SPANGA, *before) - 10
    assert (
        abs(first_efforts(SPANGA, *before) - first_efforts(SPANGA, date(2011, 1, 1), before[0])) < 5
    )
    old, new = (date(2019, 6, 1), date(2020, 12, 31)), (date(2021, 1, 1), date(2022, 12, 31))
    assert first_efforts(GOTLAND, *new) < first_efforts(GOTLAND, *old) - 5
    assert same_day(date(2014, 9, 1), date(2014, 12, 5)) > same_day(*before) + 0.1


def test_a_place_has_targets_of_a_time_that_is_over_and_of_a_unit(demo_to_read):
    targets = frame(demo_to_read, "targets")

    assert targets.filter(pl.col("valid_until").is_not_null()).height >= 3
    assert targets.drop_nulls("unit_id").height >= 2
    for decision in targets["decision"]:
        assert "påhittat mål" in decision


def test_figures_made_elsewhere_have_their_values_and_say_that_they_are_made_up(demo_to_read):
    figures = frame(demo_to_read, "delivered_figures")
    values = frame(demo_to_read, "delivered_values")
    population = frame(demo_to_read, "population")
    for code in PLACES:
        forum_id = frame(demo_to_read, "forums").filter(code=code)["forum_id"].item()
        own = values.filter(forum_id=forum_id)
        share = own.filter(key="oppet_arbetslosa")
        assert set(own["key"]) == {"oppet_arbetslosa", "kaa"}
        assert own.group_by("key").len()["len"].min() >= 36
        assert (share["part"] < share["whole"]).all()
        assert own.filter(key="kaa")["whole"].null_count() == own.filter(key="kaa").height
        assert own["period"].max() == add_months(as_of(demo_to_read, code).replace(day=1), -1)
        lived = population.filter(forum_id=forum_id)
        assert set(lived.select("from_age", "until_age").iter_rows()) == {(0, 121), (18, 25)}
        assert lived["year"].n_unique() >= 4
        assert lived["year"].max() < as_of(demo_to_read, code).year
    for source in figures["source"]:
        assert "påhittade tal" in source


def test_points_name_figures_and_one_figure_has_a_note_and_one_new_limits(demo_to_read):
    points = frame(demo_to_read, "points").join(frame(demo_to_read, "point_figures"), on="item_id")

    assert points["forum_id"].n_unique() == len(PLACES)
    assert {"hushall", "planer", "tid_till_insats", "glapp"} <= set(points["figure"])
    assert frame(demo_to_read, "figure_notes")["figure"].to_list() == ["planer"]
    assert frame(demo_to_read, "rebases")["figure"].to_list() == ["tid_till_insats"]


@pytest.fixture(scope="module")
def again(demo_again) -> Iterator[Engine]:
    """The demonstration filled once more, in SQLite."""
    engine = open_store(f"sqlite:///{demo_again}")
    yield engine
    engine.dispose()


@pytest.mark.thorough
@pytest.mark.parametrize("name", SOURCES)
def test_filled_twice_and_in_either_store_it_has_the_same_rows(demo_to_read, again, name):
    one, other = frame(demo_to_read, name), frame(again, name)

    assert one.height > 0 or name in MADE_BY_OTHERS
    columns = [column for column in one.columns if not isinstance(one[column].dtype, pl.Datetime)]
    assert_frame_equal(one.select(columns), other.select(columns), check_row_order=False)


def test_many_rows_are_kept_as_one_would_be(store):
    with writing(store) as connection:
        insert_many(connection, Person, [])
        insert_many(
            connection,
            Person,
            [
                {"pseudonym": "a", "birth_year": 1980, "sex": "kvinna"},
                {"pseudonym": "å", "birth_year": None, "sex": None},
            ],
        )

    assert [(p["pseudonym"], p["birth_year"], p["sex"]) for p in rows_of(store, Person)] == [
        ("a", 1980, "kvinna"),
        ("å", None, None),
    ]
    assert rows_of(store, Case) == []
    assert rows_of(store, ResponseSample) == []
