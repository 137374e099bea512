"""ResNets run by ONNX Runtime say what torch says, and files are made anew when stale."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from dashboard.cli import app
from models.architectures.mlp import Mlp, MlpConfig
from models.architectures.resnet import Resnet, ResnetConfig
from models.classification import onnx_engine, onnx_graph
from models.classification.classifier import (
    Classifier,
    Said,
    said_of,
    save_classifier,
)
from models.classification.examples import CropExamples
from models.classification.onnx_engine import (
    onnx_file,
    open_graph,
    said_by_onnx,
    uses_onnx,
)
from models.classification.recipe import read_classifier_recipe
from models.classification.steps import train_classifier
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.models.classification.classifier_maker import (
    CROP_RECIPE,
    write_hands,
    write_recipe,
)
from tests.models.hand_maker import picture_of

CONFIG = ResnetConfig(side_px=32)
CLASSES = ("A", "B", "C")
needs_onnx = pytest.mark.skipif(
    find_spec("onnxruntime") is None or find_spec("onnx") is None,
    reason="ONNX Runtime is not installed: pip install signatlas[onnx]",
)


def network(seed: int) -> Resnet:
    """A network whose batch norms have seen pictures."""
    torch.manual_seed(seed)
    made = Resnet(CONFIG, classes=len(CLASSES)).train()
    with torch.no_grad():
        made(torch.rand(8, 3, 32, 32))
        for value in made.body.parameters():
            value.add_(0.01 * torch.randn_like(value))
    return made.eval()


def classifier(*seeds: int) -> Classifier:
    return Classifier(tuple(network(seed) for seed in seeds), CLASSES, (), 1.7)


def examples(count: int = 5) -> CropExamples:
    encoded = [bytes(cv2.imencode(".jpg", picture_of(i))[1]) for i in range(count)]
    return CropExamples(encoded, np.arange(count) % 2 == 0, CONFIG)


def said(path: Path, given: Classifier) -> tuple[Said, list[str]]:
    told: list[str] = []
    return said_by_onnx(path, given, examples(), told.append), told


@needs_onnx
def test_resnet_graph__two_members_equal_torch() -> None:
    networks = [network(0), network(1)]
    pictures = torch.rand(3, 3, 32, 32)
    with torch.inference_mode():
        seen = [net(pictures) for net in networks]
    expected = torch.stack([scores for scores, _ in seen]).mean(dim=0)
    joined = torch.cat([points for _, points in seen], dim=1) / 2**0.5

    graph = onnx_graph.resnet_graph(networks, {"weights": "these"})

    session = open_graph(graph.SerializeToString())
    scores, embeddings = session.run(None, {"pictures": pictures.numpy()})
    assert float(expected.std()) > 0.01
    assert scores == pytest.approx(expected.numpy(), abs=1e-4)
    assert embeddings == pytest.approx(joined.numpy(), abs=1e-4)


@needs_onnx
def test_said_by_onnx__says_what_torch_says(tmp_path: Path) -> None:
    path, given = tmp_path / "fold-0.pt", classifier(0)
    save_classifier(path, given)
    expected = said_of(given, examples())

    found, told = said(path, given)

    assert found.probabilities == pytest.approx(expected.probabilities, abs=1e-4)
    assert found.embeddings == pytest.approx(expected.embeddings, abs=1e-4)
    assert not told
    assert onnx_file(path).is_file()


@needs_onnx
def test_said_by_onnx__file_is_kept_until_the_weights_change(tmp_path: Path) -> None:
    path, others = tmp_path / "fold-0.pt", classifier(3)
    save_classifier(path, classifier(0))
    said(path, classifier(0))
    first = onnx_file(path).stat().st_mtime_ns

    said(path, classifier(0))
    second = onnx_file(path).stat().st_mtime_ns
    save_classifier(path, others)
    found, _ = said(path, others)

    assert first == second < onnx_file(path).stat().st_mtime_ns
    expected = said_of(others, examples()).probabilities
    assert found.probabilities == pytest.approx(expected, abs=1e-4)


@needs_onnx
@pytest.mark.parametrize("content", [b"", b"no graph"])
def test_said_by_onnx__file_is_broken(tmp_path: Path, content: bytes) -> None:
    path, given = tmp_path / "fold-0.pt", classifier(0)
    save_classifier(path, given)
    onnx_file(path).write_bytes(content)

    found, told = said(path, given)

    assert found.probabilities.shape == (5, 3)
    assert not told
    assert len(onnx_file(path).read_bytes()) > 1_000_000


@needs_onnx
def test_said_by_onnx__other_classes_than_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, given = tmp_path / "fold-0.pt", classifier(0)
    save_classifier(path, given)
    expected = said_of(given, examples())
    real = onnx_graph.resnet_graph

    def turned_over(networks: Sequence[Resnet], facts: dict[str, str]) -> object:
        head = networks[0].head
        with torch.no_grad():
            head.weight.neg_()
            head.bias.neg_()
            graph = real(networks, facts)
            head.weight.neg_()
            head.bias.neg_()
        return graph

    monkeypatch.setattr(onnx_graph, "resnet_graph", turned_over)
    found, told = said(path, given)

    assert np.array_equal(found.probabilities, expected.probabilities)
    assert len(told) == 1
    assert "another class than torch for 5 of 5 pictures by fold-0.pt" in told[0]
    assert not onnx_file(path).exists()


@needs_onnx
def test_predict__both_engines_name_the_same_classes(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store)
    recipe = write_recipe(tmp_path, CROP_RECIPE)
    told = read_classifier_recipe(recipe, corpora=("hands",))
    run_id = train_classifier(store, told, lambda _: None)

    by_torch = predicted(store, run_id, "torch")
    without = list(store.run_dir(run_id).glob("*.onnx"))
    by_onnx = predicted(store, run_id, "auto")

    assert not without
    assert [path.name for path in store.run_dir(run_id).glob("*.onnx")] == [
        "fold-0.onnx"
    ]
    assert by_onnx == by_torch
    assert len(by_onnx) == 60


def predicted(store: Store, run_id: str, engine: str) -> list[str]:
    words = ["predict", run_id, "--corpus", "hands", "--engine", engine]
    call = [*words, "--store", str(store.root)]
    done = CliRunner().invoke(app, call, catch_exceptions=False)
    made = done.stdout.split()[1].rstrip(":")
    rows = Database(store).rows("predictions_of_run", run_id=made)
    return [row["predicted_class"] for row in rows]


def test_uses_onnx__not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_engine, "find_spec", lambda name: None)

    with pytest.raises(CallError, match=r"pip install signatlas\[onnx\]"):
        uses_onnx("onnx", classifier(0))
    assert not uses_onnx("auto", classifier(0))


def test_uses_onnx__classifier_of_features() -> None:
    small = Mlp(MlpConfig(width=4, layers=1, embedding=2), values=3, classes=2)
    given = Classifier((small,), ("A", "B"), ("joint_angles",), 1.0)

    assert not uses_onnx("auto", given)
    with pytest.raises(CallError, match=r"only classifiers of crops"):
        uses_onnx("onnx", given)


def test_uses_onnx__unknown_engine() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'onnx'"):
        uses_onnx("onx", classifier(0))
