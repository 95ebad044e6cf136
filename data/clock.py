"""Which day it is where the product is used."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def today() -> date:
    """Today's date in Stockholm."""
    return datetime.now(STOCKHOLM).date()
