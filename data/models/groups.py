"""Measurement groups: closed lists of people, and what has become of the people since."""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, UniqueConstraint

from data.models.base import Mapped, SQLModel


class MeasurementGroup(SQLModel, table=True):
    """One closed list of people with a goal: how many are to be self-supporting by a day."""

    __tablename__ = "measurement_groups"
    __table_args__ = (
        UniqueConstraint("forum_id", "name"),
        CheckConstraint("goal_count > 0", name="goal_is_a_number_of_people"),
        CheckConstraint("goal_on > baseline_on", name="goal_lies_ahead"),
        CheckConstraint("(goal_count IS NULL) = (goal_on IS NULL)", name="goal_has_its_day"),
    )

    group_id: Mapped[int] = Field(default=None, primary_key=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", index=True)
    name: Mapped[str]
    criterion: Mapped[str] = Field(description="In words: who is on the list.")
    baseline_on: Mapped[date] = Field(description="The day the list was closed.")
    goal_count: Mapped[int | None] = Field(default=None)
    goal_on: Mapped[date | None] = Field(default=None)
    is_example: Mapped[bool] = Field(
        default=False, description="Reasons made up to show how it looks."
    )
    follows_cases: Mapped[bool] = Field(
        default=False, description="States are taken from the cases."
    )
    source: Mapped[str | None] = Field(default=None)


class GroupMember(SQLModel, table=True):
    """One person on one list. Never deleted; what happens to the person is a state."""

    __tablename__ = "group_members"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    member_id: Mapped[int] = Field(default=None, primary_key=True)
    group_id: Mapped[int] = Field(foreign_key="measurement_groups.group_id", index=True)
    person_id: Mapped[int] = Field(foreign_key="persons.person_id", index=True)
    started_on: Mapped[date] = Field(description="Where the member's own clock starts.")
    unit_id: Mapped[int | None] = Field(
        default=None, foreign_key="units.unit_id", description="Where they were when it began."
    )


class MemberState(SQLModel, table=True):
    """One change of one member's state, from a day on. Append-only."""

    __tablename__ = "member_states"

    seq: Mapped[int] = Field(default=None, primary_key=True)
    member_id: Mapped[int] = Field(foreign_key="group_members.member_id", index=True)
    state: Mapped[str] = Field(foreign_key="group_states.code")
    since_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = Field(
        default=None, foreign_key="users.user_id", description="Null for a command."
    )
