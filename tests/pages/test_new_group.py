"""Starting a measurement group, as whoever does it meets it."""

import pytest

from data.models.groups import MeasurementGroup
from metrics.periods import add_months
from tests.data.builders import rows_of
from tests.pages.opened import Opened, open_page

PAGE, NAME = "matgrupper", "De som öppnades i våras"


def form(store, monkeypatch) -> Opened:
    page = open_page(store, monkeypatch, PAGE)
    return press(page, "Starta en ny mätgrupp")


def press(page: Opened, label: str) -> Opened:
    next(button for button in page.at.button if button.label == label).click()
    return page.run()


def named(page: Opened, label: str):
    return next(f for f in [*page.at.text_input, *page.at.number_input] if f.label == label)


def groups(store) -> list[str]:
    return [row["name"] for row in rows_of(store, MeasurementGroup)]


def test_a_group_that_is_started_stands_on_the_page(demo_store, monkeypatch):
    page = form(demo_store, monkeypatch)
    named(page, "Namn").set_value(NAME)
    named(page, "Mål, antal självförsörjande").set_value(3)

    page = press(page, "Starta gruppen")

    assert not page.at.error
    assert NAME in groups(demo_store)
    assert not [field for field in page.at.text_input if field.label == "Namn"]


def test_a_list_that_shares_people_with_another_says_why_it_shows_less(demo_store, monkeypatch):
    page = press(named_and(form(demo_store, monkeypatch), "Hela året"), "Starta gruppen")
    page = named_and(press(page, "Starta en ny mätgrupp"), "Senare halvan")
    first = next(field for field in page.at.date_input if field.label == "Öppnade från")
    first.set_value(add_months(first.value, 6))

    page = press(page, "Starta gruppen")

    assert not page.at.error
    for name, is_told in (("Hela året", False), ("Senare halvan", True)):
        page = open_page(demo_store, monkeypatch, PAGE, grupp=name)
        assert ("Listan delar personer med »Hela året«" in page.text) is is_told
        assert ("Kvar utan avbrott" in page.text) is not is_told


def named_and(page: Opened, name: str) -> Opened:
    named(page, "Namn").set_value(name)
    return page


def test_a_refusal_says_why_and_keeps_what_was_typed(demo_store, monkeypatch):
    page = form(demo_store, monkeypatch)
    named(page, "Mål, antal självförsörjande").set_value(3)

    page = press(page, "Starta gruppen")

    assert ["namn" in error.value.lower() for error in page.at.error] == [True]
    assert named(page, "Mål, antal självförsörjande").value == 3
    assert NAME not in groups(demo_store)


@pytest.mark.parametrize("who", ["Ledamoten", "Den externa parten", "Enhetschefen, Unga vuxna"])
def test_whoever_may_only_read_has_no_way_to_start_one(demo_store, monkeypatch, who):
    page = open_page(demo_store, monkeypatch, PAGE, som=who)

    assert "Starta en ny mätgrupp" not in page.buttons
