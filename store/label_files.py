"""The labelled set as files: their names, and CSV.

```
labels.csv                one row per labelled crop
handshapes.ecv            the handshapes as an ELAN external controlled vocabulary
images/HANDSHAPE/CROP.jpg the pictures, in one folder per handshape
```

A crop's id is its file's name with `~` for `/`; a handshape's folder is its name, with
what folders cannot have written as in web addresses (`%2F`). So the folder can be read
again, see `store.label_import`.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Final
from urllib.parse import quote, unquote

LABELS_CSV: Final = "labels.csv"
VOCABULARY: Final = "handshapes.ecv"
PICTURES: Final = "images"
_SLASH: Final = "~"
_KEPT_IN_FOLDERS: Final = " ()[]{}+-_.,;&=@'!"


@dataclass(frozen=True, slots=True)
class LabelledCrop:
    """One row of `labels.csv`.

    Attributes:
        crop_id: the crop.
        handshape: its handshape.
        annotator: who gave it; several are separated by `; `.
        corpus, clip_id, gloss, signer, frame_index, time_ms, hand: where it is from;
            None where unknown.
        synthetic: whether it is computer-generated.
        picture: its file within the export; empty where its corpus forbids that.
    """

    crop_id: str
    handshape: str
    annotator: str
    corpus: str | None = None
    clip_id: str | None = None
    gloss: str | None = None
    signer: str | None = None
    frame_index: int | None = None
    time_ms: int | None = None
    hand: str | None = None
    synthetic: bool | None = None
    picture: str = ""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, e.g. `1 label`, `1,204 labels`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def labels_csv(rows: Iterable[LabelledCrop]) -> str:
    """Return labelled crops as CSV with a heading."""
    file = io.StringIO()
    names = list(LabelledCrop.__dataclass_fields__)
    writer = csv.DictWriter(file, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return file.getvalue()


def picture_path(crop_id: str, handshape: str) -> str:
    """Return where a crop's picture lies within an export."""
    return f"{PICTURES}/{folder_name(handshape)}/{file_name(crop_id)}"


def file_name(crop_id: str) -> str:
    """Return the name of a crop's picture."""
    return quote(crop_id.replace("/", _SLASH), safe=_KEPT_IN_FOLDERS + _SLASH) + ".jpg"


def crop_of_file(path: PurePath) -> str:
    """Return the crop that a picture's name means."""
    return unquote(path.stem).replace(_SLASH, "/")


def folder_name(handshape: str) -> str:
    """Return the name of a handshape's folder."""
    name = quote(handshape, safe=_KEPT_IN_FOLDERS)
    return name.replace(".", "%2E") if not name.strip(". ") else name


def handshape_of_folder(name: str) -> str:
    """Return the handshape that a folder's name means."""
    return unquote(name)
