"""A store with two invented languages, one coded lexicon, and what they are known by."""

import json
from collections.abc import Sequence

from ingest.corpora.asl_lex import LexiconListing
from ingest.lexicon_rows import write_lexicon
from store.layout import Store
from store.schema import TABLES
from store.write import write_rows

NORTH, SOUTH, LEXICON = "north", "south", "words"
NORTHERN = ("A", "A", "A", "A", "A", "5", "5", "5", "V", "V")
SOUTHERN = ("5", "5", "1", "1", "1", "1", "1", "1", "V", "V")
CODED = ("A", "5", "curved_v", "A")
CLIPS_EACH = 2


def add_languages(store: Store) -> Store:
    """Add both languages, ten signs of two clips each, with truth and descriptions."""
    for corpus, handshapes in ((NORTH, NORTHERN), (SOUTH, SOUTHERN)):
        _add_language(store, corpus, handshapes)
        _add_pairs(store, corpus)
    return store


def add_lexicon(store: Store) -> Store:
    """Add four coded signs; the first two differ in their handshape alone."""
    entries = [_entry(place, handshape) for place, handshape in enumerate(CODED)]
    write_lexicon(store, LEXICON, LexiconListing("made.csv", entries, ()))
    return store


def gloss(corpus: str, place: int) -> str:
    """Return the gloss of a sign; the first four are called alike in both languages."""
    return f"SIGN{place}" if place < 4 else f"{corpus.upper()}{place}"


def _add_language(store: Store, corpus: str, handshapes: Sequence[str]) -> None:
    where = {"corpus": corpus}
    write_rows(store, "corpora", [_corpus(corpus)], part=corpus, partition=where)
    rows = [
        {
            "clip_id": f"{corpus}/{place}-{clip}",
            "corpus": corpus,
            "gloss": gloss(corpus, place),
            "signer": f"s{clip}",
            "dominant_hand": "right",
            "hands": "one",
            "handshape": handshape,
            "end_handshape": handshape,
            "base_handshape": None,
            "orientation": "up",
            "end_orientation": "up",
            "place": "chin",
            "movement": "down",
            "description": "",
            "minimal_pairs": "",
            "seed": 0,
        }
        for place, handshape in enumerate(handshapes)
        for clip in range(CLIPS_EACH)
    ]
    write_rows(store, "truth_signs", rows, part="all", partition=where)


def _add_pairs(store: Store, corpus: str) -> None:
    """Signs 4 and 5, and 5 and 8, differ in handshape; 0 and 1 in their place."""
    run_id = f"families-{corpus}-made"
    ids = [f"{corpus}/t-{place:05d}" for place in range(10)]
    described = [
        {
            "description_id": ids[place],
            "corpus": corpus,
            "gloss": gloss(corpus, place),
            "text": "a hand at the chin",
            "names": None,
            "language": "en",
            "unit": "word",
            "source": "t",
            "clip_id": None,
        }
        for place in range(10)
    ]
    where = {"corpus": corpus}
    write_rows(store, "descriptions", described, part="t", partition=where)
    pairs = [
        {
            "run_id": run_id,
            "first": ids[one],
            "second": ids[other],
            "common": 3,
            "similarity": 0.8,
            "parameter": parameter,
        }
        for one, other, parameter in (
            (0, 1, "place"),
            (0, 5, "handshape"),
            (5, 8, "handshape"),
        )
    ]
    by_run = {"run_id": run_id}
    write_rows(store, "description_pairs", pairs, part="all", partition=by_run)
    write_rows(store, "runs", [_families(run_id, corpus)], part=run_id)


def _families(run_id: str, corpus: str) -> dict[str, object]:
    recipe = {"weighting": "none", "floor": 0.5, "permutations": 1}
    return {
        "run_id": run_id,
        "step": "families",
        "corpus": corpus,
        "recipe": json.dumps(recipe),
        "seed": 0,
        "code_version": "0",
        "inputs": [],
        "state": "finished",
        "started_ms": 1,
        "ended_ms": 2,
        "metrics": json.dumps({"unit": "word", "merged": 0, "threshold": 0.5}),
        "note": "",
    }


def _corpus(corpus: str) -> dict[str, object]:
    return {
        "corpus": corpus,
        "title": f"{corpus.title()} (synthetic)",
        "language": corpus.title(),
        "media": "video",
        "synthetic": True,
        "licence": "made up",
        "citation": "",
        "show_faces": True,
        "exportable": True,
        "blur_threshold": 50.0,
        "source": "made up",
        "clips_planned": 20,
    }


def _entry(place: int, handshape: str) -> dict[str, object]:
    empty = {c.name: None for c in TABLES["lexicon"].columns if c.name != "corpus"}
    named = None if "_" in handshape else handshape
    return empty | {
        "entry_id": f"word{place}",
        "gloss": f"word{place}",
        "lemma": f"word{place}",
        "code": "",
        "source": "made.csv",
        "handshape": named,
        "handshape_code": handshape,
        "sign_type": "OneHanded",
        "major_location": "Head" if place < 2 else "Body",
        "movement": "Curved" if place == 3 else "Straight",
        "sign_frequency": 1.0 + 2 * place,
    }
