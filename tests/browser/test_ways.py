"""What leads somewhere leads there, in all its width."""

import csv
import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.screens import open_point, panel, way
from tests.thorough import in_full

FIGURES = {
    "hushall": "Hushåll med försörjningsstöd",
    "avslut": "Avslut till egen försörjning",
    "planer": "Planer följda inom tre månader",
}


@pytest.mark.parametrize("across", [0.05, *in_full(0.5, 0.95)])
def test_a_card_leads_to_its_figure_wherever_it_is_pressed(visit, server, across):
    page = visit(server)
    card = way(page, FIGURES["hushall"])
    box = card.bounding_box()
    assert box["height"] > 150
    assert box["width"] > 170  # one of five in a row
    card.click(position={"x": box["width"] * across, "y": box["height"] * across})
    expect(page).to_have_url(re.compile(r"/nyckeltal\?.*nyckeltal=hushall"))
    expect(page.get_by_role("heading", name="Så räknas det")).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Hushåll med försörjningsstöd")


@pytest.mark.parametrize("key", ["hushall", *in_full("avslut", "planer")])
def test_every_row_of_the_matrix_leads_to_its_figure(visit, server, key):
    page = visit(f"{server}/nyckeltal")
    row = way(page, FIGURES[key])
    box = row.bounding_box()
    row.click(position={"x": box["width"] - 12, "y": box["height"] / 2})
    expect(page).to_have_url(re.compile(f"nyckeltal={key}"))
    expect(page.get_by_role("heading", name="Så räknas det")).to_be_visible()
    page.get_by_text("← Alla nyckeltal").click()
    for title in FIGURES.values():
        expect(way(page, title)).to_be_visible()
    expect(page).not_to_have_url(re.compile("nyckeltal="))


@pytest.mark.thorough
def test_a_row_that_needs_attention_leads_to_its_point(visit, server):
    page = visit(server)
    page.get_by_role("link", name=re.compile("^Punkt 4 Insatskedjor")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handlingsplaner")
    expect(panel(page).get_by_text("Insatskedjor utan glapp")).to_be_visible()


@pytest.mark.thorough
def test_a_row_that_needs_attention_leads_to_its_group(visit, server):
    page = visit(server)
    page.get_by_role("link", name=re.compile("^Exempelgrupp 120")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mätgrupper")
    expect(page.locator(".lb-first").first).to_contain_text("Exempelgrupp 120")


def test_a_row_that_needs_attention_leads_to_its_figure(visit, server):
    page = visit(f"{server}/?styrgrupp=gotland")
    page.get_by_test_id("stColumn").get_by_role("link", name=FIGURES["planer"]).click()
    expect(page.get_by_role("heading", name="Så räknas det")).to_be_visible()
    expect(page.locator(".lb-first").first).to_contain_text("en försämring")


def test_the_whole_row_is_the_way_and_not_only_its_words(visit, server):
    page = visit(server)
    row = way(page, "Punkt 4 ")
    box = row.bounding_box()
    assert box["width"] > 500
    row.click(position={"x": box["width"] - 8, "y": box["height"] / 2})
    expect(page.get_by_role("heading", level=1)).to_have_text("Handlingsplaner")


def test_the_table_behind_a_chart_and_its_file_hold_the_same_numbers(visit, server):
    page = visit(f"{server}/nyckeltal?nyckeltal=avslut")
    page.get_by_text("Visa som tabell").click()
    grid = page.get_by_test_id("stDataFrame")
    expect(grid).to_be_visible()
    cells = grid.locator("table[role=grid] tbody tr")
    expect(cells.first).to_be_attached()
    shown = [row.locator("td").all_text_contents() for row in cells.all()]
    rows = _csv(page)
    assert rows[0][:5] == ["Period", "Värde", "Täljare", "Nämnare", "Preliminär"]
    assert rows[0][5:] == ["Medel", "Nedre gräns", "Övre gräns", "Mål", "Bedömning"]
    assert len(shown) > 5
    assert [row[:5] for row in shown] == [row[:5] for row in rows[1 : len(shown) + 1]]
    latest = next(row for row in rows[1:] if row[4] == "")
    assert page.locator(".lb-value").inner_text() == _whole_percent(latest[1])
    assert f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{latest[3]}" in page.locator("main").inner_text()
    said = dict(row for row in rows if len(row) == 2)
    assert latest[8:] == ["40\N{NO-BREAK SPACE}%", "förbättring, utanför gränserna"]
    assert said["Nyckeltal"] == "A9 Avslut till egen försörjning"
    assert said["Styrgrupp"] == "Spånga-Tensta"
    assert said["Mål"] == "40\N{NO-BREAK SPACE}%"
    assert said["Gränser"].startswith("Medel och gränser är räknade på kv.")
    assert said["Inställningar"] == (
        "Avslut räknas efter 2 månader utan stöd; Åldersgrupper börjar vid 18, 25, 30 och 50 år"
    )
    asked = ("Räknas", "Nämnare", "Mäts per", "Bättre", "Preliminärt", "Källa", "Regler")
    assert all(said[term] for term in asked)
    _same_in_excel(page, rows)


def test_a_chart_has_the_sentence_as_its_words(visit, server):
    page = visit(f"{server}/nyckeltal?nyckeltal=hushall")
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart.locator("canvas, svg").first).to_be_visible()
    said = page.locator(".lb-first").first.inner_text()
    expect(page.get_by_label(said).or_(page.get_by_alt_text(said)).first).to_be_attached()


@pytest.mark.parametrize("view", ["Tavla", *in_full("Tidslinje")])
def test_the_points_can_be_shown_otherwise_and_the_address_says_so(visit, server, view):
    page = visit(f"{server}/handlingsplaner")
    page.get_by_role("radio", name=view).click()
    expect(page).to_have_url(re.compile(f"vy={view}"))
    again = visit(page.url)
    expect(again.get_by_role("radio", name=view)).to_be_checked()
    shows = {
        "Tavla": "[class*=st-key-board_] button",
        "Tidslinje": "[data-testid=stVegaLiteChart] :is(canvas, svg)",
    }
    expect(again.locator(shows[view]).first).to_be_visible()


def test_a_card_of_the_board_opens_its_point(visit, server):
    page = visit(f"{server}/handlingsplaner?vy=Tavla")
    assert "Insatskedjor utan glapp" in open_point(page, 4).inner_text()


def _csv(page) -> list[list[str]]:
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Ladda ner CSV").click()
    assert fetched.value.suggested_filename == "avslut.csv"
    written = fetched.value.path().read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))


def _same_in_excel(page, rows: list[list[str]]) -> None:
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Ladda ner Excel").click()
    assert fetched.value.suggested_filename == "avslut.xlsx"
    with zipfile.ZipFile(fetched.value.path()) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert all(cell in strings for row in rows[1:9] for cell in row)


def _whole_percent(written: str) -> str:
    number, sign = written.split("\N{NO-BREAK SPACE}")
    return f"{int(float(number.replace(',', '.')) + 0.5)}\N{NO-BREAK SPACE}{sign}"
