"""The days that edges are tried on, and what is said where a rule does not turn on its day."""

from datetime import date

import pytest

from tests.metrics.edges import Edge, first_reaching, the_day
from tests.metrics.made import case


# Written out, so that the edges do not rest on how months are reckoned.
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


def test_a_rule_that_turns_on_another_day_is_told_of():
    wrong = Edge(
        "oppna",
        "a case is open the day after it opens",
        the_day,
        lambda on, a: {"cases": [case(1, on)]},
        before=(1, None),
        on=None,
    )

    apart = [day.split(",")[0] for day, expected, found in wrong.tried() if expected != found]

    assert set(apart) == {"on"}  # "after it opens" was wrong of the day itself
