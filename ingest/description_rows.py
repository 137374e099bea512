"""Descriptions as rows of a store, with their corpus and what could not be used."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from ingest.corpora.descriptions import Description, DescriptionListing
from ingest.settings import DEFAULT_BLUR_THRESHOLD
from store.db import Database
from store.layout import Store, run_part
from store.runs import Run, end_run, start_run
from store.write import write_rows


def write_descriptions(
    store: Store, corpus: str, listing: DescriptionListing, facts: Mapping[str, object]
) -> Run:
    """Write the descriptions of one source, replacing those read from it earlier.

    Args:
        store: where to.
        corpus: id of the corpus; it may have clips, or descriptions of other sources.
        listing: the descriptions.
        facts: columns of `corpora` that the user gave.
    """
    run = Run("ingest", corpus, {"importer": "descriptions", "source": listing.source})
    started_ms = start_run(store, run)
    _write_corpus(store, corpus, listing.source, facts)
    part = source_name(listing.source)
    where = {"corpus": corpus}
    rows = [_row(corpus, part, made) for made in listing.descriptions]
    write_rows(store, "descriptions", rows, part=part, partition=where)
    problems = [
        problem.row(corpus=corpus, run_id=run.run_id) for problem in listing.problems
    ]
    distinct = list({row["problem_id"]: row for row in problems}.values())
    write_rows(store, "problems", distinct, part=run_part(run.run_id), partition=where)
    metrics = {"descriptions": len(rows), "problems": len(distinct)}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run


def source_name(source: str) -> str:
    """Return a source's part of ids: `KSL (1).json` -> `ksl-1`."""
    plain = re.sub(r"[^a-z0-9]+", "-", PurePath(source).stem.lower()).strip("-")
    return plain or "source"


def _row(corpus: str, part: str, made: Description) -> dict[str, object]:
    return {
        "description_id": f"{corpus}/{part}-{made.number:05d}",
        "corpus": corpus,
        "gloss": made.gloss,
        "text": made.text,
        "names": made.names,
        "language": made.language,
        "unit": made.unit,
        "source": made.source,
        "clip_id": made.clip_id,
    }


def _write_corpus(
    store: Store, corpus: str, source: str, facts: Mapping[str, object]
) -> None:
    """Write the row of a corpus of descriptions alone; one with clips keeps its own."""
    earlier = Database(store).rows("corpus_row", corpus=corpus)
    row = {
        "corpus": corpus,
        "title": corpus,
        "language": "",
        "media": "text",
        "synthetic": False,
        "licence": "not stated",
        "citation": "",
        "show_faces": False,
        "exportable": False,
        "blur_threshold": DEFAULT_BLUR_THRESHOLD,
        "source": source,
        "clips_planned": 0,
        **(earlier[0] if earlier else {}),
        **facts,
    }
    write_rows(store, "corpora", [row], part=corpus, partition={"corpus": corpus})
