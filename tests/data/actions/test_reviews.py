"""A month of the log, looked through and signed: which lines it counts, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from data.actions.refusals import RefusedError
from data.actions.reviews import month_span, sign_review
from data.models.log import Access, Event, LogReview
from data.models.organisation import RoleGrant, User
from data.people.rights import NotAllowedError
from tests.data.builders import a_place, put, rows_of, viewer

REVIEWER, MAY = "loggranskare", date(2026, 5, 1)


@pytest.mark.parametrize(
    ("month", "since", "until"),
    [
        (date(2026, 1, 1), "2025-12-31T23:00Z", "2026-01-31T23:00Z"),
        (date(2026, 3, 1), "2026-02-28T23:00Z", "2026-03-31T22:00Z"),
        (date(2026, 12, 1), "2026-11-30T23:00Z", "2026-12-31T23:00Z"),
    ],
)
def test_a_month_begins_and_ends_at_midnight_in_stockholm(month, since, until):
    assert month_span(month) == (datetime.fromisoformat(since), datetime.fromisoformat(until))


def test_a_signed_month_counts_its_own_lines_and_those_of_signing_in(store):
    place, elsewhere = a_place(store), a_place(store)
    put(store, RoleGrant, user_id=place.user_id, forum_id=place.forum_id)
    put(store, RoleGrant, user_id=elsewhere.user_id, forum_id=elsewhere.forum_id)
    without_role = put(store, User)
    for at, columns in (
        (datetime(2026, 4, 30, 21, 59, tzinfo=UTC), {"forum_id": place.forum_id}),
        (datetime(2026, 4, 30, 22, 0, tzinfo=UTC), {"forum_id": place.forum_id}),
        (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), {"user_id": place.user_id}),
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), {"forum_id": place.forum_id}),
        (datetime(2026, 5, 9, tzinfo=UTC), {"forum_id": elsewhere.forum_id}),
        (datetime(2026, 5, 9, tzinfo=UTC), {"user_id": elsewhere.user_id}),
        (datetime(2026, 5, 9, tzinfo=UTC), {"user_id": without_role}),
    ):
        put(store, Access, at=at, **columns)

    entries = sign_review(store, by=viewer(place, REVIEWER), month=MAY, finding=" Inget avvek. ")

    assert entries == 3
    (review,) = rows_of(store, LogReview)
    assert (review["month"], review["entries"], review["finding"]) == (MAY, 3, "Inget avvek.")
    assert rows_of(store, Event)[-1]["action"] == "undertecknade en loggkontroll"


def test_a_month_is_signed_once_when_it_is_over_and_with_words(store):
    place = a_place(store)
    said = {"by": viewer(place, REVIEWER), "finding": "Inget avvek."}
    this_month = datetime.now(UTC).date().replace(day=1)

    with pytest.raises(RefusedError, match="inte slut"):
        sign_review(store, **said, month=this_month)
    with pytest.raises(RefusedError, match="Iakttagelse: skriv"):
        sign_review(store, **said | {"finding": " "}, month=MAY)
    sign_review(store, **said, month=MAY)
    with pytest.raises(RefusedError, match="redan granskad"):
        sign_review(store, **said, month=MAY)


def test_only_a_reviewer_signs(store):
    with pytest.raises(NotAllowedError):
        sign_review(
            store, by=viewer(a_place(store), "administratör"), month=MAY, finding="Inget avvek."
        )
