"""How well the clips of a corpus find their glosses, by a protocol.

Figures of a training are told beside those of what needs no training, on the same
queries: a training that does not beat the untrained vector is of no use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from models.poses.reading import Signs, read_signs
from models.retrieval.embedders import UNTRAINED, Embedder, Trained, load_embedder
from models.retrieval.metrics import Interval, Rankings, difference, figures
from models.retrieval.protocols import Chosen, Search, halves, held_glosses, searched
from store.db import Database
from store.errors import CallError
from store.layout import Store

PROTOCOLS: Final = (
    "leave-one-out",
    "unseen-glosses",
    "fixed-split",
    "gallery-query",
    "cross-dataset",
)
HELD: Final = 15
DRAWS: Final = 10
TEST: Final = "test"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        corpus: whose clips are the queries.
        protocol: one of `PROTOCOLS`.
        gallery: corpus that is searched, for gallery-query and cross-dataset; empty:
            each half of the queries' own corpus searches the other.
        draws: of glosses, for unseen-glosses.
        neighbours: with which every clip is joined before, see `smoothing`; 0: none.
    """

    corpus: str
    protocol: str = PROTOCOLS[0]
    gallery: str = ""
    draws: int = DRAWS
    neighbours: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """How queries went.

    Attributes:
        rankings: of the queries.
        baselines: of the same queries by what needs no training, by name.
        taught: glosses left out because the training knows them.
    """

    rankings: Rankings
    baselines: Mapping[str, Rankings] = field(default_factory=dict)
    taught: tuple[str, ...] = ()

    @property
    def figures(self) -> dict[str, Interval]:
        """Recall@k, mean average precision and median rank, with intervals."""
        return figures(self.rankings)

    def gain_over(self, baseline: str) -> Interval:
        """Return by how much the mean average precision exceeds a baseline's, paired."""
        ours, theirs = self.rankings, self.baselines[baseline]
        return difference(
            ours.average_precision, theirs.average_precision, ours.glosses
        )

    def by_gloss(self) -> dict[str, dict[str, float]]:
        """Return queries, recall@1 and mean average precision of each gloss."""
        told = {}
        for gloss in np.unique(self.rankings.glosses):
            own = self.rankings.glosses == gloss
            told[str(gloss)] = {
                "queries": int(own.sum()),
                "recall@1": float(self.rankings.recall_at(1)[own].mean()),
                "mean average precision": float(
                    self.rankings.average_precision[own].mean()
                ),
            }
        return told


def evaluate(store: Store, by: str, asked: Question) -> Evaluated:
    """Return how the clips of a corpus find their glosses.

    Args:
        store: where the clips are.
        by: `untrained`, `plain`, or a training of signs that was not taught the corpus.
        asked: by which protocol.

    Raises:
        CallError: the training was taught the clips, or nothing can be found.
    """
    database, embedder = Database(store), load_embedder(store, by)
    taught = _taught(database, embedder, by, asked)
    corpora = [asked.corpus, *([asked.gallery] if asked.gallery else [])]
    signs = read_signs(database, corpora)
    signs = signs.where((signs.glosses != "") & ~np.isin(signs.glosses, taught))
    vectors = embedder.vectors(signs.sequences)
    shown = ~np.isnan(vectors).any(axis=1)
    vectors, signs = vectors[shown], signs.where(shown)
    searches = _searches(database, asked, signs)
    joining = asked.neighbours
    rankings = searched(vectors, signs.glosses, searches, neighbours=joining)
    if not len(rankings.glosses):
        raise CallError(
            f"No clip of {asked.corpus} has another of its gloss to find by "
            f"{asked.protocol}: nothing to measure."
        )
    baselines = {
        name: searched(
            other.vectors(signs.sequences),
            signs.glosses,
            searches,
            neighbours=joining,
        )
        for name, other in UNTRAINED.items()
        if isinstance(embedder, Trained)
    }
    return Evaluated(rankings, baselines, taught)


def evaluated(
    store: Store, corpus: str, *, by: str, protocol: str, draws: int
) -> dict[str, Interval]:
    """Return recall@k, mean average precision and median rank, with intervals."""
    return evaluate(store, by, Question(corpus, protocol, draws=draws)).figures


def _searches(database: Database, asked: Question, signs: Signs) -> list[Search]:
    """Return who searches among whom."""
    if asked.protocol == "leave-one-out":
        everything = np.ones(len(signs), bool)
        return [Search(everything, everything)]
    if asked.protocol == "unseen-glosses":
        masks = held_glosses(signs.glosses, held=HELD, draws=asked.draws)
        return [Search(held, held) for held in masks]
    if asked.protocol == "fixed-split":
        tested = _tested(database, asked.corpus, signs)
        return [Search(tested, ~tested)]
    if asked.gallery and asked.gallery != asked.corpus:
        queries = signs.corpora == asked.corpus
        return [Search(queries, ~queries)]
    return halves(signs.glosses)


def _tested(database: Database, corpus: str, signs: Signs) -> Chosen:
    """Return which clips are of the test part of the corpus's own split."""
    rows = database.rows("splits_of", corpus=corpus)
    test = [str(row["clip_id"]) for row in rows if row["split"] == TEST]
    tested = np.isin(signs.clip_ids, test)
    if tested.all() or not tested.any():
        raise CallError(
            f"{corpus} has no split into test and other clips: use another protocol."
        )
    return np.asarray(tested)


def _taught(
    database: Database, embedder: Embedder, by: str, asked: Question
) -> tuple[str, ...]:
    """Return the glosses that a training knows, where they must not be asked.

    Raises:
        CallError: it was taught the very clips.
    """
    corpora = embedder.ensemble.corpora if isinstance(embedder, Trained) else ()
    known = {asked.corpus, asked.gallery}.intersection(corpora)
    if known:
        raise CallError(
            f"{by} was taught {', '.join(sorted(known))}: its figures there would say "
            "nothing. Name another corpus; glosses that a recipe was not taught are "
            "measured by `signatlas evaluate RECIPE --protocol unseen-glosses`."
        )
    if asked.protocol != "cross-dataset":
        return ()
    rows = database.rows("glosses_of", corpora=list(corpora))
    return tuple(str(row["gloss"]) for row in rows)
