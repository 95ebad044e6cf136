"""The monthly review of the access log, signed by whoever made it (SoLPuL 10 §)."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from data.actions.refusals import RefusedError, clean_text
from data.clock import STOCKHOLM
from data.models.log import LogReview
from data.people.access_log import count_within
from data.people.rights import REVIEW_LOG, NotAllowedError, Viewer
from data.store import new_id, writing
from data.store.log import record

SIGNED = "Månaden är redan granskad och undertecknad."


def month_span(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month in Stockholm, and of the next month; both in UTC."""
    year, number = divmod(month.year * 12 + month.month, 12)
    following = date(year, number + 1, 1)
    first, after = (datetime.combine(day, time(), STOCKHOLM) for day in (month, following))
    return first.astimezone(UTC), after.astimezone(UTC)


def sign_review(engine: Engine, by: Viewer, *, month: date, finding: str) -> int:
    """Sign one month of the steering group's log as reviewed; return how many lines it had.

    `month` is its first day. NotAllowedError without the right; RefusedError for a month that is
    not over or is already signed, or an empty finding.
    """
    if not by.may(REVIEW_LOG):
        raise NotAllowedError("Din roll ger inte rätt att granska åtkomstloggen.")
    conclusion = clean_text(finding, "Iakttagelse")
    if conclusion is None:
        raise RefusedError("Iakttagelse: skriv vad du såg, eller att inget avvek.")
    since, until = month_span(month.replace(day=1))
    if until > datetime.now(UTC):
        raise RefusedError("Månaden är inte slut. Granska den när den är det.")
    with writing(engine) as connection:
        same = (LogReview.forum_id == by.forum_id, LogReview.month == month.replace(day=1))
        if connection.scalar(select(LogReview.review_id).where(*same)) is not None:
            raise RefusedError(SIGNED)
        entries = count_within(connection, by.forum_id, since, until)
        row = {"forum_id": by.forum_id, "month": month.replace(day=1), "entries": entries}
        row |= {"by_user_id": by.user_id, "signed_at": datetime.now(UTC), "finding": conclusion}
        try:
            with connection.begin_nested():
                made = connection.execute(insert(LogReview).values(**row))
        except IntegrityError:  # somebody else signed it at the same moment
            raise RefusedError(SIGNED) from None
        record(
            connection,
            by=by.user_id,
            action="undertecknade en loggkontroll",
            what="log_reviews",
            areas=("organisation",),
            forum_id=by.forum_id,
            which=new_id(made),
            after={"month": row["month"], "entries": entries},
        )
    return entries
