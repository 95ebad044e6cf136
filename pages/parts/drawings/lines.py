"""Small lines as drawings: a series with its limits, for cards, matrix and small multiples."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts.theme import THEMES

WIDE, HIGH, MARGIN = 240.0, 48.0, 6.5


@dataclass(frozen=True)
class Scale:
    """Which values lie at the bottom and at the top of a drawing."""

    low: float
    high: float

    def height(self, value: float, high: float) -> float:
        """How far down a value is drawn."""
        span = (self.high - self.low) or 1.0
        return high - MARGIN - (value - self.low) / span * (high - 2 * MARGIN)


def scale_of(values: Sequence[float | None]) -> Scale:
    """A scale that just holds the values that there are."""
    numbers = [value for value in values if value is not None] or [0.0]
    return Scale(min(numbers), max(numbers))


def line(
    values: Sequence[float | None],
    theme: str,
    tone: str = "grey",
    limits: tuple[float, float, float] | None = None,
    scale: Scale | None = None,
    high: float = HIGH,
) -> str:
    """A line through a series as SVG, broken where a value is missing or hidden.

    `limits` are lower, mean and upper of the natural variation; the last point bears the tone, if
    it is there.
    """
    colours = THEMES[theme]
    scale = scale or scale_of([*values, *(limits or ())])
    step = (WIDE - 2 * MARGIN) / max(1, len(values) - 1)
    spots = [
        None if value is None else (MARGIN + place * step, scale.height(value, high))
        for place, value in enumerate(values)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:g} {high:g}" '
        f'preserveAspectRatio="none">'
        f"{_band(limits, scale, high, colours)}{_strokes(spots, colours)}"
        f"{_last(spots, colours[tone])}</svg>"
    )


def _band(limits, scale: Scale, high: float, colours: dict[str, str]) -> str:
    if limits is None:
        return ""
    lower, mean, upper = (scale.height(value, high) for value in limits)
    return (
        f'<rect x="0" y="{upper:.1f}" width="{WIDE:g}" height="{max(0.5, lower - upper):.1f}" '
        f'fill="{colours["band"]}"/>'
        f'<path d="M0 {mean:.1f}H{WIDE:g}" stroke="{colours["hatch"]}" stroke-width="1"/>'
    )


def _strokes(spots: Sequence[tuple[float, float] | None], colours: dict[str, str]) -> str:
    path, pen_down = [], False
    for spot in spots:
        if spot is not None:
            path.append(f"{'L' if pen_down else 'M'}{spot[0]:.1f} {spot[1]:.1f}")
        pen_down = spot is not None
    return (
        f'<path d="{"".join(path)}" fill="none" stroke="{colours["dark"]}" stroke-width="1.75" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
    )


def _last(spots: Sequence[tuple[float, float] | None], colour: str) -> str:
    if not spots or spots[-1] is None:
        return ""
    x, y = spots[-1]
    return (
        f'<path d="M{x:.1f} {y:.1f}h0" stroke="{colour}" stroke-width="7.5" stroke-linecap="round" '
        'vector-effect="non-scaling-stroke"/>'
    )
