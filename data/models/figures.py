"""Targets, and the protected figures that viewers without the right to cases are served from."""

from datetime import date

from sqlmodel import CheckConstraint, Field, Index, SQLModel


class Target(SQLModel, table=True):
    """What one figure is to reach, from a day on, for the whole forum or for one unit."""

    __tablename__ = "targets"

    target_id: int | None = Field(default=None, primary_key=True)
    forum_id: int = Field(foreign_key="forums.forum_id", index=True)
    figure: str
    unit_id: int | None = Field(default=None, foreign_key="units.unit_id")
    value: float
    valid_from: date
    decision: str = Field(description="Where it was decided.")


class PublishedFigure(SQLModel, table=True):
    """One protected cell or margin of one figure and period, as of one version of the data.

    A hidden one keeps no count: nothing to leak.
    """

    __tablename__ = "published_figures"
    __table_args__ = (
        Index("published_figures_by_forum", "forum_id", "figure", "period"),
        CheckConstraint("shown OR (part IS NULL AND whole IS NULL)", name="hidden_has_no_figure"),
    )

    cell_id: int | None = Field(default=None, primary_key=True)
    forum_id: int = Field(foreign_key="forums.forum_id")
    figure: str
    period: date = Field(description="The first day of the month or quarter.")
    unit_id: int | None = Field(default=None, foreign_key="units.unit_id")
    target_group: str | None = Field(default=None, foreign_key="target_groups.code")
    part: int | None = None
    whole: int | None = Field(default=None, description="Null for a count.")
    shown: bool
    provisional: bool
    version: int = Field(description="Of the cases that it was made from.")


class HiddenCell(SQLModel, table=True):
    """One figure that was hidden when it was last made, and whether as a secret or as a partner.

    The next version hides it too, so that no correction tells what the dots stood for. Never
    given to a reader. Of a share also what is small by unit and target group, which is never shown.
    """

    __tablename__ = "hidden_cells"

    hidden_id: int | None = Field(default=None, primary_key=True)
    forum_id: int = Field(foreign_key="forums.forum_id", index=True)
    figure: str = Field(description="The figure's key; a measurement group's is »ledger«.")
    group_id: int | None = Field(default=None, foreign_key="measurement_groups.group_id")
    period: date | None = Field(default=None, description="Or the day, in a ledger.")
    after_months: int | None = None
    unit_id: int | None = Field(default=None, foreign_key="units.unit_id")
    target_group: str | None = Field(default=None, foreign_key="target_groups.code")
    side: str | None = Field(default=None, description="part, rest, or a ledger's state.")
    time_in_support: str | None = Field(default=None, description="Of TIMES in metrics.cohort.")
    secret: bool = Field(description="Small, or held as it had been small; not a partner.")


class PublishedLedger(SQLModel, table=True):
    """How many of one group were in one state on one day, or after so many months: protected."""

    __tablename__ = "published_ledgers"
    __table_args__ = (
        CheckConstraint('("on" IS NULL) <> (after_months IS NULL)', name="day_or_months"),
        CheckConstraint("shown OR members IS NULL", name="hidden_ledger_has_no_count"),
    )

    cell_id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="measurement_groups.group_id", index=True)
    on: date | None = Field(default=None, description="A day on everybody's clock.")
    after_months: int | None = Field(default=None, description="Months on each member's own clock.")
    state: str = Field(
        description="remaining, self_supporting, other_reason or unknown; of a unit's or a time's"
        " members only remaining or left, and members for all of them."
    )
    unit_id: int | None = Field(default=None, foreign_key="units.unit_id")
    time_in_support: str | None = Field(default=None, description="Of TIMES in metrics.cohort.")
    members: int | None = None
    shown: bool
    version: int
