"""The labelled set as files: names of files, CSV, and a vocabulary for ELAN.

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
import hashlib
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final
from urllib.parse import quote, unquote

from store.handshapes import INVENTORY

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


def vocabulary(handshapes: Sequence[str], *, at: datetime | None = None) -> str:
    """Return handshapes as an ELAN external controlled vocabulary (.ecv).

    The file has the shape that the EAF 3.0 schema asks for; ELAN 5 and later link to it.

    Args:
        handshapes: names, in the order shown in ELAN.
        at: time written into the file; now.

    Reference: ELAN Annotation Format 3.0, http://www.mpi.nl/tools/elan/EAFv3.0.xsd.
    """
    root = ET.Element(
        "CV_RESOURCE",
        {
            "AUTHOR": "signatlas",
            "DATE": (at or datetime.now(UTC)).isoformat(timespec="seconds"),
            "VERSION": "0.2",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:noNamespaceSchemaLocation": "http://www.mpi.nl/tools/elan/EAFv3.0.xsd",
        },
    )
    ET.SubElement(root, "LANGUAGE", _LANGUAGE)
    words = ET.SubElement(root, "CONTROLLED_VOCABULARY", {"CV_ID": "handshapes"})
    about = ET.SubElement(words, "DESCRIPTION", {"LANG_REF": _LANGUAGE["LANG_ID"]})
    about.text = "Handshapes labelled with signatlas"
    for name in handshapes:
        _add_entry(words, name)
    ET.indent(root, "    ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


_LANGUAGE: Final = {
    "LANG_DEF": "http://cdb.iso.org/lg/CDB-00130975-001",
    "LANG_ID": "und",
    "LANG_LABEL": "undetermined (und)",
}


def _add_entry(words: ET.Element, name: str) -> None:
    # An id made from the name: annotations keep their meaning in later exports.
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    entry = ET.SubElement(words, "CV_ENTRY_ML", {"CVE_ID": f"cveid_{digest}"})
    value = ET.SubElement(
        entry,
        "CVE_VALUE",
        {"DESCRIPTION": _meaning(name), "LANG_REF": _LANGUAGE["LANG_ID"]},
    )
    value.text = name


def _meaning(name: str) -> str:
    known = INVENTORY.get(name)
    return f"{known.words} ({known.hamnosys})" if known else ""
