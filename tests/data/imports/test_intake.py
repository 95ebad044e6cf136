"""A read file in the store: the whole of it, once, and what it brings up to date."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import event

from data.imports.intake import already_in, take_in
from data.imports.refusal import FileRefusedError
from data.imports.table import read_table
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import Event
from data.models.organisation import Forum, ForumUnit, Party, Unit
from data.models.people import Case, Person
from data.store.snapshot import Snapshot
from tests.data.builders import everything, how_many, put, rows_of
from tests.data.imports.made_up import PROFILE, a_file, cases_of

TWO = ({}, {"Ärende-id": "M0002-1", "Person": "M0002", "Enhet": "Norr"})


def deliver(store, *rows, profile=PROFILE) -> tuple[int, int]:
    return deliver_file(store, a_file(*rows), profile)


def deliver_file(store, content: bytes, profile=PROFILE) -> tuple[int, int]:
    headings = read_table(content, profile.columns).headings
    file_hash = sha256(content).hexdigest()
    return take_in(store, profile, cases_of(content, profile), file_hash, headings)


def test_a_file_makes_its_steering_group_its_units_its_people_and_its_cases(store):
    before = Snapshot(store).versions()

    forum_id, new = deliver(store, *TWO)

    assert new == 2
    assert rows_of(store, Forum)[0]["code"] == PROFILE.forum_code
    assert [row["name"] for row in rows_of(store, Party)] == [PROFILE.party]
    names = {row["unit_id"]: row["name"] for row in rows_of(store, Unit)}
    assert {names[row["unit_id"]] for row in rows_of(store, ForumUnit)} == {"Norr", "Söder"}
    assert {row["source_key"]: names[row["unit_id"]] for row in rows_of(store, Case)} == {
        "M0001-1": "Söder",
        "M0002-1": "Norr",
    }
    assert {row["pseudonym"] for row in rows_of(store, Person)} == {
        case.pseudonym for case in cases_of(a_file(*TWO))
    }
    delivery = rows_of(store, Delivery)[0]
    assert (delivery["forum_id"], delivery["profile"]) == (forum_id, "prov")
    assert (delivery["rows_taken"], delivery["rows_refused"]) == (2, 0)
    assert (delivery["observed_from"], delivery["observed_until"]) == (
        date(2026, 1, 15),
        date(2026, 6, 30),
    )
    event = rows_of(store, Event)[0]
    assert (event["by_user_id"], event["forum_id"]) == (None, forum_id)
    assert event["after"] == {"rows": 2, "new": 2, "profile": "prov"}
    after = Snapshot(store).versions()
    assert {area for area in after if after[area] > before[area]} == {
        "cases",
        "organisation",
        "groups",
    }


def test_the_days_of_a_file_are_those_it_names_when_the_profile_has_none(store, monkeypatch):
    monkeypatch.setattr("data.imports.cases.today", lambda: date(2026, 6, 30))
    own_days = replace(PROFILE, observed_until=None)

    deliver(store, {}, {"Ärende-id": "M2", "Slutdatum": "2026-03-31"}, profile=own_days)

    delivery = rows_of(store, Delivery)[0]
    assert (delivery["observed_from"], delivery["observed_until"]) == (
        date(2026, 1, 15),
        date(2026, 3, 31),
    )


def test_the_very_same_file_is_known_by_profile_and_content(store):
    deliver(store, *TWO)
    same, other = (sha256(a_file(*rows)).hexdigest() for rows in (TWO, TWO[:1]))

    assert already_in(store, PROFILE, same)
    assert not already_in(store, PROFILE, other)
    assert not already_in(store, replace(PROFILE, name="annan"), same)


def test_an_updated_file_brings_known_cases_up_to_date_and_leaves_the_rest(store):
    deliver(store, *TWO)
    kept = {row["source_key"]: row["case_id"] for row in rows_of(store, Case)}

    _, new = deliver(
        store,
        {"Slutdatum": "2026-03-31", "Avslutsorsak": "Arbete", "Enhet": "Väster"},
        {"Ärende-id": "M0001-2"},
    )

    assert new == 1
    cases = {row["source_key"]: row for row in rows_of(store, Case)}
    assert {key: cases[key]["case_id"] for key in kept} == kept
    assert cases["M0001-1"]["closed_on"] == date(2026, 3, 31)
    assert cases["M0001-1"]["exit_reason"] == "arbete"
    assert cases["M0002-1"]["closed_on"] is None
    assert cases["M0001-2"]["person_id"] == cases["M0001-1"]["person_id"]
    assert [row["name"] for row in rows_of(store, Unit)] == ["Norr", "Söder", "Väster"]
    assert how_many(store, Forum) == how_many(store, Party) == 1


def test_a_case_that_has_changed_person_is_refused_by_row_and_nothing_is_kept(store):
    deliver(store, *TWO)
    before = everything(store)

    file = a_file({"Ärende-id": "M0003-1"}, {"Person": "M0009"}).replace(b"Person", b"Persnr")
    with pytest.raises(FileRefusedError) as refused:
        deliver_file(store, file)

    (refusal,) = refused.value.refusals
    assert (refusal.line, refusal.column) == (3, "Persnr")
    assert "en annan person" in refusal.what
    assert "M0009" not in refusal.what
    assert everything(store) == before


def test_a_profile_that_may_not_add_units_refuses_one_it_does_not_know(store):
    deliver(store, {})
    before = everything(store)
    strict = replace(PROFILE, new_units=False)

    file = a_file({"Ärende-id": "M9"}, *TWO).replace(b"Enhet", b"Organisation")
    with pytest.raises(FileRefusedError) as refused:
        deliver_file(store, file, strict)

    (refusal,) = refused.value.refusals
    assert (refusal.line, refusal.column) == (4, "Organisation")
    assert "Norr" not in refusal.what
    assert everything(store) == before
    assert deliver(store, {"Ärende-id": "M9"}, profile=strict)[1] == 1


def test_a_unit_that_the_party_has_and_the_group_does_not_follow_is_not_made_again(store):
    forum_id, _ = deliver(store, {})
    party_id = rows_of(store, Party)[0]["party_id"]
    north = put(store, Unit, party_id=party_id, name="Norr")

    deliver(store, *TWO)

    followed = rows_of(store, ForumUnit, ForumUnit.forum_id == forum_id)
    assert north in {row["unit_id"] for row in followed}


def test_a_unit_in_other_letters_is_the_same_unit(store):
    deliver(store, {"Enhet": "Söder"}, {"Enhet": "SÖDER", "Ärende-id": "M2"})
    deliver(store, {"Enhet": "söder", "Ärende-id": "M3"})

    assert [row["name"] for row in rows_of(store, Unit)] == ["Söder"]
    assert len({row["unit_id"] for row in rows_of(store, Case)}) == 1


def test_of_two_followed_units_of_one_name_a_file_means_that_of_its_own_party(store):
    forum_id, _ = deliver(store, {"Enhet": "Söder"})
    (own,) = rows_of(store, Unit)
    theirs = put(store, Unit, name="Söder", party_id=put(store, Party, name="Sfi"))
    put(store, ForumUnit, forum_id=forum_id, unit_id=theirs)

    deliver(
        store, {"Enhet": "Söder", "Ärende-id": "M2"}, {"Enhet": "söder, sfi", "Ärende-id": "M3"}
    )

    unit_of = {row["source_key"]: row["unit_id"] for row in rows_of(store, Case)}
    assert unit_of == {"M0001-1": own["unit_id"], "M2": own["unit_id"], "M3": theirs}
    assert how_many(store, Unit) == how_many(store, ForumUnit) == 2


def test_without_a_party_of_its_own_a_name_that_two_have_is_refused(store):
    forum_id, _ = deliver(store, {"Enhet": "Norr"})
    for name in ("Sfi", "Jobbtorget"):
        unit_id = put(store, Unit, name="Söder", party_id=put(store, Party, name=name))
        put(store, ForumUnit, forum_id=forum_id, unit_id=unit_id)

    with pytest.raises(FileRefusedError) as refused:
        deliver(store, {"Ärende-id": "M2"}, profile=replace(PROFILE, new_units=False))

    (refusal,) = refused.value.refusals
    assert "skriv också parten" in refusal.what


@pytest.mark.parametrize(("units", "taken"), [(40, True), (41, False)])
def test_more_new_units_than_anybody_means_are_refused_and_nothing_is_kept(store, units, taken):
    deliver(store, {})
    before = everything(store)
    rows = [{"Enhet": f"Enhet {at}", "Ärende-id": f"N{at}"} for at in range(units)]

    if taken:
        assert deliver(store, *rows)[1] == units
        return
    with pytest.raises(FileRefusedError) as refused:
        deliver(store, *rows)

    (refusal,) = refused.value.refusals
    assert (refusal.line, refusal.column) == (None, "Enhet")
    assert "filen nämner 41 enheter" in refusal.what
    assert everything(store) == before


def test_whoever_is_on_a_list_is_followed_on(store):
    forum_id, _ = deliver(store, {})
    group = {"forum_id": forum_id, "follows_cases": True}
    group_id = put(store, MeasurementGroup, **group)
    person_id = rows_of(store, Person)[0]["person_id"]
    put(store, GroupMember, group_id=group_id, person_id=person_id, started_on=date(2026, 1, 15))

    deliver(store, {"Slutdatum": "2026-03-31", "Avslutsorsak": "Studier"})

    assert [(row["since_on"], row["state"]) for row in rows_of(store, MemberState)] == [
        (date(2026, 1, 15), "remaining"),
        (date(2026, 3, 31), "studies"),
    ]


@contextmanager
def statements(store) -> Iterator[list[str]]:
    """The statements that a store is asked within the block; one for many rows is one."""
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(store, "before_cursor_execute", listen)
    yield asked
    event.remove(store, "before_cursor_execute", listen)


def test_a_delivery_that_comes_again_is_written_in_bulk(store):
    rows = [{"Ärende-id": f"M{n}-1", "Person": f"M{n}"} for n in range(3_000)]
    deliver(store, *rows)

    with statements(store) as asked:
        _, new = deliver(store, *[row | {"Kön": "Man"} for row in rows], {"Ärende-id": "ny"})

    assert new == 1
    assert len(asked) <= 20
    assert Counter(row["sex"] for row in rows_of(store, Person)) == {"man": len(rows), "kvinna": 1}
    assert how_many(store, Case) == len(rows) + 1


def test_a_person_keeps_the_sex_that_was_stated_until_another_is(store):
    def sexes() -> list[str | None]:
        return [row["sex"] for row in rows_of(store, Person)]

    deliver(store, {"Kön": "Kvinna"}, {"Ärende-id": "M0001-2", "Kön": ""})
    assert sexes() == ["kvinna"]

    deliver(store, {"Kön": ""})
    assert sexes() == ["kvinna"]

    deliver(store, {"Kön": "Man"})
    assert sexes() == ["man"]


def test_a_person_of_two_sexes_in_one_file_is_refused_by_row_and_nothing_is_kept(store):
    deliver(store, *TWO)
    before = everything(store)
    rows = [{"Ärende-id": f"M0003-{n}", "Kön": sex} for n, sex in enumerate(("Man", "", "Kvinna"))]

    with pytest.raises(FileRefusedError) as refused:
        deliver(store, *rows)

    (refusal,) = refused.value.refusals
    assert (refusal.line, refusal.column) == (4, "Kön")
    assert "på en tidigare rad" in refusal.what
    assert everything(store) == before
