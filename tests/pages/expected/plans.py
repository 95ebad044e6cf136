"""Handlingsplaner: the points as a list, as a board and on a timeline."""

ADDRESSES = {"handlingsplaner": {}, "tidslinje": {"vy": "Tidslinje"}}
MORE = ({"vy": "Tavla"},)
EMPTY = "Styrgruppen har ingen handlingsplan ännu. Utvecklingsledaren lägger"
