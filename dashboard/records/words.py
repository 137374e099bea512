"""Words of many rows of which few are different, as numbers."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
UNKNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A word for each of N rows.

    Attributes:
        codes: its place among the known ones, `UNKNOWN` where there is none, shape (N,).
        known: the different words.
    """

    codes: NDArray[np.int32]
    known: tuple[str, ...]

    @classmethod
    def of_column(cls, column: pa.ChunkedArray) -> "Words":
        """Return a column of texts or of dictionary codes; missing ones are unknown."""
        array = column.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = array.chunk(0) if array.num_chunks else pa.array([], array.type)
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        codes = array.indices.cast(pa.int32())
        if codes.null_count:
            codes = codes.fill_null(UNKNOWN)
        return cls(codes.to_numpy(), tuple(array.dictionary.to_pylist()))

    def __len__(self) -> int:
        return len(self.codes)

    def are(self, *words: str) -> Mask:
        """Return which rows have one of these words, shape (N,)."""
        wanted = [place for place, name in enumerate(self.known) if name in words]
        if len(wanted) == 1:
            only: Mask = self.codes == wanted[0]
            return only
        return np.isin(self.codes, wanted)

    def some(self, rows: NDArray[np.generic]) -> "Words":
        """Return the words of some rows, by a mask or by places."""
        return Words(self.codes[rows], self.known)

    def there(self) -> list[str]:
        """Return the words that occur, sorted."""
        sizes = np.bincount(self.codes[self.codes >= 0], minlength=len(self.known))
        return sorted(self.known[place] for place in np.flatnonzero(sizes))

    def groups(self) -> NDArray[np.int64]:
        """Return numbers from 0, shape (N,); each unknown word is a group of its own."""
        groups = self.codes.astype(np.int64)
        unknown = np.flatnonzero(groups == UNKNOWN)
        groups[unknown] = len(self.known) + np.arange(len(unknown))
        return groups

    def numbers(self, names: tuple[str, ...], missing: int) -> NDArray[np.intp]:
        """Return the place of each word among some names, shape (N,).

        Args:
            names: all different.
            missing: what stands for a word that is unknown or none of them.
        """
        place = {name: number for number, name in enumerate(names)}
        of_known = [place.get(name, missing) for name in self.known]
        # The last stands for unknown words, whose code is -1.
        return np.array([*of_known, missing], np.intp)[self.codes]
