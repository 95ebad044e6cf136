"""Behörighet och logg: the members and the settings as their keeper, the log as its reviewer."""

_ADMIN = {"som": "administratör"}

ADDRESSES = {"behorighet": _ADMIN, "installningar": _ADMIN | {"del": "Inställningar"}}
MORE = ({"som": "loggranskare"},)
EMPTY = "personer har en roll i styrgruppen"
