"""How well handshapes of photographs are recognised, and by which loss.

`python -m tests.bench.handshapes DATA [--store STORE] [--only RECIPE ...] [--seeds N]`
reads the folder `lsa16` of DATA into a store (one that is there is used as it is), trains
the recipes by the command that a user types, once a seed, and writes figures into
`models/results.json`. All photographs count; signers of training, validation and test
differ. Look-alike pairs are chosen on the validation hands of the cross-entropy run alone.
Two inputs: joint angles, and HOG, which confuses more, so that losses can differ. HOG of
redness is a third, for what is joined of several.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from models.classification.recipe import TASK, read_classifier_recipe
from models.evaluation import Interval, drawn_groups, evaluate
from models.evaluation_comparison import error_reduction, look_alike_mistakes
from models.evaluation_reading import RunAnswers, read_answers
from models.recipe_files import recipe_file, task_of
from models.results import Result, save_results
from store.db import Database
from store.layout import open_store
from tests.bench.ratios import machine

CORPUS: Final = "lsa16"
FOLDERS: Final = {"lsa16": "lsa16/rgb", "sign-digits": "sign_digits/Dataset"}
ABOUT: Final = "LSA16: all {} photographs, 16 handshapes, 10 signers in coloured gloves"
SPLIT: Final = "signer-disjoint 5-fold"
BASELINES: Final = ("joint_angles", "hog")
LOSSES: Final = ("focal", "triplet", "adaptive")
RECIPES: Final = (
    *BASELINES,
    *(f"{baseline}_{loss}" for baseline in BASELINES for loss in LOSSES),
    "fusion_hog",
    "hog_redness",
    "fusion_hogs",
)
DRAWS: Final = 1000
TARGETS: Final = {"accuracy": "floor .96, goal .99"}
PAPER_REDUCTION: Final = "up to .18 (paper D)"


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or Path(folder) / "store"
        seeds = tuple(range(asked.seeds))
        recipes = asked.only or list(RECIPES)
        for recipe in recipes:
            read_corpus(asked.data, store, recipe)
        runs = {recipe: trained(store, recipe, seeds) for recipe in recipes}
        found = list(measured(store, runs, seeds))
    save_results(found)
    for result in found:
        print(f"{result.name:60} {result.value:.4f} [{result.low}, {result.high}]")


def read_corpus(data: Path, store: Path, recipe: str, corpus: str = CORPUS) -> None:
    """Ingest the photographs and compute a recipe's features, where that is not done."""
    place = ("--corpus", corpus, "--store", str(store))
    if not (store / "tables" / "clips" / f"corpus={corpus}").is_dir():
        type_signatlas("ingest", "images", str(data / FOLDERS[corpus]), *place)
    path = recipe_file(recipe)
    if task_of(path) != TASK:
        return
    told = read_classifier_recipe(path, corpora=(corpus,))
    there = store / "tables" / "features" / f"corpus={corpus}"
    for name in told.features:
        if not (there / f"features={name}").is_dir():
            type_signatlas("features", "--name", name, *place)


def trained(
    store: Path,
    recipe: str,
    seeds: Sequence[int],
    corpus: str = CORPUS,
    changes: Sequence[str] = (),
) -> list[str]:
    """Train a recipe once a seed and return the runs' ids."""
    told = [word for change in changes for word in ("--set", change)]
    place = ("--corpus", corpus, "--store", str(store), *told)
    return [
        re.findall(
            r"Run (\S+):", type_signatlas("train", recipe, "--seed", str(seed), *place)
        )[-1]
        for seed in seeds
    ]


def measured(
    store: Path, runs: dict[str, list[str]], seeds: tuple[int, ...]
) -> Iterator[Result]:
    """Yield the figures of each recipe, and how the losses compare."""
    database = Database(open_store(store))
    classes: tuple[str, ...] = ()
    read: dict[str, list[RunAnswers]] = {}
    for recipe, ids in runs.items():
        read[recipe] = [read_answers(database, run_id, classes) for run_id in ids]
        classes = read[recipe][0].answers.classes
        yield from figures(recipe, read[recipe], seeds)
    for recipe, answers in read.items():
        baseline, _, loss = recipe.rpartition("_")
        if loss in LOSSES and baseline in read:
            yield from _reduced(recipe, answers, read[baseline], seeds)


def figures(
    recipe: str, read: Sequence[RunAnswers], seeds: tuple[int, ...]
) -> Iterator[Result]:
    """Yield the figures of one recipe's runs, one run a seed."""
    found = [evaluate(run.answers, draws=10) for run in read]
    values = {
        "accuracy": [one.accuracy.value for one in found],
        "macro-f1": [one.macro_f1.value for one in found],
        "calibration-error": [one.calibration_error for one in found],
    }
    about = ABOUT.format(found[0].cases)
    for measure, listed in values.items():
        yield _result(f"{recipe}/{measure}", "share", about, seeds, listed)


def _reduced(
    recipe: str,
    read: Sequence[RunAnswers],
    baseline: Sequence[RunAnswers],
    seeds: tuple[int, ...],
) -> Iterator[Result]:
    """Yield the relative reduction of mistakes on look-alike pairs, seeds paired."""
    found = reduction(read, baseline)
    if found is None:
        return
    yield _result(
        f"{recipe}/look-alike-error-reduction",
        "share",
        f"{ABOUT.format(found.hands)}; {found.about}",
        seeds,
        [found.share.value],
        (found.share.low, found.share.high),
        PAPER_REDUCTION,
    )


@dataclass(frozen=True, slots=True)
class Reduction:
    """Mistakes within look-alike pairs that a loss does not make, over all seeds.

    Attributes:
        share: of the baseline's mistakes, with an interval over signers.
        hands: tested, with each seed.
        about: mistakes before and now, in words.
    """

    share: Interval
    hands: int
    about: str


def reduction(
    read: Sequence[RunAnswers], baseline: Sequence[RunAnswers]
) -> Reduction | None:
    """Return what runs gain over the baseline's, seeds paired; None: nothing to gain."""
    pairs = [look_alike_mistakes(*both) for both in zip(read, baseline, strict=True)]
    now = np.sum([found.now for found in pairs], axis=0)
    before = np.sum([found.before for found in pairs], axis=0)
    weights = drawn_groups(pairs[0].baseline.groups, DRAWS, 0)
    weights = np.concatenate([np.ones((1, len(now))), weights])
    reduced = error_reduction(weights @ now, weights @ before)
    if reduced is None:
        return None
    about = (
        f"{before.sum():.0f} mistakes within look-alike pairs by cross-entropy over all "
        f"seeds, {now.sum():.0f} by this loss"
    )
    return Reduction(reduced, len(now), about)


def _result(  # noqa: PLR0917 - one record
    name: str,
    unit: str,
    about: str,
    seeds: tuple[int, ...],
    values: Sequence[float],
    interval: tuple[float, float] | None = None,
    paper: str = "",
) -> Result:
    low, high = interval or (min(values), max(values))
    recipe, _, measure = name.partition("/")
    return Result(
        name=f"{CORPUS}/signer-disjoint/{name}",
        value=round(float(np.mean(values)), 4),
        low=round(low, 4),
        high=round(high, 4),
        unit=unit,
        data=about,
        split=SPLIT,
        seeds=seeds,
        recipe=f"models/recipes/{recipe}.toml",
        command=f"python -m tests.bench.handshapes DATA --seeds {len(seeds)}",
        machine=machine(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        paper=paper or TARGETS.get(measure, ""),
    )


def type_signatlas(*arguments: str) -> str:
    """Run a command of signatlas and return what it prints."""
    command = [str(Path(sys.executable).with_name("signatlas")), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with lsa16")
    parser.add_argument("--only", action="append", help="one recipe; may be repeated")
    parser.add_argument("--store", type=Path, help="use, or keep, the store there")
    parser.add_argument("--seeds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
