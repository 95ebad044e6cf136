"""How a figure reads: its series judged, and that in words."""
