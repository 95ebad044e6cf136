"""Behörighet och logg in the browser: a role given, a file taken out, a setting that hides more."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.screens import panel_of, way

ADMIN = "som=Administratören"


@pytest.mark.thorough
def test_a_role_that_is_ended_and_given_again_is_seen_in_the_list(visit, own_server):
    page = visit(f"{own_server}/behorighet?{ADMIN}")
    way(page, "Ledamoten").click()
    opened = panel_of(page, "Roller")
    opened.get_by_role("button", name="Låt i dag bli sista dagen").click()
    expect(page.get_by_test_id("stToast").last).to_contain_text("Sparat.")
    opened = panel_of(page, "Roller")
    expect(opened.locator(".lb p", has_text=re.compile(r"Ledamot.* till och med "))).to_be_visible()
    opened.get_by_role("button", name="Stäng av").click()
    expect(way(page, "Ledamoten")).to_contain_text("Avstängd")


@pytest.mark.thorough
def test_a_file_taken_out_is_a_line_for_the_reviewer(visit, own_server):
    page = visit(f"{own_server}/nyckeltal?nyckeltal=avslut")
    page.get_by_text("Visa som tabell").click()
    with page.expect_download() as handed:
        page.get_by_role("button", name="Ladda ner CSV").click()
    assert handed.value.path().read_bytes()
    assert page.request.get(handed.value.url).status == 404  # handed out once
    log = visit(f"{own_server}/behorighet?som=Loggranskaren")
    expect(log.locator(".lb-first")).to_contain_text("har 1\N{NO-BREAK SPACE}rad")
    cells = log.get_by_test_id("stDataFrame").locator("table[role=grid] tbody tr").first
    expect(cells).to_contain_text("Utvecklingsledaren")
    expect(cells).to_contain_text("Laddade ner")
    expect(cells).to_contain_text("avslut.csv")


@pytest.mark.thorough
def test_a_higher_threshold_hides_more_at_once_and_the_sign_says_so(visit, own_server):
    member = visit(f"{own_server}/?styrgrupp=lillstad&som=Ledamoten")
    expect(member.locator(".lb-under").first).to_contain_text("färre än 5")
    page = visit(f"{own_server}/behorighet?styrgrupp=lillstad&{ADMIN}&del=Inställningar")
    page.get_by_label("Minsta antal som visas").fill("20")
    page.get_by_role("button", name="Spara").first.click()
    # every figure of the place is made anew first
    saved = page.get_by_text(re.compile("Ändrat av Administratören"))
    expect(saved).to_be_visible(timeout=240_000)
    expect(member.locator(".lb-under").first).to_contain_text("färre än 20")
