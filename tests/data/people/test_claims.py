"""Roles by the provider's groups: given, taken back, and never instead of an administrator's."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from data.actions.roles import end_role
from data.models.log import Access, Event, SignIn
from data.models.organisation import ForumParty, Party, RoleGrant, Unit, User
from data.people.claims import Given, groups_in, read_map
from data.people.rights import NotAllowedError
from data.people.sign_in import Limits, arrive, identity_of
from data.people.viewers import viewer_for
from data.settings import SettingError, settings
from data.store.snapshot import Snapshot
from tests.data.builders import a_place, correct, how_many, put, rows_of, viewer

MORNING = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
LIMITS = Limits(timedelta(minutes=60), timedelta(hours=10))
MAP = (
    Given("g-ledamot", "prov", "ledamot"),
    Given("g-norr", "prov", "enhetschef", "Norr"),
    Given("g-annan", "finns-inte", "ledamot"),
    Given("g-okand", "prov", "enhetschef", "Finns inte"),
)


@pytest.fixture
def place(store):
    made = a_place(store, code="prov")
    correct(store, Unit.unit_id == made.north, name="Norr")
    return made


def sign_in(store, *groups: str, day: int = 0, known: bool = True) -> int:
    """Sign somebody in whose party is known already, unless it is said not to be."""
    if known and how_many(store, SignIn) == 0:
        user = {"issuer": "https://i.example", "subject": "abc", "party_id": put(store, Party)}
        put(store, User, **user)
    claims = {"iss": "https://i.example", "sub": "abc", "iat": MORNING.timestamp() + 86400 * day}
    claims["nonce"] = f"{day} {groups}"
    who = identity_of(claims | {"roles": list(groups)}, "roles")
    return arrive(store, who, LIMITS, MORNING + timedelta(days=day), given=MAP)


def roles_on(store, place, user_id: int, day: int = 0) -> set[str]:
    snapshot = Snapshot(store)
    on = TODAY + timedelta(days=day)
    try:
        return set(viewer_for(snapshot, snapshot.versions(), user_id, place.forum_id, on).roles)
    except NotAllowedError:
        return set()


def test_a_group_gives_its_role_from_the_first_click_and_only_where_it_is_mapped(store, place):
    user_id = sign_in(store, "g-ledamot", "g-norr", "g-annan", "g-okand", "g-omappad")

    assert roles_on(store, place, user_id) == {"ledamot", "enhetschef"}
    grants = rows_of(store, RoleGrant, RoleGrant.user_id == user_id)
    assert {row["unit_id"] for row in grants} == {None, place.north}
    assert all(row["by_claim"] for row in grants)
    said = [row["action"] for row in rows_of(store, Event)]
    assert said.count("fick en roll genom grupp") == 2
    assert [row["kind"] for row in rows_of(store, Access)].count("rights") == 2


@pytest.mark.parametrize("day", [0, 1])
def test_a_group_that_is_gone_takes_its_role_back_at_the_next_signing_in(store, place, day):
    user_id = sign_in(store, "g-ledamot", "g-norr")
    later = sign_in(store, "g-norr", day=day)

    assert later == user_id
    assert roles_on(store, place, user_id, day) == {"enhetschef"}
    sign = [row["action"] for row in rows_of(store, Event)]
    assert sign.count("miste en roll genom grupp") == 1


def test_the_same_groups_again_change_nothing(store, place):
    user_id = sign_in(store, "g-ledamot")
    before = rows_of(store, RoleGrant)
    sign_in(store, "g-ledamot", day=1)

    assert rows_of(store, RoleGrant) == before
    assert roles_on(store, place, user_id, 1) == {"ledamot"}


def test_what_an_administrator_gave_is_left_alone(store, place):
    user_id = sign_in(store, "g-ledamot")
    put(store, RoleGrant, user_id=user_id, forum_id=place.forum_id, role="utvecklingsledare")
    sign_in(store, day=1)

    assert roles_on(store, place, user_id, 1) == {"utvecklingsledare"}


def test_nobody_whose_party_is_not_known_gets_more_than_protected_figures(store, place):
    user_id = sign_in(store, "g-norr", "g-ledamot", known=False)

    assert roles_on(store, place, user_id) == {"ledamot"}


def test_what_an_administrator_has_ended_is_not_given_again(store, place):
    user_id = sign_in(store, "g-ledamot")
    (grant,) = rows_of(store, RoleGrant)
    by = viewer(place, "administratör")
    end_role(store, by=by, grant_id=grant["grant_id"], version=1, last_on=TODAY)
    sign_in(store, "g-ledamot", day=2)

    assert roles_on(store, place, user_id, 2) == set()


def test_a_unit_that_is_not_the_only_one_of_its_name_gives_nothing(store, place):
    other = put(store, Party)
    put(store, ForumParty, forum_id=place.forum_id, party_id=other)
    put(store, Unit, party_id=other, name="Norr")

    assert roles_on(store, place, sign_in(store, "g-norr")) == set()


def test_somebody_from_an_external_party_sees_no_more_for_their_groups(store, place):
    user_id = sign_in(store, "g-norr")
    outside = put(store, Party, is_external=True)
    correct(store, User.user_id == user_id, party_id=outside)

    assert roles_on(store, place, user_id) == set()


@pytest.mark.parametrize(
    ("claims", "groups"),
    [
        ({"roles": ["a", "b"]}, {"a", "b"}),
        ({"roles": "a"}, {"a"}),
        ({"roles": {"a": 1}}, set()),
        ({}, set()),
    ],
)
def test_groups_are_read_out_of_a_list_or_one_word(claims, groups):
    assert groups_in(claims, "roles") == groups
    assert groups_in(claims, "") == set()


def test_a_mapping_is_read_from_the_settings_and_a_wrong_one_is_told_of(monkeypatch):
    row = {"group": "g", "forum": "prov", "role": "enhetschef", "unit": "Norr"}
    monkeypatch.setenv("LAGESBILD_OIDC_GROUP_ROLES", json.dumps([row]))
    assert settings().given == ()  # no claim is named
    monkeypatch.setenv("LAGESBILD_OIDC_GROUP_CLAIM", "roles")
    assert (
        settings().given
        == (Given("g", "prov", "enhetschef", "Norr"),)
        == read_map(json.dumps([row]))
    )
    for wrong, why in (
        ("{", "lista i JSON"),
        ('[{"group": "g"}]', "lista i JSON"),
        (json.dumps([row | {"role": "kung"}]), "en roll som inte finns"),
        (json.dumps([row | {"unit": None}]), "nämna en enhet"),
        (json.dumps([row | {"role": "ledamot"}]), "nämna en enhet"),
    ):
        monkeypatch.setenv("LAGESBILD_OIDC_GROUP_ROLES", wrong)
        with pytest.raises(SettingError, match=f"GROUP_ROLES kan inte användas: .*{why}"):
            settings()
