"""How well clips of real signs find their gloss.

`python -m tests.bench.signs DATA [--store STORE] [--train RECIPE ...]` reads the keypoints of
50 WLASL glosses (`wlasl50`) and of two webcam signers (`mediapipe_webcam`) of DATA, lets the
clips search each other by plain coordinates and by the untrained description, and writes
figures into `models/results.json`. Intervals: glosses drawn with replacement. Recipes that
are named are trained in 5 folds: each fold searches among the others.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from models.results import Result, save_results
from models.retrieval.evaluation import PROTOCOLS, evaluated
from models.retrieval.metrics import Interval
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
    "mean average precision": "map",
}
TARGETS: Final = {
    "5-fold/recall-at-1": "floor .72, goal .85",
    "5-fold/map": "floor .76, goal .88",
    "unseen-glosses/map": "floor .60, goal .75",
}
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
        found = [*_untrained(store), *_trained(store, asked.train or [], asked.seeds)]
    save_results(found)
    for result in found:
        print(f"{result.name:60} {result.value:.4f} [{result.low}, {result.high}]")


def _untrained(store: Path) -> Iterator[Result]:
    opened = open_store(store)
    for corpus in FILES:
        for by in ("plain", "untrained"):
            for protocol in PROTOCOLS if corpus == "wlasl50" else PROTOCOLS[:1]:
                told = evaluated(opened, corpus, by=by, protocol=protocol, draws=DRAWS)
                split = (
                    "leave-one-out"
                    if protocol == PROTOCOLS[0]
                    else f"leave-one-out within 15 glosses, {DRAWS} draws"
                )
                yield from _results(corpus, by, protocol, split, told, (0,))


def _trained(store: Path, recipes: list[str], seeds: int) -> Iterator[Result]:
    for recipe in recipes:
        runs = trained(store, recipe, range(seeds), "wlasl50")
        database = Database(open_store(store))
        rows = {row["run_id"]: row for row in database.rows("runs_newest_first")}
        for measure in MEASURES:
            told = [json.loads(str(rows[run]["metrics"]))[measure] for run in runs]
            mean = {
                end: sum(one[end] for one in told) / len(told)
                for end in ("value", "low", "high")
            }
            figures = {measure: Interval(**mean)}
            about = "5 folds of clips; each searches among the others, which taught it"
            yield from _results(
                "wlasl50", recipe, "5-fold", about, figures, tuple(range(seeds))
            )


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
            recipe=f"models/recipes/{by}.toml" if protocol == "5-fold" else "",
            command="python -m tests.bench.signs DATA",
            machine=machine(),
            date=f"{datetime.now(UTC):%Y-%m-%d}",
            paper=TARGETS.get(f"{protocol}/{short}", "") if by != "plain" else "",
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with wlasl50")
    parser.add_argument("--store", type=Path, help="use, or keep, the store there")
    parser.add_argument("--train", action="append", help="a recipe; may be repeated")
    parser.add_argument("--seeds", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
