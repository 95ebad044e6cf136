import re

from pages.parts.drawings.bars import Part, bar
from pages.parts.drawings.lines import line, scale_of
from pages.parts.markup import badge, block, table, text, unbroken
from pages.parts.words import State

LEFT = (0, 1, 2)


def test_a_bar_has_a_stretch_for_each_part_and_a_key_for_each_name():
    html = bar(
        [Part("Klara", 3, "blue"), Part("Sena", 0, "orange"), Part("Kvar", 7, "dark")], 10, "m"
    )

    assert re.findall(r"flex:(\d+)", html) == ["3", "7"]
    assert "Sena <b>0</b>" in html


def test_hidden_parts_are_one_stretch_and_each_says_two_dots():
    html = bar([Part("a", None, "blue"), Part("b", None, "pale"), Part("c", 16, "dark")], 24, "m")

    assert re.findall(r'class="(\w+)" style="flex:(\d+)', html) == [("dark", "16"), ("hatch", "8")]
    assert html.count("<b>..</b>") == 3


def test_a_narrow_part_has_its_number_below_only():
    html = bar([Part("a", 1, "blue"), Part("b", 99, "dark")], 100, "m")

    assert html.count("<b>1</b>") == 1
    assert html.count("<b>99</b>") == 2


def test_a_line_is_broken_where_a_value_is_hidden_and_ends_without_a_dot_there():
    whole, broken = line([1, 2, 3], "light"), line([1, 2, None, 2, None], "light")

    strokes, last = re.findall(r'd="([^"]+)"', whole)
    assert strokes.count("M") == 1
    assert strokes.endswith(last.removeprefix("M").removesuffix("h0"))
    assert [each.count("M") for each in re.findall(r'd="([^"]+)"', broken)] == [2]


def test_a_line_of_equal_values_and_an_empty_one_can_be_drawn():
    assert "NaN" not in line([5, 5, 5], "dark")
    assert "h0" not in line([], "dark")
    assert scale_of([None]).low == 0


def test_no_line_is_broken_inside_a_day():
    assert unbroken("klar <2014-12-05>, v. 40") == (
        "klar &lt;<span class='lb-nb'>2014-12-05</span>&gt;, v. 40"
    )


def test_what_stands_in_the_store_is_never_markup():
    hostile = "<script>alert(1)</script>"

    for html in (
        text(hostile),
        badge(State(hostile, "!", "blue")),
        bar([Part(hostile, 1, "blue")], 1, hostile),
        table(hostile, [hostile], [[hostile]]),
        block(text(hostile)),
    ):
        assert "<script" not in html
