"""What a network sees of hands: the values of feature sets, or the crops."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from models.architectures.resnet import ResnetConfig
from models.classification.hands import Hands
from models.classification.pictures import Picture, jittered, square, stacked
from models.classification.upright import read_upright
from models.clustering.feature_matrix import read_features
from store.crop_ids import place_of
from store.db import Database
from store.errors import CallError
from store.pictures import read_pictures

Rows = NDArray[np.intp]


class Examples(Protocol):
    """What a network sees of N hands."""

    def __len__(self) -> int:
        """Return N."""

    def batch(self, rows: Rows, rng: Generator | None) -> Tensor:
        """Return some of them, changed at random where a generator is given."""


@dataclass(frozen=True, slots=True)
class VectorExamples:
    """Values of feature sets, shape (N, V), without NaN."""

    points: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.points)

    def batch(self, rows: Rows, rng: Generator | None) -> Tensor:
        """Return vectors; their noise is the network's own."""
        return torch.from_numpy(self.points[rows])


@dataclass(frozen=True, slots=True)
class CropExamples:
    """Crops as JPEG, and which are of left hands (they are mirrored)."""

    encoded: Sequence[bytes]
    are_left: NDArray[np.bool_]
    config: ResnetConfig

    def __len__(self) -> int:
        return len(self.encoded)

    def batch(self, rows: Rows, rng: Generator | None) -> Tensor:
        """Return pictures from 0 to 1, shape (B, 3, S, S)."""
        side_px = self.config.side_px
        pictures = [
            square(self.encoded[row], side_px=side_px, mirror=bool(self.are_left[row]))
            for row in rows
        ]
        return _batch(pictures, self.config, rng)


@dataclass(frozen=True, slots=True)
class CutExamples:
    """Squares cut around hands, as right hands, shape (N, S, S, 3)."""

    pictures: NDArray[np.uint8]
    config: ResnetConfig

    def __len__(self) -> int:
        return len(self.pictures)

    def batch(self, rows: Rows, rng: Generator | None) -> Tensor:
        """Return pictures from 0 to 1, shape (B, 3, S, S)."""
        return _batch(list(self.pictures[rows]), self.config, rng)


def read_vectors(
    database: Database, hands: Hands, features: Sequence[str]
) -> tuple[Hands, VectorExamples]:
    """Return the hands that have values of all feature sets, and the values.

    Raises:
        CallError: a feature set was not computed, or no hand has values.
    """
    corpora = sorted(set(hands.corpora.tolist()))
    kept = hands
    joined: list[NDArray[np.float32]] = []
    for name in features:
        matrix = read_features(database, corpora, name)
        row_of = {crop: row for row, crop in enumerate(matrix.crop_ids.tolist())}
        has = np.isin(kept.crop_ids, matrix.crop_ids)
        kept, joined = kept.where(has), [points[has] for points in joined]
        rows = [row_of[crop] for crop in kept.crop_ids.tolist()]
        joined.append(matrix.points[rows])
    if not len(kept):
        raise CallError(
            f"No hand of {', '.join(corpora)} has values of all of "
            f"{', '.join(features)}: compute them for the same crops."
        )
    return kept, VectorExamples(np.concatenate(joined, axis=1))


def read_crops(
    database: Database, hands: Hands, config: ResnetConfig
) -> tuple[Hands, CropExamples | CutExamples]:
    """Return the hands whose picture is in the store, and the pictures."""
    if config.upright:
        kept, squares = read_upright(database, hands, side_px=config.side_px)
        return kept, CutExamples(squares, config)
    images = read_pictures(database, hands.crop_ids.tolist())
    kept = hands.where(np.isin(hands.crop_ids, sorted(images)))
    encoded = [images[crop] for crop in kept.crop_ids.tolist()]
    return kept, CropExamples(encoded, left_hands(kept.crop_ids), config)


def _batch(
    pictures: list[Picture], config: ResnetConfig, rng: Generator | None
) -> Tensor:
    if rng is not None and config.jitter:
        how = {"chance": config.jitter, "turn_deg": config.turn_deg}
        pictures = [jittered(picture, rng, **how) for picture in pictures]
    return torch.from_numpy(stacked(pictures))


def left_hands(crop_ids: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Return which crops are of left hands."""
    places = [place_of(crop) for crop in crop_ids.tolist()]
    return np.array([place is not None and place.hand == "left" for place in places])
