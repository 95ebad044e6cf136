"""Code lists: what may be chosen, as rows, so that a municipality can word them its own way.

A code is never reused; it ends by `valid_until`, and old rows keep it.
"""

from datetime import date

from sqlmodel import CheckConstraint, Field, SQLModel


class _Code(SQLModel):
    """What every code list has: a code for the machine, a label for the reader, an order."""

    code: str = Field(primary_key=True)
    label: str
    rank: int
    valid_from: date = date(1900, 1, 1)
    valid_until: date | None = None


class PartyKind(_Code, table=True):
    """One kind of party: a committee, an authority of the state, a region."""

    __tablename__ = "party_kinds"


class ForumLevel(_Code, table=True):
    """One level at which a forum decides: strategic, operational, working group."""

    __tablename__ = "forum_levels"


class Role(_Code, table=True):
    """One role that a person may be granted in a forum."""

    __tablename__ = "roles"


class AccessKind(_Code, table=True):
    """One kind of line in the access log: signed in, refused, opened cases, took out a file."""

    __tablename__ = "access_kinds"


class TargetGroup(_Code, table=True):
    """One target group that cases and households are followed by."""

    __tablename__ = "target_groups"


class ExitReason(_Code, table=True):
    """One reason for which a case closes, and whether it counts as self-support."""

    __tablename__ = "exit_reasons"

    counts_as_self_support: bool
    leads_to: str | None = Field(
        default=None,
        foreign_key="group_states.code",
        description="The state of a list's member; null: as counts_as_self_support says.",
    )


class GroupState(_Code, table=True):
    """One state that a member of a measurement group may be in."""

    __tablename__ = "group_states"
    __table_args__ = (
        CheckConstraint(
            "NOT (counts_as_self_support AND counts_as_remaining)", name="one_side_of_the_list"
        ),
    )

    counts_as_self_support: bool
    counts_as_remaining: bool


class PointStatus(_Code, table=True):
    """One step in the life of a point: not started, in progress, done, cancelled."""

    __tablename__ = "point_statuses"

    ends_the_point: bool


class PointJudgement(_Code, table=True):
    """One judgement of how a point goes: on track, at risk, blocked."""

    __tablename__ = "point_judgements"

    needs_help: bool


class OutcomeLevel(_Code, table=True):
    """One level at which an outcome is expected: individual, organisation."""

    __tablename__ = "outcome_levels"


class Track(_Code, table=True):
    """One track that a case may be in, and what it asks of the participant."""

    __tablename__ = "tracks"

    asks_participation: bool
    asks_progression: bool


class Instrument(_Code, table=True):
    """One instrument that cases are assessed by."""

    __tablename__ = "instruments"


class Indicator(_Code, table=True):
    """One question of one instrument, answered 1 to 5."""

    __tablename__ = "indicators"

    instrument: str = Field(foreign_key="instruments.code")
    is_belief: bool = Field(description="Whether the staff say how much they believe in a job.")


class FigureStanding(_Code, table=True):
    """One standing of a statistic in the inventory: exists, is missing, is to be produced."""

    __tablename__ = "figure_standings"
