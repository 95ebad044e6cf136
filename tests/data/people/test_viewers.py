"""Who may see and change what: the table of rights, grants and their days, units and those below."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from data.models.codes import Role
from data.models.organisation import RoleGrant, Unit
from data.people.rights import (
    KEEP_FIGURES,
    KEEP_GROUPS,
    KEEP_MEMBERS,
    KEEP_PLANS,
    KEEP_SETTINGS,
    REVIEW_LOG,
    RIGHTS,
    SET_STATUS,
    NotAllowedError,
    Viewer,
)
from data.people.viewers import viewer_for, with_units_below
from data.store.snapshot import Snapshot
from tests.data.builders import Frames, a_place, put, rows_of
from tests.data.worlds import FOR_EXTERNAL, ME, MINE, TODAY, UNITS, grants, trees
from tests.thorough import often

OWN, OTHER = 1, 2
SOMETIMES = settings(max_examples=often(10, 60), suppress_health_check=list(HealthCheck))

# role: sees figures, own cases; sets status in own unit, in another's, in nobody's; keeps plans,
# groups, what is said of figures (T), members, settings; reviews the log
MAY = {
    "ledamot": "F..........",
    "extern": "F..........",
    "enhetschef": "FCo........",
    "handläggare": "FCo........",
    "utvecklingsledare": "F.oanPGT...",
    "dataansvarig": "...........",
    "loggranskare": "..........L",
    "administratör": "........MS.",
}


@pytest.mark.parametrize("role", MAY)
def test_a_role_gives_what_the_table_says_and_nothing_more(role):
    person = Viewer(ME, "Prövaren", MINE, frozenset({role}), frozenset({OWN}))

    may = (
        person.sees_figures,
        bool(person.case_units),
        person.may(SET_STATUS, OWN),
        person.may(SET_STATUS, OTHER),
        person.may(SET_STATUS, None),
        person.may(KEEP_PLANS),
        person.may(KEEP_GROUPS),
        person.may(KEEP_FIGURES),
        person.may(KEEP_MEMBERS),
        person.may(KEEP_SETTINGS),
        person.may(REVIEW_LOG),
    )
    assert (
        "".join(letter if yes else "." for yes, letter in zip(may, "FCoanPGTMSL", strict=True))
        == MAY[role]
    )


def test_two_roles_give_what_each_of_them_gives():
    both = Viewer(
        ME, "Prövaren", MINE, frozenset({"enhetschef", "utvecklingsledare"}), frozenset({OWN})
    )

    assert both.case_units == {OWN}
    assert both.may(SET_STATUS, OTHER)


def test_nobody_may_make_a_change_that_is_no_change():
    person = Viewer(ME, "Prövaren", MINE, frozenset(RIGHTS), frozenset({OWN}))

    assert not person.may("see everything", OWN)


def test_every_role_that_may_be_granted_has_a_right(store):
    assert {row["code"] for row in rows_of(store, Role)} == set(RIGHTS)


def granted(**grant) -> Frames:
    ordinary = {
        "user_id": ME,
        "display_name": "Prövaren",
        "forum_id": MINE,
        "role": "ledamot",
        "valid_from": TODAY,
        "is_deactivated": False,
        "is_external": False,
    }
    return Frames(grants=pl.DataFrame([ordinary | grant]))


@pytest.mark.parametrize(
    ("grant", "lets_in"),
    [
        ({"valid_from": TODAY}, True),
        ({"valid_from": TODAY + timedelta(days=1)}, False),
        ({"valid_until": TODAY + timedelta(days=1)}, True),
        ({"valid_until": TODAY}, False),
        ({"forum_id": MINE + 1}, False),
        ({"user_id": ME + 1}, False),
        ({"is_deactivated": True}, False),
        ({"is_external": True}, True),
        ({"is_external": True, "role": "extern"}, True),
        ({"is_external": True, "role": "enhetschef", "unit_id": OWN}, False),
        ({"role": "allsmäktig"}, False),
    ],
    ids=["from today", "from tomorrow", "until tomorrow", "until today", "elsewhere", "another's"]
    + ["deactivated", "external member", "external party", "external head", "unknown role"],
)
def test_a_grant_lets_its_person_in_from_its_first_day_until_before_its_last(grant, lets_in):
    frames = granted(**grant)

    if lets_in:
        who = viewer_for(frames, frames.versions(), ME, MINE, TODAY)
        assert who.roles == {grant.get("role", "ledamot")}
        return
    with pytest.raises(NotAllowedError, match=r"Du har ingen roll i den här styrgruppen\. Be "):
        viewer_for(frames, frames.versions(), ME, MINE, TODAY)


def test_a_head_has_the_unit_granted_and_those_below_in_that_steering_group_only(store):
    place, elsewhere = a_place(store), a_place(store)
    below = put(store, Unit, party_id=place.party_id, parent_id=place.north)
    deepest = put(store, Unit, party_id=place.party_id, parent_id=below)
    here = {"user_id": place.user_id, "forum_id": place.forum_id}
    put(store, RoleGrant, **here, role="enhetschef", unit_id=place.north)
    put(store, RoleGrant, **here)
    put(
        store,
        RoleGrant,
        user_id=place.user_id,
        forum_id=elsewhere.forum_id,
        role="handläggare",
        unit_id=elsewhere.south,
    )
    snapshot = Snapshot(store)

    def looking_at(forum_id: int) -> Viewer:
        return viewer_for(snapshot, snapshot.versions(), place.user_id, forum_id, date(2026, 1, 1))

    person = looking_at(place.forum_id)
    assert (person.user_id, person.forum_id) == (place.user_id, place.forum_id)
    assert person.name.startswith("Person ")
    assert person.roles == {"enhetschef", "ledamot"}
    assert person.own_units == person.case_units == {place.north, below, deepest}
    assert looking_at(elsewhere.forum_id).own_units == {elsewhere.south}


def test_a_unit_is_not_its_parents_or_its_siblings():
    tree = pl.DataFrame({"unit_id": [1, 2, 3, 4], "parent_id": [None, 1, 1, 2]})

    assert with_units_below(tree, {2}) == {2, 4}
    assert with_units_below(tree, {1}) == {1, 2, 3, 4}
    assert with_units_below(tree, set()) == set()


def test_a_circle_in_the_tree_ends():
    circle = pl.DataFrame({"unit_id": [1, 2, 3, 4], "parent_id": [3, 1, 2, 4]})

    assert with_units_below(circle, {1}) == {1, 2, 3}
    assert with_units_below(circle, {4}) == {4}


def climbs_to(unit: int | None, tops: set[int], above: dict[int, int | None]) -> bool:
    for _ in UNITS:
        if unit in tops:
            return True
        unit = above.get(unit)
    return False


@SOMETIMES
@given(trees(), grants())
def test_whatever_the_tree_nobody_has_units_outside_those_granted(tree, given_roles):
    frames = Frames(units=tree, grants=pl.DataFrame(given_roles, infer_schema_length=None))
    mine = [
        grant
        for grant in given_roles
        if grant["user_id"] == ME
        and grant["forum_id"] == MINE
        and grant["valid_from"] <= TODAY
        and (grant["valid_until"] is None or grant["valid_until"] > TODAY)
        and not grant["is_deactivated"]
        and not (grant["is_external"] and grant["role"] not in FOR_EXTERNAL)
    ]

    if not mine:
        with pytest.raises(NotAllowedError):
            viewer_for(frames, frames.versions(), ME, MINE, TODAY)
        return
    person = viewer_for(frames, frames.versions(), ME, MINE, TODAY)
    above = dict(tree.select("unit_id", "parent_id").rows())
    tops = {grant["unit_id"] for grant in mine} - {None}
    assert person.roles == {grant["role"] for grant in mine}
    assert person.own_units == {unit for unit in UNITS if climbs_to(unit, tops, above)}
