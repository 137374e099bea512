"""What Linux tells of processes: who started them, what they hold open and take."""

import re
from collections.abc import Iterator
from pathlib import Path


def processes_about(folder: Path) -> list[str]:
    """Return the command lines of processes that have a file in a folder open."""
    found = []
    for process in _processes():
        try:
            open_files = [str(path.readlink()) for path in (process / "fd").iterdir()]
            command = (process / "cmdline").read_text("utf-8", "replace")
        except OSError:
            continue
        if any(name.startswith(str(folder)) for name in open_files):
            found.append(command)
    return found


def children_of(parent: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found = []
    for process in _processes():
        try:
            facts = (process / "stat").read_text("utf-8", "replace")
        except OSError:
            continue
        state, mother = facts.rpartition(")")[2].split()[:2]
        if int(mother) == parent and state != "Z":
            found.append(int(process.name))
    return found


def peak_mb(process: int) -> int:
    """Return the most memory that a process has taken so far."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s*(\d+)", status)[0]) >> 10


def _processes() -> Iterator[Path]:
    yield from Path("/proc").glob("[0-9]*")
