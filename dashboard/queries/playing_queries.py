"""Questions about what shows a clip: its file, or its keypoints where there is no file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.asking import current_store, database_at
from dashboard.queries import clip_queries
from dashboard.records.clip_records import Clip
from dashboard.shown_media import shown_files
from models.poses.preparation import PoseSequence
from models.poses.reading import read_signs


@dataclass(frozen=True, slots=True, eq=False)
class Playable:
    """A clip, and what shows it.

    Attributes:
        clip: the clip.
        path: its file, without a face that may not be shown; None: it is not there.
        keypoints: of a clip without a file; None: they are not there, or not needed.
    """

    clip: Clip
    path: Path | None
    keypoints: PoseSequence | None


def playable(clip_ids: Sequence[str]) -> dict[str, Playable]:
    """Return what shows some clips, by id; those that are not in the store are left out."""
    clips = clip_queries.clips_by_id(clip_ids)
    paths = {
        clip_id: path
        for clip_id, path in shown_files(list(clips.values())).items()
        if path.is_file()
    }
    without = [clip for clip_id, clip in clips.items() if clip_id not in paths]
    seen = keypoints(without)
    return {
        clip_id: Playable(clip, paths.get(clip_id), seen.get(clip_id))
        for clip_id, clip in clips.items()
    }


def keypoints(clips: Sequence[Clip]) -> dict[str, PoseSequence]:
    """Return the keypoints of clips of the store, by id; those without are left out."""
    if not clips:
        return {}
    corpora = sorted({clip.corpus for clip in clips})
    signs = read_signs(
        database_at(current_store().root),
        corpora,
        clip_ids=[clip.clip_id for clip in clips],
    )
    return dict(zip(signs.clip_ids.tolist(), signs.sequences, strict=True))


def keypoints_of(clip: Clip) -> PoseSequence | None:
    """Return the keypoints of a clip of the store; None where there are none."""
    return keypoints([clip]).get(clip.clip_id)
