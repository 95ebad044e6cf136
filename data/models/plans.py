"""Action plans: what was decided, whom it concerns, who answers, by when, and how it goes."""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, UniqueConstraint

from data.models.base import Mapped, SQLModel


class ActionPlan(SQLModel, table=True):
    """One action plan that a steering group has decided."""

    __tablename__ = "action_plans"
    __table_args__ = (UniqueConstraint("forum_id", "title"),)

    plan_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", index=True)
    title: Mapped[str]
    decided_on: Mapped[date]
    source: Mapped[str | None] = Field(default=None)


class ExpectedOutcome(SQLModel, table=True):
    """One result that a plan is expected to give, for individuals or for the organisation."""

    __tablename__ = "expected_outcomes"

    outcome_id: Mapped[int] = Field(default=None, primary_key=True)
    plan_id: Mapped[int] = Field(foreign_key="action_plans.plan_id", index=True)
    level: Mapped[str] = Field(foreign_key="outcome_levels.code")
    text: Mapped[str]
    rank: Mapped[int]


class ActionPoint(SQLModel, table=True):
    """One point of a plan: what shall be done, who answers for it, and when."""

    __tablename__ = "action_points"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("due_on >= starts_on", name="point_is_due_after_it_starts"),
    )

    point_id: Mapped[int] = Field(default=None, primary_key=True)
    plan_id: Mapped[int] = Field(foreign_key="action_plans.plan_id", index=True)
    number: Mapped[int]
    title: Mapped[str]
    responsible_function: Mapped[str | None] = Field(default=None)
    responsible_unit_id: Mapped[int | None] = Field(
        default=None, foreign_key="units.unit_id", index=True
    )
    responsible_person: Mapped[str | None] = Field(default=None, description="Staff display name.")
    starts_on: Mapped[date | None] = Field(default=None)
    due_on: Mapped[date | None] = Field(default=None)
    version: Mapped[int] = Field(
        default=1, description="One more at every saved change of the point."
    )


class PointParty(SQLModel, table=True):
    """One party that one point concerns."""

    __tablename__ = "point_parties"

    point_id: Mapped[int] = Field(foreign_key="action_points.point_id", primary_key=True)
    party_id: Mapped[int] = Field(foreign_key="parties.party_id", primary_key=True)


class PointFigure(SQLModel, table=True):
    """One figure that one point is meant to move."""

    __tablename__ = "point_figures"

    point_id: Mapped[int] = Field(foreign_key="action_points.point_id", primary_key=True)
    figure: Mapped[str] = Field(primary_key=True)


class StatusUpdate(SQLModel, table=True):
    """One status update of one point. Append-only: a correction is a new row."""

    __tablename__ = "status_updates"
    __table_args__ = (
        CheckConstraint(
            "status <> 'done'"
            " OR (done_on IS NOT NULL AND (note IS NOT NULL OR evidence IS NOT NULL))",
            name="done_has_day_and_note",
        ),
        CheckConstraint(
            "judgement IS NULL OR judgement = 'on_track' OR needs IS NOT NULL",
            name="help_says_what_is_needed",
        ),
    )

    seq: Mapped[int] = Field(default=None, primary_key=True)
    point_id: Mapped[int] = Field(foreign_key="action_points.point_id", index=True)
    at: Mapped[datetime] = Field(description="UTC.")
    by_user_id: Mapped[int] = Field(foreign_key="users.user_id")
    status: Mapped[str] = Field(foreign_key="point_statuses.code")
    judgement: Mapped[str | None] = Field(default=None, foreign_key="point_judgements.code")
    needs: Mapped[str | None] = Field(default=None, description="What is needed, and from whom.")
    next_step: Mapped[str | None] = Field(default=None)
    note: Mapped[str | None] = Field(default=None)
    done_on: Mapped[date | None] = Field(default=None)
    evidence: Mapped[str | None] = Field(
        default=None, description="Reference to a document elsewhere."
    )
    undoes: Mapped[int | None] = Field(
        default=None, foreign_key="status_updates.seq", description="The one that it takes back."
    )
