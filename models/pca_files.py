"""Principal components kept in a run's folder."""

from pathlib import Path

import numpy as np

from models.pca import Pca
from store.errors import StoreError
from store.whole_files import whole_file


def save_pca(path: Path, pca: Pca) -> None:
    """Write components so that a reader sees them whole or not at all."""
    with whole_file(path) as temporary, temporary.open("wb") as file:
        np.savez(
            file,
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
        with np.load(path) as file:
            return Pca(
                mean=file["mean"],
                axes=file["axes"],
                variances=file["variances"],
                total_variance=float(file["total_variance"]),
            )
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"{path} holds no principal components: delete it and compute again."
        ) from error
