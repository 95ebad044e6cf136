"""Words that are English and not Swedish too, and what may be said in English all the same."""

import re

# Common words of programs and of English that no Swedish text has. Words that are both are left
# out: under, in, all, not, data, period, status, filter, total, press, sort, plan, test, by, full.
_WORDS = """
    the and of to with from this that these those which what when where who how why are was were
    has have had but there their they your our you we its into than then over between before
    after each every any other more most less least only also because while about open close
    opened closed case cases show shown hide hidden search filters select selected choose
    chosen choice choices option options add added remove removed delete deleted save saved
    cancel submit apply reset clear enter click value values row rows column columns table
    tables chart charts graph view views page pages file files download upload drag drop browse
    loading error warning failed missing unknown none null true false yes average mean
    count number numbers rate share percent change changed improvement concern month quarter
    year day week today date time title description name unit units group groups point points
    target targets note notes settings user users member members sign log out ascending
    descending fullscreen menu sidebar expand collapse rerun running stop results
    result found household households benefit measure measures
"""
ENGLISH = frozenset(_WORDS.split())
# By name and reason; the rest of the text around them is still looked through.
ALLOWED = {"Making Data Count": "the name of NHS England's rules"}
_WORD = re.compile(r"[A-Za-zÅÄÖåäö']+")


def english_in(words: str) -> list[str]:
    """The English words in a text."""
    for allowed in ALLOWED:
        words = re.sub(rf"\b{re.escape(allowed)}\b", " ", words, flags=re.IGNORECASE)
    return [word for word in _WORD.findall(words) if word.lower() in ENGLISH]
