"""Random organisations in a real store, and everybody who may come: nobody is given more.

For each world, person, steering group and day every way out of the reader is tried, in one process
with one snapshot, so that what is kept for one viewer would show up before another. What each may
see is reckoned again here from the rows. More worlds are tried with RIGHTS_WORLDS=100.
"""

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import pytest

from data.models.groups import GroupMember, MeasurementGroup, MemberState
from data.models.intake import Delivery
from data.models.log import Setting
from data.models.organisation import (
    Forum,
    ForumParty,
    ForumUnit,
    Party,
    ReplacedForum,
    RoleGrant,
    Unit,
    User,
)
from data.models.people import Case, HouseholdMonth, Person, ServiceEpisode
from data.models.plans import ActionPlan, ActionPoint, PointParty, StatusUpdate
from data.models.work import ContactPeriod, ProgrammeStay, TrackPeriod
from data.people import viewers
from data.people.rights import NotAllowedError, Viewer
from data.people.viewers import viewer_for
from data.published import measured as measured_figures
from data.published import publish
from data.published import seen as put_together
from data.reader import Reader
from data.store import open_store
from data.store.snapshot import Snapshot
from metrics.catalogue import COUNTED, FromFacts, FromLedger
from metrics.longer import offered
from tests.data.builders import MOMENT, TARGET_GROUPS, put, put_all
from tests.data.recount import as_counts, nearest, recount
from tests.thorough import first

WORLDS = int(os.environ.get("RIGHTS_WORLDS", "1"))
TODAY, UNTIL, LEAST = date(2026, 7, 1), date(2026, 6, 30), 5
DAYS = [TODAY + timedelta(days=n) for n in (-200, 0, 400)]
EXTERNAL_MAY = ("ledamot", "extern")
BY_UNIT = ("enhetschef", "handläggare")
ROLES = (*EXTERNAL_MAY, *BY_UNIT, "utvecklingsledare", "administratör", "loggranskare")
FRAMES = ("units", "every_unit", "deliveries", "plans", "outcomes", "points", "point_parties")
FRAMES += ("updates", "targets", "groups", "figures", "cases", "parties", "settings", "members")
SAID = ("is_zero_placed", "is_shared", "needs_parallel")
FRAMES += ("users", "reviews", "legal_bases", "rebases", "inventory")
OF_ALL = ("legal_bases", "users")  # the law is everybody's; users may wait for a role anywhere


@dataclass
class World:
    """What was put in, for reckoning it all again."""

    above: dict[int, int | None]
    followed: dict[int, set[int]]
    grants: list[dict]
    people: dict[int, dict]
    groups: dict[int, list[int]]
    cases: list[dict]


def a_world(store, seed: int) -> World:
    """Two steering groups with units in one tree, people with roles for some days, and rows."""
    dice = random.Random(seed)
    above: dict[int, int | None] = {}
    world = World(above, {}, [], {}, {}, [])
    parties = [put(store, Party, is_external=external) for external in (False, False, True)]
    for _ in range(7):
        parent = dice.choice([None, *above])
        above[put(store, Unit, parent_id=parent, party_id=dice.choice(parties[:2]))] = parent
    for _ in range(9):
        out, party = dice.random() < 0.15, dice.choice(parties)
        gone = {"deactivated_at": MOMENT} if out else {}
        user_id = put(store, User, party_id=party, **gone)
        world.people[user_id] = {"external": party == parties[2], "out": out}
    for _ in range(2):
        _a_forum(store, dice, world, parties)
    for _ in range(26):
        _a_grant(store, dice, world)
    _rows(store, dice, world)
    for forum_id in world.followed:
        publish(Snapshot(store), forum_id)
    return world


def _a_forum(store, dice: random.Random, world: World, parties: list[int]) -> None:
    forum_id = put(store, Forum)
    mark = {"forum_id": forum_id}
    name = f"[{forum_id}]"
    world.followed[forum_id] = set(dice.sample(sorted(world.above), dice.randint(2, 4)))
    put_all(store, ForumUnit, [mark | {"unit_id": u} for u in world.followed[forum_id]])
    put_all(store, ForumParty, [mark | {"party_id": p} for p in parties[:2]])
    put(store, ReplacedForum, **mark, name=f"Förr {name}")
    put(store, Setting, **mark, name="stale_after", value="40")
    put(store, Delivery, **mark, source=f"Källa {name}")
    plan_id = put(store, ActionPlan, **mark, title=f"Plan {name}")
    point_id = put(store, ActionPoint, plan_id=plan_id, title=f"Punkt {name}")
    put(store, PointParty, point_id=point_id, party_id=parties[0])
    by = next(iter(world.people))
    put(store, StatusUpdate, point_id=point_id, by_user_id=by, note=f"Notering {name}")
    group_id = put(store, MeasurementGroup, **mark, name=f"Grupp {name}")
    world.groups[forum_id] = [group_id]
    for _ in range(dice.choice([12, 30])):
        of = {"unit_id": dice.choice(sorted(world.followed[forum_id])), "group_id": group_id}
        member_id = put(store, GroupMember, person_id=put(store, Person), **of)
        put(store, MemberState, member_id=member_id)
        left = {"state": dice.choice(["work", "unknown"]), "since_on": date(2026, 3, 3)}
        if dice.random() < 0.3:
            put(store, MemberState, member_id=member_id, **left)


def _a_grant(store, dice: random.Random, world: World) -> None:
    role = dice.choice(ROLES)
    row = {"user_id": dice.choice(sorted(world.people)), "role": role}
    row["forum_id"] = dice.choice(sorted(world.followed))
    row["unit_id"] = dice.choice(sorted(world.above)) if role in BY_UNIT else None
    row["valid_from"] = dice.choice([TODAY - timedelta(days=300), TODAY, TODAY + timedelta(1)])
    row["valid_until"] = dice.choice([None, None, TODAY + timedelta(days=30)])
    put(store, RoleGrant, **row)
    world.grants.append(row)


def _rows(store, dice: random.Random, world: World) -> None:
    months, work, number = [], [], 0
    for unit in world.above:
        for group in TARGET_GROUPS[:2]:
            for _ in range(dice.choice([0, 1, 3, 4, 7, 20])):
                number += 1
                here = {"unit_id": unit, "target_group": group}
                opened = date(2026, dice.randint(1, 5), 10)
                closed = {"closed_on": date(2026, 6, 3), "exit_reason": "arbete"}
                said = {name: dice.choice([True, False, None]) for name in SAID}
                case = here | said | {"opened_on": opened, "first_decided_on": opened}
                case |= closed if dice.random() < 0.5 else {}
                world.cases.append(
                    {"case_id": put(store, Case, person_id=put(store, Person), **case)}
                )
                world.cases[-1] |= here
                work.append(world.cases[-1]["case_id"])
                paid = {"household_id": number, "amount": dice.randint(4_000, 9_000)}
                months += [here | paid | {"month": date(2026, m, 1)} for m in (5, 6)]
    put_all(store, HouseholdMonth, months)
    _work(store, dice, work)


def _work(store, dice: random.Random, cases: list[int]) -> None:
    """What is done in the cases: efforts with holes, who answers, tracks and stays."""
    party_id = put(store, Party)
    efforts, contacts, tracks, stays = [], [], [], []
    for case_id in cases:
        of = {"case_id": case_id}
        for begun in dice.sample(range(1, 150), dice.choice([0, 1, 2, 3])):
            starts = date(2026, 1, 10) + timedelta(begun)
            times = {"starts_on": starts, "ends_on": starts + timedelta(dice.randint(5, 40))}
            efforts.append(of | times | {"party_id": party_id})
        begun = {"starts_on": date(2026, 1, 10)}
        contacts.append(of | begun | {"staff": dice.choice("abc")})
        if dice.random() < 0.6:
            tracks.append(of | begun)
        if dice.random() < 0.6:
            result = dice.choice(["work", "studies", "other"])
            stays.append(of | begun | {"ends_on": date(2026, 5, 20), "result": result})
    put_all(store, ServiceEpisode, efforts)
    put_all(store, ContactPeriod, contacts)
    put_all(store, TrackPeriod, tracks)
    put_all(store, ProgrammeStay, stays)


# ---------------------------------------------------------------- what each may see


def may(world: World, user_id: int, forum_id: int, day: date) -> tuple[set[str], set[int]]:
    """The roles of a person in a steering group on a day, and the units whose cases they may see."""
    who = world.people[user_id]
    held = [
        grant
        for grant in world.grants
        if (grant["user_id"], grant["forum_id"]) == (user_id, forum_id)
        and grant["valid_from"] <= day
        and (grant["valid_until"] is None or day < grant["valid_until"])
        and not who["out"]
        and (not who["external"] or grant["role"] in EXTERNAL_MAY)
    ]
    tops = {grant["unit_id"] for grant in held if grant["role"] in BY_UNIT}
    own = {unit for unit in world.above if nearest(unit, world.above, tops) is not None}
    return {grant["role"] for grant in held}, own


def everybody(world: World) -> Iterator[tuple[int, int, date]]:
    for user_id in world.people:
        for forum_id in world.followed:
            for day in DAYS:
                yield user_id, forum_id, day


def given(reader: Reader, world: World) -> dict[str, pl.DataFrame]:
    """Every frame that a reader gives; a refusal gives none."""
    asked = {name: getattr(reader, name) for name in FRAMES}
    every_group = [group_id for groups in world.groups.values() for group_id in groups]
    for group_id in every_group:
        asked[f"ledger {group_id}"] = lambda group_id=group_id: reader.ledger(group_id)
        for way in ("unit_id", "time_in_support"):
            asked[f"ledger by {way} {group_id}"] = lambda g=group_id, w=way: reader.ledger_by(g, w)
    for way in ("sex", "age_band"):
        for figure in COUNTED:
            if way in figure.by_person:
                name = f"{figure.key} by {way}"
                asked[name] = lambda k=figure.key, w=way: reader.figure_by(k, w)
    for figure in COUNTED:
        for way in offered(figure):
            name = f"{figure.key} longer {way}"
            asked[name] = lambda k=figure.key, w=way: reader.figure_longer(k, w)
    frames = {}
    for name, ask in asked.items():
        try:
            frames[name] = ask()
        except NotAllowedError:
            continue
    return frames


def outside(
    world: World, snapshot: Snapshot, counts: dict, who: tuple[int, int, date]
) -> list[str]:
    """What a person is given in a steering group on a day that they may not have."""
    user_id, forum_id, day = who
    roles, own = may(world, user_id, forum_id, day)
    try:
        viewer = viewer_for(snapshot, snapshot.versions(), user_id, forum_id, day)
    except NotAllowedError:
        return ["is kept out"] if roles else []
    wrong = [] if roles and viewer.roles == roles else ["is let in with other roles"]
    frames = given(Reader(snapshot, snapshot.versions(), viewer), world)
    sees_figures = bool(roles - {"administratör", "loggranskare", "dataansvarig"})
    if ("figures" in frames) != sees_figures:
        wrong.append("figures")
    if ("members" in frames) != ("administratör" in roles):
        wrong.append("members")
    theirs = [f"[{forum}]" for forum in world.followed if forum != forum_id]
    for name, frame in frames.items():
        if name in OF_ALL:
            continue
        if any(mark in str(frame.rows()) for mark in theirs):
            wrong.append(f"{name} of another steering group")
        if "forum_id" in frame and set(frame["forum_id"]) - {forum_id}:
            wrong.append(f"{name} of another steering group")
        if name.startswith("ledger") and frame["members"].is_between(1, LEAST - 1).any():
            wrong.append(f"small in {name}")
    return wrong + _cases(world, frames, forum_id, own) + _figures(world, frames, counts, who)


def _cases(world: World, frames: dict, forum_id: int, own: set[int]) -> list[str]:
    here = {
        case["case_id"]
        for case in world.cases
        if case["unit_id"] in own
        and nearest(case["unit_id"], world.above, world.followed[forum_id]) is not None
    }
    seen = set(frames["cases"]["case_id"]) if "cases" in frames else set()
    return [] if seen == here else ["cases"]


def _figures(world: World, frames: dict, counts: dict, who: tuple[int, int, date]) -> list[str]:
    """Own followed units are exact; of all others nothing small, and of two heads' no margin."""
    if "figures" not in frames:
        return []
    _, forum_id, _ = who
    own = may(world, *who)[1] & world.followed[forum_id]
    wrong = []
    mine = pl.col("unit_id").is_in(list(own)).fill_null(False)
    for figure, by_hand in counts[forum_id].items():
        exact = as_counts(frames["figures"].filter(mine), figure)
        if exact != {key: count for key, count in by_hand.items() if key[1] in own}:
            wrong.append(f"own {figure}")
    of_people = [figure.key for figure in COUNTED if isinstance(figure, FromFacts | FromLedger)]
    others = frames["figures"].filter(~mine, pl.col("figure").is_in(of_people))
    counted = others.filter(pl.col("whole").is_null(), "shown")
    if counted["part"].is_between(1, LEAST - 1).any():
        wrong.append("a small count of others")
    measures = [figure.key for figure in COUNTED if figure.kind in ("days", "kronor", "ratio")]
    measured = others.filter(pl.col("figure").is_in(measures))
    if measured["people"].count():
        wrong.append("how many others are behind a median, a sum or a ratio")
    others = others.filter(~pl.col("figure").is_in(measures))
    sides = others.filter(pl.col("whole") > 0).select("part", pl.col("whole") - pl.col("part"))
    if any(sides[side].is_between(1, LEAST - 1).any() for side in sides.columns):
        wrong.append("a small side of others")
    for name, rows in frames.items():
        if " by sex" in name or " by age_band" in name:
            wrong += _split(name, rows, own)
        if " longer " in name:
            wrong += _longer(name, rows, own)
    hidden = others.filter(~pl.col("shown"), pl.col("unit_id").is_not_null())
    margins = others.filter(pl.col("shown"), pl.col("unit_id").is_null())
    if len(own) > 1 and not margins.join(hidden, on=["figure", "period"], how="semi").is_empty():
        wrong.append("a margin for whoever knows several units")
    units = others.filter(pl.col("unit_id").is_not_null())
    by_group = margins.filter(pl.col("whole").is_not_null(), pl.col("target_group").is_not_null())
    if len(own) > 1 and not by_group.join(units, on=["figure", "period"], how="semi").is_empty():
        wrong.append("a group's share for whoever knows several units")
    return wrong


def _longer(name: str, rows: pl.DataFrame, own: set[int]) -> list[str]:
    """By longer periods nothing small of others, and of durations no numbers of people at all."""
    others = rows.filter(~pl.col("unit_id").is_in(list(own)).fill_null(False))
    sides = [pl.col("part"), pl.col("whole") - pl.col("part")]
    small = pl.any_horizontal(side.is_between(1, LEAST - 1).fill_null(False) for side in sides)
    wrong = [f"small, {name}"] if not others.filter(small).is_empty() else []
    if rows.filter(pl.col("value").is_not_null(), pl.col("people").is_not_null()).height:
        wrong.append(f"how many, {name}")
    sums = others.filter("shown", pl.col("unit_id").is_null(), pl.col("whole").is_not_null())
    if len(own) > 1 and sums.height:
        wrong.append(f"the sum over a year for whoever knows several units, {name}")
    return wrong


def _split(name: str, rows: pl.DataFrame, own: set[int]) -> list[str]:
    """By sex or age band nothing small of others, and no margin for whoever knows several units."""
    others = rows.filter(~pl.col("unit_id").is_in(list(own)).fill_null(False))
    sides = [pl.col("part"), pl.col("whole") - pl.col("part")]
    small = pl.any_horizontal(side.is_between(1, LEAST - 1).fill_null(False) for side in sides)
    wrong = [f"small, {name}"] if not others.filter(small).is_empty() else []
    if len(own) > 1 and others["unit_id"].null_count():
        wrong.append(f"margin, {name}")
    return wrong


@dataclass
class Made:
    """A world in a store, and its figures as counted by hand."""

    world: World
    snapshot: Snapshot
    counts: dict


def make(store, seed: int) -> Made:
    world, snapshot = a_world(store, seed), Snapshot(store)
    counts = {forum_id: recount(snapshot, forum_id, UNTIL) for forum_id in world.followed}
    return Made(world, snapshot, counts)


def everything_outside(made: Made) -> list[tuple]:
    everyone = [*everybody(made.world)] * 2  # twice: what is kept for one is met by the next
    random.Random(1).shuffle(everyone)
    tried = [(who, outside(made.world, made.snapshot, made.counts, who)) for who in everyone]
    return [(who, wrong) for who, wrong in tried if wrong]


@pytest.mark.parametrize("seed", first(WORLDS, range(max(WORLDS, 2))))
def test_nobody_is_given_anything_outside_their_right(store, seed):
    assert everything_outside(make(store, seed)) == []


# ---------------------------------------------------------------- broken on purpose


def every_case(self):
    return self._frame("cases")


def every_forum(self, name):
    return self._frame(name)


def every_figure_exact(moment, own, *asked, exact=put_together.exact_rows.__wrapped__, **way):
    return exact(moment, frozenset(moment.frame("units")["unit_id"]), *asked, **way)


def kept_without_the_units(answers={}):  # noqa: B006 - kept on purpose
    exact = put_together.exact_rows.__wrapped__

    def ask(moment, own, *asked, **way):
        key = moment, asked, *way.values()
        return answers.setdefault(key, exact(moment, own, *asked, **way))

    return ask


BROKEN = {
    "cases are not narrowed": (Reader, "cases", every_case),
    "steering groups are not told apart": (Reader, "_of_forum", every_forum),
    "every unit is exact": (put_together, "exact_rows", every_figure_exact),
    "figures are kept without whose units they are": (
        put_together,
        "exact_rows",
        kept_without_the_units(),
    ),
    "margins stay for whoever knows several": (
        put_together,
        "without_margins",
        lambda others: others,
    ),
    "external people have what they were given": (viewers, "FOR_EXTERNAL", ROLES),
    "anybody keeps the members": (Viewer, "may", lambda self, change, unit_id=None: True),
}


@pytest.fixture(scope="module")
def worlds(migrated_file, tmp_path_factory) -> Iterator[list[Made]]:
    """A few worlds to look at through a reader that is broken."""
    engines = []
    for seed in range(100, 103):
        path = tmp_path_factory.mktemp("rights") / "store.sqlite"
        shutil.copy(migrated_file, path)
        engines.append((open_store(f"sqlite:///{path}"), seed))
    yield [make(engine, seed) for engine, seed in engines]
    for engine, _ in engines:
        engine.dispose()


@pytest.mark.thorough
def test_the_worlds_are_such_that_a_whole_reader_gives_nothing_away(worlds):
    assert [everything_outside(made) for made in worlds] == [[], [], []]


@pytest.mark.thorough
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_reader_is_seen(worlds, monkeypatch, broken):
    where, name, wrong = BROKEN[broken]
    monkeypatch.setattr(where, name, wrong)
    put_together.seen.cache_clear()

    assert any(everything_outside(made) for made in worlds)
    put_together.seen.cache_clear()


@pytest.mark.thorough
def test_a_publication_of_how_many_are_behind_a_median_is_seen(
    tmp_path, migrated_file, monkeypatch
):
    shaped = measured_figures.shaped
    monkeypatch.setattr(
        measured_figures,
        "shaped",
        lambda figure, rows, shown: shaped(
            figure, rows.with_columns(people=pl.when(shown).then(12)), shown
        ),
    )
    shutil.copy(migrated_file, tmp_path / "store.sqlite")
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")

    wrong = [what for _, found in everything_outside(make(engine, 100)) for what in found]
    engine.dispose()

    assert "how many others are behind a median, a sum or a ratio" in wrong
