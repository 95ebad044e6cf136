from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.plans import STATUSES, burnup, progress, standing
from tests.drawn import drawn

DAY = date(2026, 6, 30)
NO_UPDATES = pl.Schema(
    {
        "item_id": pl.Int64,
        "at": pl.Datetime("us", "UTC"),
        "seq": pl.Int64,
        "status": pl.String,
    }
).to_frame()
NO_ITEMS = pl.Schema(
    {
        "plan_id": pl.Int64,
        "item_id": pl.Int64,
        "due_on": pl.Date,
        "responsible_function": pl.String,
    }
).to_frame()
ITEM = "plan_id item_id due_on responsible_function decided_on\n"


def standing_of(item: str, updates: pl.DataFrame = NO_UPDATES) -> dict:
    return standing(drawn(ITEM + item, responsible_function=pl.String), updates, DAY).row(
        0, named=True
    )


def test_counts_what_is_done_left_and_late_in_each_plan():
    items = drawn("""
        plan_id  item_id  due_on      responsible_function
        1        10       2026-05-01  head
        1        11       2026-06-01  head
        1        12       2026-07-01  .
        1        13       2026-05-01  .
        2        20       .           head
    """)
    updates = drawn("""
        item_id  at                 seq  status
        10       2026-04-20T08:00Z  1    done
        11       2026-04-20T08:00Z  2    in_progress
        13       2026-04-20T08:00Z  3    cancelled
        99       2026-04-20T08:00Z  4    done
    """)

    assert progress(items, updates, DAY).rows() == [
        # plan, items, done, cancelled, left, overdue, due soon, stale, unowned
        (1, 4, 1, 1, 2, 1, 1, 1, 1),
        (2, 1, 0, 0, 1, 0, 0, 0, 0),
    ]


@pytest.mark.parametrize(
    ("due", "overdue", "soon"),
    [
        ("2026-06-29", 1, False),
        ("2026-06-30", None, True),
        ("2026-07-14", None, True),
        ("2026-07-15", None, False),
        (".", None, False),
    ],
)
def test_due_on_the_day_is_soon_and_not_yet_overdue(due, overdue, soon):
    item = standing_of(f"1 1 {due} head .")

    assert (item["days_overdue"], item["due_soon"]) == (overdue, soon)


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_what_is_over_is_neither_late_nor_stale_nor_unowned(status):
    update = drawn(f"item_id at seq status\n 1 2025-01-01T08:00Z 1 {status}")
    item = standing_of("1 1 2026-01-01 . 2025-01-01", update)
    soon = standing_of("1 1 2026-07-01 . 2025-01-01", update)

    assert (item["days_overdue"], item["days_stale"], item["unowned"]) == (None, None, False)
    assert soon["due_soon"] is False


@pytest.mark.parametrize(("day", "status"), [("06-30", "done"), ("07-01", "not_started")])
def test_an_update_on_the_day_holds_and_one_after_it_is_not_known(day, status):
    update = drawn(f"item_id at seq status\n 1 2026-{day}T12:00Z 1 done")

    assert standing_of("1 1 . head .", update)["status"] == status


def test_the_last_update_by_moment_and_then_by_number_holds():
    updates = drawn("""
        item_id  at                 seq  status
        1        2026-06-02T08:00Z  3    cancelled
        1        2026-06-02T08:00Z  2    done
        1        2026-06-01T08:00Z  9    in_progress
    """)

    assert standing_of("1 1 . head .", updates)["status"] == "cancelled"


@pytest.mark.parametrize(("day", "stale"), [("2026-05-26", None), ("2026-05-25", 36)])
def test_stale_is_more_than_35_days_without_an_update(day, stale):
    update = drawn(f"item_id at seq status\n 1 {day}T23:59Z 1 in_progress")

    assert standing_of("1 1 . head 2026-06-30", update)["days_stale"] == stale


@pytest.mark.parametrize(
    ("decided", "stale"), [("2026-05-26", None), ("2026-05-25", 36), (".", None)]
)
def test_without_an_update_it_is_stale_since_it_was_decided(decided, stale):
    assert standing_of(f"1 1 . head {decided}")["days_stale"] == stale


@pytest.mark.parametrize(("function", "unowned"), [(None, True), (" ", True), ("head", False)])
def test_a_blank_function_is_nobody(function, unowned):
    items = drawn("plan_id item_id due_on responsible_function\n 1 1 . .")
    items = items.with_columns(responsible_function=pl.lit(function))

    assert standing(items, NO_UPDATES, DAY)["unowned"].to_list() == [unowned]


def test_a_moment_elsewhere_is_turned_into_utc():
    update = drawn("item_id at seq status\n 1 2026-06-30T22:30Z 1 done")
    in_stockholm = update.with_columns(pl.col("at").dt.convert_time_zone("Europe/Stockholm"))

    assert standing_of("1 1 . head .", in_stockholm)["status"] == "done"


def test_an_item_keeps_its_columns():
    items = drawn("plan_id item_id title due_on responsible_function\n 1 1 Start . head")

    assert standing(items, NO_UPDATES, DAY).columns == [
        *("plan_id", "item_id", "title", "due_on", "responsible_function"),
        *("status", "days_overdue", "due_soon", "days_stale", "unowned"),
    ]


def test_no_items_give_no_rows_but_columns_with_types():
    nothing = progress(NO_ITEMS, NO_UPDATES, DAY)
    counts = ("items", "done", "cancelled", "left", "overdue", "due_soon", "stale", "unowned")

    assert nothing.height == 0
    assert nothing.schema == {"plan_id": pl.Int64} | dict.fromkeys(counts, pl.Int64)


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        ("1 2026-06-01T08:00Z 2 finished", "status is none of not_started, .* in row 2"),
        ("1 2026-06-01T08:00Z 2 .", "status is null in row 2"),
        ("1 . 2 done", "at is null in row 2"),
    ],
)
def test_an_update_that_cannot_be_is_refused(row, refusal):
    updates = drawn(f"item_id at seq status\n 1 2026-06-01T08:00Z 1 done\n {row}")

    with pytest.raises(ValueError, match=refusal):
        standing_of("1 1 . head .", updates)


def test_an_item_without_a_plan_is_refused():
    with pytest.raises(ValueError, match="plan_id is null in row 1"):
        standing_of(". 1 . head .")


# -- Against a plain walk through every item ---------------------------------------------------
@st.composite
def plans_and_updates(draw):
    near = st.integers(-60, 60).map(lambda days: DAY + timedelta(days))
    hours = st.integers(-24 * 60, 48).map(
        lambda hours: datetime(2026, 6, 30, tzinfo=UTC) + timedelta(hours=hours)
    )
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(1, 3),
                st.none() | near,
                st.sampled_from([None, "head"]),
                st.none() | near,
            ),
            max_size=12,
        )
    )
    items = [(plan, item, *rest) for item, (plan, *rest) in enumerate(rows)]
    row = st.tuples(st.integers(0, 12), hours, st.integers(1, 99), st.sampled_from(STATUSES))
    updates = draw(st.lists(row, max_size=25, unique_by=lambda update: (update[0], update[2])))
    kinds = NO_ITEMS.schema | {"decided_on": pl.Date}
    return (
        pl.DataFrame(items, schema=kinds, orient="row"),
        pl.DataFrame(updates, schema=NO_UPDATES.schema, orient="row"),
    )


def plain_progress(items, updates, stale_after):
    counts = {}
    for plan, item, due, function, decided in items.rows():
        known = [u for u in updates.rows() if u[0] == item and u[1].date() <= DAY]
        _, at, _, status = max(known, key=lambda u: (u[1], u[2]), default=(0, 0, 0, "not_started"))
        heard = at.date() if known else decided
        left = status in ("not_started", "in_progress")
        row = counts.setdefault(plan, [0] * 8)
        found = [
            True,
            status == "done",
            status == "cancelled",
            left,
            left and due is not None and due < DAY,
            left and due is not None and DAY <= due <= DAY + timedelta(14),
            left and heard is not None and (DAY - heard).days > stale_after,
            left and function is None,
        ]
        counts[plan] = [count + is_so for count, is_so in zip(row, found, strict=True)]
    return [(plan, *counts[plan]) for plan in sorted(counts)]


@given(plans_and_updates(), st.integers(0, 50))
def test_progress_is_a_plain_count(frames, stale_after):
    assert progress(*frames, DAY, stale_after).rows() == plain_progress(*frames, stale_after)


def test_a_burnup_has_what_was_to_be_done_and_what_was_on_every_day():
    items = pl.DataFrame(
        {
            "plan_id": [1, 1, 1, 1, 2],
            "item_id": [1, 2, 3, 4, 5],
            "due_on": [date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 10), None, None],
            "responsible_function": ["A"] * 5,
        }
    )
    updates = pl.DataFrame(
        {
            "item_id": [1, 3, 4, 4],
            "at": [datetime(2026, 3, d, 12, tzinfo=UTC) for d in (2, 9, 5, 11)],
            "seq": [1, 2, 3, 4],
            "status": ["done", "cancelled", "done", "in_progress"],
        }
    )

    found = burnup(items, updates, [date(2026, 3, d) for d in (11, 1, 10, 1)])

    assert found.rows() == [
        (1, date(2026, 3, 1), 1, 0),
        (1, date(2026, 3, 10), 2, 2),
        (1, date(2026, 3, 11), 2, 1),
        (2, date(2026, 3, 1), 0, 0),
        (2, date(2026, 3, 10), 0, 0),
        (2, date(2026, 3, 11), 0, 0),
    ]
    assert burnup(items.clear(), updates, [date(2026, 3, 1)]).columns == found.columns
    assert burnup(items, updates, []).is_empty()


def test_columns_of_the_items_own_are_kept_whatever_they_are_called():
    items = NO_ITEMS.clear(1).with_columns(plan_id=1, item_id=1, day=7, row=8)

    assert standing(items, NO_UPDATES, DAY).select("day", "row").row(0) == (7, 8)


def test_items_and_updates_may_be_numbered_in_different_widths():
    items = NO_ITEMS.clear(1).with_columns(plan_id=1, item_id=pl.lit(1, pl.Int32))
    updates = drawn("item_id at seq status\n 1 2026-06-01T08:00Z 1 done")

    assert standing(items, updates, DAY)["status"].to_list() == ["done"]
