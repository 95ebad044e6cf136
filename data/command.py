"""Commands that speak Swedish: arguments in any order, `--help`, and the same three exit codes.

Each command's module has a `main(words)` that returns 0 when it is done, 1 when it was refused and
2 when it was used wrongly.
"""

import re
import sys
from argparse import ArgumentParser, HelpFormatter, Namespace
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from data.settings import SettingError
from data.store import StoreError

HOW = "Så här: "
# argparse's message in English -> ours. For any other message only the usage is shown.
_IN_SWEDISH = (
    (r"the following arguments are required: (.+)", r"Det saknas: \1."),
    (r"unrecognized arguments: (.+)", r"Det här finns inte att välja: \1."),
    (r"argument .+: invalid choice: '(.*)' .+", r"Det här finns inte att välja: \1."),
    (r"argument (.+): expected one argument", r"\1: det saknas ett värde efter."),
)


class Command(ArgumentParser):
    """The parser of one command's arguments. `usage` is the whole line, from python on."""

    def __init__(self, usage: str, about: str, **more: Any):
        super().__init__(
            usage=usage,
            description=about,
            formatter_class=_Swedish,
            add_help=False,
            allow_abbrev=False,
            **more,
        )
        self._positionals.title, self._optionals.title = "ord", "tillval"
        self.add_argument("-h", "--help", action="help", help="visa detta och gör inget annat")

    def error(self, message: str) -> NoReturn:
        """Exit with 2 on what argparse refuses."""
        self.used_wrongly(_in_swedish(message))

    def used_wrongly(self, sentence: str = "") -> NoReturn:
        """Exit with 2, and show a sentence and how the command is used."""
        say("\n".join(filter(None, (sentence, self.format_usage().strip()))))
        raise SystemExit(2)


class _Swedish(HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None) -> None:
        super().add_usage(usage, actions, groups, HOW if prefix is None else prefix)


def _in_swedish(message: str) -> str:
    for english, swedish in _IN_SWEDISH:
        if match := re.fullmatch(english, message, re.DOTALL):
            return match.expand(swedish)
    return ""


def run(
    parser: Command,
    words: Sequence[str],
    do: Callable[[Namespace], int],
    refused: tuple[type[Exception], ...] = (),
) -> int:
    """Parse the arguments and call `do`; return the exit code.

    A StoreError, a SettingError or one of `refused` is shown as its sentence, and returns 1.
    """
    try:
        return do(parser.parse_args(words))
    except SystemExit as left:  # after --help, or when used wrongly
        return int(left.code or 0)
    except (StoreError, SettingError, *refused) as reason:
        say(str(reason.args[0]))
        return 1


def say(sentence: str, done: bool = False) -> None:
    """Show a sentence to whoever runs the command: on stdout if it is `done`, else on stderr."""
    (sys.stdout if done else sys.stderr).write(f"{sentence}\n")
