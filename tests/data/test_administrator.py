"""The first administrator, by command: what it leaves behind, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from data.actions.refusals import RefusedError
from data.administrator import ROLE, USAGE, appoint, main
from data.models.log import Access, Event
from data.models.organisation import Party, RoleGrant, User
from data.people.rights import KEEP_MEMBERS
from data.people.viewers import viewer_for
from data.store import migrate, open_store
from data.store.snapshot import Snapshot
from tests.data.builders import a_place, everything, put, rows_of

TODAY = datetime.now(UTC).date()


def test_a_person_who_has_signed_in_becomes_administrator_today(store):
    place = a_place(store, code="prov", name="Provgruppen")

    assert appoint(store, "prov", place.user_id).endswith(" är administratör i Provgruppen.")

    snapshot = Snapshot(store)
    who = viewer_for(snapshot, snapshot.versions(), place.user_id, place.forum_id, _later())
    assert who.may(KEEP_MEMBERS)
    assert [row["action"] for row in rows_of(store, Event)] == ["utsåg en administratör"]
    assert [row["kind"] for row in rows_of(store, Access)] == ["rights"]


def test_who_is_to_be_administrator_later_can_be_appointed_today(store):
    place = a_place(store, code="prov", name="Provgruppen")
    put(
        store,
        RoleGrant,
        user_id=place.user_id,
        forum_id=place.forum_id,
        role=ROLE,
        valid_from=TODAY + timedelta(days=1),
    )

    appoint(store, "prov", place.user_id)

    later, now = sorted(rows_of(store, RoleGrant), key=lambda row: row["grant_id"])[-2:]
    assert (now["valid_from"], now["valid_until"]) == (TODAY, later["valid_from"])
    snapshot = Snapshot(store)
    who = viewer_for(snapshot, snapshot.versions(), place.user_id, place.forum_id, TODAY)
    assert ROLE in who.roles


def _later():
    return TODAY.replace(year=TODAY.year + 1, day=1)


def test_what_can_not_be_is_refused_and_nothing_is_kept(store):
    place = a_place(store, code="prov", name="Provgruppen")
    external = put(store, User, party_id=put(store, Party, is_external=True))
    shut_out = put(store, User, deactivated_at=datetime.now(UTC))
    before = everything(store)

    for code, user_id, said in (
        ("fel", place.user_id, "De som finns: prov"),
        ("prov", 99, "Personen finns inte"),
        ("prov", external, "extern part"),
        ("prov", shut_out, "avstängd"),
    ):
        with pytest.raises(RefusedError, match=said):
            appoint(store, code, user_id)
    assert everything(store) == before
    appoint(store, "prov", place.user_id)
    with pytest.raises(RefusedError, match="redan administratör"):
        appoint(store, "prov", place.user_id)


@pytest.mark.parametrize("words", [[], ["prov"], ["prov", "sam"], ["prov", "1", "2"]])
def test_used_wrongly_the_command_says_how(words, capsys):
    assert main(words) == 2
    assert capsys.readouterr().err.endswith(f"Så här: {USAGE}\n")


def test_the_command_does_it_and_says_so(tmp_path, monkeypatch, capsys):
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", address)
    assert main(["prov", "1"]) == 1
    assert "äldre än programmet" in capsys.readouterr().err
    store = open_store(address)
    migrate(store)
    place = a_place(store, code="prov", name="Provgruppen")

    assert main(["prov", str(place.user_id)]) == 0
    assert "är administratör i Provgruppen." in capsys.readouterr().out
    assert main(["fel", "1"]) == 1
