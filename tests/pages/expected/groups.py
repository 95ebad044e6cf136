"""Mätgrupper: the steering group's own list, and the example."""

ADDRESSES = {"matgrupper": {}, "matgrupper-exempel": {"grupp": "2"}}
MORE = ()
EMPTY = "Styrgruppen har ingen mätgrupp ännu. Utvecklingsledaren startar en"
