"""The functions that count the key figures: facts and periods in, one row a period and cell out.

Each gives what its figure's kind asks for: see metrics.catalogue.Figure.
"""
