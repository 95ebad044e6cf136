"""Measurement groups: a closed list of people, and what has become of them since."""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, SQLModel, UniqueConstraint


class MeasurementGroup(SQLModel, table=True):
    """One closed list of people with a goal: how many are to be self-supporting by a day."""

    __tablename__ = "measurement_groups"
    __table_args__ = (
        UniqueConstraint("forum_id", "name"),
        CheckConstraint("goal_count > 0", name="goal_is_a_number_of_people"),
        CheckConstraint("goal_on > baseline_on", name="goal_lies_ahead"),
        CheckConstraint("(goal_count IS NULL) = (goal_on IS NULL)", name="goal_has_its_day"),
    )

    group_id: int | None = Field(default=None, primary_key=True)
    forum_id: int = Field(foreign_key="forums.forum_id", index=True)
    name: str
    criterion: str = Field(description="In words: who is on the list.")
    baseline_on: date = Field(description="The day the list was closed.")
    goal_count: int | None = None
    goal_on: date | None = None
    is_example: bool = Field(default=False, description="Reasons made up to show how it looks.")
    follows_cases: bool = Field(default=False, description="States are taken from the cases.")
    source: str | None = None


class GroupMember(SQLModel, table=True):
    """One person on one list. Never deleted; what happens to them is a state."""

    __tablename__ = "group_members"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    member_id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="measurement_groups.group_id", index=True)
    person_id: int = Field(foreign_key="persons.person_id", index=True)
    started_on: date = Field(description="Where the member's own clock starts.")
    unit_id: int | None = Field(
        default=None, foreign_key="units.unit_id", description="Where they were when it began."
    )


class MemberState(SQLModel, table=True):
    """One change of one member's state, from a day on. Append-only."""

    __tablename__ = "member_states"

    seq: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="group_members.member_id", index=True)
    state: str = Field(foreign_key="group_states.code")
    since_on: date
    recorded_at: datetime
    recorded_by: int | None = Field(
        default=None, foreign_key="users.user_id", description="Null for a command."
    )
