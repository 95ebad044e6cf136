"""Putting rows into a store, so that a test says only what it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import polars as pl
from sqlalchemy import Engine, StaticPool, create_engine, func, insert, select, update

from data.models import SQLModel
from data.models.codes import ExitReason
from data.models.figures import (
    ChosenFigure,
    DeliveredFigure,
    DeliveredValue,
    FigureNote,
    HiddenCell,
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
from data.models.log import Access, AreaVersion, Event, LogReview, Setting, SignIn
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
from data.models.people import (
    Case,
    HouseholdMonth,
    IndividualPlan,
    Person,
    PlanFollowUp,
    ServiceEpisode,
    SupportMonth,
)
from data.models.plans import (
    ActionPlan,
    ActionPoint,
    ExpectedOutcome,
    PointFigure,
    PointParty,
    StatusUpdate,
)
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
from data.people.rights import Viewer
from data.store import reading, writing
from data.store.sources import SOURCES

AREAS = ("organisation", "cases", "groups", "plans", "figures")
DAY = date(2026, 6, 1)
MOMENT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
TARGET_GROUPS = ("unga", "arbetssokande", "halsohinder", "sociala_hinder")
_numbers = count(1)

# what a row says when the test does not; "{}" becomes a number of its own
ORDINARY: dict[type, dict[str, Any]] = {
    Party: {"name": "Part {}", "kind": "forvaltning", "is_external": False},
    Unit: {"name": "Enhet {}", "valid_from": date(2000, 1, 1)},
    Forum: {"code": "forum-{}", "name": "Styrgrupp {}", "level": "operativ"},
    ForumUnit: {},
    ForumParty: {},
    ReplacedForum: {"name": "Forum före {}"},
    User: {"issuer": "prov", "subject": "person-{}", "display_name": "Person {}"},
    RoleGrant: {"role": "ledamot", "valid_from": date(2000, 1, 1)},
    Person: {"pseudonym": "pseudonym-{}"},
    Case: {"source": "prov", "source_key": "A{}", "target_group": "unga", "opened_on": DAY},
    ServiceEpisode: {"service": "Praktik", "starts_on": DAY},
    HouseholdMonth: {"month": DAY, "target_group": "unga"},
    SupportMonth: {"month": DAY},
    IndividualPlan: {"made_on": DAY},
    PlanFollowUp: {"followed_up_on": DAY},
    BridgingActivity: {"starts_on": DAY},
    ContactPeriod: {"function": "handläggare", "staff": "h{}", "starts_on": DAY},
    TrackPeriod: {"track": "framsteg", "starts_on": DAY},
    Assessment: {"instrument": "stegen", "assessed_on": DAY, "rater": "participant"},
    AssessmentScore: {"indicator": "halsa", "score": 3},
    Consent: {"given_on": DAY},
    ProgrammeStay: {"programme": "Praktik", "starts_on": DAY},
    ContactAfterExit: {"contacted_on": DAY},
    ReviewRound: {"starts_on": DAY, "ends_on": date(2026, 7, 1)},
    ReviewedCase: {"reviewed_on": DAY},
    ResponseSample: {
        "sampled_on": DAY,
        "channel": "telefon",
        "received": 10,
        "answered_same_day": 8,
    },
    Population: {"year": 2025, "from_age": 0, "until_age": 120, "people": 40_000},
    Delivery: {
        "source": "prov",
        "profile": "prov",
        "file_hash": "hash-{}",
        "observed_from": date(2025, 1, 1),
        "observed_until": date(2026, 6, 30),
        "rows_taken": 1,
        "rows_refused": 0,
        "taken_in_at": MOMENT,
    },
    MeasurementGroup: {
        "name": "Mätgrupp {}",
        "criterion": "Påhittad",
        "baseline_on": date(2026, 1, 1),
        "is_example": False,
        "follows_cases": False,
    },
    GroupMember: {"started_on": date(2026, 1, 1)},
    MemberState: {"state": "remaining", "since_on": date(2026, 1, 1), "recorded_at": MOMENT},
    ActionPlan: {"title": "Plan {}", "decided_on": date(2026, 1, 1)},
    ExpectedOutcome: {"level": "individual", "text": "Följd {}", "rank": 1},
    ActionPoint: {"number": 1, "title": "Punkt {}", "version": 1},
    PointParty: {},
    StatusUpdate: {"at": MOMENT, "status": "in_progress"},
    Target: {"figure": "hushall", "value": 10.0, "valid_from": DAY, "decision": "Beslut {}"},
    PublishedFigure: {
        "figure": "hushall",
        "period": DAY,
        "shown": True,
        "provisional": False,
        "version": 1,
    },
    Rebase: {"figure": "hushall", "period": DAY, "reason": "Nytt arbetssätt {}", "at": MOMENT},
    FigureNote: {"figure": "hushall", "causes": "Orsak {}", "at": MOMENT, "version": 1},
    Scorecard: {},
    ChosenFigure: {"figure": "hushall", "rank": 1, "headline": True},
    InventoryEntry: {"figure": "hushall", "standing": "exists"},
    DeliveredFigure: {
        "key": "eget-{}",
        "title": "Eget mått {}",
        "question": "Hur går det?",
        "part_in_words": "Det som räknas",
        "unit": "personer",
        "cadence": "month",
        "source": "prov",
        "owner": "Prövaren",
    },
    DeliveredValue: {"period": DAY, "part": 12.0},
    PointFigure: {"figure": "hushall"},
    HiddenCell: {"figure": "hushall", "period": DAY, "secret": True},
    PublishedLedger: {"on": DAY, "state": "remaining", "shown": True, "version": 1},
    Setting: {"name": "least_shown", "value": "5", "version": 1},
    Access: {"at": MOMENT, "kind": "took_out", "what": "Fil {}"},
    LogReview: {
        "month": date(2026, 5, 1),
        "signed_at": MOMENT,
        "entries": 0,
        "finding": "Inget avvek {}",
    },
    SignIn: {"token": "token-{}", "began_at": MOMENT, "seen_at": MOMENT},
    ExitReason: {
        "code": "kod-{}",
        "label": "Orsak {}",
        "rank": 99,
        "valid_from": date(1900, 1, 1),
        "counts_as_self_support": False,
    },
}


def put(engine: Engine, table: type, **columns) -> int:
    """Keep one row, as ordinary as may be apart from `columns`; gives its id."""
    return put_all(engine, table, [columns])[0]


def put_all(engine: Engine, table: type, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Keep many rows of one kind in one transaction, and raise every area's version."""
    filled = [_filled(table, row) for row in rows]
    with writing(engine) as connection:
        made = [connection.execute(insert(table).values(**row)) for row in filled]
        connection.execute(update(AreaVersion).values(version=AreaVersion.version + 1))
    return [one.inserted_primary_key[0] for one in made]


def _filled(table: type, columns: Mapping[str, Any]) -> dict[str, Any]:
    number = next(_numbers)
    ordinary = {
        name: value.format(number) if isinstance(value, str) else value
        for name, value in ORDINARY[table].items()
    }
    return ordinary | columns


def correct(engine: Engine, row: Any, **columns) -> None:
    """Change columns of the rows that `row`, a condition, points out; raise every version."""
    with writing(engine) as connection:
        connection.execute(update(row.left.table).where(row).values(**columns))
        connection.execute(update(AreaVersion).values(version=AreaVersion.version + 1))


def rows_of(engine: Engine, table: type, *which) -> list[dict[str, Any]]:
    """The rows of a table, by primary key."""
    query = select(*table.__table__.c).where(*which).order_by(*table.__table__.primary_key)
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def everything(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All that a change could leave behind: every row there is, by table."""
    tables = [Event, AreaVersion, *ORDINARY]
    return {table.__tablename__: rows_of(engine, table) for table in tables}


def how_many(engine: Engine, table: type) -> int:
    """How many rows a table has."""
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table))


@dataclass(frozen=True)
class Place:
    """One steering group that follows two units, with one user."""

    forum_id: int
    party_id: int
    north: int
    south: int
    user_id: int


def a_place(engine: Engine, **forum) -> Place:
    """Put a steering group with two followed units and a user into the store."""
    party_id = put(engine, Party)
    forum_id = put(engine, Forum, **forum)
    put(engine, ForumParty, forum_id=forum_id, party_id=party_id)
    north, south = (put(engine, Unit, party_id=party_id) for _ in range(2))
    for unit_id in (north, south):
        put(engine, ForumUnit, forum_id=forum_id, unit_id=unit_id)
    return Place(forum_id, party_id, north, south, put(engine, User))


def a_point(engine: Engine, place: Place, unit_id: int | None = None, **columns) -> int:
    """Put a point of a plan of its own into a steering group."""
    plan_id = put(engine, ActionPlan, forum_id=place.forum_id)
    return put(engine, ActionPoint, plan_id=plan_id, responsible_unit_id=unit_id, **columns)


def a_case(engine: Engine, unit_id: int, **columns) -> int:
    """Put a case into a unit, of a person of its own unless one is given."""
    person_id = columns.pop("person_id", None) or put(engine, Person)
    return put(engine, Case, unit_id=unit_id, person_id=person_id, **columns)


def exits(engine: Engine, unit_id: int, **groups: tuple[int, int]) -> None:
    """Put cases closed in the second quarter of 2026: group -> to self-support, and otherwise."""
    closed = {"unit_id": unit_id, "opened_on": date(2025, 6, 1), "closed_on": date(2026, 4, 9)}
    reasons = [
        closed | {"target_group": group, "exit_reason": reason}
        for group, counts in groups.items()
        for reason, many in zip(("arbete", None), counts, strict=True)
        for _ in range(many)
    ]
    people = put_all(engine, Person, [{}] * len(reasons))
    rows = zip(reasons, people, strict=True)
    put_all(engine, Case, [row | {"person_id": person} for row, person in rows])


def leader(place: Place) -> Viewer:
    """Somebody who may make every change in the steering group."""
    return viewer(place, "utvecklingsledare")


def viewer(place: Place, role: str, *units: int) -> Viewer:
    """The place's user in one role, for some units."""
    return Viewer(place.user_id, "Prövaren", place.forum_id, frozenset({role}), frozenset(units))


class Frames:
    """A snapshot of frames made by hand: those not given have their shape and no rows."""

    def __init__(self, **given: pl.DataFrame):
        self._engine: Engine | None = None
        self._frames = {name: shape.to_frame() for name, (_, shape, _) in SOURCES.items()}
        for name, frame in given.items():
            shape = SOURCES[name][1]
            missing = [pl.lit(None, kind).alias(n) for n, kind in shape.items() if n not in frame]
            self._frames[name] = frame.with_columns(missing).select(shape.names()).cast(dict(shape))

    @property
    def engine(self) -> Engine:
        """A store in memory, where nothing but the access log is ever written."""
        if self._engine is None:
            self._engine = create_engine("sqlite://", poolclass=StaticPool)
            SQLModel.metadata.create_all(self._engine, tables=[Access.__table__])
        return self._engine

    def versions(self) -> dict[str, int]:
        """Every area at its first version."""
        return dict.fromkeys(AREAS, 1)

    def frame(self, name: str, _versions: dict[str, int]) -> pl.DataFrame:
        """A frame of SOURCES."""
        return self._frames[name]

    def frames(self, names: Sequence[str], _versions: dict[str, int]) -> dict[str, pl.DataFrame]:
        """Several of them, by name."""
        return {name: self._frames[name] for name in names}
