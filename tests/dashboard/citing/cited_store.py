"""A small store of which everything can be cited: clusters, labels, mistakes, families."""

from pathlib import Path
from typing import Any

from ingest.corpora.descriptions import Description, DescriptionListing
from ingest.description_rows import write_descriptions
from models.descriptions.steps import FamilyTask, find_families
from models.prevalence_queue import queue_note
from store.consent import set_corpus
from store.labels import Action, LabelEvent, add_event
from store.layout import Store, create_store
from tests.dashboard.cluster_maker import CORPUS, GOOD, add_clusterings
from tests.dashboard.description_maker import TEXTS
from tests.dashboard.prediction_maker import (
    BETTER,
    MAP,
    add_later_prediction,
    add_map,
    add_predictions,
)

WORDS = "told"
ANNOTATOR = "Ana Lyst"
DOI = "10.1234/drawn.5"
ELSEWHERE = "other/c/f0/right/p00"


def make_cited_store(root: Path) -> tuple[Store, dict[str, dict[str, object]]]:
    """Make it, and return what to tell each thing that can be cited."""
    store = add_map(add_predictions(add_clusterings(create_store(root))))
    later = add_later_prediction(store)
    _label(store, later)
    told = [
        Description(number, gloss, text.strip(), "", "word", "made up")
        for number, (gloss, text) in enumerate(TEXTS, 1)
    ]
    write_descriptions(store, WORDS, DescriptionListing("made.csv", told), {})
    families = find_families(store, FamilyTask(WORDS, permutations=0)).run_id
    set_corpus(store, WORDS, {"exportable": True})
    credit = {"licence": "CC BY 4.0", "citation": f"Drawn, 2026, doi:{DOI}."}
    set_corpus(store, CORPUS, credit)
    counted = "SELECT gloss, count(*) AS clips FROM clips GROUP BY gloss"
    return store, {
        "clusters": {"run": GOOD},
        "compare": {"sides": f"{CORPUS}=corrected:{BETTER},{CORPUS}=labels"},
        "confused-pairs": {"run": BETTER},
        "confusion": {"run": BETTER, "part": "test"},
        "families": {"run": families, "threshold": "0.5"},
        "frequencies": {"run": later, "correction": "labelled"},
        "map": {"run": MAP},
        "measures": {"run": families},
        "minimal-pairs": {"run": families},
        "overview": {},
        "report": {"run": BETTER},
        "sql": {"statement": counted},
    }


def _label(store: Store, later: str) -> None:
    crops = tuple(f"{CORPUS}/h00/f{frame:04d}/right/p00" for frame in (2, 4))
    told: list[tuple[str, Action, dict[str, Any]]] = [
        (
            ANNOTATOR,
            "name",
            {"run_id": GOOD, "cluster": 0, "handshape": "A", "note": "Sure?"},
        ),
        (
            ANNOTATOR,
            "assign",
            {"crops": crops, "handshape": "A", "note": queue_note(later)},
        ),
        ("Bo", "junk", {"crops": (*crops[:1], ELSEWHERE), "event_id": "3"}),
        ("Bo", "undo", {"undoes": "3"}),
        ("Cy", "assign", {"crops": (ELSEWHERE,), "handshape": "5"}),
    ]
    for number, (who, action, more) in enumerate(told, 1):
        known = {"event_id": str(number), "at_ms": number, **more}
        add_event(store, LabelEvent(who, action, **known))
