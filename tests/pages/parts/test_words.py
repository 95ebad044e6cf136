import inspect
import re

import pytest

from metrics import judgement, spc
from metrics.cohort import STATES
from metrics.plans import STATUSES
from pages.parts import words
from pages.parts.figures.reading.sentences import IN_WORDS
from pages.parts.overview import attention
from pages.parts.theme import DARK, LIGHT, THEMES, style_sheet

TABLES = (words.VARIATION, words.ASSURANCE, words.STATUS, words.JUDGEMENT, words.LEDGER)


def test_every_verdict_of_a_chart_has_its_word():
    sides = ("improvement", "concern", "change")
    said = {f"{side}_{end}" for side in sides for end in ("high", "low")}
    notes = {"normal", "too_few", "unchanged", "sparse"}

    unjudged = {"adds_up", "overlaps", "hidden", "nothing"}

    assert said | notes | unjudged == set(words.VARIATION)
    assert {key.rsplit("_", 1)[0] for key in said} | notes | unjudged == set(IN_WORDS)


def test_every_answer_about_a_target_has_its_word():
    assert set(words.ASSURANCE) == {"pass", "fail", "hit_or_miss", "none"}


def test_every_status_and_every_side_of_a_ledger_has_its_word():
    assert set(words.STATUS) == set(STATUSES)
    assert set(words.LEDGER) == {"remaining", "self_supporting", "other_reason", "unknown"}
    assert {"remaining", "unknown", "other_reason"} < set(STATES)


def test_every_state_has_a_sign_a_word_and_a_tone_of_both_themes():
    for table in TABLES:
        for state in table.values():
            assert state.word
            assert state.sign
            assert state.tone in LIGHT
            assert state.tone in DARK


def test_no_two_states_of_a_table_look_and_read_the_same():
    for table in TABLES:
        assert len({(state.sign, state.word) for state in table.values()}) == len(table)


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_and_marks_be_told_from_the_ground(theme):
    colours = THEMES[theme]

    for tone in ("ink", "muted", "blue", "orange", "purple", "grey"):
        assert _contrast(colours[tone], colours["ground"]) >= 4.5, tone
    for tone in ("blue", "orange", "purple", "grey"):
        assert _contrast(colours[tone], colours[f"{tone}_ground"]) >= 4.5, tone
    for tone in ("pale", "dark", "hatch"):
        assert _contrast(colours[tone], colours["ground"]) >= 3, tone
    for tone in ("blue", "orange", "pale", "dark"):
        assert _contrast(colours["ground"], colours[tone]) >= 3, f"large number on {tone}"


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_that_the_style_sheet_asks_for_is_there(theme):
    asked = set(re.findall(r"var\(--lb-(\w+)\)", style_sheet(theme)))

    assert asked <= set(THEMES[theme])


def test_every_kind_of_matter_has_its_rank():
    source = inspect.getsource(attention)
    used = set(re.findall(r'(?:_point\(row|Matter\(|_of_\w+), "(\w+)"', source))
    used |= set(re.findall(r'Matter\("(\w+)"', source))
    used |= set(re.search(r'rank = "(\w+)" if .* else "(\w+)"', source).groups())

    assert used == set(attention.RANKS)


def test_the_codes_of_the_chart_are_those_of_the_measures():
    assert spc.judge is judgement.judge
