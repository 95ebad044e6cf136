"""Answers that were made once and are shown again, kept by all that they depend on.

A key is an access decision: the viewer's steering group and right are always part of it, and the
versions of the areas that the answer was made from, and the day.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from pages.view import View

AREAS = ("organisation", "cases", "groups", "plans", "figures")
FILTERS = ("unit_id", "target_group", "months", "theme")
MOST = 512


def kept(*areas: str, heeds: tuple[str, ...] = ()) -> Callable:
    """Keep the answers of a function of a view and of hashable values.

    `areas` are the areas of the store that it reads, `heeds` the filters of the view that it uses.
    An answer is shared, so nobody may change it. The oldest of MOST answers is forgotten.
    """

    def keep(make: Callable) -> Callable:
        answers: OrderedDict[tuple, Any] = OrderedDict()
        lock = Lock()

        @wraps(make)
        def answer(view: View, *arguments: Any) -> Any:
            key = (view.right, view.versions_of(areas), _heeded(view, heeds), arguments)
            with lock:
                if key in answers:
                    answers.move_to_end(key)
                    return answers[key]
            made = make(view, *arguments)
            with lock:
                answers[key] = made
                if len(answers) > MOST:
                    answers.popitem(last=False)
            return made

        return answer

    return keep


def _heeded(view: View, heeds: tuple[str, ...]) -> tuple:
    return tuple(getattr(view, name) for name in heeds)
