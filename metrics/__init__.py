"""What the figures mean. Pure functions from frames and days to frames and small values.

They use polars, numpy and scipy, and nothing else of the house: no clock, no store, no screen.
The day the facts are as of is always an argument.
"""
