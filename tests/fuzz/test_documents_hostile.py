"""Documents made to do harm: pickles that act, archives and entities that swell."""

import io
import pickle
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ingest.corpora.descriptions import list_descriptions
from ingest.corpora.keypoint_arrays import read_keypoints
from ingest.corpora.manifest import read_manifest
from ingest.corpora.pose_files import read_pose_file
from ingest.corpora.sign_mnist import read_sign_mnist
from ingest.sources import ClipSource
from models.architectures.resnet import Resnet, ResnetConfig, begin_with
from models.classification.classifier import load_classifier
from models.classification.nearest import FILE as NEAREST
from models.classification.nearest import load_nearest
from models.classification.outputs import FILE as OUTPUTS
from models.classification.outputs import load_outputs
from models.hand_weights import load_encoder
from models.pca_files import load_pca
from models.projections.fitted import FILE as MAP
from models.projections.fitted import load_map
from models.retrieval.ensemble import load_ensemble
from models.training_checkpoint import load_checkpoint
from models.weight_files import load_plain
from store import array_files
from store.array_files import read_array, read_arrays
from store.elan.reading import parse_eaf
from store.errors import AtlasError, CallError, MediaError


def load_nothing(path: Path) -> object:
    """Return what the nearest examples are read from: None where they are damaged."""
    return load_nearest(path.parent)


FOLDERS = ("dashboard", "ingest", "models", "store")
LOADS = re.compile(
    r"pickle\.loads?\(|joblib|np\.load\(|numpy\.load\(|allow_pickle=True|marshal\.|"
    r"\bdill\b|\bshelve\b|torch\.load\((?!.*weights_only=True)|weights_only=False|"
    r"yaml\.(unsafe_)?load\(|\beval\(|\bexec\("
)


class Touch:
    """Makes a file where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


def test_sources__nothing_is_unpickled_or_run() -> None:
    root = Path(__file__).parents[2]
    paths = [path for name in FOLDERS for path in (root / name).rglob("*.py")]
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if LOADS.search(line) and ".eval()" not in line
    ]

    assert len(paths) > 500
    assert found == []


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("x.npz", read_keypoints),
        ("x.npz", read_arrays),
        ("x.npz", load_pca),
        (MAP, lambda path: load_map(path.parent)),
        (OUTPUTS, lambda path: load_outputs(path.parent)),
        (NEAREST, load_nothing),
    ],
)
def test_arrays__a_pickle_in_them_is_not_run(
    tmp_path: Path, name: str, read: Callable[[Path], object]
) -> None:
    with np.load(_arrays_with(tmp_path / name, Touch(tmp_path / "ran"))) as file:
        names = file.files

    if read is not load_nothing:
        with pytest.raises((AtlasError, ValueError)):
            read(tmp_path / name)
    else:
        assert read(tmp_path / name) is None

    assert len(names) > 10
    assert not (tmp_path / "ran").exists()


def _arrays_with(path: Path, content: object) -> Path:
    objects = np.array([content], object)
    names = [
        *("X", "label", "mean", "axes", "variances", "total_variance", "about"),
        *("item_ids", "places", "vectors", "layout", "crop_ids", "folds", "parts"),
        *("true", "probabilities", "classes"),
    ]
    np.savez(path, **dict.fromkeys(names, objects))
    return path


@pytest.mark.parametrize(
    "read",
    [
        load_plain,
        load_classifier,
        load_ensemble,
        load_encoder,
        load_checkpoint,
        lambda path: begin_with(Resnet(ResnetConfig(side_px=32), classes=2), str(path)),
        lambda path: read_pose_file(ClipSource("c", "x", path)),
        read_array,
    ],
)
@pytest.mark.parametrize("bare", [True, False])
def test_weights__a_pickle_in_them_is_not_run(
    tmp_path: Path, read: Callable[[Path], object], bare: bool
) -> None:
    path, told = tmp_path / "x.pt", {"state": Touch(tmp_path / "ran")}
    if bare:
        path.write_bytes(pickle.dumps(told, protocol=2))
    else:
        torch.save(told, path)

    with pytest.raises((AtlasError, ValueError)):
        read(path)

    assert not (tmp_path / "ran").exists()


def test_arrays__a_bomb_and_endless_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb, many = tmp_path / "bomb.npz", tmp_path / "many.npz"
    np.savez_compressed(bomb, X=np.zeros(4_000_000), label=np.array(["a"]))
    np.savez(many, **{f"a{number}": np.zeros(1) for number in range(1_001)})
    monkeypatch.setattr(array_files, "LARGEST_BYTES", 1_000_000)

    with pytest.raises(CallError, match="too many"):
        read_keypoints(bomb)
    with pytest.raises(ValueError, match="too many"):
        read_arrays(many)
    assert bomb.stat().st_size < 100_000


def test_arrays__a_shape_of_more_than_all_memory(tmp_path: Path) -> None:
    made = io.BytesIO()
    head = {"descr": "<f4", "fortran_order": False, "shape": (2**40, 75, 3)}
    write_header: Any = np.lib.format.write_array_header_1_0
    write_header(made, head)
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
        archive.writestr("X.npy", made.getvalue())

    with pytest.raises(CallError, match="damaged or no"):
        read_keypoints(tmp_path / "x.npz")


def test_weights__a_bomb(tmp_path: Path) -> None:
    torch.save({"state": torch.zeros(1_000_000)}, tmp_path / "a.pt")
    with (
        zipfile.ZipFile(tmp_path / "a.pt") as sound,
        zipfile.ZipFile(tmp_path / "b.pt", "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in sound.namelist():
            bomb.writestr(name, sound.read(name))

    with pytest.raises(ValueError, match="would unpack to"):
        load_plain(tmp_path / "b.pt")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">'
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
FETCHES = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("declared", [LAUGHS, FETCHES])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_markup__entities_are_never_expanded(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>{declared}]>'
    sigml = f'{head}<sigml><hns_sign gloss="&j;"/></sigml>'
    (tmp_path / "x.sigml").write_text(sigml, encoding)
    eaf = f"{head}<ANNOTATION_DOCUMENT>&j;</ANNOTATION_DOCUMENT>"

    with pytest.raises(CallError, match="has a document type"):
        list_descriptions(tmp_path / "x.sigml")
    with pytest.raises(MediaError, match="declares a document type"):
        parse_eaf(eaf.encode(encoding), name="x.eaf")


def test_markup__a_hundred_thousand_elements_deep(tmp_path: Path) -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    (tmp_path / "x.sigml").write_text(deep)

    with pytest.raises(MediaError, match="deep"):
        parse_eaf(deep.encode(), name="x.eaf")
    assert list_descriptions(tmp_path / "x.sigml").descriptions == []


@pytest.mark.parametrize("letter", ["x", '"', ",", "\0", "\n"])
def test_tables__ten_megabytes_in_one_line(tmp_path: Path, letter: str) -> None:
    line = letter * 10_000_000 if letter != "\n" else "x\n" * 500_000
    (tmp_path / "manifest.csv").write_text(f"file,gloss\n{line}")
    (tmp_path / "told.csv").write_text(f"gloss,text\n{line}")
    for name in ("sign_mnist_train.csv", "sign_mnist_test.csv"):
        (tmp_path / name).write_text(line)

    for read in (
        lambda: read_manifest(tmp_path, "c", media="video"),
        lambda: list_descriptions(tmp_path / "told.csv"),
        lambda: read_sign_mnist(tmp_path),
    ):
        with suppress(CallError):
            read()
