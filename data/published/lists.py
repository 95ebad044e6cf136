"""The ledgers of a steering group's lists; those that share people are protected together.

The list that was started later shows no more than the earlier ones allow.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from data.published.facts import Protection, followed_unit_of
from data.published.ledgers import (
    HOLD,
    LEDGER,
    SIDES,
    ledger_days,
    protected_ledgers,
    protected_lists,
)
from data.published.shapes import hidden_of
from data.store.moment import Moment
from metrics.cohort import curve, time_in_support
from metrics.disclosure import protect_beside
from metrics.lines import latest

SHARED = f"{LEDGER}_shared"
Ledgers = dict[int, tuple[pl.DataFrame, pl.DataFrame]]


class Published(NamedTuple):
    """A list's ledger as it is shown, what it hides, and how its members stand.

    Shaped as frames.LEDGERS, HIDDEN and STATES.
    """

    ledger: pl.DataFrame
    hidden: pl.DataFrame
    states: pl.DataFrame


class _Family(NamedTuple):
    """Lists that share people, with each other or with one that does, and all who are on them."""

    lists: list[int]
    people: set[int]


def ledgers_of(moment: Moment, protection: Protection, was: pl.DataFrame) -> Ledgers:
    """The protected ledgers of all lists of a steering group.

    Reads:  was, what was hidden when they were last made, shaped as frames.HIDDEN.
    Gives:  group_id -> the ledger, shaped as frames.LEDGERS but for group_id, and what it hides.
            A list that shares people with one started before is shown by day alone: neither by
            unit or time in support, nor on the members' own clock.
    """
    forum = moment.of_forum("forums").row(0, named=True)
    known_until = forum["as_of"] or latest(moment.of_forum("deliveries")["observed_until"])
    groups = moment.of_forum("groups").sort("group_id")
    on_lists = moment.frame("members").join(groups, on="group_id", how="semi")
    followed = followed_unit_of(moment)
    earlier = earlier_of(on_lists)
    made: dict[int, Published] = {}
    for group in groups.to_dicts():
        group_id = group["group_id"]
        this_group = pl.col("group_id") == group_id
        states = moment.frame("states").filter(this_group)
        members = on_lists.filter(this_group)
        until = known_until or latest(states["since_on"])
        days = ledger_days(group["baseline_on"], forum["last_met_on"], until)
        before = was.filter(this_group)
        ledger, hidden = protected_ledgers(states, members, days, protection, before)
        if beside := earlier.get(group_id):
            lists = [*(made[other] for other in beside), Published(ledger, hidden, states)]
            among = on_lists.filter(pl.col("group_id").is_in([*beside, group_id]))
            shown = beside_others(lists, among, before, protection.least_shown)
        else:
            placed = _placed(members, followed, group)
            by_way, hidden_too = protected_lists(states, placed, ledger, protection, before)
            shown = pl.concat([ledger, by_way], how="diagonal"), pl.concat([hidden, hidden_too])
        made[group_id] = Published(*shown, states)
    return {group_id: (each.ledger, each.hidden) for group_id, each in made.items()}


def _placed(
    members: pl.DataFrame, followed: Mapping[int, int], group: Mapping[str, Any]
) -> pl.DataFrame:
    """A list's members, with the followed unit that they belong to and their time in support."""
    unit = pl.col("unit_id").replace_strict(followed, default=None, return_dtype=pl.Int64)
    began = pl.col("started_on")
    return members.with_columns(unit, time_in_support=time_in_support(began, group["baseline_on"]))


def earlier_of(members: pl.DataFrame) -> dict[int, list[int]]:
    """Which lists were started before each that share people with it, or with one that does.

    Reads:  group_id, which follow one another as the lists were started, and person_id.
    Gives:  group_id -> group_ids in order; none for a list that shares nobody with an earlier one.
    """
    earlier, families = {}, []
    for group_id, people in members.group_by("group_id").agg("person_id").sort("group_id").rows():
        near = [family for family in families if not family.people.isdisjoint(people)]
        earlier[group_id] = sorted(other for family in near for other in family.lists)
        families = [family for family in families if family not in near]
        on_any = set(people).union(*(family.people for family in near))
        families.append(_Family([*earlier[group_id], group_id], on_any))
    return earlier


def beside_others(
    lists: Sequence[Published],
    members: pl.DataFrame,
    before: pl.DataFrame,
    k: int,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The last list's ledger with more hidden, so that subtracting lists shows nothing small.

    Reads:  lists that share people in the order they were started, each protected by itself, the
            last one being whose ledger this is; members, member_id, group_id and person_id of them
            all; before, what was hidden when the ledger was last made, as this function gave it.
    Gives:  the ledger by day, without the members' own clock; and what it hides, as frames.HIDDEN.

    Of a list is known what it showed on the nearest of its days before.
    """
    last = lists[-1]
    ledger = last.ledger.filter(pl.col("on").is_not_null())
    days = ledger.select(pl.col("on").unique().sort())
    parts = _parts(members)
    counts = [_counts(each, parts, days) for each in lists]
    hidden = [_hidden(each, days) for each in lists]
    for_its_sake, in_all = protect_beside(
        _numbered(counts),
        _numbered(hidden),
        before.filter(figure=SHARED).select(on="period", state="side"),
        keep="remaining",
        k=k,
        hold=HOLD,
    )
    more = ledger.filter("shown").join(in_all, on=["on", "state"], how="semi")
    beside = more.select("on", "state", stays=pl.lit(False))
    shown = ledger.join(beside, on=["on", "state"], how="left", maintain_order="left")
    stays = pl.col("stays").fill_null(pl.col("shown"))
    made = shown.with_columns(members=pl.when(stays).then("members"), shown=stays).drop("stays")
    by_day = last.hidden.filter(pl.col("after_months").is_null())
    return made, pl.concat([by_day, _marked(LEDGER, more), _marked(SHARED, for_its_sake)])


def _marked(name: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Cells, on and state, as what is hidden beside others is remembered under a name."""
    no = pl.lit(False)
    named = cells.select(period="on", side="state", shown=no, secret=no, loose=no)
    return hidden_of(name, named)


def _numbered(of_lists: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(rows.with_columns(list=pl.lit(at)) for at, rows in enumerate(of_lists))


def _parts(members: pl.DataFrame) -> pl.DataFrame:
    """Who is on the same lists: member_id and part, a name for those lists."""
    lists = pl.col("group_id").cast(pl.String).unique().sort().str.join(" ")
    of_each = members.group_by("person_id").agg(part=lists)
    return members.join(of_each, on="person_id").select("member_id", "part")


def _counts(this: Published, parts: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """How a list's people stand on the days since it began, part by part."""
    on = days.filter(pl.col("on") >= this.ledger["on"].min())["on"].to_list()
    by_part = curve(this.states.join(parts, on="member_id"), on, ["part"]).drop("members")
    return by_part.unpivot(SIDES, index=["on", "part"], variable_name="state", value_name="members")


def _hidden(this: Published, days: pl.DataFrame) -> pl.DataFrame:
    """What a list hid on the nearest of its days before each of these."""
    own = this.ledger.select(period=pl.col("on").drop_nulls().unique().sort())
    nearest = days.join_asof(own, left_on="on", right_on="period", coalesce=False)
    beside = this.hidden.filter(figure=SHARED).select("period", "side", beside=pl.lit(True))
    marks = this.hidden.filter(figure=LEDGER).join(beside, on=["period", "side"], how="left")
    named = marks.select(
        "period", "secret", "loose", pl.col("beside").fill_null(False), state="side"
    )
    of_days = nearest.drop_nulls().join(named, on="period")
    return of_days.select("on", "state", "secret", "loose", "beside")
