"""Nyckeltal: the matrix, and one figure of every kind."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from data.actions.settings import KNOWN
from metrics.catalogue import FIGURES, WANTED, Figure
from metrics.facts import DELIVERIES
from metrics.rules import DEFAULTS
from pages.parts.figures.reading.definition import RULE_SET
from tests.pages.expected.groups import wilson
from tests.pages.expected.overview import TONES, headlines, tone
from tests.pages.expected.plans import moment
from tests.pages.numbers import Claim, same_as
from tests.pages.read import Piece
from tests.pages.truth import Truth, plus, thousands
from tests.pages.truth_of_figures import Figures, Stand, in_words, number, preliminary

_KINDS = {(figure.kind, type(figure), figure.cadence.name): figure.key for figure in FIGURES[::-1]}

ADDRESSES = {
    "nyckeltal": {},
    "nyckeltal-hushall": {"nyckeltal": "hushall"},
    "nyckeltal-avslut": {"nyckeltal": "avslut"},
    "nyckeltal-tid": {"nyckeltal": "tid_till_insats"},
}
OWN = {query.get("nyckeltal") for query in ADDRESSES.values()}
MORE = (
    {"nyckeltal": "tid_till_insats", "dela": "Kön"},
    *({"nyckeltal": key} for key in _KINDS.values() if key not in OWN),
)
EMPTY = "Det finns inga nyckeltal att visa: inget underlag har levererats"
MOST_NAMED = 3
LASTING = 7
SHOWN_MONTHS, FEWEST = 13, 12


def claims(place: Truth, address) -> tuple[Claim, ...]:
    """The numbers of the matrix, or of one figure."""
    figures = Figures(place.engine, place)
    key = address.query.get("nyckeltal")
    return _of_one(figures, figures.stand(key), address) if key else _of_matrix(figures)


def _of_matrix(figures: Figures) -> tuple[Claim, ...]:
    place = figures.place
    return (
        Claim(r"p\.lb-first", "", lambda *_: _changed(figures)),
        Claim(r"p\.lb-under", "preliminär", lambda *_: preliminary(figures.all_of_them)),
        Claim("div.lb-head figure", "^Nyckeltal Senaste", lambda *_: str(place.met.day)),
        Claim(r"button\.row_figure_.*", "", lambda _, p: _row(figures, p.words)),
        Claim(r"expander\.ovriga", "", lambda _, p: _folded(figures, p.words)),
        Claim("tr", "", lambda _, p: _in_fold(figures, p), "^Övriga nyckeltal"),
        Claim(
            "row", "", lambda _, p: _in_table(figures, p), r"\| Nr \| Nyckeltal|^Nr \| Nyckeltal"
        ),
        Claim("p", r"^Av \d+ mått", lambda *_: _inventory(figures)),
        Claim("tr", r"^\S+ \| (.*?) \| ", lambda m, _: _of_inventory(figures, m[1]), "^Indikator"),
        Claim("option.*", "", lambda _, p: p.words if p.words in figures.names else None),
    )


def _changed(figures: Figures) -> str:
    """The figures that have changed for the worse, otherwise, for the better: names or how many."""
    said = []
    for which in TONES:
        some = [s.figure.title for s in figures.all_of_them if tone(s.variation) == which]
        said += some if len(some) <= MOST_NAMED else [in_words(len(some))]
    return " ".join(said)


def _row(figures: Figures, words: str) -> str | None:
    figure = figures.of_title(words)
    if figure is None:
        return None
    stand = figures.stand(figure.key)
    since = "" if re.search(r"\) var [a-zåäö]|mål var [a-zåäö]", words) else stand.since_met()
    value = stand.glance(stand.value(stand.latest))
    return f"{figure.title} {value} {stand.when} n = {stand.n} {stand.aim} {since}"


def _folded(figures: Figures, words: str) -> str:
    """How many are no rows, and how many of them have changed; as many as the matrix leaves."""
    every = [s for s in figures.all_of_them if tone(s.variation) in TONES]
    first = headlines(figures)
    rows = [*first, *(s for s in every if s not in first)][:12]
    more = sum(stand not in rows for stand in every)
    return f"{len(figures.catalogue) - len(rows)} {more or ''}"


def _in_fold(figures: Figures, piece: Piece) -> str | None:
    figure = figures.of_title(piece.words)
    if figure is None:
        return None
    stand = figures.stand(figure.key)
    value = stand.written(stand.value(stand.latest))
    return f"{figure.title} {value} {stand.when} {stand.n} {stand.aim}"


def _cells(piece: Piece) -> dict[str, str]:
    return dict(zip(piece.under.split(" | "), piece.words.split(" | "), strict=True))


def _in_table(figures: Figures, piece: Piece) -> str | None:
    """A row of the matrix to take along."""
    cells = _cells(piece)
    figure = figures.by_title.get(cells["Nyckeltal"])
    if figure is None:
        return None
    stand = figures.stand(figure.key)
    return f"{figure.number} {figure.title} {_as_cells(stand, cells)}"


def _as_cells(stand: Stand, cells: dict[str, str]) -> str:
    """What a table has of a figure or of a part of one, in the order of its headings."""
    since = cells.get("Sedan förra mötet", "")
    moved = "" if re.match(r"var [a-zåäö]", since) else stand.since_met()
    said = {
        "Period": stand.period(stand.latest["period"]) if stand.latest else "",
        "Senaste": stand.exactly(stand.value(stand.latest)),
        "Enhet": stand.figure.unit,
        "Mått": stand.figure.unit,
        "n": stand.n,
        "Preliminärt": stand.span(stand.later[0], stand.later[-1]) if stand.later else "",
        "Mål": stand.aim,
        "Sedan förra mötet": moved if since else "",
        "Gränser": _limits(stand),
        "Saknas": cells.get("Saknas", ""),
    }
    return " ".join(said.get(heading, "") for heading in cells)


def _last(stand: Stand) -> dict | None:
    """The chart's last settled point."""
    if stand.chart is None:
        return None
    settled = [row for row in stand.chart.to_dicts() if not row["provisional"]]
    return settled[-1] if settled else None


def _limits(stand: Stand) -> str:
    last = _last(stand)
    if last is None or last["lower"] is None:
        return ""
    return f"{stand.written(last['lower'])}–{stand.written(last['upper'])}"


def _inventory(figures: Figures) -> str:
    """All that is counted or asked for, what there is of it, and what lacks what it is made of."""
    lacking = figures.reader.missing()
    there = sum(not set(f.reads) & lacking for f in figures.catalogue.values())
    every = len(figures.catalogue) + len(WANTED)
    return f"Av {every} finns {there} {every - there or ''}"


def _of_inventory(figures: Figures, title: str) -> list[str]:
    known = [(f.number, f.title, "") for f in figures.catalogue.values()]
    known += [(wanted.number, wanted.title, wanted.missing) for wanted in WANTED]
    return [f"{n} {name} {missing}" for n, name, missing in known if name == title]


def _of_one(figures: Figures, stand: Stand, address) -> tuple[Claim, ...]:
    figure = stand.figure
    name = f"^{re.escape(figure.title)}(, per (kvartal|halvår|år))?$"
    parts = _parts_of(figures, figure)

    def of_part(tell: Callable[[Stand, Piece], str]):
        return lambda _, p: tell(parts[p.under](), p) if p.under in parts else None

    return (
        Claim(r"p\.lb-first|chart", "", lambda *_: stand.sentence),
        Claim(r"p\.lb-under", "preliminär", lambda *_: preliminary([stand])),
        Claim("h2.lb-next", "", lambda *_: figure.title),
        Claim(r"p\.lb-value", "", lambda *_: _with_unit(stand), name),
        Claim(r"p\.lb-small", "", lambda _, p: _around(stand, p.words), name),
        Claim(r"p", r"\(mål ", lambda *_: stand.aim, name),
        Claim(r"p\.lb-small", "^(Medel och|Gränser på prov)", lambda *_: _drawn(stand), name),
        Claim(r"p\.lb-small", "^Utan punkt", lambda *_: _not_drawn(stand), name),
        Claim("li", r"^(\S+)", lambda m, _: _meanwhile(figures, figure), "^Samtidigt"),
        Claim(r"p\.lb-small", "^Linjen ", lambda *_: _not_drawn(stand), name),
        Claim("headings", "90 procent inom", lambda *_: "90 procent inom"),
        Claim(r"option\.per", "^rullande ", lambda *_: ["tolv månader", "fyra kvartal"]),
        Claim("button.rakna_om", "", lambda *_: _shifted_from(stand)),
        Claim("tr", "", lambda *_: _targets(figures, stand), "^Mål$"),
        Claim(
            "h2",
            "^Vända kurvan ",
            lambda *_: [f"{who} {moment(at)}" for who, at, *_ in stand.notes()[:1]],
        ),
        Claim("p", "", lambda _, p: next((t for t in _texts(stand) if t == p.words), None)),
        Claim("summary", " tidigare version", lambda *_: str(len(stand.notes()) - 1)),
        Claim(
            r"p\.lb-small",
            "",
            lambda *_: [f"{who} {moment(at)}" for who, at, *_ in stand.notes()[1:]],
            " tidigare version",
        ),
        Claim("tr", "", lambda *_: _rebases(stand), "^Omräknade"),
        Claim("row", "", lambda _, p: _period_row(stand, p), r"^Period \|"),
        Claim("row", "", lambda _, p: _part_row(parts, p), r"^(Enhet|Kön|Ålder|Målgrupp) \|"),
        Claim("h3", "", lambda _, p: p.words if p.words in parts else None),
        Claim("p", "", of_part(lambda part, p: _box(part, p.words))),
        Claim(r"p\.lb-small", "", of_part(lambda part, p: _small(part, p.words))),
        *_definition(figures, stand),
    )


def _with_unit(stand: Stand) -> str:
    unit = "" if stand.figure.is_percent or stand.figure.kind == "days" else stand.figure.unit
    return f"{stand.written(stand.value(stand.latest))} {unit}"


def _around(stand: Stand, words: str) -> str | None:
    """What stands under the value, one thing at a time."""
    row = stand.latest
    if words.startswith("n ="):
        return stand.n
    if words.startswith("95 %"):
        lower, upper = wilson(row["part"], row["whole"])
        return f"95 % {number(100 * lower)}–{number(100 * upper)} %"
    if words.startswith("nio av tio"):
        return f"nio av tio {stand.written(row['value_90'])}"
    if words.startswith("median med"):
        return stand.written(row["value_all"])
    if "förra året" in words or words.startswith("året före"):
        return stand.written(stand.value(_a_year_before(stand)))
    if words.startswith(("Medel", "Gränser", "Utan punkt", "Linjen")):
        return None
    return stand.in_words(row["period"])


def _a_year_before(stand: Stand) -> dict | None:
    day = stand.latest["period"]
    return stand.row(day.replace(year=day.year - 1))


def _segment(stand: Stand) -> list[dict]:
    settled = [row for row in stand.chart.to_dicts() if not row["provisional"]]
    last = max(row["segment"] for row in settled)
    return [row for row in settled if row["segment"] == last]


def _shifted(stand: Stand) -> list[dict]:
    """The latest points in a row on one side of the mean, where they are enough to say so."""
    segment, last = _segment(stand), _last(stand)
    if last["lower"] is None or last["note"] == "too_few":
        return []
    away: list[dict] = []
    for row in reversed(segment):
        side = (row["value"] > row["mean"]) - (row["value"] < row["mean"])
        first = (segment[-1]["value"] > segment[-1]["mean"]) - (
            segment[-1]["value"] < segment[-1]["mean"]
        )
        if not side or side != first:
            break
        away.append(row)
    return away if len(away) >= LASTING else []


def _drawn(stand: Stand) -> str:
    """Which periods the limits are of, how many, and how many have left them; what has no point."""
    segment, away = _segment(stand), _shifted(stand)
    when = stand.span(segment[0]["period"], segment[-1]["period"])
    few = len(segment) if _last(stand)["note"] == "too_few" else ""
    return f"{few} {when} {len(away) or ''} {_not_drawn(stand)}"


def _not_drawn(stand: Stand) -> str:
    """The periods that are drawn over and have nothing to divide by."""
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[stand.figure.cadence.name]
    many = SHOWN_MONTHS if length == 1 else max(FEWEST, -(-SHOWN_MONTHS // length))
    rows = stand.rows if stand.chart is None else stand.chart.to_dicts()
    first = rows[-(many + sum(row["provisional"] for row in rows)) :][0]["period"]
    empty = [
        row["period"]
        for row in stand.rows
        if row["period"] >= first and row["shown"] and stand.value(row) is None
    ]
    if len(empty) > MOST_NAMED:
        return str(len(empty))
    return " ".join(stand.in_words(day) for day in empty)


def _shifted_from(stand: Stand) -> str:
    return stand.in_words(_shifted(stand)[-1]["period"])


def _meanwhile(figures: Figures, figure: Figure) -> list[str]:
    """Everything that could stand beside the chart, each whole: a day and what happened then."""
    place = figures.place
    stand = figures.stand(figure.key)
    said = [
        f"{since} {stand.aim_in_numbers(v)} {why}" for _, v, since, _, why, _ in stand.targets()
    ]
    for point in place.points(place.as_of):
        named = f"{point['number']} {point['title']}"
        begun = point["starts_on"] or point["decided_on"]
        said += [f"{begun} Punkt {named}", f"{_done_on(place, point)} Punkt {named}"]
    laws: dict[str, list[str]] = {}
    for short, since in place.rows("SELECT short, valid_from FROM legal_bases ORDER BY valid_from"):
        laws.setdefault(since, []).append(short)
    for since, shorts in laws.items():
        said += [f"{since} {short}" for short in shorts]
        said += [f"{since} {' '.join(pair)}" for pair in pairwise(shorts)]
        said += [
            f"{since} {short} {more} paragrafer till"
            for short in shorts
            for more in range(2, len(shorts))
        ]
    until = "SELECT taken_in_at, observed_until FROM deliveries WHERE forum_id = :f"
    said += [f"{day} {why}" for day, _, why, *_ in stand.rebases()]
    said += [f"{at[:10]} {day}" for at, day in place.rows(until, f=place.forum_id)]
    return said


def _done_on(place: Truth, point: dict) -> str:
    rows = place.rows(
        "SELECT done_on FROM status_updates WHERE point_id = :p AND done_on IS NOT NULL "
        "ORDER BY seq DESC LIMIT 1",
        p=point["point_id"],
    )
    return rows[0][0] if rows else ""


def _targets(figures: Figures, stand: Stand) -> list[str]:
    """Every row of the table of targets: whose, value, from, to and with, decision, who set it."""
    units = figures.place.units
    return [
        f"{units.get(unit, '')} {stand.aim_in_numbers(value)} {since} {_day_before(until)} {why} {by or ''}"
        for unit, value, since, until, why, by in stand.targets()
    ]


def _texts(stand: Stand) -> list[str]:
    """What the latest note says: behind the curve, who can help, what works, what is to be done."""
    return [words for _, _, *texts in stand.notes()[:1] for words in texts if words]


def _rebases(stand: Stand) -> list[str]:
    """Every row of the table of rebases: from when, of whom, why, who said so and when."""
    units = stand.place.units
    return [
        f"{stand.in_words(day)} {units.get(unit, '')} {why} {who} {moment(at)}"
        for day, unit, why, who, at in stand.rebases()
    ]


def _day_before(until: str | None) -> str:
    return str(date.fromisoformat(until) - timedelta(days=1)) if until else ""


def _period_row(stand: Stand, piece: Piece) -> str | None:
    """A period of the table behind the chart, with its limits and its target."""
    cells = _cells(piece)
    row = next((r for r in stand.rows if _named(stand, r) == cells["Period"]), None)
    if row is None:
        return None
    charted = stand.chart.to_dicts() if stand.chart is not None else []
    point = next((p for p in charted if p["period"] == row["period"]), {})
    said = {
        "Period": cells["Period"],
        **{name: _cell(stand, row, name) if row["shown"] else "" for name in cells},
        "Medel": stand.exactly(point.get("mean")),
        "Nedre gräns": stand.exactly(point.get("lower")),
        "Övre gräns": stand.exactly(point.get("upper")),
        "Mål": _aim_then(stand, row),
        "Bedömning": cells.get("Bedömning", ""),
    }
    said["Period"] = cells["Period"]
    return " ".join(said.get(heading, "") for heading in cells)


def _named(stand: Stand, row: dict) -> str:
    short = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
    month = f"{short[row['period'].month - 1]} " if stand.figure.cadence.name == "month" else ""
    return f"{month}{stand.period(row['period'])}"


def _cell(stand: Stand, row: dict, heading: str) -> str:
    """A value of the table by its heading."""
    known = None not in (row["part"], row["whole"])
    n = row["whole"] if stand.figure.adds_up else row["people"]
    return {
        "Värde": lambda: stand.exactly(stand.value(row)),
        "Belopp (kronor)": lambda: stand.exactly(stand.value(row)),
        "Förändring": lambda: stand.exactly(stand.value(row)),
        "Median": lambda: stand.written(row["value"]),
        "90 procent inom": lambda: stand.written(row["value_90"]),
        "Median med dem som väntar": lambda: stand.written(row["value_all"]),
        "Täljare": lambda: _whole(row["part"]),
        "Nämnare": lambda: _whole(row["whole"]),
        "Ett år tidigare": lambda: _whole(row["whole"]),
        "Nu": lambda: _whole(row["part"] + row["whole"] if known else None),
        "Hushåll": lambda: _whole(row["people"]),
        "n": lambda: _whole(n),
    }.get(heading, lambda: "")()


def _whole(many: int | None) -> str:
    return "" if many is None else thousands(many)


def _aim_then(stand: Stand, row: dict) -> str:
    """The target that held at the end of a period; of a list's goal, all of it."""
    if stand.figure.has_own_goal:
        return "100"
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[stand.figure.cadence.name]
    first = row["period"].isoformat()
    last = (plus(row["period"], length) - timedelta(days=1)).isoformat()
    for unit, value, since, until, *_ in stand.targets():
        if unit == stand.unit_id and since <= last and (until is None or until > first):
            return stand.aim_in_numbers(value)
    return ""


def _parts_of(figures: Figures, figure: Figure) -> dict[str, Callable[[], Stand]]:
    """What a figure is divided into, by name."""
    place = figures.place
    parts: dict[str, Callable[[], Stand]] = {
        name: lambda unit=unit: figures.stand(figure.key, unit)
        for unit, name in place.units.items()
    }
    parts |= {
        label: lambda code=code: figures.stand(figure.key, None, code)
        for code, label in place.target_groups.items()
    }
    for way in figure.by_person:
        for which in figures.reader.figure_by(figure.key, way)[way].unique():
            name = which[:1].upper() + which[1:]
            parts[name] = lambda way=way, which=which: figures.by_person(figure.key, way, which)
    return parts


def _part_row(parts: dict, piece: Piece) -> str | None:
    cells = dict(zip(piece.under.split(" | ")[1:], piece.words.split(" | ")[1:], strict=True))
    name = piece.words.split(" | ")[0]
    return f"{name} {_as_cells(parts[name](), cells)}" if name in parts else None


def _box(part: Stand, words: str) -> str:
    if "(mål" in words:
        return part.aim
    return f"{part.written(part.value(part.latest))} {part.n}"


def _small(part: Stand, words: str) -> str:
    if words.startswith("sedan "):
        met = part.place.met
        moved = "" if re.search(": var [a-zåäö]", words) else part.since_met()
        return f"{met.day} {moved}"
    return part.when


def reads_in_words(figure: Figure) -> str:
    """The names of what has to be delivered for a figure."""
    names = [DELIVERIES[name].name for name in figure.reads if name in DELIVERIES]
    return " ".join(dict.fromkeys(names))


def _definition(figures: Figures, stand: Stand) -> tuple[Claim, ...]:
    """What is said of how it is counted: the catalogue's words, and how it stands here."""
    figure = stand.figure
    rules = "Siffrorna längst ned i diagrammet."
    settings = "; ".join(
        f"{KNOWN[n].label} {KNOWN[n].said(KNOWN[n].delivered)}" for n in figure.settings
    )
    texts = [
        figure.question,
        figure.part_in_words(DEFAULTS),
        figure.whole_in_words(DEFAULTS),
        figure.cadence.settled_in_words(DEFAULTS),
    ]
    span = stand.span(stand.rows[0]["period"], stand.rows[-1]["period"]) if stand.rows else ""
    waiting = sum(row["provisional"] for row in stand.rows)
    return (
        same_as("dd", [*texts, RULE_SET, settings, rules]),
        Claim("dd", "", lambda *_: figure.unit, "^Enhet · "),
        Claim("dd", "", lambda *_: str(figure.least_n), "^Minsta n · "),
        Claim("dd", "", lambda *_: figure.source, "^Källa · "),
        Claim("dd", "", lambda *_: reads_in_words(figure), "^Underlag · "),
        Claim(
            "dd",
            "^Finns för",
            lambda *_: f"{span} {in_words(waiting) if waiting > 1 else ''}",
            "^Status · ",
        ),
    )
