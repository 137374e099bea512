"""What was seen in a clip, written as rows. The row in `clips` comes last: it says done."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from ingest.clip import ClipSeen
from ingest.holds import NO_HOLD, dominant_hand, two_handed
from ingest.parts import where, write_problems
from ingest.sources import ClipSource
from store.layout import Store
from store.skeleton import HANDS
from store.write import Values, write_part, write_rows


def write_clip(
    store: Store,
    source: ClipSource,
    clip: ClipSeen,
    *,
    fingerprint: str,
    sha256: str,
    run_id: str,
) -> None:
    """Write all rows of one clip, in an order that survives being killed."""
    here = where(source)
    # Several files at once: the disk is as long over one as over all of them.
    with ThreadPoolExecutor() as writers:
        written: list[Future[object]] = [
            writers.submit(
                write_part, store, "frames", _frame_columns(source, clip), **here
            ),
            writers.submit(
                write_part, store, "landmarks", _landmark_columns(source, clip), **here
            ),
            writers.submit(
                write_rows, store, "crops", _crop_rows(source, clip), **here
            ),
            writers.submit(write_problems, store, source, clip.problems, run_id=run_id),
        ]
    for part in written:
        part.result()
    known = {"fingerprint": fingerprint, "source_sha256": sha256, "run_id": run_id}
    write_rows(store, "clips", [_clip_row(source, clip) | known], **here)


def write_truth(
    store: Store,
    source: ClipSource,
    sign_row: Mapping[str, object],
    frame_rows: Sequence[Mapping[str, object]],
) -> None:
    """Write the truth of a synthetic clip."""
    write_rows(store, "truth_signs", [sign_row], **where(source))
    write_rows(store, "truth_frames", frame_rows, **where(source))


def _per_frame(source: ClipSource, clip: ClipSeen) -> dict[str, Values]:
    count = len(clip.seen)
    return {
        "frame_id": [frame_id(source, index) for index in range(count)],
        "clip_id": [source.clip_id] * count,
        "corpus": [source.corpus] * count,
        "frame_index": list(range(count)),
        "time_ms": clip.times_ms,
        "pose_seen": [seen.pose for seen in clip.seen],
        "left_seen": [seen.hand("left") for seen in clip.seen],
        "right_seen": [seen.hand("right") for seen in clip.seen],
    }


def frame_id(source: ClipSource, index: int) -> str:
    """`corpus/clip/f0012`."""
    return f"{source.clip_id}/f{index:04d}"


def _frame_columns(source: ClipSource, clip: ClipSeen) -> dict[str, Values]:
    columns = _per_frame(source, clip)
    sharp = {(crops.frame_index, crops.hand): crops.sharpness for crops in clip.crops}
    for hand in HANDS:
        motion = clip.motions[hand]
        columns[f"{hand}_speed"] = [
            None if np.isnan(speed) else float(speed) for speed in motion.speed
        ]
        columns[f"{hand}_hold"] = [_hold(number) for number in motion.hold]
        columns[f"{hand}_sharpness"] = [
            sharp.get((index, hand)) for index in range(len(clip.seen))
        ]
    return columns


def _landmark_columns(source: ClipSource, clip: ClipSeen) -> dict[str, Values]:
    return _per_frame(source, clip) | {
        "points": np.stack([seen.points.reshape(-1) for seen in clip.seen]),
        "visibility": np.stack([seen.visibility for seen in clip.seen]),
        "hand_world": np.stack([seen.hand_world.reshape(-1) for seen in clip.seen]),
    }


def _crop_rows(source: ClipSource, clip: ClipSeen) -> list[dict[str, object]]:
    return [
        {
            "crop_id": f"{frame_id(source, of.frame_index)}/{of.hand}"
            f"/p{crop.padding_px:02d}",
            "frame_id": frame_id(source, of.frame_index),
            "clip_id": source.clip_id,
            "corpus": source.corpus,
            "frame_index": of.frame_index,
            "time_ms": clip.times_ms[of.frame_index],
            "hand": of.hand,
            "padding_px": crop.padding_px,
            "hold": _hold(clip.motions[of.hand].hold[of.frame_index]),
            "left_px": crop.left_px * clip.scale,
            "top_px": crop.top_px * clip.scale,
            "side_px": crop.side_px * clip.scale,
            "sharpness": of.sharpness,
            "image": crop.image,
        }
        for of in clip.crops
        for crop in of.crops
    ]


def _hold(number: np.int32) -> int | None:
    return None if number == NO_HOLD else int(number)


def _clip_row(source: ClipSource, clip: ClipSeen) -> dict[str, object]:
    times_ms = np.array(clip.times_ms)
    seen = {hand: sum(frame.hand(hand) for frame in clip.seen) for hand in HANDS}
    return source.labels() | {
        "clip_id": source.clip_id,
        "corpus": source.corpus,
        "media": source.media,
        "source_start_ms": source.start_ms,
        "source_end_ms": source.end_ms,
        "playable": clip.playable.path,
        "playable_in_store": clip.playable.in_store,
        "width_px": clip.width_px,
        "height_px": clip.height_px,
        "rotation_deg": clip.rotation_deg,
        "fps": clip.fps,
        "duration_ms": clip.duration_ms,
        "frames": len(clip.seen),
        "pose_frames": sum(frame.pose for frame in clip.seen),
        "left_frames": seen["left"],
        "right_frames": seen["right"],
        "holds": sum(motion.holds for motion in clip.motions.values()),
        "dominant_hand": dominant_hand(clip.motions, times_ms),
        "two_handed": two_handed(clip.motions),
    }
