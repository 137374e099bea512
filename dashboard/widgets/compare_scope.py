"""What is counted of each corpus that is compared, how sure it is, and whose data it is."""

from collections.abc import Sequence

import streamlit as st

from dashboard.queries import compare_queries
from dashboard.records.compare_records import Side
from dashboard.wording import counted, plain


def scope_text(sides: Sequence[Side]) -> str:
    """Return a line for each corpus: what is counted, and what its intervals are."""
    return "  \n".join(_told(side) for side in sides)


def draw_credits(sides: Sequence[Side]) -> None:
    """Say under which licence each corpus is, and how it is cited."""
    corpora = sorted({side.source.corpus for side in sides})
    lines = compare_queries.credit_lines(corpora)
    st.caption("Data: " + "  \n".join(plain(line) for line in lines))


def _told(side: Side) -> str:
    source, counts = side.source, side.counts
    noun = _noun(side)
    cases = counted(len(counts.signs), noun, "entries" if noun == "entry" else "")
    items = "hands" if source.run_id else "clips"
    of = f" from {counts.items:,} {items}" if noun == "sign" else ""
    title = "" if source.title == source.corpus else f", {plain(source.title)}"
    weighed = (
        " Each weighs as much as its mean rating, 1 to 7; ratings are no counts."
        if source.kind == "lexicon-rated"
        else ""
    )
    return (
        f"{plain(side.name)}{title}: by {plain(source.words)}; {cases}{of}. "
        f"Intervals: {_interval(side)}.{weighed}"
    )


def _noun(side: Side) -> str:
    if side.source.kind in ("lexicon", "lexicon-rated"):
        return "entry"
    return "sign" if side.counts.glossed else "clip"


def _interval(side: Side) -> str:
    if side.counts.drawn is None:
        weights = side.counts.counts.sum(axis=1)
        alike = weights.max() - weights.min() < 1e-9  # noqa: PLR2004 - rounding
        fewer = "" if alike else ", fewer since they weigh unalike"
        return f"Wilson's, a case for each {_noun(side)}{fewer}"
    mistakes = " and the classifier's mistakes"
    of = mistakes if side.source.kind == "corrected" else ""
    return f"bootstrap over signers and signs{of}"
