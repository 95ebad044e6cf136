"""Code lists: what may be chosen, as rows, so that a municipality can use words of its own.

A code is never reused. After `valid_until` it can't be chosen, but old rows keep it.
"""

from datetime import date

from sqlmodel import CheckConstraint, Field

from data.models.base import Mapped, SQLModel


class Code(SQLModel):
    """What every code list has: a code, a label for the reader, an order, and days of validity."""

    code: Mapped[str] = Field(primary_key=True)
    label: Mapped[str]
    rank: Mapped[int]
    valid_from: Mapped[date] = Field(default=date(1900, 1, 1))
    valid_until: Mapped[date | None] = Field(default=None)


class PartyKind(Code, table=True):
    """One kind of party: a committee, an authority of the state, a region."""

    __tablename__ = "party_kinds"


class ForumLevel(Code, table=True):
    """One level at which a forum decides: strategic, operational, working group."""

    __tablename__ = "forum_levels"


class Role(Code, table=True):
    """One role that a person may be granted in a forum."""

    __tablename__ = "roles"


class AccessKind(Code, table=True):
    """One kind of line in the access log: signed in, refused, opened cases, took out a file."""

    __tablename__ = "access_kinds"


class TargetGroup(Code, table=True):
    """One target group that cases and households are followed by."""

    __tablename__ = "target_groups"


class ExitReason(Code, table=True):
    """One reason for which a case closes, and whether it counts as self-support."""

    __tablename__ = "exit_reasons"

    counts_as_self_support: Mapped[bool]
    leads_to: Mapped[str | None] = Field(
        default=None,
        foreign_key="group_states.code",
        description="The state of a list's member; null: as counts_as_self_support says.",
    )


class GroupState(Code, table=True):
    """One state that a member of a measurement group may be in."""

    __tablename__ = "group_states"
    __table_args__ = (
        CheckConstraint(
            "NOT (counts_as_self_support AND counts_as_remaining)", name="one_side_of_the_list"
        ),
    )

    counts_as_self_support: Mapped[bool]
    counts_as_remaining: Mapped[bool]


class PointStatus(Code, table=True):
    """One step in the life of a point: not started, in progress, done, cancelled."""

    __tablename__ = "point_statuses"

    ends_the_point: Mapped[bool]


class PointJudgement(Code, table=True):
    """One judgement of how a point goes: on track, at risk, blocked."""

    __tablename__ = "point_judgements"

    needs_help: Mapped[bool]


class OutcomeLevel(Code, table=True):
    """One level at which an outcome is expected: individual, organisation."""

    __tablename__ = "outcome_levels"


class Track(Code, table=True):
    """One track that a case may be in, and what it asks of the participant."""

    __tablename__ = "tracks"

    asks_participation: Mapped[bool]
    asks_progression: Mapped[bool]


class Instrument(Code, table=True):
    """One instrument that cases are assessed by."""

    __tablename__ = "instruments"


class Indicator(Code, table=True):
    """One question of one instrument, answered 1 to 5."""

    __tablename__ = "indicators"

    instrument: Mapped[str] = Field(foreign_key="instruments.code")
    is_belief: Mapped[bool] = Field(
        description="Whether the staff say how much they believe in a job."
    )


class FigureStanding(Code, table=True):
    """One standing of a statistic in the inventory: exists, is missing, is to be produced."""

    __tablename__ = "figure_standings"
