"""Files of trained models: weights, unfinished trainings, recipes."""

import io
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import torch

from models.architectures.hand_encoder import HandEncoder, HandEncoderConfig
from models.architectures.mlp import MlpConfig
from models.architectures.pose_transformer import PoseTransformerConfig
from models.architectures.resnet import Resnet, ResnetConfig, begin_with
from models.architectures.sign_network import make_network
from models.classification.classifier import (
    Classifier,
    load_classifier,
    new_network,
    said_of,
    save_classifier,
)
from models.classification.examples import VectorExamples
from models.classification.recipe import read_classifier_recipe
from models.hand_recipe import read_recipe
from models.hand_weights import encoded, load_encoder, save_encoder
from models.recipe_files import RECIPES
from models.retrieval.embedders import Trained
from models.retrieval.ensemble import Ensemble, load_ensemble, save_ensemble
from models.retrieval.index_hnsw import (
    AXES_FILE,
    FACTS_FILE,
    GRAPH_FILE,
    build_graph,
    load_graph,
    save_graph,
)
from models.retrieval.recipe import read_sign_recipe
from models.sign_classification.recipe import read_sign_classifier_recipe
from models.training_checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from tests.fuzz.document_mutations import damaged_archive, damaged_text
from tests.fuzz.documents import Kind
from tests.models.poses.pose_maker import signing

EXAMPLES: Final = VectorExamples(
    np.random.default_rng(0).normal(size=(9, 5)).astype(np.float32)
)
SMALL: Final = PoseTransformerConfig(width=16, layers=1, heads=2, embedding=8, frames=8)
_DRAWN: Final = np.random.default_rng(0).normal(size=(1000, 8)).astype(np.float32)
UNIT: Final = _DRAWN / np.linalg.norm(_DRAWN, axis=1, keepdims=True)
HANDS: Final = np.random.default_rng(0).normal(size=(2, 21, 3)).astype(np.float32)


def damaged_weights(data: bytes, seed: int) -> bytes:
    """Return a file of weights with a hostile value in the place of one; or damaged bytes."""
    if seed % 2:
        return damaged_archive(data, seed)
    draw = random.Random(seed)
    kept = torch.load(io.BytesIO(data), weights_only=True)
    for _ in range(draw.randint(1, 2)):
        kept = _changed(kept, draw)
    made = io.BytesIO()
    torch.save(kept, made)
    return made.getvalue()


def _changed(kept: Any, draw: random.Random) -> Any:
    """Return plain values in which one has been changed, at any depth."""
    inside = isinstance(kept, dict | list | tuple) and len(kept)
    if not inside or draw.random() < 0.1:
        return _hostile(kept, draw)
    if isinstance(kept, dict):
        name = draw.choice(list(kept))
        if draw.random() < 0.1:
            return {key: value for key, value in kept.items() if key != name}
        return {**kept, name: _changed(kept[name], draw)}
    place = draw.randrange(len(kept))
    return [_changed(v, draw) if i == place else v for i, v in enumerate(kept)]


def _hostile(value: Any, draw: random.Random) -> Any:
    ways: list[Any] = [
        *(None, -1, 0, 3, 10**9, 2**70, 0.5, float("nan"), True, "", "x", b"x"),
        *([], [[]], {}, {"x": 1}, torch.zeros(()), torch.zeros(3, 2), torch.zeros(0)),
    ]
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        ways += [value * float("nan"), value.flatten()[:1], value[None], value.double()]
    return draw.choice(ways)


def _classifier(folder: Path) -> bytes:
    network = new_network(
        MlpConfig(width=8, layers=1, embedding=4),
        EXAMPLES,
        np.arange(9),
        classes=2,
        seed=0,
    )
    made = Classifier((network,), ("A", "B"), ("joint_angles",), 1.5)
    save_classifier(folder / "fold-0.pt", made)
    return (folder / "fold-0.pt").read_bytes()


def _read_classifier(content: bytes, folder: Path) -> None:
    (folder / "fold-0.pt").write_bytes(content)
    loaded = load_classifier(folder / "fold-0.pt")
    assert all(isinstance(name, str) for name in (*loaded.classes, *loaded.features))
    if loaded.features == ("joint_angles",):
        assert np.isfinite(said_of(loaded, EXAMPLES).probabilities).all()


def _ensemble(folder: Path) -> bytes:
    member = make_network(SMALL, classes=3)
    save_ensemble(Ensemble((member,), corpora=("c",)), folder / "signs.pt")
    return (folder / "signs.pt").read_bytes()


def _read_ensemble(content: bytes, folder: Path) -> None:
    (folder / "signs.pt").write_bytes(content)
    loaded = load_ensemble(folder / "signs.pt")
    assert np.isfinite(Trained(loaded).vectors([signing(1)])).all()


def _encoder(folder: Path) -> bytes:
    config = HandEncoderConfig(width=8, layers=1)
    save_encoder(folder / "weights.pt", HandEncoder(config), {"seed": 0})
    return (folder / "weights.pt").read_bytes()


def _read_encoder(content: bytes, folder: Path) -> None:
    (folder / "weights.pt").write_bytes(content)
    encoded(load_encoder(folder / "weights.pt"), HANDS)


def _checkpoint(folder: Path) -> bytes:
    layer = torch.nn.Linear(3, 2)
    optimiser = torch.optim.AdamW(layer.parameters())
    told = {"epoch": 1, "history": {"loss": [1.0]}}
    kept = Checkpoint(layer.state_dict(), optimiser.state_dict(), {}, told)
    save_checkpoint(folder / "fold-0.checkpoint", kept)
    return (folder / "fold-0.checkpoint").read_bytes()


def _read_checkpoint(content: bytes, folder: Path) -> None:
    (folder / "fold-0.checkpoint").write_bytes(content)
    load_checkpoint(folder / "fold-0.checkpoint")


def _body(_: Path) -> bytes:
    made = io.BytesIO()
    torch.save(Resnet(ResnetConfig(side_px=32), classes=2).body.state_dict(), made)
    return made.getvalue()


def _read_body(content: bytes, folder: Path) -> None:
    (folder / "body.pt").write_bytes(content)
    begin_with(Resnet(ResnetConfig(side_px=32), classes=2), str(folder / "body.pt"))


@cache
def _graph_files() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        save_graph(build_graph(UNIT), Path(folder))
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def _graph_kind(file: str) -> Kind:
    """Return a kind: one of the files of a search graph."""

    def make(_: Path) -> bytes:
        return _graph_files()[file]

    def read(content: bytes, folder: Path) -> None:
        for name, sound in _graph_files().items():
            (folder / name).write_bytes(content if name == file else sound)
        load_graph(folder, UNIT).nearest(UNIT[0], top=3)

    return Kind(f"graph-{file}", make, read, damaged_text)


def _recipe_kind(name: str, read_recipe: Callable[[Path], object]) -> Kind:
    """Return a kind: a recipe of one task."""

    def make(_: Path) -> bytes:
        return (RECIPES / f"{name}.toml").read_bytes()

    def read(content: bytes, folder: Path) -> None:
        (folder / "mine.toml").write_bytes(content)
        read_recipe(folder / "mine.toml")

    return Kind(f"recipe-{name}", make, read, damaged_text)


def _signs(path: Path) -> object:
    return read_sign_recipe(path, corpora=("c",))


def _hands(path: Path) -> object:
    return read_classifier_recipe(path, corpora=("c",))


def _glosses(path: Path) -> object:
    return read_sign_classifier_recipe(path, corpora=("c",))


def _encoding(path: Path) -> object:
    return read_recipe(str(path))


KINDS: Final = (
    Kind("classifier", _classifier, _read_classifier, damaged_weights),
    Kind("ensemble", _ensemble, _read_ensemble, damaged_weights),
    Kind("encoder", _encoder, _read_encoder, damaged_weights),
    Kind("checkpoint", _checkpoint, _read_checkpoint, damaged_weights),
    Kind("resnet-body", _body, _read_body, damaged_weights),
    *(_graph_kind(name) for name in (GRAPH_FILE, AXES_FILE, FACTS_FILE)),
    _recipe_kind("m5", _signs),
    _recipe_kind("resnet18_augmented", _hands),
    _recipe_kind("hog_triplet", _hands),
    _recipe_kind("signs_classifier_focal", _glosses),
    _recipe_kind("hand_embedding", _encoding),
)
