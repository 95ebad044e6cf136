"""A target is set, and of two who write of a figure at once neither text is lost."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.screens import drawn

LEADER = "som=Utvecklingsledaren"
FIGURE = "nyckeltal?nyckeltal=hushall"
FOLLOWS_WITHIN = 5


def at_figure(server: str, who: str = LEADER) -> str:
    return f"{server}/{FIGURE}&{who}"


def opened_by(page: Page, button: str) -> Locator:
    """Press a button that opens a dialog; gives the dialog, drawn."""
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button").last).to_be_visible()
    drawn(page)
    return dialog


def saved(page: Page, said: str) -> None:
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stToast").last).to_contain_text(said)
    drawn(page)


def test_a_target_is_set_with_its_decision_and_the_figure_is_judged_by_it(
    visit, own_server, own_store
):
    page = visit(at_figure(own_server))
    dialog = opened_by(page, "Sätt mål")
    dialog.get_by_role("button", name="Sätt målet").click()
    expect(dialog.get_by_test_id("stAlert")).to_have_text(re.compile("^Mål: skriv ett tal"))
    dialog.get_by_label("Mål (hushåll)").fill("1 000")
    dialog.get_by_role("button", name="Sätt målet").click()
    refusal = dialog.get_by_test_id("stAlert")
    expect(refusal).to_have_text(re.compile("^Beslut: skriv var målet är beslutat"))
    expect(refusal).to_be_in_viewport()
    expect(dialog.get_by_label("Mål (hushåll)")).to_have_value("1 000")
    dialog.get_by_label("Beslut (var och när)").fill("Mötet 14 oktober")
    dialog.get_by_role("button", name="Sätt målet").click()
    saved(page, "Målet är satt.")
    expect(page.get_by_role("cell", name="Mötet 14 oktober")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\(mål\s1\s000\)"))).to_be_visible()
    assert kept(own_store, "SELECT value, decision FROM targets ORDER BY target_id DESC") == (
        1000.0,
        "Mötet 14 oktober",
    )


@pytest.mark.thorough
def test_of_two_who_write_of_a_figure_at_once_neither_text_is_lost(visit, own_server, own_store):
    mine, theirs = visit(at_figure(own_server)), visit(at_figure(own_server))
    for page in (mine, theirs):
        opened_by(page, "Skriv hur kurvan kan vändas")
    mine.get_by_role("dialog").get_by_label("Orsaker").fill("Mitt resonemang")
    theirs.get_by_role("dialog").get_by_label("Orsaker").fill("Deras resonemang")
    theirs.get_by_role("button", name="Spara texten").click()
    saved(theirs, "Texten är sparad.")
    mine.wait_for_timeout(1000 * FOLLOWS_WITHIN)  # nothing is to happen where somebody is typing
    expect(mine.get_by_text("Skriv hur kurvan kan vändas")).to_have_count(1)
    dialog = mine.get_by_role("dialog")
    expect(dialog.get_by_label("Orsaker")).to_have_value("Mitt resonemang")

    dialog.get_by_role("button", name="Spara texten").click()
    told = dialog.get_by_role(
        "heading", name="Utvecklingsledaren sparade samma text medan du skrev."
    )
    expect(told).to_be_in_viewport()
    expect(dialog.get_by_text("Deras resonemang")).to_be_visible()
    expect(dialog.get_by_label("Orsaker")).to_have_value("Mitt resonemang")
    dialog.get_by_label("Orsaker").fill("Mitt och deras resonemang")
    dialog.get_by_role("button", name="Spara texten").click()
    saved(mine, "Texten är sparad.")

    expect(mine.get_by_text("Mitt och deras resonemang")).to_be_visible()
    mine.get_by_text("tidigare version").click()
    expect(mine.get_by_text("Deras resonemang", exact=True)).to_be_visible()
    of_it = "SELECT count(*), max(version) FROM figure_notes WHERE figure = 'hushall'"
    assert kept(own_store, of_it) == (2, 2)


def test_a_member_reads_targets_and_has_no_way_to_set_one(visit, server):
    page = visit(at_figure(server, "som=ledamot"))
    expect(page.get_by_role("heading", name="Vända kurvan")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("^Styrgruppens handlingsplan"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^(Sätt|Skriv|Räkna)"))).to_have_count(0)


def kept(store: Path, query: str) -> tuple:
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchone()
