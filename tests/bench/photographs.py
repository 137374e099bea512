"""How well the handshapes of real photographs are found again, by every feature set.

`python -m tests.bench.photographs DATA [--weights FILE] [--only NAME ...]` reads the
folders `sign_digits` and `lsa16` of DATA, and the first once more with every photograph
turned at random, by the same commands that a user types. All photographs count: those
in which no hand was seen are one more cluster. Figures go into `models/results.json`.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from models.results import Result, save_results
from store.db import Database
from store.layout import open_store
from tests.bench.ratios import machine

PLAIN: Final = ("hog", "hog_upright", "alexnet", "joint_angles")
SEEDS: Final = (0, 1, 2)
SIDE_PX: Final = 256
FRAME_PX: Final = 100
TURN_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Photographs:
    """One corpus to measure on."""

    corpus: str
    folder: Path
    classes: int
    about: str
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Measuring:
    """Where rows go, and what is computed."""

    store: Path
    features: Sequence[str]
    weights: str | None
    workers: int


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    for photographs in corpora_of(asked.data):
        if asked.only and photographs.corpus not in asked.only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            store = asked.store or Path(folder) / "store"
            features = [*PLAIN, *(["hand_embedding"] if asked.weights else [])]
            how = Measuring(store, features, asked.weights, asked.workers)
            if photographs.turned:
                turned = Path(folder) / "turned"
                _turn_all(photographs.folder, turned)
                photographs = replace(photographs, folder=turned)  # noqa: PLW2901
            found = list(measured(photographs, how))
        save_results(found)
        for result in found:
            print(f"{result.name:50} {result.value:.3f} [{result.low}, {result.high}]")


def corpora_of(data: Path) -> list[Photographs]:
    """Return the corpora that are measured."""
    digits = data / "sign_digits" / "Dataset"
    of_digits = "sign_digits: all {} photographs, 10 digits, 218 people"
    return [
        Photographs("sign-digits", digits, 10, of_digits),
        Photographs(
            "sign-digits-turned",
            digits,
            10,
            of_digits + ", each turned at random",
            True,
        ),
        Photographs(
            "lsa16",
            data / "lsa16" / "rgb",
            16,
            "LSA16: all {} photographs, 16 handshapes, 10 signers in coloured gloves",
        ),
    ]


def measured(photographs: Photographs, how: Measuring) -> Iterator[Result]:
    """Ingest a corpus, describe and cluster its hands, and yield the figures."""
    corpus = photographs.corpus
    place = ["--store", str(how.store)]
    _signatlas(
        *("ingest", "images", str(photographs.folder), "--corpus", corpus),
        *("--workers", str(how.workers), *place),
    )
    for name in how.features:
        weights = _weights(name, how.weights)
        _signatlas("features", "--corpus", corpus, "--name", name, *weights, *place)
        for seed in SEEDS:
            _signatlas(
                *("cluster", "--corpus", corpus, "--features", name),
                *("--k", f"{photographs.classes},{3 * photographs.classes}"),
                *("--start", "k-means++", "--restarts", "5", "--seed", str(seed)),
                *place,
            )
    yield from _results(photographs, how)


def _results(photographs: Photographs, how: Measuring) -> Iterator[Result]:
    database = Database(open_store(how.store))
    corpus = photographs.corpus
    clips = database.rows("clips_known", corpus=corpus)
    about = photographs.about.format(f"{len(clips):,}")
    seen = sum(bool(c["left_frames"] or c["right_frames"]) for c in clips)
    yield _result(
        f"{corpus}/holistic/hand-seen", [seen / len(clips)], "share", about, ()
    )
    for name in how.features:
        rows = database.rows("confounds_measured", corpus=corpus, features=name)
        for k in (photographs.classes, 3 * photographs.classes):
            for factor in ("handshape", "signer"):
                amis = [_ami(row, k, factor) for row in rows]
                values = [ami for ami in amis if ami is not None]
                if values:
                    record = f"{corpus}/k{k}/{name}/ami-{factor}"
                    yield _result(record, values, "AMI", about, SEEDS)


def _ami(row: dict[str, Any], k: int, factor: str) -> float | None:
    wanted = row["k"] == k and row["factor"] == factor and row["seed"] in SEEDS
    return float(row["ami"]) if wanted else None


def _result(
    name: str, values: Sequence[float], unit: str, about: str, seeds: tuple[int, ...]
) -> Result:
    several = len(values) > 1
    return Result(
        name=name,
        value=round(float(np.mean(values)), 3),
        low=round(min(values), 3) if several else None,
        high=round(max(values), 3) if several else None,
        unit=unit,
        data=about,
        split="",
        seeds=seeds,
        recipe="k-means++, 5 restarts" if several else "",
        command="python -m tests.bench.photographs DATA --weights FILE",
        machine=machine(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
    )


def _weights(name: str, given: str | None) -> list[str]:
    if name == "hand_embedding" and given:
        return ["--weights", given]
    return ["--weights", "none"] if name == "alexnet" else []


def _turn_all(folder: Path, target: Path) -> None:
    """Write every photograph turned by an angle drawn for it, its edge drawn out."""
    draw = np.random.default_rng(TURN_SEED)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        picture = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
        there = target / path.relative_to(folder).with_suffix(".png")
        there.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(there), _turned(picture, draw.uniform(0, 360)))


def _turned(picture: Any, angle_deg: float) -> Any:
    scale = SIDE_PX / min(picture.shape[:2])
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    sized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)
    border = (FRAME_PX,) * 4
    framed = cv2.copyMakeBorder(sized, *border, cv2.BORDER_REPLICATE)
    height, width = framed.shape[:2]
    side = int(np.hypot(height, width))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    matrix = matrix + np.array(
        [[0, 0, (side - width) / 2], [0, 0, (side - height) / 2]]
    )
    return cv2.warpAffine(framed, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)


def _signatlas(*arguments: str) -> None:
    command = Path(sys.executable).with_name("signatlas")
    subprocess.run([str(command), *arguments], check=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with sign_digits and lsa16")
    parser.add_argument("--weights", help="of hand_embedding; without: left out")
    parser.add_argument("--only", action="append", help="one corpus; may be repeated")
    parser.add_argument("--store", type=Path, help="keep the store there")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
