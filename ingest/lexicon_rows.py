"""A coded lexicon as rows of a store, with its corpus and what could not be used."""

from typing import Final

from ingest.corpora.asl_lex import FACTS, LexiconListing, with_corpus
from ingest.text_corpora import write_text_corpus, write_text_problems
from store.layout import Store, run_part
from store.runs import Run, end_run, start_run
from store.write import write_rows

_PART: Final = "entries"
"""One part whatever the file is called: two editions would count every sign twice."""


def write_lexicon(store: Store, corpus: str, listing: LexiconListing) -> Run:
    """Write the entries of one file, replacing all that the corpus had before."""
    run = Run("ingest", corpus, {"importer": "asl-lex", "source": listing.source})
    started_ms = start_run(store, run)
    write_text_corpus(store, corpus, listing.source, {}, usual=FACTS)
    rows = with_corpus(corpus, listing.entries)
    write_rows(store, "lexicon", rows, part=_PART, partition={"corpus": corpus})
    part = run_part("lexicon")
    problems = write_text_problems(
        store, corpus, listing.problems, run_id=run.run_id, part=part
    )
    metrics = {"entries": len(rows), "problems": problems}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run
