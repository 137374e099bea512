"""How well ResNets recognise handshapes of photographs, from which beginnings.

`python -m tests.bench.pictures DATA --store STORE [--seeds N] [--side-px 48] [--upright]`
trains the three regimes of paper A on the folder `lsa16` of DATA, signer-disjoint, 5 folds,
all 800 photographs: from random weights, and from weights learnt on rendered (synthetic)
hands. ImageNet's weights need a download; whoever has them says `--begin imagenet`, or
gives `--imagenet FILE`. Each regime is joined with the joint angles. Everything by the
commands that a user types.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from models.evaluation_reading import read_answers
from models.hand_picture_training import WEIGHTS_FILE
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
ANGLES: Final = "joint_angles"
BEGUN: Final = {
    "random": "random weights",
    "rendered": "weights learnt on rendered (synthetic) hands",
    "imagenet": "ImageNet's weights",
}
FUSION: Final = """task = "fusion"
of = ["joint_angles", "{recipe}"]
seed = 0
"""


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    seeds = tuple(range(asked.seeds))
    read_corpus(asked.data, asked.store, ANGLES)
    trained(asked.store, ANGLES, seeds)
    found: list[Result] = []
    for beginning in asked.begin or ("random", "rendered"):
        weights = _weights(asked, beginning)
        for regime in asked.only or REGIMES:
            recipe = f"resnet18_{regime}"
            changes = [*_smaller(asked, regime), f"network.weights={weights}"]
            runs = trained(asked.store, recipe, seeds, changes=changes)
            how = f"{'upright-' if asked.upright else ''}{beginning}"
            found += _kept(asked, f"{recipe}-{how}", runs, seeds)
            fused = _fused(asked.store, recipe, seeds)
            found += _kept(asked, f"fusion_{recipe}-{how}", fused, seeds)
    for result in found:
        print(f"{result.name:60} {result.value:.4f} [{result.low}, {result.high}]")


def _weights(asked: argparse.Namespace, beginning: str) -> str:
    """Return what a recipe is told to begin with."""
    if beginning == "imagenet":
        return str(asked.imagenet or beginning)
    return str(_rendered_weights(asked)) if beginning == "rendered" else "none"


def _rendered_weights(asked: argparse.Namespace) -> Path:
    if not (asked.store / "tables" / "clips" / f"corpus={RENDERED}").is_dir():
        place = ("--store", str(asked.store))
        some = ("--hands", str(asked.hands), "--made", str(asked.hands // 10))
        type_signatlas("ingest", "rendered-hands", *some, *place)
    changes = [
        f"network.side_px={asked.side_px}",
        f"training.epochs={asked.rendered_epochs}",
        "training.batch=32",
    ]
    (run,) = trained(asked.store, "resnet18_rendered", (0,), RENDERED, changes)
    return open_store(asked.store).run_dir(run) / WEIGHTS_FILE


def _fused(store: Path, recipe: str, seeds: tuple[int, ...]) -> list[str]:
    """Join the newest runs of a recipe with those of the joint angles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"fusion_{recipe}.toml"
        path.write_text(FUSION.format(recipe=recipe), encoding="utf-8")
        return trained(store, str(path), seeds)


def _smaller(asked: argparse.Namespace, regime: str) -> list[str]:
    """Return what is set otherwise than in the recipes, for a processor's sake.

    The last layer alone learns in seconds, so that it keeps the recipe's epochs.
    """
    epochs = [] if regime == "last" else [f"training.epochs={asked.epochs}"]
    upright = str(asked.upright).lower()
    shape = [f"network.side_px={asked.side_px}", f"network.upright={upright}"]
    training = [f"training.batch={asked.batch}", "training.learning_rate=1e-3"]
    return [*shape, *training, *epochs]


def _kept(
    asked: argparse.Namespace, name: str, runs: list[str], seeds: tuple[int, ...]
) -> Iterator[Result]:
    database = Database(open_store(asked.store))
    recipe, *_, beginning = name.split("-")
    epochs = "" if recipe.endswith("_last") else f", at most {asked.epochs} epochs"
    cut = "cut upright" if asked.upright else "crops"
    about = f"{cut} of {asked.side_px} px{epochs}; begun with {BEGUN[beginning]}"
    if beginning == "rendered":
        about += f", {asked.hands} of them, {asked.rendered_epochs} epochs"
    command = (
        f"python -m tests.bench.pictures DATA --store STORE --seeds {len(seeds)} "
        f"--side-px {asked.side_px} --epochs {asked.epochs} --batch {asked.batch} "
        f"--hands {asked.hands} --rendered-epochs {asked.rendered_epochs}{' --upright' * asked.upright}"
    )
    measured = figures(name, [read_answers(database, run) for run in runs], seeds)
    found = [
        replace(
            one,
            data=f"{one.data}; {about}",
            recipe=f"models/recipes/{recipe.removeprefix('fusion_')}.toml",
            command=command,
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
    parser.add_argument("--begin", action="append", choices=BEGUN, help="with what")
    parser.add_argument("--upright", action="store_true", help="cut anew, upright")
    parser.add_argument("--side-px", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--hands", type=int, default=2000, help="to render")
    parser.add_argument("--rendered-epochs", type=int, default=10)
    parser.add_argument("--imagenet", type=Path, help="file of ImageNet's weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
