"""One figure in full."""
