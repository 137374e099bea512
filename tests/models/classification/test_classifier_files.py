"""Classifiers in files, what networks see, and weights that are of another network."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models.architectures.mlp import Mlp, MlpConfig
from models.architectures.resnet import Resnet, ResnetConfig, begin_with
from models.classification.classifier import (
    Classifier,
    load_classifier,
    new_network,
    said_of,
    save_classifier,
)
from models.classification.examples import CropExamples, VectorExamples, left_hands
from models.classification.lesson import ClassifierLesson, Material
from models.classification.outputs import load_outputs
from models.classification.pictures import jittered, square
from models.losses.cross_entropy import CrossEntropy
from store.errors import CallError
from tests.models.hand_maker import picture_of

POINTS = np.random.default_rng(0).normal(size=(9, 5)).astype(np.float32) * 3 + 7
EXAMPLES = VectorExamples(POINTS)
CONFIG = MlpConfig(width=8, layers=1, embedding=4)


def small() -> Classifier:
    networks = tuple(
        new_network(CONFIG, EXAMPLES, np.arange(9), classes=3, seed=seed)
        for seed in (0, 1)
    )
    return Classifier(networks, ("A", "B", "C"), ("joint_angles",), 1.7)


def test_save_classifier__read_again_says_the_same(tmp_path: Path) -> None:
    classifier = small()
    expected = said_of(classifier, EXAMPLES)
    save_classifier(tmp_path / "run" / "fold-0.pt", classifier)

    again = load_classifier(tmp_path / "run" / "fold-0.pt")

    found = said_of(again, EXAMPLES)
    assert (again.classes, again.features) == (("A", "B", "C"), ("joint_angles",))
    assert found.probabilities.tolist() == expected.probabilities.tolist()
    assert np.linalg.norm(found.embeddings, axis=1) == pytest.approx(1, abs=1e-5)


def test_save_classifier__of_crops(tmp_path: Path) -> None:
    network = Resnet(ResnetConfig(side_px=32), classes=2)
    save_classifier(tmp_path / "r.pt", Classifier((network,), ("A", "B"), (), 1.0))

    again = load_classifier(tmp_path / "r.pt")

    assert isinstance(again.config, ResnetConfig)
    assert again.config.side_px == 32


@pytest.mark.parametrize("content", [b"", b"no weights at all"])
def test_load_classifier__file_that_holds_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fold-0.pt"
    path.write_bytes(content)

    with pytest.raises(CallError, match="holds no classifier"):
        load_classifier(path)


def test_load_classifier__of_other_classes(tmp_path: Path) -> None:
    path = tmp_path / "fold-0.pt"
    save_classifier(path, small())
    kept = torch.load(path, weights_only=True)
    torch.save(kept | {"classes": ["A", "B"]}, path)

    with pytest.raises(CallError, match="holds no classifier"):
        load_classifier(path)


def test_load_outputs__none(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="holds no outputs"):
        load_outputs(tmp_path)


def test_new_network__standardises_by_training_rows_alone() -> None:
    network = new_network(CONFIG, EXAMPLES, np.arange(4), classes=3, seed=0)

    assert isinstance(network, Mlp)
    assert network.mean.tolist() == pytest.approx(POINTS[:4].mean(axis=0).tolist())


def test_mlp__a_value_that_never_changes_does_no_harm() -> None:
    network = Mlp(CONFIG, values=2, classes=2).eval()
    network.standardise_by(torch.tensor([[1.0, 5.0], [2.0, 5.0]]))

    scores, _ = network(torch.tensor([[1.5, 5.0]]))

    assert bool(scores.isfinite().all())


def test_resnet__only_the_last_layer_learns() -> None:
    network = Resnet(ResnetConfig(trained="last", side_px=32), classes=2)
    before = network.body.bn1.running_mean.clone()
    examples = CropExamples(
        [jpeg(i) for i in range(4)], np.zeros(4, bool), network.config
    )

    network.train()
    network(examples.batch(np.arange(4), None))

    learning = {name for name, p in network.named_parameters() if p.requires_grad}
    assert learning == {"head.weight", "head.bias"}
    assert torch.equal(network.body.bn1.running_mean, before)


def test_begin_with__weights_of_torchvision(tmp_path: Path) -> None:
    from torchvision.models import resnet18  # noqa: PLC0415 - takes seconds

    torch.manual_seed(5)
    other = resnet18(weights=None)
    torch.save(other.state_dict(), tmp_path / "w.pt")
    network = Resnet(ResnetConfig(), classes=2)

    begin_with(network, str(tmp_path / "w.pt"))

    assert torch.equal(network.body.conv1.weight, other.conv1.weight)


def test_begin_with__a_classifier_of_other_classes(tmp_path: Path) -> None:
    torch.manual_seed(5)
    other = Resnet(ResnetConfig(), classes=7)
    classes = tuple("ABCDEFG")
    save_classifier(tmp_path / "fold-0.pt", Classifier((other,), classes, (), 1.0))
    network = Resnet(ResnetConfig(), classes=2)

    begin_with(network, str(tmp_path / "fold-0.pt"))

    assert torch.equal(network.body.conv1.weight, other.body.conv1.weight)


def test_begin_with__weights_of_another_network(tmp_path: Path) -> None:
    torch.save({"conv1.weight": torch.zeros(2)}, tmp_path / "w.pt")

    with pytest.raises(CallError, match="no weights of a ResNet-18"):
        begin_with(Resnet(ResnetConfig(), classes=2), str(tmp_path / "w.pt"))


def test_begin_with__file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="cannot be read as weights"):
        begin_with(Resnet(ResnetConfig(), classes=2), str(tmp_path / "none.pt"))


def test_begin_with__imagenet_needs_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    from torchvision.models import ResNet18_Weights  # noqa: PLC0415

    def offline(self: object, **how: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(ResNet18_Weights, "get_state_dict", offline)

    with pytest.raises(CallError, match="needs a download of 45 MB"):
        begin_with(Resnet(ResnetConfig(), classes=2), "imagenet")


def jpeg(seed: int) -> bytes:
    return bytes(cv2.imencode(".jpg", picture_of(seed))[1].tobytes())


def test_square__left_hands_are_mirrored() -> None:
    right = square(jpeg(0), side_px=40, mirror=False)
    left = square(jpeg(0), side_px=40, mirror=True)

    assert np.array_equal(left[:, ::-1], right)


def test_square__unreadable_picture_is_black() -> None:
    assert not square(b"no picture", side_px=8, mirror=False).any()


def test_jittered__changes_by_chance() -> None:
    picture = square(jpeg(0), side_px=40, mirror=False)
    how = {"chance": 1.0, "turn_deg": 0.0}

    always = jittered(picture, np.random.default_rng(0), **how)
    never = jittered(picture, np.random.default_rng(0), chance=0.0, turn_deg=0.0)

    assert not np.array_equal(always, picture)
    assert np.array_equal(never, picture)


def test_left_hands__by_id() -> None:
    ids = np.array(["c/a/f0001/left/p00", "c/a/f0001/right/p00", "odd"])

    assert left_hands(ids).tolist() == [True, False, False]


def lesson(count: int, batch: int) -> ClassifierLesson:
    true = np.arange(count) % 3
    material = Material(EXAMPLES, true, np.arange(count), np.arange(3), 3)
    network = new_network(CONFIG, EXAMPLES, np.arange(count), classes=3, seed=0)
    return ClassifierLesson(network, material, CrossEntropy(), batch=batch, seed=0)


@pytest.mark.parametrize(("count", "batch", "steps"), [(9, 4, 2), (8, 3, 3), (9, 9, 1)])
def test_lesson__a_last_batch_of_one_is_left_out(
    count: int, batch: int, steps: int
) -> None:
    taught = lesson(count, batch)

    sizes = [len(true) for _, true in taught.batches(0)]

    assert len(sizes) == taught.steps == steps
    assert min(sizes) > 1


def test_lesson__same_epoch_same_batches() -> None:
    taught = lesson(9, 4)

    orders = [[t.tolist() for _, t in taught.batches(epoch)] for epoch in (0, 0, 1)]

    assert orders[0] == orders[1] != orders[2]


def test_lesson__remembers_what_was_confused() -> None:
    taught = lesson(9, 4)
    figures = taught.measure()

    confusion = taught.memory()["confusion"]

    assert confusion.sum(dim=1).tolist() == pytest.approx([1, 1, 1])
    assert 0 <= figures["validation/accuracy"] <= 1
