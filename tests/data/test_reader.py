"""The one door out: a steering group's own rows, own units exactly, and all else protected."""

import inspect
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from data.models.codes import Role
from data.models.figures import (
    ChosenFigure,
    DeliveredFigure,
    DeliveredValue,
    FigureNote,
    InventoryEntry,
    Population,
    Rebase,
    Scorecard,
    Target,
)
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import Access, LogReview, Setting
from data.models.organisation import (
    ForumParty,
    ForumUnit,
    Party,
    ReplacedForum,
    RoleGrant,
    Unit,
    User,
)
from data.models.people import HouseholdMonth, Person, ServiceEpisode, SupportMonth
from data.models.plans import (
    ActionPlan,
    ActionPoint,
    ExpectedOutcome,
    PointFigure,
    PointParty,
    StatusUpdate,
)
from data.people.rights import RIGHTS, NotAllowedError
from data.people.viewers import viewer_for
from data.published import publish
from data.reader import STORY, Delivered, Reader
from data.reader import Scorecard as Chosen
from data.store import frames
from data.store.snapshot import Snapshot
from metrics.catalogue import COUNTED, FromFacts
from metrics.cohort import TIMES
from tests.data.builders import (
    Frames,
    Place,
    a_case,
    a_place,
    correct,
    exits,
    put,
    put_all,
    rows_of,
    viewer,
)
from tests.data.recount import as_counts, nearest, recount
from tests.data.worlds import ME, MINE, TODAY, UNITS, UNTIL, worlds
from tests.thorough import often

HEAD, MEMBER, LEADER = "enhetschef", "ledamot", "utvecklingsledare"
SOMETIMES = settings(max_examples=often(6, 25), suppress_health_check=list(HealthCheck))
FRAMES = {
    "units": "UNITS",
    "every_unit": "UNITS",
    "deliveries": "DELIVERIES",
    "plans": "PLANS",
    "outcomes": "OUTCOMES",
    "points": "POINTS",
    "point_parties": "POINT_PARTIES",
    "point_figures": "POINT_FIGURES",
    "updates": "UPDATES",
    "targets": "TARGETS",
    "rebases": "REBASES",
    "inventory": "INVENTORY",
    "groups": "GROUPS",
    "figures": "FIGURES",
    "cases": "CASES",
    "parties": "PARTIES",
    "settings": "SETTINGS",
    "members": "GRANTS",
    "users": "USERS",
    "reviews": "REVIEWS",
}
OTHERWISE = {"forum", "labels", "delivered", "ledger", "ledger_by", "group_size", "lists_beside"}
OTHERWISE |= {"figure", "figure_by", "figure_longer", "catalogue", "missing"}
OTHERWISE |= {"legal_bases", "access_lines", "how_many_lines", "roles", "choices", "user"}
OTHERWISE |= {"figure_notes", "scorecard"}
OF_A_ROLE = {"members": "administratör", "users": "administratör", "reviews": "loggranskare"}
PICTURE = ("deliveries", "plans", "outcomes", "points", "point_parties", "updates", "targets")
PICTURE += ("point_figures",)
PICTURE += ("groups", "figures", "delivered", "catalogue", "missing", "rebases", "inventory")
PICTURE += ("scorecard",)


JUNE = date(2026, 6, 1)


def a_case_with_an_effort(store, place: Place) -> None:
    case_id = a_case(store, place.north)
    put(store, ServiceEpisode, case_id=case_id, party_id=place.party_id)


def a_full_place(store, whose: str) -> Place:
    """A steering group with a row of every kind that a reader gives, each saying whose it is."""
    place = a_place(store, name=f"Styrgrupp {whose}")
    forum = {"forum_id": place.forum_id}
    put(store, ReplacedForum, **forum, name=f"Forum {whose}")
    put(store, Setting, **forum, name="least_shown", value="7" if whose == "vår" else "6")
    put(store, RoleGrant, **forum, user_id=put(store, User, display_name=f"Person {whose}"))
    put(store, LogReview, **forum, by_user_id=place.user_id, finding=f"Iakttagelse {whose}")
    put(store, Access, **forum, what=f"Uttag {whose}")
    party_id = put(store, Party, name=f"Part {whose}")
    put(store, ForumParty, **forum, party_id=party_id)
    unit_id = put(store, Unit, party_id=party_id, name=f"Enhet {whose}")
    plan_id = put(store, ActionPlan, **forum, title=f"Plan {whose}")
    put(store, ExpectedOutcome, plan_id=plan_id, text=f"Följd {whose}")
    point_id = put(store, ActionPoint, plan_id=plan_id, title=f"Punkt {whose}")
    put(store, PointParty, point_id=point_id, party_id=party_id)
    put(store, PointFigure, point_id=point_id, figure=f"mått_{whose}")
    said = {"point_id": point_id, "by_user_id": place.user_id}
    put(store, StatusUpdate, **said, note=f"Notering {whose}")
    put(store, Target, **forum, unit_id=unit_id, decision=f"Beslut {whose}")
    by = {**forum, "by_user_id": place.user_id}
    put(store, Rebase, **by, reason=f"Skäl {whose}")
    put(store, FigureNote, **by, causes=f"Orsak {whose}")
    put(store, InventoryEntry, **forum, note=f"Anmärkning {whose}")
    put(store, Scorecard, **forum)
    put(store, ChosenFigure, **forum, figure="avslut" if whose == "vår" else "planer")
    put(store, Delivery, **forum, source=f"Källa {whose}")
    put(store, Population, **forum)
    own = put(store, DeliveredFigure, **forum, key=whose, title=f"Eget mått {whose}")
    put(store, DeliveredValue, delivered_figure_id=own)
    if whose == "deras":
        a_case_with_an_effort(store, place)
    group_id = put(store, MeasurementGroup, **forum, name=f"Grupp {whose}")
    for number, person_id in enumerate(put_all(store, Person, [{}] * 12)):
        of = {"unit_id": (place.north, place.south)[number % 2]}
        of["started_on"] = date(2026 - 2 * (number % 2), 1, 1)
        member_id = put(store, GroupMember, group_id=group_id, person_id=person_id, **of)
        put(store, MemberState, member_id=member_id)
    for unit in (place.north, place.south):
        for _ in range(6):
            a_case(store, unit, closed_on=date(2026, 6, 2), exit_reason="arbete")
    return place


def reader_for(store, place: Place, role: str, *units: int) -> Reader:
    snapshot = Snapshot(store)
    return Reader(snapshot, snapshot.versions(), viewer(place, role, *units))


def test_every_way_out_is_tried_below():
    public = {name for name, _ in inspect.getmembers(Reader, inspect.isfunction) if name[0] != "_"}

    assert public == {*FRAMES, *OTHERWISE}


def test_a_viewer_is_given_rows_of_their_own_steering_group_and_no_other(store):
    place, theirs = a_full_place(store, "vår"), a_full_place(store, "deras")
    for published in (place, theirs):
        publish(Snapshot(store), published.forum_id)
    reader = reader_for(store, place, HEAD, place.north)

    given = {
        name: getattr(
            reader_for(store, place, OF_A_ROLE[name]) if name in OF_A_ROLE else reader, name
        )()
        for name in FRAMES
    }

    for name, frame in given.items():
        assert frame.schema == getattr(frames, FRAMES[name]), name
        assert not frame.is_empty(), name
        assert "deras" not in str(frame.rows()), name
        if "forum_id" in frame:
            assert set(frame["forum_id"]) == {place.forum_id}, name
        if "unit_id" in frame:
            assert not {theirs.north, theirs.south} & set(frame["unit_id"]), name


def test_a_viewer_is_told_of_their_own_steering_group_and_no_other(store):
    place, theirs = a_full_place(store, "vår"), a_full_place(store, "deras")
    publish(Snapshot(store), place.forum_id)
    publish(Snapshot(store), theirs.forum_id)
    reader = reader_for(store, place, MEMBER)
    ours, others = (row["group_id"] for row in rows_of(store, MeasurementGroup))

    forum = reader.forum()

    assert (forum.forum_id, forum.name) == (place.forum_id, "Styrgrupp vår")
    assert max(forum.parties) == "Part vår"
    assert len(forum.parties) == 2
    assert forum.replaced == ("Forum vår",)
    assert reader.delivered() == Delivered(date(2026, 6, 30), ("Källa vår",))
    assert (reader.protection.least_shown, reader.rules.stale_after) == (7, 35)
    own = [figure.title for figure in reader.catalogue() if figure.number == "Eget"]
    assert own == ["Eget mått vår"]
    assert reader.figure("eget_vår").row(0)[:6] == ("eget_vår", JUNE, None, None, 12, None)
    assert reader.figure("eget_deras").is_empty()
    assert "population" not in reader.missing()
    assert "episodes" in reader.missing()
    assert list(reader.labels("point_statuses")) == [
        "not_started",
        "in_progress",
        "done",
        "cancelled",
    ]
    assert (reader.group_size(ours), reader.group_size(others)) == (12, 0)
    assert reader.ledger(ours).schema == reader.ledger(others).schema == frames.LEDGERS
    assert (reader.ledger(ours).is_empty(), reader.ledger(others).is_empty()) == (False, True)
    for way, names in (("unit_id", {place.north, place.south}), ("time_in_support", set(TIMES))):
        given = {group_id: reader.ledger_by(group_id, way) for group_id in (ours, others)}
        assert given[ours].schema == given[others].schema == frames.LEDGERS
        assert set(given[ours][way]) <= names
        assert set(given[ours]["state"]) == {"remaining", "left", "members"}
        assert given[others].is_empty()


def test_a_list_names_those_before_it_that_share_people_with_it_and_are_ones_own(store):
    place, theirs = a_place(store, name="Vår"), a_place(store, name="Deras")
    people = put_all(store, Person, [{}] * 4)
    lists = [("Första", place, people[:2]), ("Deras", theirs, people), ("Andra", place, people[2:])]
    lists.append(("Tredje", place, people[1:3]))
    groups = {}
    for name, where, on_it in lists:
        groups[name] = put(store, MeasurementGroup, forum_id=where.forum_id, name=name)
        rows = [{"group_id": groups[name], "person_id": person} for person in on_it]
        put_all(store, GroupMember, rows)

    reader = reader_for(store, place, MEMBER)

    beside = {name: reader.lists_beside(group_id) for name, group_id in groups.items()}
    assert beside == {"Första": [], "Deras": [], "Andra": [], "Tredje": ["Första", "Andra"]}


def test_what_was_said_and_chosen_is_of_ones_own_steering_group_latest_first(store):
    place, theirs = a_full_place(store, "vår"), a_full_place(store, "deras")
    said = {"forum_id": place.forum_id, "by_user_id": place.user_id, "version": 2}
    put(store, FigureNote, **said, causes="Senare")
    first = {"forum_id": place.forum_id, "rank": 0, "headline": False}
    put(store, ChosenFigure, **first, figure="hushall")

    reader = reader_for(store, place, MEMBER)

    assert reader.figure_notes("hushall")["causes"].to_list() == ["Senare", "Orsak vår"]
    assert reader.figure_notes("avslut").is_empty()
    assert reader.figure_notes("avslut").schema == frames.FIGURE_NOTES
    assert reader.scorecard() == Chosen(1, ("hushall", "avslut"), frozenset({"avslut"}))
    assert reader_for(store, theirs, MEMBER).scorecard().figures == ("planer",)
    assert reader_for(store, a_place(store), MEMBER).scorecard() is None
    with pytest.raises(NotAllowedError, match="siffror och planer"):
        reader_for(store, place, "administratör").figure_notes("hushall")


def test_an_empty_steering_group_still_gives_the_right_shapes(store):
    place = a_place(store)
    reader = reader_for(store, place, HEAD, place.north)

    for name, shape in FRAMES.items():
        reading = reader_for(store, place, OF_A_ROLE[name]) if name in OF_A_ROLE else reader
        assert getattr(reading, name)().schema == getattr(frames, shape), name
    assert reader.ledger(1).schema == frames.LEDGERS
    assert reader.delivered() == Delivered(None, ())
    assert reader.forum().replaced == ()


@pytest.mark.parametrize("role", RIGHTS)
def test_what_a_role_is_not_for_is_refused(store, role):
    place = a_place(store)
    reader = reader_for(store, place, role, place.north)
    allowed = {name for name, its in OF_A_ROLE.items() if its == role}
    allowed |= set(PICTURE) if RIGHTS[role].sees_figures else set()

    for name in allowed:
        getattr(reader, name)()
    for name in {*PICTURE, *OF_A_ROLE} - allowed:
        with pytest.raises(NotAllowedError, match="Din roll ger inte rätt att se "):
            getattr(reader, name)()


def test_people_who_wait_for_a_first_role_are_shown_to_whoever_can_give_it(store):
    place, elsewhere = a_place(store), a_place(store)
    put(store, RoleGrant, user_id=elsewhere.user_id, forum_id=elsewhere.forum_id)

    put(store, User, issuer=STORY)
    keeper = reader_for(store, place, "administratör")

    assert keeper.users()["user_id"].to_list() == [place.user_id]
    assert keeper.user(elsewhere.user_id)["user_id"].to_list() == [elsewhere.user_id]
    assert keeper.user(999).schema == frames.USERS
    with pytest.raises(NotAllowedError, match="medlemmar"):
        reader_for(store, place, MEMBER).user(elsewhere.user_id)


def test_what_may_be_chosen_is_what_holds_on_the_day(store):
    correct(store, Role.code == "extern", valid_until=date(2026, 6, 1))
    reader = reader_for(store, a_place(store), MEMBER)

    assert "extern" in reader.choices("roles", date(2026, 5, 31))
    assert "extern" not in reader.choices("roles", date(2026, 6, 1))
    assert "extern" in reader.labels("roles")


def test_the_law_is_what_held_on_the_day(store):
    reader = reader_for(store, a_place(store), MEMBER)

    def of(day: date) -> set[str]:
        return {c for c in reader.legal_bases(day)["code"] if c in ("SOL01-4-1", "SOL25-12-1")}

    assert of(date(2025, 6, 30)) == {"SOL01-4-1"}
    assert of(date(2025, 7, 1)) == {"SOL25-12-1"}
    assert {"SOL01-4-1", "SOL25-12-1"} <= set(reader.legal_bases()["code"])
    assert reader.legal_bases().schema == frames.LEGAL_BASES


def test_opened_cases_and_a_refusal_are_lines_in_the_log_that_say_how_many(store):
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    for _ in range(3):
        a_case(store, place.north)
    reader_for(store, place, HEAD, place.north).cases()
    with pytest.raises(NotAllowedError):
        reader_for(store, place, MEMBER).cases()

    since, until = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    lines = reader_for(store, place, "loggranskare").access_lines(since, until)

    said = lines.select("kind", "what", "rows").rows()
    assert said == [("Nekades", "ärenden", None), ("Öppnade ärenden", "ärenden", 3)]
    assert lines.schema == frames.ACCESS
    with pytest.raises(NotAllowedError, match="åtkomstloggen"):
        reader_for(store, place, LEADER).access_lines(since, until)


@pytest.mark.parametrize("role", [MEMBER, LEADER])
def test_single_cases_are_refused_to_whoever_sees_none(store, role):
    reader = reader_for(store, a_place(store), role)

    with pytest.raises(NotAllowedError, match="enskilda ärenden"):
        reader.cases()


@pytest.mark.parametrize("role", [HEAD, "handläggare"])
def test_single_cases_are_those_of_own_units_and_the_units_below(store, role):
    place = a_place(store)
    below = put(store, Unit, party_id=place.party_id, parent_id=place.north)
    put(store, Delivery, forum_id=place.forum_id)
    mine = {a_case(store, unit) for unit in (place.north, below)}
    a_case(store, place.south)

    reader = reader_for(store, place, role, place.north, below)

    assert set(reader.cases()["case_id"]) == mine


def test_a_head_of_a_unit_that_the_steering_group_does_not_follow_sees_no_case_there(store):
    place = a_place(store)
    elsewhere = put(store, Unit, party_id=place.party_id)
    put(store, Delivery, forum_id=place.forum_id)
    a_case(store, elsewhere)
    mine = a_case(store, place.north)

    cases = reader_for(store, place, HEAD, place.north, elsewhere).cases()

    assert cases["case_id"].to_list() == [mine]


def test_an_own_unit_is_given_exactly_and_the_others_as_published(store):
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    months = [
        {"household_id": id_, "unit_id": unit, "month": date(2026, 6, 1)}
        for id_, unit in enumerate([place.north] * 3 + [place.south] * 2, start=1)
    ]
    put_all(store, HouseholdMonth, months)
    publish(Snapshot(store), place.forum_id)

    def of(reader: Reader) -> dict:
        rows = reader.figures().filter(pl.col("target_group") == "unga")
        return dict(rows.select("unit_id", "part").rows())

    head = reader_for(store, place, HEAD, place.north)
    assert of(head) == {place.north: 3, place.south: None, None: None}
    hidden = dict.fromkeys((place.north, place.south, None))
    assert of(reader_for(store, place, MEMBER, place.north)) == hidden


def test_what_is_kept_of_own_figures_is_made_anew_when_the_data_has_changed(store):
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    month = {"unit_id": place.north, "month": date(2026, 6, 1)}
    put(store, HouseholdMonth, household_id=1, **month)
    snapshot, head = Snapshot(store), viewer(place, HEAD, place.north)

    def households() -> int:
        own = pl.col("unit_id").eq(place.north) & pl.col("target_group").is_null()
        return Reader(snapshot, snapshot.versions(), head).figures().filter(own)["part"].sum()

    first = households()
    put(store, HouseholdMonth, household_id=2, **month)
    assert (first, households()) == (1, 2)


def mine_to_see(world: Frames) -> set[int]:
    """The units whose cases I may see, reckoned once more from the grants."""
    tops = {
        grant["unit_id"]
        for grant in world.frame("grants", {}).to_dicts()
        if (grant["user_id"], grant["forum_id"]) == (ME, MINE)
        and RIGHTS[grant["role"]].sees_own_cases
        and not grant["is_deactivated"]
        and not grant["is_external"]
        and grant["valid_from"] <= TODAY
        and (grant["valid_until"] is None or grant["valid_until"] > TODAY)
    }
    above = dict(world.frame("units", {}).select("unit_id", "parent_id").rows())
    return {unit for unit in UNITS if nearest(unit, above, tops) is not None}


@SOMETIMES
@given(worlds(), st.sampled_from([True, True, False]))
def test_no_viewer_is_given_a_case_or_a_figure_outside_their_right(world, as_head):
    """Own units are exact, as counted by hand; every figure of another unit is the published one."""
    if as_head:
        world = with_a_head(world)
    try:
        me = viewer_for(world, world.versions(), ME, MINE, TODAY)
    except NotAllowedError:
        assert mine_to_see(world) == set()
        return
    reader = Reader(world, world.versions(), me)
    mine = mine_to_see(world)
    followed = set(reader.units()["unit_id"])
    event(f"own units: {len(mine & followed)}")

    if not me.sees_figures:
        with pytest.raises(NotAllowedError):
            reader.figures()
        return
    if mine:
        above = dict(world.frame("units", {}).select("unit_id", "parent_id").rows())
        here = [unit for unit in mine if nearest(unit, above, followed) is not None]
        cases = world.frame("cases", {}).filter(pl.col("unit_id").is_in(here))
        assert reader.cases().equals(cases)
    else:
        with pytest.raises(NotAllowedError):
            reader.cases()

    counted = [figure.key for figure in COUNTED if isinstance(figure, FromFacts)]
    figures = reader.figures().filter(pl.col("figure").is_in(counted))
    exact = figures.filter(pl.col("unit_id").is_in(list(mine & followed)))
    published = world.frame("published", {}).filter(pl.col("forum_id") == MINE)
    published = published.filter(pl.all_horizontal(pl.col("sex", "age_band").is_null()))
    others = ~pl.col("unit_id").is_in(list(mine & followed)) | pl.col("unit_id").is_null()
    seen = published.filter(others)
    if len(mine & followed) > 1:
        seen = margins_hidden_by_hand(seen)
    assert rows(figures.filter(others)) == rows(seen)
    by_hand = recount(world, MINE, UNTIL)
    for figure, counts in by_hand.items():
        of_mine = {key: count for key, count in counts.items() if key[1] in mine & followed}
        assert as_counts(exact, figure) == of_mine
    assert exact["shown"].all()


def margins_hidden_by_hand(published: pl.DataFrame) -> pl.DataFrame:
    """What is over all units goes where any unit has something hidden in that figure and period.

    What is by target group goes as well where units are never told of by target group.
    """
    given = published.select(frames.FIGURES.names()).to_dicts()
    crossed = {r["figure"] for r in given if r["unit_id"] and r["target_group"]}
    secret = {(r["figure"], r["period"]) for r in given if r["unit_id"] and not r["shown"]}
    there = {(r["figure"], r["period"]) for r in given if r["unit_id"]}

    def seen(row: dict) -> dict:
        at = (row["figure"], row["period"])
        by_group = row["target_group"] and row["figure"] not in crossed and at in there
        away = row["unit_id"] is None and (at in secret or by_group)
        return row | {"part": None, "whole": None, "shown": False} if away else row

    return pl.DataFrame([seen(row) for row in given], schema=frames.FIGURES)


def test_whoever_knows_two_units_can_not_reckon_out_a_third(store):
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    west = put(store, Unit, party_id=place.party_id)
    put(store, ForumUnit, forum_id=place.forum_id, unit_id=west)
    ids = iter(range(1_000))
    for unit, many in ((west, 3), (place.north, 40), (place.south, 25)):
        for _ in range(many):
            month = {"household_id": next(ids), "month": date(2026, 6, 1)}
            put(store, HouseholdMonth, unit_id=unit, **month)
    publish(Snapshot(store), place.forum_id)

    def margin(*units: int) -> set:
        figures = reader_for(store, place, HEAD, *units).figures()
        over_all = figures.filter(pl.col("unit_id").is_null(), figure="hushall")
        return set(over_all["part"])

    assert margin(place.north) == {68}
    assert margin(place.north, place.south) == {None}


def test_whoever_knows_two_units_can_not_reckon_out_a_third_units_share_by_group(store):
    """Nothing is hidden by unit; of one group three have left the third unit to support themselves."""
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    west = put(store, Unit, party_id=place.party_id)
    put(store, ForumUnit, forum_id=place.forum_id, unit_id=west)
    exits(store, place.north, unga=(20, 9), arbetssokande=(11, 12))
    exits(store, place.south, unga=(15, 10), arbetssokande=(30, 8))
    exits(store, west, unga=(3, 8), arbetssokande=(12, 12))
    publish(Snapshot(store), place.forum_id)

    def young(*units: int) -> list[tuple]:
        figures = reader_for(store, place, HEAD, *units).figures()
        of_all = figures.filter(pl.col("unit_id").is_null(), figure="avslut", target_group="unga")
        return of_all.drop_nulls("whole").select("part", "whole").rows()

    assert young(place.north) == [(38, 65)]
    assert young(place.north, place.south) == []
    assert young(place.north, place.south, west) == [(38, 65)]


def with_a_head(world: Frames) -> Frames:
    """The same world where I am the head of the first unit that my steering group follows."""
    units = world.frame("forum_units", {}).filter(pl.col("forum_id") == MINE)["unit_id"]
    grant = {
        "user_id": ME,
        "display_name": "Prövaren",
        "forum_id": MINE,
        "role": HEAD,
        "unit_id": units[0] if len(units) else 1,
        "valid_from": TODAY - timedelta(days=1),
        "is_deactivated": False,
        "is_external": False,
    }
    names = ("units", "forum_units", "deliveries", "cases", "household_months", "published")
    names += ("individual_plans", "follow_ups")
    return Frames(grants=pl.DataFrame([grant]), **{name: world.frame(name, {}) for name in names})


def rows(figures: pl.DataFrame) -> list[tuple]:
    return sorted(figures.select(frames.FIGURES.names()).rows(), key=str)


def test_whoever_knows_two_units_can_not_reckon_out_a_third_of_a_list(store):
    place = a_place(store)
    units = [place.north, place.south, *(put(store, Unit, party_id=place.party_id) for _ in "ab")]
    for unit in units[2:]:
        put(store, ForumUnit, forum_id=place.forum_id, unit_id=unit)
    put(store, Delivery, forum_id=place.forum_id)
    group_id = put(store, MeasurementGroup, forum_id=place.forum_id)
    for unit, left in zip(units, (10, 12, 2, 9), strict=True):
        for number, person_id in enumerate(put_all(store, Person, [{}] * 30)):
            of = {"group_id": group_id, "person_id": person_id, "unit_id": unit}
            member_id = put(store, GroupMember, **of)
            put(store, MemberState, member_id=member_id)
            if number < left:
                said = {"state": "work", "since_on": date(2026, 2, 1)}
                put(store, MemberState, member_id=member_id, **said)
    publish(Snapshot(store), place.forum_id)

    def shown(*own: int) -> set[int]:
        rows = reader_for(store, place, HEAD, *own).ledger_by(group_id, "unit_id")
        march = rows.filter(pl.col("state") == "left", on=date(2026, 3, 31))
        return set(march.filter("shown")["unit_id"])

    assert shown(units[0])
    assert shown(units[0], units[3]) == set()


def test_adults_and_their_years_of_birth_are_missing_until_some_are_delivered(store):
    place = a_place(store)
    adults, years = "support_months", "support_months.birth_year"

    def missing() -> set[str]:
        said = reader_for(store, place, MEMBER).missing()
        return {"household_months", adults, years} & said

    assert missing() == {"household_months", adults, years}
    put(store, HouseholdMonth, household_id=1, month=JUNE, unit_id=place.north)
    assert missing() == {adults, years}
    person = put(store, Person, birth_year=None)
    put(store, SupportMonth, household_id=1, month=JUNE, person_id=person)
    assert missing() == {years}
    with_year = put(store, Person, birth_year=1990)
    put(store, SupportMonth, household_id=1, month=JUNE, person_id=with_year)
    assert missing() == set()
