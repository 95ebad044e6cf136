"""Behörighet och logg as its keepers open it, and as others do not."""

import pytest

from data.models.log import LogReview
from data.models.organisation import Party, RoleGrant, User
from tests.data.builders import put, rows_of
from tests.pages.opened import open_page

NOT_FOR_THE_ROLE = "Den här sidan är inte till för din roll i styrgruppen."
PAGE, ADMIN, REVIEWER = "behorighet", "Administratören", "Loggranskaren"


@pytest.mark.parametrize("who", ["Utvecklingsledaren", "Ledamoten", "Den externa parten"])
def test_others_are_led_on_to_the_pages_that_are_for_them(demo_store, monkeypatch, who):
    page = open_page(demo_store, monkeypatch, PAGE, som=who)

    assert page.first_line.endswith(NOT_FOR_THE_ROLE)
    assert page.links == ["Lägesbild", "Nyckeltal", "Mätgrupper", "Handlingsplaner", "Om måtten"]


@pytest.mark.parametrize("path", ["lagesbild", "nyckeltal", "matgrupper", "handlingsplaner"])
@pytest.mark.parametrize("who", [ADMIN, REVIEWER])
def test_keepers_see_no_figure_and_no_plan(demo_store, monkeypatch, path, who):
    page = open_page(demo_store, monkeypatch, path, som=who)

    assert page.first_line.endswith(NOT_FOR_THE_ROLE)
    assert page.links == ["Behörighet och logg"]


def test_the_members_are_all_there_with_their_roles_and_those_who_wait(demo_store, monkeypatch):
    put(demo_store, User, display_name="Den nya")
    page = open_page(demo_store, monkeypatch, PAGE, som=ADMIN)

    assert page.first_line.startswith("13 personer har en roll i styrgruppen")
    assert "Enhetschef Unga vuxna" in page.row("Enhetschefen, Unga vuxna")
    assert "Ingen roll nu" in page.row("Den nya")


def test_a_setting_is_saved_and_said_to_be_whose(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, som=ADMIN, **{"del": "Inställningar"})
    assert page.first_line == "Alla 9 inställningar är som de levererades."
    next(box for box in page.at.selectbox if box.label == "Ändra").set_value("stale_after")
    page.run()
    field = next(f for f in page.at.text_input if f.label.startswith("Punkt utan uppdatering"))
    field.set_value("50")
    _save(page, "stale_after")

    assert page.first_line.startswith("En inställning av 9 är styrgruppens egna")
    assert "Ändrat av Administratören" in page.text


def test_a_setting_out_of_bounds_is_refused_and_what_was_typed_is_left(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, som=ADMIN, **{"del": "Inställningar"})
    field = next(f for f in page.at.text_input if f.label.startswith("Minsta antal"))
    field.set_value("2")
    _save(page, "least_shown")

    assert [error.value for error in page.at.error] == [
        "Minsta antal som visas: skriv ett heltal från 3 till 20 personer."
    ]
    field = next(f for f in page.at.text_input if f.label.startswith("Minsta antal"))
    assert field.value == "2"


def test_the_law_is_shown_with_how_it_is_known(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, som=ADMIN, **{"del": "Inställningar"})

    assert "12 kap. 1 § SoL (2025:400)" in page.text
    assert "kontrollera ordalydelsen" in page.text
    assert "4 kap. 1 § SoL (2001:453)" not in page.text


def test_a_month_of_the_log_is_signed_once_it_is_over(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, som=REVIEWER)
    assert page.first_line.endswith("månaden pågår.")
    next(box for box in page.at.selectbox if box.label == "Månad").select_index(1)
    page.run()
    page.at.text_area[0].set_value("Inget avvek.")
    next(b for b in page.at.button if b.label == "Underteckna granskningen").click()
    page.run()

    (review,) = rows_of(demo_store, LogReview)
    assert review["finding"] == "Inget avvek."
    assert page.first_line.endswith("är granskad.")
    assert "Inget avvek." in page.text


def _save(page, name: str) -> None:
    forms = {b.proto.form_id: b for b in page.at.button if b.label == "Spara"}
    next(button for form, button in forms.items() if name in form).click()
    page.run()


def test_a_role_is_given_in_the_panel(demo_store, monkeypatch):
    party_id = rows_of(demo_store, Party)[0]["party_id"]
    user_id = put(demo_store, User, display_name="Den nya", party_id=party_id)
    page = open_page(demo_store, monkeypatch, PAGE, som=ADMIN)
    next(b for b in page.at.button if "Den nya" in b.label).click()
    page.run()
    next(b for b in page.at.button if b.label == "Ge rollen").click()
    page.run()

    (grant,) = rows_of(demo_store, RoleGrant, RoleGrant.user_id == user_id)
    assert grant["role"] == "utvecklingsledare"
    assert "Utvecklingsledare" in page.row("Den nya")
