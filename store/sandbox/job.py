"""What the process that answers a statement is told, and what it tells of the answer."""

import json
from dataclasses import asdict, dataclass

from store.sandbox.limits import SandboxLimits


@dataclass(frozen=True, slots=True)
class SandboxJob:
    """One statement to be answered.

    Attributes:
        root: folder of the store.
        statement: in SQL.
        limits: of it.
    """

    root: str
    statement: str
    limits: SandboxLimits

    @classmethod
    def from_json(cls, text: bytes) -> "SandboxJob":
        """Return the job that a text describes."""
        told = json.loads(text)
        return cls(told["root"], told["statement"], SandboxLimits(**told["limits"]))

    def as_json(self) -> bytes:
        """Return the job as text."""
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class SandboxOutcome:
    """What is told before the answer.

    Attributes:
        took_ms: how long the statement took.
        cut: why the answer is not whole: `rows` or `megabytes`; empty: it is whole.
        error: why there is no answer; empty: there is one.
        where: the place of the error within the statement.
    """

    took_ms: int = 0
    cut: str = ""
    error: str = ""
    where: str = ""

    @classmethod
    def from_json(cls, text: bytes) -> "SandboxOutcome":
        """Return the outcome that a text describes."""
        return cls(**json.loads(text))

    def as_json(self) -> bytes:
        """Return the outcome as one line of text."""
        return json.dumps(asdict(self)).encode() + b"\n"
