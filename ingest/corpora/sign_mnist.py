"""Sign-Language MNIST: two CSV files of a label and 784 grey values a line.

Reference: tecperson, Sign-Language MNIST, Kaggle, 2017.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow.csv import (  # type: ignore[attr-defined]  # it has no __all__
    ConvertOptions,
    ReadOptions,
    read_csv,
)

from ingest.corpora.letter_names import LETTER_NAMES
from ingest.corpora.sign_mnist_lines import (
    first_mistake,
    has_header,
    refuse_other_files,
)
from ingest.letter_rows import PIXELS, LetterPart, LetterSet, PartName
from ingest.sources import Problem
from store.errors import CallError

CORPUS: Final = "sign-mnist"
FILES: Final[dict[PartName, str]] = {
    "train": "sign_mnist_train.csv",
    "test": "sign_mnist_test.csv",
}
PUBLISHED: Final[dict[PartName, int]] = {"train": 27_455, "test": 7_172}
"""How many pictures the published files hold."""
_COLUMNS: Final = [f"f{number}" for number in range(PIXELS + 1)]


def read_sign_mnist(folder: Path) -> LetterSet:
    """Return the pictures of Kaggle's two files, with or without their header.

    Other counts than the published are problems to read about, not errors.

    Raises:
        CallError: a file is missing or a line of it is wrong; nothing is taken then.
    """
    parts = {part: _read_part(_file(folder, part)) for part in FILES}
    return LetterSet(
        corpus=CORPUS,
        title="Sign-Language MNIST",
        source=str(folder),
        parts=parts,
        names=LETTER_NAMES,
        language="American Sign Language",
        licence="CC0 as stated on Kaggle",
        citation="tecperson, Sign-Language MNIST, Kaggle, 2017",
        problems=_differences(folder, parts),
    )


def _file(folder: Path, part: PartName) -> Path:
    """Return where a file is; Kaggle's archive has each in a folder of its name too."""
    name = FILES[part]
    for path in (folder / name, folder / Path(name).stem / name):
        if path.is_file():
            return path
    raise CallError(
        f"{folder / name} is not there: give the folder with Kaggle's "
        f"{' and '.join(FILES.values())}."
    )


def _read_part(path: Path) -> LetterPart:
    refuse_other_files(path)
    values = _values(path)
    labels = values[:, 0].astype(np.int32)
    if not np.isin(labels, list(LETTER_NAMES)).all():
        raise CallError(first_mistake(path))
    return LetterPart(labels, np.ascontiguousarray(values[:, 1:]), [None] * len(values))


def _values(path: Path) -> NDArray[np.uint8]:
    """Return label and pixels of every line, shape (N, 785)."""
    read = ReadOptions(autogenerate_column_names=True, skip_rows=int(has_header(path)))
    convert = ConvertOptions(
        column_types=dict.fromkeys(_COLUMNS, pa.uint8()), null_values=[]
    )
    try:
        lines = read_csv(path, read_options=read, convert_options=convert)
    except pa.ArrowInvalid as error:
        raise CallError(first_mistake(path)) from error
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    if lines.column_names != _COLUMNS:
        raise CallError(first_mistake(path))
    return np.column_stack([column.to_numpy() for column in lines.columns])


def _differences(folder: Path, parts: dict[PartName, LetterPart]) -> list[Problem]:
    """Return what the files hold otherwise than the published ones."""
    found = []
    for part, made in parts.items():
        count, published = len(made.labels), PUBLISHED[part]
        if count != published:
            what = f"{FILES[part]} has {count:,} pictures; the published {published:,}."
            found.append(_difference(folder / FILES[part], "other-count", what))
        absent = sorted(set(LETTER_NAMES) - set(made.labels.tolist()))
        if absent:
            letters = " ".join(LETTER_NAMES[label] for label in absent)
            what = f"{FILES[part]} has no picture of {letters}."
            found.append(_difference(folder / FILES[part], "absent-letters", what))
    return found


def _difference(path: Path, kind: str, what: str) -> Problem:
    remedy = "Figures from it cannot be compared with published ones."
    return Problem(kind, str(path), what, remedy, lost=False)
