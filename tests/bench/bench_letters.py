"""Letters: CNN 3 taught by the training loop beside a bare loop; the copies of NN 4."""

from dataclasses import replace
from typing import Final

import numpy as np
import torch
from torch.nn import functional

from models.letters.augmentation import three_copies
from models.letters.data import Pictures
from models.letters.networks import (
    LetterLesson,
    as_tensor,
    make_network,
    schedule_of,
    training_settings,
)
from models.letters.rows import Network, rows_named
from models.training import train
from tests.bench.ratios import Ratio, compare, cpu_seconds, ratio_of

PICTURES: Final = 1024
CLASSES: Final = 24
TRAINING: Final = 27_455
COPIES_S: Final = 30.0


def run() -> list[Ratio]:
    """Return what teaching CNN 3 and making copies cost."""
    torch.set_num_threads(1)
    return [_training(), _copies()]


def _training() -> Ratio:
    """Ours moves every picture by its own draw; the bare loop takes them as they are."""
    recipe = replace(_recipe("CNN3aug"), epochs=2)
    shown = _pictures(PICTURES)
    seen, true = as_tensor(shown), torch.from_numpy(shown.labels)

    def ours() -> None:
        model = make_network(recipe, classes=CLASSES)
        nothing = shown.chosen(np.zeros(PICTURES, bool))
        lesson = LetterLesson(model, recipe, shown, nothing, seed=0)
        train(lesson, training_settings(recipe), seed=0, schedule=schedule_of(recipe))

    def bare() -> None:
        model = make_network(recipe, classes=CLASSES).train()
        optimiser = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate)
        for _ in range(recipe.epochs):
            for rows in torch.split(torch.randperm(PICTURES), recipe.batch):
                optimiser.zero_grad()
                loss = functional.cross_entropy(model(seen[rows]), true[rows])
                torch.autograd.backward(loss)
                optimiser.step()

    return compare(
        "bench/letters/cnn3-training/ratio",
        ours,
        bare,
        meaning="images/s of ours, augmented, over a bare loop's without",
        data=f"{2 * PICTURES:,} pictures of 28 x 28 in memory, batch 64, one thread",
        gain=True,
        floor=0.8,
    )


def _copies() -> Ratio:
    seen = as_tensor(_pictures(TRAINING))

    def made() -> None:
        three_copies(seen, torch.Generator().manual_seed(0))

    made()
    pairs = [(cpu_seconds(made), COPIES_S) for _ in range(3)]
    return ratio_of(
        "bench/letters/nn4-copies/ratio",
        pairs,
        meaning="ours over 30 s",
        data=f"{3 * TRAINING:,} changed copies of {TRAINING:,} pictures of 28 x 28",
        ceiling=1.0,
        clock=cpu_seconds,
    )


def _recipe(name: str) -> Network:
    [row] = rows_named([name])
    assert isinstance(row.recipe, Network)
    return row.recipe


def _pictures(count: int) -> Pictures:
    draw = np.random.default_rng(0)
    return Pictures(
        ids=np.array([str(number) for number in range(count)]),
        pixels=draw.integers(0, 256, (count, 784), dtype=np.uint8),
        labels=np.arange(count, dtype=np.intp) % CLASSES,
        signers=np.full(count, ""),
    )
