"""Trained hand encoders in files: kept, found and used."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from models.feature import NO_WEIGHTS
from models.features.joint_angles import DIMENSIONS as FORM_VALUES
from models.hand_recipe import TASK
from store.db import Database
from store.errors import CallError
from store.whole_files import whole_file

if TYPE_CHECKING:
    from models.architectures.hand_encoder import HandEncoder

WEIGHTS_FILE: Final = "weights.pt"
BATCH: Final = 4096
_REMEDY: Final = "Train one with `signatlas train hand_embedding`."


def save_encoder(
    path: Path, encoder: "HandEncoder", told: Mapping[str, object]
) -> None:
    """Write weights with the network's size and whatever else is told of them."""
    import torch  # noqa: PLC0415 - torch takes seconds

    config, state = asdict(encoder.config), encoder.state_dict()
    with whole_file(path) as temporary:
        torch.save({"config": config, "state": state, "told": dict(told)}, temporary)


def load_encoder(path: Path) -> "HandEncoder":
    """Return an encoder from its file, ready to describe hands.

    Raises:
        CallError: there is no such file, or it holds no hand encoder.
    """
    try:
        stamp = path.stat()
    except OSError as error:
        raise CallError(
            f"{path} cannot be read: {error.strerror}. {_REMEDY}"
        ) from error
    return _loaded(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=2)
def _loaded(path: Path, _changed_ns: int, _bytes: int) -> "HandEncoder":
    """Return the encoder of a file; one that changed since is read again."""
    from models.architectures.hand_encoder import (  # noqa: PLC0415
        HandEncoder,
        HandEncoderConfig,
    )
    from models.weight_files import MISFITS, load_plain  # noqa: PLC0415

    try:
        kept = load_plain(path)
        encoder = HandEncoder(HandEncoderConfig(**kept["config"]))
        encoder.load_state_dict(kept["state"])
    except OSError as error:
        raise CallError(
            f"{path} cannot be read: {error.strerror}. {_REMEDY}"
        ) from error
    except MISFITS as error:
        raise CallError(f"{path} holds no hand encoder. {_REMEDY}") from error
    return encoder.eval()


def encoder_for(weights: str) -> "HandEncoder":
    """Return the encoder in a file; for `none` one that has learnt nothing.

    Raises:
        CallError: the file holds no hand encoder.
    """
    return _random_encoder() if weights == NO_WEIGHTS else load_encoder(Path(weights))


@lru_cache(maxsize=1)
def _random_encoder() -> "HandEncoder":
    import torch  # noqa: PLC0415

    from models.architectures.hand_encoder import (  # noqa: PLC0415
        HandEncoder,
        HandEncoderConfig,
    )

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        encoder = HandEncoder(HandEncoderConfig())
    return encoder.eval()


def newest_weights(database: Database) -> Path:
    """Return the weights of the hand encoder that was trained last.

    A training that was stopped has left the best weights until then.

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


def encoded(
    encoder: "HandEncoder", points: NDArray[np.floating[Any]]
) -> NDArray[np.float32]:
    """Return where hands lie.

    Args:
        encoder: trained.
        points: right hands, x to the right, y down, z away, in one unit, shape
            (N, 21, 3); none missing.

    Returns:
        Unit vectors, shape (N, 38).
    """
    import torch  # noqa: PLC0415

    found = [np.empty((0, FORM_VALUES), np.float32)]
    for start in range(0, len(points), BATCH):
        batch = torch.from_numpy(points[start : start + BATCH].astype(np.float32))
        with torch.inference_mode():
            forms = encoder(batch)  # (B, 38)
        found.append(torch.nn.functional.normalize(forms, dim=1).numpy())
    return np.concatenate(found)
