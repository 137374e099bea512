"""Principal components of many long vectors, in little memory.

The covariance (or, of fewer rows than values, the products of the rows) is summed block
by block in 32-bit floats; its leading axes are found by subspace iteration.

Reference: Halko, Martinsson and Tropp, Finding structure with randomness, SIAM Review
2011, doi:10.1137/090771806.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.errors import CallError

Rows = NDArray[np.float32]

BLOCK_ROWS: Final = 2048
ITERATIONS: Final = 6
SPARE_AXES: Final = 20
"""Axes beyond those wanted: the last wanted ones converge sooner."""


@dataclass(frozen=True, slots=True)
class Pca:
    """Where vectors are centred and onto which axes they are turned.

    Attributes:
        mean: shape (values,).
        axes: unit vectors, largest variance first, shape (components, values).
        variances: along the axes, shape (components,).
        total_variance: of all values together.
    """

    mean: Rows
    axes: Rows
    variances: Rows
    total_variance: float

    @property
    def explained(self) -> float:
        """Share of the variance that the axes keep."""
        if not self.total_variance:
            return 1.0
        return float(self.variances.sum() / self.total_variance)

    def reduce(self, rows: Rows) -> Rows:
        """Return rows turned onto the axes, shape (N, components); NaN rows stay NaN."""
        reduced = np.empty((len(rows), len(self.axes)), dtype=np.float32)
        for block in _blocks(len(rows)):
            reduced[block] = (rows[block] - self.mean) @ self.axes.T
        return reduced


def fit_pca(rows: Rows, components: int, *, seed: int = 0) -> Pca:
    """Return the leading principal components.

    Args:
        rows: shape (N, values), without NaN.
        components: how many; fewer are returned where rows or values are fewer.
        seed: of the axes that the iteration starts from.

    Raises:
        CallError: there are fewer than two rows.
    """
    if len(rows) < 2:  # noqa: PLR2004
        raise CallError(
            f"Principal components need at least 2 crops with values, got {len(rows)}: "
            "ingest more clips."
        )
    mean = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    wide = rows.shape[1] > len(rows)
    products = _row_products(rows, mean) if wide else _value_products(rows, mean)
    wanted = min(components, len(rows) - 1, rows.shape[1])
    strengths, axes = _leading_axes(products, wanted, seed)
    if wide:
        axes = _onto_values(rows, mean, axes)
    freedom = len(rows) - 1
    return Pca(
        mean=mean,
        axes=np.ascontiguousarray(axes.T),
        variances=strengths / np.float32(freedom),
        total_variance=float(np.trace(products, dtype=np.float64)) / freedom,
    )


def _blocks(count: int) -> Iterator[slice]:
    for start in range(0, count, BLOCK_ROWS):
        yield slice(start, start + BLOCK_ROWS)


def _value_products(rows: Rows, mean: Rows) -> Rows:
    products = np.zeros((rows.shape[1], rows.shape[1]), dtype=np.float32)
    for block in _blocks(len(rows)):
        centred = rows[block] - mean
        products += centred.T @ centred
    return products


def _row_products(rows: Rows, mean: Rows) -> Rows:
    centred = rows - mean
    products: Rows = centred @ centred.T
    return products


def _leading_axes(products: Rows, wanted: int, seed: int) -> tuple[Rows, Rows]:
    """Return eigenvalues (wanted,), largest first, and eigenvectors (size, wanted)."""
    size = len(products)
    width = min(wanted + SPARE_AXES, size)
    axes = np.random.default_rng(seed).standard_normal((size, width), np.float32)
    for _ in range(ITERATIONS):
        axes, _ = np.linalg.qr(products @ axes)
    small = axes.T @ (products @ axes)
    strengths, turns = np.linalg.eigh((small + small.T) / 2)
    leading = np.argsort(strengths)[::-1][:wanted]
    return np.maximum(strengths[leading], 0), axes @ turns[:, leading]


def _onto_values(rows: Rows, mean: Rows, row_axes: Rows) -> Rows:
    axes = (rows - mean).T @ row_axes  # (values, components)
    lengths = np.linalg.norm(axes, axis=0)
    # An axis without variance has no direction: it stays zero.
    return np.divide(axes, lengths, out=np.zeros_like(axes), where=lengths > 0)
