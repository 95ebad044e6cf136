"""Every figure of the catalogue against the same in SQL, to the digit."""

from datetime import date

import polars as pl
import pytest

from metrics.catalogue import COUNTED, FromFacts
from metrics.facts import Facts, Rules
from tests.bench import facts as made_up
from tests.bench.facts import periods_of
from tests.bench.seen import MADE_OF, seen
from tests.bench.sql import SQL, agree, ask, counted, counted_of_seen, fill, opened, opened_on_seen
from tests.metrics.edges.every import EDGES

CASES = 4_000
FROM_FACTS = [figure for figure in COUNTED if isinstance(figure, FromFacts)]
FROM_SEEN = [figure for figure in COUNTED if not isinstance(figure, FromFacts)]
OTHER = Rules(exit_gap_months=4, follow_up_months=2, gap_days=30, very_long_months=20)
RULES = (Rules(), OTHER)


@pytest.fixture(scope="module")
def facts():
    return made_up.facts(CASES)


@pytest.fixture(scope="module")
def database(facts):
    with opened(facts) as connection:
        yield connection


def test_every_figure_has_its_sql_and_nothing_else_has():
    assert set(SQL) == {figure.key for figure in COUNTED}


@pytest.mark.parametrize("rules", RULES, ids=["the house's rules", "other rules"])
@pytest.mark.parametrize("figure", FROM_FACTS, ids=lambda figure: figure.key)
def test_a_figure_is_what_its_sql_says(figure, rules, facts, database):
    until, asked = facts.observed_until, periods_of(figure)

    ours = figure.count(facts, asked, rules)

    ask(database, figure, asked, until)
    agree(ours, counted(database, figure, until, rules))
    assert ours.height > len(asked)


@pytest.fixture(scope="module")
def database_of_edges(facts):
    with opened(facts) as connection:
        yield connection


@pytest.mark.thorough
@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_the_sql_of_a_figure_turns_on_the_same_day(edge, database_of_edges):
    def by_sql(figure: FromFacts, of: Facts, periods: list[date], rules: Rules) -> pl.DataFrame:
        fill(database_of_edges, of)
        ask(database_of_edges, figure, periods, of.observed_until)
        theirs = counted(database_of_edges, figure, of.observed_until, rules)
        ours = figure.count(of, periods, rules)
        return theirs.select(ours.columns).cast(dict(ours.schema))

    assert [tried for tried in edge.tried(by_sql) if tried[1] != tried[2]] == []


@pytest.fixture(scope="module")
def of_seen(facts):
    shown = seen(facts)
    with opened_on_seen(shown, MADE_OF) as connection:
        yield shown, connection


@pytest.mark.parametrize("figure", FROM_SEEN, ids=lambda figure: figure.key)
def test_a_figure_that_is_made_of_what_is_seen_is_what_its_sql_says(figure, of_seen):
    shown, database = of_seen

    ours = figure.count(shown)

    agree(ours, counted_of_seen(database, figure, shown))
    assert ours.height


def test_facts_are_the_same_at_every_run_and_events_ten_times_the_cases():
    once, again = made_up.frames(CASES), made_up.frames(CASES)

    assert all(once[name].equals(again[name]) for name in once)
    assert 9 < made_up.events(once) / CASES < 12
