"""A fitted map: all that is needed to place new points on it, kept as plain arrays."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, Final, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from models.projections.neighbours import Layout, Neighbours, Points
from models.retrieval.threshold import centred
from store.array_files import holds_numbers, read_arrays, write_arrays
from store.errors import StoreError

Method = Literal["umap", "tsne", "pca"]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
FILE: Final = "map.npz"
OWN: Final = "own-"
"""Begins the names of arrays that belong to one method."""
MISFITS: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What is met in a file that no `save_map` wrote."""
Told = Callable[[int], object]


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What a method makes of N vectors.

    Attributes:
        layout: where it shows them, shape (N, 2).
        settings: numbers that it needs to place further ones.
        arrays: likewise, arrays.
    """

    layout: Layout
    settings: Mapping[str, float] = field(default_factory=dict)
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class FittedMap:
    """A map of N items.

    Attributes:
        method: what drew it.
        seed: of the drawing.
        item_ids: what it shows, shape (N,).
        vectors: of the items, as they are compared, shape (N, D).
        mean: what vectors are compared about, as unit vectors, shape (D,); empty: they
            are compared as they are.
        drawing: where it shows them.
    """

    method: Method
    seed: int
    item_ids: NDArray[np.str_]
    vectors: Points
    mean: Points
    drawing: Drawing

    def compared(self, vectors: Points) -> Points:
        """Return vectors as they are compared on this map."""
        return centred(vectors, self.mean) if len(self.mean) else vectors


class Projection(Protocol):
    """A method of drawing maps: a module of this folder."""

    NEIGHBOURS: int
    """Neighbours of each point that it asks for."""

    def epochs(self, count: int, /) -> int:
        """Return how many steps a map of so many points takes."""

    def fit(
        self, vectors: Points, near: Neighbours, /, *, seed: int, told: Told
    ) -> Drawing:
        """Return where points lie; `told` hears how many more steps were made."""

    def place(self, fitted: FittedMap, vectors: Points, near: Neighbours, /) -> Layout:
        """Return where new points lie on a map, (Q, 2), by their neighbours among its own."""


def load_projection(method: Method) -> Projection:
    """Return a method; its library is brought in only when it draws or places."""
    from models.projections import (  # noqa: PLC0415
        pca_map,
        tsne_map,
        umap_map,
    )

    known: dict[Method, Projection] = {
        "umap": umap_map,
        "tsne": tsne_map,
        "pca": pca_map,
    }
    return known[method]


def save_map(folder: Path, fitted: FittedMap) -> None:
    """Write a map into the folder of its run; a reader sees it whole or not at all."""
    drawing = fitted.drawing
    about = {
        "method": fitted.method,
        "seed": fitted.seed,
        "settings": dict(drawing.settings),
    }
    write_arrays(
        folder / FILE,
        about=np.array(json.dumps(about)),
        item_ids=fitted.item_ids,
        vectors=fitted.vectors,
        mean=fitted.mean,
        layout=drawing.layout,
        **{OWN + name: array for name, array in drawing.arrays.items()},
    )


def load_map(folder: Path) -> FittedMap:
    """Return the map of a run. Arrays of objects, which could run code, are refused.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    path = folder / FILE
    try:
        fitted = _read(read_arrays(path))
    except FileNotFoundError as error:
        raise StoreError(
            f"{path} is missing: draw the map again with `signatlas project`."
        ) from error
    except (OSError, *MISFITS) as error:
        raise StoreError(
            f"{path} holds no map: it is damaged; draw it again with `signatlas "
            "project`."
        ) from error
    return _checked(fitted, path)


def _read(file: Mapping[str, NDArray[Any]]) -> FittedMap:
    about = json.loads(str(file["about"]))
    arrays = {
        name.removeprefix(OWN): file[name] for name in file if name.startswith(OWN)
    }
    return FittedMap(
        method=about["method"],
        seed=int(about["seed"]),
        item_ids=file["item_ids"],
        vectors=file["vectors"],
        mean=file["mean"],
        drawing=Drawing(file["layout"], _numbers(about["settings"]), arrays),
    )


def _numbers(told: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(number) for name, number in told.items()}


def _fits(fitted: FittedMap) -> bool:
    """Return whether the arrays of a map are as long and as wide as each other."""
    if fitted.vectors.ndim != 2:  # noqa: PLR2004 - items and values
        return False
    count, values = fitted.vectors.shape
    places = fitted.drawing.arrays.get("places", np.zeros((count, 1), np.int32))
    return (
        fitted.drawing.layout.shape == (count, 2)
        and fitted.item_ids.shape == (count,)
        and fitted.mean.shape in ((0,), (values,))
        and places.dtype.kind in "iu"
        and len(places) == count
        # Compiled code follows them without looking whether there is such an item.
        and bool(((places >= 0) & (places < count)).all())
    )


def _checked(fitted: FittedMap, path: Path) -> FittedMap:
    arrays = (fitted.vectors, fitted.mean, fitted.drawing.layout)
    sound = fitted.item_ids.dtype.kind == "U" and all(
        holds_numbers(array) for array in arrays
    )
    sound &= all(
        array.dtype.kind in "biu" or holds_numbers(array)
        for array in fitted.drawing.arrays.values()
    )
    sound &= all(isfinite(setting) for setting in fitted.drawing.settings.values())
    if fitted.method not in METHODS or not sound or not _fits(fitted):
        raise StoreError(
            f"{path} holds no map of this signatlas: draw it again with `signatlas "
            "project`."
        )
    return fitted
