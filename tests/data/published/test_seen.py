"""What a viewer sees of figures that are made from others: from the right list, and no other."""

from datetime import date

import polars as pl
import pytest
from sqlalchemy import update

from data.models.figures import PublishedLedger
from data.models.groups import GroupMember, MeasurementGroup
from data.models.organisation import Forum
from data.published.seen import Seen, followed_list
from data.store import writing
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from tests.data.builders import rows_of

NOW = date(2026, 11, 29)
DIVIDED = MeasurementGroup.name == "Gemensam väg in"
LIST = {"group_id": 1, "goal_count": None, "baseline_on": date(2026, 1, 1), "is_example": False}


@pytest.mark.parametrize("code", ["spanga-tensta", "lillstad"])
def test_the_share_that_remains_is_of_the_list_that_is_followed_and_of_all_on_it(demo_store, code):
    """In one place there are two lists, in the other the list is divided by unit."""
    with writing(demo_store) as connection:
        connection.execute(update(MeasurementGroup).where(DIVIDED).values(is_example=False))
    (forum,) = rows_of(demo_store, Forum, Forum.code == code)
    followed, *_ = rows_of(
        demo_store, MeasurementGroup, MeasurementGroup.forum_id == forum["forum_id"]
    )
    of_list = GroupMember.group_id == followed["group_id"]
    snapshot = Snapshot(demo_store)
    moment = Moment.at(snapshot, snapshot.versions(), forum["forum_id"])

    rows = Seen(moment, frozenset(), NOW).rows("lista_kvar").sort("period")

    ledger = rows_of(demo_store, PublishedLedger, PublishedLedger.group_id == followed["group_id"])
    by_day = {
        row["on"]: row["members"]
        for row in ledger
        if row["state"] == "remaining" and not (row["unit_id"] or row["time_in_support"])
    }
    months = {day.replace(day=1): by_day[day] for day in sorted(day for day in by_day if day)}
    assert not followed["is_example"]
    assert rows["period"].to_list() == list(months)
    assert rows["part"].to_list() == list(months.values())
    assert set(rows["whole"].drop_nulls()) == {len(rows_of(demo_store, GroupMember, of_list))}


@pytest.mark.parametrize(
    ("others", "followed"),
    [
        ([], 1),
        ([{"goal_count": 5, "baseline_on": date(2026, 6, 1)}], 2),
        ([{"goal_count": 5, "is_example": True}], 1),
        ([{"baseline_on": date(2025, 12, 31)}], 2),
        ([{}], 1),
        ([{"goal_count": 5}, {"goal_count": 50}], 2),
    ],
)
def test_the_list_that_is_followed_has_a_goal_is_real_and_is_the_earliest(others, followed):
    rows = [{**LIST, **other, "group_id": 2 + at} for at, other in enumerate(others)]
    lists = pl.DataFrame([LIST, *rows], {**dict.fromkeys(LIST), "goal_count": pl.Int64})

    chosen = followed_list(lists)

    assert chosen is not None
    assert chosen["group_id"] == followed


def test_without_a_real_list_none_is_followed():
    example = pl.DataFrame([{**LIST, "is_example": True}])

    assert followed_list(example) is None
    assert followed_list(example.clear()) is None
