"""Lägesbild: the sentence, what to attend to, what has changed, the cards, the lists, the plans."""

import re

from metrics.catalogue import STAND_INS
from tests.pages.expected.groups import day_in_words, lists_of, of_lists
from tests.pages.expected.plans import late, of_plans
from tests.pages.numbers import Claim
from tests.pages.truth import Truth
from tests.pages.truth_of_figures import Figures, Stand, in_words, preliminary

ADDRESSES = {"lagesbild": {}}
MORE = ()
EMPTY = "Det finns inget att visa ännu"
UNJUDGED = ("too_few", "sparse", "hidden", "nothing")
TONES = ("concern", "change", "improvement")
MOST_MATTERS = 7


def claims(place: Truth, address) -> tuple[Claim, ...]:
    """The numbers of the first page."""
    figures = Figures(place.engine, place)
    return (
        Claim(r"p\.lb-first", "", lambda *_: _first(place, figures)),
        Claim(r"page_link.*", r"^Punkt \d+ ", lambda _, p: _point(place, p.words)),
        Claim(r"page_link.*", "är självförsörjande,", lambda _, p: _unlikely(place, p.words)),
        Claim(r"page_link.*", "nyckeltal ▲▼", lambda _, p: _named(figures, p.words)),
        Claim(r"page_link.*", "", lambda _, p: _card(figures, p.words)),
        Claim("h2", r"^Kräver beslut", lambda *_: f"{MOST_MATTERS} av {_matters(place, figures)}"),
        Claim("h2", "^Sedan ", lambda *_: str(place.met.day)),
        Claim("li", r"Punkt \d+ ", lambda _, p: _moved(place, p.words)),
        Claim("li", "kvar i", lambda _, p: _fewer(place, p.words)),
        Claim("li", "Nytt underlag", lambda *_: day_in_words(place.as_of)),
        Claim("li", "Andra nyckeltal", lambda *_: _others(figures)),
        Claim(r"p\.lb-under", "preliminär", lambda *_: preliminary(figures.all_of_them)),
        *of_lists(place),
        *of_plans(place),
    )


def tone(variation: str) -> str:
    """improvement, concern, change, or the variation itself."""
    return variation.removesuffix("_high").removesuffix("_low")


def counted(stands: list[Stand]) -> list[str]:
    """How many have become worse, have changed and have become better: those that there are."""
    many = [sum(tone(stand.variation) == which for stand in stands) for which in TONES]
    return [in_words(n) for n in many if n]


def headlines(figures: Figures) -> list[Stand]:
    """The catalogue's, with others in place of those that are mostly hidden in the latest year."""
    first = [stand.figure.key for stand in figures.all_of_them if stand.figure.headline]
    away = [key for key in first if _is_away(figures.stand(key))]
    instead = [key for key in STAND_INS if not _is_away(figures.stand(key))][: len(away)]
    keys = {*first, *instead} - set(away[: len(instead)])
    return [stand for stand in figures.all_of_them if stand.figure.key in keys]


def _is_away(stand: Stand) -> bool:
    year = stand.settled[-stand.figure.cadence.per_year :]
    return sum(row["shown"] for row in year) * 2 <= len(year)


def others(figures: Figures) -> list[Stand]:
    first = headlines(figures)
    return [stand for stand in figures.all_of_them if stand not in first]


def _worse(figures: Figures) -> tuple[list[Stand], list[Stand]]:
    return tuple(
        [stand for stand in some if tone(stand.variation) == "concern"]
        for some in (headlines(figures), others(figures))
    )


def _first(place: Truth, figures: Figures) -> str:
    """The list, the points that are late, the figures; of the others how many are worse."""
    lists, points = lists_of(place), place.points(place.as_of)
    said = [lists[0].sentence] if lists else []
    said += [in_words(sum(bool(point["overdue"]) for point in points))] if points else []
    first, rest = counted(headlines(figures)), len(_worse(figures)[1])
    said += [*first, *([in_words(rest)] if rest else [])] if first else counted(others(figures))
    return " ".join(said)


def _point(place: Truth, words: str) -> list[str]:
    """A point to attend to: number and title, how late or since when silent, what is needed."""
    said = {p["point_id"]: place.said_last(p["point_id"]) for p in place.points(place.as_of)}
    return [
        f"{p['number']} {p['title']} {late(p) if ' dag' in words else ''} {p['function'] or ''} "
        f"{said[p['point_id']].get('needs') or '' if 'behövs' in words else ''}"
        for p in place.points(place.as_of)
        if p["title"] in words
    ]


def _unlikely(place: Truth, words: str) -> str | None:
    """A list that will hardly reach its goal: how likely, who support themselves, by when."""
    for each in lists_of(place):
        if words.startswith(f"{each.name} "):
            own, last = each.counts["self_supporting"], day_in_words(each.row["goal_on"])
            return f"{each.name} {each.chance} {own} av {each.goal} {last}"
    return None


def _named(figures: Figures, words: str) -> str:
    """How many of the others have become worse, and those of them that are named."""
    worse = [stand.figure.title for stand in _worse(figures)[1]]
    return " ".join([in_words(len(worse)), *(title for title in worse if title in words)])


def _card(figures: Figures, words: str) -> str | None:
    """A card has period, n and target; a figure to attend to has its value and period in words."""
    figure = figures.of_title(words)
    if figure is None:
        return None
    stand = figures.stand(figure.key)
    value = stand.glance(stand.value(stand.latest))
    if "mål" in words.casefold():
        when = stand.period(stand.latest["period"]) if stand.latest else ""
        return f"{figure.title} {value} {when} n = {stand.n} {stand.aim}"
    value = stand.written(stand.value(stand.latest))
    return f"{figure.title} {value} {stand.in_words(stand.latest['period'])}"


def _matters(place: Truth, figures: Figures) -> int:
    """How many things there are to attend to, where not all of them are shown."""
    points = [p for p in place.points(place.as_of) if _presses(place, p)]
    unlikely = [each for each in lists_of(place) if re.match(r"1?\d %", each.chance)]
    first, rest = _worse(figures)
    return len(points) + len(unlikely) + len(first) + bool(rest)


def _presses(place: Truth, point: dict) -> bool:
    judged = place.said_last(point["point_id"]).get("judgement") in ("blocked", "at_risk")
    left = point["status"] not in ("done", "cancelled")
    return left and bool(judged or point["overdue"] or point["stale"] or point["unowned"])


def _moved(place: Truth, words: str) -> list[str]:
    then = {point["number"]: point["status"] for point in place.points(place.met)}
    return [
        f"{p['number']} {p['title']}"
        for p in place.points(place.as_of)
        if p["title"] in words and then[p["number"]] != p["status"]
    ]


def _fewer(place: Truth, words: str) -> str | None:
    for each in lists_of(place):
        if f"kvar i {each.name} " in words:
            then, now = each.left_then(place.met), each.counts["remaining"]
            return f"{abs(then - now)} {each.name} ({then} → {now})"
    return None


def _others(figures: Figures) -> str:
    """How many others have another verdict than at the last meeting, by what they are now."""
    charted = [stand for stand in others(figures) if stand.chart is not None]
    moved = [s for s in charted if _colour(s.variation_then()) != _colour(s.variation)]
    judged = [s for s in moved if s.variation_then() not in UNJUDGED]
    new = [s for s in moved if s.variation_then() in UNJUDGED]
    calm = sum(stand.variation == "normal" for stand in judged)
    return " ".join([*counted(judged), *counted(new), *([in_words(calm)] if calm else [])])


def _colour(variation: str) -> str:
    return tone(variation) if tone(variation) in TONES else "grey"
