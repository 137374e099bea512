"""Are corrected frequencies nearer to the truth, and do their intervals cover it?

`python -m tests.bench.frequencies DATA [--store STORE] [--draws 200]` trains classifiers
on the folders `lsa16` and `sign_digits` of DATA (as `tests.bench.handshapes` does) and takes
what they say of hands they were not trained on; of LSA16, of signers they never saw. Each
draw deals the signers (photographs where no signer is known) into two halves: from one the
classifier's mistakes are learnt; of the other 1,000 hands are drawn so that the classes have
shares of their own, drawn evenly from all possible shares (Dirichlet, all ones). The truth
is what was drawn. Raw counts are those of paper A: of a probability of 0.7 or more.
"""

import argparse
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from models.classification.hands import read_hands
from models.classification.outputs import load_outputs
from models.mutual_information import codes_of
from models.prevalence import METHODS, Method
from models.prevalence_intervals import Judged, Known, frequencies
from models.results import Result, save_results
from store.db import Database
from store.layout import open_store
from tests.bench.handshapes import read_corpus, trained
from tests.bench.ratios import machine

CASES: Final = (
    ("lsa16", "joint_angles", "LSA16, signer-disjoint"),
    ("lsa16", "hog", "LSA16, signer-disjoint"),
    ("sign-digits", "hog_random", "sign_digits, photographs split at random"),
)
HANDS: Final = 1000
BOOTSTRAP: Final = 100
THRESHOLD: Final = 0.7
NEEDS: Final = {"covered": "at least .90", "over-raw": "at most .33"}
ABOUT: Final = (
    "{where}: what {recipe} says of {hands:,} hands it was not trained on ({right:.1%} "
    "right); {draws} draws of 1,000 hands, class shares from Dirichlet(1)"
)


@dataclass(frozen=True, slots=True)
class Tested:
    """What a classifier says of hands of known class that it was not trained on."""

    probabilities: NDArray[np.float64]
    true: NDArray[np.intp]
    signers: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Draw:
    """L1 distance from the truth, and share of the classes that are covered."""

    distance: float
    covered: float


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    found: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or Path(folder) / "store"
        for corpus, recipe, where in CASES:
            if asked.only and recipe not in asked.only:
                continue
            read_corpus(asked.data, store, recipe, corpus)
            (run_id,) = trained(store, recipe, [0], corpus)
            found += _results(
                f"{corpus}/shifted-frequencies/{recipe}",
                tested(store, run_id, corpus),
                where=where,
                draws=asked.draws,
            )
    save_results(found)
    for result in found:
        print(f"{result.name:60} {result.value:.4f} [{result.low}, {result.high}]")


def tested(store: Path, run_id: str, corpus: str) -> Tested:
    """Return what the folds of a run say of the hands that they test."""
    opened = open_store(store)
    outputs = load_outputs(opened.run_dir(run_id))
    hands = read_hands(Database(opened), [corpus])
    signer_of = dict(zip(hands.crop_ids.tolist(), hands.signers.tolist(), strict=True))
    rows = np.flatnonzero(outputs.parts == "test")
    number = {name: code for code, name in enumerate(outputs.classes.tolist())}
    signers = [signer_of[crop] or crop for crop in outputs.crop_ids[rows].tolist()]
    return Tested(
        outputs.probabilities[rows],
        np.array([number[name] for name in outputs.true[rows].tolist()], np.intp),
        codes_of(np.array(signers)).astype(np.intp),
    )


def drawn(found: Tested, seed: int) -> dict[Method, Draw]:
    """Return how near each method comes in one draw."""
    rng = default_rng(seed)
    known, pool = _halves(found, rng)
    rows = _resampled(found, pool, rng)
    classes = found.probabilities.shape[1]
    truth = np.bincount(found.true[rows], minlength=classes) / len(rows)
    judged = Judged(
        found.probabilities[rows],
        np.ones(len(rows)),
        found.signers[rows],
        codes_of(rows).astype(np.intp),
    )
    learnt = Known(found.probabilities[known], found.true[known], found.signers[known])
    measured: dict[Method, Draw] = {}
    for method in METHODS:
        said = frequencies(
            judged, learnt, method, threshold=THRESHOLD, draws=BOOTSTRAP, seed=seed
        )
        covered = (said.low <= truth) & (truth <= said.high)
        distance = float(np.abs(said.shares - truth).sum())
        measured[method] = Draw(distance, float(covered.mean()))
    return measured


def _halves(found: Tested, rng: Generator) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    signers = rng.permutation(np.unique(found.signers))
    first = np.isin(found.signers, signers[: len(signers) // 2])
    return np.flatnonzero(first), np.flatnonzero(~first)


def _resampled(
    found: Tested, pool: NDArray[np.intp], rng: Generator
) -> NDArray[np.intp]:
    """Return rows of the pool, drawn so that classes have shares of their own."""
    classes = found.probabilities.shape[1]
    there = np.unique(found.true[pool])
    shares = np.zeros(classes)
    shares[there] = rng.dirichlet(np.ones(len(there)))
    counts = rng.multinomial(HANDS, shares)
    return np.concatenate(
        [
            rng.choice(pool[found.true[pool] == code], count)
            for code, count in enumerate(counts.tolist())
            if count
        ]
    )


def _results(name: str, found: Tested, *, where: str, draws: int) -> list[Result]:
    listed = [drawn(found, seed) for seed in range(draws)]
    right = float((found.probabilities.argmax(axis=1) == found.true).mean())
    about = ABOUT.format(
        where=where,
        recipe=name.rpartition("/")[2],
        hands=len(found.true),
        right=right,
        draws=draws,
    )
    raw = np.array([one["raw"].distance for one in listed])
    results = []
    for method in METHODS:
        distance = np.array([one[method].distance for one in listed])
        covered = np.array([one[method].covered for one in listed])
        figures = {"l1": distance, "covered": covered}
        if method != "raw":
            figures["l1-over-raw"] = _ratio(distance, raw)
        results += [
            _result(f"{name}/{method}-{measure}", values, about, draws)
            for measure, values in figures.items()
        ]
    return results


def _ratio(
    distance: NDArray[np.float64], raw: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the ratio of means, then those of bootstrap samples of the draws."""
    rng, count = default_rng(0), len(raw)
    rows = [np.arange(count), *(rng.integers(0, count, count) for _ in range(500))]
    return np.array([distance[chosen].mean() / raw[chosen].mean() for chosen in rows])


def _result(name: str, values: NDArray[np.float64], about: str, draws: int) -> Result:
    is_ratio = name.endswith("over-raw")
    corrected = not name.rpartition("/")[2].startswith("raw")
    needs = [need for end, need in NEEDS.items() if corrected and name.endswith(end)]
    low, high = np.percentile(values, (2.5, 97.5))
    return Result(
        name=name,
        value=round(float(values[0] if is_ratio else values.mean()), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        unit="ratio" if is_ratio else "share",
        data=about,
        split="5-fold, then halves",
        seeds=(0,),
        recipe=f"models/recipes/{name.split('/')[2]}.toml",
        command=f"python -m tests.bench.frequencies DATA --draws {draws}",
        machine=machine(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        paper="".join(needs),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with lsa16 and sign_digits")
    parser.add_argument("--only", action="append", help="one recipe; may be repeated")
    parser.add_argument("--store", type=Path, help="use, or keep, the store there")
    parser.add_argument("--draws", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    main()
