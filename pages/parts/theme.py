"""Colours, one meaning each, in light and dark; and the style sheet that pages are drawn with."""

from functools import cache
from pathlib import Path

STYLE = Path(__file__).parent / "style.css"

LIGHT = {
    "ground": "#FFFFFF",
    "panel": "#F4F6F8",
    "ink": "#1B2530",
    "muted": "#52606D",
    "line": "#D5DBE1",
    "blue": "#0B5394",
    "blue_ground": "#E7F0F9",
    "orange": "#A84B06",
    "orange_ground": "#FDF1E5",
    "purple": "#531C6E",
    "purple_ground": "#F2EBF9",
    "grey": "#52606D",
    "grey_ground": "#EEF1F4",
    "pale": "#5F86AD",
    "dark": "#4A5663",
    "hatch": "#7A8794",
    "hatch_ground": "#E4E8EC",
    "band": "#E8ECF0",
}
DARK = {
    "ground": "#10161D",
    "panel": "#1A222C",
    "ink": "#E6EBF0",
    "muted": "#A7B3BF",
    "line": "#33404D",
    "blue": "#7DB3E8",
    "blue_ground": "#17304A",
    "orange": "#F0A35E",
    "orange_ground": "#40290F",
    "purple": "#AF84BD",
    "purple_ground": "#33204A",
    "grey": "#A7B3BF",
    "grey_ground": "#27313C",
    "pale": "#5D86AE",
    "dark": "#93A1AF",
    "hatch": "#8A97A4",
    "hatch_ground": "#2A3440",
    "band": "#222C37",
}
THEMES = {"light": LIGHT, "dark": DARK}

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#0B5394"/>'
    '<path d="M6 21l6-6 5 4 9-10" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)


@cache
def style_sheet(theme: str) -> str:
    """The style sheet for `light` or `dark`, as an HTML element."""
    colours = "".join(f"--lb-{name}:{value};" for name, value in THEMES[theme].items())
    return f"<style>:root{{{colours}}}{STYLE.read_text(encoding='utf-8')}</style>"
