"""Are corrected frequencies nearer to the truth, and do their intervals cover it?

`python -m tests.bench.frequencies DATA [--store STORE] [--draws 200]` trains classifiers
on the folders `lsa16` and `sign_digits` of DATA (as `tests.bench.handshapes` does), strong
ones and weak ones, and takes what they say of hands they were not trained on; of LSA16, of
signers they never saw. Each draw deals the signers (photographs where no signer is known)
into two halves: from one the classifier's mistakes are learnt; of the other 1,000 hands (or
20,000) are drawn so that the classes have shares of their own, drawn evenly from all
possible shares (Dirichlet, all ones). The truth is what was drawn. Raw counts are those of
paper A: of a probability of 0.7 or more.

Beside the methods stand what they could reach at best (`oracle`: the mistakes of the very
hands that are counted, known exactly) and what is simplest: every hand counted as what it
is taken for (`raw-all`), the same with the labels put in, and as many labels of hands
picked at random with no classifier (`labels-alone`).
"""

import argparse
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.classification.hands import read_hands
from models.classification.outputs import load_outputs
from models.mutual_information import codes_of
from models.results import Result, save_results
from store.db import Database
from store.layout import open_store
from tests.bench.frequency_draws import Tested, measured
from tests.bench.handshapes import read_corpus, trained
from tests.bench.ratios import machine

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A classifier on a corpus. `changes`: of its recipe, which make it weaker."""

    corpus: str
    recipe: str
    where: str
    changes: tuple[str, ...] = ()
    name: str = ""


LSA16: Final = "LSA16, signer-disjoint"
DIGITS: Final = "sign_digits, photographs split at random"
TURNED: Final = "sign_digits, each photograph turned at random, split at random"
CASES: Final = (
    Case("lsa16", "joint_angles", LSA16),
    Case("lsa16", "hog", LSA16),
    Case("lsa16", "hog", LSA16, ("training.epochs=2",), "hog-2-epochs"),
    Case("sign-digits", "hog_random", DIGITS),
    Case("sign-digits-turned", "hog_random", TURNED),
)
HANDS: Final = (1000,)
BESIDE: Final = (
    "adjusted-oracle",
    "calibrated-oracle",
    "raw-all",
    "labels-alone",
)
JUDGED: Final = (
    *(f"{method}-l1-over" for method in ("adjusted", "saerens")),
    *(
        f"{method}-{m}"
        for method in ("calibrated", "labelled-200", "labelled-300")
        for m in ("l1", "covered")
    ),
)
"""Beginnings of the measures that have to reach something."""
NEEDS: Final = {"covered": "at least .90", "over-raw": "at most .33"}
ABOUT: Final = (
    "{where}: what {name} says of {count:,} hands it was not trained on ({right:.1%} "
    "right); {draws} draws of {hands:,} hands, class shares from Dirichlet(1)"
)


def main() -> None:
    """Measure what the command line asks for."""
    asked = _arguments()
    found: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or Path(folder) / "store"
        for case in CASES:
            name = case.name or case.recipe
            if asked.only and f"{case.corpus}/{name}" not in asked.only:
                continue
            read_corpus(asked.data, store, case.recipe, case.corpus)
            (run_id,) = trained(store, case.recipe, [0], case.corpus, case.changes)
            told = tested(store, run_id, case.corpus)
            for hands in asked.hands or HANDS:
                found += _results(replace(case, name=name), told, hands, asked.draws)
                save_results(found)
    for result in found:
        print(f"{result.name:70} {result.value:.4f} [{result.low}, {result.high}]")


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


def _results(case: Case, found: Tested, hands: int, draws: int) -> list[Result]:
    listed = [measured(found, seed, hands) for seed in range(draws)]
    figures = {name: np.array([one[name] for one in listed]) for name in listed[0]}
    over_raw = {
        f"{name}-over-raw": _ratio(values, figures["raw-l1"])
        for name, values in figures.items()
        if name.endswith("-l1") and name != "raw-l1"
    }
    # Of what is no method the ratio says enough.
    kept = {name: figures[name] for name in figures if not name.startswith(BESIDE)}
    about = ABOUT.format(
        where=case.where,
        name=case.name,
        count=len(found.true),
        right=float((found.probabilities.argmax(axis=1) == found.true).mean()),
        draws=draws,
        hands=hands,
    )
    size = "" if hands == HANDS[0] else f"-of-{hands}"
    begin = f"{case.corpus}/shifted-frequencies{size}/{case.name}"
    return [
        _result(f"{begin}/{name}", values, about, case=case, hands=hands, draws=draws)
        for name, values in {**kept, **over_raw}.items()
    ]


def _ratio(distance: Reals, raw: Reals) -> Reals:
    """Return the ratio of means, then those of bootstrap samples of the draws."""
    rng, count = default_rng(0), len(raw)
    rows = [np.arange(count), *(rng.integers(0, count, count) for _ in range(500))]
    return np.array([distance[chosen].mean() / raw[chosen].mean() for chosen in rows])


def _result(
    name: str, values: Reals, about: str, *, case: Case, hands: int, draws: int
) -> Result:
    is_ratio = name.endswith("over-raw")
    method = name.rpartition("/")[2]
    needs = [
        need
        for end, need in NEEDS.items()
        if method.startswith(JUDGED) and name.endswith(end) and hands == HANDS[0]
    ]
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
        recipe=" ".join([f"models/recipes/{case.recipe}.toml", *case.changes]),
        command=f"python -m tests.bench.frequencies DATA --draws {draws}",
        machine=machine(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        paper="".join(needs),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with lsa16 and sign_digits")
    parser.add_argument(
        "--only", action="append", help="CORPUS/CLASSIFIER; may be repeated"
    )
    parser.add_argument("--store", type=Path, help="use, or keep, the store there")
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument(
        "--hands", type=int, action="append", help="drawn, 1000; may be repeated"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
