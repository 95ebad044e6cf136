"""One figure's page as a visitor meets it: the choices in its address, its notes and its files."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import polars as pl
import pytest
from sqlalchemy import update

from data.models.figures import Population
from data.models.log import Access
from data.people.access_log import TOOK_OUT
from data.store import writing
from metrics.catalogue import FIGURES
from pages.parts.figures.reading.longer import way_here
from tests.data.builders import rows_of
from tests.pages.conftest import PLACES
from tests.pages.opened import Opened, open_page

PAGE = "nyckeltal"


def choices(page: Opened) -> dict[str, list[str]]:
    return {group.label: group.options for group in page.at.button_group}


def test_longer_periods_are_chosen_in_the_address_and_said_above_the_chart(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="hushall", per="kvartal")

    assert choices(page)["Visa per"] == [
        "månad",
        "kvartal",
        "halvår",
        "år",
        "rullande tolv månader",
    ]
    assert "i genomsnitt i kvartal 3 2014" in page.text
    assert "i genomsnitt i kvartal" in page.charts[0]
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="hushall", per="halvår")
    assert "i genomsnitt första halvåret 2014" in page.text
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="hushall", per="kvartal")
    assert page.first_line.startswith("Hushåll med försörjningsstöd var 1’204 i november 2014")


@pytest.mark.parametrize("key", ["punkter_klara", "hushall_forandring"])
def test_what_can_not_be_put_together_has_no_such_choice(demo_store, monkeypatch, key):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=key, per="kvartal")

    assert "Visa per" not in choices(page)
    assert page.charts


def test_a_median_is_taken_anew_by_longer_periods_without_how_many_it_is_of(
    demo_store, monkeypatch
):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="tid_till_insats", per="år")

    assert choices(page)["Visa per"] == ["månad", "kvartal", "halvår", "år"]
    assert re.search(r"insats var \d+ dagar i median år 2013: för få punkter", page.text)
    assert "(n" not in page.first_line  # of its own months either


def test_where_months_are_too_small_a_figure_stands_by_quarter_or_year_and_says_why(
    demo_store, monkeypatch
):
    for place, when, per in (
        ("gotland", "i kvartal 3 2022", "kvartal"),
        ("lillstad", "år 2025", "år"),
    ):
        page = open_page(
            demo_store, monkeypatch, PAGE, styrgrupp=place, nyckeltal="tid_till_insats"
        )
        assert f"dagar i median {when}" in page.first_line
        assert f"Tid från inskrivning till första insats, per {per}" in page.text
        assert f"{per}, eftersom de flesta av månaderna är för små" in page.text
        assert len(page.charts) == 1
        assert page.first_line.split(":")[0] in page.charts[0].replace("\xa0", " ")


def test_a_figure_stands_by_the_shortest_periods_that_always_can_be_shown(monkeypatch):
    """Three quarters of four are mostly shown; two years are always."""
    months = periods_of([False] * 24)
    shown = {"quarter": periods_of([True, True, True, False]), "year": periods_of([True, True])}
    reader = SimpleNamespace(
        figure=lambda _: months, figure_longer=lambda _, way: shown.get(way, months.clear())
    )
    view = SimpleNamespace(reader=reader, catalogue={figure.key: figure for figure in FIGURES})

    assert way_here.__wrapped__(view, "tid_till_insats") == "year"
    shown["year"] = periods_of([True, False])
    assert way_here.__wrapped__(view, "tid_till_insats") == "quarter"
    shown["quarter"] = periods_of([True, True, False, False])
    assert way_here.__wrapped__(view, "tid_till_insats") is None


def periods_of(shown: list[bool]) -> pl.DataFrame:
    """Settled periods of all units together."""
    days = [date(2024, 1, 1) + timedelta(days=31 * at) for at in range(len(shown))]
    nothing = {name: pl.lit(None, pl.Int64) for name in ("unit_id", "target_group")}
    made = pl.DataFrame({"period": days, "shown": shown, "provisional": False})
    return made.with_columns(**nothing)


def test_whoever_wants_the_months_that_are_hidden_is_told_why_there_is_no_chart(
    demo_store, monkeypatch
):
    page = open_page(
        demo_store,
        monkeypatch,
        PAGE,
        styrgrupp="gotland",
        nyckeltal="tid_till_insats",
        per="månad",
    )
    assert "Diagrammet visas inte: minst en period är dold" in page.text
    assert "i kvartal 3 2022" in page.first_line


@pytest.mark.parametrize("place", ["gotland", "lillstad"])
def test_how_many_came_back_is_answered_by_year_where_quarters_are_hidden(
    demo_store, monkeypatch, place
):
    page = open_page(demo_store, monkeypatch, PAGE, styrgrupp=place, nyckeltal="atervanda_12")
    assert re.search(r"tolv månader var \d+ % av \d+ år 20\d\d", page.first_line)
    assert page.charts


@pytest.mark.thorough
@pytest.mark.parametrize("place", PLACES)
def test_every_figure_opens_with_its_chart_or_says_why_there_is_none(
    demo_store, monkeypatch, place
):
    page = open_page(demo_store, monkeypatch, PAGE, styrgrupp=place)
    reasons = ("Diagrammet visas inte", "Underlag saknas", "ingen avslutad period", "Visas bara")
    for figure in FIGURES:
        page.at.query_params["nyckeltal"] = figure.key
        page.run()

        assert figure.title in page.first_line, figure.key
        assert page.charts or any(said in page.text for said in reasons), figure.key


@pytest.mark.parametrize(
    ("key", "per", "said"),
    [("befolkning", "", "år 2013"), ("hushall", "år", "i genomsnitt år 2013")],
)
def test_years_are_drawn_and_said(demo_store, monkeypatch, key, per, said):
    asked = {"per": per} if per else {}

    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=key, **asked)

    assert said in page.charts[0]


def test_what_adds_up_is_drawn_and_said_not_to_be_judged(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="punkter_klara")

    assert len(page.charts) == 1
    assert "bedöms inte: varje period bygger på den förra" in page.text


def test_what_happened_meanwhile_stands_under_the_chart(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="hushall")

    under = next(line for line in page.text.splitlines() if "Samtidigt" in line)
    assert "2014-03-12 Punkt 8 beslutades: Uppföljning av samverkan" in under
    assert "2014-12-05 Senaste leveransen kom, med underlag till och med 2014-12-05" in under
    assert "inte varför kurvan rör sig" in under


def test_a_population_of_fewer_than_had_support_is_told_and_breaks_no_page(demo_store, monkeypatch):
    with writing(demo_store) as connection:
        connection.execute(update(Population).values(people=1))

    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="befolkning")

    assert "en befolkning som är större än antalet med stöd" in page.text
    assert "Den dataansvariga ser över befolkningen" in page.text
    assert not page.charts


@pytest.mark.parametrize(
    "asked", [{"enhet": "Ekonomiskt bistånd Tensta"}, {"malgrupp": "Unga 18–24"}]
)
def test_a_share_of_the_population_is_of_all_together(demo_store, monkeypatch, asked):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="befolkning", **asked)

    assert "Visas bara för alla tillsammans." in page.text


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("Kön", ["Kvinna", "Man"]),
        ("Ålder", ["18–24", "25–29", "30–49", "50–"]),
        ("Enhet", ["Ekonomiskt bistånd Spånga", "Ekonomiskt bistånd Tensta", "Unga vuxna"]),
    ],
)
def test_a_figure_is_divided_as_the_address_says(demo_store, monkeypatch, by, names):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="vuxna", dela=by)

    assert choices(page)["Dela upp efter"] == ["Enhet", "Målgrupp", "Kön", "Ålder"]
    drawn = next(line for line in page.text.splitlines() if line.startswith("Per "))
    places = [drawn.index(f" {name} ") for name in names]
    assert places == sorted(places)


def test_a_figure_that_is_not_told_of_by_person_is_not_divided_so(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="hushall", dela="Kön")

    assert choices(page)["Dela upp efter"] == ["Enhet", "Målgrupp"]
    assert "Per enhet" in page.text


def test_the_card_says_unit_settings_facts_and_standing(demo_store, monkeypatch):
    text = open_page(demo_store, monkeypatch, PAGE, nyckeltal="glapp").text

    card = text[text.index("Så räknas det") :].splitlines()[0]
    assert "Enhet procent av ärenden Mäts per månad" in card
    assert "Minsta n bedöms inte när den bygger på färre än 10" in card
    assert "Inställningar Glapp mellan insatser räknas från 14 dagar" in card
    assert "Underlag Ärenden med avslutsorsak och insatser med part, start och slut" in card
    assert "Status Finns för jan 2011 – dec 2014, en period är preliminär." in card


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_that_is_taken_out_is_noted_and_holds_its_words(demo_store, monkeypatch, kind):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="hushall")
    page.at.session_state["tabell_hushall"] = True
    taken = []
    monkeypatch.setattr("streamlit.download_button", lambda *said, **_: taken.append(said))
    page.run()
    make = next(make for label, make, *_ in taken if f"({kind.upper()})" in label)

    made = make()

    assert made[:4] == (b"\x89PNG" if kind == "png" else b"<svg")
    lines = rows_of(demo_store, Access, Access.kind == TOOK_OUT)
    assert [line["what"] for line in lines] == [f"hushall.{kind}"]
    if kind == "svg":
        said = made.decode()
        assert "Medel och gränser är räknade på jan" in said
        assert "Underlag till och med 2014-12-05" in said
        assert "Laneys p′" in said


def test_the_table_of_a_figure_by_unit_says_which_unit_each_row_is_of(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, "nyckeltal", nyckeltal="hushall")
    (fold,) = [each.key for each in page.at.expander if each.key.startswith("tabell_delat")]
    page.at.session_state[fold] = True
    (rows,) = page.run().at.dataframe

    assert list(rows.value["Enhet"]) == [
        "Ekonomiskt bistånd Spånga",
        "Ekonomiskt bistånd Tensta",
        "Unga vuxna",
    ]
    assert set(rows.value["Mått"]) == {"hushåll"}


def test_a_choice_of_longer_periods_that_the_next_figure_lacks_gives_way_to_its_own(
    demo_store, monkeypatch
):
    page = open_page(demo_store, monkeypatch, "nyckeltal", nyckeltal="hushall")
    page.at.segmented_control(key="per").set_value("rullande tolv månader")
    page.run()
    page.at.query_params["nyckeltal"] = "avslut"

    page.run()

    assert choices(page)["Visa per"][0] == page.at.segmented_control(key="per").value == "kvartal"
