"""The command line as users call it, and with a kill -9 at a drawn moment."""

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[2]
KILLER: Final = Path(__file__).parent / "killer"
LONGEST_DELAY_S: Final = 0.03
"""So that also the middle of writing a file is met."""


def signatlas(
    *arguments: object, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process group of its own."""
    process = started(*arguments, env=env)
    said, errors = process.communicate(timeout=900)
    return subprocess.CompletedProcess(process.args, process.returncode, said, errors)


def started(
    *arguments: object, env: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start the command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _MAIN, *map(str, arguments)],
        cwd=CHECKOUT,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "400"} | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@dataclass(frozen=True, slots=True)
class Killed:
    """How a command is killed: at the `at`-th change of the store, or a little later."""

    at: int
    delay_s: float = 0.0

    def run(
        self, root: Path, counter: Path, *arguments: object
    ) -> subprocess.CompletedProcess[str]:
        """Run a command on the store at `root` and kill it there."""
        told = f"{root}\t{counter}\t{self.at}\t{self.delay_s}"
        paths = os.pathsep.join([str(KILLER), os.environ.get("PYTHONPATH", "")])
        env = {"SIGNATLAS_KILLED": told, "PYTHONPATH": paths}
        return signatlas(*arguments, env=env)


def changes_of(root: Path, counter: Path, *arguments: object) -> int:
    """Run a command to its end; return how often it changes files of the store."""
    done = Killed(0).run(root, counter, *arguments)
    assert done.returncode == 0, done.stderr
    return counter.stat().st_size


def drawn_moment(changes: int, *, seed: str) -> Killed:
    """Return a moment between the first change and the last."""
    drawn = random.Random(seed)
    return Killed(drawn.randint(1, changes), drawn.uniform(0, LONGEST_DELAY_S))


_MAIN: Final = "from dashboard.cli import main; main()"
