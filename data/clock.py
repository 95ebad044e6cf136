"""Which day it is where the product is used. Nothing further in asks the clock by itself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def today() -> date:
    """The day in Stockholm."""
    return datetime.now(STOCKHOLM).date()
