"""Om måtten."""

ADDRESSES = {"matt": {}}
MORE = ({"sok": "A9"}, {"sok": "enhörning"})
EMPTY = "FIGURES mått finns"
