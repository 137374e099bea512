"""One area in a process of its own: `python -m tests.bench.area NAME FILE`.

So the memory of one area is not that of the one before, and one that fails or is killed
takes nothing else with it.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.bench.kept import AreaRun, Measured, area_of, area_text

HERE: Final = Path(__file__).parent
LIMIT_S: Final = 7200.0
"""The longest area, with graphs over 1,000,000 clips left out, takes half of it."""


def areas() -> list[str]:
    """Return the areas there are: a file `bench_<area>.py` each."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def run_area(name: str, *, module: str = "", limit_s: float = LIMIT_S) -> AreaRun:
    """Measure an area in a process of its own.

    Args:
        name: of the area.
        module: where its `run` is; empty for `tests.bench.bench_<name>`.
        limit_s: after so long it is ended.
    """
    begin_s = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "area.json"
        place = module or f"tests.bench.bench_{name}"
        ended = _ended([name, place, str(told)], limit_s)
        run = area_of(json.loads(told.read_text("utf-8"))) if told.exists() else None
    took_s = time.perf_counter() - begin_s
    if run is not None and not ended:
        return replace(run, took_s=took_s)
    return AreaRun(
        name, run.measured if run else [], ended or "It left nothing.", took_s
    )


def measure(name: str, module: str) -> AreaRun:
    """Measure an area here; what it measured before it failed is kept."""
    measured: list[Measured] = []
    try:
        found: Iterable[Measured] = importlib.import_module(module).run()
        for each in found:
            measured.append(each)
    except Exception as error:
        traceback.print_exc()
        return AreaRun(name, measured, f"{type(error).__name__}: {error}")
    return AreaRun(name, measured)


def _ended(arguments: list[str], limit_s: float) -> str:
    """Run the process and return why it ended early; empty where it did not."""
    command = [sys.executable, "-m", "tests.bench.area", *arguments]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        code = process.wait(limit_s)
    except subprocess.TimeoutExpired:
        return f"It was ended after {limit_s:g} s."
    finally:
        _end_group(process)
    return "" if code == 0 else f"Its process ended with code {code}."


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started and left behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


if __name__ == "__main__":
    _, _name, _module, _file = sys.argv
    Path(_file).write_text(area_text(measure(_name, _module)), "utf-8")
