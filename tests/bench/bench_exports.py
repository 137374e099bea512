"""Tables against DuckDB's own COPY of the same rows, `.pose` files against pose-format.

Predictions are 1,000,000 made ones of 35 handshapes, in one run; the statement is the one
that signatlas asks. Beside what COPY writes, ours says what each column is and whose data,
and writes lists in CSV as JSON. `.pose` files are of made clips that lie in the store a part
each, as videos are ingested; pose-format gets the same arrays, ready in memory or as pyarrow
reads them.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow.parquet as pq
from numpy.random import default_rng
from numpy.typing import NDArray
from pose_format import Pose
from pose_format.numpy import NumPyPoseBody
from pose_format.pose_header import PoseHeader

from ingest.exports.pose_folder import write_poses
from ingest.exports.poses import as_pose
from ingest.exports.table_sources import predictions
from ingest.exports.tables import write_table
from store.consent import set_corpus
from store.db import SQL_DIR, Database
from store.landmark_parts import seen_clips
from store.layout import Store, create_store
from store.skeleton import HAND_WORLD_VALUES, POINT_VALUES, POINTS, POSE_POINTS
from store.write import write_part, write_rows
from tests.bench.ratios import Ratio, compare
from tests.store.test_db import CLIP
from tests.store.village_maker import write_corpus

Values = NDArray[np.float32]
ROWS: Final = int(os.environ.get("EXPORT_BENCH_ROWS", "1000000"))
CLASSES, TOP, HANDS_A_CLIP = 35, 5, 40
CLIPS, FRAMES = 400, 60
SIZE_PX: Final = (int(str(CLIP["width_px"])), int(str(CLIP["height_px"])))
RUN_ID: Final = "predict-made-1"
COPIES: Final = {
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
    ".csv": "FORMAT csv, HEADER",
}


def run() -> list[Ratio]:
    """Return the ratios of exports."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        return [*_tables(root), *_poses(root)]


def _tables(root: Path) -> Iterator[Ratio]:
    database = Database(_predicted(create_store(root / "predicted")))
    exported = predictions(database, RUN_ID)
    assert exported.rows == ROWS
    for ending in COPIES:
        yield compare(
            f"bench/exports/predictions-{ending[1:]}/ratio",
            partial(write_table, exported, root / f"ours{ending}", overwrite=True),
            partial(_copy, database, root / f"bare{ending}"),
            meaning="over DuckDB's COPY of the same statement",
            data=f"{ROWS:,} made predictions of {CLASSES} handshapes",
        )


def _copy(database: Database, file: Path) -> None:
    """Let DuckDB write the rows by itself."""
    statement = (SQL_DIR / "predictions_of_run.sql").read_text("utf-8")
    bound = statement.replace("$run_id", f"'{RUN_ID}'")
    cursor = database._connection.cursor()
    cursor.execute(f"COPY ({bound}) TO '{file}' ({COPIES[file.suffix]})")
    cursor.close()


def _predicted(store: Store) -> Store:
    rng = default_rng(0)
    names = np.array([f"shape-{number}" for number in range(CLASSES)])
    orders = np.array([rng.permutation(CLASSES)[:TOP] for _ in range(1000)])
    top = names[orders[np.arange(ROWS) % len(orders)]]
    sure = np.sort(rng.dirichlet(np.ones(TOP), ROWS).astype(np.float32))[:, ::-1]
    columns = {
        "run_id": [RUN_ID] * ROWS,
        "item_id": [_crop(number) for number in range(ROWS)],
        "corpus": ["made"] * ROWS,
        "target": ["handshape"] * ROWS,
        "true_class": [None] * ROWS,
        "predicted_class": top[:, 0],
        "probability": sure[:, 0].astype(np.float64),
        "top_classes": top.tolist(),
        "top_probabilities": sure,
        "part": ["unseen"] * ROWS,
        "calibrated": [True] * ROWS,
    }
    where = {"run_id": RUN_ID}
    write_part(store, "predictions", columns, part="all", partition=where)
    clips = [
        CLIP | {"clip_id": f"made/c{number:06d}", "corpus": "made"}
        for number in range(-(-ROWS // HANDS_A_CLIP))
    ]
    write_rows(store, "clips", clips, part="all", partition={"corpus": "made"})
    return store


def _crop(number: int) -> str:
    clip, place = divmod(number, HANDS_A_CLIP)
    hand = ("left", "right")[place % 2]
    return f"made/c{clip:06d}/f{place // 2:04d}/{hand}/p00"


def _poses(root: Path) -> Iterator[Ratio]:
    store = _seen(create_store(root / "seen"))
    ready = [
        as_pose(clip, size_px=SIZE_PX, fps=25.0) for clip in seen_clips(store, "made")
    ]
    header = ready[0].header
    arrays = [(pose.body.data.data, pose.body.confidence) for pose in ready]
    folders = (root / f"poses-{number}" for number in count())

    def ours() -> None:
        write_poses(store, ["made"], next(folders))

    def bare() -> None:
        _bare_poses(next(folders), header, arrays)

    def bare_read() -> None:
        _bare_poses(next(folders), header, map(_bare_arrays, store.parts("landmarks")))

    data = f"{CLIPS} made clips of {FRAMES} frames, 75 points"
    yield compare(
        "bench/exports/pose-files/ratio",
        ours,
        bare,
        meaning="out of the store, over pose-format with all arrays ready in memory",
        data=data,
    )
    yield compare(
        "bench/exports/pose-files-read/ratio",
        ours,
        bare_read,
        meaning="out of the store, over pyarrow's reading and pose-format's writing",
        data=data,
    )


def _bare_poses(
    folder: Path, header: PoseHeader, arrays: Iterable[tuple[Values, Values]]
) -> None:
    folder.mkdir()
    for number, (data, sure) in enumerate(arrays):
        with (folder / f"{number}.pose").open("wb") as file:
            Pose(header, NumPyPoseBody(25.0, data, sure)).write(file)


def _bare_arrays(part: Path) -> tuple[Values, Values]:
    """Return what a `.pose` file of a part's only clip holds: all points were seen."""
    rows = pq.ParquetFile(part).read(columns=["points", "visibility"])
    points, visibility = (
        rows[name].combine_chunks().flatten().to_numpy().reshape(FRAMES, 1, -1)
        for name in ("points", "visibility")
    )
    data = points.reshape(FRAMES, 1, -1, 3) * np.array([*SIZE_PX, 1], np.float32)
    hands = np.ones((FRAMES, 1, POINTS - POSE_POINTS), np.float32)
    return data, np.concatenate([visibility, hands], axis=2)


def _seen(store: Store) -> Store:
    rng = default_rng(0)
    write_corpus(store, "made", exportable=True)
    set_corpus(store, "made", {"licence": "made"})
    for number in range(CLIPS):
        clip_id = f"made/c{number:04d}"
        where = {"part": f"c{number:04d}", "partition": {"corpus": "made"}}
        columns = {
            "frame_id": [f"{clip_id}/f{place:04d}" for place in range(FRAMES)],
            "clip_id": [clip_id] * FRAMES,
            "corpus": ["made"] * FRAMES,
            "frame_index": np.arange(FRAMES, dtype=np.int32),
            "time_ms": 40 * np.arange(FRAMES),
            **{f"{part}_seen": [True] * FRAMES for part in ("pose", "left", "right")},
            "points": rng.random((FRAMES, POINT_VALUES), np.float32),
            "visibility": rng.random((FRAMES, POSE_POINTS), np.float32),
            "hand_world": rng.random((FRAMES, HAND_WORLD_VALUES), np.float32),
        }
        write_part(store, "landmarks", columns, **where)  # type: ignore[arg-type]
        row = CLIP | {"clip_id": clip_id, "corpus": "made", "frames": FRAMES}
        write_rows(store, "clips", [row], **where)  # type: ignore[arg-type]
    return store
