"""Protected figures: right where they are shown, without a count where they are not."""

from dataclasses import replace
from datetime import date
from itertools import count

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import update

from data.models.figures import HiddenCell, PublishedFigure, PublishedLedger
from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import Event, Setting
from data.models.organisation import Forum, ForumUnit, Unit
from data.models.people import HouseholdMonth, Person
from data.published import (
    Protection,
    catch_up,
    exact_figures,
    facts_for,
    publish,
    publish_ledgers,
    settings_for,
)
from data.published.__main__ import main
from data.published.figures import protected_figures
from data.published.lists import ledgers_of as lists_of
from data.published.shapes import MONTHS_KEPT, counted
from data.store import frames, open_store, writing
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from metrics.catalogue import CADENCES, COUNTED
from metrics.disclosure.protection import LEAST_WHOLE
from metrics.facts import SHAPES, Facts, Rules
from tests.data.builders import (
    Frames,
    Place,
    a_case,
    a_place,
    exits,
    how_many,
    put,
    put_all,
    rows_of,
)
from tests.data.recount import as_counts, later, recount
from tests.data.worlds import MINE, UNTIL, worlds
from tests.drawn import drawn
from tests.thorough import often

SOMETIMES = settings(max_examples=often(4, 15), suppress_health_check=list(HealthCheck))
KINDS = {"counts": {"count"}, "shares": {"share"}, "measures": {"days", "kronor", "ratio"}}
SHARES = [figure.key for figure in COUNTED if figure.is_share]
JUNE = date(2026, 6, 1)


def demand_right_where_shown(figures: pl.DataFrame, by_hand: dict, until: date) -> None:
    """Shown figures are those counted by hand, hidden ones have no count, and none is left out.

    Figures are kept for so many months that end with that of `until`; but for the very first
    period, where it lies further back than any month does.
    """
    begins = until.replace(day=1)
    first = {f.key: later(begins, 1 - f.cadence.kept) for f in COUNTED}
    oldest = later(begins, 1 - MONTHS_KEPT)
    figures = figures.filter(pl.all_horizontal(pl.col("sex", "age_band").is_null()))
    hidden = figures.filter(~pl.col("shown"))
    assert hidden["part"].is_null().all()
    assert hidden["whole"].is_null().all()
    of_all = pl.all_horizontal(pl.col("sex", "age_band").is_null())
    for figure, counts in by_hand.items():
        earliest = min((key[0] for key in counts if key[0] >= first[figure]), default=oldest)
        asked = figures.filter(of_all, pl.col("figure") == figure)
        keys = set(asked.select("period", "unit_id", "target_group").rows())
        shown = set(asked.filter("shown").select("period", "unit_id", "target_group").rows())
        counts = {
            key: count
            for key, count in counts.items()
            if key[0] >= first[figure]
            and (key[0] > earliest or earliest >= oldest)
            and (None in key[1:] or figure not in SHARES)
        }
        assert asked.height == len(keys), figure
        assert counts.keys() <= keys, figure
        assert as_counts(asked, figure) == {k: n for k, n in counts.items() if k in shown}, figure


def demand_none_small(figures: pl.DataFrame, least: int = 5) -> None:
    shown = figures.filter("shown")
    of = {kind: [f.key for f in COUNTED if f.kind in kinds] for kind, kinds in KINDS.items()}
    counts = shown.filter(pl.col("figure").is_in(of["counts"]))
    assert not counts["part"].is_between(1, least - 1).any()
    shares = shown.filter(pl.col("figure").is_in(of["shares"]))
    sides = shares.select("part", "whole", rest=pl.col("whole") - pl.col("part"))
    assert not any(sides[side].is_between(1, least - 1).any() for side in sides.columns)
    assert not shares["whole"].is_between(1, LEAST_WHOLE - 1).any()
    measures = shown.filter(pl.col("figure").is_in(of["measures"]))
    assert not measures["people"].is_between(1, LEAST_WHOLE - 1).any()


@SOMETIMES
@given(worlds())
def test_what_is_shown_is_what_a_plain_recount_gives_and_never_small(world):
    figures = world.frame("published", {}).filter(pl.col("forum_id") == MINE)

    demand_right_where_shown(figures, recount(world, MINE, UNTIL), UNTIL)
    demand_none_small(figures)


def test_the_demonstration_is_published_as_a_plain_recount_gives_it(demo_store):
    snapshot = Snapshot(demo_store)
    versions = snapshot.versions()
    published = snapshot.frame("published", versions)
    deliveries = snapshot.frame("deliveries", versions)

    hidden = []
    for forum_id in deliveries["forum_id"].unique():
        mine = published.filter(pl.col("forum_id") == forum_id)
        until = deliveries.filter(pl.col("forum_id") == forum_id)["observed_until"].max()
        demand_right_where_shown(mine, recount(snapshot, forum_id, until), until)
        demand_none_small(mine)
        assert as_counts(mine, "hushall")
        hidden.append(mine.filter(~pl.col("shown")).height)
    assert max(hidden) > 0


# people who left with an income of their own, and otherwise -> (part, whole), None when hidden
SHARE = {
    (5, 5): (5, 10),
    (4, 6): None,
    (6, 4): None,
    (0, 10): (0, 10),
    (10, 0): (10, 10),
    (9, 0): None,
    (0, 0): (0, 0),
    (40, 30): (40, 70),
}


@pytest.mark.parametrize("people", SHARE)
def test_a_share_is_hidden_when_its_whole_is_under_ten_or_a_side_is_small(people):
    world = left(*people)

    figures = world_figures(world)
    of_all = figures.filter(
        pl.col("figure") == "avslut",
        pl.col("period") == date(2026, 4, 1),
        pl.all_horizontal(pl.col("unit_id", "target_group").is_null()),
    )

    assert of_all.select("part", "whole").row(0) == (SHARE[people] or (None, None))
    assert of_all["shown"].item() == (SHARE[people] is not None)


def left(self_supporting: int, otherwise: int) -> Frames:
    """So many people of one unit who left in the second quarter, and many in the first."""
    april, january = date(2026, 4, 9), date(2026, 1, 9)
    closings = [(april, True)] * self_supporting + [(april, False)] * otherwise
    closings += [(january, True)] * 30 + [(january, False)] * 30
    cases = [
        {"case_id": id_, "person_id": id_, "unit_id": 1, "target_group": "unga"}
        | {"opened_on": date(2025, 6, 1), "closed_on": day, "self_support": supports}
        for id_, (day, supports) in enumerate(closings)
    ]
    return Frames(cases=pl.DataFrame(cases), **ONE_UNIT)


ONE_UNIT = {
    "units": pl.DataFrame({"unit_id": [1]}),
    "forum_units": pl.DataFrame({"forum_id": [MINE], "unit_id": [1]}),
    "deliveries": pl.DataFrame({"forum_id": [MINE], "observed_until": [UNTIL]}),
}


def world_figures(world: Frames) -> pl.DataFrame:
    facts = facts_for(Moment.at(world, world.versions(), MINE))
    return protected_figures(facts, Rules(), Protection(trusted_heads=True))[0]


def test_a_month_without_a_row_is_nil_and_shown_between_months_that_have_some():
    months = [date(2026, 3, 1)] * 20 + [date(2026, 5, 1)] * 20
    rows = [
        {"household_id": id_, "month": month, "unit_id": 1, "target_group": "unga"}
        for id_, month in enumerate(months)
    ]
    figures = world_figures(Frames(household_months=pl.DataFrame(rows), **ONE_UNIT))

    of_all = figures.filter(pl.col("unit_id").is_null(), pl.col("target_group").is_null())
    assert of_all.filter(figure="hushall").select("period", "part").rows() == [
        (date(2026, 3, 1), 20),
        (date(2026, 4, 1), 0),
        (date(2026, 5, 1), 20),
        (date(2026, 6, 1), 0),
    ]


@pytest.mark.parametrize(
    ("closed", "first"),
    [
        # 48 months back from June 2026 is July 2022
        (date(2022, 8, 5), date(2022, 7, 1)),
        (date(2022, 5, 5), date(2022, 7, 1)),  # facts may begin within April to June
        (date(2021, 8, 5), date(2021, 10, 1)),
        (date(2020, 7, 5), date(2020, 10, 1)),
        (date(2018, 6, 5), date(2020, 10, 1)),  # and no further back than 72 months
    ],
)
def test_quarters_reach_back_as_far_as_they_can_be_judged_by(closed, first):
    days = [day for n in range(24) if (day := later(closed, 3 * n)) < date(2026, 6, 1)]
    blank = dict.fromkeys(SHAPES["cases"])
    rows = [
        blank | {"case_id": n, "person_id": n, "unit_id": 1, "target_group": "unga"}
        | {"opened_on": later(day, -1), "closed_on": day, "self_support": True}
        for n, day in enumerate(days)
    ]  # fmt: skip
    cases = pl.DataFrame(rows, schema=SHAPES["cases"])
    of = Facts(cases=cases, observed_until=date(2026, 6, 15))

    made = counted(next(f for f in COUNTED if f.key == "avslut"), of, Rules())

    assert made.periods["period"].min() == first
    assert made.rows["period"].min() == first


def households_by_year(facts: Facts, periods: list[date], rules: Rules) -> pl.DataFrame:
    """How many households had support some time in the year."""
    months = facts.household_months.with_columns(period=pl.col("month").dt.truncate("1y"))
    by = ("period", "unit_id", "target_group")
    counts = months.group_by(by).agg(part=pl.col("household_id").n_unique().cast(pl.Int64))
    asked = counts.filter(pl.col("period").is_in(periods))
    return asked.with_columns(whole=pl.lit(None, pl.Int64)).sort(by)


def test_a_yearly_figure_from_facts_is_kept_for_twelve_final_years_and_published(monkeypatch):
    monthly = next(figure for figure in COUNTED if figure.key == "hushall")
    yearly = replace(monthly, key="ar", cadence=CADENCES["year"], count=households_by_year)
    rows = [
        {"household_id": id_, "month": date(year, 5, 1), "unit_id": 1, "target_group": "unga"}
        for year in range(2005, 2027) for id_ in range(20)
    ]  # fmt: skip
    world = Frames(household_months=pl.DataFrame(rows), **ONE_UNIT)
    facts = facts_for(Moment.at(world, world.versions(), MINE))

    made = counted(yearly, facts, Rules())
    monkeypatch.setattr("data.published.figures.FROM_FACTS", (yearly,))
    shown, _ = protected_figures(facts, Rules(), Protection())

    # 168 months back from June 2026 is July 2012; facts might begin in the midst of the first year
    years = [(date(year, 1, 1), year == 2026) for year in range(2014, 2027)]
    assert made.periods.rows() == years
    of_all = shown.filter(pl.all_horizontal(pl.col("unit_id", "target_group").is_null()))
    assert of_all.select("period", "part").rows() == [(year, 20) for year, _ in years]
    assert exact_figures(facts, frozenset({1}), Rules(), (yearly,)).height


def test_the_first_period_is_the_first_by_the_rules_of_the_steering_group():
    """Without an exit gap, somebody who soon comes back has left all the same."""
    cases = drawn("""
        case_id  person_id  unit_id  target_group  opened_on   closed_on   exit_reason  self_support
        1        1          1        unga          2025-06-01  2026-01-09  arbete       true
        2        1          1        unga          2026-02-01  .           .            false
    """)
    world = Frames(cases=cases, **ONE_UNIT)
    facts = facts_for(Moment.at(world, world.versions(), MINE))

    figures = exact_figures(facts, frozenset({1}), Rules(exit_gap_months=0))

    of_unit = figures.filter(pl.col("target_group").is_null(), figure="avslut")
    assert of_unit.select("period", "part", "whole").rows()[:1] == [(date(2026, 1, 1), 1, 1)]


def test_exact_figures_of_no_units_are_none():
    world = left(5, 5)
    facts = facts_for(Moment.at(world, world.versions(), MINE))

    assert exact_figures(facts, frozenset(), Rules()).equals(frames.FIGURES.to_frame())


def test_before_anything_has_been_delivered_there_are_no_facts():
    assert facts_for(Moment.at(Frames(), Frames().versions(), MINE)) is None


def test_a_row_belongs_to_the_followed_unit_nearest_above_it_or_to_none():
    tree = drawn("""
        unit_id  parent_id
        1        .
        2        1
        3        2
        4        3
        5        .
        6        7
        7        6
    """)
    cases = pl.DataFrame({"case_id": range(1, 8), "unit_id": range(1, 8)})
    follows = pl.DataFrame({"forum_id": [MINE] * 2, "unit_id": [1, 3]})
    world = Frames(units=tree, cases=cases, forum_units=follows, deliveries=ONE_UNIT["deliveries"])

    placed = facts_for(Moment.at(world, world.versions(), MINE)).cases

    assert dict(placed.select("case_id", "unit_id").rows()) == {1: 1, 2: 1, 3: 3, 4: 3}


def test_a_steering_group_that_follows_no_unit_has_no_figures(store):
    place = a_place(store)
    forum_id = put(store, Forum)
    put(store, Delivery, forum_id=forum_id)
    a_case(store, place.north)

    publish(Snapshot(store), forum_id)

    assert how_many(store, PublishedFigure) == 0


@pytest.mark.parametrize(
    ("said", "protection", "rules"),
    [
        ({}, Protection(5, False), Rules(2)),
        ({"least_shown": "7"}, Protection(7, False), Rules(2)),
        ({"trusted_heads": "ja"}, Protection(5, True), Rules(2)),
        ({"trusted_heads": "nej"}, Protection(5, False), Rules(2)),
        ({"exit_gap_months": "3"}, Protection(5, False), Rules(3)),
        ({"stale_after": "20"}, Protection(5, False), Rules(stale_after=20)),
    ],
    ids=["nothing", "seven", "trusted", "not trusted", "a longer gap", "points stale sooner"],
)
def test_what_a_steering_group_has_set_is_read_and_else_the_houses_own_holds(
    said, protection, rules
):
    rows = [{"forum_id": MINE, "name": name, "value": value} for name, value in said.items()]
    rows.append({"forum_id": MINE + 1, "name": "least_shown", "value": "9"})
    world = Frames(settings=pl.DataFrame(rows))

    assert settings_for(Moment.at(world, world.versions(), MINE)) == (protection, rules)


def test_heads_are_known_to_know_their_own_unit_unless_they_are_trusted():
    assert (Protection().knows, Protection(trusted_heads=True).knows) == ("unit_id", None)


def with_households(store, place: Place, month: date = JUNE) -> None:
    """So many households a unit that all of them may be shown."""
    first = how_many(store, HouseholdMonth) + 1
    rows = [
        {"household_id": first + number, "month": month, "unit_id": unit}
        for number, unit in enumerate([place.north] * 12 + [place.south] * 15)
    ]
    put_all(store, HouseholdMonth, rows)


def published_by(store, forum_id: int) -> list[tuple]:
    columns = ("figure", "period", "unit_id", "target_group", "part", "whole", "shown")
    rows = rows_of(store, PublishedFigure, PublishedFigure.forum_id == forum_id)
    return sorted((tuple(row[name] for name in columns) for row in rows), key=str)


def a_delivered_place(store) -> Place:
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    with_households(store, place)
    return place


def test_publishing_twice_is_publishing_once(store):
    place, theirs = a_delivered_place(store), a_delivered_place(store)
    a_group(store, place.forum_id, members=12)
    publish(Snapshot(store), theirs.forum_id)
    others = published_by(store, theirs.forum_id)

    publish(Snapshot(store), place.forum_id)
    once, ledgers = published_by(store, place.forum_id), how_many(store, PublishedLedger)
    publish(Snapshot(store), place.forum_id)

    assert published_by(store, place.forum_id) == once
    assert ("hushall", JUNE, None, None, 27, None, True) in once
    assert how_many(store, PublishedLedger) == ledgers > 0
    assert published_by(store, theirs.forum_id) == others


def test_publishing_leaves_an_event_and_a_version_of_what_it_was_made_from(store):
    place = a_delivered_place(store)
    snapshot = Snapshot(store)
    before = snapshot.versions()

    publish(snapshot, place.forum_id)

    after = snapshot.versions()
    assert {area for area in after if after[area] > before[area]} == {
        "figures",
        "organisation",
    }
    assert {row["version"] for row in rows_of(store, PublishedFigure)} == {before["cases"]}
    (event,) = rows_of(store, Event)
    assert (event["by_user_id"], event["forum_id"]) == (None, place.forum_id)


def test_a_steering_group_with_a_least_count_of_its_own_hides_more(store):
    place = a_delivered_place(store)
    publish(Snapshot(store), place.forum_id)
    shown = [row[-1] for row in published_by(store, place.forum_id)]

    put(store, Setting, forum_id=place.forum_id, name="least_shown", value="13")
    publish(Snapshot(store), place.forum_id)

    assert all(shown)
    fewer = published_by(store, place.forum_id)
    assert not any(row[-1] for row in fewer if row[2] == place.north)


def forums_published_by_catching_up(store) -> list[int]:
    events = how_many(store, Event)
    catch_up(Snapshot(store))
    return [row["forum_id"] for row in rows_of(store, Event)[events:]]


def test_catching_up_publishes_what_is_behind_and_nothing_else(store):
    place, undelivered = a_delivered_place(store), a_place(store)

    assert forums_published_by_catching_up(store) == [place.forum_id]
    assert forums_published_by_catching_up(store) == []

    a_case(store, place.north)
    assert forums_published_by_catching_up(store) == [place.forum_id]
    assert forums_published_by_catching_up(store) == []

    a_group(store, undelivered.forum_id, members=12)
    assert undelivered.forum_id in forums_published_by_catching_up(store)
    assert forums_published_by_catching_up(store) == []


def test_a_steering_group_that_fails_keeps_its_figures_and_the_others_are_published(
    store, monkeypatch
):
    place, other = a_delivered_place(store), a_delivered_place(store)
    assert catch_up(Snapshot(store)) == {}
    before = published_by(store, place.forum_id)
    with_households(store, place, month=date(2026, 5, 1))
    with_households(store, other, month=date(2026, 5, 1))
    old = published_by(store, other.forum_id)
    units = {
        row["unit_id"] for row in rows_of(store, ForumUnit, ForumUnit.forum_id == place.forum_id)
    }

    def impossible(facts, *rest):
        if set(facts.household_months["unit_id"]) & units:
            raise ValueError("year 10000 is out of range")
        return protected_figures(facts, *rest)

    monkeypatch.setattr("data.published.publishing.protected_figures", impossible)
    failed = catch_up(Snapshot(store))

    assert list(failed) == [place.forum_id]
    assert published_by(store, place.forum_id) == before
    assert published_by(store, other.forum_id) != old
    monkeypatch.undo()
    assert catch_up(Snapshot(store)) == {}
    assert published_by(store, place.forum_id) != before


def test_a_steering_group_whose_delivery_gives_no_figure_is_published_once(store):
    put(store, Delivery, forum_id=a_place(store).forum_id)

    assert len(forums_published_by_catching_up(store)) == 1
    assert forums_published_by_catching_up(store) == []


def shares_by_group(store, place: Place) -> dict[str, tuple]:
    rows = rows_of(store, PublishedFigure, PublishedFigure.figure == "avslut")
    return {
        row["target_group"]: (row["part"], row["whole"])
        for row in rows
        if row["period"] == date(2026, 4, 1) and row["target_group"]
    }


def secrets_inside(store) -> set[tuple]:
    rows = rows_of(store, HiddenCell, HiddenCell.figure == "avslut")
    return {
        (row["unit_id"], row["target_group"], row["side"])
        for row in rows
        if row["period"] == date(2026, 4, 1) and row["unit_id"] and row["target_group"]
    }


def test_a_share_is_shown_by_target_group_for_all_units_and_never_for_one(store):
    place = a_delivered_place(store)
    exits(store, place.north, unga=(20, 9), arbetssokande=(11, 12))
    exits(store, place.south, unga=(15, 10), arbetssokande=(30, 8))
    publish(Snapshot(store), place.forum_id)

    assert shares_by_group(store, place) == {"unga": (35, 54), "arbetssokande": (41, 61)}
    rows = rows_of(store, PublishedFigure, PublishedFigure.figure.in_(SHARES))
    assert not [row for row in rows if row["unit_id"] and row["target_group"]]
    parts = {figure.key for figure in COUNTED if figure.part_of}
    assert not [row for row in rows if row["target_group"] and row["figure"] in parts]
    assert secrets_inside(store) == set()


def test_what_is_small_inside_is_remembered_and_hides_the_group_when_a_head_could_tell(store):
    """The head of the northern unit would know the southern one's four."""
    place = a_delivered_place(store)
    exits(store, place.north, unga=(20, 9), arbetssokande=(11, 12), halsohinder=(9, 8))
    exits(store, place.south, unga=(4, 10), arbetssokande=(30, 8), halsohinder=(9, 9))
    publish(Snapshot(store), place.forum_id)

    assert secrets_inside(store) == {(place.south, "unga", "part")}
    first = shares_by_group(store, place)
    assert first["unga"] == (None, None)

    exits(store, place.south, unga=(1, 0))
    publish(Snapshot(store), place.forum_id)

    assert secrets_inside(store) == {(place.south, "unga", "part")}
    assert [group for group, share in first.items() if share == (None, None)] == [
        group for group, share in shares_by_group(store, place).items() if share == (None, None)
    ]


def a_group(store, forum_id: int, members: int, gone: int = 0) -> int:
    """A closed list of so many people, of whom some have left."""
    group_id = put(store, MeasurementGroup, forum_id=forum_id)
    people = put_all(store, Person, [{}] * members)
    rows = [{"group_id": group_id, "person_id": person} for person in people]
    ids = put_all(store, GroupMember, rows)
    put_all(store, MemberState, [{"member_id": member_id} for member_id in ids])
    left = {"state": "work", "since_on": date(2026, 2, 1)}
    put_all(store, MemberState, [{"member_id": member_id, **left} for member_id in ids[:gone]])
    return group_id


def hidden_of_group(store, group_id: int) -> list[dict]:
    rows = rows_of(store, HiddenCell, HiddenCell.group_id == group_id)
    return sorted(({**row, "hidden_id": None} for row in rows), key=str)


def test_the_ledgers_alone_can_be_published(store):
    place = a_delivered_place(store)
    publish(Snapshot(store), place.forum_id)
    figures = rows_of(store, PublishedFigure)
    group_id = a_group(store, place.forum_id, members=12)

    publish_ledgers(Snapshot(store), place.forum_id)

    assert rows_of(store, PublishedFigure) == figures
    ledger = rows_of(store, PublishedLedger, PublishedLedger.group_id == group_id)
    assert {(row["state"], row["members"]) for row in ledger if row["on"]} == {
        ("remaining", 12),
        ("self_supporting", 0),
        ("other_reason", 0),
        ("unknown", 0),
    }


def test_the_ledgers_alone_again_hide_the_same_of_each_list(store):
    place = a_delivered_place(store)
    groups = [a_group(store, place.forum_id, members=30, gone=gone) for gone in (3, 0)]
    publish(Snapshot(store), place.forum_id)
    first = [hidden_of_group(store, group_id) for group_id in groups]

    publish_ledgers(Snapshot(store), place.forum_id)

    assert first[0]
    assert [hidden_of_group(store, group_id) for group_id in groups] == first


@pytest.mark.parametrize(
    ("as_of", "last"), [(None, date(2026, 6, 30)), (date(2026, 4, 30), date(2026, 4, 30))]
)
def test_a_ledger_reaches_to_the_day_that_is_looked_at_or_else_that_is_delivered(
    store, as_of, last
):
    place = a_delivered_place(store)
    a_group(store, place.forum_id, members=12)
    with writing(store) as connection:
        connection.execute(update(Forum).values(as_of=as_of))
        connection.execute(update(Delivery).values(observed_until=date(2026, 6, 30)))

    publish(Snapshot(store), place.forum_id)

    assert max(row["on"] for row in rows_of(store, PublishedLedger) if row["on"]) == last


def test_ledgers_made_while_somebody_else_makes_them_are_made_again(store, monkeypatch):
    place = a_delivered_place(store)
    group_id = a_group(store, place.forum_id, members=12)
    publish(Snapshot(store), place.forum_id)
    (member_id, *_) = (row["member_id"] for row in rows_of(store, GroupMember))
    made = []

    def slow(moment, how, was):
        made.append(moment.versions["groups"])
        if len(made) == 1:
            put(store, MemberState, member_id=member_id, since_on=date(2026, 3, 1))
            publish_ledgers(Snapshot(store), place.forum_id)  # somebody else, who is quicker
        return lists_of(moment, how, was)

    monkeypatch.setattr("data.published.publishing.ledgers_of", slow)
    publish_ledgers(Snapshot(store), place.forum_id)

    first, quicker, again = made
    assert first < quicker == again
    assert {row["version"] for row in rows_of(store, PublishedLedger)} == {again}
    assert {row["group_id"] for row in rows_of(store, PublishedLedger)} == {group_id}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_command_publishes_every_steering_group(store, monkeypatch, capsys):
    place = a_delivered_place(store)
    put(
        store, ForumUnit, forum_id=place.forum_id, unit_id=put(store, Unit, party_id=place.party_id)
    )
    address = store.url.render_as_string(hide_password=False)
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", address)

    assert main() == 0

    assert capsys.readouterr().out.endswith(": siffrorna är skyddade och publicerade.\n")
    assert how_many(store, PublishedFigure) > 0


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_command_publishes_the_others_where_one_fails(store, monkeypatch, capsys):
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", store.url.render_as_string())
    first, second = a_delivered_place(store), a_delivered_place(store)

    def impossible(facts, *rest):
        if first.north in facts.household_months["unit_id"]:
            raise ValueError("1234, what somebody wrote")
        return protected_figures(facts, *rest)

    monkeypatch.setattr("data.published.publishing.protected_figures", impossible)

    assert main() == 1

    told = capsys.readouterr()
    assert "siffrorna kunde inte räknas om (ValueError)" in told.err
    assert "1234" not in told.err + told.out
    assert "siffrorna är skyddade och publicerade" in told.out
    assert not published_by(store, first.forum_id)
    assert published_by(store, second.forum_id)


def test_the_command_refuses_a_store_without_tables_in_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", f"sqlite:///{tmp_path / 'tom.sqlite'}")

    assert main() == 1

    assert "python -m data.store migrate" in capsys.readouterr().err
    open_store(f"sqlite:///{tmp_path / 'tom.sqlite'}").dispose()


def households_shown(store, place: Place) -> dict:
    rows = rows_of(store, PublishedFigure, PublishedFigure.figure == "hushall")
    return {
        row["unit_id"]: row["part"]
        for row in rows
        if row["period"] == JUNE and row["target_group"] is None
    }


def test_a_correction_of_a_month_never_tells_what_was_hidden_in_it(store):
    place = a_place(store)
    put(store, Delivery, forum_id=place.forum_id)
    west = put(store, Unit, party_id=place.party_id)
    put(store, ForumUnit, forum_id=place.forum_id, unit_id=west)
    ids = count(1_000)

    def pay(unit_id: int, many: int) -> None:
        months = [{"household_id": next(ids), "unit_id": unit_id} for _ in range(many)]
        put_all(store, HouseholdMonth, [row | {"month": JUNE} for row in months])

    for unit_id, many in ((place.north, 3), (place.south, 12), (west, 40)):
        pay(unit_id, many)
    publish(Snapshot(store), place.forum_id)
    first = households_shown(store, place)
    pay(place.north, 3)
    publish(Snapshot(store), place.forum_id)

    second = households_shown(store, place)
    assert first[place.north] is second[place.north] is None
    assert {unit for unit, many in first.items() if many is None} <= {
        unit for unit, many in second.items() if many is None
    }
    secrets = rows_of(store, HiddenCell, HiddenCell.unit_id == place.north)
    assert all(row["secret"] for row in secrets)


def test_what_is_remembered_as_hidden_is_what_is_hidden(demo_store):
    forums = [row["forum_id"] for row in rows_of(demo_store, Forum)]
    assert forums
    hidden = {
        (row["forum_id"], row["figure"], row["period"], row["unit_id"], row["target_group"])
        for row in rows_of(demo_store, HiddenCell)
        if row["side"] is None
    }
    counts = PublishedFigure.figure == "hushall"
    assert {key for key in hidden if key[1] == "hushall"} == {
        (row["forum_id"], row["figure"], row["period"], row["unit_id"], row["target_group"])
        for row in rows_of(demo_store, PublishedFigure, counts)
        if not row["shown"]
    }


@pytest.mark.thorough
def test_publishing_the_same_data_again_hides_the_same(demo_store):
    snapshot = Snapshot(demo_store)
    for forum_id in [row["forum_id"] for row in rows_of(demo_store, Forum)][: often(1, 3)]:
        before = (published_by(demo_store, forum_id), ledgers_of(demo_store, forum_id))
        publish(snapshot, forum_id)
        assert (published_by(demo_store, forum_id), ledgers_of(demo_store, forum_id)) == before


def ledgers_of(store, forum_id: int) -> list[tuple]:
    groups = [g["group_id"] for g in rows_of(store, MeasurementGroup) if g["forum_id"] == forum_id]
    names = ("group_id", "on", "after_months", "state", "members", "shown")
    rows = rows_of(store, PublishedLedger, PublishedLedger.group_id.in_(groups))
    return sorted((tuple(row[name] for name in names) for row in rows), key=str)


def test_an_older_count_is_never_put_in_place_of_a_newer(store, monkeypatch):
    place = a_delivered_place(store)
    made = []

    def slow(facts, rules, how, was, told):
        made.append(facts.household_months.height)
        if len(made) == 1:
            with_households(store, place, month=date(2026, 5, 1))
            publish(Snapshot(store), place.forum_id)  # somebody else, who is quicker
        return protected_figures(facts, rules, how, was, told)

    monkeypatch.setattr("data.published.publishing.protected_figures", slow)
    publish(Snapshot(store), place.forum_id)

    first, quicker, again = made
    assert first < quicker == again
    assert {row["version"] for row in rows_of(store, PublishedFigure)} == {
        Snapshot(store).versions()["cases"]
    }


def test_figures_made_by_a_setting_that_no_longer_holds_are_made_again(store, monkeypatch):
    place = a_delivered_place(store)
    made = []

    def slow(facts, rules, how, was, told):
        if not made:
            put(store, Setting, forum_id=place.forum_id, value="20")
        made.append(how.least_shown)
        return protected_figures(facts, rules, how, was, told)

    monkeypatch.setattr("data.published.publishing.protected_figures", slow)
    publish(Snapshot(store), place.forum_id)

    assert made == [5, 20]
    shown = {row["part"] for row in rows_of(store, PublishedFigure) if row["shown"]}
    assert not shown & {12, 15}
