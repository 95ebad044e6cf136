"""The functions that count the key figures: facts and periods in, one row per period and cell out.

Each gives what its figure's kind asks for: see metrics.catalogue.Figure.
"""
