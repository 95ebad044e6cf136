"""Who has signed in: identity by issuer and subject, and how long a sign-in is valid.

The provider vouches for the identity and Streamlit keeps it in a signed cookie, which outlives a
working day by far. What is stored here decides whether it is still valid.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.clock import STOCKHOLM
from data.models.log import SignIn
from data.models.organisation import User
from data.people.access_log import LET_GO, SIGNED_IN, SIGNED_OUT, note_within
from data.people.claims import Given, groups_in
from data.people.group_roles import follow_claims
from data.store import new_id, reading, write_if_free, writing
from data.store.log import record

SEEN_EVERY = timedelta(minutes=1)


class SignInAgainError(Exception):
    """A sign-in is no longer valid. The message, in Swedish, says why."""


@dataclass(frozen=True)
class Identity:
    """What the provider says about a person, and `token`, which is unique to this sign-in."""

    issuer: str
    subject: str
    name: str
    email: str | None
    token: str = field(repr=False)
    began_at: datetime
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Limits:
    """How long a sign-in is valid without a click (`idle`), and at most (`absolute`)."""

    idle: timedelta
    absolute: timedelta


def identity_of(claims: Mapping[str, Any], group_claim: str = "") -> Identity:
    """The identity in the provider's claims; SignInAgainError without issuer, subject or time.

    `group_claim` names the claim with the person's groups, where groups give roles.
    """
    issuer, subject, issued = (claims.get(name) for name in ("iss", "sub", "iat"))
    if not (issuer and subject and isinstance(issued, int | float)):
        raise SignInAgainError("Inloggningen saknar uppgift om vem du är. Logga in igen.")
    signing_in = "\n".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))
    email = claims.get("email")
    name = claims.get("name") or claims.get("preferred_username") or email or "Ny användare"
    return Identity(
        issuer=str(issuer),
        subject=str(subject),
        name=str(name)[:200],
        email=str(email)[:200] if email else None,
        token=hashlib.sha256(signing_in.encode()).hexdigest(),
        began_at=datetime.fromtimestamp(issued, UTC),
        groups=groups_in(claims, group_claim),
    )


def arrive(
    engine: Engine,
    who: Identity,
    limits: Limits,
    now: datetime,
    *,
    by_click: bool = True,
    given: Collection[Given] = (),
) -> int:
    """Let a signed-in person in; return the user's id.

    Somebody who has not been here before becomes a user without a role. The first time a sign-in is
    seen it is noted in the access log, and the roles that the person's groups give (`given`) are
    brought up to date. With `by_click` false the screen was redrawn by itself, which does not count
    as activity. SignInAgainError when the sign-in is too old, has been idle too long or has ended.
    """
    with reading(engine) as connection:
        sign_in = _sign_in_of(connection, who)
    if sign_in is None:
        _demand_young(who.began_at, who.began_at, limits, now)
        try:
            return _first(engine, who, now, given)
        except IntegrityError:  # two tabs of a browser arrived at once, and the other was first
            return _first(engine, who, now, given)
    if sign_in["ended_at"] is not None:
        raise SignInAgainError("Inloggningen är avslutad. Logga in igen.")
    try:
        _demand_young(sign_in["began_at"], sign_in["seen_at"], limits, now)
    except SignInAgainError as reason:
        _end(engine, sign_in, LET_GO, str(reason), now)
        raise
    if by_click and now - sign_in["seen_at"] >= SEEN_EVERY:
        write_if_free(engine, lambda connection: _set(connection, sign_in, seen_at=now))
    return sign_in["user_id"]


def counts(engine: Engine, who: Identity, limits: Limits, now: datetime) -> bool:
    """Whether a sign-in is still valid. Writes nothing."""
    with reading(engine) as connection:
        sign_in = _sign_in_of(connection, who)
    if sign_in is None or sign_in["ended_at"] is not None:
        return False
    try:
        _demand_young(sign_in["began_at"], sign_in["seen_at"], limits, now)
    except SignInAgainError:
        return False
    return True


def leave(engine: Engine, who: Identity, now: datetime) -> None:
    """End a sign-in: its cookie is worthless from now on."""
    with reading(engine) as connection:
        sign_in = _sign_in_of(connection, who)
    if sign_in is not None and sign_in["ended_at"] is None:
        _end(engine, sign_in, SIGNED_OUT, "på egen begäran", now)


def _sign_in_of(connection: Connection, who: Identity) -> Mapping[Any, Any] | None:
    rows = connection.execute(select(*SignIn.__table__.c).where(SignIn.token == who.token))
    row = rows.mappings().one_or_none()
    if row is None:
        return None
    moments = {name: _utc(row[name]) for name in ("began_at", "seen_at", "ended_at")}
    return {**row, **moments}


def _utc(moment: datetime | None) -> datetime | None:
    """A stored moment with its zone, UTC, which SQLite does not keep."""
    return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _demand_young(began_at: datetime, seen_at: datetime, limits: Limits, now: datetime) -> None:
    if now - began_at >= limits.absolute:
        hours = int(limits.absolute.total_seconds() // 3600)
        raise SignInAgainError(f"Du loggade in för mer än {hours} timmar sedan. Logga in igen.")
    if now - seen_at >= limits.idle:
        minutes = int(limits.idle.total_seconds() // 60)
        raise SignInAgainError(f"Du har inte gjort något på {minutes} minuter. Logga in igen.")


def _first(engine: Engine, who: Identity, now: datetime, given: Collection[Given]) -> int:
    with writing(engine) as connection:
        user_id = _user(connection, who)
        again = connection.scalar(select(SignIn.user_id).where(SignIn.token == who.token))
        if again is None:
            row = {"user_id": user_id, "token": who.token, "began_at": who.began_at, "seen_at": now}
            connection.execute(insert(SignIn).values(**row))
            note_within(connection, SIGNED_IN, who.issuer, user_id=user_id)
            follow_claims(connection, user_id, given, who.groups, now.astimezone(STOCKHOLM).date())
    return user_id


def _user(connection: Connection, who: Identity) -> int:
    """The id of the user by issuer and subject, who is added if new; the e-mail is kept current."""
    same = (User.issuer == who.issuer, User.subject == who.subject)
    user = connection.execute(select(User.user_id, User.email).where(*same)).one_or_none()
    if user is None:
        identity = {"issuer": who.issuer, "subject": who.subject, "display_name": who.name}
        made = connection.execute(insert(User).values(**identity, email=who.email))
        user_id = new_id(made)
        _keep(connection, "kom in första gången", user_id, None, {"display_name": who.name})
        return user_id
    if user.email != who.email:
        this_user = User.user_id == user.user_id
        connection.execute(update(User).where(this_user).values(email=who.email))
        before, after = {"email": user.email}, {"email": who.email}
        _keep(connection, "fick ny e-postadress", user.user_id, before, after)
    return user.user_id


def _keep(
    connection: Connection, action: str, user_id: int, before: dict | None, after: dict
) -> None:
    record(
        connection,
        by=user_id,
        action=action,
        what="users",
        areas=("organisation",),
        which=user_id,
        before=before,
        after=after,
    )


def _end(engine: Engine, sign_in: Mapping[Any, Any], kind: str, why: str, now: datetime) -> None:
    with writing(engine) as connection:
        if _set(connection, sign_in, ended_at=now):
            note_within(connection, kind, why, user_id=sign_in["user_id"])


def _set(connection: Connection, sign_in: Mapping[Any, Any], **columns: datetime) -> bool:
    """Change a sign-in's moments unless it has ended; return whether it was changed."""
    still_open = (SignIn.sign_in_id == sign_in["sign_in_id"], SignIn.ended_at.is_(None))
    return connection.execute(update(SignIn).where(*still_open).values(**columns)).rowcount > 0
