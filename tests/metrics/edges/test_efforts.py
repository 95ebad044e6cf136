"""Every rule of chains of efforts, on the day it turns, before it and after it."""

from tests.metrics.edges import turning
from tests.metrics.edges.efforts import EDGES

test_a_rule_turns_on_its_day = turning(EDGES)
