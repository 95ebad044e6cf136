"""Nyckeltal: how a figure reads, as a card, as a row and in full."""
