"""Figures side by side: as cards, as rows, and as one table."""
