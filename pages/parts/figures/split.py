"""One figure divided: by unit, target group, sex or age band, side by side on one scale."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from metrics.catalogue import Figure
from pages.parts import sv, tables
from pages.parts.figures.definition import definition
from pages.parts.figures.reading import Reading
from pages.parts.figures.readings import AREAS, reading, reading_by, reading_of_group
from pages.parts.figures.sentences import decimals_of, written
from pages.parts.kept import FILTERS, kept
from pages.parts.lines import Scale, line, scale_of
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
PERSON = {SEX: "sex", AGE: "age_band"}
OF_EVERYBODY = "Gäller alla målgrupper: kön och ålder visas inte per målgrupp."
UNKNOWN = "okänt"
Parts = tuple[tuple[str, Reading], ...]


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
        lambda: definition(view, reading(view, figure, view.unit_id)),
        f"delat_{key}",
        view.actions.take_out,
        label="Visa uppdelningen som tabell",
    )


def parts_table(by: str, parts: Parts) -> pl.DataFrame:
    """Each part's latest settled value, how many are behind it and what the chart says."""
    return pl.DataFrame(
        [
            {
                by: name,
                "Period": sv.period(one.latest["period"], one.figure.cadence) if one.latest else "",
                "Senaste": _exactly(one),
                "n": one.behind.removeprefix(f"n{sv.SPACE}={sv.SPACE}"),
                "Variation": one.missing or one.variation.word,
            }
            for name, one in parts
        ]
    )


def _exactly(one: Reading) -> str:
    row = one.latest
    if row is None or not row["shown"]:
        return one.value
    return written(one.figure, row["value"], decimals_of(one.figure, row["value"]))


def _ways(view: View, figure: Figure) -> list[str]:
    """By what a figure may be divided here."""
    if figure.made_of == "ledger":
        return []
    ways = [UNIT] if len(view.unit_names) > 1 else []
    if figure.made_of == "plans":
        return ways
    ways += [GROUP] if view.reader.labels("target_groups") else []
    return ways + [way for way, name in PERSON.items() if name in figure.by_person]


@kept(*AREAS, "plans", heeds=FILTERS)
def _parts(view: View, key: str, by: str) -> Parts:
    """The names of the parts and their readings."""
    figure = view.catalogue[key]
    of: dict[str, Callable[[], Parts]] = {
        UNIT: lambda: tuple(
            (name, reading(view, figure, unit_id))
            for unit_id, name in sorted(view.unit_names.items(), key=lambda u: sv.order(u[1]))
        ),
        GROUP: lambda: tuple(
            (label, reading_of_group(view, figure, code))
            for code, label in view.reader.labels("target_groups").items()
        ),
    }
    return of[by]() if by in of else _of_persons(view, figure, PERSON[by])


def _of_persons(view: View, figure: Figure, way: str) -> Parts:
    known = view.reader.figure_by(figure.key, way)[way].unique().to_list()
    known.sort(key=_by_age if way == PERSON[AGE] else sv.order)
    known.sort(key=lambda which: which == UNKNOWN)  # last, whatever the rest is
    return tuple((sv.capital(which), reading_by(view, figure, way, which)) for which in known)


def _by_age(band: str) -> int:
    """'18–24' -> 18; of ages not known 0."""
    begins = band.split("–")[0]
    return int(begins) if begins.isdecimal() else 0


@kept(*AREAS, "plans", heeds=FILTERS)
def _drawn(view: View, key: str, by: str) -> str:
    parts = _parts(view, key, by)
    heading = f"<h2>{HEADINGS[by]}</h2>"
    why = {one.missing for _, one in parts}
    if not parts:
        return block(f"{heading}<p>Inget att dela upp i det här urvalet.</p>")
    if len(why) == 1 and (said := why.pop()):
        return block(f"{heading}<p>{text(said)}</p>")
    scale = scale_of([value for _, one in parts for value in one.recent(view.months)])
    boxes = "".join(_box(view, name, one, scale) for name, one in parts)
    return block(f"{heading}{_aside(view, by, parts)}<div class='lb-multiples'>{boxes}</div>")


def _aside(view: View, by: str, parts: Parts) -> str:
    """What holds for all the parts: of whom they are, and what the two dots stand for."""
    said = [OF_EVERYBODY] if by in PERSON and view.target_group is not None else []
    if any(one.latest and not one.latest["shown"] for _, one in parts):
        said.append(f"{sv.HIDDEN} betyder {view.hidden_in_words}.")
    return f"<p class='lb-small lb-after'>{text(' '.join(said))}</p>" if said else ""


def _box(view: View, name: str, one: Reading, scale: Scale) -> str:
    if one.missing:
        return f"<section><h3>{text(name)}</h3><p>{text(one.missing)}</p></section>"
    recent = one.recent(view.months)
    known = any(value is not None for value in recent)
    drawn = line(recent, view.theme, one.variation.tone, None, scale, high=72.0) if known else ""
    behind = f" <small>{text(one.behind)}</small>" if one.behind else ""
    return (
        f"<section><h3>{text(name)}</h3><p><b>{text(one.value)}</b>{behind}</p>"
        f"{image(drawn) if drawn else ''}<p>{badge(one.variation)}</p></section>"
    )
