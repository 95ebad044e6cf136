"""Who has seen what: the access log month by month, and its signed review (SoLPuL 10 §)."""

from datetime import date

import polars as pl
import streamlit as st

from data.actions import month_span
from data.actions.refusals import RefusedError
from data.people.rights import NotAllowedError
from data.reader import MOST_LOG_LINES
from metrics.periods import add_months, month, months
from pages.parts import sv, tables
from pages.parts.first_line import first_line
from pages.parts.markup import block, text
from pages.view import View

MONTHS_BACK = 24


def log(view: View) -> None:
    """One month: its lines, to filter and take out, and the signature under them."""
    this = month(view.today)
    all_months = list(reversed(months(add_months(this, -MONTHS_BACK), this)))
    kinds = view.reader.labels("access_kinds")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Månad", all_months, format_func=lambda day: sv.period_in_words(day, "month"), width=220
        )
        wanted = st.multiselect(
            "Slag", list(kinds), format_func=kinds.__getitem__, placeholder="Alla slag"
        )
    span = month_span(chosen)
    lines = view.reader.access_lines(*span, kinds=wanted)
    reviews, every_line = view.reader.reviews(), view.reader.how_many_lines(*span)
    first_line(_sentence(chosen, every_line, reviews, this), _under(reviews, this))
    if wanted or lines.height < every_line:
        st.caption(sv.plain(_of_all(lines.height, every_line, filtered=bool(wanted))))
    if lines.height:
        tables.shown(_readable(lines), f"logg_{chosen}")
    tables.twin(
        lambda: _readable(view.reader.access_lines(*span, kinds=wanted, most=None)),
        f"logg-{chosen:%Y-%m}",
        lambda: _definition(view, chosen),
        f"logg_{chosen}",
        view.actions.take_out,
        label="Ta ut månaden som fil",
    )
    _review(view, chosen, reviews, this)


def _of_all(shown: int, every_line: int, *, filtered: bool) -> str:
    which = "av det valda slaget" if filtered else "de senaste"
    sentence = f"Här visas {sv.count(shown, 'rad', 'rader')} {which}, av {sv.number(every_line)}."
    return f"{sentence} Filen har alla." if shown >= MOST_LOG_LINES else sentence


def _sentence(chosen: date, lines: int, reviews: pl.DataFrame, this: date) -> str:
    when = sv.period_in_words(chosen, "month")
    sentence = f"{sv.capital(when)} har {sv.count(lines, 'rad', 'rader')}"
    if chosen == this:
        return f"{sentence}; månaden pågår."
    signed = reviews.filter(pl.col("month") == chosen).height
    return f"{sentence} och är {'granskad' if signed else 'inte granskad'}."


def _under(reviews: pl.DataFrame, this: date) -> str:
    months_reviewed = reviews["month"].to_list()
    if not months_reviewed:
        return "Ingen månad är granskad ännu."
    latest = max(months_reviewed)
    sentence = f"Senast granskad: {sv.period_in_words(latest, 'month')}"
    late = latest < add_months(this, -2)
    return f"{sentence} · granskningen släpar efter" if late else sentence


def _readable(lines: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "När": sv.moment(row["at"]),
                "Vem": row["who"] or "okänd",
                "Slag": row["kind"],
                "Vad": row["what"],
                "Enhet": row["unit"] or "",
                "Rader": sv.number(row["rows"]) if row["rows"] is not None else "",
            }
            for row in lines.to_dicts()
        ],
        schema=dict.fromkeys(("När", "Vem", "Slag", "Vad", "Enhet", "Rader"), pl.String),
    )


def _definition(view: View, chosen: date) -> dict[str, str]:
    return {
        "Styrgrupp": view.forum.name,
        "Månad": sv.period_in_words(chosen, "month"),
        "Rader": "Vem som såg, tog ut eller nekades vad, och hur många rader; aldrig raderna.",
        "Stöd": "10 § SoLPuL (2001:454): åtkomst dokumenteras och kontrolleras.",
    }


def _review(view: View, chosen: date, reviews: pl.DataFrame, this: date) -> None:
    st.html(block("<h2>Loggkontroll</h2>"))
    signed = reviews.filter(pl.col("month") == chosen)
    if signed.height:
        row = signed.row(0, named=True)
        lines = sv.count(row["entries"], "rad", "rader")
        signature = f"{row['by']}, {sv.moment(row['signed_at'])}, {lines}"
        st.html(block(f"<p>{text(row['finding'])}</p><p class='lb-small'>{text(signature)}</p>"))
        return
    if chosen == this:
        st.html(block("<p class='lb-small'>Månaden granskas när den är slut.</p>"))
        return
    with st.form(f"granska_{chosen}", border=False):
        finding = st.text_area("Iakttagelse", placeholder="Inget avvek.", height=90)
        pressed = st.form_submit_button("Underteckna granskningen", type="primary")
    if not pressed:
        return
    try:
        view.actions.sign_review(month=chosen, finding=finding)
    except (RefusedError, NotAllowedError) as reason:
        st.error(sv.plain(str(reason)))
        return
    st.toast("Granskningen är undertecknad.")
    st.rerun()
