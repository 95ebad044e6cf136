"""Every rule of every figure counted from facts, on the day it turns, before it and after it."""

from datetime import date

import pytest

from tests.metrics.edges import Edge, first_reaching
from tests.metrics.edges.every import EDGES
from tests.metrics.made import cadence_of, facts, follow_up, part_and_whole, plan


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_a_rule_turns_on_its_day(edge: Edge):
    wrong = [(day, said, found) for day, said, found in edge.tried() if said != found]

    assert not wrong
    assert all(asked.cadence == cadence_of(edge.figure) for asked in edge.asked)


# The same days written out, so that the edges do not rest on how months are reckoned.
@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        ("2025-02-28", 3, "2024-11-28"),
        ("2024-02-29", 3, "2023-11-29"),
        ("2026-04-30", 3, "2026-01-30"),
        ("2026-05-31", 3, "2026-03-01"),
        ("2025-12-31", 3, "2025-10-01"),
        ("2026-06-15", 3, "2026-03-15"),
        ("2025-02-28", 6, "2024-08-28"),
        ("2024-02-29", 6, "2023-08-29"),
        ("2026-04-30", 6, "2025-10-30"),
        ("2026-05-31", 6, "2025-12-01"),
        ("2025-12-31", 6, "2025-07-01"),
        ("2025-02-28", 12, "2024-02-28"),
        ("2024-02-29", 12, "2023-03-01"),
    ],
)
def test_the_first_day_that_reaches_another_so_many_months_later(day, months, first):
    found = first_reaching(date.fromisoformat(day), months)

    assert found == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("made", "followed", "reading"),
    [
        ("2026-01-29", None, (0, 1)),
        ("2026-01-30", None, None),
        ("2025-10-01", "2026-01-29", (0, 1)),
        ("2025-10-01", "2026-01-30", (1, 1)),
    ],
)
def test_plans_in_april_turn_on_30_january(made, followed, reading):
    of = facts(
        individual_plans=[plan(1, made)],
        follow_ups=[follow_up(1, followed)] if followed else [],
    )

    assert part_and_whole("planer", of, date(2026, 4, 1)) == reading
