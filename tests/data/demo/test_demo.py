"""The demonstration: what the sources say is in it, nothing of a real person is."""

import re
from collections import Counter
from datetime import date

import polars as pl
import pytest
from sqlalchemy import JSON, Table, text
from sqlmodel import AutoString
from sqlmodel.sql.sqltypes import UTCDateTime

from data.demo.rows import add_group
from data.demo.visitors import OF_THE_WHOLE, let_visitors_in
from data.models import SQLModel
from data.models.groups import MemberState
from data.models.organisation import RoleGrant, User
from data.models.plans import ActionPoint
from data.people.rights import RIGHTS
from data.personal_numbers import could_be_personal_number
from data.store import open_store, reading, writing
from data.store.snapshot import Snapshot
from tests.data.builders import a_place, rows_of

GOTLAND, SPANGA, LILLSTAD = "gotland", "spanga-tensta", "lillstad"


def every_row(engine) -> dict[str, list[tuple]]:
    """All rows of all tables, by primary key, moments left out."""
    with reading(engine) as connection:
        return {
            table.name: connection.exec_driver_sql(
                f"SELECT {', '.join(settled(table))} FROM {table.name}"
                f" ORDER BY {', '.join(table.primary_key.columns.keys())}"
            ).fetchall()
            for table in SQLModel.metadata.sorted_tables
        }


def settled(table: Table) -> list[str]:
    """The columns of a table that are no moments, and are not filled in by publishing."""
    return [
        f'"{column.name}"'
        for column in table.c
        if not isinstance(column.type, UTCDateTime) and column.name != "published_version"
    ]


def of_forum(engine, code: str, name: str) -> pl.DataFrame:
    snapshot = Snapshot(engine)
    versions = snapshot.versions()
    forum = snapshot.frame("forums", versions).filter(code=code)
    return snapshot.frame(name, versions).join(forum.select("forum_id"), on="forum_id", how="semi")


@pytest.mark.thorough
def test_the_demonstration_is_the_same_at_every_run(demo_store, demo_again):
    again = open_store(f"sqlite:///{demo_again}")

    first, second = every_row(demo_store), every_row(again)
    for table, rows in first.items():
        assert rows == second[table], table
    again.dispose()


@pytest.mark.thorough
def test_it_fills_postgres_as_it_fills_sqlite(demo_postgres, demo_store):
    stores = (Snapshot(demo_postgres), Snapshot(demo_store))

    names = ("cases", "household_months", "follow_ups", "points", "states", "grants", "targets")
    names += ("episodes", "contacts", "scores", "stays", "reviewed", "samples", "delivered_values")
    for name in names:
        one, other = (store.frame(name, store.versions()) for store in stores)
        assert one.height > 0, name
        assert one.sort(one.columns).equals(other.sort(other.columns)), name


def test_nothing_in_it_could_be_a_personal_number(demo_store):
    texts = set()
    with reading(demo_store) as connection:
        for table in SQLModel.metadata.sorted_tables:
            for column in table.c:
                if isinstance(column.type, AutoString | JSON):
                    texts |= set(connection.scalars(text(f'SELECT "{column.name}" FROM {table}')))

    assert len(texts) > 10_000
    assert [value for value in texts - {None} if could_be_personal_number(value)] == []


def test_nobody_in_it_has_a_name_but_a_function(demo_store):
    """The sources name officials; the demonstration names what they do."""
    with reading(demo_store) as connection:
        names = set(connection.scalars(text("SELECT display_name FROM users")))
        units = set(connection.scalars(text("SELECT name FROM units")))
    functions = {name for _, name in OF_THE_WHOLE}
    functions |= {f"{head}, {unit}" for head in ("Enhetschefen", "Handläggaren") for unit in units}

    assert names <= functions
    assert {row["responsible_person"] for row in rows_of(demo_store, ActionPoint)} == {None}


def test_of_the_150_in_spanga_tensta_43_are_left_and_of_107_nobody_has_said_why(demo_store):
    group = of_forum(demo_store, SPANGA, "groups").filter(name="Mätgrupp 150").row(0, named=True)
    snapshot = Snapshot(demo_store)
    ledger = snapshot.frame("ledgers", snapshot.versions()).filter(group_id=group["group_id"])

    def on(day: date) -> dict[str, int]:
        return dict(ledger.filter(on=day).select("state", "members").rows())

    assert (group["goal_count"], group["baseline_on"]) == (50, date(2014, 3, 1))
    assert group["goal_on"] == date(2015, 3, 1)
    assert not group["is_example"]
    gone = {"self_supporting": 0, "other_reason": 0}
    assert on(date(2014, 3, 1)) == {"remaining": 150, "unknown": 0} | gone
    assert on(date(2014, 12, 5)) == {"remaining": 43, "unknown": 107} | gone


def test_whatever_is_made_up_says_so(demo_store):
    snapshot = Snapshot(demo_store)
    versions = snapshot.versions()
    groups, plans = snapshot.frame("groups", versions), snapshot.frame("plans", versions)

    for source in (*groups["source"], *plans["source"]):
        assert re.search("[Pp]åhitta|simulera", source), source
    for row in groups.filter(~pl.col("is_example")).to_dicts():
        assert row["name"] == "Mätgrupp 150"


def test_gotland_has_the_nine_points_of_its_plan_and_one_group_in_place_of_three(demo_store):
    points = of_forum(demo_store, GOTLAND, "points").sort("number")
    plan = of_forum(demo_store, GOTLAND, "plans").row(0, named=True)

    assert points["title"].to_list() == [
        "Processkarta",
        "Uppdrag och ansvarsfördelning",
        "Mall för uppstartsmöte",
        "Regelbundna samverkansmöten mellan coacher och handläggare",
        "Statistik",
        "Utökad samverkan med vården",
        "Samverkan mellan avdelningschefer",
        "Aktivitet för individ i väntan på lämplig insats",
        "Förnyelse av informations- och kommunikationsmaterial",
    ]
    assert (points["number"].to_list(), plan["decided_on"]) == (
        list(range(1, 10)),
        date(2022, 12, 21),
    )
    for column in ("responsible_function", "due_on"):
        assert points[column].null_count() == 0, column
    assert set(of_forum(demo_store, GOTLAND, "replaced_forums")["name"]) == {
        "Jobbsam",
        "Vuxkomp",
        "Chefssamverkan",
    }


def test_households_in_spanga_tensta_fall_by_a_fifth_during_2014(demo_store):
    figures = of_forum(demo_store, SPANGA, "published").filter(
        pl.col("unit_id").is_null(), pl.col("target_group").is_null(), figure="hushall"
    )
    households = dict(figures.select("period", "part").rows())

    december, november = households[date(2013, 12, 1)], households[date(2014, 11, 1)]
    assert (december, november) == (1505, 1204)
    assert round(november / december - 1, 3) == -0.2
    last = figures.filter(period=date(2014, 12, 1))
    assert last["provisional"].to_list() == [True]


def test_a_point_has_been_said_as_many_things_of_as_its_version_tells(demo_store):
    snapshot = Snapshot(demo_store)
    versions = snapshot.versions()
    said = Counter(snapshot.frame("updates", versions)["item_id"])

    for point_id, version in snapshot.frame("points", versions).select("item_id", "version").rows():
        assert version == said[point_id] + 1


def test_nothing_in_it_happens_after_its_own_day(demo_store):
    snapshot = Snapshot(demo_store)
    versions = snapshot.versions()
    for code in (GOTLAND, SPANGA, LILLSTAD):
        as_of = snapshot.frame("forums", versions).filter(code=code)["as_of"].item()
        points = of_forum(demo_store, code, "points")
        updates = snapshot.frame("updates", versions).join(points, on="item_id", how="semi")
        units = of_forum(demo_store, code, "forum_units")["unit_id"].to_list()
        cases = snapshot.frame("cases", versions).filter(pl.col("unit_id").is_in(units))
        groups = of_forum(demo_store, code, "groups")
        states = snapshot.frame("states", versions).join(groups, on="group_id", how="semi")
        assert updates["at"].dt.date().max() <= as_of, code
        assert cases["opened_on"].max() <= as_of, code
        assert cases["closed_on"].max() <= as_of, code
        assert (states["since_on"].max() or as_of) <= as_of, code
        assert (updates["done_on"].max() or as_of) <= as_of, code


def test_every_role_has_a_visitor_in_every_steering_group(demo_store):
    for code in (GOTLAND, SPANGA, LILLSTAD):
        grants = of_forum(demo_store, code, "grants")
        assert set(grants["role"]) == set(RIGHTS) - {"dataansvarig"}  # has no page yet
        units = set(of_forum(demo_store, code, "forum_units")["unit_id"])
        assert units <= set(grants.filter(role="enhetschef")["unit_id"])


def test_letting_visitors_in_again_makes_nobody_twice(demo_store):
    before = [rows_of(demo_store, table) for table in (User, RoleGrant)]

    with writing(demo_store) as connection:
        let_visitors_in(connection, 1)

    assert [rows_of(demo_store, table) for table in (User, RoleGrant)] == before


def test_who_returns_to_a_list_a_second_time_is_somebody_else_than_the_first(store):
    place = a_place(store)
    with writing(store) as connection:
        add_group(
            connection,
            members=6,
            left=[(date(2014, 5, 1), "work", 4)],
            back=[(date(2014, 6, 1), 1), (date(2014, 7, 1), 2)],
            forum_id=place.forum_id,
            name="Lista",
            criterion="Påhittad",
            baseline_on=date(2014, 3, 1),
            goal_count=2,
            goal_on=date(2015, 3, 1),
        )

    states = sorted(rows_of(store, MemberState), key=lambda row: row["since_on"])
    back = [row["member_id"] for row in states if row["state"] == "returned"]
    left = [row["member_id"] for row in states if row["state"] == "work"]
    assert back == [left[3], left[1], left[2]]
