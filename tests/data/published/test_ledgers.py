"""Protected ledgers: right where they are shown, of a whole list, by unit and by time in support."""

from datetime import date

import polars as pl
import pytest

from data.published import Protection
from data.published.ledgers import (
    HORIZONS,
    SIDES,
    ledger_days,
    protected_ledgers,
    protected_lists,
)
from data.store import frames
from data.store.snapshot import Snapshot
from metrics.cohort import TIMES
from tests.data.recount import later

JANUARY, SEPTEMBER = date(2026, 1, 1), date(2026, 9, 30)
JUNE, LEFT = date(2026, 6, 1), date(2026, 8, 1)

BASELINE = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("met", "until", "days"),
    [
        pytest.param(None, None, "01-15", id="nothing is known: the baseline alone"),
        pytest.param(None, "01-15", "01-15", id="known until the baseline"),
        pytest.param(None, "01-14", "01-15", id="known until the day before"),
        pytest.param(None, "01-30", "01-15 01-30", id="the day before a month's end"),
        pytest.param(None, "01-31", "01-15 01-31", id="a month's end"),
        pytest.param(None, "03-01", "01-15 01-31 02-28 03-01", id="a first of a month"),
        pytest.param("02-10", "02-20", "01-15 01-31 02-10 02-20", id="the last meeting"),
        pytest.param("02-20", "02-20", "01-15 01-31 02-20", id="a meeting on the last day"),
        pytest.param("02-21", "02-20", "01-15 01-31 02-20", id="a meeting after it"),
        pytest.param("01-14", "01-20", "01-15 01-20", id="a meeting before the baseline"),
        pytest.param("01-15", "01-20", "01-15 01-20", id="a meeting on the baseline"),
    ],
)
def test_a_ledger_is_made_for_the_baseline_month_ends_last_meeting_and_last_day(met, until, days):
    def day(text: str | None) -> date | None:
        return text and date.fromisoformat(f"2026-{text}")

    assert ledger_days(BASELINE, day(met), day(until)) == [day(text) for text in days.split()]


def ledger_by_hand(states: list[dict], on: date) -> dict[str, int]:
    """Where each member is by their last state on or before the day; before any, remaining."""
    side = {"remaining": "remaining", "returned": "remaining", "work": "self_supporting"}
    side |= {"studies": "self_supporting", "other_income": "self_supporting"}
    counts = dict.fromkeys(SIDES, 0)
    for member in {row["member_id"] for row in states}:
        said = [row for row in states if row["member_id"] == member and row["since_on"] <= on]
        last = max(
            said, key=lambda row: (row["since_on"], row["seq"]), default={"state": "remaining"}
        )
        counts[side.get(last["state"], last["state"])] += 1
    return counts


def after_by_hand(members: list[dict], states: list[dict], months: int, on: date) -> dict[str, int]:
    """Of those followed for so long, who had never left by then."""
    followed = [row for row in members if later(row["started_on"], months) <= on]
    gone = {
        row["member_id"]
        for row in states
        for member in followed
        if row["member_id"] == member["member_id"]
        and row["state"] not in ("remaining", "returned")
        and row["since_on"] <= later(member["started_on"], months)
    }
    return {"remaining": len(followed) - len(gone), "unknown": len(gone)}


def test_the_demonstrations_ledgers_are_what_a_plain_recount_gives(demo_store):
    snapshot = Snapshot(demo_store)
    versions = snapshot.versions()
    whole = pl.all_horizontal(pl.col("unit_id", "time_in_support").is_null())
    ledgers = snapshot.frame("ledgers", versions).filter(whole)
    members = snapshot.frame("members", versions)

    for group_id in snapshot.frame("groups", versions)["group_id"]:
        mine = pl.col("group_id") == group_id
        states = snapshot.frame("states", versions).filter(mine).to_dicts()
        ledger = ledgers.filter(mine)
        assert ledger.filter(~pl.col("shown"))["members"].is_null().all()
        assert not ledger["members"].is_between(1, 4).any()
        last = ledger["on"].max()
        for row in ledger.filter("shown").to_dicts():
            by_hand = (
                ledger_by_hand(states, row["on"])
                if row["on"]
                else after_by_hand(
                    members.filter(mine).to_dicts(), states, row["after_months"], last
                )
            )
            assert row["members"] == by_hand[row["state"]], row
        assert set(ledger["after_months"].drop_nulls()) <= set(HORIZONS)


def test_of_a_group_the_remaining_are_kept_in_sight_when_others_must_be_hidden():
    """105 self-supporting and 2 for another reason: the 105 are hidden with the 2, not the 43."""
    counts = {"remaining": 43, "work": 105, "other_reason": 2}
    rows = [state for state, many in counts.items() for _ in range(many)]
    states = pl.DataFrame({"member_id": range(150), "state": rows, "seq": range(150)}).with_columns(
        since_on=pl.lit(JUNE)
    )
    members = pl.DataFrame({"member_id": range(150)}).with_columns(started_on=pl.lit(JUNE))

    ledger = protected_ledgers(states, members, [JUNE], Protection())[0]

    assert dict(ledger.filter(on=JUNE).select("state", "members").rows()) == {
        "remaining": 43,
        "self_supporting": None,
        "other_reason": None,
        "unknown": 0,
    }


def test_a_month_on_the_own_clock_that_one_alone_has_reached_is_there_and_hidden():
    """One began half a year before the others: after six months there is only that one."""
    people = pl.DataFrame({"member_id": range(30)})
    starts = pl.when(pl.col("member_id") == 0).then(pl.lit(JANUARY)).otherwise(pl.lit(JUNE))
    members = people.with_columns(started_on=starts)
    states = members.select(
        "member_id", state=pl.lit("remaining"), seq="member_id", since_on="started_on"
    )

    ledger = protected_ledgers(states, members, [SEPTEMBER], Protection())[0]

    own = ledger.drop_nulls("after_months").filter(state="remaining").sort("after_months")
    assert own.select("after_months", "members").rows() == [(3, 30), (6, None)]


@pytest.mark.parametrize(
    ("remaining", "work", "other", "unknown", "shown"),
    [
        (147, 0, 0, 3, {"self_supporting": 0, "other_reason": 0}),
        (9, 3, 0, 0, {"other_reason": 0, "unknown": 0}),
        (10, 1, 1, 0, {"unknown": 0}),
    ],
)
def test_the_size_of_a_list_is_public_and_protects_nothing(remaining, work, other, unknown, shown):
    """A single small state is not read off by subtraction: who remain are hidden with it."""
    states = ["remaining"] * remaining + ["work"] * work
    states += ["other_reason"] * other + ["unknown"] * unknown
    people = pl.DataFrame({"member_id": range(len(states))}).with_columns(started_on=pl.lit(JUNE))
    said = people.select(
        "member_id", state=pl.Series(states), seq="member_id", since_on=pl.lit(JUNE)
    )

    ledger = protected_ledgers(said, people, [JUNE, later(JUNE, 3)], Protection())[0]

    for day in (JUNE, later(JUNE, 3)):
        on = ledger.filter(on=day)
        assert dict(on.filter("shown").select("state", "members").rows()) == shown
    assert ledger["after_months"].is_null().all()  # the other clock would tell


# ---------------------------------------------------------------- by unit and by time in support


def a_list(people: dict[tuple[int, str], tuple[int, int]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A list closed in June, (unit, time) -> how many remain and have left by August."""
    rows = [
        (*place, state)
        for place, sides in people.items()
        for state, many in zip(("remaining", "work"), sides, strict=True)
        for _ in range(many)
    ]
    members = pl.DataFrame(rows, ["unit_id", "time_in_support", "state"], orient="row")
    members = members.with_row_index("member_id").cast({"member_id": pl.Int64})
    members = members.with_columns(started_on=pl.lit(JUNE), group_id=pl.lit(1, pl.Int64))
    said = pl.when(state="remaining").then(pl.lit(JUNE)).otherwise(pl.lit(LEFT))
    states = members.select("member_id", "group_id", "state", since_on=said, seq="member_id")
    return states, members.drop("state")


def told(people, how: Protection | None = None, until=date(2026, 9, 30), **changed):
    """on -> unit or time -> state -> how many, as the reader is given it."""
    states, members = a_list(people)
    members = members.with_columns(**changed)
    how = how or Protection()
    ledger, _ = protected_ledgers(states, members, ledger_days(JUNE, None, until), how)
    lists, hidden = protected_lists(states, members, ledger, how)
    assert lists.select("shown").to_series().eq(lists["members"].is_not_null()).all()
    assert hidden.schema == frames.HIDDEN
    said = {}
    for on, unit, time, state, many, _ in lists.iter_rows():
        said.setdefault(on, {}).setdefault(unit or time, {})[state] = many
    return said


NEW, OLD = TIMES[0], TIMES[2]
WIDE = {(1, NEW): (20, 8), (1, OLD): (15, 6), (2, NEW): (30, 10), (2, OLD): (9, 12)}


def test_at_every_quarters_end_each_unit_and_time_has_its_own_ledger():
    told_of = told(WIDE)

    assert list(told_of) == [date(2026, 6, 30), date(2026, 9, 30)]
    assert told_of[date(2026, 6, 30)][1] == {"members": 49, "remaining": 49, "left": 0}
    assert told_of[date(2026, 9, 30)] == {
        1: {"left": 14, "members": 49, "remaining": 35},
        2: {"left": 22, "members": 61, "remaining": 39},
        NEW: {"left": 18, "members": 68, "remaining": 50},
        OLD: {"left": 18, "members": 42, "remaining": 24},
    }


def test_a_quarter_that_is_not_over_is_not_told_of():
    assert list(told(WIDE, until=date(2026, 9, 29))) == [date(2026, 6, 30)]


def test_a_side_that_is_small_is_hidden_with_partners_and_the_sizes_are_not():
    few = {(1, NEW): (47, 2), (2, NEW): (50, 11), (3, NEW): (40, 30)}
    september = told(few)[date(2026, 9, 30)]

    assert {unit: row["members"] for unit, row in september.items()} == {1: 49, 2: 61, 3: 70}
    assert (september[1]["left"], september[1]["remaining"]) == (None, None)
    assert sum(row["left"] is None for row in september.values()) == 3  # a head knows one of two
    trusted = told(few, Protection(trusted_heads=True))[date(2026, 9, 30)]
    assert sum(row["left"] is None for row in trusted.values()) == 2


def test_of_a_unit_too_small_to_show_nothing_is_told_nil_neither():
    few = {(1, NEW): (3, 0), (2, NEW): (50, 11), (3, NEW): (40, 30), (4, NEW): (25, 20)}

    for rows in told(few).values():
        assert set(rows[1].values()) == {None}


def test_where_those_who_remain_are_hidden_of_all_they_are_of_each():
    """Three have left for one reason: who remain is hidden with them, and so is every unit."""
    for rows in told({(1, NEW): (30, 3), (2, NEW): (40, 0)}).values():
        sides = [rows[unit][side] for unit in (1, 2) for side in ("remaining", "left")]
        assert sides in ([None] * 4, [33, 0, 40, 0])


@pytest.mark.parametrize(
    "changed",
    [
        {"unit_id": pl.lit(None, pl.Int64), "time_in_support": pl.lit(None, pl.String)},
        {"unit_id": pl.lit(1), "time_in_support": pl.lit(NEW)},
        {
            "unit_id": pl.when(pl.col("member_id") > 0).then("unit_id"),
            "time_in_support": pl.lit(NEW),
        },
    ],
    ids=["not known", "all alike", "not known of one"],
)
def test_what_is_not_known_of_everybody_or_alike_for_all_is_not_told(changed):
    assert told(WIDE, **changed) == {}


def test_a_correction_hides_what_was_hidden():
    few = {(1, NEW): (47, 2), (2, NEW): (50, 11), (3, NEW): (40, 30)}
    days, how = ledger_days(JUNE, None, date(2026, 9, 30)), Protection()
    states, members = a_list(few)
    ledger, _ = protected_ledgers(states, members, days, how)
    _, was = protected_lists(states, members, ledger, how)
    states, members = a_list(few | {(1, NEW): (39, 10)})
    ledger, _ = protected_ledgers(states, members, days, how)

    before, now = (
        protected_lists(states, members, ledger, how, known)[0].filter(on=date(2026, 9, 30))
        for known in (None, was)
    )

    assert before.filter(unit_id=1, state="left")["members"].to_list() == [10]
    assert now.filter(unit_id=1, state="left")["members"].to_list() == [None]
    assert not now["shown"].all()


def test_the_demonstrations_ledgers_by_unit_and_time_are_what_a_plain_recount_gives(demo_store):
    snapshot = Snapshot(demo_store)
    versions = snapshot.versions()
    ledgers, members = (snapshot.frame(name, versions) for name in ("ledgers", "members"))
    lists = ledgers.filter(pl.any_horizontal(pl.col("unit_id", "time_in_support").is_not_null()))
    groups = {row["group_id"]: row for row in snapshot.frame("groups", versions).to_dicts()}
    states = snapshot.frame("states", versions).to_dicts()

    def time_of(member: dict) -> str:
        closed = groups[member["group_id"]]["baseline_on"]
        years = sum(later(member["started_on"], 12 * many) <= closed for many in (1, 3))
        return TIMES[years]

    shown = lists.filter("shown").to_dicts()
    for row in shown:
        mine = {
            member["member_id"]
            for member in members.filter(group_id=row["group_id"]).to_dicts()
            if row["unit_id"] in (None, member["unit_id"])
            and row["time_in_support"] in (None, time_of(member))
        }
        kept = ledger_by_hand([s for s in states if s["member_id"] in mine], row["on"])["remaining"]
        by_hand = {"members": len(mine), "remaining": kept, "left": len(mine) - kept}
        assert row["members"] == by_hand[row["state"]], row
    assert {row["state"] for row in shown} == {"members", "remaining", "left"}
    assert not lists["members"].is_between(1, 4).any()
