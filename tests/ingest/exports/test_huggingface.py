"""Datasets for Hugging Face: `datasets` itself loads them, offline."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.exports.huggingface import What, write_dataset
from ingest.exports.huggingface_card import language_code, licence_code
from ingest.exports.huggingface_rows import Rows
from ingest.exports.huggingface_shards import write_shards
from store.consent import set_corpus
from store.errors import CallError, UnknownNameError
from store.labels import LabelEvent, add_event
from store.layout import Store, create_store
from store.skeleton import HAND_WORLD_VALUES, POINTS, POSE_NAMES, POSE_POINTS
from store.write import write_part, write_rows
from tests.store.test_db import CLIP
from tests.store.village_maker import write_corpus

LOAD = """
import json, sys
from datasets import load_dataset
told = {}
for name, folder in json.loads(sys.argv[1]).items():
    data = load_dataset(folder)
    told[name] = {split: rows.to_list() if name == "clips" else [
        row | {"image": [row["image"].format, *row["image"].size]} for row in rows
    ] for split, rows in data.items()}
files = json.loads(sys.argv[1])["labels"] + "/data/*.parquet"
flat = load_dataset("parquet", data_files=files, split="train")
told["flat"] = [flat.features["handshape"].names, len(flat)]
print(json.dumps(told))
"""
CROPS = [f"open/{clip}/f{frame:04d}/right/p00" for clip in "ab" for frame in range(3)]


@pytest.fixture(scope="module")
def hands(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two clips in two splits, hands in three frames each; corpora that keep theirs."""
    store = create_store(tmp_path_factory.mktemp("hands"))
    for corpus in ("open", "shy", "closed"):
        write_corpus(store, corpus, exportable=corpus != "closed")
        for clip, split in (("a", "train"), ("b", "test")):
            _add_clip(store, corpus, clip, split)
    set_corpus(store, "shy", {"show_faces": False})
    licence = "CC BY-NC-SA 4.0"
    told = {"title": 'Open: "ours"', "licence": licence, "language": "Turkish SL"}
    set_corpus(store, "open", told)
    for crops, handshape in ((CROPS[:2], "A"), (CROPS[4:5], "5")):
        event = LabelEvent("ann", "assign", crops=tuple(crops), handshape=handshape)
        add_event(store, event)
    rows = [
        {"run_id": "train-x", "item_id": crop, "part": part, "fold": 0}
        for crop, part in zip(CROPS[:2], ("validation", "test"), strict=True)
    ]
    write_rows(store, "splits", rows, part="all", partition={"run_id": "train-x"})
    return store


def _add_clip(store: Store, corpus: str, clip: str, split: str) -> None:
    where = {"part": clip, "partition": {"corpus": corpus}}
    clip_id = f"{corpus}/{clip}"
    told: dict[str, object] = {
        "clip_id": clip_id,
        "corpus": corpus,
        "split": split,
        "gloss": "BOOK",
    }
    write_rows(store, "clips", [{**CLIP, **told}], **where)  # type: ignore[arg-type]
    frames = [
        {
            "frame_id": f"{clip_id}/f{frame:04d}",
            "clip_id": clip_id,
            "corpus": corpus,
            "frame_index": frame,
            "time_ms": 1000 * frame,
        }
        for frame in range(3)
    ]
    crops = [_crop(row, place) for place, row in enumerate(frames)]
    write_rows(store, "crops", crops, **where)  # type: ignore[arg-type]
    columns = {name: [row[name] for row in frames] for name in frames[0]}
    columns |= {f"{part}_seen": [True] * 3 for part in ("pose", "left", "right")}
    arrays = {
        "points": np.stack([_points(clip, place) for place in range(3)]).reshape(3, -1),
        "visibility": np.ones((3, POSE_POINTS), np.float32),
        "hand_world": np.full((3, HAND_WORLD_VALUES), np.nan, np.float32),
    }
    write_part(store, "landmarks", {**columns, **arrays}, **where)  # type: ignore[arg-type]


def _crop(frame: dict[str, object], place: int) -> dict[str, object]:
    """A red square of 40 px, in frame 1 over the face, else far below it."""
    file = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 0, 0)).save(file, "JPEG")
    return frame | {
        "crop_id": f"{frame['frame_id']}/right/p00",
        "hand": "right",
        "padding_px": 0,
        "hold": None,
        "left_px": 150.0,
        "top_px": 60.0 if place == 1 else 190.0,
        "side_px": 40.0,
        "sharpness": 0.5 if place == 2 else 400.0,
        "image": file.getvalue(),
    }


def _points(clip: str, place: int) -> NDArray[np.float32]:
    """A head of 320 x 240 px about (160, 60); in frame 0 of clip b nobody is seen."""
    points = np.full((POINTS, 3), np.nan, np.float32)
    if clip == "b" and place == 0:
        return points
    points[:POSE_POINTS] = (0.5, 0.25, 0)
    for name, x, y in (
        ("left_eye", 0.53, 0.22),
        ("right_eye", 0.47, 0.22),
        ("left_ear", 0.55, 0.24),
        ("right_ear", 0.45, 0.24),
        ("mouth_left", 0.52, 0.3),
        ("mouth_right", 0.48, 0.3),
    ):
        points[POSE_NAMES.index(name), :2] = x, y
    return points


def _is_grey(picture: bytes) -> bool:
    with Image.open(io.BytesIO(picture)) as opened:
        red, green, _ = np.asarray(opened.convert("RGB")).mean(axis=(0, 1))
    return bool(abs(red - green) < 20)


def test_load_dataset__rows_classes_and_pictures(hands: Store, tmp_path: Path) -> None:
    folders = {what.value: str(tmp_path / what.value) for what in What}
    for what in What:
        folder = tmp_path / what.value
        write_dataset(hands, what, ["open"], folder, blurred=True)
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}

    done = subprocess.run(
        [sys.executable, "-c", LOAD, json.dumps(folders)],
        capture_output=True,
        text=True,
        check=True,
        env=offline,
    )

    told = json.loads(done.stdout)
    assert [row["crop_id"] for row in told["hands"]["train"]] == CROPS[:3]
    assert [row["crop_id"] for row in told["hands"]["test"]] == CROPS[3:]
    first = told["hands"]["train"][0]
    assert first["image"] == ["JPEG", 40, 40]
    assert (first["gloss"], first["hand"], first["synthetic"]) == (
        "BOOK",
        "right",
        False,
    )
    assert told["flat"] == [["5", "A"], 3]
    assert [row["handshape"] for row in told["labels"]["train"]] == [1, 1]
    assert [row["annotator"] for row in told["labels"]["test"]] == ["ann"]
    [clip] = told["clips"]["train"]
    assert (clip["clip_id"], clip["time_ms"]) == ("open/a", [0, 1000, 2000])
    points = np.array(clip["points"], np.float32).reshape(3, POINTS, 3)
    np.testing.assert_array_equal(points[2], _points("a", 2))


def test_write_dataset__heads_are_covered_and_closed_corpora_stay(
    hands: Store, tmp_path: Path
) -> None:
    done = write_dataset(
        hands, What.HANDS, ["shy", "closed"], tmp_path / "out", blurred=True
    )

    files = sorted((tmp_path / "out" / "data").iterdir())
    rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    pictures = {row["crop_id"]: row["image"]["bytes"] for row in rows}
    assert len(pictures) == 6
    grey = {crop for crop, picture in pictures.items() if _is_grey(picture)}
    assert grey == {"shy/a/f0001/right/p00", "shy/b/f0001/right/p00"}
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    for sentence in done.left_out:
        assert sentence in card
    assert "Rows of closed left out" in done.left_out[0]
    assert "heads are covered in its pictures" in card
    with pytest.raises(CallError, match="closed may not be exported"):
        write_dataset(hands, What.HANDS, ["closed"], tmp_path / "no")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_write_dataset__split_of_a_run_and_sharp_hands_only(
    hands: Store, tmp_path: Path
) -> None:
    done = write_dataset(
        hands, What.HANDS, ["open"], tmp_path / "out", split_of="train-x"
    )

    assert done.splits == {"unassigned": 2, "test": 1, "validation": 1}
    names = {path.name for path in (tmp_path / "out" / "data").iterdir()}
    assert "validation-00000-of-00001.parquet" in names
    with pytest.raises(UnknownNameError, match="run with a split of fold 1"):
        write_dataset(
            hands, What.HANDS, ["open"], tmp_path / "no", split_of="train-x", fold=1
        )


def test_write_shards__in_files_of_bounded_size_and_one_split(tmp_path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415

    table = pa.table({"a": np.arange(256)})

    splits = write_shards(
        (Rows(table, [None] * 256) for _ in range(5)), tmp_path, shard_bytes=5_000
    )

    assert splits == {"train": 1280}
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [
        f"train-0000{number}-of-00003.parquet" for number in range(3)
    ]
    assert [pq.read_metadata(file).num_rows for file in files] == [512, 512, 256]
    assert write_shards([], tmp_path) == {}


def test_card__header_is_read_back_and_licences_have_their_names(
    hands: Store, tmp_path: Path
) -> None:
    place = ["--store", str(hands.root), "--corpus", "open", "--what", "labels"]
    call = ["export", "huggingface", str(tmp_path / "out"), *place]

    said = CliRunner().invoke(app, call, catch_exceptions=False)

    assert "3 rows written to" in said.stdout
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    header = card.split("---\n")[1]
    told = {
        name: json.loads(value)
        for name, value in (line.split(": ", 1) for line in header.splitlines())
    }
    assert told["pretty_name"] == 'Open: "ours": handshapes'
    assert (told["license"], told["language"]) == ("cc-by-nc-sa-4.0", ["tsm"])
    assert told["size_categories"] == ["n<1K"]
    assert "The signers are people." in card
    assert licence_code("CC0") == "cc0-1.0"
    assert licence_code("C-UDA 1.0") == "other"
    assert licence_code("cc-by 4.0 international") == "cc-by-4.0"
    assert language_code("American Sign Language") == "ase"
    assert language_code("Village sign") == "sgn"
