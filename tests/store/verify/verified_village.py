import os
from pathlib import Path
from typing import Any

import pytest

from store.labels import LabelEvent
from store.layout import Store
from store.runs import Run
from store.temporary import temporary_beside
from store.verify_findings import Finding
from store.write import write_rows
from tests.store.test_db import CLIP

INGEST = Run("ingest", "village", {})
CLUSTER = Run("cluster", "village", {"k": 2})
CLIPS = ("v0", "v1")
CROPS = [f"village/{clip}/f0000/right/p00" for clip in CLIPS]
VILLAGE = {"corpus": "village"}
NO_PROCESS = 2**22 + 1
"""Above the highest number that Linux gives to a process."""


def write_clip(store: Store, clip: str) -> None:
    playable = f"media/village/{clip}.mp4"
    (store.root / playable).parent.mkdir(parents=True, exist_ok=True)
    (store.root / playable).write_bytes(b"video")
    row = CLIP | {"clip_id": f"village/{clip}", "run_id": INGEST.run_id, **VILLAGE}
    row |= {"playable": playable, "playable_in_store": True}
    write_rows(store, "clips", [row], part=clip, partition=VILLAGE)


def write_frames(store: Store, clip: str, frames: int = 2, part: str = "") -> None:
    optional = ("speed", "hold", "sharpness")
    empty = {f"{hand}_{what}": None for hand in ("left", "right") for what in optional}
    seen = dict.fromkeys(("pose_seen", "left_seen", "right_seen"), True)
    rows = [
        {
            "frame_id": f"village/{clip}/f{index:04}",
            "clip_id": f"village/{clip}",
            "corpus": "village",
            "frame_index": index,
            "time_ms": 40 * index,
            **seen,
            **empty,
        }
        for index in range(frames)
    ]
    write_rows(store, "frames", rows, part=part or clip, partition=VILLAGE)


def assignment(crop: str) -> dict[str, Any]:
    told = {"cluster": 0, "distance": None, "margin": None}
    return {"run_id": CLUSTER.run_id, "crop_id": crop, **told}


def part(store: Store, table: str, name: str = "v0") -> Path:
    return store.table_dir(table) / "corpus=village" / f"part-{name}.parquet"


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


def write_event(store: Store, event: LabelEvent) -> None:
    row = {
        "event_id": "e1",
        "at_ms": 1,
        "annotator": event.annotator,
        "action": event.action,
        "run_id": event.run_id,
        "cluster": None,
        "crops": list(event.crops),
        "handshape": None,
        "into_cluster": None,
        "undoes": None,
        "note": "",
    }
    write_rows(store, "label_events", [row], part="e1")


def leave_temporary(store: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: NO_PROCESS)
        path = temporary_beside(part(store, "crops", "v2"))
    path.write_bytes(b"half")
    return path
