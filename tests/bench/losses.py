"""Whether another loss than cross-entropy helps with handshapes that look alike.

`python -m tests.bench.losses lsa16 --from DATA [--store STORE]` and
`python -m tests.bench.losses synthetic-small [--store STORE]` train the recipes of each
loss by the same seeds, signers of training, validation and test apart, and compare their
mistakes within look-alike pairs, which the validation of cross-entropy alone chooses.
The synthetic corpora are two invented languages, rendered.

With `--sweep` the adaptive loss is given its best chance: alpha and margin are chosen by
validation mistakes on seeds of their own, and then measured on the tests of fresh seeds.
A store that is there is used as it is.
"""

import argparse
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import torch

from models.classification.outputs import load_outputs
from models.classification.recipe import read_classifier_recipe
from models.classification.steps import train_classifier
from models.evaluation import Interval, evaluate
from models.evaluation_reading import RunAnswers, read_answers
from models.recipe_files import recipe_file
from models.results import Result, save_results
from store.db import Database
from store.layout import Store, open_store
from tests.bench.handshapes import (
    LOSSES,
    PAPER_REDUCTION,
    read_corpus,
    reduction,
    type_signatlas,
)
from tests.bench.ratios import machine

CORPORA: Final = {
    "lsa16": ("lsa16",),
    "synthetic-small": ("synthetic-ana", "synthetic-bel"),
}
ABOUT: Final = {
    "lsa16": "LSA16: photographs, 16 handshapes, 10 signers in coloured gloves",
    "synthetic-small": "two synthetic (rendered) languages of size small, 8 signers, the "
    "sharpest hand of each hold",
}
ALPHAS: Final = (0.25, 0.5, 0.75, 0.9)
MARGINS: Final = (0.3, 0.5, 0.8)
SWEPT: Final = (20,)
"""Seeds by which alpha and margin are chosen; nothing is measured on their tests."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What losses are compared on.

    Attributes:
        data: key of `CORPORA`.
        features: a feature set, which is also the name of its cross-entropy recipe.
        seeds: of the trainings that are compared.
        options: of the command, for the records.
    """

    data: str
    features: str
    store: Store
    seeds: tuple[int, ...]
    options: str

    @property
    def about(self) -> str:
        """The data, in words."""
        return ABOUT[self.data]

    def trained(self, recipe: str, seed: int, changes: Sequence[str] = ()) -> str:
        """Train a recipe, as `signatlas train` does, and return the run's id."""
        told = read_classifier_recipe(
            recipe_file(recipe),
            corpora=CORPORA[self.data],
            seed=seed,
            changes=changes,
        )
        return train_classifier(self.store, told, lambda _: None)

    def answers(self, recipe: str, changes: Sequence[str] = ()) -> list[RunAnswers]:
        """Train a recipe once a seed and return what the runs say of tested hands."""
        runs = [self.trained(recipe, seed, changes) for seed in self.seeds]
        database = Database(self.store)
        classes: tuple[str, ...] = ()
        read: list[RunAnswers] = []
        for run_id in runs:
            read.append(read_answers(database, run_id, classes))
            classes = read[0].answers.classes
        return read

    def result(
        self, name: str, found: Interval, about: str, *, recipe: str, paper: str = ""
    ) -> Result:
        """Return the record of a share."""
        return Result(
            name=f"{self.data}/signer-disjoint/{name}",
            value=round(found.value, 4),
            low=round(found.low, 4),
            high=round(found.high, 4),
            unit="share",
            data=f"{self.about}; {about}",
            split="signer-disjoint folds",
            seeds=self.seeds,
            recipe=recipe,
            command=f"python -m tests.bench.losses {self.options}",
            machine=machine(),
            date=f"{datetime.now(UTC):%Y-%m-%d}",
            paper=paper,
        )


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or Path(folder) / "store"
        fill(store, asked.data, asked.features, asked.source)
        bench = Bench(
            asked.data,
            asked.features,
            open_store(store),
            tuple(range(asked.first_seed, asked.first_seed + asked.seeds)),
            f"{asked.data} --features {asked.features} --seeds {asked.seeds} "
            f"--first-seed {asked.first_seed}{' --sweep' * asked.sweep}",
        )
        found = list(swept(bench) if asked.sweep else compared(bench))
    save_results(found)
    for result in found:
        print(f"{result.name:72} {result.value:+.4f} [{result.low}, {result.high}]")
        print(f"  {result.data}")


def fill(store: Path, data: str, features: str, source: Path | None) -> None:
    """Read the hands of the data into a store and describe them, where not done yet."""
    if data == "lsa16":
        read_corpus(source or Path(), store, features)
        return
    place = ("--store", str(store))
    if not (store / "tables" / "clips" / f"corpus={CORPORA[data][-1]}").is_dir():
        type_signatlas("ingest", "synthetic", "--size", "small", *place)
    for corpus in CORPORA[data]:
        how = ("--name", features, "--crops", "holds", "--corpus", corpus)
        type_signatlas("features", *how, *place)


def compared(bench: Bench) -> Iterator[Result]:
    """Yield how each loss compares with cross-entropy."""
    baseline = bench.answers(bench.features)
    yield accuracy(bench, bench.features, baseline)
    for loss in LOSSES:
        recipe = f"{bench.features}_{loss}"
        answers = bench.answers(recipe)
        yield accuracy(bench, recipe, answers)
        yield from reduced(bench, recipe, answers, baseline)


def swept(bench: Bench) -> Iterator[Result]:
    """Yield what the adaptive loss gains at its best alpha and margin on validation."""
    recipe = f"{bench.features}_adaptive"
    mistakes = {
        (alpha, margin): validation_mistakes(bench, recipe, changed(alpha, margin))
        for alpha, margin in itertools.product(ALPHAS, MARGINS)
    }
    by_entropy = validation_mistakes(bench, bench.features)
    for (alpha, margin), count in mistakes.items():
        print(f"alpha {alpha:g}, margin {margin:g}: {count} mistakes on validation")
    alpha, margin = min(mistakes, key=lambda chosen: mistakes[chosen])
    about = (
        f"alpha {alpha:g}, margin {margin:g} chosen of {len(mistakes)} by validation on "
        f"seeds {', '.join(map(str, SWEPT))}: {mistakes[alpha, margin]} mistakes there, "
        f"{by_entropy} by cross-entropy, up to {max(mistakes.values())} by the others"
    )
    print(about)
    changes = changed(alpha, margin)
    answers, baseline = bench.answers(recipe, changes), bench.answers(bench.features)
    name = f"{recipe}-chosen"
    yield accuracy(bench, f"{bench.features}-fresh-seeds", baseline)
    yield accuracy(bench, name, answers, changes)
    yield from reduced(bench, name, answers, baseline, about=about, changes=changes)


def changed(alpha: float, margin: float) -> tuple[str, ...]:
    """Return settings of the adaptive loss as changes of its recipe."""
    return f"loss.alpha={alpha}", f"loss.margin={margin}"


def validation_mistakes(bench: Bench, recipe: str, changes: Sequence[str] = ()) -> int:
    """Return a recipe's mistakes on validation hands, over the seeds of the sweep."""
    total = 0
    for seed in SWEPT:
        run_id = bench.trained(recipe, seed, changes)
        outputs = load_outputs(bench.store.run_dir(run_id))
        rows = outputs.parts == "validation"
        said = outputs.classes[outputs.probabilities[rows].argmax(axis=1)]
        total += int((said != outputs.true[rows]).sum())
    return total


def accuracy(
    bench: Bench, name: str, read: Sequence[RunAnswers], changes: Sequence[str] = ()
) -> Result:
    """Return the mean accuracy over seeds, and its range."""
    found = [evaluate(run.answers, draws=10) for run in read]
    values = [one.accuracy.value for one in found]
    spread = Interval(float(np.mean(values)), min(values), max(values))
    classes = len(read[0].answers.classes)
    about = f"{found[0].cases} hands of {classes} handshapes; range over seeds"
    settings = " ".join((_recipe(name), *changes))
    return bench.result(f"{name}/accuracy", spread, about, recipe=settings)


def reduced(
    bench: Bench,
    name: str,
    read: Sequence[RunAnswers],
    baseline: Sequence[RunAnswers],
    *,
    about: str = "",
    changes: Sequence[str] = (),
) -> Iterator[Result]:
    """Yield the relative reduction of mistakes on look-alike pairs, seeds paired."""
    found = reduction(read, baseline)
    if found is None:
        return
    yield bench.result(
        f"{name}/look-alike-error-reduction",
        found.share,
        "; ".join(filter(None, (found.about, about))),
        recipe=" ".join((_recipe(name), *changes)),
        paper=PAPER_REDUCTION,
    )


def _recipe(name: str) -> str:
    return f"models/recipes/{name.partition('-')[0]}.toml"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", choices=sorted(CORPORA))
    parser.add_argument("--features", default="hog", help="hog or joint_angles")
    parser.add_argument("--from", dest="source", type=Path, help="folder with lsa16")
    parser.add_argument("--store", type=Path, help="use, or keep, the store there")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--sweep", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
