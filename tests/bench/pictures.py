"""How well ResNets recognise handshapes of photographs, from which beginnings.

`python -m tests.bench.pictures DATA --store STORE [--seeds N] [--side-px 64]` trains the
three regimes of paper A on the folder `lsa16` of DATA, signer-disjoint, 5 folds, all 800
photographs: from random weights, and from weights learnt on rendered (synthetic) hands.
ImageNet's weights need a download; whoever has them gives `--imagenet FILE`. Then the best
regime is joined with the joint angles. Everything by the commands that a user types.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from models.evaluation_reading import read_answers
from models.results import Result, save_results
from store.db import Database
from store.layout import open_store
from tests.bench.handshapes import (
    figures,
    read_corpus,
    trained,
    type_signatlas,
)

RENDERED: Final = "rendered-hands"
REGIMES: Final = ("last", "all", "augmented")
FUSED: Final = "fusion"
BEGUN: Final = {
    "random": "random weights",
    "rendered": "weights learnt on rendered (synthetic) hands",
    "imagenet": "ImageNet's weights",
}


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    seeds = tuple(range(asked.seeds))
    read_corpus(asked.data, asked.store, "joint_angles")
    found: list[Result] = []
    for beginning, weights in _beginnings(asked).items():
        for regime in asked.only or REGIMES:
            recipe = f"resnet18_{regime}"
            changes = [*_smaller(asked), f"network.weights={weights}"]
            runs = trained(asked.store, recipe, seeds, changes=changes)
            found += _kept(asked, f"{recipe}-{beginning}", runs, seeds)
    trained(asked.store, "joint_angles", seeds)
    fused = trained(asked.store, FUSED, seeds)
    found += _kept(asked, f"{FUSED}-{beginning}", fused, seeds)
    for result in found:
        print(f"{result.name:60} {result.value:.4f} [{result.low}, {result.high}]")


def _beginnings(asked: argparse.Namespace) -> dict[str, str]:
    """Return the weights to begin with, by what they are called."""
    named = {"random": "none", "rendered": str(_rendered_weights(asked))}
    if asked.imagenet:
        named["imagenet"] = str(asked.imagenet)
    return named


def _rendered_weights(asked: argparse.Namespace) -> Path:
    if not (asked.store / "tables" / "clips" / f"corpus={RENDERED}").is_dir():
        type_signatlas("ingest", "rendered-hands", "--store", str(asked.store))
    changes = [
        f"network.side_px={asked.side_px}",
        f"training.epochs={asked.rendered_epochs}",
    ]
    (run,) = trained(asked.store, "resnet18_rendered", (0,), RENDERED, changes)
    return open_store(asked.store).run_dir(run) / "fold-0.pt"


def _smaller(asked: argparse.Namespace) -> list[str]:
    return [
        f"network.side_px={asked.side_px}",
        f"training.epochs={asked.epochs}",
        "training.patience=10",
    ]


def _kept(
    asked: argparse.Namespace, name: str, runs: list[str], seeds: tuple[int, ...]
) -> Iterator[Result]:
    database = Database(open_store(asked.store))
    recipe = name.partition("-")[0]
    measured = figures(name, [read_answers(database, run) for run in runs], seeds)
    found = [
        replace(
            one,
            data=f"{one.data}; crops of {asked.side_px} px, at most {asked.epochs} epochs; begun with {BEGUN[name.rpartition('-')[2]]}",
            recipe=f"models/recipes/{recipe}.toml",
            command=f"python -m tests.bench.pictures DATA --store STORE --seeds {len(seeds)}",
        )
        for one in measured
    ]
    save_results(found)
    yield from found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with lsa16")
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--only", action="append", help="one regime; may be repeated")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--side-px", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--rendered-epochs", type=int, default=20)
    parser.add_argument("--imagenet", type=Path, help="file of ImageNet's weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
