"""Numbers rounded half away from zero, as whoever reads them would: 12,5 % is 13 %."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl

DIGITS = 12  # of a number that are its own: 14.5 per cent of 200 is 14.499999999999998 in binary


def round_half(value: float, decimals: int = 0) -> Decimal:
    """Rounded half away from zero: 12.5 -> 13, -2.25 with one decimal -> -2.3."""
    return Decimal(f"{value:.{DIGITS}g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def half_up(values: pl.Expr, decimals: int = 0) -> pl.Expr:
    """The same of a column."""
    own_digits = values.round_sig_figs(DIGITS)
    return own_digits.round(decimals, mode="half_away_from_zero")
