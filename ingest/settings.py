"""What may be set about an ingest. Everything here changes rows, so it is fingerprinted."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

from store.errors import CallError

PIPELINE_VERSION: Final = 1
"""Rises when the same clip and settings give other rows; clips are then read again."""

DEFAULT_BLUR_THRESHOLD: Final = 350.0
"""Variance of the Laplacian below which a crop counts as blurred.

It is a property of the corpus, applied when crops are read, so it is no part of
`IngestSettings`. Reference: Klezovich et al., LREC 2020 sign-language workshop.
"""

SYNTHETIC_BLUR_THRESHOLD: Final = 50.0
"""The same for rendered hands, whose skin is smoother than any camera's picture of one.

It keeps 98 % or more of the synthetic corpora's crops; 350 keeps a third.
"""


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """How clips are read.

    Attributes:
        hold_speed: a hand slower than this rests in place (shoulder widths/s).
        hold_ms: a hold lasts at least this long.
        speed_window_ms: speed is measured over this time before and after a frame.
        rest_height: a hand lower than this share of the way from the shoulders to the
            hips hangs at rest: it neither holds nor signs.
        longest_side_px: larger frames are scaled down to this before they are read.
        smallest_side_px: smaller frames are refused.
        crop_paddings_px: margins of the crops around the hand.
        crop_side_px: larger crops are scaled down to this side.
        jpeg_quality: of crops, from 1 to 100.
        clip_s: longer clips are refused; a sign lasts seconds.
        minutes_per_clip: a clip that takes longer to read is given up.
    """

    hold_speed: float = 0.5
    hold_ms: int = 100
    speed_window_ms: int = 40
    rest_height: float = 0.85
    longest_side_px: int = 1280
    smallest_side_px: int = 32
    crop_paddings_px: tuple[int, ...] = (0, 20)
    crop_side_px: int = 256
    jpeg_quality: int = 90
    clip_s: int = 600
    minutes_per_clip: int = 30

    def __post_init__(self) -> None:
        if self.hold_speed <= 0 or self.hold_ms < 0:
            raise CallError(
                f"A hold needs a speed above 0 and a time of 0 ms or more, not "
                f"{self.hold_speed} shoulder widths/s and {self.hold_ms} ms."
            )

    def recipe(self) -> dict[str, object]:
        """Return the settings and the pipeline's version in plain JSON values."""
        plain = asdict(self) | {"crop_paddings_px": list(self.crop_paddings_px)}
        return plain | {"pipeline_version": PIPELINE_VERSION}

    def fingerprint(self, *told: object) -> str:
        """Return a digest of the settings and whatever else makes a clip's rows."""
        text = json.dumps([self.recipe(), *told], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
