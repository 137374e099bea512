"""What may be uploaded, and how much of the machine looking at it may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from store.limits import check_limits, limits_from

VARIABLE_PREFIX: Final = "SIGNATLAS_UPLOAD_"
VIDEO_SUFFIXES: Final = (".mp4", ".mov", ".webm", ".avi", ".gif")
PHOTOGRAPH_SUFFIXES: Final = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Limits of one upload.

    Attributes:
        megabytes: larger files are refused.
        seconds: longer videos are refused; a sign lasts seconds.
        pixels: larger frames are refused, before any is decoded.
        memory_mb: address space of the process that looks at the file; MediaPipe itself
            takes about 1,000.
        patience_s: looking at the file is given up after this time.
        at_once: so many uploads are looked at at the same time.
    """

    megabytes: int = 50
    seconds: int = 20
    pixels: int = 3840 * 2160
    memory_mb: int = 3072
    patience_s: int = 180
    at_once: int = 4

    def __post_init__(self) -> None:
        check_limits(self, VARIABLE_PREFIX)


def gather_limits(environment: Mapping[str, str] | None = None) -> UploadLimits:
    """Return the limits in force: the environment's, e.g. `SIGNATLAS_UPLOAD_SECONDS`.

    Raises:
        CallError: one of them is no whole number of 1 or more.
    """
    return limits_from(environment, UploadLimits, VARIABLE_PREFIX)
