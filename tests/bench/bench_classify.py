"""Crops through a ResNet-18, and a click on the confusion matrix of 100,000 hands."""

import tempfile
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from dashboard.reading.prediction_reading import read_predictions
from dashboard.records.prediction_records import confusion
from models.architectures.resnet import Resnet, ResnetConfig
from models.classification.examples import CropExamples
from models.classification.lesson import ClassifierLesson, Material, seen_by
from models.classification.onnx_engine import open_graph
from models.classification.onnx_graph import resnet_graph
from models.losses.cross_entropy import CrossEntropy
from models.training import TrainingSettings, train
from store.db import Database
from store.layout import create_store
from store.write import Values, write_part
from tests.bench.ratios import Ratio, compare, ratio_of, wall_seconds

CROPS: Final = 128
SIDE_PX: Final = 128
CLASSES: Final = 35
PREDICTIONS: Final = 100_000
CLICK_S: Final = 0.5
CONFIG: Final = ResnetConfig(side_px=SIDE_PX)


def run() -> list[Ratio]:
    """Return what predicting, training and a click cost beside the bare work."""
    torch.set_num_threads(1)
    return [_predicting(), _onnx(), _training(), _click()]


def _predicting() -> Ratio:
    examples, network = _examples(), _network()
    rows = np.arange(CROPS)
    tensors = examples.batch(rows, None).contiguous(memory_format=torch.channels_last)

    def bare() -> None:
        with torch.inference_mode():
            for start in range(0, CROPS, 64):
                network(tensors[start : start + 64])

    return compare(
        "bench/classify/predict-crops/ratio",
        lambda: seen_by(network, examples, rows),
        bare,
        meaning="the bare loop over ours",
        data=f"{CROPS} crops as JPEG at {SIDE_PX} px, ResNet-18, one thread",
        gain=True,
        floor=0.9,
    )


def _onnx() -> Ratio:
    examples, network = _examples(), _settled()
    rows = np.arange(CROPS)
    pictures = examples.batch(rows, None)
    tensors = pictures.contiguous(memory_format=torch.channels_last)
    session = open_graph(resnet_graph([network], {}).SerializeToString())
    batches = range(0, CROPS, 64)

    def ours() -> list[NDArray[np.float32]]:
        seen = [pictures[start : start + 64].numpy() for start in batches]
        return [session.run(None, {"pictures": some})[0] for some in seen]

    def bare() -> list[Tensor]:
        with torch.inference_mode():
            return [network(tensors[start : start + 64])[0] for start in batches]

    said = np.concatenate(ours()).argmax(axis=1)
    expected = torch.cat(bare()).argmax(dim=1).numpy()
    return compare(
        "bench/classify/onnx/ratio",
        ours,
        bare,
        meaning="images/s of ONNX Runtime over channels-last torch",
        data=f"{CROPS} crops at {SIDE_PX} px in memory, ResNet-18, one thread; "
        f"{(said == expected).mean():.1%} equal labels, {len(set(said))} named",
        repeats=5,
        gain=True,
        floor=1.2,
    )


def _training() -> Ratio:
    examples, rows = _examples(), np.arange(CROPS)
    true = rows % CLASSES
    tensors, labels = examples.batch(rows, None), torch.from_numpy(true)
    settings = TrainingSettings(epochs=1, batch=32)

    def ours() -> None:
        material = Material(examples, true, rows, rows[:0], CLASSES)
        lesson = ClassifierLesson(
            _network(), material, CrossEntropy(), batch=32, seed=0
        )
        train(lesson, settings, seed=0)

    def bare() -> None:
        network = _network().train()
        optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3)
        for start in range(0, CROPS, 32):
            seen = tensors[start : start + 32].contiguous(
                memory_format=torch.channels_last
            )
            scores, _ = network(seen)
            optimiser.zero_grad()
            loss = functional.cross_entropy(scores, labels[start : start + 32])
            torch.autograd.backward(loss)
            optimiser.step()

    return compare(
        "bench/classify/training-step/ratio",
        ours,
        bare,
        meaning="ours over the bare loop",
        data=f"{CROPS} crops as JPEG at {SIDE_PX} px, ResNet-18, one thread",
        ceiling=1.1,
    )


def _click() -> Ratio:
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        ids = [
            f"c/clip{i // 40:05d}/f{i % 40:04d}/right/p00" for i in range(PREDICTIONS)
        ]
        draw = np.random.default_rng(0)
        true = draw.integers(0, CLASSES, PREDICTIONS)
        said = np.where(draw.random(PREDICTIONS) < 0.8, true, (true + 1) % CLASSES)
        columns: dict[str, Values] = {
            "run_id": ["run"] * PREDICTIONS,
            "item_id": ids,
            "corpus": ["c"] * PREDICTIONS,
            "target": ["handshape"] * PREDICTIONS,
            "true_class": [f"h{code:02d}" for code in true],
            "predicted_class": [f"h{code:02d}" for code in said],
            "probability": draw.random(PREDICTIONS),
            "top_classes": [[f"h{code:02d}"] for code in said],
            "top_probabilities": draw.random((PREDICTIONS, 1)).astype(np.float32),
            "part": ["test"] * PREDICTIONS,
            "calibrated": [True] * PREDICTIONS,
        }
        place = {"run_id": "run"}
        write_part(store, "predictions", columns, part="all", partition=place)
        database = Database(store)

        def click() -> None:
            # As the page Mistakes does, with nothing kept from an earlier click.
            told = read_predictions(database, "run")
            confusion(told, "test").pairs()
            told.cell("test", "h03", "h04")

        click()
        pairs = [(wall_seconds(click), CLICK_S) for _ in range(5)]
    return ratio_of(
        "bench/classify/cell-click/ratio",
        pairs,
        meaning="a first click over 0.5 s",
        data=f"{PREDICTIONS:,} predictions of {CLASSES} classes",
        ceiling=1.0,
    )


def _examples() -> CropExamples:
    draw = np.random.default_rng(0)
    pictures = [
        cv2.GaussianBlur(
            draw.integers(0, 256, (160, 160, 3), dtype=np.uint8), (0, 0), 3
        )
        for _ in range(CROPS)
    ]
    encoded = [bytes(cv2.imencode(".jpg", p)[1].tobytes()) for p in pictures]
    return CropExamples(encoded, np.zeros(CROPS, bool), CONFIG)


def _settled() -> Resnet:
    """Return a network that names many classes: by small differences, as weak ones do."""
    network, examples = _network(), _examples()
    pictures = examples.batch(np.arange(CROPS), None)
    with torch.no_grad():
        network.train()(pictures[:64])
        scores, _ = network.eval()(pictures)
        network.head.bias.sub_(scores.mean(dim=0))
    return network


def _network() -> Resnet:
    torch.manual_seed(0)
    network = Resnet(CONFIG, classes=CLASSES).to(memory_format=torch.channels_last)
    return network.eval()
