"""Trained hand encoders in files: kept, found and used."""

import pickle
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from models.feature import NO_WEIGHTS
from models.hand_recipe import TASK
from store.db import Database
from store.errors import CallError
from store.temporary import temporary_beside

if TYPE_CHECKING:
    from models.architectures.hand_encoder import HandEncoder

WEIGHTS_FILE: Final = "weights.pt"
BATCH: Final = 128


def save_encoder(
    path: Path, encoder: "HandEncoder", told: Mapping[str, object]
) -> None:
    """Write weights with the network's size and whatever else is told of them."""
    import torch  # noqa: PLC0415 - torch takes seconds

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(path)
    config, state = asdict(encoder.config), encoder.state_dict()
    torch.save({"config": config, "state": state, "told": dict(told)}, temporary)
    temporary.replace(path)


@lru_cache(maxsize=2)
def load_encoder(path: Path) -> "HandEncoder":
    """Return an encoder from its file, ready to describe hands.

    Raises:
        CallError: there is no such file, or it holds no hand encoder.
    """
    import torch  # noqa: PLC0415

    from models.architectures.hand_encoder import (  # noqa: PLC0415
        HandEncoder,
        HandEncoderConfig,
    )

    remedy = "Train one with `signatlas train hand_embedding`."
    try:
        kept = torch.load(path, map_location="cpu", weights_only=True)
        encoder = HandEncoder(HandEncoderConfig(**kept["config"]))
        encoder.load_state_dict(kept["state"])
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}. {remedy}") from error
    except (
        pickle.UnpicklingError,
        RuntimeError,
        EOFError,
        KeyError,
        TypeError,
    ) as error:
        raise CallError(f"{path} holds no hand encoder. {remedy}") from error
    return encoder.eval().to(memory_format=torch.channels_last)


def encoder_for(weights: str, *, dimensions: int) -> "HandEncoder":
    """Return the encoder in a file; for `none` one that has learnt nothing.

    Raises:
        CallError: the file holds no hand encoder of so many dimensions.
    """
    if weights == NO_WEIGHTS:
        return _random_encoder(dimensions)
    encoder = load_encoder(Path(weights))
    if encoder.config.dimensions != dimensions:
        raise CallError(
            f"{weights} holds a hand encoder of {encoder.config.dimensions} dimensions, "
            f"expected {dimensions}: set dimensions = {dimensions} in its recipe."
        )
    return encoder


@lru_cache(maxsize=1)
def _random_encoder(dimensions: int) -> "HandEncoder":
    import torch  # noqa: PLC0415

    from models.architectures.hand_encoder import (  # noqa: PLC0415
        HandEncoder,
        HandEncoderConfig,
    )

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        encoder = HandEncoder(HandEncoderConfig(dimensions=dimensions))
    return encoder.eval()


def newest_weights(database: Database) -> Path:
    """Return the weights of the hand encoder that was trained last.

    Raises:
        CallError: none was trained in this store.
    """
    for row in database.rows("runs_trained", task=TASK):
        path = database.store.run_dir(row["run_id"]) / WEIGHTS_FILE
        if path.is_file():
            return path
    raise CallError(
        "No hand encoder was trained in this store: run `signatlas ingest "
        "rendered-hands`, then `signatlas train hand_embedding`, or give the file of "
        "weights trained elsewhere with --weights."
    )


def encoded(encoder: "HandEncoder", pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return where hands lie: the mean of each picture and its mirror image.

    Args:
        encoder: trained.
        pictures: shape (N, S, S, 3), of the encoder's side.

    Returns:
        Unit vectors, shape (N, dimensions).
    """
    import torch  # noqa: PLC0415

    device = next(encoder.parameters()).device
    found = [np.empty((0, encoder.config.dimensions), np.float32)]
    for start in range(0, len(pictures), BATCH):
        batch = torch.from_numpy(pictures[start : start + BATCH]).to(device)
        seen = batch.permute(0, 3, 1, 2).float() / 255  # (B, 3, S, S)
        with torch.inference_mode():
            both = encoder(seen) + encoder(seen.flip(3))  # (B, D)
        found.append(torch.nn.functional.normalize(both, dim=1).cpu().numpy())
    return np.concatenate(found)
