"""Who is looking is asked again before every change: a panel may have been open for long."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data.models.organisation import RoleGrant, User
from data.people.rights import NotAllowedError
from data.people.sign_in import Identity, Limits, arrive, leave
from data.people.viewers import viewer_for
from data.store.snapshot import Snapshot
from pages.parts.frame.sign_in import Arrived
from pages.parts.frame.who import viewer_again
from tests.data.builders import DAY, a_place, correct, put


def test_rights_are_those_of_the_moment_and_not_of_when_the_panel_opened(store):
    place = a_place(store)
    put(store, RoleGrant, user_id=place.user_id, forum_id=place.forum_id)
    snapshot = Snapshot(store)
    before = viewer_for(snapshot, snapshot.versions(), place.user_id, place.forum_id, DAY)
    assert viewer_again(snapshot, None, before) == before

    correct(store, User.user_id == place.user_id, deactivated_at=datetime.now(UTC))
    with pytest.raises(NotAllowedError):
        viewer_again(snapshot, None, before)


def test_a_signing_in_that_has_ended_changes_nothing_more(store):
    place, now = a_place(store), datetime.now(UTC)
    who = Identity("https://inloggning.example", "sam", "Sam", None, "tecken", now)
    limits = Limits(timedelta(minutes=60), timedelta(hours=10))
    arrived = Arrived(arrive(store, who, limits, now), who, limits)
    put(store, RoleGrant, user_id=arrived.user_id, forum_id=place.forum_id)
    snapshot = Snapshot(store)
    before = viewer_for(snapshot, snapshot.versions(), arrived.user_id, place.forum_id, DAY)
    assert viewer_again(snapshot, arrived, before) == before

    leave(store, who, now)
    with pytest.raises(NotAllowedError, match="Inloggningen är avslutad"):
        viewer_again(snapshot, arrived, before)


class Clock(datetime):
    """A clock that stands."""

    at: datetime

    @classmethod
    def now(cls, tz=None) -> datetime:
        return cls.at.astimezone(tz)


def test_a_page_that_stays_open_past_midnight_acts_by_the_new_day(store, monkeypatch):
    """In Stockholm: there the first of July begins at 22 on the last of June, in UTC."""
    place, last = a_place(store), date(2026, 6, 30)
    term = {"valid_from": DAY, "valid_until": date(2026, 7, 1)}
    put(store, RoleGrant, user_id=place.user_id, forum_id=place.forum_id, **term)
    snapshot = Snapshot(store)
    drawn = viewer_for(snapshot, snapshot.versions(), place.user_id, place.forum_id, last)
    monkeypatch.setattr("pages.parts.frame.who.datetime", Clock)

    Clock.at = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    assert viewer_again(snapshot, None, drawn) == drawn
    Clock.at = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    with pytest.raises(NotAllowedError):
        viewer_again(snapshot, None, drawn)
