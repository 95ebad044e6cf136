"""What is new since the last meeting: against what was settled then, not what has settled since."""

import re
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from sqlalchemy import delete, update

from data.models.figures import PublishedLedger
from data.models.organisation import Forum, User
from data.models.plans import ActionPlan, ActionPoint, StatusUpdate
from data.store import writing
from metrics.catalogue import FIGURES
from pages.parts.theme import THEMES
from tests.data.builders import put, put_all, rows_of
from tests.pages.opened import open_page
from tests.pages.truth import Truth

TITLES = {figure.key: figure.title for figure in FIGURES}


MET = date(2014, 10, 14)


def since_met(store, monkeypatch) -> str:
    page = open_page(store, monkeypatch, styrgrupp="spanga-tensta")
    return next(line for line in page.text.splitlines() if line.startswith("Sedan"))


def row_of(store, monkeypatch, key: str) -> str:
    page = open_page(store, monkeypatch, "nyckeltal", styrgrupp="spanga-tensta")
    return page.row(TITLES[key])


@pytest.mark.parametrize(
    ("met", "said"),
    [
        # the quarter's exits are final on 30 November, two months after its last day
        (date(2014, 10, 14), "var normal variation"),
        (date(2014, 11, 29), "var normal variation"),
        (date(2014, 11, 30), "ingen ny period"),
    ],
)
def test_a_quarter_is_new_until_the_day_it_was_settled(demo_store, monkeypatch, met, said):
    with writing(demo_store) as connection:
        connection.execute(update(Forum).values(last_met_on=met))

    assert row_of(demo_store, monkeypatch, "avslut").endswith(said)


def test_what_was_not_judged_then_has_not_changed_but_is_judged_now(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, styrgrupp="spanga-tensta")
    since = next(line for line in page.text.splitlines() if line.startswith("Sedan"))

    assert row_of(demo_store, monkeypatch, "mycket_langvarigt").endswith("var för få punkter")
    assert "ett som inte bedömdes då bedöms nu som försämring" in since
    assert "ett har försämrats" in since


def test_every_unit_says_what_is_new_to_it_and_is_held_to_its_own_limits(demo_store, monkeypatch):
    place = Truth(demo_store, "spanga-tensta")
    page = open_page(demo_store, monkeypatch, "nyckeltal", nyckeltal="hushall")
    units = next(line for line in page.text.splitlines() if line.startswith("Per enhet"))
    (boxes,) = [piece for piece in page.html if "Per enhet" in piece]

    for unit_id, name in place.units.items():
        then, now = (place.households(date(2014, month, 1), unit_id) for month in (9, 11))
        of_unit = units.split(name)[1].split("Ekonomiskt")[0]
        assert f"sedan 14 oktober: {then - now} färre" in of_unit
    limits = re.escape(quote(f'fill="{THEMES["light"]["band"]}"'))
    assert len(re.findall(limits, boxes)) == len(place.units)


def a_plan(store, decided_on: date, title: str, *points: str) -> list[int]:
    """A plan of the first steering group, with points from number 1 on; their ids."""
    forum_id = rows_of(store, Forum, Forum.code == "spanga-tensta")[0]["forum_id"]
    plan_id = put(store, ActionPlan, forum_id=forum_id, title=title, decided_on=decided_on)
    rows = [
        {"plan_id": plan_id, "number": number, "title": point}
        for number, point in enumerate(points, start=1)
    ]
    return put_all(store, ActionPoint, rows)


def test_points_of_one_number_and_name_are_told_apart_by_their_plans(demo_store, monkeypatch):
    (first, *_) = rows_of(demo_store, ActionPoint, ActionPoint.number == 1)
    by = rows_of(demo_store, User)[0]["user_id"]
    (other,) = a_plan(demo_store, date(2014, 9, 1), "Plan för hösten", first["title"])
    begun = {"status": "in_progress", "at": datetime(2014, 11, 1, tzinfo=UTC), "by_user_id": by}
    put(demo_store, StatusUpdate, point_id=other, **begun)

    assert f"Punkt 1 pågår: {first['title']} Plan för hösten" in since_met(demo_store, monkeypatch)


def test_a_plan_that_was_decided_since_is_one_row(demo_store, monkeypatch):
    a_plan(demo_store, date(2014, 11, 1), "Plan för våren", "Ett", "Två")

    since = since_met(demo_store, monkeypatch)

    assert "Ny handlingsplan: Plan för våren, två punkter" in since
    assert "Punkt 1 ej påbörjad" not in since


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (60, 43, "17 färre kvar i Mätgrupp 150 (60 → 43)"),
        (43, 44, "1 fler kvar i Mätgrupp 150 (43 → 44)"),
        (6, None, "Hur många som är kvar i Mätgrupp 150 visas inte längre"),
        (None, 6, "Hur många som är kvar i Mätgrupp 150 visas igen: 6 personer"),
        (None, 1, "Hur många som är kvar i Mätgrupp 150 visas igen: 1 person"),
        (43, 43, ""),
        (None, None, ""),
    ],
)
def test_what_is_hidden_of_a_list_comes_and_goes(demo_store, monkeypatch, then, now, said):
    for is_then, count in ((True, then), (False, now)):
        day = PublishedLedger.on <= MET if is_then else PublishedLedger.on > MET
        rows = update(PublishedLedger).where(day, PublishedLedger.state == "remaining")
        with writing(demo_store) as connection:
            connection.execute(rows.values(members=count, shown=count is not None))

    since = since_met(demo_store, monkeypatch)

    assert said in since
    assert ("i Mätgrupp 150" in since) == bool(said)


def test_a_list_that_was_started_since_is_told_with_its_size(demo_store, monkeypatch):
    early = PublishedLedger.on <= MET
    with writing(demo_store) as connection:
        connection.execute(delete(PublishedLedger).where(early))

    assert "Mätgrupp 150 har startat med 150 personer" in since_met(demo_store, monkeypatch)
