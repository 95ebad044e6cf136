"""A paragraph confirmed: what it leaves behind, and what is refused."""

import pytest

from data.actions.law import confirm_law
from data.actions.refusals import ConflictError, RefusedError
from data.models.law import LegalBasis
from data.models.log import Event
from data.people.rights import NotAllowedError
from tests.data.builders import a_place, rows_of, viewer

ADMIN, CODE = "administratör", "SOL25-12-4"


def test_a_paragraph_is_confirmed_once_and_by_somebody(store):
    place = a_place(store)
    said = {"by": viewer(place, ADMIN), "code": CODE}

    assert confirm_law(store, **said, version=1) == 2

    (law,) = rows_of(store, LegalBasis, LegalBasis.code == CODE)
    assert law["confirmed_on"] is not None
    assert law["confirmed_by_user_id"] == place.user_id
    assert rows_of(store, Event)[-1]["action"] == "bekräftade ett lagrum"
    with pytest.raises(ConflictError):
        confirm_law(store, **said, version=1)
    with pytest.raises(RefusedError, match="redan bekräftat"):
        confirm_law(store, **said, version=2)
    with pytest.raises(RefusedError, match="finns inte"):
        confirm_law(store, **said | {"code": "X"}, version=1)


def test_only_an_administrator_confirms(store):
    with pytest.raises(NotAllowedError):
        confirm_law(store, by=viewer(a_place(store), "utvecklingsledare"), code=CODE, version=1)


def test_what_is_not_read_in_the_statute_is_marked_so(store):
    evidence = {row["code"]: row["evidence"] for row in rows_of(store, LegalBasis)}

    assert evidence["SOL25-12-1"] == "verified"
    assert evidence["SOL25-12-4"] == "derived"
    assert evidence["AKT-2026"] == "secondary"
