"""What a run said of hands, and what is known of its mistakes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.evaluation_reading import run_row
from models.mutual_information import codes_of
from models.prevalence import Reals, whole_probabilities
from models.prevalence_counting import Origins
from models.prevalence_known import Known
from store.arrow_arrays import in_one
from store.db import Database

KNOWN_PARTS: Final = ("validation", "test")
"""Parts whose mistakes are like those on hands never seen."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of a classifier before its predictions are counted.

    Attributes:
        classes: names, in the order of its probabilities.
        known: labelled hands that it was not trained on; None: none are.
    """

    classes: tuple[str, ...]
    known: Known | None


def said_by(
    database: Database, run_id: str, *, known_in: list[str] | None = None
) -> pa.Table:
    """Return what a run says of hands or clips, sorted by item.

    Args:
        database: the store.
        run_id: the run.
        known_in: only of those of these parts whose class is known; None: of all.
    """
    known = known_in is not None
    asked = {"run_id": run_id, "labelled": known, "parts": known_in}
    return database.query("predictions_of", **asked, tops=True)


def probabilities_in(rows: pa.Table, classes: Sequence[str]) -> Reals:
    """Return the probabilities of all classes, from the likeliest that rows name."""
    tops = in_one(rows["top_classes"])
    named = tops.flatten().dictionary_encode()
    number = {name: code for code, name in enumerate(classes)}
    codes = np.array([number[name] for name in named.dictionary.to_pylist()], np.intp)
    return whole_probabilities(
        codes[named.indices.to_numpy()],
        in_one(rows["top_probabilities"]).flatten().to_numpy(),
        tops.value_lengths().to_numpy(),
        classes=len(classes),
    )


def read_learnt(database: Database, run_id: str) -> Learnt:
    """Return a run's classes and the mistakes that it is known to make.

    What a training told of hands that it had not learnt also holds for later
    predictions by its weights.

    Raises:
        UnknownNameError: there is no such run.
    """
    row = run_row(database, run_id)
    trained = str(row["recipe"].get("of", run_id))
    run_row(database, trained)
    classes = _classes(database, row, {run_id, trained})
    known = said_by(database, trained, known_in=list(KNOWN_PARTS))
    return Learnt(classes, _known(known, classes))


def origins(rows: pa.Table) -> Origins:
    """Return where rows of `said_by` come from, as they are told apart when counted."""
    corpora, clips = rows["corpus"].to_pylist(), rows["clip_id"].to_pylist()
    return Origins(
        clips=clips,
        signers=_within(corpora, rows["signer"].to_pylist()),
        # Where no gloss is known every clip is a sign of its own.
        signs=[
            sign or f"\0{clip}"
            for sign, clip in zip(
                _within(corpora, rows["gloss"].to_pylist()), clips, strict=True
            )
        ],
        second_hands=rows["second_hand"].to_numpy(),
    )


def _classes(
    database: Database, row: dict[str, Any], runs: Collection[str]
) -> tuple[str, ...]:
    told = row["metrics"].get("classes", [])
    found = {
        named["name"]
        for run_id in runs
        for named in database.rows("classes_named", run_id=run_id)
    }
    return (*told, *sorted(found - set(told)))


def _within(corpora: Sequence[str], names: Sequence[str | None]) -> list[str | None]:
    return [
        None if name is None else f"{corpus}/{name}"
        for corpus, name in zip(corpora, names, strict=True)
    ]


def _known(rows: pa.Table, classes: Sequence[str]) -> Known | None:
    chosen = rows.filter(pc.field("true_class").isin(list(classes)))
    if not chosen.num_rows:
        return None
    number = {name: code for code, name in enumerate(classes)}
    signers = origins(chosen).signers
    apart = [name or f"\0{i}" for i, name in enumerate(signers)]
    return Known(
        probabilities_in(chosen, classes),
        np.array([number[name] for name in chosen["true_class"].to_pylist()], np.intp),
        codes_of(np.array(apart, dtype=np.str_)).astype(np.intp),
    )
