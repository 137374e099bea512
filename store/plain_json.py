"""JSON of others, read without what none of our tables could hold."""

import json
import math
import re
from typing import Any, Final, NoReturn

_SHOWN: Final = 40
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
"""May write half a character: Unicode text has none, and no file can hold one."""


def read_json(text: str) -> Any:
    """Return what a JSON text says.

    Raises:
        ValueError: it is no JSON, nested without end, has a number that is none, or half
            of a character.
    """
    try:
        told = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if _HALF.search(text):
            json.dumps(told, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("it has half of a character (a lone surrogate)") from error
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return told


def is_text(text: str) -> bool:
    """Return whether a text is Unicode: without halves of characters."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(number: str) -> NoReturn:
    raise ValueError(f"{number[:_SHOWN]} is no number that can be counted with")
