"""All that a store knows of the hands of one corpus, in the layers of ELAN's documents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.exports.elan_documents import HANDSHAPE, HOLD, Layer
from ingest.exports.elan_spans import Clip, Span, labelled_spans, spans
from store.consent import Credit
from store.db import Database
from store.elan.handshapes import AUTHOR
from store.errors import CallError, UnknownNameError
from store.handshapes import INVENTORY
from store.labelled_set import LabelledSet

_TARGETS: Final = ("handshape", "gloss")


@dataclass(frozen=True, slots=True)
class CorpusLayers:
    """What is known of the clips of one corpus.

    Attributes:
        layers: of hands.
        handshapes: to choose from: the inventory, then others that occur.
        run_id: the classifier asked; empty: none.
        glosses_seen: sign that it sees in each clip, by id.
    """

    layers: Sequence[Layer]
    handshapes: Sequence[str]
    run_id: str
    glosses_seen: Mapping[str, str]


def corpus_layers(
    database: Database,
    credit: Credit,
    labelled: LabelledSet,
    clips: Mapping[str, Clip],
    run_id: str | None,
) -> CorpusLayers:
    """Return what people, a classifier, the generator and the ingest say of a corpus.

    Raises:
        CallError: the run is no classifier of hands or signs.
    """
    corpus = credit.corpus
    seen: dict[str, str] = {}
    layers = [
        _layer(
            "Handshape-{hand}",
            "; ".join(labelled.ratings),
            labelled_spans(database, corpus, labelled, clips),
        )
    ]
    if run_id is not None:
        _check_run(database, run_id)
        asked: dict[str, object] = {"run_id": run_id, "corpus": corpus}
        found = spans(database.query("hands_predicted", **asked), clips)
        layers.append(
            _layer(f"Handshape-{{hand}} predicted by {run_id}", run_id, found)
        )
        rows = database.rows("signs_predicted", **asked)
        seen = {row["clip_id"]: row["value"] for row in rows}
    if credit.synthetic:
        found = spans(database.query("hands_true", corpus=corpus), clips)
        layers.append(_layer("Handshape-{hand} true (synthetic)", AUTHOR, found))
    found = spans(database.query("hands_holding", corpus=corpus), clips)
    layers.append(_layer("Hold-{hand}", AUTHOR, found, kind=HOLD))
    names = _handshapes(layers, clips.values())
    return CorpusLayers(layers, names, run_id or "", seen)


def _layer(
    name: str, annotator: str, found: Iterable[Span], *, kind: str = HANDSHAPE
) -> Layer:
    by_clip = defaultdict(list)
    for span in found:
        by_clip[span.clip_id].append(span)
    return Layer(name, kind, annotator, by_clip)


def _check_run(database: Database, run_id: str) -> None:
    runs = {row["run_id"]: row["target"] for row in database.rows("runs_predicting")}
    if run_id not in runs:
        raise UnknownNameError("classifier run", run_id, runs)
    if runs[run_id] not in _TARGETS:
        raise CallError(
            f"Run {run_id} classifies {runs[run_id]}s; tiers show what a classifier of "
            "handshapes or of signs sees."
        )


def _handshapes(layers: Sequence[Layer], clips: Iterable[Clip]) -> list[str]:
    used = {
        span.value
        for layer in layers
        if layer.kind == HANDSHAPE
        for found in layer.spans.values()
        for span in found
    }
    used |= {clip.handshape for clip in clips if clip.handshape}
    return [*INVENTORY, *sorted(used - INVENTORY.keys())]
