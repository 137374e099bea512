"""Rows of a dataset for Hugging Face: hands with their pictures, clips with keypoints.

Where a corpus does not allow faces, heads are covered as everywhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.exports.huggingface_features import (
    CLIP_FEATURES,
    HAND_FEATURES,
    Feature,
    features_schema,
    labelled_features,
)
from store.consent import Credit
from store.crop_ids import with_padding
from store.db import Database
from store.hidden_faces import shown_pictures
from store.label_files import counted
from store.labelled_set import LabelledSet
from store.landmark_parts import SeenClip, seen_clips

PICTURES_AT_ONCE: Final = 8192
"""Where heads are covered, all parts of the corpus are looked through for each batch."""
CLIPS_AT_ONCE: Final = 32
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, and the split that each is in; None where it is in none."""

    table: pa.Table
    splits: list[str | None]


@dataclass(slots=True)
class LeftOut:
    """What was left out: corpora not for export, and hands counted as they are read."""

    corpora: list[str]
    without_picture: int = 0

    @property
    def sentences(self) -> list[str]:
        """What was left out and why."""
        said = [
            f"Rows of {corpus} left out: nothing says that it may be exported."
            for corpus in self.corpora
        ]
        if self.without_picture:
            said.append(
                f"{counted(self.without_picture, 'hand')} left out: no picture in the "
                "store."
            )
        return said


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted.

    Attributes:
        padding_px: of crops: 0, or 20 with the place on the body.
        blurred: whether blurred hands come too.
        splits: split by crop or clip; None: the corpus's own.
        labelled: only these hands, with their handshapes; None: all hands.
    """

    padding_px: int = 0
    blurred: bool = False
    splits: Mapping[str, str] | None = None
    labelled: LabelledSet | None = None

    def split_of(self, clip: Row, crop_id: str | None = None) -> str | None:
        """Return the split of a clip, or of a crop of it."""
        if self.splits is None:
            own: str | None = clip["split"]
            return own
        tight = with_padding(crop_id, 0) if crop_id else ""
        return self.splits.get(tight) or self.splits.get(clip["clip_id"])

    @property
    def features(self) -> tuple[Feature, ...]:
        """The columns of hands."""
        if self.labelled is None:
            return HAND_FEATURES
        return labelled_features(self.handshapes)

    @property
    def handshapes(self) -> list[str]:
        """The classes of labelled hands."""
        return sorted(set(self.labelled.handshapes.values())) if self.labelled else []


def hand_rows(
    database: Database, credit: Credit, wanted: Wanted, left_out: LeftOut
) -> Iterator[Rows]:
    """Yield the hands of a corpus with their pictures."""
    number = {name: place for place, name in enumerate(wanted.handshapes)}
    schema = features_schema(wanted.features)
    with database.stream(
        "hands_to_export",
        corpus=credit.corpus,
        padding_px=wanted.padding_px,
        blurred=wanted.blurred or wanted.labelled is not None,
    ) as batches:
        for batch in batches:
            known = [row for row in batch.to_pylist() if _is_wanted(row, wanted)]
            for start in range(0, len(known), PICTURES_AT_ONCE):
                rows = known[start : start + PICTURES_AT_ONCE]
                pictures = shown_pictures(database, [row["crop_id"] for row in rows])
                left_out.without_picture += len(rows) - len(pictures)
                rows = [row for row in rows if row["crop_id"] in pictures]
                for row in rows:
                    _complete(row, pictures, credit, wanted, number)
                splits = [wanted.split_of(row, row["crop_id"]) for row in rows]
                yield Rows(pa.Table.from_pylist(rows, schema=schema), splits)


def clip_rows(database: Database, credit: Credit, wanted: Wanted) -> Iterator[Rows]:
    """Yield the clips of a corpus that have landmarks."""
    listed = database.rows("clips_known", corpus=credit.corpus)
    known = {row["clip_id"]: row | {"synthetic": credit.synthetic} for row in listed}
    batch: list[SeenClip] = []
    for seen in seen_clips(database.store, credit.corpus):
        if seen.clip_id in known:
            batch.append(seen)
        if len(batch) == CLIPS_AT_ONCE:
            yield _clips(known, batch, wanted)
            batch = []
    if batch:
        yield _clips(known, batch, wanted)


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    if wanted.labelled is None:
        return True
    return with_padding(row["crop_id"], 0) in wanted.labelled.handshapes


def _complete(
    row: Row,
    pictures: Mapping[str, bytes],
    credit: Credit,
    wanted: Wanted,
    number: Mapping[str, int],
) -> None:
    """Add to a hand its picture, and what annotators say of it where that is wanted."""
    crop_id = row["crop_id"]
    name = f"{crop_id.replace('/', '~')}.jpg"
    row["image"] = {"bytes": pictures[crop_id], "path": name}
    row["synthetic"], row["padding_px"] = credit.synthetic, wanted.padding_px
    if wanted.labelled is not None:
        labelled = with_padding(crop_id, 0)
        row["handshape"] = number[wanted.labelled.handshapes[labelled]]
        row["annotator"] = "; ".join(wanted.labelled.annotators_of(labelled))


def _clips(known: Mapping[str, Row], batch: Sequence[SeenClip], wanted: Wanted) -> Rows:
    schema = features_schema(CLIP_FEATURES)
    rows = [known[seen.clip_id] for seen in batch]
    frames = np.array([len(seen.times_ms) for seen in batch])
    arrays = {
        "time_ms": pa.array(np.concatenate([seen.times_ms for seen in batch])),
        **{
            name: _vectors([getattr(seen, name) for seen in batch])
            for name in ("points", "visibility", "hand_world")
        },
    }
    ends = pa.array(np.concatenate([[0], np.cumsum(frames)]).astype(np.int32))
    columns = [
        pa.ListArray.from_arrays(ends, arrays[f.name]).cast(f.type)
        if f.name in arrays
        else pa.array([row[f.name] for row in rows], f.type)
        for f in schema
    ]
    table = pa.Table.from_arrays(columns, schema=schema)
    return Rows(table, [wanted.split_of(row) for row in rows])


def _vectors(frames: Sequence[NDArray[np.float32]]) -> pa.Array:
    """Return one vector for each frame of all clips."""
    values = np.concatenate([clip.reshape(len(clip), -1) for clip in frames])
    flat = pa.array(values.reshape(-1))
    return pa.FixedSizeListArray.from_arrays(flat, values.shape[1])
