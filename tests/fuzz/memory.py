"""How much memory this process takes at its peak, as Linux tells."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def little_memory(most_mb: int = 100) -> Iterator[None]:
    """Fail if this process grows by more than so much meanwhile."""
    Path("/proc/self/clear_refs").write_text("5", "utf-8")
    before_kb = _peak_kb()
    yield
    assert _peak_kb() - before_kb < most_mb * 1000


def _peak_kb() -> int:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s*(\d+)", status)[0])
