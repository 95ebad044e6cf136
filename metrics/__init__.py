"""What the figures mean. Pure functions from frames and days to frames and small values.

They use polars, numpy and scipy but no other room: no clock, no store, no screen. The day that the
facts are as of is always an argument.
"""
