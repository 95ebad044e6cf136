"""Which statistics there are, which are missing and which are to be produced, by whom and when."""

from datetime import date

import pytest

from data.actions.figures.inventory import say_standing
from data.actions.refusals import ConflictError, RefusedError
from data.models.figures import InventoryEntry
from data.models.log import Event
from data.models.organisation import User
from data.people.rights import NotAllowedError
from tests.data.builders import a_place, everything, leader, rows_of, viewer

DUE = date(2026, 12, 1)


def asked(place, **other) -> dict:
    said = {"figure": "C1", "standing": "to_be_made", "owner": "Arbetsmarknadsenheten"}
    return {"by": leader(place), **said, "due_on": DUE, "version": 0, **other}


def test_a_standing_is_kept_and_changed_with_what_it_was(store):
    place = a_place(store)

    assert say_standing(store, **asked(place, note=" Enkät ")) == 1
    assert say_standing(store, **asked(place, standing="exists", version=1, due_on=None)) == 2

    (row,) = rows_of(store, InventoryEntry)
    assert (row["standing"], row["due_on"], row["note"]) == ("exists", None, None)
    assert (row["by_user_id"], row["version"]) == (place.user_id, 2)
    first, second = rows_of(store, Event)
    assert first["before"] is None
    assert (second["before"]["standing"], second["before"]["note"]) == ("to_be_made", "Enkät")
    assert second["after"]["standing"] == "exists"


@pytest.mark.parametrize("version", [0, 2])
def test_a_row_saved_since_is_a_conflict_with_theirs(store, version):
    place = a_place(store)
    say_standing(store, **asked(place))
    before = everything(store)

    with pytest.raises(ConflictError) as conflict:
        say_standing(store, **asked(place, standing="missing", version=version))
    who = rows_of(store, User)[0]["display_name"]
    assert str(conflict.value) == f"{who} sparade samma rad medan du skrev."
    assert conflict.value.theirs.said["standing"] == "to_be_made"
    assert conflict.value.version == 1
    assert everything(store) == before


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"figure": "lycka"}, "^Nyckeltal: det finns inte"),
        ({"standing": "kanske"}, "^Läge: värdet finns inte att välja"),
        ({"owner": None}, "^Ägare: skriv vilken funktion"),
        ({"owner": " "}, "^Ägare: skriv vilken funktion"),
        ({"due_on": None}, "^Klart senast: välj en dag"),
        ({"due_on": date(1989, 12, 31)}, "^Klart senast: dagen ska ligga"),
        ({"due_on": date(2101, 1, 1)}, "^Klart senast: dagen ska ligga"),
        ({"owner": "19121212-1212"}, "^Ägare: .*personnummer"),
        ({"note": "19121212-1212"}, "^Anmärkning: .*personnummer"),
        ({"note": "x" * 2_001}, "^Anmärkning: korta"),
    ],
)
def test_what_can_t_be_said_is_refused_and_nothing_is_kept(store, wrong, refusal):
    place = a_place(store)
    before = everything(store)

    with pytest.raises(RefusedError, match=refusal):
        say_standing(store, **asked(place, **wrong))
    assert everything(store) == before


@pytest.mark.parametrize("standing", ["exists", "missing"])
def test_only_what_is_to_be_produced_takes_an_owner_and_a_day(store, standing):
    place = a_place(store)
    say_standing(store, **asked(place, standing=standing, owner=None, due_on=None))
    say_standing(store, **asked(place, figure="hushall", standing=standing, owner="Enheten"))

    assert [row["standing"] for row in rows_of(store, InventoryEntry)] == [standing] * 2


@pytest.mark.parametrize("role", ["ledamot", "extern", "enhetschef", "handläggare"])
def test_only_the_development_leader_keeps_the_inventory(store, role):
    place = a_place(store)

    with pytest.raises(NotAllowedError, match="indikatorinventeringen"):
        say_standing(store, **asked(place, by=viewer(place, role, place.north)))
    assert rows_of(store, InventoryEntry) == []
