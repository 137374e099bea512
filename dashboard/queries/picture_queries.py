"""Words against pictures: how descriptions and videos of the same signs agree."""

from collections import Counter
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.asking import KEPT_S, Answer, Stamp, ask, current_store, stamp_of
from dashboard.queries.description_queries import families
from dashboard.records.description_records import (
    DescribedSign,
    DescriptionRun,
    WordsAndPictures,
)
from models.descriptions.pictures import agreement, picture_similarity
from models.descriptions.similarity import similarity_matrix
from models.descriptions.tokens import Alphabet, tokens

SIGNS: Final = 1_500
"""Signs at most that are compared: a million pairs."""
FEATURES: Final = ("hand_embedding", "joint_angles")
"""Feature sets that stand for the pictures where no clip was embedded, best first."""
_TABLES: Final = ("embeddings", "features", "clips", "descriptions", "runs")


def words_and_pictures(corpus: str, run: DescriptionRun) -> WordsAndPictures | None:
    """Return how words and videos agree; None where too few signs have both."""
    store = current_store()
    return _compared(corpus, run, store.root, stamp_of(store, _TABLES))


@st.cache_resource(max_entries=4, ttl=KEPT_S, show_spinner=False)
def _compared(
    corpus: str, run: DescriptionRun, root: Path, stamp: Stamp
) -> WordsAndPictures | None:
    del root, stamp
    pictures, vectors, embedded = _vectors(corpus)
    by_gloss: dict[str, DescribedSign] = {}
    found_families = families(corpus, run)
    for sign in found_families.signs if found_families else ():
        if sign.gloss.lower() in vectors:
            by_gloss.setdefault(sign.gloss.lower(), sign)
    signs = tuple(by_gloss.values())[:SIGNS]
    if len(signs) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    listed = [tokens(sign.text, run.unit) for sign in signs]
    alphabet = Alphabet(listed)
    words = similarity_matrix([alphabet.encode(own) for own in listed])
    chosen = [vectors[gloss] for gloss in list(by_gloss)[:SIGNS]]
    seen = picture_similarity(chosen, standardised=not embedded)
    found = agreement(words, seen)
    return None if found is None else WordsAndPictures(pictures, signs, found)


def _vectors(corpus: str) -> tuple[str, dict[str, list[float]], bool]:
    """Return what stands for the videos, a vector by gloss, and whether embedded."""
    rows = ask("sign_embeddings", ("embeddings", "clips", "runs"), corpus=corpus)
    if rows:
        return f"clip embeddings, run {rows[0]['source']}", _by_gloss(rows), True
    there = [
        row["features"]
        for row in ask("features_of_clips", ("features",), corpus=corpus)
    ]
    known = [name for name in (*FEATURES, *there) if name in there]
    if not known:
        return "", {}, False
    tables = ("features", "crops", "clips")
    rows = ask("sign_features", tables, corpus=corpus, features=known[0])
    return f"mean {known[0]} of the hands of each sign", _by_gloss(rows), False


def _by_gloss(rows: Answer) -> dict[str, list[float]]:
    """Return whole vectors: where all crops lack a value, the sign is left out."""
    lengths = Counter(len(row["vector"]) for row in rows)
    usual = lengths.most_common(1)[0][0] if lengths else 0
    return {row["gloss"]: row["vector"] for row in rows if len(row["vector"]) == usual}
