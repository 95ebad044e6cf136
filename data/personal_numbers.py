"""Finding what is, or could be, a Swedish personal number, so that it is never kept.

A personal number is ten or twelve digits, YYMMDD-NNNC or YYYYMMDD-NNNC, with `+` for `-` from the
year a person turns a hundred. A coordination number adds 60 to the day; an interim number has a
letter for its first N. C is a check digit (Luhn) over the nine before it.
"""

import re
from collections.abc import Iterator
from datetime import date

_NUMBER = re.compile(
    r"(?<!\d)(?P<century>1[6-9]|20)?(?P<year>\d{2})[\s./-]?(?P<month>\d{2})[\s./-]?(?P<day>\d{2})"
    r"\s?[-+.\u2010-\u2015\u2212]?\s?(?P<birth>[\dTRSUWXJKLMN]\d{2})(?P<check>\d)(?!\d)",
    re.IGNORECASE,
)


def could_be_personal_number(text: str) -> bool:
    """Whether ten or twelve digits with a possible date stand anywhere, checked or not."""
    return any(True for _ in _with_a_date(text))


def holds_personal_number(text: str) -> bool:
    """Whether a number with a possible date and the right check digit stands anywhere."""
    return any(_checks(found) for found in _with_a_date(text))


def _with_a_date(text: str) -> Iterator[re.Match[str]]:
    """Each possible number, those that overlap too: what begins as another may end as one."""
    digits, at = _ascii_digits(text), 0
    while found := _NUMBER.search(digits, at):
        if _has_a_date(found):
            yield found
        at = found.start() + 1


def _ascii_digits(text: str) -> str:
    """Digits of other scripts, and full-width ones, as 0 to 9."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _has_a_date(found: re.Match[str]) -> bool:
    day = int(found["day"])
    day -= 60 if day > 60 else 0
    centuries = [found["century"]] if found["century"] else ["19", "20"]
    return any(_is_a_day(int(c + found["year"]), int(found["month"]), day) for c in centuries)


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _checks(found: re.Match[str]) -> bool:
    """Luhn; the number that is nobody's, 000, never checks. An interim letter counts as 1."""
    birth = re.sub(r"\D", "1", found["birth"])
    nine = found["year"] + found["month"] + found["day"] + birth
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    total = sum(number // 10 + number % 10 for number in doubled)
    return birth != "000" and (10 - total % 10) % 10 == int(found["check"])
