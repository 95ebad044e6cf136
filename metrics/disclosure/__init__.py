"""Small numbers: which figures of a table are shown, so that nothing about single people is.

The policy, applied between the figures and every way out:

- Small is 1 to k-1. A small figure, whether cell or margin, is hidden. Zero is always shown.
- Secret: a hidden figure that must stay unknown, because it is small (or held, see below).
- Partner: a figure that is hidden with the secret ones, so that they can't be computed from the
  rest. A reader who knows every shown figure, which figures are hidden, and that a hidden one is at
  least 1, must still find each of 1 … k-1 possible for every small cell, and k-1 numbers possible
  for every small margin (at least two, which only matters for k = 2). Possible means that there is
  a whole table of whole numbers with that value.
- With `knows`, the same holds for a reader who also knows every figure of their own unit, about all
  that is not theirs. A margin to which no other unit contributes is theirs as well.
- A hidden figure that is not small is taken to be k or more: if it is shown within the periods that
  a small one is held, it was. If hiding all others is not enough then, the partners that would have
  to be fewer are held as what is small is (`metrics.disclosure.later`).
- Held: a figure that was small in one of the `hold` periods before is still treated as small, with
  the same demands, unless it is zero. If it were shown, could be worked out, or were seen to be k
  or more, the series 6, 5, .., 5 would reveal what the dots stand for. Margins are held like cells.
- Corrected: a table that has been shown and is made again hides what it hid, and more if it must.
  What was secret then stays secret in its own period, so that the next version does not reveal what
  the dots stood for.
- Counts of almost the same people, such as households and the adults in them, are hidden alike
  (`metrics.disclosure.alike`).
- Lists that share people are protected together, the one started last with more hidden
  (`metrics.disclosure.lists`).
- The partners are the cheapest that are enough. A figure costs 4^(columns summed over) ×
  (1 + 0.02 ln(1 + n)), × 50 if it is in `keep`, × 0.3 if it was a partner (hidden, neither small
  nor held) in the period before. Later periods never change earlier ones.

Not promised: protection of the net change of a shown total, against two heads together, against
what a head knows about people elsewhere, against guesses from earlier values, or against what
follows from partners being the cheapest that are enough: a third hidden figure says that two were
not enough.

Source: complementary cell suppression by cuts, Fischetti & Salazar-González 2000 (Management
Science 46), on the network of a table with its margins, where whole numbers reach as far as
fractions do. Hence no rounding, and nothing is safe by tolerance only.
"""

from metrics.disclosure.alike import Alike, protect_alike
from metrics.disclosure.branches import protect_branches
from metrics.disclosure.in_and_out import protect_flows
from metrics.disclosure.lists import protect_beside
from metrics.disclosure.part import protect_part
from metrics.disclosure.protection import protect, protect_again
from metrics.disclosure.three_way import protect_across

__all__ = [
    "Alike",
    "protect",
    "protect_across",
    "protect_again",
    "protect_alike",
    "protect_beside",
    "protect_branches",
    "protect_flows",
    "protect_part",
]
