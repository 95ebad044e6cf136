"""Settings, the versions of areas, and the logs: what was changed, and who saw what."""

from datetime import date, datetime
from typing import Any

from sqlmodel import JSON, CheckConstraint, Column, Field, Index, UniqueConstraint

from data.models.base import Mapped, SQLModel


class Setting(SQLModel, table=True):
    """One setting of one forum, such as the least count that is shown."""

    __tablename__ = "settings"
    __table_args__ = (UniqueConstraint("forum_id", "name"),)

    setting_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id")
    name: Mapped[str]
    value: Mapped[str]
    version: Mapped[int] = Field(default=1)
    changed_by_user_id: Mapped[int | None] = Field(
        default=None, foreign_key="users.user_id", description="Null for a command."
    )
    changed_at: Mapped[datetime | None] = Field(default=None, description="UTC.")


class AreaVersion(SQLModel, table=True):
    """How many times one area has changed; read at every rerun."""

    __tablename__ = "area_versions"

    area: Mapped[str] = Field(primary_key=True)
    version: Mapped[int]


class Event(SQLModel, table=True):
    """One change: who, when, what, and the values before and after. Append-only by trigger."""

    __tablename__ = "events"

    event_id: Mapped[int] = Field(default=None, primary_key=True)
    at: Mapped[datetime] = Field(description="UTC, by the server's clock.")
    by_user_id: Mapped[int | None] = Field(
        default=None, foreign_key="users.user_id", description="Null for a command."
    )
    forum_id: Mapped[int | None] = Field(default=None, foreign_key="forums.forum_id")
    action: Mapped[str]
    what: Mapped[str] = Field(description="The table.")
    which: Mapped[int | None] = Field(default=None, description="The row's id.")
    before: Mapped[dict[str, Any] | None] = Field(default=None, sa_column=Column(JSON))
    after: Mapped[dict[str, Any] | None] = Field(default=None, sa_column=Column(JSON))


class SignIn(SQLModel, table=True):
    """One sign-in, from the provider's answer until the person left or it expired."""

    __tablename__ = "sign_ins"

    sign_in_id: Mapped[int] = Field(default=None, primary_key=True)
    user_id: Mapped[int] = Field(foreign_key="users.user_id", index=True)
    token: Mapped[str] = Field(
        unique=True, description="SHA-256 of what tells one signing in from another."
    )
    began_at: Mapped[datetime] = Field(description="UTC, by the provider's clock.")
    seen_at: Mapped[datetime] = Field(description="UTC, of the latest click, to within a minute.")
    ended_at: Mapped[datetime | None] = Field(default=None, description="UTC. Worth nothing since.")


class Access(SQLModel, table=True):
    """One time that somebody saw, took out or was refused something. Append-only by trigger.

    Says how many rows, never which.
    """

    __tablename__ = "access_log"
    __table_args__ = (Index("access_log_by_forum", "forum_id", "at"),)

    access_id: Mapped[int] = Field(default=None, primary_key=True)
    at: Mapped[datetime] = Field(description="UTC, by the server's clock.")
    user_id: Mapped[int | None] = Field(default=None, foreign_key="users.user_id")
    forum_id: Mapped[int | None] = Field(default=None, foreign_key="forums.forum_id")
    kind: Mapped[str] = Field(foreign_key="access_kinds.code")
    what: Mapped[str] = Field(description="The page, file, table or reason.")
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    rows: Mapped[int | None] = Field(
        default=None, description="How many rows, where there are any."
    )


class LogReview(SQLModel, table=True):
    """One month of one steering group's log, reviewed and signed. Append-only by trigger."""

    __tablename__ = "log_reviews"
    __table_args__ = (
        UniqueConstraint("forum_id", "month"),
        CheckConstraint("CAST(month AS VARCHAR(10)) LIKE '%-01'", name="review_of_a_whole_month"),
    )

    review_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id")
    month: Mapped[date] = Field(description="Its first day.")
    by_user_id: Mapped[int] = Field(foreign_key="users.user_id")
    signed_at: Mapped[datetime] = Field(description="UTC.")
    entries: Mapped[int] = Field(
        description="How many lines the month's log had when it was signed."
    )
    finding: Mapped[str] = Field(description="What the reviewer found, and did about it.")
