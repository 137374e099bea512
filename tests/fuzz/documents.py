"""Damaged documents given to the product's own readers, in a process of their own.

A document is read, or refused with a sentence. Anything else is a defect: another error, a
process that dies, one that takes all memory or never ends.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from tests.fuzz.extent import FIRST_SEED, extent
from tests.fuzz.mutations import mutated

USUAL_COUNT: Final = 600
LONGEST_CPU_S: Final = 30.0
"""Processor time after which a document counts as one that never ends."""
MOST_MORE_BYTES: Final = 1_500_000_000
"""Memory that documents may take, over what the process takes without any."""
ENOUGH_DEFECTS: Final = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document.

    Attributes:
        name: what a tally calls it.
        make: returns the content of a sound one; may work in the folder given.
        read: has a content read by the product, to the rows of a store where it makes
            any, in an empty folder. Raises `AtlasError` where it is refused.
        damage: makes a damaged copy by a seed.
    """

    name: str
    make: Callable[[Path], bytes]
    read: Callable[[bytes, Path], None]
    damage: Callable[[bytes, int], bytes] = mutated


@dataclass(slots=True)
class Tally:
    """What became of the documents of one kind.

    Attributes:
        outcomes: how many were read, refused with a sentence, and neither.
        defects: of each of the latter its seed and what happened.
        memory_bytes: the most that the process took.
        longest_cpu_s: the most processor time that one took.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    defects: list[str] = field(default_factory=list)
    memory_bytes: int = 0
    longest_cpu_s: float = 0.0

    @property
    def line(self) -> str:
        """One line for people."""
        told = ", ".join(f"{name} {count}" for name, count in self.outcomes.items())
        return (
            f"tried {self.outcomes.total()}: {told}; {self.memory_bytes / 1e6:.0f} MB "
            f"at most, {self.longest_cpu_s:.2f} s of processor time for one at most"
        )


def documents_asked() -> int:
    """Return how many documents of all kinds together are to be tried."""
    return extent("DOCUMENTS", USUAL_COUNT)


class Readers:
    """A process that reads documents; begun anew where one has ended it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def tally(self, kind: str, seeds: Iterable[int]) -> Tally:
        """Try the documents of a kind that some seeds make."""
        tally = Tally()
        for seed in seeds:
            told = self._ask(kind, seed)
            tally.outcomes[told["outcome"]] += 1
            tally.memory_bytes = max(tally.memory_bytes, told.get("memory_bytes", 0))
            tally.longest_cpu_s = max(tally.longest_cpu_s, told.get("cpu_s", 0.0))
            if told["outcome"] == "defect":
                tally.defects.append(f"{kind}, seed {seed}: {told['what']}")
            if len(tally.defects) >= ENOUGH_DEFECTS:
                break
        return tally

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def _ask(self, kind: str, seed: int) -> dict[str, Any]:
        process = self._process or self._begin()
        _pipe(process.stdin).write(f"{kind} {seed}\n")
        _pipe(process.stdin).flush()
        answer = _pipe(process.stdout).readline()
        if answer:
            return dict(json.loads(answer))
        self._process = None
        code = process.wait()
        return {"outcome": "defect", "what": f"ended its process with {code}"}

    def _begin(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.document_reader", str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._process


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def seeds_of(kinds: int) -> Iterator[int]:
    """Yield the seeds of one of so many kinds."""
    count = max(documents_asked() // kinds, 1)
    yield from range(FIRST_SEED, FIRST_SEED + count)
