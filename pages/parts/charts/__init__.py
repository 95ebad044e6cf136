"""Charts: frames in, finished Vega-Lite specifications out. No arithmetic, and no Streamlit.

Written in Altair, which checks them, and turned into a dictionary once; whoever draws keeps it.
"""

from pages.parts.charts.axes import NUMBERS, SHARES, Values, first_and_last
from pages.parts.charts.course_chart import course
from pages.parts.charts.picture_file import Kind, Words, picture_file
from pages.parts.charts.target_lines import Step
from pages.parts.charts.timeline_chart import timeline
from pages.parts.charts.variation_chart import variation

__all__ = ["NUMBERS", "SHARES", "Kind", "Step", "Values", "Words"]
__all__ += ["course", "first_and_last", "picture_file", "timeline", "variation"]
