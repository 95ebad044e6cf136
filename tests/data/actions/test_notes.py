"""How a figure may be turned: said again, never rewritten, and nobody's text is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from data.actions.figures.notes import FIELDS, say_note
from data.actions.refusals import ConflictError, RefusedError
from data.clock import STOCKHOLM
from data.models.figures import FigureNote
from data.models.log import Event
from data.models.organisation import User
from data.people.rights import NotAllowedError
from tests.data.builders import a_place, everything, leader, rows_of, viewer

TODAY = date(2026, 6, 15)


def test_every_saying_is_kept_with_who_and_when(store):
    place = a_place(store, as_of=TODAY)
    said = {"by": leader(place), "figure": "avslut"}

    assert say_note(store, **said, version=0, causes=" Få platser ", action="") == 1
    assert say_note(store, **said, version=1, causes="Få platser", works="Praktik") == 2

    first, second = rows_of(store, FigureNote)
    assert (first["causes"], first["action"], first["works"]) == ("Få platser", None, None)
    assert (second["works"], second["version"]) == ("Praktik", 2)
    assert {row["at"].astimezone(STOCKHOLM).date() for row in (first, second)} == {TODAY}
    events = rows_of(store, Event)
    assert events[0]["before"] is None
    assert events[1]["before"] == {"causes": "Få platser"} | dict.fromkeys(
        ("partners", "works", "action")
    )
    assert events[1]["after"]["works"] == "Praktik"


@pytest.mark.parametrize("version", [0, 2])
def test_what_somebody_saved_since_is_a_conflict_with_all_that_they_said(store, version):
    place = a_place(store)
    say_note(store, by=leader(place), figure="avslut", version=0, causes="A", partners="B")
    before = everything(store)

    with pytest.raises(ConflictError) as conflict:
        say_note(store, by=leader(place), figure="avslut", version=version, causes="Mitt")

    who = rows_of(store, User)[0]["display_name"]
    assert str(conflict.value) == f"{who} sparade samma text medan du skrev."
    assert conflict.value.theirs.said == {
        "causes": "A",
        "partners": "B",
        "works": None,
        "action": None,
    }
    assert conflict.value.theirs.at
    assert everything(store) == before
    say_note(store, by=leader(place), figure="avslut", version=conflict.value.version, causes="C")
    assert [row["causes"] for row in rows_of(store, FigureNote)] == ["A", "C"]


def test_a_version_that_nobody_made_is_a_conflict_with_nothing_of_theirs(store):
    place = a_place(store)

    with pytest.raises(ConflictError, match="Texten ändrades") as conflict:
        say_note(store, by=leader(place), figure="avslut", version=1, causes="Mitt")
    assert (conflict.value.theirs, conflict.value.version) == (None, 0)


def test_figures_and_steering_groups_have_notes_of_their_own(store):
    place, other = a_place(store), a_place(store)
    for by, figure in ((place, "avslut"), (place, "hushall"), (other, "avslut")):
        assert say_note(store, by=leader(by), figure=figure, version=0, works="Praktik") == 1


def test_of_two_at_the_same_moment_one_is_kept_and_the_other_told(store):
    place = a_place(store)

    def write(number: int) -> str:
        try:
            said = {"figure": "avslut", "version": 0, "causes": f"Orsak {number}"}
            say_note(store, by=leader(place), **said)
        except ConflictError as conflict:
            return conflict.theirs.said["causes"]
        return f"Orsak {number}"

    with ThreadPoolExecutor(6) as pool:
        told = set(pool.map(write, range(6)))

    assert {row["causes"] for row in rows_of(store, FigureNote)} == told
    assert len(told) == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"figure": "lycka", "causes": "A"}, "^Nyckeltal: det finns inte"),
        ({}, "^Orsaker: skriv något i minst ett"),
        ({"causes": " ", "works": "\n"}, "^Orsaker: skriv något i minst ett"),
        *(({name: "Gäller 19121212-1212"}, f"^{word}: ") for name, word in FIELDS.items()),
        *(({name: "x" * 2_001}, f"^{word}: korta") for name, word in FIELDS.items()),
    ],
)
def test_what_can_t_be_said_is_refused_and_nothing_is_kept(store, wrong, refusal):
    place = a_place(store)
    before = everything(store)

    with pytest.raises(RefusedError, match=refusal):
        say_note(store, **({"by": leader(place), "figure": "avslut", "version": 0} | wrong))
    assert everything(store) == before


@pytest.mark.parametrize("role", ["ledamot", "extern", "enhetschef", "handläggare"])
def test_only_the_development_leader_writes_of_figures(store, role):
    place = a_place(store)
    by = viewer(place, role, place.north)

    with pytest.raises(NotAllowedError, match="skriva om nyckeltalet"):
        say_note(store, by=by, figure="avslut", version=0, causes="A")
    assert rows_of(store, FigureNote) == []
