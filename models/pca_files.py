"""Principal components kept in a run's folder."""

from pathlib import Path
from typing import Final

import numpy as np

from models.pca import Pca
from store.array_files import holds_numbers, read_arrays, write_arrays
from store.errors import StoreError

_ARRAYS: Final = ("mean", "axes", "variances", "total_variance")


def save_pca(path: Path, pca: Pca) -> None:
    """Write components so that a reader sees them whole or not at all."""
    write_arrays(
        path,
        mean=pca.mean,
        axes=pca.axes,
        variances=pca.variances,
        total_variance=pca.total_variance,
    )


def load_pca(path: Path) -> Pca:
    """Return components from their file.

    Raises:
        StoreError: the file holds none.
    """
    try:
        kept = read_arrays(path, _ARRAYS)
        pca = Pca(
            mean=kept["mean"],
            axes=kept["axes"],
            variances=kept["variances"],
            total_variance=float(kept["total_variance"]),
        )
        _check(pca)
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            f"{path} holds no principal components: delete it and compute again."
        ) from error
    return pca


def _check(pca: Pca) -> None:
    """Refuse arrays that do not fit each other.

    Raises:
        ValueError: they do not, or hold no numbers.
    """
    shapes = (pca.mean.shape, pca.axes.shape, pca.variances.shape)
    (values,), (kept, wide), variances = shapes
    numbers = (pca.mean, pca.axes, pca.variances, np.float64(pca.total_variance))
    if wide != values or variances != (kept,):
        raise ValueError(f"arrays of shapes {shapes}")
    if not all(holds_numbers(np.asarray(a)) for a in numbers):
        raise ValueError("numbers that are none")
