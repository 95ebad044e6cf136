"""Two who do the same at the same moment: one is first, the other is told, and nothing breaks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest

from data.actions.people import deactivate
from data.actions.refusals import ConflictError, RefusedError
from data.actions.reviews import sign_review
from data.actions.roles import end_role
from data.actions.settings import set_setting
from data.models.log import Access, LogReview, Setting, SignIn
from data.models.organisation import RoleGrant, User
from data.people.sign_in import Limits, arrive, identity_of
from tests.data.builders import a_place, how_many, put, rows_of, viewer

ROUNDS = 5
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
ADMIN = "administratör"


def at_once(*asked: Callable[[], object]) -> list[object]:
    """What each of them gave, or was refused with."""
    ready = Barrier(len(asked))

    def one(ask: Callable[[], object]) -> object:
        ready.wait()
        try:
            return ask()
        except (RefusedError, ConflictError) as reason:
            return type(reason)

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(one, asked))


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_tabs_that_arrive_first_are_one_person(store, turn):
    who = identity_of({"iss": "https://i.example", "sub": f"s{turn}", "iat": NOW.timestamp()})
    limits = Limits(timedelta(hours=1), timedelta(hours=10))

    first, *others = at_once(*[lambda: arrive(store, who, limits, NOW)] * 4)

    assert set(others) == {first}
    assert how_many(store, User) == how_many(store, SignIn) == how_many(store, Access) == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_setting_set_for_the_first_time_twice_is_set_once(store, turn):
    place = a_place(store)

    def ask(value: str) -> Callable[[], object]:
        said = {"by": viewer(place, ADMIN), "name": "stale_after", "version": 0}
        return lambda: set_setting(store, **said, value=value)

    told = at_once(ask("20"), ask("30"))

    assert sorted(told, key=str) == [1, ConflictError]
    assert how_many(store, Setting) == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_month_signed_twice_is_signed_once(store, turn):
    place = a_place(store)
    asked = {"by": viewer(place, "loggranskare"), "month": date(2026, 5, 1), "finding": "Inget."}

    told = at_once(*[lambda: sign_review(store, **asked)] * 2)

    assert sorted(told, key=str) == [0, RefusedError]
    assert how_many(store, LogReview) == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("way", ["end", "shut out"])
def test_two_administrators_who_end_each_other_leave_one(store, way, turn):
    place = a_place(store)
    forum = {"forum_id": place.forum_id, "role": ADMIN}
    people = [place.user_id, put(store, User)]
    grants = [put(store, RoleGrant, user_id=one, **forum) for one in people]

    def ask(me: int, other: int) -> Callable[[], object]:
        by = replace(viewer(place, ADMIN), user_id=people[me])
        if way == "end":
            today = datetime.now(UTC).date()
            return lambda: end_role(store, by=by, grant_id=grants[other], version=1, last_on=today)
        return lambda: deactivate(store, by=by, user_id=people[other], version=1)

    told = at_once(ask(0, 1), ask(1, 0))

    assert sorted(told, key=str) == [2, RefusedError]
    left = rows_of(store, RoleGrant, RoleGrant.valid_until.is_(None))
    out = {row["user_id"] for row in rows_of(store, User) if row["deactivated_at"]}
    assert len([row for row in left if row["user_id"] not in out]) == 1
