"""Personal numbers, official test numbers only: found as people write them, and nothing else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.personal_numbers import could_be_personal_number, holds_personal_number

# Skatteverket's test numbers, which are given to nobody
OFFICIAL = ("194106067699", "197705282387", "199701182389", "200509052387", "202308092382")
WRITINGS = {
    "twelve digits": "{0}",
    "ten digits": "{1}{2}",
    "twelve with a hyphen": "{3}-{2}",
    "ten with a hyphen": "{1}-{2}",
    "over a hundred": "{1}+{2}",
    "a space": "{1} {2}",
    "a hyphen between spaces": "{1} - {2}",
    "an en dash": "{1}–{2}",
    "a minus sign": "{1}−{2}",
    "a non-breaking hyphen": "{1}‑{2}",
    "a non-breaking space": "{1} {2}",
    "a full stop": "{1}.{2}",
    "a date with hyphens": "{4}-{5}-{6}-{2}",
    "a date with full stops": "{4}.{5}.{6}-{2}",
    "a date with slashes": "{4}/{5}/{6} {2}",
    "a hyphen after the year": "{4}-{5}{6}-{2}",
    "a space after the year": "{4} {5}{6}-{2}",
    "a hyphen before the day": "{4}{5}-{6}-{2}",
    "a full stop after the year": "{4}.{5}{6}.{2}",
    "a hyphen and a space": "{4}-{5} {6}-{2}",
}


def written(number: str, writing: str) -> str:
    day = number[:8]
    return writing.format(number, day[2:], number[8:], day, day[:4], day[4:6], day[6:])


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("number", OFFICIAL)
def test_an_official_test_number_is_found_as_it_may_be_written(number, writing):
    text = written(number, WRITINGS[writing])

    for around in (text, f"pnr:{text}.", f"({text})", f"åäö {text} åäö", f"1 {text}\n2"):
        assert holds_personal_number(around), around
        assert could_be_personal_number(around), around


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("１９４１０６０６７６９９", id="full-width digits"),
        pytest.param("٤١٠٦٠٦-٧٦٩٩", id="Arabic-Indic digits"),
        pytest.param("193006832384", id="a coordination number: the day is the 23rd and 60"),
        pytest.param("20000101-T220", id="an interim number"),
        pytest.param("20000101-t220", id="an interim number in small letters"),
        pytest.param("000229-2399", id="29 February of a leap year"),
        pytest.param("189911289800", id="born in the century before last"),
    ],
)
def test_numbers_of_other_kinds_are_found(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "M0002-1",
        "2014-12-05",
        "20141205",
        "2014-12-05 kl. 13.15",
        "08-123 456 78",
        "1 234 567 890 kr",
        "Dnr 2022/79",
        "12345678901",  # eleven digits
        "1234567890123",  # thirteen
        "19410606769",  # one digit short
        "a41060676990",  # and one too many
        "8020051952",  # an organisation's number: its month is 20 or more
    ],
)
def test_ordinary_numbers_are_let_through(text):
    assert not could_be_personal_number(text)
    assert not holds_personal_number(text)


@pytest.mark.parametrize(
    ("text", "could_be"),
    [
        pytest.param("194106067698", True, id="a check digit that is one off"),
        pytest.param("0701-234567", False, id="a phone number: signs between some of it only"),
        pytest.param("19410606-0000", True, id="nobody's number, 000"),
        pytest.param("20000101-T221", True, id="an interim number, one off"),
        pytest.param("010229-2398", False, id="29 February in no leap year of either century"),
        pytest.param("19410631-7699", False, id="31 June"),
        pytest.param("19411306-7699", False, id="month 13"),
        pytest.param("19410600-7699", False, id="day 0"),
        pytest.param("19410660-7699", True, id="day 60: a coordination number of an unknown day"),
        pytest.param("19410692-7699", False, id="day 92: 31 and 60 is the last"),
        pytest.param("19411361-7699", False, id="month 13 of a coordination number"),
        pytest.param("20141205-2015", True, id="a day and a year without signs between"),
        pytest.param("20000101-A220", False, id="a letter that no interim number has"),
    ],
)
def test_a_possible_date_makes_it_one_that_could_be_and_the_check_digit_one_that_is(text, could_be):
    assert could_be_personal_number(text) == could_be
    assert not holds_personal_number(text)


SEVEN = [*WRITINGS][:4] + ["a space", "an en dash", "a date with hyphens"]


def test_every_coordination_number_is_found_also_of_no_day_in_a_calendar():
    """In the proportions of those given out: in one of twelve the month or the day is not known."""
    chance = random.Random(1)
    missed, odd = [], 0
    for _ in range(2000):
        month, day = chance.randint(1, 12), chance.randint(61, 88)
        if chance.random() < 194 / 2264:
            month, day = chance.choice([(0, day), (month, 60), (2, 90), (4, 91), (0, 60)])
            odd += 1
        nine = f"{chance.randint(1925, 2009)}{month:02}{day:02}{chance.randint(1, 999):03}"
        number = nine + check_digit(nine[2:])
        texts = [written(number, WRITINGS[writing]) for writing in SEVEN]
        missed += [text for text in texts if not holds_personal_number(f"Se {text}.")]
        missed += [text for text in texts if not could_be_personal_number(f"Se {text}.")]
    assert odd > 100
    assert missed == []


def check_digit(nine: str) -> str:
    doubled = "".join(str(int(digit) * (1 + (at + 1) % 2)) for at, digit in enumerate(nine))
    return str(-sum(map(int, doubled)) % 10)


def test_days_diary_numbers_and_clocks_are_taken_for_no_number():
    chance = random.Random(2)

    def day() -> str:
        return f"{chance.randint(2010, 2029)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    def clock() -> str:
        return f"{chance.randint(7, 18):02}{chance.choice(':.')}{chance.randint(0, 59):02}"

    accused = []
    for _ in range(5000):
        between = chance.choice(["-", "–", " – ", " - ", " ", " till "])
        first, second = day(), day()
        said = chance.choice(
            [
                f"Insatsen gäller {first}{between}{second}.",
                f"Möte {first} {clock()}{between}{clock()}",
                f"Möte {first} kl. {clock()}",
                f"Dnr {first[:4]}/{first[5:7]}{first[8:]}-{chance.randint(1000, 9999)}",
                f"{first.replace('-', '.')}{between}{second.replace('-', '.')}",
            ]
        )
        accused += [said] if could_be_personal_number(said) else []
    assert accused == []


def test_a_sign_that_takes_no_room_hides_nothing():
    assert holds_personal_number("194106\u200b067699")
    assert holds_personal_number("19410606-7\u2060699")
    assert holds_personal_number("194106\ufe0f067699")


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("2014 ", id="a year"),
        pytest.param("1234/", id="a number with a slash"),
        pytest.param("9912 ", id="four digits"),
        pytest.param("08-123 456 78 ", id="a phone number"),
        pytest.param("99 ", id="two digits"),
    ],
)
def test_digits_before_it_do_not_hide_it(before):
    """What begins as something else may still end as a personal number."""
    assert holds_personal_number(f"{before}410606-7699")
    assert could_be_personal_number(f"{before}410606-7699")


AROUND = st.lists(st.sampled_from(["2014", "08", "123", "1", " ", "-", "/", ".", "å"]), max_size=6)


@given(AROUND.map("".join), AROUND.map("".join), st.sampled_from(OFFICIAL))
def test_whatever_stands_around_it_a_number_by_itself_is_found(before, after, number):
    text = f"{before}|{number[2:8]}-{number[8:]}|{after}".replace("|", " ")

    assert holds_personal_number(text)


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text):
    if holds_personal_number(text):
        assert could_be_personal_number(text)
