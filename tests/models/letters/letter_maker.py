"""A store with made-up letters: bright bars at places that tell the classes apart."""

from pathlib import Path

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from store.layout import Store, create_store
from store.write import write_rows

CORPUS = "bars"


def bars(labels: NDArray[np.intp], *, seed: int = 0) -> NDArray[np.uint8]:
    """Return pictures (N, 784): noise with a bar of 5 rows at 8 times the label."""
    rng = default_rng(seed)
    pictures = rng.integers(0, 60, (len(labels), 28, 28))
    for picture, label in zip(pictures, labels, strict=True):
        picture[8 * label : 8 * label + 5] += 150
    return pictures.reshape(-1, 784).astype(np.uint8)


def letters_store(
    root: Path,
    *,
    corpus: str = CORPUS,
    train: int = 48,
    test: int = 12,
    classes: int = 3,
    signers: int = 0,
) -> Store:
    """Return a store whose corpus has pictures of the letters a, b, c."""
    store = create_store(root)
    rows = []
    for part, count in (("train", train), ("test", test)):
        labels = np.arange(count) % classes
        pixels = bars(labels, seed=len(part))
        rows += [
            {
                "letter_id": f"{corpus}/{part}/{number:05d}",
                "corpus": corpus,
                "part": part,
                "row_number": number,
                "label": int(label) + 10,
                "letter": "abc"[label],
                "signer": f"s{number // 3 % signers:02d}" if signers else None,
                "pixels": picture.tobytes(),
            }
            for number, (label, picture) in enumerate(zip(labels, pixels, strict=True))
        ]
    partition = {"corpus": corpus}
    write_rows(store, "letters", rows, part="all", partition=partition)
    return store
