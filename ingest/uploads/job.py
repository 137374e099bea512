"""What the process that looks at an upload is told, and how it says that it gave up."""

import json
from dataclasses import asdict, dataclass
from typing import Final

TOO_SLOW_CODE: Final = 75
"""Exit code of a process that has used up its time."""


@dataclass(frozen=True, slots=True)
class UploadJob:
    """What to look at: a file in the folder of an upload, and which part of it."""

    folder: str
    name: str
    start_ms: int = 0
    end_ms: int | None = None

    def line(self) -> bytes:
        """Return the job as the line that the process waits for."""
        return json.dumps(asdict(self)).encode() + b"\n"
