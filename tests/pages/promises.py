"""What every page promises, whoever wrote it. A promise takes an address and says what breaks it.

Each is a function of a Shown that gives sentences, none where the promise is kept. PAGE_PROMISES
is walked by test_promises.py for every address; a new page touches nothing here.
"""

import re
from collections.abc import Callable, Iterator

from metrics.catalogue import FIGURES
from pages import register
from pages.parts.tables import SECRECY
from tests.browser.serving import ROOT
from tests.conftest import THOROUGH
from tests.pages.english import english_in
from tests.pages.numbers import unaccounted
from tests.pages.sent import too_fine
from tests.pages.shown import File, Shown
from tests.pages.walk import Address, expected, pictured

MOST_MESSAGES = 40
PICTURES = ("1440-ljus", "1440-mork", "390-ljus", "390-mork")
Promise = Callable[[Shown], list[str]]


def its_tests_know_it(shown: Shown) -> list[str]:
    """What is expected of the page is written down."""
    try:
        expected(shown.address.module)
    except LookupError as lacking:
        return [str(lacking)]
    return []


def it_has_one_heading(shown: Shown) -> list[str]:
    """One h1, the page's title, and one first line."""
    markup = "".join(shown.page.html)
    headings = [_bare(words) for words in re.findall(r"<h1[^>]*>(.*?)</h1>", markup)]
    title = shown.address.module.TITLE
    said = [] if headings == [title] else [f"h1 is {headings}, not {title!r}"]
    return said if "lb-first" in markup else [*said, "there is no first line"]


def it_keeps_its_budget(shown: Shown) -> list[str]:
    """So many messages at most: each costs, whatever is in it."""
    many = shown.page.messages
    return [] if many <= MOST_MESSAGES else [f"{many} messages, {MOST_MESSAGES} at most"]


def it_can_be_heard(shown: Shown) -> list[str]:
    """Every chart is a sentence, every picture has its words or is decoration, every bar a label."""
    charts = [part.proto.alt for part in shown.page.at._tree if part.type == "vega_lite_chart"]
    said = [f"a chart says {words!r}" for words in charts if not words.endswith(".")]
    for tag in re.findall(r"<img[^>]*>", "".join(shown.page.html)):
        said += [] if " alt=" in tag else [f"no alt: {tag[:60]}"]
    for tag in re.findall(r"<[^>]*role=.img.[^>]*>", "".join(shown.page.html)):
        said += [] if re.search(r"aria-label=.[^'\"]", tag) else [f"no label: {tag[:60]}"]
    return said


def its_charts_are_tables_too(shown: Shown) -> list[str]:
    """Beside every chart a fold with its table; what is drawn as a table is in such a fold too.

    And every such fold has its files.
    """
    page, unfolded = shown.page.at, shown.unfolded.at
    charts = [part for part in page._tree if part.type == "vega_lite_chart"]
    twins = [fold for fold in unfolded.expander if _is_twin(fold.key)]
    said = [] if len(twins) >= len(charts) else [f"{len(charts)} charts, {len(twins)} tables"]
    whole = [list(frame.value.columns) for fold in twins for frame in fold.dataframe]
    bare = [list(frame.value.columns) for frame in page.dataframe]
    said += [f"no file has all of the table {columns}" for columns in bare if columns not in whole]
    names = {file.name for file in shown.files if file.name.endswith(".csv")}
    return said if len(names) >= len(twins) else [*said, f"{len(twins)} tables, files {names}"]


def it_sends_nothing_finer_than_its_words(shown: Shown) -> list[str]:
    """No number with more than a decimal of a percent, in anything that is sent, folds open or not."""
    return [*too_fine(shown.page), *too_fine(shown.unfolded)]


def its_files_are_whole(shown: Shown) -> list[str]:
    """Every file is in the log, and says whose it is, what it means and that it may be secret."""
    _ = shown.unfolded
    said = []
    for file in shown.files:
        if file.name.endswith(".png") and not THOROUGH:
            continue  # the same drawing as the .svg
        said += [f"{file.name} has no {term}" for term in _terms(file) if term not in file.words]
        said += [] if file.logged() else [f"{file.name} is not in the log"]
    return said


def _terms(file: File) -> tuple[str, ...]:
    """What stands in a file besides its numbers; a picture has it as lines without terms."""
    return {
        "csv": ("Styrgrupp", *SECRECY),
        "xlsx": ("Styrgrupp", *SECRECY),
        "svg": (*SECRECY,),
    }.get(file.ending, ())


def it_speaks_swedish(shown: Shown) -> list[str]:
    """No word of English in anything that is read or heard."""
    words = ((piece, english_in(piece.words)) for piece in shown.pieces)
    return [f"{', '.join(found)}: {piece.words[:80]}" for piece, found in words if found]


def its_numbers_are_known(shown: Shown) -> list[str]:
    """Every number is what its own element stands for."""
    return unaccounted(shown.address, shown.place, shown.engine, shown.pieces)


def it_has_its_pictures(shown: Shown) -> list[str]:
    """People can judge it: its own addresses are among the pictures of the documentation."""
    name = shown.address.name
    lacks = [each for each in PICTURES if not (ROOT / f"docs/bilder/{name}-{each}.png").is_file()]
    return [f"no picture {name}-{each}.png" for each in lacks] if name else []


def it_says_that_it_is_empty(shown: Shown) -> list[str]:
    """In a steering group that nothing was delivered to: why, and who can fill it; no 0 %."""
    try:
        begins = expected(shown.address.module).EMPTY.replace("FIGURES", str(len(FIGURES)))
    except LookupError as lacking:
        return [str(lacking)]
    line = shown.page.first_line
    said = [] if begins in line else [f"{line!r} does not say {begins!r}"]
    return [*said, "0 % of nothing"] if re.search(r"(?<!\d)0 %", shown.page.text) else said


PAGE_PROMISES: tuple[Promise, ...] = (
    its_tests_know_it,
    it_has_one_heading,
    it_keeps_its_budget,
    it_can_be_heard,
    its_charts_are_tables_too,
    it_sends_nothing_finer_than_its_words,
    it_speaks_swedish,
    its_numbers_are_known,
    its_files_are_whole,  # after the numbers: each file that is made is one more line in the log
    it_has_its_pictures,
)
EMPTY_PROMISES: tuple[Promise, ...] = (it_says_that_it_is_empty, it_has_one_heading)


def broken(shown: Shown, promises: tuple[Promise, ...]) -> list[str]:
    """What breaks the promises, a line each."""
    return [f"{promise.__name__}: {said}" for promise in promises for said in promise(shown)]


def empty_addresses() -> Iterator[Address]:
    """Every page by its first address: what it says when there is nothing to say."""
    return (pictured(module)[0] for module in register.PAGES)


def _is_twin(key: str | None) -> bool:
    return bool(key) and key.startswith("tabell_")


def _bare(markup: str) -> str:
    return re.sub(r"<[^>]+>", "", markup).strip()
