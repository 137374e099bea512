"""Rows of clips that came as keypoints, written as one part a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ingest.corpora.keypoint_arrays import KeypointClip, KeypointFile
from ingest.sources import Problem
from store.consent import with_kept
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.skeleton import HAND_WORLD_VALUES, HANDS
from store.write import Values, write_part, write_rows

MEDIA: Final = "keypoints"
HEIGHT_PX: Final = 480
"""No frame was ever seen: sizes stand for the aspect ratio alone."""
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class KeypointCorpus:
    """What is told of a corpus of keypoints.

    Attributes:
        corpus: id.
        title, language, licence, citation: for people.
        source: the file.
        aspect: width of its frames over their height.
        fps: frames per second of its clips.
    """

    corpus: str
    title: str
    language: str
    licence: str
    citation: str
    source: str
    aspect: float
    fps: float


def write_keypoints(
    store: Store,
    told: KeypointCorpus,
    file: KeypointFile,
    problems: Sequence[Problem] = (),
) -> Run:
    """Write all clips of a file, replacing an earlier reading; clips last.

    Args:
        store: where to.
        told: what is true of all clips that say nothing else of themselves.
        file: the clips.
        problems: what could not be used.
    """
    run = Run(
        "ingest",
        told.corpus,
        {"keypoints": file.sha256, "aspect": told.aspect, "fps": told.fps},
        note="Keypoints without videos; times from the stated frame rate.",
    )
    started_ms = start_run(store, run)
    write_corpus(store, told, len(file.clips))
    found = [problem.row(corpus=told.corpus, run_id=run.run_id) for problem in problems]
    where = {"corpus": told.corpus}
    write_rows(store, "problems", found, part=MEDIA, partition=where)
    write_clips(store, told, file, part=MEDIA, run_id=run.run_id)
    metrics: Mapping[str, object] = {"clips": len(file.clips), "problems": len(found)}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run


def write_corpus(
    store: Store, told: KeypointCorpus, clips: int, *, synthetic: bool = False
) -> None:
    """Write what is told of a corpus, and how many clips it is to have."""
    row = _corpus_row(told, clips) | {"synthetic": synthetic}
    where = {"corpus": told.corpus}
    kept = with_kept(store, row)
    write_rows(store, "corpora", [kept], part=MEDIA, partition=where)


def write_clips(
    store: Store, told: KeypointCorpus, file: KeypointFile, *, part: str, run_id: str
) -> None:
    """Write clips as one part of every table, those of `clips` last."""
    where = {"corpus": told.corpus}
    frames = _frames(told, file)
    landmarks = {**frames, **_landmarks(file)}
    write_part(store, "landmarks", landmarks, part=part, partition=where)
    motion = {**frames, **_no_motion(file)}
    write_part(store, "frames", motion, part=part, partition=where)
    rows = [_clip_row(told, clip, file, run_id) for clip in file.clips]
    write_rows(store, "clips", rows, part=part, partition=where)


def _corpus_row(told: KeypointCorpus, clips: int) -> Row:
    return {
        "corpus": told.corpus,
        "title": told.title,
        "language": told.language,
        "media": MEDIA,
        "synthetic": False,
        "licence": told.licence,
        "citation": told.citation,
        "show_faces": True,
        "exportable": True,
        "blur_threshold": 0.0,
        "source": told.source,
        "clips_planned": clips,
    }


def _clip_id(told: KeypointCorpus, clip: KeypointClip) -> str:
    return f"{told.corpus}/{clip.name or f's{clip.number:05d}'}"


def _frames(told: KeypointCorpus, file: KeypointFile) -> dict[str, Values]:
    """Return the columns that frames and landmarks share."""
    listed: list[Row] = []
    for clip in file.clips:
        clip_id, fps = _clip_id(told, clip), clip.fps or told.fps
        flags = {f"{hand}_seen": clip.seen(hand).tolist() for hand in HANDS}
        flags["pose_seen"] = clip.pose_seen.tolist()
        listed += [
            {
                "frame_id": f"{clip_id}/f{index:04d}",
                "clip_id": clip_id,
                "corpus": told.corpus,
                "frame_index": index,
                "time_ms": round(1000 * index / fps),
                **{name: values[index] for name, values in flags.items()},
            }
            for index in range(len(clip.points))
        ]
    names = listed[0] if listed else {}
    return {name: [row[name] for row in listed] for name in names}


def _landmarks(file: KeypointFile) -> dict[str, Values]:
    points = np.concatenate([c.points.reshape(len(c.points), -1) for c in file.clips])
    return {
        "points": points,
        "visibility": np.concatenate([clip.visibility for clip in file.clips]),
        "hand_world": np.full((len(points), HAND_WORLD_VALUES), np.nan, np.float32),
    }


def _no_motion(file: KeypointFile) -> dict[str, Values]:
    """Return what a video would tell of hands in each frame: nothing is known."""
    count = sum(len(clip.points) for clip in file.clips)
    names = ("speed", "hold", "sharpness")
    return {f"{hand}_{name}": [None] * count for hand in HANDS for name in names}


def _clip_row(
    told: KeypointCorpus, clip: KeypointClip, file: KeypointFile, run_id: str
) -> Row:
    frames, fps = len(clip.points), clip.fps or told.fps
    sha256 = clip.sha256 or file.sha256
    return {
        "clip_id": _clip_id(told, clip),
        "corpus": told.corpus,
        "gloss": clip.gloss or None,
        "handshape": None,
        "signer": clip.signer,
        "split": clip.split,
        "media": MEDIA,
        "source": clip.source or told.source,
        "source_sha256": sha256,
        "source_start_ms": 0,
        "source_end_ms": None,
        "playable": "",
        "playable_in_store": False,
        "width_px": round(HEIGHT_PX * (clip.aspect or told.aspect)),
        "height_px": HEIGHT_PX,
        "rotation_deg": 0,
        "fps": fps,
        "duration_ms": round(1000 * frames / fps),
        "frames": frames,
        "pose_frames": int(clip.pose_seen.sum()),
        **{f"{hand}_frames": int(clip.seen(hand).sum()) for hand in HANDS},
        "holds": 0,
        "dominant_hand": None,
        "two_handed": None,
        "fingerprint": f"{sha256[:12]}-{clip.number}",
        "run_id": run_id,
    }
