"""The law that decisions rest on: paragraphs with the days they hold, and how sure they are."""

from datetime import date

from sqlmodel import CheckConstraint, Field

from data.models.base import Mapped, SQLModel


class LegalBasis(SQLModel, table=True):
    """One paragraph, or proposed rule, for the days that it holds.

    A decision rests on what held on its day, so rows are never rewritten when the law changes.
    """

    __tablename__ = "legal_bases"
    __table_args__ = (
        CheckConstraint("valid_until > valid_from", name="law_ends_after_it_begins"),
        CheckConstraint(
            "status IN ('gällande', 'upphävd', 'föreslagen', 'beslutad')", name="law_status"
        ),
        CheckConstraint(
            "evidence IN ('verified', 'secondary', 'derived', 'recalled')", name="law_evidence"
        ),
        CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_user_id IS NULL)", name="confirmed_by_somebody"
        ),
    )

    code: Mapped[str] = Field(primary_key=True, description="Never reused.")
    short: Mapped[str] = Field(description="As it is cited: 12 kap. 1 § SoL (2025:400).")
    label: Mapped[str] = Field(description="What it says, in plain Swedish.")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = Field(
        default=None, description="The first day it no longer holds."
    )
    replaced_by: Mapped[str | None] = Field(default=None, foreign_key="legal_bases.code")
    status: Mapped[str]
    evidence: Mapped[str] = Field(description="How the wording and the days are known.")
    source: Mapped[str]
    confirmed_on: Mapped[date | None] = Field(default=None)
    confirmed_by_user_id: Mapped[int | None] = Field(default=None, foreign_key="users.user_id")
    version: Mapped[int] = Field(default=1, description="One more at every saved change.")
