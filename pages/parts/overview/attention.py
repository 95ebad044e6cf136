"""What the steering group has to attend to, most pressing first, as rows that lead somewhere."""

from dataclasses import dataclass

import polars as pl

from pages.parts import sv
from pages.parts.figures.reading.changes import real_changes_in_words
from pages.parts.figures.reading.reading import Reading
from pages.parts.groups.standings import Standing
from pages.parts.plans.standing import answers, judgement_state, time_state
from pages.parts.words import OVERDUE, UNOWNED, State

MOST = 7
MOST_NAMED = 3
# What a meeting can decide something about comes before what it can only take note of.
RANKS = ("overdue", "blocked", "concern", "off_pace", "unowned", "stale", "at_risk", "example")
WORSE = State("Försämring", "▲▼", "orange")


@dataclass(frozen=True)
class Matter:
    """One thing to attend to: what, how it stands, and the page and question it leads to."""

    rank: str
    weight: float
    state: State
    what: str
    more: str
    page: str
    query: dict[str, str]


def matters(
    points: pl.DataFrame,
    standings: list[Standing],
    followed: list[Reading],
    others: list[Reading],
) -> list[Matter]:
    """Everything to attend to, by rank and then by weight; the caller shows the first MOST.

    Figures that are followed one by one, the others counted in one row.
    """
    all_matters = [matter for row in points.to_dicts() if (matter := _of_point(row))]
    all_matters += [_of_group(standing) for standing in standings if standing.off_pace]
    all_matters += [_of_figure(reading) for reading in _worse(followed)]
    all_matters += _of_others(_worse(others), bool(_worse(followed)))
    return sorted(all_matters, key=lambda matter: (RANKS.index(matter.rank), -matter.weight))


def _of_point(row: dict) -> Matter | None:
    """The most pressing thing about a point, if there is one."""
    judged, timed = judgement_state(row), time_state(row)
    needs = f" · behövs: {row['needs']}" if row["needs"] and judged else ""
    about = f"{answers(row)}{needs}"
    if timed and timed[0] is OVERDUE:
        also = f", {judged.word.lower()}" if judged and judged.tone == "orange" else ""
        return _point(row, "overdue", row["days_overdue"], *timed, about, also)
    if judged and row["judgement"] == "blocked":
        return _point(row, "blocked", 0, judged, "", about)
    if timed and timed[0] is UNOWNED:
        return _point(row, "unowned", 0, *timed, about)
    if judged and row["judgement"] == "at_risk":
        return _point(row, "at_risk", 0, judged, "", about)
    if timed and row["days_stale"] is not None:
        return _point(row, "stale", row["days_stale"], *timed, about)
    return None


def _point(
    row: dict, rank: str, weight: float, state: State, much: str, about: str, also: str = ""
) -> Matter:
    what = f"Punkt {row['number']} {row['title']}"
    says = State(f"{state.word}{much}{also}", state.sign, state.tone)
    query = {"punkt": str(row["item_id"])}
    return Matter(rank, weight, says, what, about, "handlingsplaner", query)


def _of_group(standing: Standing) -> Matter:
    group = standing.group
    reached = sv.number(standing.self_supporting)
    more = (
        f"{reached} av målets {sv.number(group['goal_count'])} är självförsörjande, "
        f"{sv.day(group['goal_on'])} är sista dag"
    )
    name = standing.name
    rank = "example" if group["is_example"] else "off_pace"
    query = {"grupp": str(group["group_id"])}
    return Matter(rank, 0, standing.goal, name, more, "matgrupper", query)


def _of_figure(reading: Reading) -> Matter:
    row, cadence = reading.latest, reading.figure.cadence.name
    when = f" i {sv.period_in_words(row['period'], cadence)}" if row else ""
    more = f"{reading.value}{when}"
    query = {"nyckeltal": reading.figure.key}
    what = reading.figure.title
    return Matter("concern", 0, reading.variation, what, more, "nyckeltal", query)


def _worse(readings: list[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.variation.tone == "orange"]


def _of_others(worse: list[Reading], besides: bool) -> list[Matter]:
    """The figures beside those that are followed, as one row that leads to them all."""
    if not worse:
        return []
    noun = "annat nyckeltal" if len(worse) == 1 else "andra nyckeltal"
    noun = noun if besides else "nyckeltal"
    what = sv.capital(sv.count_word(len(worse), noun, noun, neuter=True))
    names = [reading.figure.title for reading in worse]
    few = len(names) <= MOST_NAMED + 1  # one that is left out is named as easily
    more = sv.joined(names) if few else f"{', '.join(names[:MOST_NAMED])} med flera"
    return [Matter("concern", -1, WORSE, what, more, "nyckeltal", {})]


def in_one_sentence(
    points: pl.DataFrame,
    standings: list[Standing],
    followed: list[Reading],
    others: list[Reading],
) -> str:
    """The first line of Lägesbild: the group, the plan and the figures, from the same rows."""
    parts = []
    real = [s for s in standings if not s.group["is_example"]] or standings
    if real:
        left, _, caveat = real[0].sentence.rstrip(".").partition("; ")
        parts.append(f"{left} ({caveat})" if caveat else left)
    if points.height:
        late = points["days_overdue"].count()
        verb = "är försenad" if late == 1 else "är försenade"
        parts.append(f"{sv.count_word(late, 'punkt', 'punkter')} {verb}")
    parts += changes_in_words(followed, others)
    if not parts:
        return "Det finns inget att visa ännu: inget underlag, ingen mätgrupp, ingen handlingsplan."
    return f"{sv.capital(sv.joined(parts))}."


def changes_in_words(followed: list[Reading], others: list[Reading]) -> list[str]:
    """How many figures have really changed, and which way; none where none can be judged.

    Of the others, beside those that are followed, only how many have become worse.
    """
    phrases = real_changes_in_words(followed)
    if phrases and (worse := len(_worse(others))):
        return [
            *phrases,
            f"av de andra har {sv.count_word(worse, '', '', neuter=True).strip()} försämrats",
        ]
    judged = any(reading.chart is not None for reading in [*followed, *others])
    nothing = ["inget nyckeltal har ändrats på riktigt"] if judged else []
    return phrases or real_changes_in_words(others) or nothing
