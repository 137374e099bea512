"""How well the handshapes of real photographs are found again, by every feature set.

`python -m tests.bench.photographs DATA [--weights FILE] [--only NAME ...]` reads the
folders `sign_digits` and `lsa16` of DATA, and the first once more with every photograph
turned at random, by the same commands that a user types. All photographs count: those
in which no hand was seen are one more cluster. Figures go into `models/results.json`.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from models.results import Result, save_results
from store.db import Database
from store.layout import open_store
from tests.bench.clusterings import (
    WITH_WEIGHTS,
    Measuring,
    clustering_results,
    describe_and_cluster,
    result,
    signatlas,
)

FEATURES: Final = ("hog", "hog_upright", "alexnet", "joint_angles")
COMMAND: Final = "python -m tests.bench.photographs DATA --weights FILE"
FOR_DIGITS: Final = "floor .97, goal .985"
TURN_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Photographs:
    """One corpus to measure on."""

    corpus: str
    folder: Path
    classes: int
    about: str
    required: str
    turned: bool = False


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    for photographs in corpora_of(asked.data):
        if asked.only and photographs.corpus not in asked.only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            store = asked.store or Path(folder) / "store"
            source = photographs.folder
            if photographs.turned:
                source = Path(folder) / "turned"
                _turn_all(photographs.folder, source)
            signatlas(
                *("ingest", "images", str(source), "--corpus", photographs.corpus),
                *("--workers", str(asked.workers), "--store", str(store)),
            )
            found = list(_measured(photographs, store, asked.features, asked.weights))
        save_results(found)
        for one in found:
            print(f"{one.name:50} {one.value:.3f} [{one.low}, {one.high}]")


def corpora_of(data: Path) -> list[Photographs]:
    """Return the corpora that are measured."""
    digits = data / "sign_digits" / "Dataset"
    of_digits = "sign_digits: all {} photographs, 10 digits, 218 people"
    return [
        Photographs("sign-digits", digits, 10, of_digits, FOR_DIGITS),
        Photographs(
            "sign-digits-turned",
            digits,
            10,
            of_digits + ", each turned at random",
            FOR_DIGITS,
            turned=True,
        ),
        Photographs(
            "lsa16",
            data / "lsa16" / "rgb",
            16,
            "LSA16: all {} photographs, 16 handshapes, 10 signers in coloured gloves",
            "floor .82, goal .92",
        ),
    ]


def _measured(
    photographs: Photographs, store: Path, features: Sequence[str], weights: str | None
) -> Iterator[Result]:
    corpus, classes = photographs.corpus, photographs.classes
    clips = Database(open_store(store)).rows("clips_known", corpus=corpus)
    how = Measuring(
        store=store,
        corpora=(corpus,),
        data=corpus,
        about=photographs.about.format(f"{len(clips):,}"),
        features=features or (*FEATURES, *([WITH_WEIGHTS] if weights else [])),
        ks=(classes, 3 * classes),
        factors=("handshape", "signer"),
        weights=weights,
        command=COMMAND,
        required={f"k{classes}/ami-handshape": photographs.required},
    )
    describe_and_cluster(how)
    seen = sum(bool(c["left_frames"] or c["right_frames"]) for c in clips)
    record = f"{corpus}/all/mediapipe/hand-seen"
    yield result(record, [seen / len(clips)], "share", how.about, COMMAND)
    yield from clustering_results(how)


def _turn_all(folder: Path, target: Path) -> None:
    """Write every photograph turned by an angle drawn for it, its edge drawn out."""
    draw = np.random.default_rng(TURN_SEED)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        picture = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
        there = target / path.relative_to(folder).with_suffix(".png")
        there.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(there), _turned(picture, draw.uniform(0, 360)))


def _turned(picture: Any, angle_deg: float) -> Any:
    """Return the whole photograph turned, on a square that just holds it."""
    height, width = picture.shape[:2]
    side = int(np.ceil(np.hypot(height, width)))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    matrix = matrix + np.array(
        [[0, 0, (side - width) / 2], [0, 0, (side - height) / 2]]
    )
    return cv2.warpAffine(
        picture,
        matrix,
        (side, side),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with sign_digits and lsa16")
    parser.add_argument("--features", action="append", help="one set; may be repeated")
    parser.add_argument("--weights", help="of hand_embedding; without: left out")
    parser.add_argument("--only", action="append", help="one corpus; may be repeated")
    parser.add_argument("--store", type=Path, help="keep the store there")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
