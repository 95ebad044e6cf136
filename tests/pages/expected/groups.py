"""Mätgrupper: the steering group's own list, and the example."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from metrics.cohort import pace
from tests.pages.numbers import Claim, same_as
from tests.pages.read import Piece
from tests.pages.truth import Truth, percent
from tests.pages.truth_of_figures import number

ADDRESSES = {"matgrupper": {}, "matgrupper-exempel": {"grupp": "2"}}
MORE = ()
EMPTY = "Styrgruppen har ingen mätgrupp ännu. Utvecklingsledaren startar en"
WORDS = {
    "Självförsörjande": "self_supporting",
    "Annan orsak": "other_reason",
    "Okänt": "unknown",
    "Kvar": "remaining",
}
TIMES = {"Under 1 år": 0, "1 till 3 år": 1, "3 år eller mer": 2}
NARROW = 0.06  # of the whole: under this the number stands below the bar


@dataclass(frozen=True)
class List:
    """One list as SQL has it on its latest published day."""

    place: Truth
    group_id: int
    name: str
    goal: int | None
    members: int

    @cached_property
    def days(self) -> dict[date, dict]:
        return self.place.published_ledger(self.group_id)

    @cached_property
    def on(self) -> date:
        return max(self.days)

    @cached_property
    def counts(self) -> dict[str, int | None]:
        return self.days[self.on]

    @cached_property
    def row(self) -> dict:
        columns = ("criterion", "source", "baseline_on", "goal_on", "is_example")
        words = ", ".join(columns)
        sql = f"SELECT {words} FROM measurement_groups WHERE group_id = :g"
        return dict(zip(columns, self.place.row(sql, g=self.group_id), strict=True))

    @property
    def sentence(self) -> str:
        """Who is left of how many, and how many are known to support themselves or not known of."""
        left = self.counts["remaining"]
        if left is None:
            return f"{self.name} färre än 5"
        some = self.counts["unknown"] or self.counts["self_supporting"] or ""
        return f"{left} av {self.members} är kvar i {self.name}; {some}"

    @property
    def bar(self) -> str:
        parts = [self.counts[state] or 0 for state in WORDS.values()]
        return " ".join(str(many) for many in parts if many and many >= NARROW * self.members)

    @property
    def interval(self) -> str:
        """Wilson's 95 % interval of the share that is left."""
        lower, upper = wilson(self.counts["remaining"], self.members)
        return f"95 %: {number(100 * lower)}–{number(100 * upper)} %"

    @property
    def chance(self) -> str:
        """How likely the goal is at the pace so far, in whole percent but never 0 or 100."""
        own, other = self.counts["self_supporting"], self.counts["other_reason"]
        if None in self.counts.values() or self.counts["unknown"]:
            return ""
        month = 365.25 / 12
        gone = (self.on - date.fromisoformat(self.row["baseline_on"])).days / month
        left = max(0.0, (date.fromisoformat(self.row["goal_on"]) - self.on).days / month)
        p = pace(self.members, own, gone, left, self.goal, lost=other).probability
        if p is None:
            return ""
        return "1 %" if p < 0.005 else "99 %" if p > 0.995 else f"{number(100 * p)} %"

    @property
    def aim(self) -> str:
        """The goal and its last day, in words."""
        return f"{self.goal} självförsörjande till {day_in_words(self.row['goal_on'])}"

    def left_then(self, day: date) -> int | None:
        """Who was left on the latest day of the ledger that is no later than a day."""
        days = [on for on in self.days if on <= day]
        return self.days[max(days)]["remaining"] if days else None

    def course(self) -> str:
        first = min(self.days)
        then, now = self.days[first]["remaining"], self.counts["remaining"]
        if None in (then, now):
            return "färre än 5"
        return f"{then} den {day_in_words(first)} till {now} den {day_in_words(self.on)}"


def lists_of(place: Truth) -> list[List]:
    """Every list of a place, its own before examples."""
    every = [List(place, *group) for group in place.groups()]
    return sorted((each for each in every if each.days), key=lambda each: each.row["is_example"])


def wilson(part: int, whole: int) -> tuple[float, ...]:
    z, p = 1.959963984540054, part / whole
    middle, reach = p + z * z / (2 * whole), z * (p * (1 - p) / whole + z**2 / 4 / whole**2) ** 0.5
    return tuple((middle + side * reach) / (1 + z * z / whole) for side in (-1, 1))


def day_in_words(day: date | str) -> str:
    """The numbers of a day as running text has it."""
    said = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{said.day} {said.year}"


def claims(place: Truth, address) -> tuple[Claim, ...]:
    """The numbers of one list's page."""
    asked = address.query.get("grupp")
    lists = lists_of(place)
    chosen = next((each for each in lists if str(each.group_id) == asked), lists[0])
    return (
        Claim(r"p\.lb-under", "^listan stängdes", lambda *_: chosen.row["baseline_on"]),
        Claim(r"p\.lb-under", "^mål: ", lambda *_: f"{chosen.goal} till {chosen.row['goal_on']}"),
        Claim(r"p\.lb-first", "", lambda *_: chosen.sentence),
        same_as(r"p\.lb-under", [chosen.row["criterion"], f"Källa: {chosen.row['source']}"]),
        Claim("h2", "^Läget ", lambda *_: f"{day_in_words(chosen.on)} {chosen.members}"),
        Claim(r"p\.lb-value.*", "", lambda *_: _count(chosen, "remaining"), "^Kvar"),
        Claim(r"p\.lb-value.*", "", lambda *_: _count(chosen, "self_supporting"), "^Självf"),
        Claim(r"p\.lb-small", "^95 %", lambda *_: chosen.interval, "^Kvar på listan"),
        Claim(r"p\.lb-small", r"% av", lambda *_: _share(chosen), "^Kvar på listan"),
        Claim(r"p\.lb-small", "orsaken okänd|okänd för", lambda _, p: _unknown(chosen, p)),
        Claim("h3", "^Mål: ", lambda *_: chosen.aim),
        Claim("p", "sannolikhet att nå målet", lambda *_: chosen.chance),
        Claim("p|chart", "^Kvar på listan", lambda *_: chosen.course()),
        Claim("p", "^Så stod det", lambda _, p: _quarter(chosen, p)),
        Claim("tr", "", lambda _, p: _part_row(chosen, p), "^(Enhet|Tid i stöd)$"),
        Claim("tr", r"^(\d+) månad", lambda m, _: _months_row(chosen, int(m[1]))),
        Claim("row", r"^\d{4}", lambda _, p: _ledger_row(chosen, p)),
        Claim(r"option\.grupp", "", lambda _, p: p.words if p.words in _names(place) else None),
        *of_lists(place, chosen),
    )


def of_lists(place: Truth, chosen: List | None = None) -> tuple[Claim, ...]:
    """A list's bar and what stands by it; without a chosen one it is the heading's."""

    def of(piece: Piece) -> List | None:
        lists = lists_of(place)
        named = [each for each in lists if piece.under.startswith(f"{each.name} ")]
        return max(named, key=lambda each: len(each.name), default=chosen)

    def told(tell):
        return lambda m, p: tell(found, p) if (found := of(p)) else None

    return (
        Claim(r"div@aria-label", "kvar i", told(lambda each, _: each.sentence)),
        Claim(r"div\.lb-bar", "", told(lambda each, _: each.bar)),
        Claim(r"li\.lb-key", f"^({'|'.join(WORDS)}) ", told(_key)),
        Claim(
            r"p\.lb-after",
            "mål: ",
            told(lambda each, p: f"{each.chance if 'sannolikhet' in p.words else ''} {each.aim}"),
        ),
        Claim("h2", "på listan, ", lambda _, p: _heading(place, p)),
    )


def _heading(place: Truth, piece: Piece) -> str | None:
    for each in lists_of(place):
        if piece.words.startswith(f"{each.name} "):
            return f"{each.name} {each.members} {each.on}"
    return None


def _names(place: Truth) -> set[str]:
    return {each.name for each in lists_of(place)}


def _key(each: List, piece: Piece) -> str:
    word = next(word for word in WORDS if piece.words.startswith(word))
    return _count(each, WORDS[word])


def _count(each: List, state: str) -> str:
    many = each.counts[state]
    return "" if many is None else str(many)


def _share(each: List) -> str:
    return f"{percent(each.counts['remaining'], each.members)} av {each.members}"


def _unknown(each: List, piece: Piece) -> str:
    of_all = f" av {each.members}" if "okänd för" in piece.words else ""
    return f"{each.counts['unknown']}{of_all}"


def _quarter(each: List, piece: Piece) -> str:
    last = max(on for on, _ in each.place.published_parts(each.group_id, "unit_id"))
    return f"{day_in_words(last)} {'färre än 5' if 'dold' in piece.words else ''}"


def _parts(each: List, way: str) -> dict:
    return each.place.published_parts(each.group_id, way)


def _by_name(each: List, way: str, name: str, on: date | None = None) -> str | None:
    """The counts of a unit, or of a time in support, at a quarter's end."""
    parts = _parts(each, way)
    if way == "time_in_support":
        codes = sorted({which for _, which in parts}, key=_order_of_times)
        name = codes[TIMES[name]] if name in TIMES else name
    last = on or max((day for day, _ in parts), default=None)
    counts = parts.get((last, name))
    if counts is None:
        return None
    order = ("members", "remaining", "left")
    return " ".join("" if counts.get(state) is None else str(counts[state]) for state in order)


def _order_of_times(code: str) -> int:
    from metrics.cohort import TIMES as CODES

    return list(CODES).index(code)


def _part_row(each: List, piece: Piece) -> str | None:
    name = piece.words.split(" | ")[0]
    way = "unit_id" if piece.under == "Enhet" else "time_in_support"
    counts = _by_name(each, way, name)
    return None if counts is None else f"{name} {counts}"


def _months_row(each: List, months: int) -> str | None:
    counts = each.place.by_months(each.group_id).get(months)
    if counts is None:
        return None
    shown = [counts.get(state) for state in ("remaining", "unknown")]
    return f"{months} " + " ".join("" if many is None else str(many) for many in shown)


def _ledger_row(each: List, piece: Piece) -> str | None:
    """A row of a table to take along: of everybody, or of a unit or a time in support."""
    cells = piece.words.split(" | ")
    if "Per" in piece.under.split(" | "):
        way = "unit_id" if cells[1] == "Enhet" else "time_in_support"
        days = {str(on): on for on, _ in _parts(each, way)}
        day = days.get(cells[0])
        counts = _by_name(each, way, cells[2], day) if day else None
        return None if counts is None else f"{day} {cells[2]} {counts}"
    day = next((on for on in each.days if str(on) == cells[0]), None)
    if day is None:
        return None
    counts = each.days[day]
    order = [WORDS[heading] for heading in piece.under.split(" | ")[1:]]
    return f"{day} " + " ".join(
        "" if counts[state] is None else str(counts[state]) for state in order
    )
