"""Settings, the versions that readers ask for, and the log of everything that was changed."""

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Column, Field, SQLModel, UniqueConstraint


class Setting(SQLModel, table=True):
    """One setting of one forum, such as the least count that is shown."""

    __tablename__ = "settings"
    __table_args__ = (UniqueConstraint("forum_id", "name"),)

    setting_id: int | None = Field(default=None, primary_key=True)
    forum_id: int = Field(foreign_key="forums.forum_id")
    name: str
    value: str
    version: int = 1


class AreaVersion(SQLModel, table=True):
    """How many times one area has changed; asked for at every rerun."""

    __tablename__ = "area_versions"

    area: str = Field(primary_key=True)
    version: int


class Event(SQLModel, table=True):
    """One change: who, when, what, and how it was before and after. Append-only by trigger."""

    __tablename__ = "events"

    event_id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(description="UTC, by the server's clock.")
    by_user_id: int | None = Field(
        default=None, foreign_key="users.user_id", description="Null for a command."
    )
    forum_id: int | None = Field(default=None, foreign_key="forums.forum_id")
    action: str
    what: str = Field(description="The table.")
    which: int | None = Field(default=None, description="The row's id.")
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
