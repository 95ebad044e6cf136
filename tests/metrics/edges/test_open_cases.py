"""Every rule of who is asked about, on the day it turns, before it and after it."""

from tests.metrics.edges import turning
from tests.metrics.edges.open_cases import EDGES

test_a_rule_turns_on_its_day = turning(EDGES)
