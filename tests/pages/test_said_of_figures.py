"""What a steering group says of its figures, as whoever says it and whoever reads it meets it."""

import re
from datetime import date

import pytest

from data.actions.figures.inventory import say_standing
from data.actions.figures.notes import say_note
from data.actions.figures.scorecard import choose_figures
from data.actions.figures.targets import set_target
from data.models.figures import (
    ChosenFigure,
    FigureNote,
    InventoryEntry,
    Rebase,
    Scorecard,
    Target,
)
from data.models.organisation import Forum, RoleGrant, Unit
from data.people.rights import Viewer
from metrics.catalogue import FIGURES
from pages.parts.figures.listed.matrix import MOST_ROWS
from tests.data.builders import put, rows_of
from tests.pages.opened import Opened, open_page
from tests.pages.truth import Truth
from tests.thorough import first, in_full

PAGE, KEY = "nyckeltal", "hushall"
READERS = first(1, ["Enhetschefen, Unga vuxna", "Ledamoten", "Den externa parten"])
WAYS = ("Sätt mål", "Avsluta ett mål", "Räkna om", "Skriv hur kurvan", "Ändra texten")
WAYS += ("Ta tillbaka", "Välj nyckeltal", "Ändra en rad")


@pytest.fixture
def somebody(demo_store) -> Viewer:
    """Another development leader of Spånga-Tensta."""
    forum_id = forum_of(demo_store)
    (grant, *_) = rows_of(
        demo_store,
        RoleGrant,
        RoleGrant.forum_id == forum_id,
        RoleGrant.role == "utvecklingsledare",
    )
    roles = frozenset({"utvecklingsledare"})
    return Viewer(grant["user_id"], "En annan", forum_id, roles, frozenset())


def forum_of(store) -> int:
    return rows_of(store, Forum, Forum.code == "spanga-tensta")[0]["forum_id"]


def ours(store, model, *where) -> list[dict]:
    """The rows of Spånga-Tensta: the demonstration has other steering groups' too."""
    return rows_of(store, model, model.forum_id == forum_of(store), *where)


def press(page: Opened, label: str) -> Opened:
    """Press the button that begins so."""
    next(button for button in page.at.button if button.label.startswith(label)).click()
    return page.run()


def fill(page: Opened, **texts: str) -> Opened:
    """Write in the fields whose labels begin so; `_` stands for a space."""
    fields = [*page.at.text_input, *page.at.text_area]
    for label, text in texts.items():
        next(f for f in fields if f.label.startswith(label.replace("_", " "))).set_value(text)
    return page


def refusals(page: Opened) -> list[str]:
    return page.refusals


def chosen_of(page: Opened, label: str):
    return next(box for box in [*page.at.multiselect, *page.at.selectbox] if box.label == label)


@pytest.mark.parametrize("key", first(1, [KEY, "avslut"]))
@pytest.mark.parametrize("who", READERS)
def test_whoever_may_only_read_sees_targets_and_notes_and_no_way_to_change(
    demo_store, monkeypatch, somebody, who, key
):
    said = {"figure": key, "version": 0, "causes": "Få platser"}
    say_note(demo_store, by=somebody, **said)

    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=key, som=who)

    assert "Styrgruppens handlingsplan 2014-03-12" in page.text
    assert "Få platser" in page.text
    assert not [button for button in page.buttons if button.startswith(WAYS)]


@pytest.mark.parametrize("who", READERS)
def test_whoever_may_only_read_sees_the_inventory_and_no_way_to_choose(
    demo_store, monkeypatch, who
):
    page = open_page(demo_store, monkeypatch, PAGE, som=who)

    assert "Indikatorinventering Av " in page.text
    assert not [button for button in page.buttons if button.startswith(WAYS)]


def test_a_target_is_set_shown_with_its_decision_and_judged_by(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    assert "(mål 1’100)" in page.text

    press(page, "Sätt mål")
    fill(page, Mål="1 500", Beslut="Mötet 14 oktober")
    press(page, "Sätt målet")

    assert "Hela styrgruppen 1’500 2014-12-05 tills vidare Mötet 14 oktober" in page.text
    assert "Hela styrgruppen 1’100 2014-01-01 2014-12-04 Styrgruppens handlingsplan" in page.text
    assert "(mål 1’500)" in page.text
    assert not page.at.text_input


def test_a_target_of_a_share_is_written_in_percent_and_for_one_unit(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="avslut", enhet="Unga vuxna")
    press(page, "Sätt mål")
    assert chosen_of(page, "Gäller").options[0] == "Hela styrgruppen"
    fill(page, Mål="45,5 %", Beslut="Mötet")
    press(page, "Sätt målet")

    (row,) = ours(demo_store, Target, Target.decision == "Mötet")
    (unit,) = rows_of(demo_store, Unit, Unit.name == "Unga vuxna")
    assert (row["value"], row["unit_id"]) == (0.455, unit["unit_id"])
    assert "Unga vuxna 45,5 % 2014-12-05 tills vidare Mötet" in page.text


@pytest.mark.parametrize(
    ("value", "decision", "refusal"),
    [
        ("många", "Mötet", "Mål: skriv ett tal, till exempel 40 eller 40,5."),
        *in_full(
            ("", "Mötet", "Mål: skriv ett tal, till exempel 40 eller 40,5."),
            ("101", "Mötet", "Mål: en andel ligger mellan 0 och 100 %. Skriv ett tal däremellan."),
            ("45", "", "Beslut: skriv var målet är beslutat, till exempel mötets dag."),
        ),
    ],
)
def test_a_refused_target_says_why_and_leaves_what_was_typed(
    demo_store, monkeypatch, value, decision, refusal
):
    before = ours(demo_store, Target)
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="avslut")
    press(page, "Sätt mål")
    fill(page, Mål=value, Beslut=decision)
    press(page, "Sätt målet")

    assert refusals(page) == [refusal]
    assert [field.value for field in page.at.text_input] == [value, decision]
    assert ours(demo_store, Target) == before
    assert refusals(page.run()) == []


@pytest.mark.thorough
def test_somebody_else_s_target_of_the_same_day_is_shown_beside_ones_own(
    demo_store, monkeypatch, somebody
):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal="avslut")
    press(page, "Sätt mål")
    fill(page, Mål="45", Beslut="Mitt möte")
    day = date(2014, 12, 5)
    said = {"figure": "avslut", "unit_id": None, "value": 0.5, "valid_from": day}
    set_target(demo_store, by=somebody, **said, decision="Deras möte")
    press(page, "Sätt målet")

    assert "sparade samma mål medan du skrev." in page.text
    assert "Deras möte" in page.text
    assert [field.value for field in page.at.text_input] == ["45", "Mitt möte"]
    press(page, "Spara mitt ändå")
    latest = [row for row in rows_of(demo_store, Target) if row["valid_from"] == day]
    assert [(row["value"], row["decision"], row["version"]) for row in latest] == [
        (0.45, "Mitt möte", 2)
    ]


def test_a_target_is_ended_and_no_longer_judged_by(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Avsluta ett mål")
    press(page, "Avsluta målet")

    assert "Hela styrgruppen 1’100 2014-01-01 2014-12-04" in page.text
    assert "Inget mål" in page.text
    assert not [button for button in page.buttons if button.startswith("Avsluta")]


def test_where_the_level_has_shifted_limits_are_reckoned_anew_and_back(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    assert "nivån har skiftat" in page.text

    press(page, "Räkna om gränserna från februari")
    fill(page, Skäl="Ny mottagning")
    next(b for b in page.at.button if b.label == "Räkna om gränserna").click()
    page.run()

    (row,) = ours(demo_store, Rebase)
    assert (row["period"], row["unit_id"], row["reason"]) == (
        date(2014, 2, 1),
        None,
        "Ny mottagning",
    )
    assert "Gränser på prov, räknade på 10 perioder (feb–nov 2014)" in page.text
    assert re.search("2014-02-01 Gränserna räknas om: Ny mottagning", page.text)
    assert "Februari 2014 Alla enheter Ny mottagning Utvecklingsledaren, 2014-12-0" in page.text
    assert "För få punkter" in page.text

    press(page, "Ta tillbaka en omräkning")
    next(b for b in page.at.button if b.label == "Ta tillbaka").click()
    page.run()
    assert "nivån har skiftat" in page.text
    assert "Tillbakatagen 2014-12-0" in page.text
    assert not [button for button in page.buttons if button.startswith("Ta tillbaka")]


def test_limits_are_not_reckoned_anew_without_a_reason(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Räkna om gränserna från")
    next(b for b in page.at.button if b.label == "Räkna om gränserna").click()
    page.run()

    assert refusals(page) == ["Skäl: skriv vad som har ändrats, så att andra förstår det senare."]
    assert ours(demo_store, Rebase) == []


@pytest.mark.parametrize(
    ("whose", "seen_by_all", "seen_by_unit"),
    first(1, [("all", True, False), ("unit", False, True)]),
)
def test_a_rebase_bears_on_the_row_it_was_made_for_and_no_other(
    demo_store, monkeypatch, somebody, whose, seen_by_all, seen_by_unit
):
    (unit,) = rows_of(demo_store, Unit, Unit.name == "Unga vuxna")
    of = {"forum_id": somebody.forum_id, "by_user_id": somebody.user_id}
    unit_id = None if whose == "all" else unit["unit_id"]
    put(demo_store, Rebase, **of, unit_id=unit_id, period=date(2014, 2, 1))
    restarted = "(feb–nov 2014)"

    all_units = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    of_unit = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY, enhet="Unga vuxna")
    group = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY, malgrupp="Unga 18–24")

    assert (restarted in all_units.text, restarted in of_unit.text) == (seen_by_all, seen_by_unit)
    assert restarted not in group.text


def test_what_is_behind_the_curve_is_written_and_earlier_texts_are_kept(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Skriv hur kurvan")
    fill(page, Orsaker="Få platser", Åtgärd="<b>Två kedjor</b>")
    press(page, "Spara texten")
    press(page, "Ändra texten")
    assert [field.value for field in page.at.text_area] == [
        "Få platser",
        "",
        "",
        "<b>Två kedjor</b>",
    ]
    fill(page, Orsaker="Fler platser")
    press(page, "Spara texten")

    assert [row["causes"] for row in ours(demo_store, FigureNote)] == [
        "Få platser",
        "Fler platser",
    ]
    piece = next(piece for piece in page.html if "Vända kurvan" in piece)
    before, after = piece.split("1\N{NO-BREAK SPACE}tidigare version")
    assert "Fler platser" in before
    assert "Få platser" not in before
    assert "Få platser" in after
    assert "<b>Två" not in piece
    assert "Vända kurvan Utvecklingsledaren, 2014-12-0" in page.text


@pytest.mark.parametrize(
    ("choice", "kept"),
    first(1, [("Spara mitt ändå", ["Deras", "Mitt"]), ("Behåll deras", ["Deras"])]),
)
def test_of_two_who_write_at_once_neither_text_is_lost(
    demo_store, monkeypatch, somebody, choice, kept
):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Skriv hur kurvan")
    fill(page, Orsaker="Mitt")
    say_note(demo_store, by=somebody, figure=KEY, version=0, causes="Deras", works="Praktik")
    press(page, "Spara texten")

    assert "sparade samma text medan du skrev." in page.text
    assert "Deras" in page.text
    assert "Praktik" in page.text
    assert page.at.text_area[0].value == "Mitt"
    press(page, choice)
    assert [row["causes"] for row in ours(demo_store, FigureNote)] == kept
    assert not page.at.text_area
    assert kept[-1] in page.text


@pytest.mark.thorough
def test_having_seen_theirs_ones_own_text_can_be_changed_and_saved(
    demo_store, monkeypatch, somebody
):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Skriv hur kurvan")
    fill(page, Orsaker="Mitt")
    say_note(demo_store, by=somebody, figure=KEY, version=0, causes="Deras")
    press(page, "Spara texten")
    fill(page, Orsaker="Mitt och deras")
    press(page, "Spara texten")

    assert [row["causes"] for row in ours(demo_store, FigureNote)] == [
        "Deras",
        "Mitt och deras",
    ]


def test_a_personal_number_in_a_note_is_refused_and_the_text_is_left(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Skriv hur kurvan")
    fill(page, Parter="Anna 19121212-1212")
    press(page, "Spara texten")

    assert refusals(page)[0].startswith(
        "Parter: texten har något som kan läsas som ett personnummer."
    )
    assert page.at.text_area[1].value == "Anna 19121212-1212"


def test_a_dialog_stays_open_when_the_page_is_drawn_again(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Skriv hur kurvan")
    page.run().run()

    assert len(page.at.text_area) == 4


def test_a_dialog_of_another_figure_is_not_met_again(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE, nyckeltal=KEY)
    press(page, "Skriv hur kurvan")
    for key in ("avslut", "avslut", KEY):
        page.at.query_params["nyckeltal"] = key
        page.run()

    assert not page.at.text_area


def rows_shown(page: Opened) -> list[str]:
    keys = [b.key for b in page.at.button if "row_figure_" in b.key]
    return [key.removeprefix("row_figure_").removeprefix("first_") for key in keys]


def how_many_folded(page: Opened) -> int:
    (label,) = [e.label for e in page.at.expander if e.label.startswith("Övriga nyckeltal")]
    return int(
        re.match(r"Övriga nyckeltal \((\d+)(, varav \d+ har ändrats på riktigt)?\)$", label)[1]
    )


def test_the_chosen_figures_are_the_matrix_in_their_order_and_the_rest_are_folded(
    demo_store, monkeypatch
):
    page = open_page(demo_store, monkeypatch, PAGE)
    every = len(rows_shown(page)) + how_many_folded(page)
    press(page, "Välj nyckeltal för styrgruppen")
    chosen_of(page, "Nyckeltal").set_value(["planer", "avslut", "vuxna"])
    chosen_of(page, "På första sidan (högst 5)").set_value(["vuxna", "planer"])
    press(page, "Spara valet")

    assert rows_shown(page) == ["planer", "avslut", "vuxna"]
    assert how_many_folded(page) == every - 3
    first = open_page(demo_store, monkeypatch)
    cards = [link.split(" ")[0] for link in first.links if link.startswith(("Vuxna", "Planer"))]
    assert cards == ["Planer", "Vuxna"]
    assert not [link for link in first.links if link.startswith("Hushåll")]


def test_without_a_choice_the_headlines_and_what_has_really_changed_are_rows(
    demo_store, monkeypatch
):
    page = open_page(demo_store, monkeypatch, PAGE)
    headlines = {figure.key for figure in FIGURES if figure.headline}

    assert headlines < set(rows_shown(page))
    assert len(rows_shown(page)) == MOST_ROWS
    for key, row in zip(rows_shown(page), page.buttons[1:], strict=False):
        assert key in headlines or re.search("Förbättring|Försämring|Förändring", row)
    asked = ["Hur går det?", "Arbetar vi så att det går?", "Egna mått"]
    assert [said for row in page.buttons for said in asked if row.endswith(said)] == asked


def test_a_long_choice_is_cut_where_rows_end_and_the_rest_is_folded(
    demo_store, monkeypatch, somebody
):
    keys = [figure.key for figure in FIGURES[:20]]
    choose_figures(demo_store, by=somebody, figures=keys, headlines=keys[:1], version=0)
    page = open_page(demo_store, monkeypatch, PAGE)

    assert rows_shown(page) == keys[:MOST_ROWS]
    assert how_many_folded(page) == Truth(demo_store, "spanga-tensta").figures - MOST_ROWS


def test_the_folded_are_one_table_and_one_choice_that_leads_to_any(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE)
    assert "Öppet arbetslösa" not in page.text
    page.at.session_state["ovriga"] = True
    page.run()

    (table,) = [piece for piece in page.html if "class='lb-figures'" in piece]
    assert table.count("<td data-name='n'>") == how_many_folded(page)
    chosen_of(page, "Visa i sin helhet").set_value("nasta_steg")
    page.run()
    assert page.first_line.startswith("Ärenden där nästa steg är känt var 50 %")


def test_the_table_of_all_has_every_figure_with_what_is_said_of_it(demo_store, monkeypatch):
    page = open_page(demo_store, monkeypatch, PAGE)
    page.at.session_state["tabell_matris"] = True
    (rows,) = page.run().at.dataframe

    assert rows.value.shape[0] == Truth(demo_store, "spanga-tensta").figures
    of_money = rows.value.set_index("Nr").loc["A3"]
    said = of_money["Senaste"].replace("\N{NO-BREAK SPACE}", " "), of_money["Enhet"]
    assert said == ("10 963 877", "kronor")
    assert of_money["Preliminärt"].endswith("preliminär")
    assert of_money["Sedan förra mötet"].endswith("tkr mindre")


@pytest.mark.thorough
def test_a_choice_saved_since_is_shown_in_words(demo_store, monkeypatch, somebody):
    page = open_page(demo_store, monkeypatch, PAGE)
    press(page, "Välj nyckeltal")
    chosen_of(page, "Nyckeltal").set_value(["planer"])
    chosen_of(page, "På första sidan (högst 5)").set_value(["planer"])
    said = {"figures": ["avslut", KEY], "headlines": [KEY], "version": 0}
    choose_figures(demo_store, by=somebody, **said)
    press(page, "Spara valet")

    assert "Valet ändrades medan du skrev." in page.text
    assert "Avslut till egen försörjning och Hushåll med försörjningsstöd" in page.text
    press(page, "Spara mitt ändå")
    assert [row["figure"] for row in rows_of(demo_store, ChosenFigure)] == ["planer"]
    assert rows_of(demo_store, Scorecard)[0]["version"] == 2


def unfolded(store, monkeypatch, **asked) -> Opened:
    """Nyckeltal with its inventory unfolded."""
    page = open_page(store, monkeypatch, PAGE, **asked)
    page.at.session_state["inventering"] = True
    return page.run()


def inventory_of(page: Opened) -> str:
    return next(line for line in page.text.split("\n") if line.startswith("Indikatorinventering"))


def test_the_inventory_says_what_there_is_and_which_delivery_is_missing(demo_store, monkeypatch):
    page = unfolded(demo_store, monkeypatch)

    assert "A1 Hushåll med försörjningsstöd ● Finns Dataansvarig" in page.text
    assert "B18 Ledtid till SoL-beslut ○ Underlag saknas" in page.text
    assert "Saknas: SoL-beslut med lagrum, dag och samråd" in page.text


def test_one_row_of_the_inventory_is_changed_with_owner_and_day(demo_store, monkeypatch):
    page = unfolded(demo_store, monkeypatch)
    before = inventory_of(page)
    press(page, "Ändra en rad")
    chosen_of(page, "Mått").set_value("B18")
    page.run()
    next(b for b in page.at.segmented_control if b.label == "Läge").set_value("to_be_made")
    press(page, "Spara raden")
    assert refusals(page) == ["Klart senast: välj en dag då underlaget ska finnas."]
    page.at.date_input[0].set_value(date(2015, 3, 1))
    fill(page, Ägare="AME-chefen", Anmärkning="Enkät först")
    press(page, "Spara raden")

    (row,) = rows_of(demo_store, InventoryEntry)
    assert (row["figure"], row["standing"], row["owner"]) == ("B18", "to_be_made", "AME-chefen")
    assert "◐ Ska tas fram Utvecklingsledaren AME-chefen 2015-03-01 Enkät först" in page.text
    assert inventory_of(page) != before
    assert inventory_of(page).endswith("1 ska tas fram.")


@pytest.mark.thorough
def test_a_row_saved_since_is_shown_and_the_other_rows_are_saved_as_before(
    demo_store, monkeypatch, somebody
):
    page = unfolded(demo_store, monkeypatch)
    press(page, "Ändra en rad")
    fill(page, Anmärkning="Mitt")
    said = {"figure": KEY, "standing": "exists", "note": "Deras", "version": 0}
    say_standing(demo_store, by=somebody, **said)
    press(page, "Spara raden")

    assert "sparade samma rad medan du skrev." in page.text
    assert "Deras" in page.text
    press(page, "Spara mitt ändå")
    (row,) = rows_of(demo_store, InventoryEntry)
    assert (row["figure"], row["note"], row["version"]) == (KEY, "Mitt", 2)


def test_what_was_to_be_made_by_a_day_that_has_passed_is_late(demo_store, monkeypatch, somebody):
    said = {"standing": "to_be_made", "owner": "AME", "version": 0}
    for figure, due_on in (("B18", date(2014, 12, 4)), ("B19", date(2014, 12, 5))):
        say_standing(demo_store, by=somebody, figure=figure, due_on=due_on, **said)
    page = unfolded(demo_store, monkeypatch)

    assert "2014-12-04 · försenat" in page.text
    assert "2014-12-05 · försenat" not in page.text
