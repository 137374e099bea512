"""Descriptions as rows of a store, with their corpus and what could not be used."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from ingest.corpora.descriptions import Description, DescriptionListing
from ingest.text_corpora import write_text_corpus, write_text_problems
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
    write_text_corpus(store, corpus, listing.source, facts)
    part = source_name(listing.source)
    where = {"corpus": corpus}
    rows = [_row(corpus, part, made) for made in listing.descriptions]
    write_rows(store, "descriptions", rows, part=part, partition=where)
    problems = write_text_problems(
        store,
        corpus,
        listing.problems,
        run_id=run.run_id,
        part=run_part(run.run_id),
    )
    metrics = {"descriptions": len(rows), "problems": problems}
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
