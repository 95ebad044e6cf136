"""Deliveries: which files came in, from where, about which days, and how many rows."""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, SQLModel, UniqueConstraint


class Delivery(SQLModel, table=True):
    """One file that was taken in whole."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("profile", "file_hash"),
        CheckConstraint("observed_until >= observed_from", name="observed_in_order"),
    )

    delivery_id: int | None = Field(default=None, primary_key=True)
    forum_id: int | None = Field(default=None, foreign_key="forums.forum_id")
    source: str
    profile: str
    file_hash: str = Field(description="SHA-256 of the file's bytes.")
    observed_from: date
    observed_until: date = Field(description="The last day that the file knows of.")
    rows_taken: int
    rows_refused: int
    taken_in_at: datetime
