"""What pages count of whole corpora, prepared once: few numbers, made of very many.

What is counted of one signer, or by another threshold, is counted when it is asked for.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Final

import numpy as np
import pyarrow as pa

from dashboard.digests import digest_of
from dashboard.reading import judged_run
from dashboard.reading.frequency_counting import Asked
from dashboard.records.compare_records import Counting, Counts, Source
from dashboard.records.frequency_records import Mask
from models.prevalence import DEFAULT_THRESHOLD, Method
from models.prevalence_intervals import ESTIMATES, Frequencies
from models.prevalence_labelled import Given
from store.layout import Store
from store.prepared import list_column, numbers_in, prepared

_FORM: Final = 1000 * judged_run.FORM + ESTIMATES


def prepared_frequencies(
    store: Store,
    asked: Asked,
    method: Method,
    threshold: float,
    *,
    labels: str,
    make: Callable[[], Frequencies],
) -> Frequencies:
    """Return frequencies, prepared if they are of all signers by the usual threshold.

    Args:
        store: whose.
        asked: whose hands, and what counts once.
        method: of estimating.
        threshold: least probability in raw counts.
        labels: `counted_by` of the labels that the hands have.
        make: estimates them.
    """
    run_id, corpus, signer, unit = asked
    usual = threshold == (DEFAULT_THRESHOLD if method == "raw" else 0.0)
    if signer is not None or not usual:
        return make()
    told = prepared(
        store,
        _name("shares", run_id, corpus, unit, method),
        form=_FORM,
        tables=judged_run.TABLES,
        make=lambda: pa.table(asdict(make())),
        of=labels,
    )
    return Frequencies(*map(numbers_in, told.columns))


def prepared_counts(
    store: Store,
    source: Source,
    counting: Counting,
    *,
    labels: str,
    make: Callable[[], Counts],
) -> Counts:
    """Return what the signs of a corpus count by a classifier, prepared.

    Args:
        store: whose.
        source: the corpus, the classifier, and how it counts.
        counting: what counts once.
        labels: `counted_by` of the labels that the hands have.
        make: counts them.
    """
    told = prepared(
        store,
        _name("counts", source.corpus, source.by, counting),
        form=_FORM,
        tables=judged_run.TABLES,
        make=lambda: _counts_table(make()),
        of=labels,
    )
    return _counts(told)


def counted_by(stamp: Sequence[int], aside: Mask, given: Given | None) -> str:
    """Return a digest of what is counted besides predictions.

    Args:
        stamp: when the hands were read, as `stamp_of` told before they were.
        aside: which hands are put aside.
        given: their labels; None: labels are not counted by.
    """
    told = [] if given is None else [given.labels.data, given.chances.data]
    return digest_of(str(tuple(stamp)).encode(), aside.data, *told)


def _name(what: str, *told: str | None) -> str:
    digest = digest_of("\0".join(map(str, told)).encode())
    return f"{what}.{digest}"


def _counts_table(found: Counts) -> pa.Table:
    facts: dict[str, str | bytes] = {
        "told": json.dumps(
            {
                "classes": found.classes,
                "glossed": found.glossed,
                "known": sorted(found.known),
                "items": found.items,
            }
        )
    }
    if found.drawn is not None:
        facts["drawn"] = np.ascontiguousarray(found.drawn, np.float64).tobytes()
    columns = {"sign": pa.array(found.signs), "counts": list_column(found.counts)}
    return pa.table(columns).replace_schema_metadata(facts)


def _counts(table: pa.Table) -> Counts:
    facts = table.schema.metadata
    told = json.loads(facts[b"told"])
    classes = tuple(told["classes"])
    drawn = facts.get(b"drawn")
    return Counts(
        classes=classes,
        signs=tuple(table["sign"].to_pylist()),
        glossed=told["glossed"],
        counts=numbers_in(table["counts"]),
        drawn=None if drawn is None else np.frombuffer(drawn).reshape(-1, len(classes)),
        known=frozenset(told["known"]),
        items=told["items"],
    )
