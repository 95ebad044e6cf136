"""The municipality's lawyer confirms the law as it is kept here."""

from sqlalchemy import Engine, select, update

from data.actions.refusals import ConflictError, RefusedError
from data.clock import today
from data.models.law import LegalBasis
from data.people.rights import KEEP_SETTINGS, NotAllowedError, Viewer
from data.store import writing
from data.store.log import record


def confirm_law(engine: Engine, by: Viewer, *, code: str, version: int) -> int:
    """Note that a paragraph's wording and days have been confirmed; return the row's new version.

    NotAllowedError without the right; RefusedError for an unknown paragraph or one that is already
    confirmed; ConflictError when somebody else has saved since.
    """
    if not by.may(KEEP_SETTINGS):
        raise NotAllowedError("Din roll ger inte rätt att bekräfta lagrum.")
    with writing(engine) as connection:
        rows = connection.execute(select(*LegalBasis.__table__.c).with_for_update()).mappings()
        law = next((row for row in rows.all() if row["code"] == code), None)
        if law is None:
            raise RefusedError("Lagrum: det finns inte.")
        if law["version"] != version:
            raise ConflictError(None, law["version"], ("samma lagrum", "Lagrummet"))
        if law["confirmed_on"] is not None:
            raise RefusedError("Lagrum: det är redan bekräftat.")
        confirmation = {"confirmed_on": today(), "confirmed_by_user_id": by.user_id}
        connection.execute(
            update(LegalBasis)
            .where(LegalBasis.code == code)
            .values(**confirmation, version=version + 1)
        )
        record(
            connection,
            by=by.user_id,
            action="bekräftade ett lagrum",
            what="legal_bases",
            areas=("organisation",),
            forum_id=by.forum_id,
            before={"code": code, "confirmed_on": None},
            after={"code": code, **confirmation},
        )
    return version + 1
