"""Who is looking is asked again before every change: a panel may have been open for long."""

from datetime import UTC, datetime, timedelta

import pytest

from data.access import NotAllowedError, viewer_for
from data.models.organisation import RoleGrant, User
from data.sign_in import Identity, Limits, arrive, leave
from data.snapshot import Snapshot
from pages.parts.frame.sign_in import Arrived
from pages.parts.frame.who import viewer_again
from tests.data.builders import DAY, a_place, correct, put


def test_rights_are_those_of_the_moment_and_not_of_when_the_panel_opened(store):
    place = a_place(store)
    put(store, RoleGrant, user_id=place.user_id, forum_id=place.forum_id)
    snapshot = Snapshot(store)
    before = viewer_for(snapshot, snapshot.versions(), place.user_id, place.forum_id, DAY)
    assert viewer_again(snapshot, None, before, DAY) == before

    correct(store, User.user_id == place.user_id, deactivated_at=datetime.now(UTC))
    with pytest.raises(NotAllowedError):
        viewer_again(snapshot, None, before, DAY)


def test_a_signing_in_that_has_ended_changes_nothing_more(store):
    place, now = a_place(store), datetime.now(UTC)
    who = Identity("https://inloggning.example", "sam", "Sam", None, "tecken", now)
    limits = Limits(timedelta(minutes=60), timedelta(hours=10))
    arrived = Arrived(arrive(store, who, limits, now), who, limits)
    put(store, RoleGrant, user_id=arrived.user_id, forum_id=place.forum_id)
    snapshot = Snapshot(store)
    before = viewer_for(snapshot, snapshot.versions(), arrived.user_id, place.forum_id, DAY)
    assert viewer_again(snapshot, arrived, before, DAY) == before

    leave(store, who, now)
    with pytest.raises(NotAllowedError, match="Inloggningen är avslutad"):
        viewer_again(snapshot, arrived, before, DAY)
