"""What is written of a corpus of which texts or codes are given, and no clip."""

from collections.abc import Mapping, Sequence
from typing import Final

from ingest.settings import DEFAULT_BLUR_THRESHOLD
from ingest.sources import Problem
from store.db import Database
from store.layout import Store
from store.write import write_rows

_SAYS_NOTHING: Final = ("", "not stated")


def write_text_corpus(
    store: Store,
    corpus: str,
    source: str,
    facts: Mapping[str, object],
    *,
    usual: Mapping[str, object] | None = None,
) -> None:
    """Write the row of a corpus of text alone; one with clips keeps its own.

    Args:
        store: where to.
        corpus: its id.
        source: where the texts come from.
        facts: columns of `corpora` that the user gave.
        usual: what the importer knows of the corpus; what the store knows goes before.
    """
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
    }
    known = {
        name: value
        for name, value in (usual or {}).items()
        if row[name] in (*_SAYS_NOTHING, corpus)
    }
    made = row | known | dict(facts)
    write_rows(store, "corpora", [made], part=corpus, partition={"corpus": corpus})


def write_text_problems(
    store: Store, corpus: str, problems: Sequence[Problem], *, run_id: str, part: str
) -> int:
    """Write what was met while a source was read, once each; return how many."""
    rows = [problem.row(corpus=corpus, run_id=run_id) for problem in problems]
    distinct = list({row["problem_id"]: row for row in rows}.values())
    where = {"corpus": corpus}
    write_rows(store, "problems", distinct, part=part, partition=where)
    return len(distinct)
