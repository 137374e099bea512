"""What comparing written descriptions finds in real dictionaries and invented languages.

`python -m tests.bench.dictionaries DATA` reads the Korean and the British descriptions of
DATA and those of the two synthetic languages by the commands that a user types, and
types paraphrases of the latter. Figures go into `models/results.json`.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np

from ingest.corpora.synthetic import synthetic_descriptions
from ingest.description_rows import write_descriptions
from ingest.signer.languages import LANGUAGES, language
from ingest.signer.signs import differences
from models.descriptions.alignment import (
    middlemost,
    mostly_shared,
    readable,
    shared_tokens,
)
from models.descriptions.null_model import LONGEST, PERMUTATIONS, null_model
from models.descriptions.reading import read_families
from models.descriptions.search import SearchIndex
from models.descriptions.tokens import Unit, tokens
from models.results import Result, save_results
from store.db import Database
from store.layout import create_store
from tests.bench.clusterings import signatlas
from tests.bench.paraphrases import paraphrase
from tests.bench.ratios import machine

COMMAND: Final = "python -m tests.bench.dictionaries DATA"
THRESHOLD: Final = 0.6
TOP: Final = 10
GLOSSES: Final = 4
TRIALS: Final = 50
SEEDS: Final = tuple(range(10))
FIRST: Final = 5
SHORTER: Final = 3
"""Words of the phrases of another null model, to show what hangs on their length."""
PAPER_PAIRS: Final = {
    "pairs-above-0.8": "36 pairs of 1,510 Japanese entries",
    "pairs-above-0.5": "570 pairs of 1,510 Japanese entries",
}
SYNTHETIC: Final = "synthetic full"


@dataclass(frozen=True, slots=True)
class Compared:
    """One corpus whose descriptions were compared."""

    corpus: str
    about: str
    unit: Unit
    metrics: dict[str, Any]
    rows: Sequence[dict[str, Any]]
    run_id: str


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the real dictionaries")
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        database = _compare_all(data, store)
        found = list(_records(database))
    save_results(found)
    for one in found:
        print(f"{one.name:58} {one.value:.4g} [{one.low}, {one.high}] {one.data}")


def _compare_all(data: Path, store: Path) -> Database:
    made = create_store(store)
    files = {
        "ksl": data / "ksl_descriptions" / "ksl.json",
        "bsl": data / "hamnosys" / "bsl.csv",
    }
    for corpus, path in files.items():
        signatlas(
            *("ingest", "descriptions", str(path), "--corpus", corpus),
            *("--store", str(store)),
        )
    for corpus in LANGUAGES:
        described = synthetic_descriptions(corpus, size="full")
        write_descriptions(made, corpus, described, {"synthetic": True})
    corpora = [word for name in (*files, *LANGUAGES) for word in ("--corpus", name)]
    signatlas("families", *corpora, "--store", str(store), "--workers", "1")
    return Database(made)


def _records(database: Database) -> Iterator[Result]:
    for row in database.rows("description_corpora"):
        rows = database.rows("descriptions_of", corpus=row["corpus"])
        metrics = json.loads(row["metrics"])
        compared = Compared(
            row["corpus"],
            _about(row["corpus"], metrics, row["synthetic"]),
            metrics["unit"],
            metrics,
            rows,
            row["run_id"],
        )
        yield from _chance(compared)
        if row["corpus"] == "ksl":
            yield from _pairs(compared)
            yield from _families(database, compared)
        if row["synthetic"]:
            yield from _planted(database, compared)
    yield from _typed()


def _about(corpus: str, metrics: dict[str, Any], synthetic: bool) -> str:
    names = {"ksl": "Korean Sign Language", "bsl": "BSL, Dicta-Sign HamNoSys"}
    kind = f"{corpus}, {SYNTHETIC}" if synthetic else names[corpus]
    merged = f", {metrics['merged']} same ones merged" if metrics["merged"] else ""
    return f"{kind}: {metrics['descriptions']:,} descriptions{merged}"


def _chance(compared: Compared) -> Iterator[Result]:
    shorter = null_model(_distinct(compared), compared.unit, longest=SHORTER)
    told = (
        f"{compared.about}; {PERMUTATIONS} permutations of phrases of at most {LONGEST} "
        f"words (of {SHORTER}: threshold {shorter.threshold()}, false rate "
        f"{shorter.rate_at(THRESHOLD):.2g} at 0.6)"
    )
    figures = {
        "threshold-at-5-percent-false": (compared.metrics["threshold"], "similarity"),
        "false-rate-at-0.5": (compared.metrics["false_rate_5"], "share of pairs"),
        "false-rate-at-0.6": (compared.metrics["false_rate_6"], "share of pairs"),
    }
    for measure, (value, unit) in figures.items():
        name = f"{compared.corpus}/null-model/{compared.unit}/{measure}"
        yield _result(name, value, unit, told, seeds=(0,))


def _distinct(compared: Compared) -> list[str]:
    """Return the texts of a corpus, each once, by what is compared of them."""
    texts = [row["text"] for row in compared.rows]
    return list({tuple(tokens(text, compared.unit)): text for text in texts}.values())


def _pairs(compared: Compared) -> Iterator[Result]:
    figures = {
        "pairs-above-0.8": compared.metrics["above_8"],
        "pairs-above-0.5": compared.metrics["above_5"],
    }
    for measure, value in figures.items():
        name = f"{compared.corpus}/descriptions/{compared.unit}/{measure}"
        paper = PAPER_PAIRS[measure]
        yield _result(name, value, "pairs", compared.about, paper=paper)


def _families(database: Database, compared: Compared) -> Iterator[Result]:
    ids = [row["description_id"] for row in compared.rows]
    read = read_families(database, compared.run_id, ids)
    if read is None:
        raise RuntimeError("the run compared other descriptions than there are")
    places, tree = read
    families = tree.families(THRESHOLD, smallest=2)
    start = f"{compared.corpus}/families-0.6/{compared.unit}"
    yield _result(f"{start}/families", len(families), "families", compared.about)
    for rank, members in enumerate(families[:TOP], 1):
        rows = [compared.rows[places[member]] for member in members]
        told = _family(rows, compared.unit)
        yield _result(f"{start}/size-{rank:02d}", len(members), "signs", told)


def _family(rows: Sequence[dict[str, Any]], unit: Unit) -> str:
    listed = [tokens(row["text"], unit) for row in rows]
    middle = rows[middlemost(listed)]["text"]
    glosses = list(dict.fromkeys(row["gloss"] for row in rows))[:GLOSSES]
    every = readable(middle, shared_tokens(listed), unit)
    most = readable(middle, mostly_shared(listed), unit)
    return f"{', '.join(glosses)} ...; all share: {every}; four of five share: {most}"


def _planted(database: Database, compared: Compared) -> Iterator[Result]:
    """Compare the minimal pairs found with those that were planted."""
    signs = language(compared.corpus, "full").signs
    true = {
        frozenset((one.gloss, other.gloss)): apart[0]
        for one, other in combinations(signs, 2)
        if len(apart := differences(one, other)) == 1
    }
    glosses = {row["description_id"]: row["gloss"] for row in compared.rows}
    rows = database.rows(
        "description_pairs_of",
        run_id=compared.run_id,
        parameter="any",
        at_most=len(signs) ** 2,
        skipped=0,
    )
    found = {
        frozenset((glosses[row["first"]], glosses[row["second"]])): row["parameter"]
        for row in rows
    }
    right = true.keys() & found.keys()
    told = f"{compared.about}; {len(true)} planted, {len(found)} found"
    sorted_ = sum(true[pair] == found[pair] for pair in right)
    figures = {
        "recall": (len(right) / len(true), "goal .95"),
        "precision": (len(right) / max(len(found), 1), "goal .95"),
        "sorted-right": (sorted_ / max(len(right), 1), ""),
    }
    for measure, (value, paper) in figures.items():
        name = f"{compared.corpus}/minimal-pairs/{compared.unit}/{measure}"
        yield _result(name, value, "share of pairs", told, paper=paper)


def _typed() -> Iterator[Result]:
    """Type paraphrases of signs and see whether the sign is among the first."""
    indices = {
        corpus: SearchIndex(_texts(corpus), "word") for corpus in sorted(LANGUAGES)
    }
    told = (
        f"{SYNTHETIC}: {TRIALS} paraphrases a seed, each among the 60 signs of its "
        "language; reworded clauses, moved clauses, dropped words"
    )
    for any_order, model in ((True, "any-order"), (False, "in-order")):
        ranks = [_ranks(seed, indices, any_order=any_order) for seed in SEEDS]
        for measure, at_most in (("first-5", FIRST), ("first-1", 1)):
            shares = [float(np.mean(np.array(own) < at_most)) for own in ranks]
            goal = "goal .90" if any_order and at_most == FIRST else ""
            yield _result(
                f"synthetic/paraphrases/{model}/{measure}",
                float(np.mean(shares)),
                "share of trials, mean and range of 10 seeds",
                told,
                seeds=SEEDS,
                bounds=(min(shares), max(shares)),
                paper=goal,
            )


def _texts(corpus: str) -> list[str]:
    return [sign.description for sign in language(corpus, "full").signs]


def _ranks(seed: int, indices: dict[str, SearchIndex], *, any_order: bool) -> list[int]:
    draw = np.random.default_rng(seed)
    ranks = []
    for trial in range(TRIALS):
        corpus = sorted(indices)[trial % len(indices)]
        texts = _texts(corpus)
        wanted = int(draw.integers(len(texts)))
        typed = paraphrase(texts[wanted], draw)
        ranking = indices[corpus].ranked(typed, any_order=any_order)
        ranks.append(ranking.places.tolist().index(wanted))
    return ranks


def _result(
    name: str,
    value: float,
    unit: str,
    about: str,
    *,
    seeds: tuple[int, ...] = (),
    bounds: tuple[float, float] | None = None,
    paper: str = "",
) -> Result:
    low, high = bounds or (None, None)
    return Result(
        name=name,
        value=round(value, 4),
        low=low,
        high=high,
        unit=unit,
        data=about,
        split="",
        seeds=seeds,
        recipe="",
        command=COMMAND,
        machine=machine(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        paper=paper,
    )


if __name__ == "__main__":
    main()
