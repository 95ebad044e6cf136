"""Which figures a steering group follows, in which order, and which stand on its first page."""

import pytest

from data.actions.figures.scorecard import choose_figures
from data.actions.refusals import ConflictError, RefusedError
from data.models.figures import ChosenFigure, Scorecard
from data.models.log import Event
from data.people.rights import NotAllowedError
from tests.data.builders import a_place, everything, leader, rows_of, viewer

SIX = ["hushall", "vuxna", "langvarigt", "avslut", "hallbart", "planer"]


def chosen(store) -> list[tuple]:
    rows = sorted(rows_of(store, ChosenFigure), key=lambda row: row["rank"])
    return [(row["figure"], row["headline"]) for row in rows]


def test_figures_are_kept_in_the_order_chosen_with_their_headlines(store):
    place = a_place(store)
    said = {"by": leader(place), "headlines": ["avslut"]}

    assert choose_figures(store, **said, figures=["planer", "avslut"], version=0) == 1
    assert choose_figures(store, **said, figures=["avslut", "hushall"], version=1) == 2

    assert chosen(store) == [("avslut", True), ("hushall", False)]
    assert rows_of(store, Scorecard) == [{"forum_id": place.forum_id, "version": 2}]
    first, second = rows_of(store, Event)
    assert first["before"] is None
    assert second["before"] == {"figures": ["planer", "avslut"], "headlines": ["avslut"]}
    assert second["after"] == {"figures": ["avslut", "hushall"], "headlines": ["avslut"]}


@pytest.mark.parametrize("version", [0, 2])
def test_a_choice_saved_since_is_a_conflict_with_theirs(store, version):
    place = a_place(store)
    said = {"by": leader(place), "headlines": ["avslut"]}
    choose_figures(store, **said, figures=["avslut"], version=0)
    before = everything(store)

    with pytest.raises(ConflictError, match="Valet ändrades medan du skrev") as conflict:
        choose_figures(store, **said, figures=["avslut", "planer"], version=version)
    assert conflict.value.theirs.said == {"figures": ["avslut"], "headlines": ["avslut"]}
    assert conflict.value.version == 1
    assert everything(store) == before


def test_steering_groups_choose_each_for_itself(store):
    places = a_place(store), a_place(store)
    for place in places:
        said = {"figures": ["avslut"], "headlines": ["avslut"], "version": 0}
        choose_figures(store, by=leader(place), **said)

    assert {row["forum_id"] for row in rows_of(store, ChosenFigure)} == {
        place.forum_id for place in places
    }


@pytest.mark.parametrize(
    ("figures", "headlines", "refusal"),
    [
        ([], [], "^Nyckeltal: välj minst ett"),
        (["avslut", "avslut"], ["avslut"], "^Nyckeltal: samma är valt två gånger"),
        (["lycka"], ["lycka"], "^Nyckeltal: det finns inte"),
        (["A11"], ["A11"], "^Nyckeltal: det finns inte"),
        (["avslut"], [], "^På första sidan: välj minst ett och högst 5"),
        (SIX, SIX, "^På första sidan: välj minst ett och högst 5"),
        (["avslut"], ["planer"], "^På första sidan: där kan bara stå"),
    ],
)
def test_what_can_t_be_chosen_is_refused_and_nothing_is_kept(store, figures, headlines, refusal):
    place = a_place(store)
    before = everything(store)

    with pytest.raises(RefusedError, match=refusal):
        choose_figures(store, by=leader(place), figures=figures, headlines=headlines, version=0)
    assert everything(store) == before


@pytest.mark.parametrize("headlines", [SIX[:1], SIX[:5]])
def test_from_one_to_five_headlines_are_taken(store, headlines):
    said = {"by": leader(a_place(store)), "figures": SIX, "version": 0}
    choose_figures(store, **said, headlines=headlines)

    assert [figure for figure, is_headline in chosen(store) if is_headline] == headlines


@pytest.mark.parametrize("role", ["ledamot", "extern", "enhetschef", "handläggare"])
def test_only_the_development_leader_chooses(store, role):
    place = a_place(store)
    said = {"figures": ["avslut"], "headlines": ["avslut"], "version": 0}

    with pytest.raises(NotAllowedError, match="välja styrgruppens nyckeltal"):
        choose_figures(store, by=viewer(place, role, place.north), **said)
    assert chosen(store) == []
