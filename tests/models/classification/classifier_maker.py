"""A store with hands of three handshapes by ten signers, and small recipes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.feature_steps import FeatureTask, compute_features
from store.layout import Store
from tests.models.hand_maker import Silent, open_hand, write_corpus

BENDS = {"5": 0.1, "bent-5": 0.6, "S": 1.1}

RECIPE = """
task = "classifier"
features = ["joint_angles"]
members = 1

[split]
folds = 3

[network]
width = 16
embedding = 8

[training]
epochs = 12
batch = 16
learning_rate = 2e-2
"""

CROP_RECIPE = """
task = "classifier"

[split]
folds = 3
all_folds = false

[network]
side_px = 32
jitter = 0.25

[training]
epochs = 1
batch = 32
"""


def handshapes_of(count: int) -> list[str]:
    """Every ten hands, one of each signer, have the same handshape."""
    names = list(BENDS)
    return [names[i // 10 % len(names)] for i in range(count)]


def write_hands(
    store: Store,
    corpus: str = "hands",
    *,
    handshapes: Sequence[str] | None = None,
    seed: int = 0,
    **how: Any,
) -> None:
    """Write hands that are bent as their handshapes say, and their joint angles."""
    given = handshapes_of(60) if handshapes is None else handshapes
    draw = np.random.default_rng(seed)
    worlds = [
        (
            open_hand(bend=BENDS.get(name, 0.35))
            + draw.normal(scale=3e-4, size=(21, 3))
        ).astype(np.float32)
        for name in given
    ]
    write_corpus(store, corpus, worlds, handshapes=given, **how)
    compute_features(store, FeatureTask(corpus, "joint_angles", "all"), Silent())


def write_recipe(folder: Path, text: str = RECIPE, name: str = "small") -> Path:
    """Write a recipe's file and return its path."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path
