"""All edges, and those of each figure."""

from tests.metrics.edges import Edge, continuity, efforts, open_cases, outcome, plans, support, work

EDGES: list[Edge] = [
    edge
    for table in (support, open_cases, outcome, plans, work, efforts, continuity)
    for edge in table.EDGES
]


def of_figure(key: str) -> list[Edge]:
    """The edges of a figure."""
    return [edge for edge in EDGES if edge.figure == key]
