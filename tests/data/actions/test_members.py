"""Roles given and ended, people shut out and let in: what it leaves behind, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from data.actions.people import deactivate, describe_person, reactivate
from data.actions.refusals import ConflictError, RefusedError
from data.actions.roles import end_role, grant_role
from data.models.codes import Role
from data.models.log import Access, Event
from data.models.organisation import Forum, ForumParty, Party, RoleGrant, Unit, User
from data.people.rights import NotAllowedError
from data.people.viewers import viewer_for
from data.store.snapshot import Snapshot
from tests.data.builders import DAY, Place, a_place, correct, everything, put, rows_of, viewer

ADMIN = "administratör"


@pytest.fixture
def place(store) -> Place:
    """A steering group whose administrator is the place's user."""
    place = a_place(store)
    put(store, RoleGrant, user_id=place.user_id, forum_id=place.forum_id, role=ADMIN)
    return place


@pytest.fixture
def somebody(store) -> int:
    """A person without a role."""
    return put(store, User, display_name="Någon", party_id=put(store, Party))


def admin(place: Place):
    return viewer(place, ADMIN)


def seen(store, place: Place, user_id: int, on: date = DAY):
    snapshot = Snapshot(store)
    return viewer_for(snapshot, snapshot.versions(), user_id, place.forum_id, on)


def test_a_role_given_holds_from_its_day_and_leaves_an_event_and_a_line(store, place, somebody):
    grant_id = grant_role(
        store,
        by=admin(place),
        user_id=somebody,
        role="enhetschef",
        unit_id=place.north,
        valid_from=DAY,
        valid_until=date(2026, 7, 1),
    )

    assert seen(store, place, somebody).case_units == {place.north}
    with pytest.raises(NotAllowedError):
        seen(store, place, somebody, date(2026, 7, 1))
    (event,) = rows_of(store, Event)
    assert (event["action"], event["which"], event["before"]) == ("gav en roll", grant_id, None)
    assert event["after"]["role"] == "enhetschef"
    (line,) = rows_of(store, Access)
    assert line["kind"] == "rights"
    assert line["what"] == f"gav en roll som enhetschef, person nr {somebody}"
    assert (line["user_id"], line["forum_id"]) == (place.user_id, place.forum_id)


@pytest.mark.parametrize("role", ["utvecklingsledare", "loggranskare", "enhetschef"])
def test_only_an_administrator_changes_who_may_what(store, place, somebody, role):
    before = everything(store)
    by = viewer(place, role, place.north)
    asks = [
        lambda: grant_role(store, by=by, user_id=somebody, role="ledamot", valid_from=DAY),
        lambda: end_role(store, by=by, grant_id=1, version=1, last_on=DAY),
        lambda: deactivate(store, by=by, user_id=somebody, version=1),
        lambda: reactivate(store, by=by, user_id=somebody, version=1),
        lambda: describe_person(
            store, by=by, user_id=somebody, version=1, display_name="N", party_id=None
        ),
    ]

    for ask in asks:
        with pytest.raises(NotAllowedError):
            ask()
    assert everything(store) == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"role": "kung"}, "Roll: rollen finns inte"),
        ({"role": "enhetschef"}, "Enhet: välj"),
        ({"role": "ledamot", "unit_id": 1}, "Enhet: rollen gäller hela"),
        ({"role": "enhetschef", "unit_id": 99}, "Enhet: enheten hör inte"),
        ({"role": "ledamot", "valid_until": DAY}, "Till och med"),
        ({"role": "ledamot", "user_id": 99}, "Personen finns inte"),
    ],
)
def test_what_is_wrong_is_refused_by_field_and_nothing_is_kept(store, place, somebody, said, field):
    before = everything(store)

    with pytest.raises(RefusedError, match=field):
        grant_role(store, **({"by": admin(place), "user_id": somebody, "valid_from": DAY} | said))
    assert everything(store) == before


def test_nobody_gets_more_than_protected_figures_before_their_party_is_known(store, place):
    guest = put(store, User)
    asked = {"by": admin(place), "user_id": guest, "valid_from": DAY}

    with pytest.raises(RefusedError, match="Part: ange först"):
        grant_role(store, **asked, role="utvecklingsledare")
    grant_role(store, **asked, role="ledamot")


def test_nobody_gives_themselves_a_role(store, place):
    with pytest.raises(RefusedError, match="dig själv"):
        grant_role(
            store, by=admin(place), user_id=place.user_id, role="utvecklingsledare", valid_from=DAY
        )


def test_the_same_role_twice_is_refused_while_it_holds_and_taken_after(store, place, somebody):
    asked = {"by": admin(place), "user_id": somebody, "role": "ledamot"}
    grant_role(store, **asked, valid_from=DAY, valid_until=date(2026, 7, 1))

    with pytest.raises(RefusedError, match="redan den rollen"):
        grant_role(store, **asked, valid_from=date(2026, 6, 30))
    grant_role(store, **asked, valid_from=date(2026, 7, 1))


def test_a_unit_of_a_party_elsewhere_is_refused(store, place, somebody):
    foreign = put(store, Unit, party_id=put(store, Party))

    with pytest.raises(RefusedError, match="Enhet: enheten hör inte"):
        grant_role(
            store,
            by=admin(place),
            user_id=somebody,
            role="enhetschef",
            unit_id=foreign,
            valid_from=DAY,
        )


@pytest.mark.parametrize("role", ["enhetschef", "utvecklingsledare", ADMIN, "loggranskare"])
def test_somebody_from_an_external_party_gets_protected_figures_only(store, place, role):
    party_id = put(store, Party, is_external=True)
    put(store, ForumParty, forum_id=place.forum_id, party_id=party_id)
    guest = put(store, User, party_id=party_id)
    unit_id = place.north if role == "enhetschef" else None
    asked = {"by": admin(place), "user_id": guest, "valid_from": DAY}

    with pytest.raises(RefusedError, match="extern part"):
        grant_role(store, **asked, role=role, unit_id=unit_id)
    grant_role(store, **asked, role="extern")
    assert seen(store, place, guest).case_units == frozenset()


def test_a_role_ends_after_its_last_day(store, place, somebody):
    asked = {"by": admin(place), "user_id": somebody, "role": "ledamot"}
    grant_id = grant_role(store, **asked, valid_from=DAY)

    assert end_role(store, by=admin(place), grant_id=grant_id, version=1, last_on=DAY) == 2

    assert seen(store, place, somebody).roles == {"ledamot"}
    with pytest.raises(NotAllowedError):
        seen(store, place, somebody, date(2026, 6, 2))
    with pytest.raises(ConflictError):
        end_role(store, by=admin(place), grant_id=grant_id, version=1, last_on=DAY)


def test_a_role_that_ends_is_not_made_to_last_by_ending_it_again(store, place, somebody):
    asked = {"by": admin(place), "user_id": somebody, "role": "ledamot"}
    grant_id = grant_role(store, **asked, valid_from=DAY, valid_until=date(2026, 7, 1))
    end = {"by": admin(place), "grant_id": grant_id, "version": 1}

    with pytest.raises(RefusedError, match="slutar redan"):
        end_role(store, **end, last_on=date(2026, 6, 30))
    end_role(store, **end, last_on=date(2026, 6, 29))


def test_a_role_of_another_steering_group_is_out_of_reach(store, place):
    elsewhere = a_place(store)
    theirs = put(store, RoleGrant, user_id=elsewhere.user_id, forum_id=elsewhere.forum_id)

    with pytest.raises(RefusedError, match="finns inte i den här styrgruppen"):
        end_role(store, by=admin(place), grant_id=theirs, version=1, last_on=DAY)
    with pytest.raises(RefusedError, match="ingen roll i den här"):
        deactivate(store, by=admin(place), user_id=elsewhere.user_id, version=1)
    with pytest.raises(RefusedError, match="ingen roll i den här"):
        describe_person(
            store,
            by=admin(place),
            user_id=elsewhere.user_id,
            version=1,
            display_name="Ny",
            party_id=None,
        )


def test_a_new_name_is_seen_wherever_the_old_one_stood(store, place, somebody):
    snapshot = Snapshot(store)
    before = snapshot.versions()
    said = {"user_id": somebody, "version": 1, "party_id": None}

    describe_person(store, by=admin(place), display_name="Nytt namn", **said)

    after = snapshot.versions()
    assert {area for area in after if after[area] > before[area]} == {
        "organisation",
        "plans",
        "figures",
    }


def test_the_last_administrator_stays_until_there_is_another(store, place, somebody):
    (mine,) = rows_of(store, RoleGrant)
    end = {"by": admin(place), "grant_id": mine["grant_id"], "version": 1, "last_on": DAY}

    with pytest.raises(RefusedError, match="utan administratör"):
        end_role(store, **end)
    grant_role(store, by=admin(place), user_id=somebody, role=ADMIN, valid_from=DAY)
    end_role(store, **end)


def test_whoever_is_shut_out_sees_nothing_until_let_in_again(store, place, somebody):
    grant_role(store, by=admin(place), user_id=somebody, role="ledamot", valid_from=DAY)

    assert deactivate(store, by=admin(place), user_id=somebody, version=1) == 2
    with pytest.raises(NotAllowedError):
        seen(store, place, somebody)
    with pytest.raises(RefusedError, match="redan avstängd"):
        deactivate(store, by=admin(place), user_id=somebody, version=2)
    with pytest.raises(ConflictError):
        reactivate(store, by=admin(place), user_id=somebody, version=1)

    assert reactivate(store, by=admin(place), user_id=somebody, version=2) == 3
    assert seen(store, place, somebody).roles == {"ledamot"}


def test_nobody_shuts_themselves_out_or_leaves_a_steering_group_without_an_administrator(
    store, place, somebody
):
    elsewhere = put(store, Forum)
    for forum_id, role in ((place.forum_id, "ledamot"), (elsewhere, ADMIN)):
        put(store, RoleGrant, user_id=somebody, forum_id=forum_id, role=role)

    with pytest.raises(RefusedError, match="dig själv"):
        deactivate(store, by=admin(place), user_id=place.user_id, version=1)
    with pytest.raises(RefusedError, match="roller i andra styrgrupper"):
        deactivate(store, by=admin(place), user_id=somebody, version=1)


def test_a_person_gets_a_name_and_a_party(store, place, somebody):
    said = {"by": admin(place), "user_id": somebody, "display_name": " Chefen ", "party_id": None}

    assert describe_person(store, **said | {"party_id": place.party_id}, version=1) == 2
    person = next(row for row in rows_of(store, User) if row["user_id"] == somebody)
    assert (person["display_name"], person["party_id"]) == ("Chefen", place.party_id)
    for wrong, field in (
        ({"display_name": " "}, "Namn: skriv"),
        ({"display_name": "850228-1234"}, "Namn: "),
        ({"party_id": 99}, "Part: parten finns inte"),
    ):
        with pytest.raises(RefusedError, match=field):
            describe_person(store, **said | wrong, version=2)
    with pytest.raises(ConflictError):
        describe_person(store, **said, version=1)


def test_a_head_can_not_be_turned_into_somebody_from_an_external_party(store, place, somebody):
    external = put(store, Party, is_external=True)
    grant_role(
        store,
        by=admin(place),
        user_id=somebody,
        role="enhetschef",
        unit_id=place.north,
        valid_from=datetime.now(UTC).date(),
    )

    with pytest.raises(RefusedError, match="Avsluta rollen först"):
        describe_person(
            store,
            by=admin(place),
            user_id=somebody,
            version=1,
            display_name="Någon",
            party_id=external,
        )


def test_whoever_has_roles_elsewhere_is_neither_shut_out_nor_given_another_party(
    store, place, somebody
):
    elsewhere = a_place(store)
    for forum in (place, elsewhere):
        put(store, RoleGrant, user_id=somebody, forum_id=forum.forum_id, role="ledamot")
    party = put(store, Party)
    described = {"user_id": somebody, "version": 1, "display_name": "Någon"}

    with pytest.raises(RefusedError, match="roller i andra styrgrupper"):
        deactivate(store, by=admin(place), user_id=somebody, version=1)
    with pytest.raises(RefusedError, match="Part: personen har roller i andra"):
        describe_person(store, by=admin(place), **described, party_id=party)
    theirs = RoleGrant.forum_id == elsewhere.forum_id
    correct(store, theirs, valid_until=date(2001, 1, 1))
    assert deactivate(store, by=admin(place), user_id=somebody, version=1) == 2


def test_whoever_was_shut_out_elsewhere_is_let_in_there(store, place, somebody):
    elsewhere = a_place(store)
    put(store, RoleGrant, user_id=somebody, forum_id=elsewhere.forum_id, role="ledamot")
    deactivate(store, by=admin(elsewhere), user_id=somebody, version=1)
    put(store, RoleGrant, user_id=somebody, forum_id=place.forum_id, role="ledamot")

    with pytest.raises(RefusedError, match="stängdes av i en annan styrgrupp"):
        reactivate(store, by=admin(place), user_id=somebody, version=2)
    assert reactivate(store, by=admin(elsewhere), user_id=somebody, version=2) == 3


def test_a_role_that_is_not_given_any_more_is_refused(store, place, somebody):
    correct(store, Role.code == "ledamot", valid_until=DAY)

    with pytest.raises(RefusedError, match="Roll: värdet finns inte att välja"):
        grant_role(store, by=admin(place), user_id=somebody, role="ledamot", valid_from=DAY)
