"""The probabilities that a run's folds give to hands they were not trained on, in a file.

Another run can be joined with them, or its frequencies corrected by them.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.array_files import read_arrays, write_arrays
from store.errors import CallError

FILE: Final = "outputs.npz"
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was said of hands, a row for each fold that says something of them.

    Attributes:
        crop_ids, folds, parts: shape (R,); parts are validation, test or unseen.
        true: names; empty: unknown.
        probabilities: calibrated, shape (R, C).
        classes: names, shape (C,).
    """

    crop_ids: NDArray[np.str_]
    folds: NDArray[np.int64]
    parts: NDArray[np.str_]
    true: NDArray[np.str_]
    probabilities: Reals
    classes: NDArray[np.str_]


def save_outputs(folder: Path, outputs: Outputs) -> None:
    """Write a run's outputs into its folder."""
    write_arrays(
        folder / FILE,
        True,
        crop_ids=outputs.crop_ids,
        folds=outputs.folds,
        parts=outputs.parts,
        true=outputs.true,
        probabilities=outputs.probabilities.astype(np.float32),
        classes=outputs.classes,
    )


def load_outputs(folder: Path) -> Outputs:
    """Return the outputs in a run's folder.

    Raises:
        CallError: there are none.
    """
    try:
        kept = read_arrays(folder / FILE, [field.name for field in fields(Outputs)])
        kept["probabilities"] = kept["probabilities"].astype(np.float64)
        outputs = Outputs(**kept)
        _check(outputs)
    except (OSError, ValueError, TypeError) as error:
        raise CallError(
            f"{folder / FILE} holds no outputs of a classifier: train it again."
        ) from error
    return outputs


def _check(outputs: Outputs) -> None:
    """Refuse arrays that do not fit each other.

    Raises:
        ValueError: they do not, or hold no probabilities.
    """
    rows, classes = outputs.probabilities.shape
    columns = (outputs.crop_ids, outputs.folds, outputs.parts, outputs.true)
    if outputs.classes.shape != (classes,) or {c.shape for c in columns} != {(rows,)}:
        raise ValueError("arrays of different lengths")
    if [column.dtype.kind for column in (*columns, outputs.classes)] != [*"UiUUU"]:
        raise ValueError("arrays of other types")
    if not ((outputs.probabilities >= 0) & (outputs.probabilities <= 1)).all():
        raise ValueError("shares outside of 0 to 1")
