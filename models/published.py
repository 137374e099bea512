"""What the reverse-dictionary paper published for its five models, to stand beside ours.

Source: Video-based reverse dictionary for sign languages (paper C of this project), table of
models on WLASL: 11,980 videos of 2,000 glosses, 8,313 train, queries are the 2,253 of
validation. Copied as printed; nothing here was measured by signatlas.
"""

from dataclasses import dataclass
from typing import Final

MEASURES: Final = ("recall-at-1", "recall-at-5", "recall-at-10", "recall-at-50", "map")
SIGNS_DATA: Final = (
    "WLASL, 2,000 glosses, 11,980 videos; queries: 2,253 validation videos"
)


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """One row of the paper's table.

    Attributes:
        name: as the paper and our recipe call it, in small letters.
        network, loss: in words.
        figures: in the order of `MEASURES`, from 0 to 1.
    """

    name: str
    network: str
    loss: str
    figures: tuple[float, ...]


SIGN_MODELS: Final = (
    PublishedModel(
        "m1",
        "Transformer, mean pooling",
        "SupCon",
        (0.178, 0.455, 0.576, 0.771, 0.212),
    ),
    PublishedModel(
        "m2", "two-stream ST-GCN", "ProxyNCA", (0.105, 0.311, 0.424, 0.704, 0.098)
    ),
    PublishedModel(
        "m3", "two-stream ST-GCN", "ArcFace", (0.160, 0.396, 0.510, 0.756, 0.160)
    ),
    PublishedModel(
        "m4",
        "two-stream ST-GCN",
        "ArcFace + SupCon",
        (0.177, 0.446, 0.559, 0.769, 0.192),
    ),
    PublishedModel(
        "m5",
        "Transformer, attention pooling",
        "SupCon",
        (0.183, 0.433, 0.554, 0.732, 0.237),
    ),
)
