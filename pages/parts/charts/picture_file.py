"""A finished chart as a file to take along, with what it shows and how it was made drawn in it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pages.parts.theme import LIGHT

Kind = Literal["png", "svg"]
WIDE, LINE = 960, 18
FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
SHARP = 2.0  # dots for every point of the picture
LETTERS = 130  # on a line of its words
BELOW = 40  # the chart, past the names of its axis


@dataclass(frozen=True)
class Words:
    """What is drawn around a chart: its title, its sentence over it, and lines under it."""

    title: str
    sentence: str
    under: Sequence[str]


def picture_file(spec: dict, words: Words, kind: Kind) -> bytes:
    """The chart as PNG or SVG on white, made without a browser and without the network.

    Takes a specification of this room's, drawn with the light theme.
    """
    import vl_convert  # when it is asked for: it takes its time

    whole = _whole(spec, words)
    if kind == "svg":
        return vl_convert.vegalite_to_svg(whole, allowed_base_urls=[]).encode()
    return vl_convert.vegalite_to_png(whole, scale=SHARP, allowed_base_urls=[])


def _whole(spec: dict, words: Words) -> dict:
    """The chart with its title and sentence over it and the lines under it."""
    return {
        **spec,
        "width": WIDE,
        "background": LIGHT["ground"],
        "padding": 20,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"labelPadding": 8}},
        "title": {
            "text": words.title,
            "subtitle": _lines([words.sentence]),
            "anchor": "start",
            "fontSize": 20,
            "subtitleFontSize": 15,
            "subtitleLineHeight": 20,
            "subtitlePadding": 8,
            "color": LIGHT["ink"],
            "subtitleColor": LIGHT["ink"],
            "offset": 16,
        },
        "layer": [*spec["layer"], _under(_lines(words.under))],
    }


def _under(lines: Sequence[str]) -> dict:
    """The lines as one text below the axis, outside of the chart's own space."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "text": list(lines),
            "align": "left",
            "baseline": "top",
            "fontSize": 13,
            "lineHeight": LINE,
            "color": LIGHT["muted"],
        },
        "encoding": {"x": {"value": 0}, "y": {"value": {"expr": f"height + {BELOW}"}}},
    }


def _lines(paragraphs: Sequence[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, LETTERS)]
