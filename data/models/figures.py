"""Targets, what a steering group has recorded about its figures, and the protected figures.

Viewers without the right to single cases are given the protected figures only.
"""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, Index, UniqueConstraint

from data.models.base import Mapped, SQLModel


class Target(SQLModel, table=True):
    """What one figure is to reach, from a day on, for the whole forum or for one unit."""

    __tablename__ = "targets"

    target_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", index=True)
    figure: Mapped[str]
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    value: Mapped[float]
    valid_from: Mapped[date]
    decision: Mapped[str] = Field(description="Where it was decided.")
    valid_until: Mapped[date | None] = Field(default=None, description="The first day without it.")
    set_by_user_id: Mapped[int | None] = Field(
        default=None, foreign_key="users.user_id", description="Null for a command."
    )
    version: Mapped[int] = Field(default=1, description="One more at every saved change.")


class PublishedFigure(SQLModel, table=True):
    """One protected cell or margin of one figure and period, as of one version of the data.

    A hidden one has no count stored, so there is none to leak.
    """

    __tablename__ = "published_figures"
    __table_args__ = (
        Index("published_figures_by_forum", "forum_id", "figure", "period"),
        CheckConstraint("shown OR (part IS NULL AND whole IS NULL)", name="hidden_has_no_figure"),
        CheckConstraint("shown OR value IS NULL", name="hidden_has_no_value"),
        CheckConstraint("shown OR value_90 IS NULL", name="hidden_has_no_ninth_decile"),
        CheckConstraint("shown OR value_all IS NULL", name="hidden_has_no_median_of_all"),
        CheckConstraint("shown OR people IS NULL", name="hidden_has_nobody"),
    )

    cell_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id")
    figure: Mapped[str]
    period: Mapped[date] = Field(description="The first day of the month or quarter.")
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    target_group: Mapped[str | None] = Field(default=None, foreign_key="target_groups.code")
    part: Mapped[int | None] = Field(default=None)
    whole: Mapped[int | None] = Field(default=None, description="Null for a count.")
    shown: Mapped[bool]
    provisional: Mapped[bool]
    version: Mapped[int] = Field(description="Of the cases that it was made from.")
    value: Mapped[float | None] = Field(default=None, description="A median, where it is one.")
    value_90: Mapped[float | None] = Field(default=None, description="Its ninth decile.")
    value_all: Mapped[float | None] = Field(
        default=None, description="The median with those who still wait, by Kaplan–Meier."
    )
    people: Mapped[int | None] = Field(
        default=None, description="How many are behind a median, a sum or a ratio."
    )
    sex: Mapped[str | None] = Field(
        default=None, description="Null for all; else all units and groups."
    )
    age_band: Mapped[str | None] = Field(default=None, description="As sex.")


class HiddenCell(SQLModel, table=True):
    """One cell that was hidden when its figure was last made, and whether as a secret or a partner.

    The next version hides it too, so that no correction reveals what the dots stood for. Never
    given to a reader. For a share there are also rows by both unit and target group, for the small
    cells, though shares are never shown by both.
    """

    __tablename__ = "hidden_cells"

    hidden_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", index=True)
    figure: Mapped[str] = Field(description="The figure's key; a measurement group's is »ledger«.")
    group_id: Mapped[int | None] = Field(default=None, foreign_key="measurement_groups.group_id")
    period: Mapped[date | None] = Field(default=None, description="Or the day, in a ledger.")
    after_months: Mapped[int | None] = Field(default=None)
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    target_group: Mapped[str | None] = Field(default=None, foreign_key="target_groups.code")
    side: Mapped[str | None] = Field(default=None, description="part, rest, or a ledger's state.")
    time_in_support: Mapped[str | None] = Field(
        default=None, description="Of TIMES in metrics.cohort."
    )
    band: Mapped[str | None] = Field(default=None, description="A sex or an age band.")
    secret: Mapped[bool] = Field(description="Small, or held as it had been small; not a partner.")
    loose: Mapped[bool] = Field(
        default=False, description="Held too: to be shown, it would reveal what was hidden with it."
    )
    digest: Mapped[str | None] = Field(
        default=None, description="Of the period's counts: while they are the same, so is this."
    )


class PublishedLedger(SQLModel, table=True):
    """How many in one group were in one state, on a day or after a number of months: protected."""

    __tablename__ = "published_ledgers"
    __table_args__ = (
        CheckConstraint('("on" IS NULL) <> (after_months IS NULL)', name="day_or_months"),
        CheckConstraint("shown OR members IS NULL", name="hidden_ledger_has_no_count"),
    )

    cell_id: Mapped[int] = Field(default=None, primary_key=True)
    group_id: Mapped[int] = Field(foreign_key="measurement_groups.group_id", index=True)
    on: Mapped[date | None] = Field(default=None, description="A day on everybody's clock.")
    after_months: Mapped[int | None] = Field(
        default=None, description="Months on each member's own clock."
    )
    state: Mapped[str] = Field(
        description="remaining, self_supporting, other_reason or unknown; of a unit's or a time's"
        " members only remaining or left, and members for all of them."
    )
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    time_in_support: Mapped[str | None] = Field(
        default=None, description="Of TIMES in metrics.cohort."
    )
    members: Mapped[int | None] = Field(default=None)
    shown: Mapped[bool]
    version: Mapped[int]


class Rebase(SQLModel, table=True):
    """One period from which a figure's limits are recalculated, for all units or for one."""

    __tablename__ = "rebases"

    rebase_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", index=True)
    figure: Mapped[str]
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    period: Mapped[date] = Field(description="The first period of the new segment.")
    reason: Mapped[str]
    by_user_id: Mapped[int] = Field(foreign_key="users.user_id")
    at: Mapped[datetime] = Field(description="UTC.")
    withdrawn_at: Mapped[datetime | None] = Field(
        default=None, description="UTC. Holds no more since."
    )
    version: Mapped[int] = Field(default=1, description="One more at every saved change.")


class FigureNote(SQLModel, table=True):
    """One note on how a figure may be turned. Append-only: a later note has a higher version."""

    __tablename__ = "figure_notes"
    __table_args__ = (UniqueConstraint("forum_id", "figure", "version"),)

    note_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", index=True)
    figure: Mapped[str]
    causes: Mapped[str | None] = Field(default=None, description="The story behind the curve.")
    partners: Mapped[str | None] = Field(default=None, description="Who can do something about it.")
    works: Mapped[str | None] = Field(default=None, description="What is known to work.")
    action: Mapped[str | None] = Field(default=None, description="What is to be done.")
    by_user_id: Mapped[int] = Field(foreign_key="users.user_id")
    at: Mapped[datetime] = Field(description="UTC.")
    version: Mapped[int] = Field(description="1 for the first, one more at each.")


class Scorecard(SQLModel, table=True):
    """One steering group's choice of figures; a group without a row follows them all."""

    __tablename__ = "scorecards"

    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", primary_key=True)
    version: Mapped[int] = Field(default=1, description="One more at every saved change.")


class ChosenFigure(SQLModel, table=True):
    """One figure on one steering group's scorecard, and whether it stands on the first page."""

    __tablename__ = "chosen_figures"

    forum_id: Mapped[int] = Field(foreign_key="scorecards.forum_id", primary_key=True)
    figure: Mapped[str] = Field(primary_key=True)
    rank: Mapped[int]
    headline: Mapped[bool]


class InventoryEntry(SQLModel, table=True):
    """One statistic in one steering group's inventory: its standing, who produces it, by when."""

    __tablename__ = "inventory"
    __table_args__ = (UniqueConstraint("forum_id", "figure"),)

    entry_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id")
    figure: Mapped[str] = Field(
        description="A figure's key, or the number of one that is asked for."
    )
    standing: Mapped[str] = Field(foreign_key="figure_standings.code")
    owner: Mapped[str | None] = Field(default=None, description="The function that gets it.")
    due_on: Mapped[date | None] = Field(default=None)
    note: Mapped[str | None] = Field(default=None)
    by_user_id: Mapped[int | None] = Field(default=None, foreign_key="users.user_id")
    version: Mapped[int] = Field(default=1, description="One more at every saved change.")


class DeliveredFigure(SQLModel, table=True):
    """One figure that is made elsewhere and delivered as numbers, defined like the house's own."""

    __tablename__ = "delivered_figures"
    __table_args__ = (
        CheckConstraint("cadence IN ('month', 'quarter', 'year')", name="cadence_is_known"),
        CheckConstraint("better IN ('higher', 'lower')", name="better_is_a_direction"),
        UniqueConstraint("forum_id", "key"),
    )

    delivered_figure_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id")
    key: Mapped[str]
    title: Mapped[str]
    question: Mapped[str]
    part_in_words: Mapped[str]
    whole_in_words: Mapped[str | None] = Field(default=None)
    unit: Mapped[str]
    better: Mapped[str | None] = Field(default=None)
    cadence: Mapped[str]
    source: Mapped[str]
    owner: Mapped[str]


class DeliveredValue(SQLModel, table=True):
    """One period of one delivered figure, for one unit or (null) for all together."""

    __tablename__ = "delivered_values"
    __table_args__ = (
        Index("delivered_values_by_figure", "delivered_figure_id", "period"),
        CheckConstraint("part >= 0", name="delivered_part_from_zero"),
        CheckConstraint("whole >= 0", name="delivered_whole_from_zero"),
    )

    value_id: Mapped[int] = Field(default=None, primary_key=True)
    delivered_figure_id: Mapped[int] = Field(foreign_key="delivered_figures.delivered_figure_id")
    period: Mapped[date] = Field(description="The first day of the month, quarter or year.")
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    part: Mapped[float]
    whole: Mapped[float | None] = Field(default=None, description="Null for a count or an amount.")
    provisional: Mapped[bool] = Field(default=False)
    delivery_id: Mapped[int | None] = Field(default=None, foreign_key="deliveries.delivery_id")


class Population(SQLModel, table=True):
    """How many of certain ages lived in a steering group's area on 31 December of a year."""

    __tablename__ = "population"
    __table_args__ = (
        CheckConstraint("people >= 0", name="people_from_zero"),
        CheckConstraint("until_age > from_age", name="ages_in_order"),
    )

    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", primary_key=True)
    year: Mapped[int] = Field(primary_key=True)
    from_age: Mapped[int] = Field(primary_key=True, description="In it.")
    until_age: Mapped[int] = Field(primary_key=True, description="Not in it: 18 to 25 is 18–24.")
    people: Mapped[int]
