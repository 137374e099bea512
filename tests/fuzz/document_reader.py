"""The process that reads damaged documents: `python -m tests.fuzz.document_reader FOLDER`.

A line `KIND SEED` comes in, a line of JSON goes out.
"""

import json
import os
import resource
import shutil
import signal
import sys
import traceback
import warnings
from pathlib import Path
from typing import IO

from store.errors import AtlasError
from tests.fuzz.documents import LONGEST_CPU_S, MOST_MORE_BYTES, Kind
from tests.fuzz.kinds.registry import KINDS

SHORTEST_SENTENCE = 20
LONGEST_SENTENCE = 4_000


def main(folder: Path) -> None:
    """Answer until nothing more comes in."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # A number that is no longer one must be noticed, not only warned of.
    warnings.simplefilter("error", RuntimeWarning)
    sound: dict[str, bytes] = {}
    for line in sys.stdin:
        name, seed = line.split()
        kind = KINDS[name]
        if name not in sound:
            sound[name] = _sound(kind, folder)
            _limit_memory()
        told = _tried(kind, sound[name], int(seed), folder / "work")
        _answer(answers, told)


def _sound(kind: Kind, folder: Path) -> bytes:
    """Return a sound document, which must be read; what its reader needs is loaded then."""
    content = kind.make(_empty(folder / "make"))
    kind.read(content, _empty(folder / "work"))
    return content


def _tried(kind: Kind, sound: bytes, seed: int, folder: Path) -> dict[str, object]:
    content = kind.damage(sound, seed)
    _empty(folder)
    before = _cpu_s()
    # Whoever takes longer is killed: nothing in Python could stop a library.
    signal.setitimer(signal.ITIMER_PROF, LONGEST_CPU_S)
    told = _outcome(kind, content, folder)
    signal.setitimer(signal.ITIMER_PROF, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return told | {"cpu_s": _cpu_s() - before, "memory_bytes": peak}


def _outcome(kind: Kind, content: bytes, folder: Path) -> dict[str, object]:
    try:
        kind.read(content, folder)
    except AtlasError as error:
        said = str(error)
        if SHORTEST_SENTENCE <= len(said) <= LONGEST_SENTENCE:
            return {"outcome": "refused", "what": said}
        return {"outcome": "defect", "what": f"{len(said)} letters: {said[:200]!r}"}
    except BaseException:
        return {"outcome": "defect", "what": traceback.format_exc(limit=-6)}
    return {"outcome": "read"}


def _limit_memory() -> None:
    """Let the process take so much more memory than now."""
    status = Path("/proc/self/status").read_text()
    now = next(line for line in status.splitlines() if line.startswith("VmData"))
    most = int(now.split()[1]) * 1024 + MOST_MORE_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _answer(answers: IO[str], told: dict[str, object]) -> None:
    answers.write(json.dumps(told) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
