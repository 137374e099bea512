"""What a map shows: embeddings of hands or clips, or a feature set of hands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.clustering.feature_matrix import matrix_of, read_features
from models.evaluation_reading import words_of
from models.feature import load_feature
from models.projections.neighbours import Points
from store.db import Database
from store.errors import CallError, UnknownNameError

EMBEDDINGS: Final = "embeddings"
FEATURES: Final = "features:"
LISTED: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """N items that can be shown.

    Attributes:
        item_ids: of crops or clips, shape (N,).
        vectors: of the items, finite, shape (N, D).
        left_out: items without a finite vector.
        items: what they are in words: `hands`, `clips` or `pictures`.
        made_by: what made the vectors; only vectors of one maker can share a map.
        title: what is shown, in words.
        recipe: the same for the run that shows it.
        corpora: of the items.
        inputs: runs that made the vectors.
        about_mean: whether vectors are compared about their mean, as `signatlas search`
            compares clips.
    """

    item_ids: NDArray[np.str_]
    vectors: Points
    left_out: int
    items: str
    made_by: str
    title: str
    recipe: dict[str, object]
    corpora: tuple[str, ...]
    inputs: tuple[str, ...]
    about_mean: bool = False


def read_source(
    database: Database, of: str, *, run_id: str | None, corpora: Sequence[str]
) -> Source:
    """Return the items that a command names.

    Args:
        database: the store.
        of: `embeddings` or `features:NAME`.
        run_id: of embeddings, the run that made them.
        corpora: shown; of embeddings empty for all of the run's.

    Raises:
        CallError: it cannot be told what is meant, or nothing is there.
        UnknownNameError: there is no such run or corpus.
    """
    if of == EMBEDDINGS:
        return read_embeddings(database, run_id, corpora)
    if not of.startswith(FEATURES) or of == FEATURES:
        raise CallError(
            f"{of!r} cannot be shown on a map: say --of {EMBEDDINGS} or --of "
            f"{FEATURES}NAME, e.g. {FEATURES}joint_angles."
        )
    if run_id is not None:
        raise CallError(
            f"A map shows the run {run_id} or a feature set, not both: leave one out."
        )
    return read_feature_set(database, of.removeprefix(FEATURES), corpora)


def read_embeddings(
    database: Database, run_id: str | None, corpora: Sequence[str] = ()
) -> Source:
    """Return the embeddings of a run: of hands or signs by a classifier, or of clips."""
    runs = {row["run_id"]: row for row in database.rows("runs_with_embeddings")}
    if run_id is None:
        newest = ", ".join(list(runs)[:LISTED])
        raise CallError(
            "Name the run whose embeddings are to be shown; the newest: "
            f"{newest or 'none yet, run `signatlas embed` or `train` first'}."
        )
    if run_id not in runs:
        raise UnknownNameError("run with embeddings", run_id, runs)
    rows = database.query("embeddings_of_run", run_id=run_id)
    of_corpora = np.array(rows["corpus"].to_pylist(), dtype=np.str_)
    there = sorted(set(of_corpora.tolist()))
    for corpus in corpora:
        if corpus not in there:
            raise UnknownNameError(f"corpus in run {run_id}", corpus, there)
    kept = np.isin(of_corpora, corpora) if corpora else np.ones(len(rows), bool)
    ids = np.array(rows["item_id"].to_pylist(), dtype=np.str_)
    return _of_run(
        runs[run_id],
        ids[kept],
        matrix_of(rows["vector"])[kept],
        tuple(corpora or there),
    )


def read_feature_set(
    database: Database, features: str, corpora: Sequence[str]
) -> Source:
    """Return the values of a feature set of hands."""
    if not corpora:
        raise CallError(f"Whose {features}? Name a corpus: give --corpus.")
    matrix = read_features(database, corpora, features)
    # Principal components are of this corpus alone.
    alone = f" of {corpora[0]}" if load_feature(features).reduced_to else ""
    return Source(
        matrix.crop_ids,
        matrix.points,
        matrix.left_out,
        "hands",
        features,
        features + alone,
        {"features": features, "corpora": list(corpora)},
        tuple(corpora),
        matrix.inputs,
    )


def without(source: Source, item_ids: NDArray[np.str_]) -> Source:
    """Return what is left of a source without some items."""
    new = ~np.isin(source.item_ids, item_ids)
    return replace(source, item_ids=source.item_ids[new], vectors=source.vectors[new])


def _of_run(
    row: dict[str, Any],
    item_ids: NDArray[np.str_],
    vectors: Points,
    corpora: tuple[str, ...],
) -> Source:
    recipe = json.loads(row["recipe"])
    finite = np.isfinite(vectors).all(axis=1)
    by_clips = row["step"] == "embed"
    title = f"clips embedded by {recipe['by']}" if by_clips else recipe.get("name")
    # Predictions lie where the training that they are by would put them.
    maker = {"embed": "by", "predict": "of"}.get(row["step"])
    return Source(
        item_ids[finite],
        vectors[finite],
        int((~finite).sum()),
        "clips" if by_clips else words_of(row["target"] or "").items,
        str(recipe[maker]) if maker else row["run_id"],
        str(title or row["run_id"]),
        {"of": row["run_id"], "corpora": list(corpora)},
        corpora,
        (row["run_id"],),
        about_mean=by_clips,
    )
