"""Whether another loss than cross-entropy helps with signs that look alike.

`python -m tests.bench.sign_losses DATA [--store STORE]` reads `wlasl50/sequences.npz` of
DATA into a store (one that is there is used as it is), trains the sign classifier under
each loss by the same seeds, and compares accuracy, macro F1 and the mistakes within
look-alike pairs, which the validation of cross-entropy alone chooses. Trainings that a
store already holds are not done again.
"""

import argparse
import itertools
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import torch

from models.evaluation import Interval, evaluate
from models.evaluation_comparison import look_alike_mistakes
from models.evaluation_reading import RunAnswers
from models.recipe_files import recipe_file
from models.results import Result, save_results
from models.sign_classification.recipe import read_sign_classifier_recipe
from models.sign_classification.steps import train_sign_classifier
from store.db import Database
from store.layout import open_store
from tests.bench.handshapes import LOSSES, type_signatlas
from tests.bench.losses import Bench, reduced

CORPUS: Final = "wlasl50"
BASELINE: Final = "signs_classifier"
ABOUT: Final = "wlasl50: keypoints of 423 real ASL clips, 50 glosses, signers unknown"
SPLIT: Final = "5-fold by clip: 3 parts train, 1 validates, 1 tests"


@dataclass(frozen=True, slots=True)
class SignBench(Bench):
    """The same for signs: what losses are compared on."""

    @property
    def about(self) -> str:
        """The data, in words."""
        return ABOUT

    def trained(self, recipe: str, seed: int, changes: Sequence[str] = ()) -> str:
        """Return the run of a recipe and seed; train it where that was not done."""
        told = read_sign_classifier_recipe(
            recipe_file(recipe), corpora=(CORPUS,), seed=seed, changes=changes
        )
        for row in Database(self.store).rows("runs_predicting"):
            settings = json.loads(row["recipe"])
            if row["seed"] == seed and told.plain().items() <= settings.items():
                return str(row["run_id"])
        return train_sign_classifier(self.store, told, lambda _: None)

    def result(
        self, name: str, found: Interval, about: str, *, recipe: str, paper: str = ""
    ) -> Result:
        """Return the record of a share."""
        # Of a class that overrides a method of slots, `super()` needs both names.
        told = super(SignBench, self).result(
            name, found, about, recipe=recipe, paper=paper
        )
        return replace(
            told,
            name=f"{CORPUS}/sign-classifier/{name}",
            split=SPLIT,
            command=f"python -m tests.bench.sign_losses DATA {self.options}",
        )


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        root = asked.store or Path(folder) / "store"
        read_corpus(asked.data, root)
        seeds = tuple(range(asked.seeds))
        store = open_store(root)
        bench = SignBench(CORPUS, BASELINE, store, seeds, f"--seeds {asked.seeds}")
        found = list(compared(bench))
    save_results(found)
    for result in found:
        print(f"{result.name:72} {result.value:+.4f} [{result.low}, {result.high}]")
        print(f"  {result.data}")


def read_corpus(data: Path, store: Path) -> None:
    """Read the keypoints into a store, where that is not done."""
    if not (store / "tables" / "clips" / f"corpus={CORPUS}").is_dir():
        file = data / "wlasl50" / "sequences.npz"
        place = ("--corpus", CORPUS, "--store", str(store))
        type_signatlas("ingest", "keypoints", str(file), *place)


def compared(bench: Bench) -> Iterator[Result]:
    """Yield the figures of each loss, and how it compares with cross-entropy."""
    names = [BASELINE, *(f"{BASELINE}_{loss}" for loss in LOSSES)]
    # Seed by seed: what is there after a while can be compared.
    for seed, name in itertools.product(bench.seeds, names):
        bench.trained(name, seed)
    answers = {name: bench.answers(name) for name in names}
    for name, read in answers.items():
        yield from figures(bench, name, read)
        yield look_alike_error(bench, name, read, answers[BASELINE])
        if name != BASELINE:
            yield from gains(bench, name, read, answers[BASELINE])
            yield from reduced(bench, name, read, answers[BASELINE])


def figures(bench: Bench, name: str, read: Sequence[RunAnswers]) -> Iterator[Result]:
    """Yield accuracy, macro F1 and calibration error: means over seeds, and ranges."""
    found = [evaluate(run.answers, draws=10) for run in read]
    values = {
        "accuracy": [one.accuracy.value for one in found],
        "macro-f1": [one.macro_f1.value for one in found],
        "calibration-error": [one.calibration_error for one in found],
    }
    for measure, listed in values.items():
        yield _ranged(bench, f"{name}/{measure}", listed, "range over seeds")


def look_alike_error(
    bench: Bench, name: str, read: Sequence[RunAnswers], baseline: Sequence[RunAnswers]
) -> Result:
    """Return the share of all clips that are misread within look-alike pairs."""
    pairs = [look_alike_mistakes(*both) for both in zip(read, baseline, strict=True)]
    shares = [float(found.now.mean()) for found in pairs]
    about = (
        "share of all clips misread as the other of a look-alike pair; range over seeds"
    )
    return _ranged(bench, f"{name}/look-alike-error", shares, about)


def gains(
    bench: Bench, name: str, read: Sequence[RunAnswers], baseline: Sequence[RunAnswers]
) -> Iterator[Result]:
    """Yield what a loss adds to accuracy and macro F1, seed by seed."""
    for measure in ("accuracy", "macro_f1"):
        gained = [
            _value(one, measure) - _value(other, measure)
            for one, other in zip(read, baseline, strict=True)
        ]
        mean, half = float(np.mean(gained)), _half_width(gained)
        yield bench.result(
            f"{name}/{measure.replace('_', '-')}-gain",
            Interval(mean, mean - half, mean + half),
            "difference from cross-entropy, paired by seed; 95 % by Student's t",
            recipe=f"models/recipes/{name}.toml",
        )


def _half_width(values: Sequence[float]) -> float:
    """Return half the width of the 95 % interval of a mean."""
    from scipy.stats import t  # noqa: PLC0415 - heavy

    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    half: float = t.ppf(0.975, len(values) - 1) * error
    return half


def _value(run: RunAnswers, measure: str) -> float:
    found: Interval = getattr(evaluate(run.answers, draws=10), measure)
    return found.value


def _ranged(bench: Bench, name: str, values: Sequence[float], about: str) -> Result:
    spread = Interval(float(np.mean(values)), min(values), max(values))
    recipe = f"models/recipes/{name.partition('/')[0]}.toml"
    return bench.result(name, spread, about, recipe=recipe)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with wlasl50")
    parser.add_argument("--store", type=Path, help="use, or keep, the store there")
    parser.add_argument("--seeds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
