"""Deliveries: which files came in, from where, about which days, and how many rows."""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, UniqueConstraint

from data.models.base import Mapped, SQLModel


class Delivery(SQLModel, table=True):
    """One file that was taken in whole."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("profile", "file_hash"),
        CheckConstraint("observed_until >= observed_from", name="observed_in_order"),
    )

    delivery_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int | None] = Field(default=None, foreign_key="forums.forum_id")
    source: Mapped[str]
    profile: Mapped[str]
    file_hash: Mapped[str] = Field(description="SHA-256 of the file's bytes.")
    observed_from: Mapped[date]
    observed_until: Mapped[date] = Field(description="The last day that the file knows of.")
    rows_taken: Mapped[int]
    rows_refused: Mapped[int]
    taken_in_at: Mapped[datetime]
