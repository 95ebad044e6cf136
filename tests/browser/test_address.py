"""What is chosen stands in the address: kept by a reload, a change of page, and Back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screens import choose, chooser, drawn, go_to, open_point, panel, way
from tests.thorough import in_full

FIGURE = "Hushåll med försörjningsstöd"
UNIT = "Ekonomiskt bistånd Tensta"
IN_ADDRESS = re.compile(r"enhet=Ekonomiskt(\+|%20)bist%C3%A5nd(\+|%20)Tensta")


def test_a_filter_stands_in_the_address_and_is_kept_by_a_reload(visit, server):
    page = visit(server)
    everybody = way(page, FIGURE).inner_text()
    choose(page, "Enhet", UNIT)
    expect(page).to_have_url(IN_ADDRESS)
    expect(way(page, FIGURE)).not_to_have_text(everybody)
    narrowed = way(page, FIGURE).inner_text()
    page.reload()
    drawn(page)
    expect(chooser(page, "Enhet")).to_have_value(UNIT)
    assert way(page, FIGURE).inner_text() == narrowed
    expect(page).to_have_url(IN_ADDRESS)


@pytest.mark.parametrize(
    ("label", "option", "question"),
    [
        ("Period", "36 månader", "period="),
        *in_full(("Målgrupp", "Unga vuxna", "malgrupp=")),
    ],
)
def test_every_filter_can_be_sent_on(visit, server, label, option, question):
    page = visit(server)
    chooser(page, label).click()
    page.get_by_role("option").nth(2).click()
    expect(page).to_have_url(re.compile(re.escape(question)))
    drawn(page)
    chosen = chooser(page, label).input_value()
    expect(chooser(visit(page.url), label)).to_have_value(chosen)


def test_a_change_of_page_keeps_the_filter_and_back_returns(visit, server):
    page = visit(server)
    choose(page, "Enhet", UNIT)
    go_to(page, "Nyckeltal")
    expect(chooser(page, "Enhet")).to_have_value(UNIT)
    expect(page).to_have_url(IN_ADDRESS)
    go_to(page, "Handlingsplaner")
    expect(chooser(page, "Enhet")).to_have_value(UNIT)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nyckeltal")
    expect(chooser(page, "Enhet")).to_have_value(UNIT)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lägesbild")
    expect(chooser(page, "Enhet")).to_have_value(UNIT)
    expect(page).to_have_url(IN_ADDRESS)


@pytest.mark.thorough
def test_a_page_without_filters_on_the_way_does_not_lose_them(visit, server):
    page = visit(server)
    choose(page, "Enhet", UNIT)
    go_to(page, "Mätgrupper")
    go_to(page, "Lägesbild")
    expect(chooser(page, "Enhet")).to_have_value(UNIT)


@pytest.mark.thorough
def test_the_filter_is_kept_on_the_way_to_a_figure_and_back(visit, server):
    page = visit(server)
    choose(page, "Enhet", UNIT)
    way(page, FIGURE).click()
    expect(page.get_by_role("heading", name="Så räknas det")).to_be_visible()
    expect(chooser(page, "Enhet")).to_have_value(UNIT)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lägesbild")
    expect(chooser(page, "Enhet")).to_have_value(UNIT)


def test_the_steering_group_stands_in_the_address_also_when_it_is_the_first(visit, server):
    """To somebody else another is the first: the same address is the same picture to all."""
    group = re.compile(r"styrgrupp=Sp%C3%A5nga-Tensta")
    page = visit(server)
    expect(page).to_have_url(group)
    go_to(page, "Handlingsplaner")
    expect(page).to_have_url(group)
    page.reload()
    drawn(page)
    expect(page).to_have_url(group)
    expect(visit(f"{server}/nyckeltal?nyckeltal=hushall")).to_have_url(group)
    expect(page.get_by_text("required")).to_be_hidden()


def test_codes_in_the_address_are_accepted(visit, server):
    page = visit(f"{server}/?styrgrupp=gotland&som=ledamot")
    expect(chooser(page, "Styrgrupp")).to_have_value("Gotland")
    expect(chooser(page, "Visa som")).to_have_value("Ledamoten")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.thorough
def test_codes_in_the_address_are_kept_by_a_reload(visit, server):
    page = visit(f"{server}/?styrgrupp=gotland&som=ledamot")
    page.reload()
    drawn(page)
    expect(chooser(page, "Styrgrupp")).to_have_value("Gotland")
    expect(chooser(page, "Visa som")).to_have_value("Ledamoten")


def test_a_role_with_its_units_is_accepted_as_it_is_spelt(visit, server):
    page = visit(f"{server}/?som=handläggare")
    expect(chooser(page, "Visa som")).to_have_value(re.compile("^Handläggaren, "))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("enhet=Finns+inte", "Enheten i adressen finns inte här. Du ser allt i stället."),
        (
            "styrgrupp=finns-inte",
            "Styrgruppen i adressen finns inte här. Du ser Spånga-Tensta i stället.",
        ),
        *in_full(
            ("malgrupp=Finns+inte", "Målgruppen i adressen finns inte här. Du ser allt i stället."),
            (
                "period=7+månader",
                "Perioden i adressen finns inte här. Du ser 13 månader i stället.",
            ),
            ("som=finns-inte", "Rollen i adressen finns inte här. Du ser sidan som"),
        ),
    ],
)
def test_what_does_not_exist_in_the_address_is_dropped_with_a_sentence(
    visit, server, question, sentence
):
    page = visit(f"{server}/?{question}")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(page.get_by_test_id("stAlert")).to_contain_text(sentence)
    expect(page).not_to_have_url(re.compile("inte"))
    expect(chooser(page, "Enhet")).to_have_value("Alla enheter")


def test_an_unknown_figure_in_the_address_gives_all_of_them_with_a_sentence(visit, server):
    page = visit(f"{server}/nyckeltal?nyckeltal=finns-inte")
    expect(page.get_by_test_id("stAlert")).to_contain_text("finns inte")
    expect(way(page, FIGURE)).to_be_visible()


def test_an_open_point_stands_in_the_address(visit, server):
    page = visit(f"{server}/handlingsplaner")
    open_point(page, 4)
    expect(page).to_have_url(re.compile("punkt=4"))
    page.reload()
    expect(panel(page).get_by_text("Tas upp i styrgruppen").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("punkt="))


def test_an_unknown_point_in_the_address_is_dropped_with_a_sentence(visit, server):
    page = visit(f"{server}/handlingsplaner?punkt=4711")
    expect(page.get_by_test_id("stAlert")).to_contain_text("Punkten i adressen finns inte här.")
    expect(page).not_to_have_url(re.compile("punkt="))


def test_back_leads_from_a_figure_to_all_of_them(visit, server):
    page = visit(f"{server}/nyckeltal")
    way(page, FIGURE).click()
    expect(page.get_by_role("heading", name="Så räknas det")).to_be_visible()
    page.go_back()
    expect(way(page, FIGURE)).to_be_visible()


def test_the_filters_are_cleared_by_one_button(visit, server):
    page = visit(f"{server}/?period=36+månader")
    choose(page, "Enhet", UNIT)
    page.get_by_role("button", name="Rensa filter").click()
    expect(chooser(page, "Enhet")).to_have_value("Alla enheter")
    expect(chooser(page, "Period")).to_have_value("13 månader")
    expect(page).not_to_have_url(re.compile("enhet=|period="))


@pytest.mark.thorough
def test_another_steering_group_forgets_what_means_nothing_there(visit, server):
    page = visit(server)
    choose(page, "Enhet", UNIT)
    choose(page, "Styrgrupp", "Gotland")
    expect(chooser(page, "Enhet")).to_have_value("Alla enheter")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page).to_have_url(re.compile("styrgrupp=Gotland"))


@pytest.mark.parametrize("path", ["nyckeltal", *in_full("handlingsplaner")])
def test_codes_in_the_address_lead_to_the_page_that_they_stand_with(visit, server, path):
    page = visit(f"{server}/{path}?styrgrupp=gotland&som=ledamot")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Lägesbild")
    expect(page).to_have_url(re.compile(f"/{path}\\?"))
    expect(chooser(page, "Styrgrupp")).to_have_value("Gotland")


@pytest.mark.thorough
def test_a_group_by_its_number_in_the_address_is_kept_by_a_reload(visit, server):
    page = visit(f"{server}/matgrupper?grupp=2")
    expect(page.locator(".lb-first")).to_contain_text("Exempelgrupp 120")
    expect(page).to_have_url(re.compile("grupp=Exempelgrupp"))
    page.reload()
    expect(page.locator(".lb-first")).to_contain_text("Exempelgrupp 120")
