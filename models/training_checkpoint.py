"""An unfinished training in a file, written whole or not at all."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from models.weight_files import MISFITS, load_plain
from store.errors import CallError
from store.whole_files import whole_file


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """All that a training needs to go on: plain values and tensors."""

    model: dict[str, Any]
    optimiser: dict[str, Any]
    memory: dict[str, Any]
    progress: dict[str, Any]


def save_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint, replacing the last one."""
    with whole_file(path) as temporary:
        torch.save(asdict(checkpoint), temporary)


def load_checkpoint(path: Path) -> Checkpoint:
    """Return the checkpoint in a file.

    Raises:
        CallError: the file holds none.
    """
    try:
        return Checkpoint(**load_plain(path))
    except (OSError, *MISFITS) as error:
        raise CallError(
            f"{path} holds no checkpoint: delete it, then train again."
        ) from error
