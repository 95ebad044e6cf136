"""Small numbers: which figures of a table are shown, so that nobody can be read out of it.

The policy, one layer between the figures and every way out:

- Small is 1 to k-1. A small figure, cell or margin, is hidden. Zero is always shown.
- Partners are hidden with them, so that whoever knows every shown figure, which figures are
  hidden, and that a hidden one is at least 1, still finds each of 1 … k-1 possible for
  every small cell and k-1 numbers for every small margin (two at least, which only matters for
  k = 2). Possible means: a whole table of whole numbers exists.
- With `knows`, the same holds for a reader who also knows every figure of one unit of their own,
  about all that is not theirs. A margin in which nobody else has anyone is theirs as well.
- Held: a figure that was small in one of the `hold` periods before is treated as small still, by
  the same demands, unless it is zero. Were it shown, or possible to work out, or seen to be k or
  more, the series 6, 5, .., 5 would tell what the dots stand for. Margins are held as cells are.
- Corrected: a table shown before and made again hides what it hid, and more if it must. What was
  secret then stays secret in its own period: the next version must not reveal what the dots stood
  for.
- The partners are the cheapest that will do: 4^(columns summed over) × (1 + 0.02 ln(1 + n)) a
  figure, × 50 what is in `keep`, × 0.3 what was a partner (hidden, neither small nor held) in the
  period before. Earlier periods are never touched by later ones.

Not promised: the net change of a shown total, two heads together, what a head knows of people
elsewhere, guessing from earlier values, and what follows from partners being the cheapest that
will do: a third that is hidden says that two would not have done.

Source: complementary cell suppression by cuts, Fischetti & Salazar-González 2000 (Management
Science 46), on the network of a table with its margins, where whole numbers reach as far as
fractions do. Hence no rounding, and nothing is safe by tolerance only.
"""

from metrics.disclosure.in_and_out import protect_flows
from metrics.disclosure.part import protect_part
from metrics.disclosure.protection import protect, protect_again
from metrics.disclosure.three_way import protect_across

__all__ = ["protect", "protect_across", "protect_again", "protect_flows", "protect_part"]
