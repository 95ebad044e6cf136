"""The people, by pseudonym only: cases, service episodes, support months, individual plans."""

from datetime import date

from sqlmodel import CheckConstraint, Field, ForeignKeyConstraint, SQLModel, UniqueConstraint

_FIRST_OF_MONTH = "CAST(month AS VARCHAR(10)) LIKE '%-01'"


class Person(SQLModel, table=True):
    """One person, by a keyed pseudonym made when the file was read; nothing else is known."""

    __tablename__ = "persons"

    person_id: int | None = Field(default=None, primary_key=True)
    pseudonym: str = Field(unique=True)


class Case(SQLModel, table=True):
    """One matter about one person in one source system, from opening to closing."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("source", "source_key"),
        CheckConstraint("closed_on >= opened_on", name="case_closes_after_it_opens"),
        CheckConstraint("exit_reason IS NULL OR closed_on IS NOT NULL", name="reason_when_closed"),
        CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year_is_a_year"),
        CheckConstraint("sex IN ('kvinna', 'man')", name="sex_as_in_the_register"),
    )

    case_id: int | None = Field(default=None, primary_key=True)
    source: str
    source_key: str
    person_id: int = Field(foreign_key="persons.person_id", index=True)
    unit_id: int = Field(foreign_key="units.unit_id", index=True)
    birth_year: int | None = None
    sex: str | None = None
    target_group: str = Field(foreign_key="target_groups.code")
    opened_on: date
    closed_on: date | None = Field(default=None, description="Null while the case is open.")
    exit_reason: str | None = Field(default=None, foreign_key="exit_reasons.code")
    delivery_id: int | None = Field(default=None, foreign_key="deliveries.delivery_id")


class ServiceEpisode(SQLModel, table=True):
    """One service that one party gives within one case; several may run side by side."""

    __tablename__ = "service_episodes"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="episode_ends_after_it_starts"),)

    episode_id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.case_id", index=True)
    party_id: int = Field(foreign_key="parties.party_id")
    service: str
    starts_on: date
    ends_on: date | None = None


class HouseholdMonth(SQLModel, table=True):
    """One calendar month for which one household had support, paid by one unit."""

    __tablename__ = "household_months"
    __table_args__ = (CheckConstraint(_FIRST_OF_MONTH, name="month_is_its_first_day"),)

    household_id: int = Field(primary_key=True)
    month: date = Field(primary_key=True, description="The month that the support concerns.")
    unit_id: int = Field(foreign_key="units.unit_id")
    target_group: str = Field(foreign_key="target_groups.code")
    delivery_id: int | None = Field(default=None, foreign_key="deliveries.delivery_id")


class SupportMonth(SQLModel, table=True):
    """One person in a household for a month in which the household had support."""

    __tablename__ = "support_months"
    __table_args__ = (
        ForeignKeyConstraint(
            ["household_id", "month"], ["household_months.household_id", "household_months.month"]
        ),
    )

    household_id: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="persons.person_id", primary_key=True)
    month: date = Field(primary_key=True)


class IndividualPlan(SQLModel, table=True):
    """One plan made with one person, from the day it was made to the day it ended."""

    __tablename__ = "individual_plans"
    __table_args__ = (CheckConstraint("ended_on >= made_on", name="plan_ends_after_it_is_made"),)

    individual_plan_id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.case_id", index=True)
    made_on: date
    ended_on: date | None = None


class PlanFollowUp(SQLModel, table=True):
    """One day on which one individual plan was followed up."""

    __tablename__ = "plan_follow_ups"

    individual_plan_id: int = Field(
        foreign_key="individual_plans.individual_plan_id", primary_key=True
    )
    followed_up_on: date = Field(primary_key=True)
