"""Keypoints and fitted numbers in files of arrays: .npz and .pose."""

import io
import random
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ingest.corpora.keypoint_arrays import KeypointFile, read_keypoints
from ingest.corpora.pose_files import read_pose_file
from ingest.keypoint_rows import KeypointCorpus, write_keypoints
from ingest.sources import ClipSource
from models.classification import nearest as nearest_file
from models.classification import outputs as outputs_file
from models.classification.nearest import MOST, Nearest, load_nearest, save_nearest
from models.classification.outputs import Outputs, load_outputs, save_outputs
from models.pca import fit_pca
from models.pca_files import load_pca, save_pca
from models.projections import fitted as map_file
from models.projections.fitted import (
    METHODS,
    Drawing,
    FittedMap,
    Method,
    load_map,
    load_projection,
    save_map,
)
from models.projections.neighbours import neighbours_within
from models.projections.placing import placed_on
from store.layout import create_store
from tests.fuzz.document_mutations import damaged_archive
from tests.fuzz.documents import Kind
from tests.ingest.corpora.test_pose_files import written
from tests.models.projection_maker import clouds

TOLD: Final = KeypointCorpus("corpus", "Made", "", "CC0", "", "made", 1.0, 25.0)
POINTS: Final = clouds(40)


def damaged_arrays(data: bytes, seed: int) -> bytes:
    """Return an .npz file with a hostile array in the place of one; or damaged bytes."""
    if seed % 2:
        return damaged_archive(data, seed)
    draw = random.Random(seed)
    with np.load(io.BytesIO(data)) as file:
        arrays = dict(file)
    name = draw.choice(sorted(arrays))
    arrays[name] = _hostile(arrays[name], draw)
    made = io.BytesIO()
    np.savez(made, **arrays)
    return made.getvalue()


def _hostile(array: NDArray[Any], draw: random.Random) -> Any:
    """Return an array like another, with one thing that is not as it should be."""
    spot = array.copy().reshape(-1)
    numbers = array.dtype.kind in "fiu" and bool(spot.size)
    if numbers:
        extremes: list[float] = [-1, 0, 2**31 - 1, -(2**31)]
        if array.dtype.kind == "f":
            extremes += [float("nan"), float("inf"), -float("inf"), 1e38]
        spot[draw.randrange(spot.size)] = draw.choice(extremes)
    ways: list[Any] = [
        spot.reshape(array.shape),
        array.astype("U7"),
        array.astype("S7"),
        array.astype(object),
        array[..., None],
        array.reshape(-1),
        array.reshape(-1)[:0],
        np.zeros(()),
        np.zeros(3, np.complex128),
        np.array(["\ud800"] * len(array) if array.ndim else "\ud800"),
        np.array(["y" * 5_000] * len(array) if array.ndim else "{}"),
        np.zeros(array.shape, "M8[ms]"),
        np.zeros(array.shape, [("a", "f4"), ("b", "U3")]),
        np.full(array.shape, 1e300),
    ]
    return draw.choice(ways)


def _keypoints(folder: Path) -> bytes:
    points = np.random.default_rng(0).random((2, 4, 75, 3)).astype(np.float32)
    np.savez(
        folder / "x.npz",
        X=points,
        label=np.array(["book", "water"]),
        length=np.array([3, 4]),
        signer=np.array(["a", "b"]),
        pose_visibility=np.ones((2, 4, 33), np.float32),
    )
    return (folder / "x.npz").read_bytes()


def _read_keypoints(content: bytes, folder: Path) -> None:
    (folder / "x.npz").write_bytes(content)
    file = read_keypoints(folder / "x.npz")
    write_keypoints(create_store(folder / "store"), TOLD, file)
    for clip in file.clips:
        assert not np.isinf(clip.points).any()


def _pose(folder: Path) -> bytes:
    return written(folder / "a.pose").read_bytes()


def _read_pose(content: bytes, folder: Path) -> None:
    (folder / "a.pose").write_bytes(content)
    clip = read_pose_file(ClipSource("corpus", "a", folder / "a.pose", gloss="book"))
    assert not np.isinf(clip.points).any()
    store = create_store(folder / "store")
    write_keypoints(store, TOLD, KeypointFile((clip,), "0" * 64))


def _pca(folder: Path) -> bytes:
    save_pca(folder / "pca.npz", fit_pca(POINTS, 3))
    return (folder / "pca.npz").read_bytes()


def _read_pca(content: bytes, folder: Path) -> None:
    (folder / "pca.npz").write_bytes(content)
    load_pca(folder / "pca.npz").reduce(POINTS)


def _map_kind(method: Method) -> Kind:
    def make(folder: Path) -> bytes:
        drawing = _drawn(method)
        ids = np.array([f"c/{number:03d}" for number in range(len(POINTS))])
        save_map(
            folder, FittedMap(method, 0, ids, POINTS, np.empty(0, np.float32), drawing)
        )
        return (folder / map_file.FILE).read_bytes()

    def read(content: bytes, folder: Path) -> None:
        (folder / map_file.FILE).write_bytes(content)
        fitted = load_map(folder)
        if method != "umap":  # It would be compiled for a minute.
            placed_on(fitted, clouds(4, seed=1))

    return Kind(f"map-{method}", make, read, damaged_arrays)


def _drawn(method: Method) -> Drawing:
    if method == "umap":
        settings = {"neighbours": 15, "a": 1.6, "b": 0.9}
        return Drawing(POINTS[:, :2].astype(np.float64), settings)
    projection = load_projection(method)
    near = neighbours_within(POINTS, projection.NEIGHBOURS)
    return projection.fit(POINTS, near, seed=0, told=lambda _: None)


def _outputs(folder: Path) -> bytes:
    shares = np.full((3, 2), 0.5)
    crops = np.array(["c/a/f0001/right/p00"] * 3)
    parts, true = np.array(["test"] * 3), np.array(["A", "B", ""])
    folds, classes = np.zeros(3, np.int64), np.array(["A", "B"])
    save_outputs(folder, Outputs(crops, folds, parts, true, shares, classes))
    return (folder / outputs_file.FILE).read_bytes()


def _read_outputs(content: bytes, folder: Path) -> None:
    (folder / outputs_file.FILE).write_bytes(content)
    outputs = load_outputs(folder)
    for name, part, shares in zip(
        outputs.true, outputs.parts, outputs.probabilities, strict=True
    ):
        assert len(str(part) + str(name)) >= 0
        assert 0 <= shares.max() <= 1


def _nearest(folder: Path) -> bytes:
    places = np.zeros((3, MOST), np.int32)
    save_nearest(folder, Nearest(np.array(["a", "b", "c"]), places))
    return (folder / nearest_file.FILE).read_bytes()


def _read_nearest(content: bytes, folder: Path) -> None:
    (folder / nearest_file.FILE).write_bytes(content)
    nearest = load_nearest(folder)
    assert nearest is None or isinstance(nearest.to("b"), list)


KINDS: Final = (
    Kind("keypoints", _keypoints, _read_keypoints, damaged_arrays),
    Kind("pose", _pose, _read_pose),
    Kind("pca", _pca, _read_pca, damaged_arrays),
    *(_map_kind(method) for method in METHODS),
    Kind("outputs", _outputs, _read_outputs, damaged_arrays),
    Kind("nearest", _nearest, _read_nearest, damaged_arrays),
)
