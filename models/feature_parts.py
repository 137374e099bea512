"""A corpus cut into stretches of clips, each of which becomes one part of `features`.

Where a stretch ends is drawn from the clip's own id, so clips that are added later
change one stretch and leave the others, and their parts, as they are.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

CROPS_PER_PART: Final = 4096
CROPS_AT_MOST: Final = 4 * CROPS_PER_PART
_DRAWS: Final = 2**64


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """Consecutive clips, the number of their hands and the name of their part."""

    first_clip: str
    last_clip: str
    crops: int
    name: str


def plan_parts(clips: Sequence[Mapping[str, Any]], *, run_id: str) -> list[PlannedPart]:
    """Return the parts of a corpus.

    Args:
        clips: `clip_id`, `fingerprint` and `crops` of each, in order of their ids.
        run_id: run that fills the parts; another run gives other names.
    """
    return [
        PlannedPart(
            first_clip=stretch[0]["clip_id"],
            last_clip=stretch[-1]["clip_id"],
            crops=sum(clip["crops"] for clip in stretch),
            name=_name(stretch, run_id),
        )
        for stretch in _stretches(clips)
    ]


def _stretches(
    clips: Sequence[Mapping[str, Any]],
) -> Iterator[list[Mapping[str, Any]]]:
    stretch: list[Mapping[str, Any]] = []
    crops = 0
    for clip in clips:
        stretch.append(clip)
        crops += clip["crops"]
        if _ends_stretch(clip) or crops >= CROPS_AT_MOST:
            yield stretch
            stretch, crops = [], 0
    if stretch:
        yield stretch


def _ends_stretch(clip: Mapping[str, Any]) -> bool:
    """Draw with a chance that gives stretches of about `CROPS_PER_PART` crops."""
    drawn = int.from_bytes(hashlib.sha256(clip["clip_id"].encode()).digest()[:8])
    return bool(drawn * CROPS_PER_PART < clip["crops"] * _DRAWS)


def _name(stretch: Sequence[Mapping[str, Any]], run_id: str) -> str:
    told = [run_id, [(clip["clip_id"], clip["fingerprint"]) for clip in stretch]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
