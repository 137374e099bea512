"""Things that a classifier tells apart, be they hands or clips of signs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Items:
    """N things, in order of their ids. An empty string: unknown.

    Attributes:
        item_ids: of crops, or of clips.
        corpora: where they are from.
        signers: told apart by corpus (`corpus/signer`).
        true: class of each.
    """

    item_ids: NDArray[np.str_]
    corpora: NDArray[np.str_]
    signers: NDArray[np.str_]
    true: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.item_ids)

    def where(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> "Items":
        """Return some of them."""
        return Items(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def codes_within(names: NDArray[np.str_], classes: Sequence[str]) -> NDArray[np.intp]:
    """Return the place of each name among classes; -1 where it is none of them."""
    number = {name: code for code, name in enumerate(classes)}
    return np.array([number.get(name, -1) for name in names.tolist()], np.intp)
