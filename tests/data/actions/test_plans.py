"""Saying how a point stands: what it leaves behind, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest

from data.actions import Actions, plans
from data.actions.plans import set_status, undo_status
from data.actions.refusals import LONGEST_TEXT, ConflictError, RefusedError
from data.models.log import AreaVersion, Event
from data.models.organisation import User
from data.models.plans import ActionPoint, StatusUpdate
from data.people.rights import NotAllowedError, Viewer
from data.store.snapshot import Snapshot
from tests.data.builders import (
    DAY,
    a_place,
    a_point,
    everything,
    leader,
    put,
    put_all,
    rows_of,
    viewer,
)

DONE = {"status": "done", "done_on": DAY, "note": "Antagen."}
COULD_BE_A_PERSON = "Ring 850230-1234 eller 19850228-1234"  # the second has a possible date


def version_of(store, area: str) -> int:
    return rows_of(store, AreaVersion, AreaVersion.area == area)[0]["version"]


@pytest.fixture
def place(store):
    return a_place(store)


def test_a_status_leaves_a_row_a_version_and_an_event(store, place):
    point_id = a_point(store, place)
    plans, cases = version_of(store, "plans"), version_of(store, "cases")
    by = leader(place)

    begun = set_status(store, by=by, point_id=point_id, version=1, status="in_progress")
    blocked = set_status(
        store,
        by=by,
        point_id=point_id,
        version=2,
        status="in_progress",
        judgement="blocked",
        needs="  Startdagar från Arbetsförmedlingen ",
        next_step="Tas upp i styrgruppen",
        note=" ",
    )

    assert (begun, blocked) == (2, 3)
    assert rows_of(store, ActionPoint)[0]["version"] == 3
    said = rows_of(store, StatusUpdate)[1]
    assert said["by_user_id"] == place.user_id
    assert (said["status"], said["judgement"]) == ("in_progress", "blocked")
    assert said["needs"] == "Startdagar från Arbetsförmedlingen"
    assert said["note"] is None
    assert version_of(store, "plans") == plans + 2
    assert version_of(store, "cases") == cases
    first, second = rows_of(store, Event)
    assert first["before"] is None
    assert second["before"] == first["after"]
    assert (second["by_user_id"], second["forum_id"]) == (place.user_id, place.forum_id)
    assert (second["what"], second["which"]) == ("status_updates", point_id)
    assert second["before"]["judgement"] is None
    assert second["after"]["judgement"] == "blocked"
    assert second["after"]["needs"] == said["needs"]


@pytest.mark.parametrize("more", [{"note": "Antagen."}, {"evidence": "Docpoint 12"}])
def test_done_takes_a_day_and_a_note_or_evidence(store, place, more):
    point_id = a_point(store, place)

    set_status(
        store, by=leader(place), point_id=point_id, version=1, status="done", done_on=DAY, **more
    )

    assert rows_of(store, StatusUpdate)[0]["done_on"] == DAY
    assert rows_of(store, Event)[0]["after"]["done_on"] == "2026-06-01"


def test_a_day_goes_with_done_only(store, place):
    point_id = a_point(store, place)

    set_status(
        store,
        by=leader(place),
        point_id=point_id,
        version=1,
        status="in_progress",
        done_on=date(2020, 1, 1),
    )

    assert rows_of(store, StatusUpdate)[0]["done_on"] is None


REFUSED = {
    "no such status": ({"status": "nearly"}, "Status: "),
    "no such judgement": ({"judgement": "fine"}, "Bedömning: "),
    "at risk, nothing needed": ({"judgement": "at_risk"}, "Vad behövs: "),
    "blocked, needs but spaces": ({"judgement": "blocked", "needs": " \n "}, "Vad behövs: "),
    "done without a day": (DONE | {"done_on": None}, "Klar den: ange"),
    "done without note or evidence": (DONE | {"note": " "}, "Notering: skriv"),
    "a text too long": ({"next_step": "x" * (LONGEST_TEXT + 1)}, "Nästa steg: korta"),
    "a control character": ({"note": "a\x00b"}, "Notering: .*styrtecken"),
    "a number in the note": ({"note": COULD_BE_A_PERSON}, "Notering: .*personnummer"),
    "a number in what is needed": ({"needs": COULD_BE_A_PERSON}, "Vad behövs: .*personnummer"),
    "a number in the next step": ({"next_step": COULD_BE_A_PERSON}, "Nästa steg: .*personnummer"),
    "a number in the evidence": ({"evidence": COULD_BE_A_PERSON}, "Underlag: .*personnummer"),
}


def test_a_refusal_names_the_field_and_leaves_nothing_behind(store, place):
    point_id = a_point(store, place)
    before = everything(store)

    for columns, sentence in REFUSED.values():
        said = {"status": "in_progress"} | columns
        with pytest.raises(RefusedError, match=sentence) as refused:
            set_status(store, by=leader(place), point_id=point_id, version=1, **said)
        assert "19850228" not in str(refused.value)

    assert everything(store) == before


def test_a_text_as_long_as_may_be_and_a_new_line_are_taken(store, place):
    point_id = a_point(store, place)
    note = "rad 1\n\trad 2 " + "å" * (LONGEST_TEXT - 13)

    set_status(
        store, by=leader(place), point_id=point_id, version=1, status="in_progress", note=note
    )

    assert len(note) == LONGEST_TEXT
    assert rows_of(store, StatusUpdate)[0]["note"] == note


@pytest.mark.parametrize("clock", [time(0, 30), time(12), time(23, 30)])
def test_done_today_is_taken_and_tomorrow_is_in_the_future(store, monkeypatch, clock):
    now = datetime.combine(date(2026, 11, 22), clock, plans.STOCKHOLM)
    monkeypatch.setattr(plans, "_now", lambda: now)
    place = a_place(store, as_of=DAY)
    point_id = a_point(store, place)
    by = leader(place)
    said = {"status": "done", "note": "Klart."}

    with pytest.raises(RefusedError, match="Klar den: dagen ligger i framtiden"):
        set_status(
            store,
            by=by,
            point_id=point_id,
            version=1,
            done_on=DAY + timedelta(days=1),
            **said,
        )
    assert set_status(store, by=by, point_id=point_id, version=1, done_on=DAY, **said) == 2


def test_a_demonstration_speaks_on_its_own_day(store):
    place = a_place(store, as_of=date(2014, 12, 5))
    point_id = a_point(store, place)

    set_status(store, by=leader(place), point_id=point_id, version=1, status="in_progress")

    at = Snapshot(store).frame("updates", Snapshot(store).versions())["at"][0]
    assert at.astimezone(plans.STOCKHOLM).date() == date(2014, 12, 5)
    assert rows_of(store, Event)[0]["at"].year >= 2026


def test_without_a_day_of_its_own_a_forum_speaks_now(store, place):
    point_id = a_point(store, place)
    before = datetime.now(UTC)

    set_status(store, by=leader(place), point_id=point_id, version=1, status="in_progress")

    at = Snapshot(store).frame("updates", Snapshot(store).versions())["at"][0]
    assert before <= at <= datetime.now(UTC)


def test_nothing_is_said_before_what_was_said_last(store):
    place = a_place(store, as_of=DAY)
    point_id = a_point(store, place)
    later = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
    put(store, StatusUpdate, point_id=point_id, by_user_id=place.user_id, at=later)

    set_status(store, by=leader(place), point_id=point_id, version=1, status="cancelled")

    updates = Snapshot(store).frame("updates", Snapshot(store).versions()).sort("at", "seq")
    assert updates.select("at", "status").rows() == [(later, "in_progress"), (later, "cancelled")]


def test_whoever_saves_second_is_shown_what_the_first_one_said(store, place):
    point_id = a_point(store, place)
    set_status(
        store,
        by=leader(place),
        point_id=point_id,
        version=1,
        status="in_progress",
        judgement="at_risk",
        needs="Lokaler",
        next_step="Fråga fastighet",
        note="Läget i juni",
    )
    before = everything(store)

    with pytest.raises(ConflictError, match="sparade samma punkt") as conflict:
        set_status(store, by=leader(place), point_id=point_id, version=1, status="cancelled")

    theirs = conflict.value.theirs
    assert conflict.value.version == 2
    assert theirs.said == {
        "status": "in_progress",
        "judgement": "at_risk",
        "needs": "Lokaler",
        "next_step": "Fråga fastighet",
        "note": "Läget i juni",
    }
    assert theirs.by.startswith("Person ")
    assert everything(store) == before


def test_a_point_changed_otherwise_is_a_conflict_though_nothing_has_been_said_of_it(store, place):
    """Its version rises at every saved change of the point, not only when its status is set."""
    point_id = a_point(store, place, version=2)

    with pytest.raises(ConflictError) as conflict:
        set_status(store, by=leader(place), point_id=point_id, version=1, status="in_progress")

    assert conflict.value.version == 2


# role, units, the point's unit, may
RIGHTS = [
    ("utvecklingsledare", "", "north", True),
    ("utvecklingsledare", "", None, True),
    ("enhetschef", "north", "north", True),
    ("enhetschef", "south", "north", False),
    ("enhetschef", "north", None, False),
    ("handläggare", "north", "north", True),
    ("handläggare", "south", "north", False),
    ("ledamot", "", "north", False),
    ("ledamot", "", None, False),
]


def test_a_status_is_set_by_the_leader_and_by_the_unit_that_answers(store, place):
    for role, units, unit, may in RIGHTS:
        point_id = a_point(store, place, unit and getattr(place, unit))
        by = viewer(place, role, *([getattr(place, units)] if units else []))
        said = {"by": by, "point_id": point_id, "version": 1, "status": "in_progress"}
        before = everything(store)
        if may:
            assert set_status(store, **said) == 2, (role, units, unit)
            continue
        with pytest.raises(NotAllowedError, match="Din roll ger inte rätt att ändra den här"):
            set_status(store, **said)
        assert everything(store) == before, (role, units, unit)


def test_a_point_of_another_steering_group_is_not_there(store, place):
    theirs = a_point(store, a_place(store))

    with pytest.raises(RefusedError, match="finns inte i den här styrgruppens"):
        set_status(store, by=leader(place), point_id=theirs, version=1, status="in_progress")


def test_the_door_in_sets_a_status_as_its_viewer(store, place):
    point_id = a_point(store, place)

    Actions(Snapshot(store), lambda: leader(place)).set_status(
        point_id=point_id, version=1, status="not_started"
    )

    assert rows_of(store, StatusUpdate)[0]["by_user_id"] == place.user_id


def test_of_many_who_save_at_once_every_one_is_kept_or_told(store, place):
    """8 people x 20 tries, each with the version they last saw: none lost, none kept unseen."""
    point_id = a_point(store, place)
    put_all(store, StatusUpdate, [{"point_id": point_id, "by_user_id": place.user_id}])
    by, threads, tries = leader(place), 8, 20

    def save_again_and_again(person: int) -> tuple[list[str], int]:
        kept, told, version = [], 0, 1
        for number in range(tries):
            note = f"person {person} försök {number}"
            try:
                version = set_status(
                    store,
                    by=by,
                    point_id=point_id,
                    version=version,
                    status="in_progress",
                    note=note,
                )
                kept.append(note)
            except ConflictError as conflict:
                told, version = told + 1, conflict.version
        return kept, told

    with ThreadPoolExecutor(threads) as pool:
        outcomes = list(pool.map(save_again_and_again, range(threads)))

    kept = [note for notes, _ in outcomes for note in notes]
    assert len(kept) + sum(told for _, told in outcomes) == threads * tries
    assert sorted(row["note"] for row in rows_of(store, StatusUpdate) if row["note"]) == sorted(
        kept
    )
    assert [event["after"]["note"] for event in rows_of(store, Event)] == [
        row["note"] for row in rows_of(store, StatusUpdate) if row["note"]
    ]
    assert rows_of(store, ActionPoint)[0]["version"] == 1 + len(kept)


def test_ones_own_last_word_is_taken_back_and_nothing_is_removed(store):
    place = a_place(store)
    point_id = a_point(store, place)
    by = leader(place)
    first = {"status": "in_progress", "judgement": "at_risk", "needs": "Lokal", "note": "Börjat."}
    set_status(store, by=by, point_id=point_id, version=1, **first)
    set_status(store, by=by, point_id=point_id, version=2, **DONE)

    assert undo_status(store, by=by, point_id=point_id, version=3) == 4

    before, undone, now = rows_of(store, StatusUpdate)
    assert {name: now[name] for name in first} == first
    assert (now["undoes"], before["undoes"]) == (undone["seq"], None)
    event = rows_of(store, Event)[-1]
    assert (event["before"]["status"], event["after"]["status"]) == ("done", "in_progress")
    assert event["action"] == "ångrade en status på en punkt"


def test_the_first_word_taken_back_leaves_the_point_not_started(store):
    place = a_place(store)
    point_id = a_point(store, place)
    set_status(store, by=leader(place), point_id=point_id, version=1, status="in_progress")

    undo_status(store, by=leader(place), point_id=point_id, version=2)

    assert rows_of(store, StatusUpdate)[-1]["status"] == "not_started"


def test_what_others_have_said_or_built_on_is_not_taken_back(store):
    place = a_place(store)
    point_id, untouched = a_point(store, place), a_point(store, place)
    other = put(store, User)
    mine = {"by": leader(place), "point_id": point_id}
    set_status(store, **mine, version=1, status="in_progress")
    theirs = Viewer(
        other, "En annan", place.forum_id, frozenset({"utvecklingsledare"}), frozenset()
    )
    set_status(store, by=theirs, point_id=point_id, version=2, status="cancelled")
    before = everything(store)

    with pytest.raises(ConflictError) as conflict:
        undo_status(store, **mine, version=2)
    assert conflict.value.theirs.said["status"] == "cancelled"
    with pytest.raises(RefusedError, match="någon annan"):
        undo_status(store, **mine, version=3)
    with pytest.raises(RefusedError, match="inget eget att ångra"):
        undo_status(store, by=leader(place), point_id=untouched, version=1)
    with pytest.raises(NotAllowedError):
        undo_status(store, by=viewer(place, "ledamot"), point_id=point_id, version=3)
    assert everything(store) == before
