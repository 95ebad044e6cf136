"""The numbers on the four pages, for the three places, against SQL written by hand."""

import re
from datetime import timedelta

import pytest

from tests.pages.opened import open_page
from tests.pages.truth import (
    BY_UNIT,
    TITLES,
    Truth,
    last_month,
    last_quarter,
    percent,
    plus,
    thousands,
)
from tests.thorough import first


@pytest.fixture(autouse=True)
def _nothing_kept_open() -> None:
    """Here the store is kept open from test to test."""


@pytest.fixture(scope="module")
def demo_store(kept_store):
    """Nothing here writes: all tests read one store."""
    return kept_store


IN_MATRIX = [*BY_UNIT, "hushall_forandring", "tid_till_insats", "punkter_sena"]


def _read(cell: str) -> str:
    """A written cell with the signs that the pages are read with."""
    return re.sub("(?<=\\d)\N{NO-BREAK SPACE}(?=\\d{3}(?!\\d))", "’", cell).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def _cards(page) -> dict[str, str]:
    lines = page.text.splitlines()
    pieces = [p for p in lines if ("Mål" in p or "mål" in p) and "kan inte visas här" not in p]
    titles = ("Hushåll med försörjningsstöd", "Avslut till egen", "Tid från in", "Glapp", "Planer")
    return {title: p for title in titles for p in pieces if p.startswith(title)}


def test_the_cards(place, demo_store, monkeypatch):
    cards = _cards(open_page(demo_store, monkeypatch, styrgrupp=place.code))

    month, quarter = last_month(place.as_of), last_quarter(place.as_of)
    households = thousands(place.households(month))
    assert f" {households} hushåll " in cards["Hushåll med försörjningsstöd"]
    if "Tid från in" in cards and " .. " not in cards["Tid från in"]:
        days, waited = place.written("tid_till_insats")
        assert f" {days} " in cards["Tid från in"]
        assert f"n = {waited} " in cards["Tid från in"] or not waited
    for title, (part, whole) in {
        "Avslut till egen": place.exits(quarter),
        "Planer": place.plans(plus(month, 1) - timedelta(days=1)),
    }.items():
        if title not in cards:  # it has given way to another
            assert place.code == "lillstad"
            continue
        assert f" {percent(part, whole)} " in cards[title]
        assert f"n = {thousands(whole)} " in cards[title]


def test_the_cards_of_shares_by_target_group(place, demo_store, monkeypatch):
    month, quarter = last_month(place.as_of), last_quarter(place.as_of)
    shown = 0
    for code, label in place.target_groups.items():
        cards = _cards(open_page(demo_store, monkeypatch, styrgrupp=place.code, malgrupp=label))
        for title, (part, whole) in {
            "Avslut till egen": place.exits(quarter, group=code),
            "Planer": place.plans(plus(month, 1) - timedelta(days=1), group=code),
        }.items():
            if title in cards and " .. " not in cards[title]:
                shown += 1
                assert f" {percent(part, whole)} " in cards[title]
                assert f"n = {thousands(whole)} " in cards[title]
    assert shown or place.code == "lillstad"


def test_the_matrix(place, demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "nyckeltal", styrgrupp=place.code)
    page.at.session_state["tabell_matris"] = True
    (table,) = page.run().at.dataframe
    rows = table.value.map(_read).set_index("Nyckeltal").to_dict("index")

    said = {key: (rows[TITLES[key]]["Senaste"], rows[TITLES[key]]["n"]) for key in IN_MATRIX}
    shown = {key: cells for key, cells in said.items() if cells[0] != ".."}
    assert shown == {key: place.written(key, decimals=1) for key in shown}
    assert len(shown) >= 10
    across_the_room = {key: place.written(key) for key in shown}
    for row in page.buttons:
        for key, (value, n) in across_the_room.items():
            if row.startswith(f"{TITLES[key]} ") and key != "utbetalt":
                assert row.startswith(f"{TITLES[key]} {value} ")
                assert f" n = {n} " in row or not n


def test_a_sum_is_in_millions_across_the_room_and_whole_in_the_table(demo_store, monkeypatch):
    place = Truth(demo_store, "spanga-tensta")
    page = open_page(demo_store, monkeypatch, "nyckeltal", styrgrupp=place.code)
    kronor, _ = place.paid(last_month(place.as_of))

    assert page.row("Utbetalt ekonomiskt bistånd").startswith(
        f"Utbetalt ekonomiskt bistånd {kronor / 1e6:.1f} mnkr nov 2014".replace(".", ",")
    )
    assert " n = " not in page.row("Utbetalt ekonomiskt bistånd")


@pytest.mark.parametrize("key", first(1, BY_UNIT))
def test_one_figure_by_unit_and_period(place, demo_store, monkeypatch, key):
    page = open_page(demo_store, monkeypatch, "nyckeltal", styrgrupp=place.code, nyckeltal=key)
    units = next(line for line in page.text.splitlines() if line.startswith("Per enhet"))

    for unit_id, name in place.units.items():
        said = re.search(rf"{name} (\S+(?: %)?)(?: n = (\S+))? ", units).groups()
        if said[0] == "..":
            continue
        part, whole = place.figure(key, unit_id)
        if whole is None or key == "utbetalt":
            assert said[0] == thousands(part)
        else:
            assert said == (percent(part, whole), thousands(whole))


def test_the_groups(place, demo_store, monkeypatch):
    for group_id, name, goal, members in place.groups():
        page = open_page(
            demo_store, monkeypatch, "matgrupper", styrgrupp=place.code, grupp=str(group_id)
        )
        states = place.ledger(group_id, place.as_of)
        kept = states.get("remaining", 0) + states.get("returned", 0)
        own = sum(states.get(state, 0) for state in ("work", "studies", "other_income"))

        assert page.first_line.startswith(f"{kept} av {members} är kvar i {name}")
        bar = next(line for line in page.text.splitlines() if line.startswith("Läget"))
        assert f"Kvar {kept}" in bar
        for word, many in {
            "Självförsörjande": own,
            "Okänt": states.get("unknown", 0),
            "Annan orsak": states.get("other_reason", 0),
        }.items():
            shown = re.search(rf"{word} (\S+)", bar)
            assert (shown is None) == (many == 0)
            assert shown is None or shown[1] in (str(many), "..")
            assert shown is None or shown[1] != ".." or place.code == "lillstad"
        assert f"mål: {goal} självförsörjande" in page.text


def test_the_plan(place, demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "handlingsplaner", styrgrupp=place.code)
    points = place.points(place.as_of)
    done = sum(point["status"] == "done" for point in points)
    late = [point for point in points if point["overdue"]]
    stale = [point for point in points if point["stale"]]

    assert page.first_line.startswith(f"{done} av {len(points)} punkter")
    assert (f"{len(late)} är försenad" in page.first_line) == bool(late)
    assert (f"{len(stale)} saknar uppdatering" in page.first_line) == bool(stale)
    for point in points:
        row = page.row(f"{point['number']} {point['title']}")
        assert (point["due_on"] or "–") in row
        assert (f"Försenad {point['overdue']} dag" in row) == bool(point["overdue"])
        quiet = point["stale"] and not point["overdue"] and not point["unowned"]
        assert (f"Uppdatering saknas sedan {point['stale']} dag" in row) == bool(quiet)


def test_what_has_changed_since_the_last_meeting(place, demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, styrgrupp=place.code)
    since = next(line for line in page.text.splitlines() if line.startswith("Sedan"))

    before = {point["number"]: point["status"] for point in place.points(place.met)}
    for point in place.points(place.as_of):
        changed = before[point["number"]] != point["status"]
        assert (f": {point['title']}" in since) == changed
        assert (f"Punkt {point['number']} " in since) == changed
    for group_id, name, _, _ in place.groups():
        then, now = (
            sum(place.ledger(group_id, day).get(s, 0) for s in ("remaining", "returned"))
            for day in (place.met, place.as_of)
        )
        moved = re.search(
            rf"(\d+) färre kvar i {name}[^(]*(?:\(exempel\) )?\((\d+) → (\d+)\)", since
        )
        assert (moved is None) == (then == now)
        assert moved is None or [int(n) for n in moved.groups()] == [then - now, then, now]
