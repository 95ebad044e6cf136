"""Text that somebody types to break something: for every field and column, and back out again."""

from collections.abc import Iterator

SQL = (
    "'; DROP TABLE persons; --",
    '" OR ""="',
    "1); DELETE FROM events; --",
    "' UNION SELECT pseudonym FROM persons --",
    "\\'; SELECT pg_sleep(9); --",
    "%_%' ESCAPE '\\",
    ":name %(name)s ? $1 {name}",
)
HTML = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</div></style><iframe src=javascript:alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "&lt;script&gt;alert(1)&#60;/script&#62;",
    "<!--<script>--><style>*{display:none}</style>",
    '"><input autofocus onfocus=alert(1)>',
)
MARKDOWN = (
    "[x](javascript:alert(1))",
    "![x](https://ond.example/bild.png)",
    "**fet** `kod` ~~struken~~ # Rubrik",
    ":material/delete: :red[röd] $\\frac{1}{0}$",
    "https://ond.example/in www.ond.example ond@example.com :smile: :blue-badge[x]",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\n</code>\n```",
    "<details open ontoggle=alert(1)>",
)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("https://ond.example";"klicka")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1+1",
    "\t=1+1",
    "\n=1+1",
    "'=1+1",
    ";=1+1",
    '"=1+1',
)
BYTES = (
    "null\x00mitt i",
    "\x00",
    "klocka\x07\x1b[31mröd\x1b[0m",
    "halv \ud800 bokstav",
    "\ufeffmärke först",
    "\uffff\ufffe",
    "rad\rretur\r\nny rad\u2028och\u2029till",
)
MARKS = (
    "\u202eftxt.exe",
    "\u2066 isolerad \u2069",
    "a\u0301\u0302\u0303\u0304" * 40,
    "\u200b\u200d\u2060",
    "ı İ ß ﬁ Å Å",
    "👩‍👩‍👧‍👦" * 50,
    "\u0000e9",
)
PATHS = (
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "con.txt",
    "/dev/null",
    "~/.ssh/id",
    "a" * 300 + ".csv",
    "%2e%2e%2f",
)
LONG = ("x" * 2_000, "x" * 2_001, "å" * 10_000_000)
NUMBERS = ("197705282387", "19770528-2387", "770528 2387", "1977-05-28-2387")
KINDS = (SQL, HTML, MARKDOWN, FORMULAS, BYTES, MARKS, PATHS)


def hostile() -> Iterator[str]:
    """Every one by itself, and each joined to one of another kind."""
    every = [text for kind in KINDS for text in kind]
    yield from every
    for number, text in enumerate(every):
        for step in (7, 19):
            yield f"{text} {every[(number + step) % len(every)]}"
