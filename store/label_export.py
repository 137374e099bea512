"""Writing the labelled set: pictures in folders, CSV, a vocabulary for ELAN."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.db import Database
from store.elan.handshapes import handshape_ecv
from store.errors import CallError, StoreError
from store.hidden_faces import shown_pictures
from store.label_files import (
    LABELS_CSV,
    VOCABULARY,
    LabelledCrop,
    labels_csv,
    picture_path,
)
from store.labelled_set import LabelledSet

PICTURES_AT_ONCE: Final = 512


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported.

    Attributes:
        crops, handshapes, pictures: how many.
        forbidden: crops whose corpus does not allow the export of media.
        missing: crops whose picture is not in the store any more.
    """

    crops: int
    handshapes: int
    pictures: int
    forbidden: int
    missing: int


def labelled_crops(database: Database, labelled: LabelledSet) -> list[LabelledCrop]:
    """Return every labelled crop with where it is from, by handshape and id."""
    details = {
        row.pop("crop_id"): row
        for row in database.rows("crop_details", crops=list(labelled.handshapes))
    }
    rows = []
    for crop, handshape in labelled.handshapes.items():
        known = dict(details.get(crop, {}))
        may_leave = known.pop("exportable", False)
        rows.append(
            LabelledCrop(
                crop_id=crop,
                handshape=handshape,
                annotator="; ".join(labelled.annotators_of(crop)),
                picture=picture_path(crop, handshape) if may_leave else "",
                **known,
            )
        )
    return sorted(rows, key=lambda row: (row.handshape, row.crop_id))


def export_folder(
    database: Database, rows: Sequence[LabelledCrop], folder: Path
) -> Exported:
    """Write labelled crops into a new folder.

    Raises:
        CallError: the folder is a file or not empty.
        StoreError: the disk refuses.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise CallError(
            f"{folder} is not empty: name a new folder, so that nothing in it is "
            "written over."
        )
    pictures = 0
    try:
        for path, content in _files(database, rows):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            pictures += path.endswith(".jpg")
    except OSError as error:
        raise StoreError(
            f"Cannot write {folder}: {error.strerror}. Free space or choose a folder "
            "you may write to."
        ) from error
    return _exported(rows, pictures)


def export_zip(database: Database, rows: Sequence[LabelledCrop]) -> bytes:
    """Return the same files as one zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in _files(database, rows):
            squeezed = path.endswith(".jpg")  # JPEG cannot be squeezed further.
            how = zipfile.ZIP_STORED if squeezed else zipfile.ZIP_DEFLATED
            archive.writestr(path, content, how)
    return file.getvalue()


def _files(
    database: Database, rows: Sequence[LabelledCrop]
) -> Iterator[tuple[str, bytes]]:
    yield LABELS_CSV, labels_csv(rows).encode()
    names = sorted({row.handshape for row in rows})
    yield VOCABULARY, handshape_ecv(names)
    shown = [row for row in rows if row.picture]
    for start in range(0, len(shown), PICTURES_AT_ONCE):
        batch = shown[start : start + PICTURES_AT_ONCE]
        images = shown_pictures(database, [row.crop_id for row in batch])
        for row in batch:
            if row.crop_id in images:
                yield row.picture, images[row.crop_id]


def _exported(rows: Sequence[LabelledCrop], pictures: int) -> Exported:
    allowed = sum(bool(row.picture) for row in rows)
    known = sum(row.clip_id is not None for row in rows)
    return Exported(
        crops=len(rows),
        handshapes=len({row.handshape for row in rows}),
        pictures=pictures,
        forbidden=known - allowed,
        missing=len(rows) - known + allowed - pictures,
    )
