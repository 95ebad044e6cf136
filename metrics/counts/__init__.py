"""The functions that count the key figures: facts and periods in, one row per period and cell out.

Each gives what the kind of its figure asks for: see metrics.catalogue.Figure.
"""
