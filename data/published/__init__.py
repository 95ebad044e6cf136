"""Protected figures: made once for each version of the data, stored, and read from then on.

The only room where the store's rows meet the measures. Viewers without the right to single cases
are given what `publish` stored and nothing else; `exact_figures` is for a viewer's own units.
"""

from data.published.facts import Protection, facts_for, settings_for
from data.published.figures import exact_figures
from data.published.publishing import (
    catch_up,
    publish,
    publish_each,
    publish_ledgers,
    store_finished,
)
from data.published.report import reported

__all__ = [
    "Protection",
    "catch_up",
    "exact_figures",
    "facts_for",
    "publish",
    "publish_each",
    "publish_ledgers",
    "reported",
    "settings_for",
    "store_finished",
]
