"""What every feature set must say of itself, and how it is found.

A feature set is one file in `models/features/` that defines `FEATURE`. A new file there
is a new feature set: nothing else needs to be told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from store.errors import UnknownNameError

Need = Literal["crop images 0 px", "crop images 20 px", "landmarks", "hold landmarks"]
NO_WEIGHTS: Final = "none"
_FOLDER: Final = Path(__file__).parent / "features"


@dataclass(frozen=True, slots=True)
class Feature:
    """A way to describe hands by numbers.

    Attributes:
        name: the file's name.
        title: for people.
        needs: what it reads. Landmarks always come along with pictures.
        dimensions: values per hand that `compute` returns.
        compute: `HandCrops` of N hands to float32 of shape (N, dimensions); a row is
            NaN where it cannot be computed. Rows do not depend on each other. A
            feature that uses weights takes a keyword `weights` too.
        reduced_to: principal components that are kept of the values; None: the values
            themselves.
        uses_weights: whether it is a network: then it is told `weights`, which is
            `none`, a name it knows, or a file.
    """

    name: str
    title: str
    needs: Need
    dimensions: int
    compute: Callable[..., NDArray[np.float32]]
    reduced_to: int | None = None
    uses_weights: bool = False

    @property
    def padding_px(self) -> int | None:
        """Padding of the pictures it needs; None where it needs none."""
        return {"crop images 0 px": 0, "crop images 20 px": 20}.get(self.needs)


def feature_names() -> list[str]:
    """Return the names of all feature sets, without importing any."""
    return sorted(path.stem for path in _FOLDER.glob("[a-z]*.py"))


def load_feature(name: str) -> Feature:
    """Return the feature set of this name.

    Raises:
        UnknownNameError: there is no such file.
    """
    if name not in feature_names():
        raise UnknownNameError("feature set", name, feature_names())
    feature = import_module(f"models.features.{name}").FEATURE
    if not isinstance(feature, Feature):
        raise TypeError(f"FEATURE in models/features/{name}.py is not a Feature")
    return feature
