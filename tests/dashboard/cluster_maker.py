"""Makes a store with drawn hands that are clustered in two ways, with known truth."""

import io
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from store.layout import Store
from store.write import Values, write_part, write_rows
from tests.dashboard.made_figure import MadeClip, write_media
from tests.dashboard.store_maker import _write_clip, _write_corpus

CORPUS = "drawn-hands"
GOOD, BAD, PLAIN = "cluster-drawn-good", "cluster-drawn-bad", "cluster-village-plain"
SHAPES = ("A", "5", "1", "V", "bent-B", "<b>Odd</b>")
SIGNERS = ("s1", "s2", "<i>s3</i>", "s4")
FRAMES = range(0, 24, 2)
CLUSTERS = 12
UNREADABLE = f"{CORPUS}/h00/f0000/right/p00"
_SKIN = ("#c99b7a", "#8d5a3b", "#e0b48f", "#a9744f")


def add_clusterings(store: Store) -> Store:
    """Add 288 drawn hands of 24 clips, clustered by shape and by orientation."""
    _write_corpus(store, CORPUS, "Drawn hands", planned=24, synthetic=True)
    crops: list[str] = []
    for number in range(len(SHAPES) * len(SIGNERS)):
        crops += _add_clip(store, number)
    shapes = np.repeat(np.arange(len(SHAPES) * len(SIGNERS)) % len(SHAPES), len(FRAMES))
    turned = np.tile(np.arange(len(FRAMES)) % 2, len(SHAPES) * len(SIGNERS))
    halves = np.repeat(np.arange(len(SHAPES) * len(SIGNERS)) // 12, len(FRAMES))
    _add_run(store, GOOD, "joint_angles", crops, shapes * 2 + halves)
    mixed = turned * 6 + (np.arange(len(crops)) * 7919 // 2) % 6
    _add_run(store, BAD, "hog", crops, mixed)
    for other in (8, 20):
        _add_run(store, f"{GOOD}-{other}", "joint_angles", crops, shapes, k=other)
    _add_confounds(store)
    return store


def add_plain_clustering(store: Store, crops: Sequence[str], corpus: str) -> None:
    """Cluster given hands of which nothing is known, with one that is noise."""
    clusters = np.arange(len(crops)) % 3 - 1
    _add_run(store, PLAIN, "hog", crops, clusters, corpus=corpus, method="hdbscan")


def _add_clip(store: Store, number: int) -> list[str]:
    shape, signer = SHAPES[number % len(SHAPES)], SIGNERS[number // len(SHAPES)]
    gloss = "<script>alert(1)</script>" if number == 5 else f"SIGN{number}"
    clip = MadeClip(CORPUS, f"h{number:02d}", gloss, signer)
    playable = write_media(store, clip) if number < 2 else "media/none.mp4"
    _write_clip(store, clip, playable)
    where = {"part": clip.name, "partition": {"corpus": CORPUS}}
    rows: list[dict[str, object]] = []
    truth: list[dict[str, object]] = []
    for frame in FRAMES:
        rows += _crop_rows(clip, frame, shape, number // len(SHAPES))
        truth.append(_truth_row(clip, frame, shape))
    write_rows(store, "crops", rows, **where)  # type: ignore[arg-type]
    write_rows(store, "truth_frames", truth, **where)  # type: ignore[arg-type]
    return [str(row["crop_id"]) for row in rows if row["padding_px"] == 0]


def _crop_rows(
    clip: MadeClip, frame: int, shape: str, skin: int
) -> list[dict[str, object]]:
    frame_id = f"{clip.clip_id}/f{frame:04d}"
    rows: list[dict[str, object]] = []
    for padding in (0, 20):
        crop_id = f"{frame_id}/right/p{padding:02d}"
        image = b"no picture" if crop_id == UNREADABLE else _jpeg(shape, frame, skin)
        rows.append(
            {
                "crop_id": crop_id,
                "frame_id": frame_id,
                "clip_id": clip.clip_id,
                "corpus": CORPUS,
                "frame_index": frame,
                "time_ms": frame * 40,
                "hand": "right",
                "padding_px": padding,
                "hold": None,
                "left_px": 0.0,
                "top_px": 0.0,
                "side_px": 60.0,
                "sharpness": 700.0,
                "image": image,
            }
        )
    return rows


def _truth_row(clip: MadeClip, frame: int, shape: str) -> dict[str, object]:
    return {
        "frame_id": f"{clip.clip_id}/f{frame:04d}",
        "clip_id": clip.clip_id,
        "corpus": CORPUS,
        "frame_index": frame,
        "time_ms": frame * 40,
        "phase": "hold",
        "left_handshape": None,
        "right_handshape": shape,
        "left_orientation": None,
        "right_orientation": _orientation(frame),
        "left_signs": False,
        "right_signs": True,
        "hands": np.zeros(84, np.float32).tolist(),
        "left_palm": 0.1,
        "right_palm": 0.1,
    }


def _orientation(frame: int) -> str:
    return "palm away" if frame % 4 == 0 else "palm in"


def _jpeg(shape: str, frame: int, skin: int) -> bytes:
    """Draw a hand whose fingers tell the shape, turned by the orientation."""
    fingers = {"A": 0, "5": 5, "1": 1, "V": 2, "bent-B": 4}.get(shape, 3)
    picture = Image.new("RGB", (128, 128), "#b9c4cc")
    pen = ImageDraw.Draw(picture)
    colour = _SKIN[skin % len(_SKIN)]
    pen.ellipse((40, 56, 90, 112), fill=colour)
    for finger in range(fingers):
        angle = math.radians(-90 + 22 * (finger - (fingers - 1) / 2))
        x, y = 65 + 58 * math.cos(angle), 80 + 58 * math.sin(angle)
        pen.line((65, 80, x, y), fill=colour, width=11)
    turn = 0 if _orientation(frame) == "palm away" else 90
    file = io.BytesIO()
    picture.rotate(turn + frame, fillcolor="#b9c4cc").save(file, "JPEG")
    return file.getvalue()


def _add_run(
    store: Store,
    run_id: str,
    features: str,
    crops: Sequence[str],
    clusters: NDArray[np.int64],
    *,
    corpus: str = CORPUS,
    method: str = "kmeans-sklearn",
    k: int = 0,
) -> None:
    places = np.arange(len(crops))
    k = k or len(set(clusters.tolist()) - {-1})
    row = {
        "run_id": run_id,
        "corpus": corpus,
        "features": features,
        "method": method,
        "k": k,
        "seed": None if method == "hdbscan" else 0,
        "crops": len(crops),
        "left_out": 3,
        "silhouette": 0.21,
        "silhouette_sample": len(crops),
        "inertia": 12.5,
    }
    write_rows(store, "clusterings", [row], part=run_id)
    where = {"part": "all", "partition": {"run_id": run_id}}
    columns: dict[str, Values] = {
        "run_id": [run_id] * len(crops),
        "crop_id": list(crops),
        "cluster": np.asarray(clusters, np.int32),
        "distance": ((places * 37) % 101) / 101,
        "margin": ((places * 53) % 97) / 97,
    }
    write_part(store, "cluster_assignments", columns, **where)  # type: ignore[arg-type]
    if method != "hdbscan":
        write_rows(store, "cluster_iterations", _steps(run_id, k, len(crops)), **where)  # type: ignore[arg-type]


def _steps(run_id: str, k: int, crops: int) -> list[dict[str, object]]:
    return [
        {
            "run_id": run_id,
            "iteration": i,
            "silhouette": 0.21 - 0.15 / i - 0.002 * k,
            "silhouette_sample": crops,
            "nmi_previous": None if i == 1 else 1 - 0.6 / i,
            "inertia": 12.5 + 5 / i,
        }
        for i in range(1, 21)
    ]


def _add_confounds(store: Store) -> None:
    figures = {
        GOOD: {"handshape": 0.81, "orientation": 0.07, "place": 0.05, "signer": 0.12},
        BAD: {"handshape": 0.04, "orientation": 0.52, "place": 0.2, "signer": 0.1},
    }
    for run_id, amis in figures.items():
        rows = [
            {
                "run_id": run_id,
                "factor": factor,
                "ami": ami,
                "null_low": -0.01,
                "null_high": 0.03,
                "crops": 288,
                "unseen": 0,
                "groups": 6,
                "shuffled": "clips",
                "permutations": 200,
            }
            for factor, ami in amis.items()
        ]
        write_rows(store, "confounds", rows, part="all", partition={"run_id": run_id})
