"""Om måtten: what every figure means, and whether it can be counted here."""

import re
from urllib.parse import parse_qs

import pytest

from data.actions.settings import set_setting
from data.models.organisation import Forum, RoleGrant
from data.people.rights import Viewer
from metrics.catalogue import FIGURES, WANTED, FromLedger
from metrics.facts import Rules
from tests.data.builders import rows_of
from tests.pages.opened import Opened, open_page
from tests.pages.truth import Truth


def entries(page: Opened) -> list[str]:
    return [entry for piece in page.html for entry in piece.split("<details")[1:]]


def test_every_figure_is_there_with_its_words_and_those_asked_for_last(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "matt")
    many = Truth(demo_store, "spanga-tensta").figures

    for figure in FIGURES:
        counted = (figure.part_in_words(Rules()), figure.whole_in_words(Rules()))
        for words in (figure.question, *counted, figure.source):
            assert " ".join((words or "").split()) in page.text
    titles = [one.split("<b>")[1].split("</b>")[0] for one in entries(page)]
    assert titles[-len(WANTED) :] == [one.title for one in WANTED]
    assert len(titles) == many + len(WANTED)
    asked = f"; {len(WANTED)} till är efterfrågade."
    assert page.first_line == f"{many} mått finns, {many} har underlag här{asked}"


def test_figures_of_a_list_lack_one_where_there_is_none_and_say_whose_it_is(
    demo_store, monkeypatch
):
    page = open_page(demo_store, monkeypatch, "matt", styrgrupp="lillstad", sok="A16")

    (entry,) = entries(page)
    assert "Underlag saknas: en mätgrupp som inte är ett exempel. Den som äger det" in entry
    many = Truth(demo_store, "lillstad").figures
    of_lists = sum(isinstance(figure, FromLedger) for figure in FIGURES)
    assert page.first_line.startswith(f"{many} mått finns, {many - of_lists} har underlag här;")


@pytest.mark.parametrize("key", ["glapp", "tid_beslut_insats", "eget_kaa"])
def test_a_figure_leads_to_its_own_entry(demo_store, monkeypatch, key):
    page = open_page(demo_store, monkeypatch, "nyckeltal", nyckeltal=key)
    (link,) = [
        part.proto for part in page.at._tree
        if part.type == "page_link" and "Om måtten" in part.proto.label
    ]  # fmt: skip

    asked = parse_qs(link.query_string)
    found = open_page(demo_store, monkeypatch, link.page, sok=asked["sok"][0])

    (title,) = re.findall(r"<h2 class='lb-next'>(.*?)</h2>", "".join(page.html))
    assert any(f"<b>{title}</b>" in entry for entry in entries(found))


def test_a_search_shows_those_with_every_word_opened_and_says_when_there_are_none(
    demo_store, monkeypatch
):
    found = open_page(demo_store, monkeypatch, "matt", sok="GLAPP längd")
    nothing = open_page(demo_store, monkeypatch, "matt", sok="enhörning")

    (entry,) = entries(found)
    assert entry.startswith(" open>")
    assert "Glappens längd" in entry
    assert not entries(nothing)
    assert "Inget mått innehåller »enhörning«" in nothing.at.info[0].value
    assert "Ordlista" in nothing.text


def test_a_setting_that_bears_on_a_figure_is_shown_as_it_is_set_here(demo_store, monkeypatch):
    delivered = open_page(demo_store, monkeypatch, "matt", sok="B4")
    (forum,) = rows_of(demo_store, Forum, Forum.code == "spanga-tensta")
    of = (RoleGrant.forum_id == forum["forum_id"], RoleGrant.role == "administratör")
    user_id = rows_of(demo_store, RoleGrant, *of)[0]["user_id"]
    by = Viewer(user_id, "Någon", forum["forum_id"], frozenset({"administratör"}), frozenset())
    said = {"name": "gap_days", "value": "21", "version": 0, "reason": "Beslut"}
    set_setting(demo_store, by=by, **said)
    changed = open_page(demo_store, monkeypatch, "matt", sok="B4")

    assert "Glapp mellan insatser räknas från: 14 dagar (som levererat)." in delivered.text
    assert "Glapp mellan insatser räknas från: 21 dagar (satt här)." in changed.text


def test_whoever_sees_no_figures_is_led_elsewhere(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "matt", som="Loggranskaren")

    assert not entries(page)
