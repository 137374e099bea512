"""Words of many rows of which few are different, as numbers."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from store.arrow_arrays import in_one

Mask = NDArray[np.bool_]
UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A word for each of N rows.

    Attributes:
        codes: its place among the names, `UNKNOWN` where there is none, shape (N,).
        names: the words; no two are alike where rows are told apart by them.
    """

    codes: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def of_column(cls, column: pa.ChunkedArray) -> "Words":
        """Return a column of texts or of dictionary codes; missing ones are unknown."""
        array = in_one(column)
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        codes = array.indices.cast(pa.int32())
        if codes.null_count:
            codes = codes.fill_null(UNKNOWN)
        return cls(codes.to_numpy(), tuple(array.dictionary.to_pylist()))

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def any(self) -> bool:
        """Whether something is known of at least one row."""
        return not self.unknown.all()

    @property
    def unknown(self) -> Mask:
        """Which rows have no word, shape (N,)."""
        lacking: Mask = self.codes == UNKNOWN
        return lacking

    def at(self, place: int) -> str | None:
        """Return the word of one row; None where it is unknown."""
        code = int(self.codes[place])
        return None if code == UNKNOWN else self.names[code]

    def texts(self, places: NDArray[np.intp]) -> list[str | None]:
        """Return the words of some rows."""
        return [self.at(int(place)) for place in places]

    def are(self, *words: str) -> Mask:
        """Return which rows have one of these words, shape (N,)."""
        wanted = [place for place, name in enumerate(self.names) if name in words]
        if len(wanted) == 1:
            only: Mask = self.codes == wanted[0]
            return only
        return np.isin(self.codes, wanted)

    def some(self, rows: NDArray[np.generic]) -> "Words":
        """Return the words of some rows, by a mask or by places."""
        return Words(self.codes[rows], self.names)

    def there(self) -> list[str]:
        """Return the words that occur, sorted."""
        sizes = np.bincount(self.codes[self.codes >= 0], minlength=len(self.names))
        return sorted(self.names[place] for place in np.flatnonzero(sizes))

    def groups(self) -> NDArray[np.int64]:
        """Return numbers from 0, shape (N,); each unknown word is a group of its own."""
        groups = self.codes.astype(np.int64)
        unknown = np.flatnonzero(groups == UNKNOWN)
        groups[unknown] = len(self.names) + np.arange(len(unknown))
        return groups

    def numbers(self, names: tuple[str, ...], missing: int) -> NDArray[np.intp]:
        """Return the place of each word among some names, shape (N,).

        Args:
            names: all different.
            missing: what stands for a word that is unknown or none of them.
        """
        place = {name: number for number, name in enumerate(names)}
        of_names = [place.get(name, missing) for name in self.names]
        # The last stands for unknown words, whose code is -1.
        return np.array([*of_names, missing], np.intp)[self.codes]
