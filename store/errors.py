"""The one error family: every sentence a user reads about something that went wrong.

AtlasError
├── CallError        a wrong call: the command stops, exit code 2
│   ├── SqlError     a statement of the user that cannot be answered
│   └── UnknownNameError  a name that is not there, with the nearest ones that are
├── StoreError       the store cannot be read or written as it is
├── MediaError       one video or photograph cannot be used: becomes a row in `problems`
└── RowsError        rows that do not fit their table (a bug of the caller)
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

LONGEST_SENTENCE: Final = 2_000
_CUT: Final = " ... "


def shortened(sentence: str, longest: int = LONGEST_SENTENCE) -> str:
    """Return a sentence, its middle left out where it quotes something endless.

    Args:
        sentence: what is wrong, where, and at its end what to do about it.
        longest: so many letters it has at most.
    """
    if len(sentence) <= longest:
        return sentence
    end = longest // 3
    return sentence[: longest - end - len(_CUT)] + _CUT + sentence[-end:]


class AtlasError(Exception):
    """Base of all errors raised on purpose; its text is one sentence for the user."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(shortened(sentence))


class CallError(AtlasError):
    """The command was called with something that cannot work."""


class SqlError(CallError):
    """A statement of the user cannot be answered.

    Args:
        what: what is wrong, one sentence.
        where: the line of the statement with a mark below it; empty where unknown.
    """

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(f"{what}\n{where}" if where else what)
        self.what = what
        self.where = where


class UnknownNameError(CallError):
    """A name was asked for that does not exist."""

    def __init__(self, kind: str, name: str, available: Iterable[str]) -> None:
        known = sorted(available)
        close = get_close_matches(name, known, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        listed = ", ".join(known) or "none yet"
        super().__init__(f"Unknown {kind} {name!r}.{hint} Available: {listed}.")


class StoreError(AtlasError):
    """The store on disk cannot be used as it is."""


class MediaError(AtlasError):
    """One source file cannot be used; the others are not affected.

    Args:
        kind: short machine-readable word for the problem, e.g. `empty-file`.
        what: what is wrong, one sentence.
        remedy: what the user can do about it, one sentence.
    """

    def __init__(self, kind: str, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.kind = kind
        self.what = what
        self.remedy = remedy


class RowsError(AtlasError):
    """Rows handed to the writer do not fit the table's schema."""
