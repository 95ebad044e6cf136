"""The catalogue walked: every figure has edges, is counted a second time, and says what it is."""

import importlib
import inspect
import pkgutil
from datetime import date
from types import ModuleType

import polars as pl
import pytest
from hypothesis import given, settings

import tests.metrics
from metrics.catalogue import COUNTED, FIGURES, WANTED
from metrics.facts import DELIVERIES, FRAMES, Facts
from tests.metrics.edges.every import of_figure
from tests.metrics.made import FIGURE, KNOWN, RULES, asked_of, cadence_of, case, counted, facts
from tests.metrics.worlds import DRAWN, some
from tests.thorough import often

GIVEN = {
    **{kind: {"part", "whole"} for kind in ("count", "share", "kronor", "change")},
    "ratio": {"part", "whole", "cases"},
    "days": {"case_id", "days"},
}
# the numbers that the measures ask for; there may be others
ASKED_FOR = {f"A{number}" for number in range(1, 19)} | {f"B{number}" for number in range(1, 18)}
ASKED_FOR |= {f"B{number}" for number in range(22, 28)} | {"D1", "D2", "D3", "D11"}


def _modules() -> list[ModuleType]:
    names = [
        module.name for module in pkgutil.walk_packages(tests.metrics.__path__, "tests.metrics.")
    ]
    tried = [name for name in names if name.rsplit(".", 1)[-1].startswith("test_")]
    return [importlib.import_module(name) for name in tried if not name.endswith("test_catalogue")]


MODULES = _modules()
# key -> the tests of a figure that is made of others; of one from facts there are edges
WORKED = {key: test for of in MODULES for key, test in getattr(of, "WORKED", {}).items()}
SECOND = {key: count for of in MODULES for key, count in getattr(of, "SECOND", {}).items()}


def _is_from_facts(figure) -> bool:
    """Whether it is counted of facts, periods and rules, and not of what is shown already."""
    return len(inspect.signature(figure.count).parameters) > 1


FROM_FACTS = [figure for figure in COUNTED if _is_from_facts(figure)]
PARTS = [figure for figure in FROM_FACTS if figure.part_of]


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_every_figure_has_edges_that_are_tried_and_is_counted_a_second_time(figure):
    tests_of_it = of_figure(figure.key) if figure in FROM_FACTS else [WORKED[figure.key]]

    assert tests_of_it
    assert all(_is_run(test) for test in tests_of_it if callable(test))
    assert callable(SECOND[figure.key])


def _is_run(test) -> bool:
    """Whether pytest finds a test by its name where it stands."""
    module = importlib.import_module(test.__module__)
    return test.__name__.startswith("test_") and getattr(module, test.__name__) is test


def test_nothing_is_worked_that_is_no_entry():
    assert set(SECOND) | set(WORKED) <= set(FIGURE)


def test_every_number_that_is_asked_for_is_there():
    assert {figure.number for figure in FIGURES} >= ASKED_FOR


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_what_an_entry_reads_is_delivered_as_something_by_somebody(figure):
    assert figure.reads
    for name in figure.reads:
        assert DELIVERIES[name].name
        assert DELIVERIES[name].owner
    if figure in FROM_FACTS:
        assert {name.split(".")[0] for name in figure.reads} <= set(FRAMES)


def test_keys_are_never_the_same():
    assert len(FIGURE) == len(COUNTED)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_every_entry_says_all_that_is_printed_beside_it(figure):
    for words in (figure.title, figure.question, figure.part_in_words, figure.source):
        assert words
    assert figure.key.isascii()
    assert figure.question.endswith("?")
    assert figure.better in ("higher", "lower", None)
    assert figure.number


def test_what_is_wanted_says_what_is_missing_and_whose_it_is():
    counted_already = {figure.number for figure in FIGURES}
    for wanted in WANTED:
        assert wanted.number not in counted_already
        assert wanted.question.endswith("?")
        assert wanted.missing
        assert wanted.owner


@pytest.mark.parametrize(
    ("key", "period", "final"),
    [
        ("hushall", date(2026, 8, 1), date(2026, 8, 31)),
        ("planer", date(2026, 2, 1), date(2026, 2, 28)),
        ("planer", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_month_is_final_on_its_last_day(key, period, final):
    assert FIGURE[key].settled_on(period, RULES) == final


@pytest.mark.parametrize("asked", ["some", "none"])
@pytest.mark.parametrize("figure", FROM_FACTS, ids=lambda figure: figure.key)
def test_nothing_to_count_gives_no_rows_with_their_columns(figure, asked):
    none = figure.count(Facts(KNOWN), asked_of(figure.key) if asked == "some" else [], RULES)

    assert none.is_empty()
    assert {"period", "unit_id", "target_group"} | GIVEN[figure.kind] <= set(none.columns)
    if figure.kind in ("share", "count", "kronor"):
        assert none.schema == {
            "period": pl.Date,
            "unit_id": pl.Int64,
            "target_group": pl.String,
            "part": pl.Int64,
            "whole": pl.Int64,
        }


@pytest.mark.parametrize("figure", FROM_FACTS, ids=lambda figure: figure.key)
def test_periods_that_have_not_begun_have_no_rows(figure):
    early = facts("2023-09-20", cases=[case(1, shared=True, zero_placed=True)])

    assert counted(figure.key, early, asked_of(figure.key)) == []


def test_a_figure_is_a_part_of_one_by_the_same_periods_and_never_of_itself():
    for figure in PARTS:
        above, passed = figure, []
        while above.part_of:
            passed.append(above.key)
            above = FIGURE[above.part_of.figure]
            assert above.key not in passed
            assert cadence_of(above.key) == cadence_of(figure.key)


@settings(max_examples=often(5, 40))
@given(some(*DRAWN))
def test_parts_come_to_the_side_that_they_divide(of):
    """The whole, the part or the rest of the other, cell by cell, or the protection is void.

    Those that divide a side together each have the other's whole, and their parts come to the side.
    """
    for figure in PARTS:
        asked, of_it = asked_of(figure.key), figure.part_of
        side = of_it.per if of_it.together else of_it.side
        divided = {row[:3]: _side(row, side) for row in counted(of_it.figure, of, asked)}

        assert {row[:3]: row[4] for row in counted(figure.key, of, asked)} == {
            at: many for at, many in divided.items() if many
        }, figure.key


def _side(row: tuple, side: str) -> int:
    part, whole = row[3:5]
    return {"part": part, "whole": whole, "rest": (whole or 0) - part}[side]


@given(some("cases"))
def test_where_exits_lead_comes_to_those_to_self_support(of):
    asked = asked_of("avslut")
    exits = {row[:3]: row[3:] for row in counted("avslut", of, asked)}
    parts = [counted(f"avslut_{what}", of, asked) for what in ("arbete", "studier", "inkomst")]
    for rows in zip(*parts, strict=True):
        assert sum(row[3] for row in rows) == exits[rows[0][:3]][0]
        assert {row[4] for row in rows} == {exits[rows[0][:3]][1]}
