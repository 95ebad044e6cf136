"""No page shows a number that SQL, written by hand, cannot account for."""

import re

import pytest

from metrics.catalogue import FIGURES, WANTED, FromLedger
from tests.pages.opened import open_page
from tests.pages.truth import BY_UNIT, TITLES, Truth, held_quarter, last_month, last_quarter

PAGES = ("lagesbild", "nyckeltal", "matgrupper", "handlingsplaner")
CONSTANTS = {
    *("5", "95", "14", "24", "13", "1", "2", "3", "2,66"),
}  # least shown, level of confidence, days, periods, rules


@pytest.mark.parametrize("path", PAGES)
def test_no_number_is_shown_that_sql_does_not_know(place, demo_store, monkeypatch, path):
    page = open_page(demo_store, monkeypatch, path, styrgrupp=place.code)
    tried = "\n".join(line for line in page.text.splitlines() if line not in _of_figures(page))
    words = tried.replace("’", "")
    known = _known_numbers(place)

    unknown = {n for n in re.findall(r"\d+(?:,\d+)?", words) if n not in known | CONSTANTS}

    assert unknown == set()


def _of_figures(page) -> list[str]:
    """The rows and cards of figures: those have tests of their own above."""
    rows = zip(page.at.button, page.buttons, strict=True)
    of_matrix = [row for button, row in rows if button.key.startswith("row_figure_")]
    return of_matrix + [row for row in page.links if row.startswith(tuple(TITLES.values()))]


def _known_numbers(place: Truth) -> set[str]:
    """Every number that SQL can account for: counts, shares, limits of shares, days, names."""
    of_all = len(FIGURES) + 2  # and those delivered
    known = {str(len(WANTED)), str(of_all), str(len(FIGURES) + len(WANTED)), str(len(FIGURES))}
    real = place.one(
        "SELECT count(*) FROM measurement_groups WHERE forum_id = :f AND NOT is_example",
        f=place.forum_id,
    )
    of_lists = 0 if real else sum(isinstance(figure, FromLedger) for figure in FIGURES)
    known |= {str(len(FIGURES) - of_lists), str(len(WANTED) + of_lists)}
    for key in BY_UNIT:
        for unit in (None, *place.units):
            part, whole = place.figure(key, unit)
            known |= {str(part), str(whole)}
            known |= {f"{100 * part / whole:.0f}"} if whole else set()
    for points in (place.points(place.as_of), place.points(place.met)):
        statuses = [point["status"] for point in points]
        known |= {str(statuses.count(status)) for status in set(statuses)} | {str(len(points))}
        known |= {str(point[name]) for point in points for name in ("overdue", "stale", "number")}
        known.add(str(sum(not p["overdue"] and p["status"] == "in_progress" for p in points)))
        known |= {str(sum(bool(p[n]) for p in points)) for n in ("overdue", "stale", "unowned")}
    known |= _numbers_of_groups(place)
    return known | _numbers_in_texts(place)


def _numbers_of_groups(place: Truth) -> set[str]:
    known = set()
    for group_id, _, goal, members in place.groups():
        known |= {str(goal), str(members)}
        kept = []
        for day in (place.met, place.as_of):
            states = place.ledger(group_id, day)
            kept.append(states.get("remaining", 0) + states.get("returned", 0))
            own = sum(states.get(state, 0) for state in ("work", "studies", "other_income"))
            known |= {str(many) for many in states.values()} | {str(own), str(kept[-1])}
        known |= {str(kept[0] - kept[1]), f"{100 * kept[1] / members:.0f}"}
        known |= {f"{100 * share:.0f}" for share in _wilson(kept[1], members)}
    return known


def _wilson(part: int, whole: int) -> tuple[float, float]:
    z, p = 1.959963984540054, part / whole
    middle, reach = p + z * z / (2 * whole), z * (p * (1 - p) / whole + z**2 / 4 / whole**2) ** 0.5
    return tuple((middle + side * reach) / (1 + z * z / whole) for side in (-1, 1))


def _numbers_in_texts(place: Truth) -> set[str]:
    """Numbers inside texts and days of the store: titles, sources, targets, dates."""
    f = {"f": place.forum_id}
    texts = [
        *place.rows("SELECT title, decided_on, source FROM action_plans WHERE forum_id = :f", **f),
        *place.rows(
            "SELECT p.title, p.due_on, p.starts_on FROM action_points p "
            "JOIN action_plans USING (plan_id) WHERE forum_id = :f",
            **f,
        ),
        *place.rows(
            "SELECT name, criterion, source, baseline_on, goal_on FROM measurement_groups "
            "WHERE forum_id = :f",
            **f,
        ),
        *place.rows("SELECT observed_until FROM deliveries WHERE forum_id = :f", **f),
        *place.rows("SELECT 100 * value, value, value FROM targets WHERE forum_id = :f", **f),
    ]
    words = " ".join(str(cell) for row in texts for cell in row)
    days = [place.as_of, place.met, last_month(place.as_of), last_quarter(place.as_of)]
    days.append(held_quarter(place.as_of))
    words += " ".join(f" {day.isoformat()} {day.day} {day.year} {day.month}" for day in days)
    found = re.findall(r"\d+", words)
    quarters = {str((day.month + 2) // 3) for day in days}
    return {*found, *(str(int(number)) for number in found)} | quarters
