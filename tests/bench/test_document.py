"""The document of what has been measured is renewed a part at a time."""

from datetime import date

from tests.bench.document import HEAD, PARTS, renewed, section
from tests.bench.table import Line

THEN, NOW = date(2026, 1, 1), date(2026, 2, 1)


def measured(part: str, day: date) -> str:
    return section(part, [Line(f"{part}, s", 1.0)], day, 2)


def test_only_the_parts_that_are_measured_anew_are_other_than_they_were():
    before = renewed("", {part: measured(part, THEN) for part in PARTS if part != "start"})

    after = renewed(before, {part: measured(part, NOW) for part in ("start", "pages")})

    assert before.startswith(HEAD)
    assert after == "\n".join(
        [HEAD, *(measured(part, NOW if part in ("start", "pages") else THEN) for part in PARTS)]
    )


def test_measured_again_the_same_is_the_same():
    before = renewed("", {part: measured(part, THEN) for part in PARTS})

    assert renewed(before, {}) == before
