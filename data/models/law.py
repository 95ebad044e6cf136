"""The law that decisions rest on: paragraphs with the days they hold, and how sure the wording is."""

from datetime import date

from sqlmodel import CheckConstraint, Field, SQLModel


class LegalBasis(SQLModel, table=True):
    """One paragraph, or rule on its way, for as long as it holds.

    What a decision rested on is what held on its day; nothing is rewritten when the law changes.
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

    code: str = Field(primary_key=True, description="Never reused.")
    short: str = Field(description="As it is cited: 12 kap. 1 § SoL (2025:400).")
    label: str = Field(description="What it says, in plain Swedish.")
    valid_from: date
    valid_until: date | None = Field(default=None, description="The first day it no longer holds.")
    replaced_by: str | None = Field(default=None, foreign_key="legal_bases.code")
    status: str
    evidence: str = Field(description="How the wording and the days are known.")
    source: str
    confirmed_on: date | None = None
    confirmed_by_user_id: int | None = Field(default=None, foreign_key="users.user_id")
    version: int = Field(default=1, description="One more at every saved change.")
