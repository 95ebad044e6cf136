"""Who steers together: parties, their units, the steering groups and who may do what there."""

from datetime import date, datetime

from sqlmodel import CheckConstraint, Field, UniqueConstraint

from data.models.base import Mapped, SQLModel


class Party(SQLModel, table=True):
    """One organisation that takes part, such as a committee's office or an authority."""

    __tablename__ = "parties"

    party_id: Mapped[int] = Field(default=None, primary_key=True)
    name: Mapped[str] = Field(unique=True)
    kind: Mapped[str] = Field(foreign_key="party_kinds.code")
    is_external: Mapped[bool] = Field(description="External parties see protected figures only.")


class Unit(SQLModel, table=True):
    """One part of a party's organisation, in a tree, for as long as it exists."""

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("party_id", "name"),
        CheckConstraint("valid_until > valid_from", name="unit_ends_after_it_begins"),
        CheckConstraint("parent_id <> unit_id", name="unit_is_not_its_own_parent"),
    )

    unit_id: Mapped[int] = Field(default=None, primary_key=True)
    party_id: Mapped[int] = Field(foreign_key="parties.party_id", index=True)
    parent_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id", index=True)
    name: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = Field(default=None)


class Forum(SQLModel, table=True):
    """One steering group; in a demonstration with the day that its facts are as of."""

    __tablename__ = "forums"

    forum_id: Mapped[int] = Field(default=None, primary_key=True)
    code: Mapped[str] = Field(unique=True, description="Stands in addresses; never reused.")
    name: Mapped[str] = Field(unique=True)
    level: Mapped[str] = Field(foreign_key="forum_levels.code")
    as_of: Mapped[date | None] = Field(
        default=None, description="Null where the facts go on to today."
    )
    last_met_on: Mapped[date | None] = Field(default=None)
    municipality: Mapped[str | None] = Field(
        default=None, description="Statistics Sweden's four digits; retention goes by it."
    )
    published_version: Mapped[int | None] = Field(
        default=None, description="Of the cases that its protected figures were last made from."
    )


class ForumUnit(SQLModel, table=True):
    """One unit whose people a steering group follows."""

    __tablename__ = "forum_units"

    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", primary_key=True)
    unit_id: Mapped[int] = Field(foreign_key="units.unit_id", primary_key=True)


class ForumParty(SQLModel, table=True):
    """One party that sits in a steering group."""

    __tablename__ = "forum_parties"

    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", primary_key=True)
    party_id: Mapped[int] = Field(foreign_key="parties.party_id", primary_key=True)


class ReplacedForum(SQLModel, table=True):
    """One earlier forum that a steering group took the place of."""

    __tablename__ = "replaced_forums"

    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", primary_key=True)
    name: Mapped[str] = Field(primary_key=True)


class User(SQLModel, table=True):
    """One person who uses Lägesbild, identified by the issuer and subject of the sign-in."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[int] = Field(default=None, primary_key=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    display_name: Mapped[str]
    email: Mapped[str | None] = Field(
        default=None, description="Shown to administrators, never a key."
    )
    party_id: Mapped[int | None] = Field(default=None, foreign_key="parties.party_id")
    deactivated_at: Mapped[datetime | None] = Field(
        default=None, description="UTC. Sees nothing since."
    )
    version: Mapped[int] = Field(default=1, description="One more at every saved change.")


class RoleGrant(SQLModel, table=True):
    """One role that one person has in one forum, for one unit where the role is by unit."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("valid_until > valid_from", name="grant_ends_after_it_begins"),
        CheckConstraint(
            "(role IN ('enhetschef', 'handläggare')) = (unit_id IS NOT NULL)",
            name="unit_where_the_role_goes_by_unit",
        ),
    )

    grant_id: Mapped[int] = Field(default=None, primary_key=True)
    user_id: Mapped[int] = Field(foreign_key="users.user_id", index=True)
    forum_id: Mapped[int] = Field(foreign_key="forums.forum_id", index=True)
    role: Mapped[str] = Field(foreign_key="roles.code")
    unit_id: Mapped[int | None] = Field(default=None, foreign_key="units.unit_id")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = Field(default=None, description="The first day without it.")
    version: Mapped[int] = Field(default=1, description="One more at every saved change.")
    by_claim: Mapped[bool] = Field(
        default=False, description="Given, and taken back, by the provider's groups."
    )
