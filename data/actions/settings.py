"""What a steering group sets for itself: how small numbers are hidden, when a point is stale."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.actions.refusals import ConflictError, RefusedError, Theirs, clean_text
from data.models.figures import HiddenCell, PublishedFigure, PublishedLedger
from data.models.groups import MeasurementGroup
from data.models.log import Setting
from data.models.organisation import Forum
from data.people.access_log import SETTING, note_within
from data.people.rights import KEEP_SETTINGS, NotAllowedError, Viewer
from data.published.facts import NO, YES, Protection
from data.store import writing
from data.store.log import record
from metrics.rules import as_written

WHAT = ("samma inställning", "Inställningen")


@dataclass(frozen=True)
class Known:
    """One setting: its name for the reader, what is delivered, and what it may be.

    `least` and `most` where it is a whole number, `digits` where it is a code of so many, `ages`
    where it is ages at which bands begin; otherwise it is yes or no, and yes wants a reason.
    `protects`: the protected figures are made anew when it changes. `defines`: it says who is
    counted, so that a change wants a reason: whoever remembers the figures from before can
    subtract, and those between a limit of 27 months and one of 28 may be a single person.
    """

    label: str
    delivered: str
    least: int | None = None
    most: int | None = None
    unit: str = ""
    protects: bool = False
    defines: bool = False
    digits: int | None = None
    ages: bool = False

    @property
    def is_choice(self) -> bool:
        """Whether it is yes or no."""
        return self.least is None and self.digits is None and not self.ages

    def said(self, value: str) -> str:
        """A value as it is read: '2 månader utan stöd', '18, 25, 30 och 50 år'."""
        if self.ages:
            value = " och ".join(value.replace(" ", ", ").rsplit(", ", 1))
        return f"{value} {self.unit}".strip()


KNOWN = {
    "least_shown": Known(
        "Minsta antal som visas", str(Protection.least_shown), 3, 20, "personer", protects=True
    ),
    "trusted_heads": Known(
        "Lita på att enhetschefer inte räknar ut andra enheters tal", NO, protects=True
    ),
    "stale_after": Known(
        "Punkt utan uppdatering efter", as_written("stale_after"), 7, 180, "dagar"
    ),
    "exit_gap_months": Known(
        "Avslut räknas efter",
        as_written("exit_gap_months"),
        1,
        6,
        "månader utan stöd",
        protects=True,
        defines=True,
    ),
    "gap_days": Known(
        "Glapp mellan insatser räknas från",
        as_written("gap_days"),
        1,
        90,
        "dagar",
        protects=True,
        defines=True,
    ),
    "very_long_months": Known(
        "Mycket långvarigt stöd är minst",
        as_written("very_long_months"),
        12,
        36,
        "av 36 månader",
        protects=True,
        defines=True,
    ),
    "age_bands": Known(
        "Åldersgrupper börjar vid",
        as_written("age_bands"),
        unit="år",
        protects=True,
        defines=True,
        ages=True,
    ),
    "municipality": Known("Kommunkod, efter vilken gallringens undantag gäller", "", digits=4),
    "retention_years": Known("Uppgifter om personer gallras efter", "5", 5, 70, "år"),
}


def set_setting(
    engine: Engine, by: Viewer, *, name: str, value: str, version: int, reason: str | None = None
) -> int:
    """Set one setting of the viewer's steering group; gives its new version.

    `version` is 0 for one that is still as delivered. Where the setting bears on what is hidden,
    the protected figures are gone when this returns: they are to be published anew.
    NotAllowedError without the right; RefusedError for an unknown setting, a value out of bounds,
    or without a reason trust in heads, a lower least count or another limit of who is counted; ConflictError when somebody saved since.
    """
    if not by.may(KEEP_SETTINGS):
        raise NotAllowedError("Din roll ger inte rätt att ändra inställningar.")
    value, reason = _checked(name, value.strip()), clean_text(reason, "Skäl")
    if KNOWN[name].is_choice and value == YES and reason is None:
        raise RefusedError("Skäl: skriv varför. Det står i loggen för den som granskar.")
    with writing(engine) as connection:
        now = _found(connection, by.forum_id, name)
        if (now["version"] if now else 0) != version:
            raise _conflict(now)
        _put(connection, by, name, value, now)
        before = now["value"] if now else KNOWN[name].delivered
        if _loosens(name, before, value) and reason is None:
            raise RefusedError("Skäl: skriv varför färre tal ska döljas. Det står i loggen.")
        if KNOWN[name].defines and value != before and reason is None:
            raise RefusedError(
                "Skäl: skriv varför gränsen flyttas. Den som minns siffrorna från förut kan räkna "
                "ut hur många som ligger mellan den gamla och den nya. Det står i loggen."
            )
        if KNOWN[name].protects:
            _withdraw(connection, by.forum_id, loosened=_loosens(name, before, value))
        record(
            connection,
            by=by.user_id,
            action="ändrade en inställning",
            what="settings",
            areas=("organisation", "figures"),
            forum_id=by.forum_id,
            before={"name": name, "value": before},
            after={"name": name, "value": value, "reason": reason},
        )
        who = {"user_id": by.user_id, "forum_id": by.forum_id}
        why = f" ({reason})" if reason else ""
        note_within(connection, SETTING, f"{KNOWN[name].label}: {value}{why}", **who)
    return version + 1


def _checked(name: str, value: str) -> str:
    known = KNOWN.get(name)
    if known is None:
        raise RefusedError("Inställningen finns inte.")
    if known.digits is not None:
        if not (value.isascii() and value.isdigit() and len(value) == known.digits):
            raise RefusedError(f"{known.label}: skriv {known.digits} siffror.")
        return value
    if known.ages:
        return _ages(known, value)
    if known.least is None or known.most is None:
        if value not in (YES, NO):
            raise RefusedError(f"{known.label}: svara ja eller nej.")
        return value
    if not (value.isascii() and value.isdigit() and known.least <= int(value) <= known.most):
        raise RefusedError(
            f"{known.label}: skriv ett heltal från {known.least} till {known.most} {known.unit}."
        )
    return str(int(value))


def _ages(known: Known, value: str) -> str:
    """Two to six ages in order, as they are written: '18 25 30 50'."""
    words = value.replace(",", " ").split()
    ages = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 3]
    in_order = all(16 <= first < then <= 80 for first, then in pairwise(ages))
    if len(ages) < len(words) or not (2 <= len(ages) <= 6 and in_order):
        raise RefusedError(
            f"{known.label}: skriv två till sex åldrar från 16 till 80 i stigande ordning, med "
            "mellanrum: 18 25 30 50."
        )
    return " ".join(map(str, ages))


def _found(connection: Connection, forum_id: int, name: str) -> RowMapping | None:
    mine = (Setting.forum_id == forum_id, Setting.name == name)
    found = connection.execute(select(*Setting.__table__.c).where(*mine).with_for_update())
    return found.mappings().one_or_none()


def _conflict(now: RowMapping | None) -> ConflictError:
    if now is None:
        return ConflictError(None, 0, WHAT)
    return ConflictError(
        Theirs(None, now["changed_at"], {"value": now["value"]}), now["version"], WHAT
    )


def _put(connection: Connection, by: Viewer, name: str, value: str, now: RowMapping | None) -> None:
    row = {"value": value, "changed_by_user_id": by.user_id, "changed_at": datetime.now(UTC)}
    if now is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(Setting).values(**row, forum_id=by.forum_id, name=name))
        except IntegrityError:  # somebody else set it first, at the same moment
            raise ConflictError(None, 1, WHAT) from None
        return
    mine = Setting.setting_id == now["setting_id"]
    connection.execute(update(Setting).where(mine).values(**row, version=now["version"] + 1))


def _loosens(name: str, before: str, value: str) -> bool:
    """Whether less is to be hidden from now on."""
    if name == "least_shown":
        return int(value) < int(before)
    return name == "trusted_heads" and value == YES


def _withdraw(connection: Connection, forum_id: int, *, loosened: bool) -> None:
    """Take back what was protected by the old rule: nobody is served from it any more.

    What was hidden is remembered, unless less is to be hidden from now on.
    """
    if loosened:
        connection.execute(delete(HiddenCell).where(HiddenCell.forum_id == forum_id))
    groups = select(MeasurementGroup.group_id).where(MeasurementGroup.forum_id == forum_id)
    connection.execute(delete(PublishedFigure).where(PublishedFigure.forum_id == forum_id))
    connection.execute(delete(PublishedLedger).where(PublishedLedger.group_id.in_(groups)))
    connection.execute(
        update(Forum).where(Forum.forum_id == forum_id).values(published_version=None)
    )
