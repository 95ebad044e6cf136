"""What is done with people while a case is open, and after: by whom, when, and how it was judged.

There is no free text about a person anywhere, only days, counts and codes.
"""

from datetime import date

from sqlmodel import CheckConstraint, Field, UniqueConstraint

from data.models.base import Mapped, SQLModel


class BridgingActivity(SQLModel, table=True):
    """One activity that fills the wait of one case: a course, a meeting place, a language café."""

    __tablename__ = "bridging_activities"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="activity_ends_after_start"),)

    activity_id: Mapped[int] = Field(default=None, primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = Field(default=None, description="The first day without it.")


class ContactPeriod(SQLModel, table=True):
    """One period in which one member of staff, by a key, answered for one case in a function."""

    __tablename__ = "contact_periods"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="contact_ends_after_start"),)

    contact_id: Mapped[int] = Field(default=None, primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", index=True)
    function: Mapped[str] = Field(description="What they answer for: socialsekreterare, coach.")
    staff: Mapped[str] = Field(
        description="A key of the source system's, made a pseudonym; never a name."
    )
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = Field(default=None, description="The first day without them.")


class TrackPeriod(SQLModel, table=True):
    """One period in which one case was in one track."""

    __tablename__ = "track_periods"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="track_ends_after_start"),)

    track_id: Mapped[int] = Field(default=None, primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", index=True)
    track: Mapped[str] = Field(foreign_key="tracks.code")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = Field(default=None, description="The first day outside it.")


class Assessment(SQLModel, table=True):
    """One assessment of one case with one instrument, made by the participant or the staff."""

    __tablename__ = "assessments"
    __table_args__ = (
        CheckConstraint("rater IN ('participant', 'staff')", name="rater_is_known"),
        UniqueConstraint("case_id", "instrument", "assessed_on", "rater"),
    )

    assessment_id: Mapped[int] = Field(default=None, primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", index=True)
    instrument: Mapped[str] = Field(foreign_key="instruments.code")
    assessed_on: Mapped[date]
    rater: Mapped[str]


class AssessmentScore(SQLModel, table=True):
    """One answer, 1 to 5, to one question of one assessment."""

    __tablename__ = "assessment_scores"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score_from_1_to_5"),)

    assessment_id: Mapped[int] = Field(foreign_key="assessments.assessment_id", primary_key=True)
    indicator: Mapped[str] = Field(foreign_key="indicators.code", primary_key=True)
    score: Mapped[int]


class Consent(SQLModel, table=True):
    """One consent by one person to the parties talking with each other, and the days it holds."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("valid_until > given_on", name="consent_ends_after_it_is_given"),
        CheckConstraint("withdrawn_on >= given_on", name="consent_is_withdrawn_after_it_is_given"),
    )

    consent_id: Mapped[int] = Field(default=None, primary_key=True)
    person_id: Mapped[int] = Field(foreign_key="persons.person_id", index=True)
    given_on: Mapped[date]
    valid_until: Mapped[date | None] = Field(
        default=None, description="The first day it does not hold."
    )
    withdrawn_on: Mapped[date | None] = Field(
        default=None, description="It does not hold from this day."
    )


class ProgrammeStay(SQLModel, table=True):
    """One person's stay in one programme of the labour-market unit, and what came after it."""

    __tablename__ = "programme_stays"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="stay_ends_after_start"),
        CheckConstraint("most_months > 0", name="stay_has_a_longest_time"),
        CheckConstraint("result IS NULL OR ends_on IS NOT NULL", name="result_when_ended"),
        CheckConstraint("result IN ('work', 'studies', 'other')", name="result_is_known"),
    )

    stay_id: Mapped[int] = Field(default=None, primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", index=True)
    programme: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = Field(default=None, description="The first day outside it.")
    most_months: Mapped[int | None] = Field(
        default=None, description="As long as it is meant to last."
    )
    result: Mapped[str | None] = Field(
        default=None,
        description="work: for a month at least, and no municipal labour-market employment; "
        "studies: with student aid; else other.",
    )


class ContactAfterExit(SQLModel, table=True):
    """One contact with somebody whose case has been closed, to support a new job or studies."""

    __tablename__ = "contacts_after_exit"

    case_id: Mapped[int] = Field(foreign_key="cases.case_id", primary_key=True)
    contacted_on: Mapped[date] = Field(primary_key=True)


class ReviewRound(SQLModel, table=True):
    """One round in which one unit goes through its open cases."""

    __tablename__ = "review_rounds"
    __table_args__ = (CheckConstraint("ends_on > starts_on", name="round_ends_after_start"),)

    round_id: Mapped[int] = Field(default=None, primary_key=True)
    unit_id: Mapped[int] = Field(foreign_key="units.unit_id", index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date] = Field(description="The first day after it.")
    delivery_id: Mapped[int | None] = Field(default=None, foreign_key="deliveries.delivery_id")


class ReviewedCase(SQLModel, table=True):
    """One case that was gone through in one round."""

    __tablename__ = "reviewed_cases"

    round_id: Mapped[int] = Field(foreign_key="review_rounds.round_id", primary_key=True)
    case_id: Mapped[int] = Field(foreign_key="cases.case_id", primary_key=True, index=True)
    reviewed_on: Mapped[date]


class ResponseSample(SQLModel, table=True):
    """One day's count in one unit and channel: questions received, and answered the same day."""

    __tablename__ = "response_samples"
    __table_args__ = (
        CheckConstraint("received >= 0", name="received_from_zero"),
        CheckConstraint(
            "answered_same_day BETWEEN 0 AND received", name="answered_are_of_the_received"
        ),
        CheckConstraint("channel IN ('e-post', 'telefon')", name="channel_is_known"),
    )

    unit_id: Mapped[int] = Field(foreign_key="units.unit_id", primary_key=True)
    sampled_on: Mapped[date] = Field(primary_key=True)
    channel: Mapped[str] = Field(primary_key=True)
    received: Mapped[int]
    answered_same_day: Mapped[int]
