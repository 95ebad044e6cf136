"""Hostile text through every field and column: kept as typed or refused in a sentence."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from data.actions import groups, law, people, plans, reviews, roles, settings
from data.actions.figures import inventory, notes, rebases, scorecard, targets
from data.actions.refusals import RefusedError
from data.imports.cases import read_cases
from data.imports.intake import take_in
from data.imports.refusal import FileRefusedError
from data.imports.table import read_table
from data.models.figures import FigureNote, InventoryEntry, Rebase, Target
from data.models.groups import MeasurementGroup
from data.models.law import LegalBasis
from data.models.log import LogReview
from data.models.organisation import Party, RoleGrant, User
from data.models.people import Case, Person
from data.models.plans import StatusUpdate
from data.personal_numbers import could_be_personal_number
from tests.data.builders import a_case, a_place, a_point, put, put_all, rows_of, viewer
from tests.data.hostile import LONG, NUMBERS, hostile
from tests.data.imports.made_up import HEADINGS, PROFILE, ROW, a_file

TEXTS = [*hostile(), *LONG, *NUMBERS]
MAY = date(2026, 5, 1)


def asked(change: Callable, *about, **said) -> tuple[object, str | None]:
    """What a change gave, or the sentence that it was refused with."""
    try:
        return change(*about, **said), None
    except RefusedError as reason:
        return None, str(reason)


def kept_as_typed(text: str, kept: str | None) -> bool:
    return kept == (text.strip() or None)


def test_there_are_enough_of_them():
    fields, columns = 4 + 1 + 1 + 1 + 1 + 4 + 2 + 2, len(HEADINGS) - 1
    assert len(TEXTS) * (fields + columns) >= 1_000


@pytest.mark.parametrize("field", ["needs", "next_step", "note", "evidence"])
def test_what_is_said_of_a_point_is_kept_as_typed_or_refused(store, field):
    place = a_place(store)
    point_id, version, kept = a_point(store, place), 1, 0
    said = {"by": viewer(place, "utvecklingsledare"), "point_id": point_id, "status": "in_progress"}
    for text in TEXTS:
        made, refusal = asked(plans.set_status, store, **said, version=version, **{field: text})
        if refusal:
            assert len(refusal) < 300
            assert text[:40] not in refusal
            continue
        version, kept = made, kept + 1
        (row,) = rows_of(store, StatusUpdate, StatusUpdate.seq == kept)
        assert kept_as_typed(text, row[field])
        assert not could_be_personal_number(text)
    assert 50 < kept < len(TEXTS)


def test_the_name_of_a_list_of_a_person_and_of_a_file_is_kept_as_typed_or_refused(store):
    place = a_place(store)
    put(store, RoleGrant, user_id=place.user_id, forum_id=place.forum_id, role="administratör")
    admin = viewer(place, "administratör")
    somebody, version = put(store, User, party_id=put(store, Party)), 1
    for text in TEXTS:
        said = {"user_id": somebody, "version": version, "party_id": None, "display_name": text}
        made, refusal = asked(people.describe_person, store, by=admin, **said)
        if refusal:
            assert "Namn" in refusal
            continue
        version = made
        (row,) = rows_of(store, User, User.user_id == somebody)
        assert kept_as_typed(text, row["display_name"])


def test_the_name_of_a_group_is_kept_as_typed_or_refused(store):
    place = a_place(store)
    leader, kept = viewer(place, "utvecklingsledare"), []
    for number, text in enumerate(TEXTS[::3]):
        day = date(2025, 1, 1) + timedelta(days=number)  # a list of its own for every name
        for person_id in put_all(store, Person, [{}] * 10):
            a_case(store, place.north, opened_on=day, person_id=person_id)
        said = {"rule": groups.Rule(day, day), "baseline_on": MAY}
        _, refusal = asked(groups.start_group, store, by=leader, name=text, **said)
        if refusal:
            assert "Namn" in refusal
            continue
        kept.append(text.strip())
    assert sorted(row["name"] for row in rows_of(store, MeasurementGroup)) == sorted(kept)


def test_why_a_setting_is_changed_and_what_a_review_found_is_kept_or_refused(store):
    place, version = a_place(store), 0
    admin, reviewer = viewer(place, "administratör"), viewer(place, "loggranskare")
    month, found = 0, []
    for text in TEXTS:
        said = {"name": "trusted_heads", "value": "ja", "version": version, "reason": text}
        made, refusal = asked(settings.set_setting, store, by=admin, **said)
        assert refusal is None or "Skäl" in refusal
        version = made or version
        said = {"month": date(1990 + month // 12, 1 + month % 12, 1), "finding": text}
        _, refusal = asked(reviews.sign_review, store, by=reviewer, **said)
        if refusal:
            assert "Iakttagelse" in refusal
            continue
        found.append(text.strip())
        month += 1
    assert [row["finding"] for row in rows_of(store, LogReview)] == found


@pytest.mark.parametrize("field", notes.FIELDS)
def test_what_is_said_of_a_figure_is_kept_as_typed_or_refused(store, field):
    place, kept = a_place(store), 0
    said = {"by": viewer(place, "utvecklingsledare"), "figure": "avslut"}
    for text in TEXTS:
        _, refusal = asked(notes.say_note, store, **said, version=kept, **{field: text})
        if refusal:
            assert len(refusal) < 300
            assert text[:40] not in refusal or not text.strip()
            continue
        kept += 1
        (row,) = rows_of(store, FigureNote, FigureNote.version == kept)
        assert kept_as_typed(text, row[field])
        assert not could_be_personal_number(text)
    assert 50 < kept < len(TEXTS)


def test_why_a_target_and_a_rebase_are_made_is_kept_as_typed_or_refused(store):
    place, decided, why = a_place(store), [], []
    by = {"by": viewer(place, "utvecklingsledare"), "unit_id": None, "figure": "hushall"}
    for number, text in enumerate(TEXTS):
        day = date(1990, 1, 1) + timedelta(days=number)
        said = {"value": 1.0, "valid_from": day, "decision": text}
        _, refusal = asked(targets.set_target, store, **by, **said)
        assert refusal is None or refusal.startswith("Beslut: ")
        decided += [] if refusal else [text.strip()]
        period = date(1995 + number // 12, 1 + number % 12, 1)
        _, refusal = asked(rebases.set_rebase, store, **by, period=period, reason=text)
        assert refusal is None or refusal.startswith("Skäl: ")
        why += [] if refusal else [text.strip()]
    assert [row["decision"] for row in rows_of(store, Target)] == decided
    assert [row["reason"] for row in rows_of(store, Rebase)] == why
    assert len(decided) == len(why) > 50


@pytest.mark.parametrize(("field", "word"), [("owner", "Ägare"), ("note", "Anmärkning")])
def test_what_is_said_of_a_statistic_is_kept_as_typed_or_refused(store, field, word):
    place, version = a_place(store), 0
    said = {"by": viewer(place, "utvecklingsledare"), "figure": "C1", "standing": "exists"}
    for text in TEXTS:
        made, refusal = asked(
            inventory.say_standing, store, **said, version=version, **{field: text}
        )
        if refusal:
            assert refusal.startswith(f"{word}: ")
            continue
        version = made
        (row,) = rows_of(store, InventoryEntry)
        assert kept_as_typed(text, row[field])
    assert 50 < version < len(TEXTS)


def test_figures_and_standings_that_nobody_has_are_refused(store):
    place = a_place(store)
    leader, day = viewer(place, "utvecklingsledare"), date(2020, 1, 1)
    for text in TEXTS[:60]:
        of, whole = {"by": leader, "figure": text}, {"unit_id": None}
        target = {"value": 1.0, "valid_from": day, "decision": "Beslut"}
        for change, said in (
            (targets.set_target, of | whole | target),
            (rebases.set_rebase, of | whole | {"period": day, "reason": "Skäl"}),
            (notes.say_note, of | {"version": 0, "causes": "Orsak"}),
            (inventory.say_standing, of | {"version": 0, "standing": "exists"}),
            (inventory.say_standing, of | {"version": 0, "standing": text, "figure": "C1"}),
            (
                scorecard.choose_figures,
                {"by": leader, "figures": [text], "headlines": [text], "version": 0},
            ),
        ):
            with pytest.raises(RefusedError):
                change(store, **said)


def test_codes_that_nobody_has_are_refused(store):
    place = a_place(store)
    point_id = a_point(store, place)
    leader = viewer(place, "utvecklingsledare")
    admin = viewer(place, "administratör")
    somebody = put(store, User, party_id=put(store, Party))
    for text in TEXTS[:60]:
        with pytest.raises(RefusedError):
            plans.set_status(store, by=leader, point_id=point_id, version=1, status=text)
        with pytest.raises(RefusedError):
            roles.grant_role(store, by=admin, user_id=somebody, role=text, valid_from=MAY)
        with pytest.raises(RefusedError):
            settings.set_setting(store, by=admin, name="least_shown", value=text, version=0)
        with pytest.raises(RefusedError):
            law.confirm_law(store, by=admin, code=text, version=1)
    assert rows_of(store, LegalBasis)
    assert rows_of(store, StatusUpdate) == []


def refused(store, content: bytes, file_hash: str) -> list[str] | None:
    """Why a file is refused; None when it is in."""
    try:
        table = read_table(content, PROFILE.columns)
        cases = read_cases(table, PROFILE, "nyckel", lambda read: None)
        take_in(store, PROFILE, cases, file_hash, table.headings)
    except FileRefusedError as reason:
        return [refusal.what for refusal in reason.refusals]
    return None


@pytest.mark.parametrize("column", HEADINGS[:-1])
def test_a_column_of_a_file_is_kept_as_typed_or_the_file_is_refused(store, column):
    kept = 0
    for number, text in enumerate(text for text in TEXTS if len(text) < 10_000):
        row = {"Ärende-id": f"A{number}", "Person": f"P{number}", column: text}
        if column == "Avslutsorsak":
            row["Slutdatum"] = "2026-03-31"
        try:
            content = a_file({**row}, code_page="utf-8")
        except UnicodeEncodeError:
            continue  # no file can hold it
        why = refused(store, content, f"hash-{number}")
        if why is not None:
            assert all(len(what) < 300 and (len(text) < 4 or text not in what) for what in why)
            continue
        kept += 1
    assert (kept > 0) == (column in ("Ärende-id", "Person", "Enhet"))
    pseudonyms = [row["pseudonym"] for row in rows_of(store, Person)]
    assert all(set(name) <= set("0123456789abcdef") for name in pseudonyms)
    assert len(rows_of(store, Case)) == kept
    assert ROW["Anteckning"] not in str(rows_of(store, Case))
