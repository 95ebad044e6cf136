"""Behörighet och logg: who may, what is set, and who has seen what."""
