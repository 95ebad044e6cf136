"""Lists that share people: what one shows of the other, and what of both is shown."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.published import Protection, lists
from data.published.ledgers import SIDES, ledger_days, protected_ledgers
from data.published.lists import SHARED, Published, beside_others, earlier_of
from data.store import frames
from metrics.cohort import curve
from metrics.disclosure import lists as metrics_lists
from metrics.periods import add_months
from tests.data.recount import later
from tests.metrics.disclosure.system import MOST, System
from tests.thorough import often

BASELINE = date(2025, 1, 31)
STATE_OF = {
    "self_supporting": "work",
    "other_reason": "other_reason",
    "unknown": "unknown",
    "remaining": "remaining",
}
K, HOLD = 5, 12


@dataclass(frozen=True)
class World:
    """People by which lists they are on: how many, and (month, side) of each who leaves.

    parts: lists -> (how many, who leaves); later: how many months after the first each list begins
    """

    parts: dict[tuple[int, ...], tuple[int, list[tuple[int, str]]]]
    later: tuple[int, ...] = (0, 0, 0)
    months: int = 3

    @property
    def lists(self) -> list[int]:
        return sorted({number for lists in self.parts for number in lists})

    def members(self) -> pl.DataFrame:
        """member_id, group_id, person_id: ids of members tell the list."""
        people = [lists for lists, (many, _) in self.parts.items() for _ in range(many)]
        rows = [
            (1000 * number + person, number, person)
            for person, lists in enumerate(people)
            for number in lists
        ]
        return pl.DataFrame(rows, ["member_id", "group_id", "person_id"], orient="row")

    def states(self, number: int) -> pl.DataFrame:
        """The history of a list, with one state for those who never leave."""
        rows, person = [], 0
        for part, (many, leave) in self.parts.items():
            for at in range(many):
                if number in part:
                    rows.append((1000 * number + person, number, "remaining", BASELINE, 1))
                    for month, side in leave[at : at + 1]:
                        left_on = later(BASELINE, month) - timedelta(days=1)
                        state = STATE_OF[side]
                        rows.append((1000 * number + person, number, state, left_on, 2))
                person += 1
        return pl.DataFrame(rows, frames.STATES, orient="row")

    def days(self, number: int, until: int) -> list[date]:
        """The days of a list's ledger when so many months of it are known."""
        return ledger_days(later(BASELINE, self.later[number]), None, later(BASELINE, until))


def publish(world: World, until: int, was: dict[int, pl.DataFrame]) -> dict[int, Published]:
    """The ledgers of all the lists when so many months are known, the lists together."""
    made: dict[int, Published] = {}
    members, how = world.members(), Protection(least_shown=K)
    for number, beside in lists.earlier_of(members).items():
        if world.later[number] > until:
            continue
        states, before = world.states(number), was.get(number, frames.HIDDEN.to_frame())
        days = world.days(number, until)
        own = members.filter(group_id=number).with_columns(started_on=pl.lit(BASELINE))
        ledger, hidden = protected_ledgers(states, own, days, how, before)
        made[number] = Published(ledger, hidden, states)
        if beside:
            near = [*(made[other] for other in beside if other in made), made[number]]
            among = members.filter(pl.col("group_id").is_in([*beside, number]))
            made[number] = Published(*beside_others(near, among, before, K), states)
    return made


# ------------------------------------------------------------------------ whoever subtracts


@dataclass
class Kept:
    """What a reader has kept of a list: every figure shown, and where nil may be hidden."""

    shown: dict[tuple[date, str], int] = field(default_factory=dict)
    none: set[tuple[date, str]] = field(default_factory=set)

    def keep(self, published: Published) -> None:
        shown = published.ledger.filter("shown", pl.col("on").is_not_null())
        self.shown |= {row[:2]: row[2] for row in shown.select("on", "state", "members").rows()}
        beside = published.hidden.filter(figure=SHARED)
        self.none |= set(beside.select("period", "side").rows())

    def bounds(self, day: date, side: str, count: int) -> tuple[int, int]:
        """The least and most that a figure can be, for whoever knows the rules.

        What is shown within the months that a small one is held for was nil or not small, and here
        the reader is given which.
        """
        if (day, side) in self.shown:
            return count, count
        until = add_months(day, HOLD)
        if any(s == side and day < on <= until and n for (on, s), n in self.shown.items()):
            return (K, MOST) if count else (0, 0)
        if (day, side) in self.none:
            return 0, MOST
        return (1, MOST) if count else (0, 0)


def kept_of(world: World) -> dict[int, Kept]:
    """What was ever shown of each list, a publication a month, each one remembering the last."""
    kept = {number: Kept() for number in world.lists}
    was: dict[int, pl.DataFrame] = {}
    for until in range(world.months + 1):
        made = publish(world, until, was)
        was = {number: each.hidden for number, each in made.items()}
        for number, each in made.items():
            kept[number].keep(each)
    return kept


def counts_of(world: World, day: date) -> dict[tuple[tuple[int, ...], str], int]:
    """How those on the same lists stand on a day."""
    counts, person = {}, 0
    for part, (many, _) in world.parts.items():
        people = range(person, person + many)
        person += many
        members = [1000 * part[0] + each for each in people]
        own = world.states(part[0]).filter(pl.col("member_id").is_in(members))
        row = curve(own, [day]).row(0, named=True)
        counts |= {(part, side): row[side] for side in SIDES}
    return counts


def narrowed(world: World, kept: dict[int, Kept]) -> list:
    """What each list adds to what a reader finds out who has kept all that was ever shown.

    Every small figure must still be able to be each of the k-1 least numbers that it could be for
    whoever knows nothing of the list that was started last: 1 … k-1, unless others tell more.
    """
    found = []
    for day in sorted({day for each in kept.values() for day, _ in each.shown}):
        counts = counts_of(world, day)
        begun = [n for n in world.lists if later(BASELINE, world.later[n]) <= day]
        before = reader_of(world, kept, begun[:1], day, counts)
        for many in range(2, len(begun) + 1):
            now = reader_of(world, kept, begun[:many], day, counts)
            for what, size in figures(world, begun[:many]):
                for side in SIDES:
                    cells = [(lists, side) for lists in what]
                    count = sum(counts[cell] for cell in cells)
                    if not 0 < count < K:
                        continue
                    could_be = [
                        value
                        for value in range(int(size >= K), count + K)
                        if before.possible((cells, value, value))
                    ]
                    found += [
                        (day, begun[:many], what, side, count, value)
                        for value in could_be[: K - 1]
                        if not now.possible((cells, value, value))
                    ]
            before = now
    return found


def reader_of(world, kept, lists, day, counts) -> System:
    """Whoever knows how many each part has, and what some lists have shown of a day."""
    reader = System(names=list(counts))
    for part, (many, _) in world.parts.items():
        reader.know([(part, side) for side in SIDES], many, many)
    for number in lists:
        for side in SIDES:
            cells = [(part, s) for part, s in counts if s == side and number in part]
            count = sum(counts[cell] for cell in cells)
            reader.know(cells, *kept[number].bounds(day, side, count))
    return reader


def figures(world: World, lists: list[int]) -> list:
    """Each list, each part, and of each two lists those on both and on one only; and their size."""
    by_lists: dict[tuple[bool, ...], set] = {}
    for part in world.parts:
        by_lists.setdefault(tuple(number in part for number in lists), set()).add(part)
    of_list = [frozenset(part for part in world.parts if number in part) for number in lists]
    groups = {*of_list, *map(frozenset, by_lists.values())}
    for each, other in combinations(of_list, 2):
        groups |= {each & other, each - other, other - each}
    return [(group, sum(world.parts[part][0] for part in group)) for group in groups if group]


@st.composite
def worlds(draw) -> World:
    """Two or three lists that share people; some parts are a few persons."""
    shapes = draw(
        st.sampled_from(
            [
                [(0,), (0, 1)],  # one within another
                [(0,), (0, 1), (1,)],
                [(0, 1), (0, 2), (0, 1, 2)],  # a year and its halves, some in both
                [(0, 1), (0, 2)],
                [(0,), (0, 1), (1,), (1, 2), (2,)],
                [(0,), (0, 1), (0, 2), (0, 1, 2)],
            ]
        )
    )
    leaves = st.tuples(st.integers(1, 4), st.sampled_from(SIDES[1:]))
    parts = {
        lists: (
            draw(st.integers(1, 4) if len(lists) == 3 else st.integers(11, 20)),
            draw(st.lists(leaves, max_size=10)),
        )
        for lists in shapes
    }
    begins = tuple(draw(st.lists(st.sampled_from([0, 0, 1, 2]), min_size=3, max_size=3)))
    return World(parts, begins, months=4)


@settings(max_examples=often(3, 12), suppress_health_check=list(HealthCheck))
@given(worlds())
def test_whoever_keeps_all_that_lists_show_finds_out_nothing_small(world):
    assert narrowed(world, kept_of(world)) == []


# in the second half four have left for one reason, and twelve for another
YEAR_AND_HALF = World(
    {
        (1, 2): (25, [(1, "other_reason")] * 12 + [(1, "unknown")] * 5),
        (1,): (30, [(1, "unknown")] * 4 + [(1, "other_reason")] * 12),
    },
    months=14,
)


# five of the first half have left without a reason, and three of the second, who then are eight
GROWN = World(
    {
        (1, 2): (25, [(1, "other_reason")] * 12 + [(1, "unknown")] * 5),
        (1,): (30, [(1, "unknown")] * 3 + [(1, "other_reason")] * 12 + [(2, "unknown")] * 5),
    },
    months=2,
)
# one is on both halves; nobody of the first half has left without a reason, and one of the second
BOTH = World(
    {
        (0,): (14, [(1, "self_supporting")] * 2 + [(1, "other_reason")] * 2),
        (0, 1): (14, [(2, "self_supporting"), *[(1, "other_reason")] * 5]),
        (0, 2): (14, [(2, "self_supporting"), (2, "other_reason"), (2, "self_supporting")]),
        (0, 1, 2): (1, [(2, "self_supporting")]),
    },
    months=2,
)

# all of the first half remain, which is hidden with nil; one is on both
REMAIN = World(
    {
        (0, 1): (11, []),
        (0, 2): (11, [(1, "self_supporting")] * 7),
        (0, 1, 2): (1, []),
    },
    months=2,
)


def wrong_alone(monkeypatch) -> None:
    """No list knows of another."""
    monkeypatch.setattr(
        lists, "earlier_of", lambda members: {number: [] for number in members["group_id"]}
    )


def wrong_parts(monkeypatch) -> None:
    """Only what is small of a whole list is looked after."""
    monkeypatch.setattr(metrics_lists, "_splits", list)


def wrong_nil(monkeypatch) -> None:
    """Nil is shown, whatever is hidden beside it."""
    cheapest = metrics_lists._cheapest

    def without_nil(of: metrics_lists.Lists, *more) -> set[int]:
        return {state for state in cheapest(of, *more) if of.of_lists[-1, state]}

    monkeypatch.setattr(metrics_lists, "_cheapest", without_nil)


def wrong_known(monkeypatch) -> None:
    """What an earlier list hides as nil is taken for known."""
    hidden = lists._hidden
    no = pl.lit(False)
    monkeypatch.setattr(lists, "_hidden", lambda *of: hidden(*of).with_columns(beside=no))


def wrong_held(monkeypatch) -> None:
    """What is hidden for the sake of others is shown again the month after."""
    monkeypatch.setattr(lists, "HOLD", 0)


@pytest.mark.parametrize("world", [YEAR_AND_HALF, GROWN, BOTH, REMAIN])
def test_of_these_nobody_finds_out_anything(world):
    assert narrowed(world, kept_of(world)) == []


@pytest.mark.parametrize(
    ("wrong", "world"),
    [
        (wrong_alone, YEAR_AND_HALF),
        (wrong_parts, YEAR_AND_HALF),
        (wrong_nil, BOTH),
        (wrong_known, REMAIN),
        (wrong_held, GROWN),
    ],
)
def test_a_protector_made_wrong_on_purpose_is_found_out(monkeypatch, wrong, world):
    wrong(monkeypatch)

    assert narrowed(world, kept_of(world))


def shown(published: Published, month: int) -> dict[str, int | None]:
    on = published.ledger.filter(on=later(BASELINE, month))
    return dict(on.select("state", "members").rows())


def test_the_list_started_later_hides_what_the_first_would_tell_with_it():
    made = publish(YEAR_AND_HALF, 14, {})

    first = {"remaining": 22, "self_supporting": 0, "other_reason": 24, "unknown": 9}
    assert shown(made[1], 1) == first
    hidden = {"other_reason": None, "unknown": None}
    assert shown(made[2], 1) == {"remaining": 8, "self_supporting": 0} | hidden
    assert made[2].ledger.filter(pl.col("after_months").is_not_null()).is_empty()
    assert made[2].ledger["shown"].eq(made[2].ledger["members"].is_not_null()).all()


def test_what_is_hidden_beside_others_is_remembered_and_the_same_again_is_the_same():
    made = publish(YEAR_AND_HALF, 6, {})
    again = publish(YEAR_AND_HALF, 6, {number: each.hidden for number, each in made.items()})
    order = ["figure", "period", "after_months", "side"]

    for number, each in made.items():
        assert each.ledger.equals(again[number].ledger)
        then, now = (made.hidden.drop("digest").sort(order) for made in (each, again[number]))
        assert then.equals(now)
        assert each.hidden.schema == frames.HIDDEN


def test_a_list_knows_of_those_before_it_that_share_people_with_it_or_with_one_that_does():
    people = {1: [1, 2], 2: [3, 4], 3: [5], 4: [2, 3], 5: [6], 6: [4, 6]}
    rows = [(number, person) for number, on_it in people.items() for person in on_it]
    members = pl.DataFrame(rows, ["group_id", "person_id"], orient="row")

    assert earlier_of(members) == {1: [], 2: [], 3: [], 4: [1, 2], 5: [], 6: [1, 2, 4, 5]}
    assert earlier_of(members.clear()) == {}
