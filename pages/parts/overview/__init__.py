"""Lägesbild: what to attend to, and what has changed since the last meeting."""
