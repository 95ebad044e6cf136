"""Frames out of the store: as they went in, and read again only when something has changed."""

import subprocess
import sys
from datetime import UTC, date, datetime

import polars as pl
import pytest
from sqlalchemy import insert

from data.actions.plans import set_status
from data.models.figures import (
    ChosenFigure,
    DeliveredFigure,
    DeliveredValue,
    FigureNote,
    InventoryEntry,
    Population,
    PublishedFigure,
    PublishedLedger,
    Rebase,
    Scorecard,
    Target,
)
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import LogReview, Setting
from data.models.organisation import Forum, ForumParty, Party, ReplacedForum, RoleGrant
from data.models.people import (
    HouseholdMonth,
    IndividualPlan,
    Person,
    PlanFollowUp,
    ServiceEpisode,
    SupportMonth,
)
from data.models.plans import ActionPlan, ExpectedOutcome, PointFigure, PointParty, StatusUpdate
from data.models.work import (
    Assessment,
    AssessmentScore,
    BridgingActivity,
    Consent,
    ContactAfterExit,
    ContactPeriod,
    ProgrammeStay,
    ResponseSample,
    ReviewedCase,
    ReviewRound,
    TrackPeriod,
)
from data.settings import ROOT
from data.store import fetch, writing
from data.store.log import record
from data.store.snapshot import Snapshot
from data.store.sources import SOURCES
from tests.data.builders import DAY, MOMENT, a_case, a_place, a_point, leader, put, rows_of

TEXTS = [
    "å ä ö Å Ä Ö é",
    'Kallad "Torget"',
    '"',
    '""',
    "två\nrader",
    "två\r\nrader",
    "\n",
    "a;b,c\td",
    "före\x1fefter",
    "it's; DROP TABLE points --",
    "🌱 👩‍👩‍👧",
    " mellanslag först och sist ",
    "NULL",
    "null",
    "1",
    "0042",
    "2026-06-01",
    "\\n \\",
    "%s :name {}",
    "x" * 5_000,
]


def frame(store, name: str) -> pl.DataFrame:
    snapshot = Snapshot(store)
    return snapshot.frame(name, snapshot.versions())


def test_every_frame_has_its_shape_when_the_store_is_empty(store):
    for name, (_, shape, _) in SOURCES.items():
        empty = frame(store, name)
        assert empty.schema == shape, name
        assert empty.is_empty() or name in ("codes", "legal_bases"), name


def put_what_is_done(store, place, case_id: int) -> None:
    of_case = {"case_id": case_id}
    put(store, ServiceEpisode, **of_case, party_id=place.party_id)
    for table in (BridgingActivity, ContactPeriod, TrackPeriod, ProgrammeStay, ContactAfterExit):
        put(store, table, **of_case)
    put(store, AssessmentScore, assessment_id=put(store, Assessment, **of_case))
    put(store, Consent, person_id=put(store, Person))
    put(store, ReviewedCase, **of_case, round_id=put(store, ReviewRound, unit_id=place.north))
    put(store, ResponseSample, unit_id=place.north)
    put(store, Population, forum_id=place.forum_id)


def put_what_is_said_of_figures(store, place, point_id: int) -> None:
    forum, by = {"forum_id": place.forum_id}, {"by_user_id": place.user_id}
    put(store, PointFigure, point_id=point_id)
    put(store, Rebase, **forum, **by)
    put(store, FigureNote, **forum, **by)
    put(store, Scorecard, **forum)
    put(store, ChosenFigure, **forum)
    put(store, InventoryEntry, **forum)
    figure_id = put(store, DeliveredFigure, **forum)
    put(store, DeliveredValue, delivered_figure_id=figure_id)


def test_a_number_that_is_not_there_comes_out_as_null_and_nought_as_nought(store):
    place = a_place(store)
    figure_id = put(store, DeliveredFigure, forum_id=place.forum_id)
    for whole in (None, 0, 0.1):
        put(store, DeliveredValue, delivered_figure_id=figure_id, part=0, whole=whole)

    values = frame(store, "delivered_values").sort("whole", nulls_last=False)

    assert values["whole"].to_list() == [None, 0, 0.1]
    assert values["part"].to_list() == [0, 0, 0]


def test_every_frame_has_its_shape_with_a_row_in_it(store):
    place = a_place(store)
    forum = {"forum_id": place.forum_id}
    case_id = a_case(store, place.north, closed_on=DAY, exit_reason="arbete")
    plan_id = put(store, IndividualPlan, case_id=case_id)
    group_id = put(store, MeasurementGroup, **forum)
    member_id = put(store, GroupMember, group_id=group_id, person_id=put(store, Person))
    point_id = a_point(store, place)
    put(store, ReplacedForum, **forum)
    put(store, Setting, **forum)
    put(store, RoleGrant, **forum, user_id=place.user_id)
    put(store, HouseholdMonth, household_id=1, unit_id=place.north)
    put(store, SupportMonth, household_id=1, person_id=put(store, Person))
    put(store, PlanFollowUp, individual_plan_id=plan_id)
    put(store, Delivery, **forum)
    put(store, MemberState, member_id=member_id)
    put(store, ExpectedOutcome, plan_id=put(store, ActionPlan, **forum))
    put(store, PointParty, point_id=point_id, party_id=place.party_id)
    put(store, StatusUpdate, point_id=point_id, by_user_id=place.user_id)
    put(store, Target, **forum)
    put(store, PublishedFigure, **forum)
    put(store, PublishedLedger, group_id=group_id)
    put(store, LogReview, **forum, by_user_id=place.user_id)
    put_what_is_done(store, place, case_id)
    put_what_is_said_of_figures(store, place, point_id)

    for name, (_, shape, _) in SOURCES.items():
        assert frame(store, name).schema == shape, name
        assert not frame(store, name).is_empty(), name
    assert frame(store, "cases")["self_support"].to_list() == [True]
    assert frame(store, "grants")["role_label"].to_list() == ["Ledamot"]
    assert frame(store, "individual_plans")["unit_id"].to_list() == [place.north]
    assert frame(store, "deliveries")["taken_in_at"].to_list() == [MOMENT]
    assert frame(store, "states")["group_id"].to_list() == [group_id]


def test_text_comes_out_as_it_went_in(store):
    place = a_place(store)
    plan_id = put(store, ActionPlan, forum_id=place.forum_id)
    for rank, text in enumerate(TEXTS):
        put(store, ExpectedOutcome, plan_id=plan_id, text=text, rank=rank)

    assert frame(store, "outcomes").sort("rank")["text"].to_list() == TEXTS


def test_text_of_two_columns_is_not_run_together(store):
    place = a_place(store)
    said = {"needs": 'a"', "next_step": None, "note": '"\x1f"', "evidence": "b\n"}
    point_id = a_point(store, place)
    put(store, StatusUpdate, point_id=point_id, by_user_id=place.user_id, **said)
    put(store, StatusUpdate, point_id=point_id, by_user_id=place.user_id)

    updates = frame(store, "updates").sort("seq")

    assert updates.select(*said).rows(named=True) == [said, dict.fromkeys(said)]


def test_an_empty_text_comes_out_as_null(store):
    put(store, MeasurementGroup, forum_id=a_place(store).forum_id, source="")

    assert frame(store, "groups")["source"].to_list() == [None]


def test_nulls_come_out_as_nulls(store):
    place = a_place(store)
    a_case(store, place.north)
    put(store, MeasurementGroup, forum_id=place.forum_id)

    case = frame(store, "cases").row(0, named=True)
    assert (case["closed_on"], case["exit_reason"], case["self_support"]) == (None, None, False)
    assert frame(store, "groups").select("goal_count", "goal_on", "source").row(0) == (None,) * 3
    assert frame(store, "forums")["as_of"].to_list() == [None]


@pytest.mark.parametrize("nulls_first", [True, False])
def test_a_column_keeps_its_type_however_many_nulls_come_first(store, nulls_first):
    place = a_place(store)
    goal = {"goal_count": 50, "goal_on": date(2027, 3, 1)}
    rows = [{}, {}, goal] if nulls_first else [goal, {}, {}]
    for row in rows:
        put(store, MeasurementGroup, forum_id=place.forum_id, **row)

    groups = frame(store, "groups").sort("group_id")
    assert groups["goal_on"].to_list() == [row.get("goal_on") for row in rows]
    assert groups["goal_count"].to_list() == [row.get("goal_count") for row in rows]


def test_days_yes_and_no_and_moments_come_out_as_they_went_in(store):
    place = a_place(store, as_of=date(1999, 12, 31))
    point_id = a_point(store, place)
    moments = [
        datetime(2026, 6, 1, 8, 0, tzinfo=UTC),
        datetime(2026, 6, 1, 8, 0, 0, 123_456, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ]
    for at in moments:
        put(store, StatusUpdate, point_id=point_id, by_user_id=place.user_id, at=at)
    for is_example in (True, False):
        put(store, MeasurementGroup, forum_id=place.forum_id, is_example=is_example)

    assert frame(store, "updates").sort("seq")["at"].to_list() == moments
    assert frame(store, "groups").sort("group_id")["is_example"].to_list() == [True, False]
    assert frame(store, "forums")["as_of"].to_list() == [date(1999, 12, 31)]


def test_a_number_with_decimals_comes_out_as_it_went_in(store):
    values = [0.4, 1100.0, 1 / 3, 0.1 + 0.2, 1e-9, -2.5]
    forum_id = a_place(store).forum_id
    for value in values:
        put(store, Target, forum_id=forum_id, value=value)

    assert frame(store, "targets")["value"].to_list() == values


def touch(store, *areas: str) -> None:
    with writing(store) as connection:
        record(connection, by=None, action="prov", what="prov", areas=areas)


def test_a_frame_is_read_again_only_when_the_version_of_its_area_has_risen(store):
    snapshot = Snapshot(store)
    first = snapshot.versions()
    groups, plans = snapshot.frame("groups", first), snapshot.frame("plans", first)
    a_place(store)

    assert snapshot.frame("groups", first) is groups

    before = snapshot.versions()
    groups, plans = snapshot.frame("groups", before), snapshot.frame("plans", before)
    touch(store, "groups")
    after = snapshot.versions()
    assert {area for area in after if after[area] > before[area]} == {"groups"}
    again = snapshot.frame("groups", after)
    assert again is not groups
    assert snapshot.frame("plans", after) is plans
    assert snapshot.frame("groups", before) is again  # not older than what was asked for


def test_a_change_that_did_not_raise_its_version_is_not_seen_and_one_that_did_is(store):
    snapshot = Snapshot(store)
    snapshot.frame("forums", snapshot.versions())
    with writing(store) as connection:
        connection.execute(insert(Forum).values(code="ny", name="Ny", level="operativ"))

    assert snapshot.frame("forums", snapshot.versions()).is_empty()
    touch(store, "organisation")
    assert snapshot.frame("forums", snapshot.versions())["code"].to_list() == ["ny"]


def test_what_one_person_writes_another_sees_when_they_next_ask(store):
    place = a_place(store)
    point_id = a_point(store, place)
    reader, other = Snapshot(store), Snapshot(store)
    reader.frame("updates", reader.versions())
    other.frame("updates", other.versions())

    set_status(store, by=leader(place), point_id=point_id, version=1, status="in_progress")

    for snapshot in (reader, other):
        assert snapshot.frame("updates", snapshot.versions()).height == 1


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_is_written_after_a_frame_has_been_read_is_there_for_another_process(store):
    """A second copy of SQLite in one process may delete the first one's log: there must be none."""
    place = a_place(store)
    snapshot = Snapshot(store)
    for name in SOURCES:
        snapshot.frame(name, snapshot.versions())
    put(store, ForumParty, forum_id=put(store, Forum, name="Skriven efteråt"), party_id=1)
    for name in SOURCES:
        snapshot.frame(name, snapshot.versions())
    put(store, ReplacedForum, forum_id=place.forum_id, name="Skrivet allra sist")

    asked = (
        "import sys; from data.store import open_store; from data.store.snapshot import Snapshot\n"
        "snapshot = Snapshot(open_store(sys.argv[1])); versions = snapshot.versions()\n"
        "for name in ('forums', 'replaced_forums'):\n"
        "    print(*snapshot.frame(name, versions)['name'], sep='\\n')"
    )
    address = store.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", asked, address],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )

    assert {"Skriven efteråt", "Skrivet allra sist"} <= set(done.stdout.splitlines())


@pytest.mark.parametrize("first", ["codes", "units"])
def test_frames_that_are_read_together_are_of_one_moment(store, monkeypatch, first):
    place = a_place(store)
    kind = "_read_lite" if store.dialect.name == "sqlite" else "_read_postgres"
    read_one, done = getattr(fetch, kind), []

    def slow(connection, source, shape):
        if len(done) == 1:
            put(store, Party, name="Kom emellan")
        done.append(source)
        return read_one(connection, source, shape)

    monkeypatch.setattr(fetch, kind, slow)
    _, shape, source = SOURCES[first]
    found = fetch.read_each(store, {source: shape, SOURCES["parties"][2]: SOURCES["parties"][1]})

    names = found[SOURCES["parties"][2]]["name"]
    assert names.len() == len(rows_of(store, Party)) - 1
    assert "Kom emellan" not in names
    assert place.forum_id
