"""The pages as visitors of each kind open them."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, text

from data.demo.visitors import let_visitors_in
from data.models.organisation import Forum
from data.store import writing
from pages.parts.sv import STOCKHOLM
from tests.pages.conftest import PLACES
from tests.pages.opened import open_page
from tests.pages.walk import every_address


@pytest.fixture
def empty_forum(demo_store) -> str:
    """A steering group that nothing has been delivered to."""
    with writing(demo_store) as connection:
        made = connection.execute(
            insert(Forum).values(code="ny", name="Ny styrgrupp", level="operativ")
        )
        let_visitors_in(connection, made.inserted_primary_key[0])
    return "ny"


@pytest.mark.parametrize("key", ["hushall", "avslut", "planer"])
def test_a_figure_without_facts_says_which_are_missing(demo_store, monkeypatch, empty_forum, key):
    page = open_page(demo_store, monkeypatch, "nyckeltal", styrgrupp=empty_forum, nyckeltal=key)

    assert "Inget underlag har levererats. Den dataansvariga läser in det." in page.text
    assert not page.charts


def test_the_default_visitor_is_the_development_leader_of_spanga_tensta(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch)

    assert page.first_line == (
        "43 av 150 är kvar i Mätgrupp 150 (för 107 är orsaken okänd), två punkter är "
        "försenade, tre nyckeltal har förbättrats och av de andra har fyra försämrats."
    )
    chosen = {box.key: box.value for box in page.at.selectbox}
    assert chosen["styrgrupp"] == 1
    assert [box.options[0] for box in page.at.selectbox if box.key == "som"] == [
        "Utvecklingsledaren"
    ]


def test_codes_in_the_address_are_taken_for_names(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, styrgrupp="gotland", som="ledamot")

    assert "Handlingsplan Arbetsmarknadsuppdrag" in page.text
    assert not page.at.warning


def test_a_headline_that_can_not_be_shown_in_a_place_gives_way_and_says_so(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, styrgrupp="lillstad")

    assert (
        "Avslut till egen försörjning kan inte visas här; Väntan utan aktivitet står i stället."
    ) in page.text
    assert "kan inte visas här" not in open_page(demo_store, monkeypatch).text


def test_a_filter_that_does_not_exist_is_dropped_with_a_sentence(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, enhet="Månen", malgrupp="Alla målgrupper")

    assert page.warnings == ["Enheten i adressen finns inte här. Du ser allt i stället."]


def test_a_figure_that_does_not_exist_leads_to_all_of_them(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "nyckeltal", nyckeltal="lycka")

    assert "Nyckeltalet i adressen finns inte" in page.at.warning[0].value
    assert page.row("Hushåll med försörjningsstöd")


def test_the_source_gives_no_reasons_so_the_goal_is_not_judged(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "matgrupper")

    assert page.first_line == "43 av 150 är kvar i Mätgrupp 150; för 107 är orsaken okänd."
    assert "Målet kan inte bedömas" in page.text
    assert "Självförsörjande Uppgift saknas" in page.text
    assert "107 självförsörjande" not in page.text


def test_the_example_is_labelled_as_one(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "matgrupper", grupp="2")

    assert "Exempel med påhittade orsaker" in page.text
    assert "sannolikhet att nå målet" in page.text


def test_a_town_with_small_numbers_says_once_what_the_dots_mean(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, styrgrupp="lillstad", som="ledamot")

    assert page.text.count("dold för att skydda enskilda") == 1
    assert "Okänt .." in page.text


@pytest.mark.parametrize("key", ["avslut", "planer"])
def test_a_hidden_share_shows_neither_its_part_nor_its_whole(demo_store, monkeypatch, key):
    with demo_store.connect() as connection:
        hidden = connection.execute(
            text(
                "SELECT count(*) FROM published_figures WHERE figure = :key AND NOT shown "
                "AND (part IS NOT NULL OR whole IS NOT NULL)"
            ),
            {"key": key},
        ).scalar()
    assert hidden == 0

    page = open_page(
        demo_store, monkeypatch, "nyckeltal", styrgrupp="lillstad", som="ledamot", nyckeltal=key
    )
    assert "0 %" not in page.text.replace("100 %", "")


def test_a_share_is_shown_by_unit_or_by_target_group_but_not_by_both_to_who_sees_protected_figures(
    demo_store, monkeypatch
):
    group = {"malgrupp": "Unga 18–24"}
    alone = open_page(demo_store, monkeypatch, **group)
    unit = {"styrgrupp": "lillstad", "enhet": "Försörjningsstöd", "som": "ledamot"}
    both = open_page(demo_store, monkeypatch, **unit, **group)

    assert "inte båda tillsammans" not in alone.text
    assert re.search(r"Planer följda inom tre månader \d+ %", alone.text)
    assert both.text.count("inte båda tillsammans") == 1  # planer


def test_one_share_by_target_group_says_once_why_no_unit_is_beside_it(demo_store, monkeypatch):
    page = open_page(
        demo_store, monkeypatch, "nyckeltal", nyckeltal="planer", malgrupp="Unga 18–24"
    )

    assert len(page.charts) == 1
    assert page.text.count("inte båda tillsammans") == 1


def test_a_share_that_is_a_part_of_another_is_not_shown_by_target_group(demo_store, monkeypatch):
    page = open_page(
        demo_store, monkeypatch, "nyckeltal", nyckeltal="hallbart", malgrupp="Unga 18–24"
    )

    assert "Visas inte per målgrupp" in page.text
    assert not page.charts


def test_a_head_has_the_own_unit_by_target_group_beside_a_sentence_for_others(
    demo_store, monkeypatch
):
    unit = "Försörjningsstöd"
    asked = {"styrgrupp": "lillstad", "nyckeltal": "planer", "malgrupp": "Unga 18–24"}
    page = open_page(demo_store, monkeypatch, "nyckeltal", som=f"Enhetschefen, {unit}", **asked)

    boxes = next(line for line in page.text.splitlines() if line.startswith("Per enhet"))
    assert re.search(rf"{unit} \d+ %", boxes)
    assert boxes.count("inte båda tillsammans") == 2


def test_a_head_sees_the_own_unit_exactly(demo_store, monkeypatch):
    unit = "Försörjningsstöd"
    asked = {"styrgrupp": "lillstad", "enhet": unit, "malgrupp": "Unga 18–24"}

    theirs = open_page(demo_store, monkeypatch, som=f"Enhetschefen, {unit}", **asked)
    others = open_page(demo_store, monkeypatch, som="Enhetschefen, Integration", **asked)

    assert "inte båda tillsammans" not in theirs.text
    assert "inte båda tillsammans" in others.text


def test_the_period_changes_what_is_drawn_and_no_verdict(demo_store, monkeypatch):
    short = open_page(demo_store, monkeypatch, "nyckeltal", nyckeltal="hushall")
    long = open_page(demo_store, monkeypatch, "nyckeltal", nyckeltal="hushall", period="48 månader")

    before_notes = [page.text.split("Samtidigt")[0] for page in (short, long)]
    assert before_notes[0] == before_notes[1]
    assert short.charts == long.charts


def test_a_press_on_a_row_opens_the_point_and_a_second_saves_it(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "handlingsplaner", som="Handläggaren, Jobbtorget")
    row = next(button for button in page.at.button if "4 Insatskedjor" in button.label)
    row.click()
    page.run()
    pressed = next(button for button in page.at.button if button.label.endswith("Ej påbörjad"))
    pressed.click()
    page.run()

    with demo_store.connect() as connection:
        said = connection.execute(
            text(
                "SELECT s.status, u.display_name, s.at FROM status_updates s "
                "JOIN users u ON u.user_id = s.by_user_id ORDER BY seq DESC LIMIT 1"
            )
        ).one()
    status, name, at = said
    on = datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(STOCKHOLM).date()
    assert (status, name, on) == ("not_started", "Handläggaren, Jobbtorget", date(2014, 12, 5))
    assert "Ej påbörjad" in page.row("4 Insatskedjor")


def test_a_member_reads_a_point_and_has_nothing_to_press(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "handlingsplaner", som="ledamot")
    row = next(button for button in page.at.button if "4 Insatskedjor" in button.label)
    row.click()
    page.run()

    assert "Du kan läsa men inte ändra punkten" in page.text
    assert not any("Klar" in button.label for button in page.at.button if "row" not in button.key)


@pytest.mark.thorough
@pytest.mark.parametrize("place", PLACES)
def test_the_pages_say_the_same_on_postgres(demo_store, demo_postgres, monkeypatch, place):
    def said(store) -> dict[str, str]:
        return {
            str(address): open_page(
                store, monkeypatch, address.module.PATH, **({"styrgrupp": place} | address.query)
            ).text
            for address in every_address()
        }

    assert said(demo_postgres) == said(demo_store)


@pytest.mark.thorough
def test_a_status_is_saved_on_postgres(demo_postgres, monkeypatch):
    page = open_page(demo_postgres, monkeypatch, "handlingsplaner")
    next(button for button in page.at.button if "4 Insatskedjor" in button.label).click()
    page.run()
    next(button for button in page.at.button if button.label.endswith("Ej påbörjad")).click()
    page.run()

    assert "Ej påbörjad" in page.row("4 Insatskedjor")
