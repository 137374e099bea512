"""Questions about pictures of letters, and about what was trained on them."""

import json
from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of
from dashboard.records.letter_records import (
    PARTS,
    ClassCount,
    Leakage,
    LetterCorpus,
    LetterRun,
    Twin,
)
from models.letters.leakage import nearest

STEP: Final = "letters"
BINS: Final = 40


def letter_corpora() -> list[LetterCorpus]:
    """Return every corpus of letters, by id."""
    rows = ask("letter_counts", ("letters", "corpora"))
    return [
        _corpus(corpus, list(group))
        for corpus, group in groupby(rows, key=lambda row: str(row["corpus"]))
    ]


def letter_runs(corpus: str) -> list[LetterRun]:
    """Return the finished trainings on a corpus, newest first."""
    rows = ask("runs_of_steps", ("runs",), steps=(STEP,))
    finished = [
        row for row in rows if row["state"] == "finished" and row["corpus"] == corpus
    ]
    return [_run(row) for row in finished]


def samples(corpus: str, part: str, *, per_letter: int) -> dict[str, list[str]]:
    """Return the ids of some pictures of each letter, letters in their order."""
    rows = ask(
        *("letter_samples", ("letters",)),
        corpus=corpus,
        part=part,
        per_letter=per_letter,
    )
    return {
        letter: [row["letter_id"] for row in group]
        for letter, group in groupby(rows, key=lambda row: str(row["letter"]))
    }


def letter_pictures(corpus: str, ids: Sequence[str]) -> dict[str, bytes]:
    """Return the 784 grey values of pictures by id; those not in the store are left out."""
    rows = ask("letter_pictures", ("letters",), corpus=corpus, letters=tuple(ids))
    return {row["letter_id"]: row["pixels"] for row in rows}


def leakage(corpus: str) -> Leakage:
    """Return what a corpus's test has in common with its training set."""
    store = current_store()
    return _leakage(corpus, store.root, stamp_of(store, ("letters",)))


@st.cache_resource(max_entries=4, ttl=KEPT_S, show_spinner="Comparing the pictures")
def _leakage(corpus: str, root: Path, stamp: Stamp) -> Leakage:
    del stamp
    rows = database_at(root).query("letters_of", corpus=corpus).to_pydict()
    pixels = np.frombuffer(b"".join(rows["pixels"]), np.uint8)
    pixels = pixels.reshape(len(rows["part"]), -1)
    part = np.asarray(rows["part"], np.str_)
    train, test = (np.flatnonzero(part == name) for name in PARTS)
    found = nearest(pixels[train], pixels[test])
    twins = [
        Twin(
            rows["letter_id"][one],
            rows["letter_id"][other],
            float(likeness),
            rows["letter"][one] == rows["letter"][other],
        )
        for one, other, likeness in zip(
            test[found.twins],
            train[found.rows[found.twins]],
            found.correlations[found.twins],
            strict=True,
        )
    ]
    return Leakage(
        test=len(test),
        twins=tuple(sorted(twins, key=lambda twin: -twin.correlation)),
        bins=_bins(found.correlations),
        apart=_are_apart(rows["signer"], rows["part"]),
    )


def _are_apart(signers: Sequence[str | None], parts: Sequence[str]) -> bool:
    """Return whether all signers are known and none is in both parts."""
    known = {(signer, part) for signer, part in zip(signers, parts, strict=True)}
    people = {signer for signer, _ in known}
    return None not in people and len(people) == len(known)


def _bins(correlations: NDArray[np.float32]) -> tuple[tuple[float, float, int], ...]:
    """Return how many correlations lie between edges."""
    counts, edges = np.histogram(
        correlations.astype(np.float64).clip(0, 1), bins=BINS, range=(0, 1)
    )
    sides = pairwise(float(edge) for edge in edges)
    return tuple(
        (low, high, int(count))
        for (low, high), count in zip(sides, counts, strict=True)
    )


def _corpus(corpus: str, rows: list[dict[str, Any]]) -> LetterCorpus:
    counts = {(row["label"], row["part"]): int(row["pictures"]) for row in rows}
    names = {row["label"]: str(row["letter"]) for row in rows}
    return LetterCorpus(
        corpus=corpus,
        title=str(rows[0]["title"]),
        synthetic=bool(rows[0]["synthetic"]),
        classes=tuple(
            ClassCount(names[label], *(counts.get((label, part), 0) for part in PARTS))
            for label in sorted(names)
        ),
    )


def _run(row: dict[str, Any]) -> LetterRun:
    recipe = json.loads(row["recipe"] or "{}")
    metrics = json.loads(row["metrics"] or "{}")
    return LetterRun(
        run_id=row["run_id"],
        row=str(recipe.get("row") or row["run_id"]),
        seed=row["seed"],
        metrics={
            name: float(value)
            for name, value in metrics.items()
            if isinstance(value, int | float)
        },
    )
