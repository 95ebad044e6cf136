"""Finding what is, or could be, a Swedish personal number, so that it is never kept.

A personal number is ten or twelve digits, YYMMDD-NNNC or YYYYMMDD-NNNC, with `+` for `-` from the
year a person turns a hundred. A coordination number adds 60 to the day, and its month and day need
not be in any calendar: where they are not known they are 00 (one in twelve of those given out). An
interim number has a letter for its first N. C is a check digit (Luhn) over the nine before it.

Two days written with signs between are a period; a year, a slash and four digits a diary number.
Without signs nothing tells a day and a year, 20141205-2015, from a number: it could be one, and one
in ten has the right check digit.
"""

import re
from collections.abc import Iterator
from datetime import date
from unicodedata import category

_GOES_ON = re.compile(r"([./-])\d{2}\1\d{2}(?!\d)")  # what follows the year of a second day
_NUMBER = re.compile(
    r"(?<!\d)(?P<century>1[6-9]|20)?(?P<year>\d{2})(?P<sign>[\s./-]?)(?P<month>\d{2})"
    r"(?P<other>[\s./-]?)(?P<day>\d{2})"
    r"\s?[-+.\u2010-\u2015\u2212]?\s?(?P<birth>[\dTRSUWXJKLMN]\d{2})(?P<check>\d)(?!\d)",
    re.IGNORECASE,
)


def could_be_personal_number(text: str) -> bool:
    """Whether the text has ten or twelve digits with a possible date, whatever the check digit."""
    return any(True for _ in _with_a_date(text))


def holds_personal_number(text: str) -> bool:
    """Whether the text has a number with a possible date and the right check digit."""
    return any(_checks(number) for number in _with_a_date(text))


def _with_a_date(text: str) -> Iterator[re.Match[str]]:
    """Every match with a possible date, also those that overlap an earlier match."""
    digits, at = _ascii_digits(text), 0
    while number := _NUMBER.search(digits, at):
        if _has_a_date(number) and not _is_something_else(number):
            yield number
        at = number.start() + 1


def _ascii_digits(text: str) -> str:
    """The text with digits of other scripts, and full-width digits, as 0 to 9.

    Signs that are not seen, or stand over another, are left out: they would part a number.
    """
    seen = (sign for sign in text if category(sign) not in ("Cf", "Mn"))
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in seen)


def _has_a_date(number: re.Match[str]) -> bool:
    day = int(number["day"])
    if day >= 60:  # of a coordination number
        return day <= 91 and int(number["month"]) <= 12
    centuries = [number["century"]] if number["century"] else ["19", "20"]
    return any(_is_a_day(int(c + number["year"]), int(number["month"]), day) for c in centuries)


def _is_something_else(number: re.Match[str]) -> bool:
    """Whether it is a period, 2014-12-05 – 2015-…, or parted as no day is: 0701-23, 2014/1205."""
    sign, other = number["sign"], number["other"]
    year = number["birth"] + number["check"]
    goes_on = _GOES_ON.match(number.string, number.end())
    is_period = bool(sign and goes_on and year[:2] in ("19", "20"))
    is_odd = sign != other and (not number["century"] or "/" in (sign, other))
    return is_period or is_odd


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _checks(number: re.Match[str]) -> bool:
    """Whether the check digit (Luhn) is right. An interim letter counts as 1; 000 is nobody's."""
    birth = re.sub(r"\D", "1", number["birth"])
    nine = number["year"] + number["month"] + number["day"] + birth
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    total = sum(value // 10 + value % 10 for value in doubled)
    return birth != "000" and (10 - total % 10) % 10 == int(number["check"])
