"""Files of trained weights: tensors and plain values, and nothing that could run."""

import pickle
import struct
import zipfile
from collections.abc import Iterable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, Final

import torch

MISFITS: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError),
    *(RuntimeError, TypeError, ValueError),
)
"""What building a network meets in values that no training of ours wrote."""
_DAMAGED: Final = (
    *(pickle.UnpicklingError, zipfile.BadZipFile, struct.error, EOFError, *MISFITS),
)


def load_plain(path: Path) -> Any:
    """Return what `torch.save` wrote into a file, on the CPU.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is damaged, holds anything but tensors and plain values, or numbers
            that are none.
    """
    try:
        _check_size(path)
        kept = torch.load(path, map_location="cpu", weights_only=True)
        _check_numbers(kept)
    except _DAMAGED as error:
        raise ValueError(f"no weights: {error}") from error
    return kept


def texts(kept: Any) -> tuple[str, ...]:
    """Return names as they were kept.

    Raises:
        TypeError: one is no text.
    """
    names = tuple(kept)
    if not all(isinstance(name, str) for name in names):
        raise TypeError(f"{names!r:.80} are no names")
    return names


def _check_size(path: Path) -> None:
    """Refuse a file that would unpack to more than it is: torch packs nothing."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(member.file_size for member in packed.infolist())
    if unpacked > path.stat().st_size:
        raise ValueError(f"it would unpack to {unpacked:,} bytes")


def _check_numbers(kept: object) -> None:
    """Refuse weights that are no numbers: whatever they say would be none either."""
    if isinstance(kept, torch.Tensor):
        sound = not kept.is_floating_point() or bool(kept.isfinite().all())
    elif isinstance(kept, float):
        sound = isfinite(kept)
    else:
        sound = True
        inside = kept.values() if isinstance(kept, Mapping) else kept
        if isinstance(inside, Iterable) and not isinstance(inside, str | bytes):
            for each in inside:
                _check_numbers(each)
    if not sound:
        raise ValueError("a weight is no number")
