"""What is new since the last meeting: against what was settled then, not what has settled since."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from sqlalchemy import update

from data.models.organisation import Forum
from data.store import writing
from metrics.catalogue import FIGURES
from pages.parts.theme import THEMES
from tests.pages.opened import open_page
from tests.pages.truth import Truth

TITLES = {figure.key: figure.title for figure in FIGURES}


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
