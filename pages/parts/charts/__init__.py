"""Charts: frames in, finished Vega-Lite specifications out. No arithmetic, and no Streamlit.

Written in Altair, which checks them, and turned into a dictionary once; whoever draws keeps it.
"""

from typing import TYPE_CHECKING, Any

from pages.parts.charts.picture_file import Kind, Words, picture_file
from pages.parts.charts.values import NUMBERS, SHARES, Step, Values, first_and_last

if TYPE_CHECKING:
    from pages.parts.charts.course_chart import course
    from pages.parts.charts.timeline_chart import timeline
    from pages.parts.charts.variation_chart import variation

__all__ = ["NUMBERS", "SHARES", "Kind", "Step", "Values", "Words"]
__all__ += ["course", "first_and_last", "picture_file", "timeline", "variation"]


def __getattr__(name: str) -> Any:
    """A kind of chart, once it is asked for: the first page has none, and Altair takes a while."""
    if name not in ("course", "timeline", "variation"):
        raise AttributeError(f"no chart {name}")
    from pages.parts.charts.course_chart import course
    from pages.parts.charts.timeline_chart import timeline
    from pages.parts.charts.variation_chart import variation

    return {"course": course, "timeline": timeline, "variation": variation}[name]
