"""Minimal pairs of corpora side by side: by parameter, the contrasts that all have."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.queries import compare_queries
from dashboard.records.compare_records import Comparison, Contrasting, Language, Side
from dashboard.widgets.compare_verdict import draw_download, rows_csv
from dashboard.widgets.tables import Column, Markup, html_table, joined, link, small
from dashboard.wording import counted, percent, plain
from models.minimal_contrasts import MinimalPair

SHOWN: Final = 40
PARAMETERS: Final = ("handshape", "orientation", "place", "movement", "hand")


def draw_minimal_pairs(compared: Comparison) -> None:
    """Draw the minimal pairs of all corpora, and the contrasts that all of them have."""
    st.subheader("Minimal pairs")
    told = compare_queries.contrasting(compared.sides)
    known = [language for language in told.languages if language.pairs]
    lacking = {lang.side.source.corpus for lang in told.languages if not lang.told_by}
    if lacking:
        _say_how(sorted(lacking))
    if not known:
        return
    st.caption(
        "Signs that differ in one parameter only. "
        + " ".join(
            f"{plain(language.side.name)}: by its {plain(language.told_by)}."
            for language in known
        )
    )
    st.html(parameter_table(known))
    draw_download("Minimal pairs as CSV", lambda: pairs_csv(told), "minimal-pairs.csv")
    if len(known) == len(told.languages):
        _draw_contrasts(told)
        _draw_shared(told)


def parameter_table(languages: Sequence[Language]) -> str:
    """Return how many minimal pairs each corpus has in each parameter."""
    counts = [Counter(pair.parameter for pair in lang.pairs) for lang in languages]
    names = {name for told in counts for name in told}
    ordered = [name for name in PARAMETERS if name in names]
    columns = [
        Column("Parameter"),
        *(Column(lang.side.name, "pairs", number=True) for lang in languages),
    ]
    cells = [
        [
            name,
            *(
                joined(f"{told[name]:,}", small(percent(told[name] / told.total())))
                if told[name] or name in lang.parameters
                else None
                for told, lang in zip(counts, languages, strict=True)
            ),
        ]
        for name in (*ordered, *sorted(names.difference(ordered)))
    ]
    return html_table("Minimal pairs by parameter", columns, cells)


def contrast_csv(told: Contrasting) -> str:
    """Return the contrasts that all corpora have as CSV, with an example of each."""
    names = [language.side.name for language in told.languages]
    heads = [f"{name} {what}" for name in names for what in ("pairs", "example")]
    rows = []
    for contrast in told.contrasts:
        row: list[object] = [*contrast]
        for language in told.languages:
            pairs = language.contrasts[contrast]
            row += [len(pairs), f"{pairs[0].first} / {pairs[0].second}"]
        rows.append(row)
    return rows_csv(["handshape", "other_handshape", *heads], rows)


def pairs_csv(told: Contrasting) -> str:
    """Return all minimal pairs of all corpora as CSV."""
    shared = {pairs[0].signs for pairs in told.pairs}
    rows = [
        [lang.side.name, p.first, p.second, p.parameter, int(p.signs in shared)]
        for lang in told.languages
        for p in lang.pairs
    ]
    heads = ["corpus", "first", "second", "parameter", "minimal_in_all"]
    return rows_csv(heads, rows)


def _draw_contrasts(told: Contrasting) -> None:
    languages, shared = told.languages, told.contrasts
    own = ", ".join(
        f"{counted(len(lang.contrasts), 'contrast')} in {plain(lang.side.name)}"
        for lang in languages
    )
    st.markdown(
        f"**{counted(len(shared), 'pair of handshapes', 'pairs of handshapes')} "
        f"distinguish signs in all of them** ({own})."
    )
    if not shared:
        return
    columns = [
        Column("Handshapes"),
        *(Column(lang.side.name, "pairs, and the first of them") for lang in languages),
    ]
    cells = [
        [
            " / ".join(contrast),
            *(_example(lang.side, lang.contrasts[contrast]) for lang in languages),
        ]
        for contrast in shared[:SHOWN]
    ]
    st.html(html_table("Handshapes that contrast in all corpora", columns, cells))
    if len(shared) > SHOWN:
        st.caption(f"The first {SHOWN} of {len(shared):,}; all are in the file.")
    draw_download(
        "Shared contrasts as CSV",
        lambda: contrast_csv(told),
        "handshape-contrasts.csv",
    )


def _draw_shared(told: Contrasting) -> None:
    languages, shared = told.languages, told.pairs
    if not shared:
        st.caption("No two glosses are a minimal pair in all of them.")
        return
    same = sum(len({pair.parameter for pair in pairs}) == 1 for pairs in shared)
    pairs = counted(len(shared), "pair of glosses is", "pairs of glosses are")
    st.markdown(f"**{pairs} minimal in all of them**; {same:,} in the same parameter.")
    columns = [
        Column("Glosses"),
        *(Column(language.side.name, "parameter") for language in languages),
    ]
    cells = [
        [f"{found[0].first} / {found[0].second}", *(pair.parameter for pair in found)]
        for found in shared[:SHOWN]
    ]
    st.html(html_table("Glosses that are minimal pairs in all corpora", columns, cells))


def _example(side: Side, pairs: Sequence[MinimalPair]) -> Markup:
    pair = pairs[0]
    told = [_sign(side, pair.first), " / ", _sign(side, pair.second)]
    return joined(*told, small(counted(len(pairs), "pair")))


def _sign(side: Side, gloss: str) -> object:
    corpus = side.source.corpus
    coded = side.source.kind in ("lexicon", "lexicon-rated")
    address = None if coded else state.sign_address(corpus, gloss)
    return link(address, gloss) if address else gloss


def _say_how(corpora: Sequence[str]) -> None:
    st.caption(
        f"Nothing tells the minimal pairs of {plain(', '.join(corpora))} yet: compare "
        "its written descriptions first, if it has some."
    )
    commands = [
        f"signatlas families --corpus {corpus} --store {current_store().root}"
        for corpus in corpora
    ]
    st.code("\n".join(commands), language=None, wrap_lines=True)
