"""One figure divided: by unit, target group, sex or age band, side by side on one scale."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

from metrics.catalogue import Figure, FromLedger, FromPlans
from pages.parts import sv, tables
from pages.parts.drawings.lines import Scale, line, scale_of
from pages.parts.figures.listed.row_cells import cells, period, since_met, tentative
from pages.parts.figures.reading.definition import definition
from pages.parts.figures.reading.judging import AREAS, PersonWay, reading_by, reading_of
from pages.parts.figures.reading.reading import Reading
from pages.parts.kept import FILTERS, kept
from pages.parts.markup import badge, block, image, text
from pages.view import View

BY = "dela"
UNIT, GROUP, SEX, AGE = "Enhet", "Målgrupp", "Kön", "Ålder"
HEADINGS = {
    UNIT: "Per enhet <small>samma skala, i bokstavsordning</small>",
    GROUP: "Per målgrupp <small>samma skala</small>",
    SEX: "Per kön <small>samma skala</small>",
    AGE: "Per åldersgrupp <small>samma skala</small>",
}
PERSON: dict[str, PersonWay] = {SEX: "sex", AGE: "age_band"}
OF_EVERYBODY = "Gäller alla målgrupper: kön och ålder visas inte per målgrupp."
UNKNOWN = "okänt"


@dataclass(frozen=True)
class Part:
    """One part of a figure: its name, its reading, and what is new since the last meeting."""

    name: str
    reading: Reading
    since: str


Parts = tuple[Part, ...]


def split(view: View, key: str) -> None:
    """What to divide by, the parts side by side, and the same as a table. No order of merit."""
    figure = view.catalogue[key]
    ways = _ways(view, figure)
    if not ways:
        return
    by = ways[0]
    if len(ways) > 1:
        by = st.segmented_control(
            "Dela upp efter", ways, default=by, required=True, key=BY, bind="query-params"
        )
        by = by if by in ways else ways[0]
    st.html(_drawn(view, key, by))
    tables.twin(
        lambda: parts_table(by, _parts(view, key, by)),
        f"{key}-{by.casefold()}",
        lambda: _definition(view, figure, by),
        f"delat_{key}",
        view.actions.take_out,
        label="Visa uppdelningen som tabell",
    )


def _definition(view: View, figure: Figure, by: str) -> dict[str, str]:
    """The figure's definition for a file, without what each row says for itself."""
    terms = definition(view, reading_of(view, figure, view.unit_id))
    terms.pop("Mål", None)
    if by in PERSON:
        return terms | {GROUP: "alla", "Uppdelning": by}
    return terms | {by: "var för sig, en rad för varje"}


def parts_table(by: str, parts: Parts) -> pl.DataFrame:
    """The matrix of a figure's parts: what the matrix of figures says of each figure.

    What the figure is counted in is called as in files: a second Enhet would hide the first.
    """
    named = {"Enhet": "Mått"}
    return pl.DataFrame(
        [
            {by: part.name}
            | {
                named.get(name, name): cell
                for name, cell in cells(part.reading, part.since).items()
            }
            for part in parts
        ]
    )


def _ways(view: View, figure: Figure) -> list[str]:
    """By what a figure may be divided here."""
    if isinstance(figure, FromLedger):
        return []
    ways = [UNIT] if len(view.unit_names) > 1 else []
    if isinstance(figure, FromPlans):
        return ways
    ways += [GROUP] if view.reader.labels("target_groups") else []
    return ways + [way for way, name in PERSON.items() if name in figure.by_person]


@kept(*AREAS, "plans", heeds=FILTERS)
def _parts(view: View, key: str, by: str) -> Parts:
    """The names of the parts and their readings."""
    figure = view.catalogue[key]
    of: dict[str, Callable[[], Parts]] = {
        UNIT: lambda: tuple(
            _part(name, replace(view, unit_id=unit_id), figure)
            for unit_id, name in sorted(view.unit_names.items(), key=lambda u: sv.order(u[1]))
        ),
        GROUP: lambda: tuple(
            _part(label, replace(view, target_group=code), figure)
            for code, label in view.reader.labels("target_groups").items()
        ),
    }
    return of[by]() if by in of else _of_persons(view, figure, PERSON[by])


def _part(name: str, view: View, figure: Figure) -> Part:
    """A part that the filters of the page could have chosen."""
    reading = reading_of(view, figure, view.unit_id)
    return Part(name, reading, since_met(view, reading))


def _of_persons(view: View, figure: Figure, way: PersonWay) -> Parts:
    codes = view.reader.figure_by(figure.key, way)[way].unique().to_list()
    codes.sort(key=_by_age if way == PERSON[AGE] else sv.order)
    codes.sort(key=lambda which: which == UNKNOWN)  # last, whatever the rest is
    return tuple(
        Part(sv.capital(which), reading_by(view, figure, way, which), "") for which in codes
    )


def _by_age(band: str) -> int:
    """'18–24' -> 18; of ages not known 0."""
    begins = band.split("–")[0]
    return int(begins) if begins.isdecimal() else 0


@kept(*AREAS, "plans", heeds=FILTERS)
def _drawn(view: View, key: str, by: str) -> str:
    parts = _parts(view, key, by)
    heading = f"<h2>{HEADINGS[by]}</h2>"
    why = {part.reading.missing for part in parts}
    if not parts:
        return block(f"{heading}<p>Inget att dela upp i det här urvalet.</p>")
    if len(why) == 1 and (reason := why.pop()):
        return block(f"{heading}<p>{text(reason)}</p>")
    drawn = [
        [*part.reading.recent(view.months), *(part.reading.firm_limits or ())] for part in parts
    ]
    scale = scale_of([value for values in drawn for value in values])
    boxes = "".join(_box(view, part, scale) for part in parts)
    return block(f"{heading}{_aside(view, by, parts)}<div class='lb-multiples'>{boxes}</div>")


def _aside(view: View, by: str, parts: Parts) -> str:
    """What holds for all parts: whom they are about, and what the two dots stand for."""
    sentences = [OF_EVERYBODY] if by in PERSON and view.target_group is not None else []
    if any(part.reading.latest and not part.reading.latest["shown"] for part in parts):
        sentences.append(f"{sv.HIDDEN} betyder {view.hidden_in_words}.")
    return f"<p class='lb-small lb-after'>{text(' '.join(sentences))}</p>" if sentences else ""


def _box(view: View, part: Part, scale: Scale) -> str:
    reading, heading = part.reading, f"<h3>{text(part.name)}</h3>"
    if reading.missing:
        return f"<section>{heading}<p>{text(reading.missing)}</p></section>"
    recent = reading.recent(view.months)
    has_line = any(value is not None for value in recent)
    drawn = line(recent, view.theme, reading.variation.tone, reading.firm_limits, scale, high=72.0)
    behind = f" <small>{text(reading.behind)}</small>" if reading.behind else ""
    aim = f" {badge(reading.assurance_with_aim)}" if reading.aim else ""
    picture = image(drawn) if has_line else ""
    return (
        f"<section>{heading}<p><b>{text(reading.value)}</b>{behind}</p>{picture}"
        f"<p>{badge(reading.variation)}{aim}</p>{_small(view, part)}</section>"
    )


def _small(view: View, part: Part) -> str:
    """Its period, and what is new since the steering group met."""
    met = view.forum.last_met_on
    parts = [" ".join(filter(None, (period(part.reading), tentative(part.reading))))]
    parts += [f"sedan {sv.day_and_month(met)}: {part.since}"] if met and part.since else []
    return f"<p class='lb-small'>{text(' · '.join(filter(None, parts)))}</p>"
