"""Questions about written descriptions: families, pairs, search, words against pictures."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of
from dashboard.reading.description_reading import families_among, read_signs, run_of
from dashboard.records.description_records import (
    AlikePair,
    DescribedCorpus,
    DescribedSign,
    DescriptionRun,
    FalseRate,
    SignFamilies,
)
from models.descriptions.alignment import (
    middlemost,
    mostly_shared,
    readable,
    shared_tokens,
)
from models.descriptions.search import Ranking, SearchIndex
from models.descriptions.tokens import Unit, tokens

SAMPLED: Final = 150
"""Members of a very large family whose shared text is looked at."""
_WORDS: Final = ("descriptions", "clips")


def described_corpora() -> list[DescribedCorpus]:
    """Return every corpus that has descriptions, by id."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in ask("description_corpora", ("descriptions", "corpora", "runs")):
        found.setdefault(row["corpus"], []).append(row)
    return [
        DescribedCorpus(
            corpus,
            rows[0]["title"],
            rows[0]["synthetic"],
            rows[0]["descriptions"],
            tuple(run_of(row) for row in rows if row["run_id"]),
        )
        for corpus, rows in found.items()
    ]


def signs(corpus: str) -> list[DescribedSign]:
    """Return the descriptions of a corpus, by id."""
    store = current_store()
    return _signs(corpus, store.root, stamp_of(store, _WORDS))


def families(corpus: str, run: DescriptionRun) -> SignFamilies | None:
    """Return the families of a run at all thresholds.

    None where descriptions that it compared are not in the store any more.
    """
    store = current_store()
    return _families(
        corpus, run.run_id, run.unit, store.root, stamp_of(store, (*_WORDS, "runs"))
    )


def pairs(
    run_id: str,
    *,
    parameter: str | None = None,
    at_most: int,
    skipped: int = 0,
) -> list[AlikePair]:
    """Return pairs that were kept, the most alike first; minimal ones in a parameter."""
    rows = ask(
        "description_pairs_of",
        ("description_pairs",),
        run_id=run_id,
        parameter=parameter,
        at_most=at_most,
        skipped=skipped,
    )
    return [AlikePair(**row) for row in rows]


def minimal_pair_counts(run_id: str) -> dict[str, int]:
    """Return how many minimal pairs a run has in each parameter, commonest first."""
    rows = ask("description_pairs_counted", ("description_pairs",), run_id=run_id)
    return {row["parameter"]: row["pairs"] for row in rows}


def false_rates(run_id: str) -> list[FalseRate]:
    """Return the false discovery rates of a run, by rising threshold."""
    told: dict[int, dict[str, float]] = {}
    for row in ask("history_of_run", ("run_history",), run_id=run_id):
        told.setdefault(row["step_number"], {})[row["measure"]] = row["value"]
    return [
        FalseRate(
            step / 100,
            values["pairs-found"],
            values["pairs-by-chance"],
            values.get("false-discovery-rate"),
        )
        for step, values in sorted(told.items())
    ]


def found_by_words(
    corpus: str, unit: Unit, query: str, *, any_order: bool
) -> tuple[list[DescribedSign], Ranking]:
    """Return the signs of a corpus and how well their descriptions fit a query.

    Raises:
        CallError: there is nothing to compare in the query.
    """
    store = current_store()
    index = _index(corpus, unit, store.root, stamp_of(store, _WORDS))
    return signs(corpus), index.ranked(query, any_order=any_order)


def shared_text(found: SignFamilies, members: Sequence[int]) -> tuple[str, str]:
    """Return what all members share, and what most of them do.

    Of very large families every so many members are looked at.
    """
    step = max(1, -(-len(members) // SAMPLED))
    looked_at = tuple(int(place) for place in members[::step])
    every, most = _shared(found.unit, tuple(found.signs[p].text for p in looked_at))
    return every, most


@st.cache_resource(max_entries=8, ttl=KEPT_S, show_spinner=False)
def _signs(corpus: str, root: Path, stamp: Stamp) -> list[DescribedSign]:
    del stamp
    return read_signs(database_at(root), corpus)


@st.cache_resource(max_entries=8, ttl=KEPT_S, show_spinner=False)
def _families(
    corpus: str, run_id: str, unit: Unit, root: Path, stamp: Stamp
) -> SignFamilies | None:
    every = _signs(corpus, root, stamp)
    return families_among(database_at(root), run_id, every, unit)


@st.cache_resource(max_entries=8, ttl=KEPT_S, show_spinner=False)
def _index(corpus: str, unit: Unit, root: Path, stamp: Stamp) -> SearchIndex:
    return SearchIndex([sign.text for sign in _signs(corpus, root, stamp)], unit)


@lru_cache(maxsize=2048)
def _shared(unit: Unit, texts: tuple[str, ...]) -> tuple[str, str]:
    listed = [tokens(text, unit) for text in texts]
    middle = texts[middlemost(listed)]
    every = readable(middle, shared_tokens(listed), unit)
    return every, readable(middle, mostly_shared(listed), unit)
