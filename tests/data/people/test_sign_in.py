"""Signing in: who somebody is, how long that counts, and what it leaves behind."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event as Signal
from threading import Thread
from time import monotonic

import pytest

from data.models.log import Access, Event, SignIn
from data.models.organisation import User
from data.people.sign_in import Limits, SignInAgainError, arrive, counts, identity_of, leave
from data.store import writing
from tests.data.builders import how_many, put, rows_of

MORNING = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
LIMITS = Limits(timedelta(minutes=60), timedelta(hours=10))
CLAIMS = {
    "iss": "https://inloggning.example",
    "sub": "abc",
    "iat": int(MORNING.timestamp()),
    "nonce": "n1",
    "name": "Sam Prov",
    "email": "sam@example.com",
}
SAM = identity_of(CLAIMS)


def after(**time) -> datetime:
    return MORNING + timedelta(**time)


def test_a_first_arrival_keeps_a_user_without_a_role_and_a_line_in_the_log(store):
    user_id = arrive(store, SAM, LIMITS, MORNING)

    (person,) = rows_of(store, User)
    assert (person["user_id"], person["issuer"], person["subject"]) == (
        user_id,
        "https://inloggning.example",
        "abc",
    )
    assert (person["display_name"], person["email"]) == ("Sam Prov", "sam@example.com")
    assert [row["kind"] for row in rows_of(store, Access)] == ["signed_in"]
    assert [row["action"] for row in rows_of(store, Event)] == ["kom in första gången"]


def test_the_same_signing_in_is_one_line_however_often_it_arrives(store):
    first = arrive(store, SAM, LIMITS, MORNING)

    assert arrive(store, SAM, LIMITS, after(minutes=5)) == first
    assert how_many(store, SignIn) == how_many(store, Access) == how_many(store, User) == 1


def test_a_person_is_known_by_issuer_and_subject_and_never_by_e_mail(store):
    first = arrive(store, SAM, LIMITS, MORNING)
    again = identity_of(CLAIMS | {"nonce": "n2", "email": "ny@example.com"})
    elsewhere = identity_of(CLAIMS | {"nonce": "n3", "iss": "https://annan.example"})
    another = identity_of(CLAIMS | {"nonce": "n4", "sub": "abd"})

    assert arrive(store, again, LIMITS, MORNING) == first
    assert len({arrive(store, who, LIMITS, MORNING) for who in (SAM, elsewhere, another)}) == 3
    assert rows_of(store, User)[0]["email"] == "ny@example.com"


@pytest.mark.parametrize(("minutes", "counts"), [(59, True), (60, False)])
def test_without_a_click_it_holds_for_so_many_minutes(store, minutes, counts):
    arrive(store, SAM, LIMITS, MORNING)

    if counts:
        arrive(store, SAM, LIMITS, after(minutes=minutes))
        return
    with pytest.raises(SignInAgainError, match="inte gjort något på 60 minuter"):
        arrive(store, SAM, LIMITS, after(minutes=minutes))
    with pytest.raises(SignInAgainError, match="Inloggningen är avslutad"):
        arrive(store, SAM, LIMITS, after(minutes=1))
    assert [row["kind"] for row in rows_of(store, Access)] == ["signed_in", "let_go"]


def test_clicks_keep_it_alive_and_what_moves_by_itself_does_not(store):
    arrive(store, SAM, LIMITS, MORNING)
    arrive(store, SAM, LIMITS, after(minutes=50))
    arrive(store, SAM, LIMITS, after(minutes=100), by_click=False)

    with pytest.raises(SignInAgainError):
        arrive(store, SAM, LIMITS, after(minutes=110), by_click=False)


@pytest.mark.parametrize(("hours", "counts"), [(9.99, True), (10, False)])
def test_however_busy_it_holds_for_so_many_hours(store, hours, counts):
    for half_hours in range(20):
        arrive(store, SAM, LIMITS, after(minutes=30 * half_hours))

    if counts:
        arrive(store, SAM, LIMITS, after(hours=hours))
        return
    with pytest.raises(SignInAgainError, match="mer än 10 timmar sedan"):
        arrive(store, SAM, LIMITS, after(hours=hours))


def test_an_old_cookie_that_was_never_seen_here_is_too_old_all_the_same(store):
    with pytest.raises(SignInAgainError, match="timmar sedan"):
        arrive(store, SAM, LIMITS, after(days=29))
    assert how_many(store, User) == 0


def test_signed_out_is_signed_out_in_every_tab(store):
    arrive(store, SAM, LIMITS, MORNING)
    leave(store, SAM, after(minutes=1))
    leave(store, SAM, after(minutes=2))

    with pytest.raises(SignInAgainError, match="Inloggningen är avslutad"):
        arrive(store, SAM, LIMITS, after(minutes=3))
    assert [row["kind"] for row in rows_of(store, Access)] == ["signed_in", "signed_out"]


def test_asking_whether_it_counts_changes_nothing(store):
    assert not counts(store, SAM, LIMITS, MORNING)
    arrive(store, SAM, LIMITS, MORNING)

    assert counts(store, SAM, LIMITS, after(minutes=59))
    assert not counts(store, SAM, LIMITS, after(minutes=60))
    assert counts(store, SAM, LIMITS, after(minutes=1))
    leave(store, SAM, after(minutes=2))
    assert not counts(store, SAM, LIMITS, after(minutes=3))


def test_leaving_without_having_arrived_is_nothing(store):
    leave(store, SAM, MORNING)

    assert how_many(store, SignIn) == how_many(store, Access) == 0


@pytest.mark.parametrize("missing", ["iss", "sub", "iat"])
def test_claims_without_an_identity_are_refused(missing):
    with pytest.raises(SignInAgainError, match="saknar uppgift om vem"):
        identity_of({name: said for name, said in CLAIMS.items() if name != missing})


def test_a_person_who_was_here_before_keeps_the_name_given_here(store):
    put(store, User, issuer=SAM.issuer, subject=SAM.subject, display_name="Chefen")

    arrive(store, replace(SAM, name="Något annat"), LIMITS, MORNING)

    assert rows_of(store, User)[0]["display_name"] == "Chefen"


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_this_process", [True, False])
def test_a_click_waits_for_nobody_who_writes_and_is_noted_the_next_time(store, is_this_process):
    """In SQLite one writes at a time: an import may take minutes."""
    user_id = arrive(store, SAM, LIMITS, MORNING)
    file = sqlite3.connect(store.url.database, isolation_level=None)
    writes, may_end = Signal(), Signal()

    def write() -> None:
        with writing(store):
            writes.set()
            may_end.wait(30)

    if is_this_process:
        Thread(target=write).start()
        writes.wait(30)
    else:
        file.execute("BEGIN IMMEDIATE")
    began = monotonic()

    assert arrive(store, SAM, LIMITS, after(minutes=5)) == user_id
    assert monotonic() - began < 5
    assert seen_at(store) == MORNING

    may_end.set()
    file.close()
    with writing(store):  # once the other has let go
        pass
    arrive(store, SAM, LIMITS, after(minutes=6))
    assert seen_at(store) == after(minutes=6)


def seen_at(store) -> datetime:
    (sign_in,) = rows_of(store, SignIn)
    return sign_in["seen_at"].replace(tzinfo=UTC)
