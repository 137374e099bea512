"""How well clips of real signs find their gloss.

`python -m tests.bench.signs DATA [--store STORE] [--train RECIPE ...]` reads the keypoints of
50 WLASL glosses (`wlasl50`) and of two webcam signers (`mediapipe_webcam`) of DATA, lets the
clips search each other by plain coordinates and by the untrained description, and writes
figures into `models/results.json`. Intervals: glosses drawn with replacement. Recipes that
are named are trained in 5 folds instead: each fold searches among the others; `untrained`
and `plain` may be named too, and are asked the same.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from models.poses.reading import read_signs
from models.published import MEASURES as PUBLISHED_MEASURES
from models.published import SIGN_MODELS
from models.results import Result, save_results
from models.retrieval.embedders import UNTRAINED
from models.retrieval.evaluation import PROTOCOLS, evaluated
from models.retrieval.metrics import Interval, figures
from models.retrieval.protocols import Search, fold_of, searched
from store.db import Database
from store.layout import open_store
from tests.bench.handshapes import trained, type_signatlas
from tests.bench.ratios import machine

FILES: Final = {
    "wlasl50": "wlasl50/sequences.npz",
    "webcam-ten": "mediapipe_webcam/ten_glosses.npz",
    "webcam-eight": "mediapipe_webcam/eight_glosses.npz",
}
ABOUT: Final = {
    "wlasl50": "423 clips of 50 glosses of WLASL, ready keypoints, signers not known",
    "webcam-ten": "300 clips of 10 ASL glosses, one webcam signer",
    "webcam-eight": "240 clips of 8 ASL glosses, one webcam signer",
}
MEASURES: Final = {
    "recall@1": "recall-at-1",
    "recall@5": "recall-at-5",
    "recall@10": "recall-at-10",
    "recall@50": "recall-at-50",
    "mean average precision": "map",
}
TARGETS: Final = {
    "5-fold/recall-at-1": "floor .72, goal .85",
    "5-fold/map": "floor .76, goal .88",
    "unseen-glosses/map": "floor .60, goal .75",
}
PAPER: Final = {model.name: model.figures for model in SIGN_MODELS}
WLASL: Final = "wlasl50"
FOLDS: Final = "5 folds of clips; each searches among the others, which taught it"
DRAWS: Final = 10


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or Path(folder) / "store"
        for corpus, file in FILES.items():
            if not (store / "tables" / "clips" / f"corpus={corpus}").is_dir():
                place = ("--corpus", corpus, "--store", str(store))
                type_signatlas("ingest", "keypoints", str(asked.data / file), *place)
        if not asked.train:
            _tell(list(_untrained(store)))
        for name in asked.train or []:
            by_folds = _folds if name in UNTRAINED else _trained
            _tell(list(by_folds(store, name, asked.seeds)))


def _tell(found: list[Result]) -> None:
    save_results(found)
    for result in found:
        print(f"{result.name:60} {result.value:.4f} [{result.low}, {result.high}]")


def _untrained(store: Path) -> Iterator[Result]:
    opened = open_store(store)
    for corpus in FILES:
        for by in ("plain", "untrained"):
            for protocol in PROTOCOLS[: 2 if corpus == WLASL else 1]:
                told = evaluated(opened, corpus, by=by, protocol=protocol, draws=DRAWS)
                split = (
                    "leave-one-out"
                    if protocol == PROTOCOLS[0]
                    else f"leave-one-out within 15 glosses, {DRAWS} draws"
                )
                yield from _results(corpus, by, protocol, split, told, (0,))


def _trained(store: Path, recipe: str, seeds: int) -> Iterator[Result]:
    """Yield figures of a recipe, the mean of its seeds."""
    runs = trained(store, recipe, range(seeds), WLASL)
    database = Database(open_store(store))
    rows = {row["run_id"]: row for row in database.rows("runs_newest_first")}
    told = [json.loads(str(rows[run]["metrics"])) for run in runs]
    figures = [{name: Interval(**one[name]) for name in MEASURES} for one in told]
    yield from _results(
        WLASL, recipe, "5-fold", FOLDS, _mean(figures), tuple(range(seeds))
    )


def _folds(store: Path, by: str, seeds: int) -> Iterator[Result]:
    """Yield figures of what needs no training, on the folds that recipes have."""
    signs = read_signs(Database(open_store(store)), [WLASL])
    vectors = UNTRAINED[by].vectors(signs.sequences)
    told = []
    for seed in range(seeds):
        fold = fold_of(signs.glosses, 5, seed)
        searches = [Search(fold == number, fold != number) for number in range(5)]
        told.append(figures(searched(vectors, signs.glosses, searches)))
    yield from _results(WLASL, by, "5-fold", FOLDS, _mean(told), tuple(range(seeds)))


def _mean(told: list[dict[str, Interval]]) -> dict[str, Interval]:
    """Return the mean of figures and of the ends of their intervals."""
    ends = ("value", "low", "high")
    return {
        name: Interval(
            *(float(np.mean([getattr(one[name], end) for one in told])) for end in ends)
        )
        for name in MEASURES
    }


def _results(  # noqa: PLR0917 - one record
    corpus: str,
    by: str,
    protocol: str,
    split: str,
    told: dict[str, Interval],
    seeds: tuple[int, ...],
) -> Iterator[Result]:
    for measure, short in MEASURES.items():
        if measure not in told:
            continue
        figure = told[measure]
        yield Result(
            name=f"{corpus}/{protocol}/{by}/{short}",
            value=round(figure.value, 4),
            low=round(figure.low, 4),
            high=round(figure.high, 4),
            unit="share",
            data=ABOUT[corpus],
            split=split,
            seeds=seeds,
            recipe="" if by in UNTRAINED else f"models/recipes/{by}.toml",
            command=f"python -m tests.bench.signs DATA{_options(by, protocol, seeds)}",
            machine=machine(),
            date=f"{datetime.now(UTC):%Y-%m-%d}",
            paper=_published(by, f"{protocol}/{short}"),
        )


def _options(by: str, protocol: str, seeds: tuple[int, ...]) -> str:
    return f" --train {by} --seeds {len(seeds)}" if protocol == "5-fold" else ""


def _published(by: str, measure: str) -> str:
    """Return the figure to compare with: of the paper, else what is required."""
    if by in PAPER:
        place = PUBLISHED_MEASURES.index(measure.rpartition("/")[2])
        return f"paper {PAPER[by][place]:.3f} on 2,000 glosses of WLASL"
    return "" if by == "plain" else TARGETS.get(measure, "")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with wlasl50")
    parser.add_argument("--store", type=Path, help="use, or keep, the store there")
    parser.add_argument("--train", action="append", help="a recipe; may be repeated")
    parser.add_argument("--seeds", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
