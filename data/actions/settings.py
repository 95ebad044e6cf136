"""What a steering group sets for itself, such as when small numbers are hidden."""

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
    """One setting: its name for the reader, its default (`delivered`), and the values allowed.

    A whole number has `least` and `most`, a code has its number of `digits`, and ages at which
    bands begin have `ages`; otherwise it is yes or no, and yes demands a reason.
    `protects`: the protected figures are made again when it changes. `defines`: it decides who is
    counted, so a change demands a reason: whoever remembers the earlier figures can subtract, and
    between a limit of 27 months and one of 28 there may be a single person.
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
        """A value as it is shown: '2 månader utan stöd', '18, 25, 30 och 50 år'."""
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
    """Set one setting of the viewer's steering group; return its new version.

    `version` is the one that the viewer was shown, 0 while it has its default. If the setting
    affects what is hidden, the protected figures are gone when this returns and are to be published
    again. NotAllowedError without the right; RefusedError for an unknown setting, a value out of
    bounds, or no reason for trusting heads, lowering the least count or changing who is counted;
    ConflictError when somebody else has saved since.
    """
    if not by.may(KEEP_SETTINGS):
        raise NotAllowedError("Din roll ger inte rätt att ändra inställningar.")
    value, reason = _checked(name, value.strip()), clean_text(reason, "Skäl")
    if KNOWN[name].is_choice and value == YES and reason is None:
        raise RefusedError("Skäl: skriv varför. Det står i loggen för den som granskar.")
    with writing(engine) as connection:
        now = _setting_row(connection, by.forum_id, name)
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
    setting = KNOWN.get(name)
    if setting is None:
        raise RefusedError("Inställningen finns inte.")
    if setting.digits is not None:
        if not (value.isascii() and value.isdigit() and len(value) == setting.digits):
            raise RefusedError(f"{setting.label}: skriv {setting.digits} siffror.")
        return value
    if setting.ages:
        return _ages(setting, value)
    if setting.least is None or setting.most is None:
        if value not in (YES, NO):
            raise RefusedError(f"{setting.label}: svara ja eller nej.")
        return value
    if not (value.isascii() and value.isdigit() and setting.least <= int(value) <= setting.most):
        raise RefusedError(
            f"{setting.label}: skriv ett heltal från {setting.least} till {setting.most} "
            f"{setting.unit}."
        )
    return str(int(value))


def _ages(setting: Known, value: str) -> str:
    """Two to six rising ages as they are stored: '18 25 30 50'."""
    words = value.replace(",", " ").split()
    ages = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 3]
    in_order = all(16 <= first < then <= 80 for first, then in pairwise(ages))
    if len(ages) < len(words) or not (2 <= len(ages) <= 6 and in_order):
        raise RefusedError(
            f"{setting.label}: skriv två till sex åldrar från 16 till 80 i stigande ordning, med "
            "mellanrum: 18 25 30 50."
        )
    return " ".join(map(str, ages))


def _setting_row(connection: Connection, forum_id: int, name: str) -> RowMapping | None:
    this_setting = (Setting.forum_id == forum_id, Setting.name == name)
    rows = connection.execute(select(*Setting.__table__.c).where(*this_setting).with_for_update())
    return rows.mappings().one_or_none()


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
    this_setting = Setting.setting_id == now["setting_id"]
    connection.execute(
        update(Setting).where(this_setting).values(**row, version=now["version"] + 1)
    )


def _loosens(name: str, before: str, value: str) -> bool:
    """Whether less will be hidden from now on."""
    if name == "least_shown":
        return int(value) < int(before)
    return name == "trusted_heads" and value == YES


def _withdraw(connection: Connection, forum_id: int, *, loosened: bool) -> None:
    """Delete the figures and ledgers protected by the old rule, so that nobody sees them again.

    What was hidden stays hidden later on, unless less is to be hidden from now on (`loosened`).
    """
    if loosened:
        connection.execute(delete(HiddenCell).where(HiddenCell.forum_id == forum_id))
    groups = select(MeasurementGroup.group_id).where(MeasurementGroup.forum_id == forum_id)
    connection.execute(delete(PublishedFigure).where(PublishedFigure.forum_id == forum_id))
    connection.execute(delete(PublishedLedger).where(PublishedLedger.group_id.in_(groups)))
    connection.execute(
        update(Forum).where(Forum.forum_id == forum_id).values(published_version=None)
    )
