"""Cards: a figure at a glance, with the whole card as the way to its page."""

import streamlit as st

from pages.parts import sv
from pages.parts.figures.readings import Reading
from pages.parts.lines import line
from pages.parts.markup import badge, block, image, text
from pages.view import View


def card_row(view: View, readings: list[Reading]) -> None:
    """The figures side by side, at most five in a row."""
    for column, reading in zip(st.columns(len(readings), border=True), readings, strict=True):
        with column:
            st.html(card(view, reading))
            with st.container(key=f"card_{reading.figure.key}"):
                st.page_link(
                    view.pages["nyckeltal"],
                    label="Visa nyckeltalet",
                    icon="",
                    query_params={"nyckeltal": reading.figure.key},
                )


def card(view: View, reading: Reading) -> str:
    """One figure as HTML: name, value, n, small line, variation, target."""
    figure = reading.figure
    if reading.missing:
        return block(
            f"<div class='lb-card'><h3>{text(figure.title)}</h3>"
            f"<p class='lb-value'>{sv.NOTHING}</p>"
            f"<p class='lb-small'>{text(reading.missing)}</p></div>"
        )
    unit = "" if figure.is_share else f"<small>{text(figure.unit)}</small>"
    return block(
        f"<div class='lb-card'><h3>{text(figure.title)}</h3>"
        f"<p class='lb-value'>{text(reading.value)}{unit}</p>"
        f"{small_line(view, reading)}"
        f"<p>{badge(reading.variation)}</p>"
        f"<p class='lb-small'>{_footnote(reading)}</p></div>"
    )


def small_line(view: View, reading: Reading) -> str:
    """The figure's line with its limits, as a picture beside the figures that say the same."""
    drawn = line(reading.settled_values, view.theme, reading.variation.tone, reading.limits)
    return image(drawn)


def _footnote(reading: Reading) -> str:
    """Period, n and target, so that none of them is broken across lines."""
    when = sv.period(reading.latest["period"], reading.figure.cadence) if reading.latest else ""
    target = ""
    if reading.target is not None:
        aim = sv.percent(reading.target) if reading.figure.is_share else sv.number(reading.target)
        target = f"{reading.assurance.word} (mål {aim})"
    else:
        target = reading.assurance.word
    whole = " · ".join(
        f'<span class="lb-n">{text(part)}</span>' for part in (when, reading.behind) if part
    )
    return f"{whole}<br>{text(target)}"
