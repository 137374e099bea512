"""Columns of a dataset for Hugging Face, with what `datasets` must be told of them.

`datasets` reads its features off the key `huggingface` in the schema of a Parquet file;
pictures are then decoded, numbers of classes have names.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from ingest.exports.table_facts import column
from store.columns import Column
from store.skeleton import HAND_WORLD_VALUES, POINT_VALUES, POSE_POINTS

METADATA_KEY: Final = "huggingface"
IMAGE: Final = pa.struct([("bytes", pa.binary()), ("path", pa.string())])


@dataclass(frozen=True, slots=True)
class Feature:
    """One column: its name, Arrow type, feature of `datasets`, and meaning."""

    name: str
    arrow: pa.DataType
    told: dict[str, Any]
    doc: str


def features_schema(features: Sequence[Feature]) -> pa.Schema:
    """Return the Arrow schema that `datasets` reads the features off."""
    told = {"info": {"features": {f.name: f.told for f in features}}}
    fields = [
        pa.field(f.name, f.arrow, metadata={"description": f.doc}) for f in features
    ]
    return pa.schema(fields, {METADATA_KEY: json.dumps(told)})


def image(name: str, doc: str) -> Feature:
    """Return a column of pictures: their bytes, and a name for each."""
    return Feature(name, IMAGE, {"_type": "Image"}, doc)


def classes(name: str, names: Sequence[str], doc: str) -> Feature:
    """Return a column of numbers that stand for names."""
    return Feature(name, pa.int64(), {"names": list(names), "_type": "ClassLabel"}, doc)


def of_table(table: str, *names: str) -> list[Feature]:
    """Return columns as the store's table has them."""
    return [of_column(column(table, name)) for name in names]


def of_column(told: Column) -> Feature:
    """Return a column of the store."""
    doc = f"{told.doc} ({told.unit})" if told.unit else told.doc
    return Feature(told.name, told.type, _value(told.type), doc)


def frames_of(name: str, values: int | None, doc: str) -> Feature:
    """Return a column of lists: one vector, or one whole number, for each frame."""
    if values is None:
        return Feature(name, pa.list_(pa.int64()), _list(_value(pa.int64())), doc)
    vector = _list(_value(pa.float32())) | {"length": values}
    type_ = pa.list_(pa.list_(pa.float32(), values))
    return Feature(name, type_, _list(vector), doc)


def _value(type_: pa.DataType) -> dict[str, Any]:
    names = {"double": "float64", "float": "float32"}
    return {"dtype": names.get(str(type_), str(type_)), "_type": "Value"}


def _list(inner: dict[str, Any]) -> dict[str, Any]:
    return {"feature": inner, "_type": "List"}


ABOUT_CLIP: Final = (
    *of_table("clips", "corpus", "clip_id", "gloss"),
    *of_table("clips", "signer"),
    *of_table("corpora", "synthetic"),
)
HAND_FEATURES: Final = (
    image("image", "The hand, a JPEG picture."),
    *of_table("crops", "crop_id"),
    *ABOUT_CLIP,
    *of_table(
        "crops", "hand", "frame_index", "time_ms", "hold", "padding_px", "sharpness"
    ),
    *of_table("clips", "handshape"),
)
CLIP_FEATURES: Final = (
    *ABOUT_CLIP,
    *of_table("clips", "handshape", "media", "width_px", "height_px", "fps"),
    *of_table("clips", "duration_ms", "dominant_hand", "two_handed"),
    frames_of("time_ms", None, "Time of each frame from the clip's start (ms)"),
    frames_of(
        "points",
        POINT_VALUES,
        "75 x (x, y, z) of each frame, as fractions of it: 33 pose, 21 left hand, 21 right "
        "hand; NaN where not seen",
    ),
    frames_of("visibility", POSE_POINTS, "MediaPipe's visibility of the pose points"),
    frames_of(
        "hand_world",
        HAND_WORLD_VALUES,
        "42 x (x, y, z) of each frame in metres: both hands about their own centre",
    ),
)


def labelled_features(handshapes: Sequence[str]) -> tuple[Feature, ...]:
    """Return the columns of labelled hands; the handshapes are classes."""
    own = Column(
        "annotator", pa.string(), "Who labelled it; several separated by `; `."
    )
    return (
        *HAND_FEATURES[:-1],
        classes("handshape", handshapes, "Handshape that annotators gave it."),
        of_column(own),
    )
