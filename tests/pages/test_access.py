"""Behörighet och logg as its keepers open it, and as others do not."""

from datetime import timedelta

import pytest

from data.actions.people import describe_person
from data.actions.roles import end_role
from data.actions.settings import set_setting
from data.clock import today
from data.demo.visitors import OF_THE_WHOLE
from data.models.log import LogReview, Setting
from data.models.organisation import Forum, ForumParty, Party, RoleGrant, Unit, User
from data.people.rights import Viewer
from pages import register
from tests.data.builders import put, rows_of
from tests.pages.opened import Opened, open_page
from tests.pages.walk import titles_for

NOT_FOR_THE_ROLE = "Den här sidan är inte till för din roll i styrgruppen."
PAGE, ADMIN, REVIEWER = "behorighet", "Administratören", "Loggranskaren"


VISITORS = [role for role, _ in OF_THE_WHOLE]


@pytest.mark.parametrize("role", VISITORS)
def test_whoever_has_no_such_page_is_led_on_to_those_that_are_for_them(
    demo_store, monkeypatch, role
):
    mine = titles_for(role)
    theirs = [module for module in register.PAGES if module.TITLE not in mine]
    assert mine
    for module in theirs:
        page = open_page(demo_store, monkeypatch, module.PATH, som=role)

        assert page.first_line.endswith(NOT_FOR_THE_ROLE)
        assert page.links == mine


def test_keepers_see_no_figure_and_no_plan():
    assert titles_for("administratör") == titles_for("loggranskare") == ["Behörighet och logg"]


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

    assert page.refusals == ["Minsta antal som visas: skriv ett heltal från 3 till 20 personer."]
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


def press(page: Opened, label: str) -> Opened:
    """Press the button that begins so."""
    next(b for b in page.at.button if b.label.replace("**", "").startswith(label)).click()
    return page.run()


@pytest.fixture
def other_keeper(demo_store) -> Viewer:
    """Another administrator of Spånga-Tensta."""
    (forum,) = rows_of(demo_store, Forum, Forum.code == "spanga-tensta")
    (grant, *_) = rows_of(
        demo_store,
        RoleGrant,
        RoleGrant.forum_id == forum["forum_id"],
        RoleGrant.role == "administratör",
    )
    return Viewer(
        grant["user_id"],
        "En annan",
        forum["forum_id"],
        frozenset({"administratör"}),
        frozenset(),
    )


def _opened_on(store, monkeypatch, **values) -> tuple[Opened, int]:
    """The panel of somebody new, open for the administrator."""
    party_id = rows_of(store, Party)[0]["party_id"]
    user_id = put(store, User, display_name="Den nya", party_id=party_id, **values)
    page = open_page(store, monkeypatch, PAGE, som=ADMIN)
    return press(page, "Den nya"), user_id


def _field(page, label: str):
    return next(field for field in page.at.text_input if field.label.startswith(label))


@pytest.mark.parametrize(
    ("choice", "name"), [("Behåll deras", "Deras namn"), ("Spara mitt ändå", "Mitt namn")]
)
def test_of_two_who_describe_a_member_neither_loses_what_was_typed(
    demo_store, monkeypatch, other_keeper, choice, name
):
    page, user_id = _opened_on(demo_store, monkeypatch)
    put(demo_store, RoleGrant, user_id=user_id, forum_id=other_keeper.forum_id, role="ledamot")
    page.run()
    _field(page, "Namn").set_value("Mitt namn")
    theirs = {"user_id": user_id, "version": 1, "display_name": "Deras namn", "party_id": None}
    describe_person(demo_store, by=other_keeper, **theirs)
    press(page, "Spara namn och part")

    assert "Personen ändrades medan du skrev." in page.text
    assert "Namn Deras namn Part Ingen part angiven Avstängd nej" in page.text
    assert _field(page, "Namn").value == "Mitt namn"
    press(page, choice)
    (person,) = rows_of(demo_store, User, User.user_id == user_id)
    assert person["display_name"] == name
    assert "medan du skrev" not in page.text


def test_having_seen_theirs_a_member_can_be_described_anew_and_the_panel_stays(
    demo_store, monkeypatch, other_keeper
):
    page, user_id = _opened_on(demo_store, monkeypatch)
    put(demo_store, RoleGrant, user_id=user_id, forum_id=other_keeper.forum_id, role="ledamot")
    _field(page, "Namn").set_value("Mitt namn")
    theirs = {"user_id": user_id, "version": 1, "display_name": "Deras", "party_id": None}
    describe_person(demo_store, by=other_keeper, **theirs)
    press(page, "Spara namn och part")
    _field(page, "Namn").set_value("Vårt namn")
    press(page, "Spara namn och part")
    press(page, "Stäng av")

    (person,) = rows_of(demo_store, User, User.user_id == user_id)
    assert (person["display_name"], person["version"]) == ("Vårt namn", 4)
    assert person["deactivated_at"]
    assert "Släpp in igen" in page.buttons


def test_a_role_that_another_has_ended_is_told_and_can_be_ended_all_the_same(
    demo_store, monkeypatch, other_keeper
):
    page, user_id = _opened_on(demo_store, monkeypatch)
    grant_id = put(
        demo_store, RoleGrant, user_id=user_id, forum_id=other_keeper.forum_id, role="ledamot"
    )
    page.run()
    last_on = today() + timedelta(days=30)
    end_role(demo_store, by=other_keeper, grant_id=grant_id, version=1, last_on=last_on)
    stale = page.at.session_state["dialog"]
    assert stale.version_of(grant_id) == 0  # a role is as it is drawn: nothing of it is typed
    press(page, "Låt i dag bli sista dagen")

    (grant,) = rows_of(demo_store, RoleGrant, RoleGrant.grant_id == grant_id)
    assert grant["valid_until"] == today() + timedelta(days=1)


def test_a_refused_role_leaves_the_panel_and_what_was_typed(demo_store, monkeypatch):
    page, _ = _opened_on(demo_store, monkeypatch)
    role = next(box for box in page.at.selectbox if box.label == "Ny roll")
    role.set_value("enhetschef")
    press(page, "Ge rollen")
    assert page.refusals == ["Enhet: välj vilken enhet rollen gäller."]
    page.run()

    role = next(box for box in page.at.selectbox if box.label == "Ny roll")
    assert role.value == "enhetschef"
    assert not page.at.error


@pytest.mark.parametrize(("choice", "value"), [("Behåll deras", "60"), ("Spara mitt ändå", "50")])
def test_of_two_who_change_a_setting_neither_loses_what_was_typed(
    demo_store, monkeypatch, other_keeper, choice, value
):
    page = open_page(demo_store, monkeypatch, PAGE, som=ADMIN, **{"del": "Inställningar"})
    next(box for box in page.at.selectbox if box.label == "Ändra").set_value("stale_after")
    page.run()
    _field(page, "Punkt utan uppdatering").set_value("50")
    set_setting(demo_store, by=other_keeper, name="stale_after", value="60", version=0)
    _save(page, "stale_after")

    assert "Inställningen ändrades medan du skrev." in page.text
    assert "Punkt utan uppdatering efter 60 dagar" in page.text
    assert _field(page, "Punkt utan uppdatering").value == "50"
    press(page, choice)
    (row,) = rows_of(demo_store, Setting, Setting.name == "stale_after")
    assert row["value"] == value
    assert _field(page, "Punkt utan uppdatering").value == value


def test_units_of_one_name_are_told_apart_and_the_one_that_is_pressed_is_given(
    demo_store, monkeypatch
):
    parties = {row["party_id"]: row["name"] for row in rows_of(demo_store, Party)}
    seats = [row["party_id"] for row in rows_of(demo_store, ForumParty, ForumParty.forum_id == 1)]
    (unit,) = rows_of(demo_store, Unit, Unit.name == "Unga vuxna")
    other_party = next(seat for seat in seats if seat != unit["party_id"])
    other = put(demo_store, Unit, name="Unga vuxna", party_id=other_party)
    page, user_id = _opened_on(demo_store, monkeypatch)
    role, units = (
        next(box for box in page.at.selectbox if box.label == label)
        for label in ("Ny roll", "Enhet")
    )

    named = f"Unga vuxna, {parties[other_party]}"
    assert {named, f"Unga vuxna, {parties[unit['party_id']]}"} <= set(units.options)
    role.set_value("enhetschef")
    units.set_value(other)
    press(page, "Ge rollen")

    (grant,) = rows_of(demo_store, RoleGrant, RoleGrant.user_id == user_id)
    assert grant["unit_id"] == other
    assert f"Enhetschef {named}" in page.row("Den nya")
