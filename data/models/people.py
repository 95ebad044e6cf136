"""The people, by pseudonym only: cases, service episodes, support months, individual plans."""

from datetime import date

from sqlmodel import CheckConstraint, Field, ForeignKeyConstraint, UniqueConstraint

from data.models.base import Mapped, SQLModel

_FIRST_OF_MONTH = "CAST(month AS VARCHAR(10)) LIKE '%-01'"


class Person(SQLModel, table=True):
    """One person, by a keyed pseudonym made when the file was read, with year of birth and sex."""

    __tablename__ = "persons"
    __table_args__ = (
        CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="persons_birth_year_is_a_year"),
        CheckConstraint("sex IN ('kvinna', 'man')", name="persons_sex_as_in_the_register"),
    )

    person_id: Mapped[int] = Field(default=None, primary_key=True)
    pseudonym: Mapped[str] = Field(unique=True)
    birth_year: Mapped[int | None] = Field(default=None)
    sex: Mapped[str | None] = Field(default=None)


class Case(SQLModel, table=True):
    """One matter about one person in one source system, from opening to closing."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("closed_on >= opened_on", name="case_closes_after_it_opens"),
        CheckConstraint("exit_reason IS NULL OR closed_on IS NOT NULL", name="reason_when_closed"),
    )

    case_id: Mapped[int] = Field(default=None, primary_key=True)
    source: Mapped[str]
    source_key: Mapped[str]
    person_id: Mapped[int] = Field(foreign_key="persons.person_id", index=True)
    unit_id: Mapped[int] = Field(foreign_key="units.unit_id", index=True)
    target_group: Mapped[str] = Field(foreign_key="target_groups.code")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None] = Field(default=None, description="Null while the case is open.")
    exit_reason: Mapped[str | None] = Field(default=None, foreign_key="exit_reasons.code")
    delivery_id: Mapped[int | None] = Field(default=None, foreign_key="deliveries.delivery_id")
    first_decided_on: Mapped[date | None] = Field(
        default=None, description="The day of the first decision in the matter."
    )
    is_zero_placed: Mapped[bool | None] = Field(
        default=None, description="No income that gives sickness benefit; null: nobody has said."
    )
    is_shared: Mapped[bool | None] = Field(
        default=None, description="Several parties work together on it; null: nobody has said."
    )
    needs_parallel: Mapped[bool | None] = Field(
        default=None, description="Efforts of several parties are needed side by side."
    )


class ServiceEpisode(SQLModel, table=True):
    """One service (effort) that one party gives within one case; several may run in parallel."""

    __tablename__ = "service_episodes"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="episode_ends_after_it_starts"),)

    episode_id: Mapped[int] = Field(default=None, primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", index=True)
    party_id: Mapped[int] = Field(foreign_key="parties.party_id")
    service: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = Field(default=None)


class HouseholdMonth(SQLModel, table=True):
    """One calendar month for which one household had support, paid by one unit."""

    __tablename__ = "household_months"
    __table_args__ = (
        CheckConstraint(_FIRST_OF_MONTH, name="month_is_its_first_day"),
        CheckConstraint("amount >= 0", name="amount_from_zero"),
    )

    household_id: Mapped[int] = Field(primary_key=True)
    month: Mapped[date] = Field(
        primary_key=True, description="The month that the support concerns."
    )
    unit_id: Mapped[int] = Field(foreign_key="units.unit_id", index=True)
    target_group: Mapped[str] = Field(foreign_key="target_groups.code")
    delivery_id: Mapped[int | None] = Field(default=None, foreign_key="deliveries.delivery_id")
    amount: Mapped[int | None] = Field(default=None, description="Whole kronor paid for the month.")


class SupportMonth(SQLModel, table=True):
    """One person in a household for a month in which the household had support."""

    __tablename__ = "support_months"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "month"], ["household_months.household_id", "household_months.month"]
        ),
    )

    household_id: Mapped[int] = Field(primary_key=True)
    person_id: Mapped[int] = Field(foreign_key="persons.person_id", primary_key=True)
    month: Mapped[date] = Field(primary_key=True)


class IndividualPlan(SQLModel, table=True):
    """One plan made with one person, from the day it was made to the day it ended."""

    __tablename__ = "individual_plans"
    __table_args__ = (CheckConstraint("ended_on >= made_on", name="plan_ends_after_it_is_made"),)

    individual_plan_id: Mapped[int] = Field(default=None, primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", index=True)
    made_on: Mapped[date]
    ended_on: Mapped[date | None] = Field(default=None)
    next_step_on: Mapped[date | None] = Field(
        default=None, description="The day of the next step, as it was known when it was made."
    )


class PlanFollowUp(SQLModel, table=True):
    """One day on which one individual plan was followed up, and the day set for the next step."""

    __tablename__ = "plan_follow_ups"

    individual_plan_id: Mapped[int] = Field(
        foreign_key="individual_plans.individual_plan_id", primary_key=True
    )
    followed_up_on: Mapped[date] = Field(primary_key=True)
    next_step_on: Mapped[date | None] = Field(default=None, description="Null: none was set then.")
