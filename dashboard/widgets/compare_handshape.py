"""One handshape in every corpus: its signs, its clips, its hands."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import cluster_queries, compare_queries
from dashboard.records.compare_records import Side
from dashboard.widgets.compare_verdict import draw_download, rows_csv
from dashboard.widgets.tables import Markup, joined, link
from dashboard.wording import counted, percent, plain

SIGNS_SHOWN: Final = 150
Elsewhere = Mapping[str, tuple[str, str]]


def draw_handshape(handshape: str, sides: list[Side], corpora: list[str]) -> None:
    """Draw the signs of one handshape in every corpus, with ways to their clips.

    Args:
        handshape: its name.
        sides: the corpora.
        corpora: all of the store, in one of which a sign may have a clip.
    """
    st.button(
        "All handshapes",
        key="compare_back",
        on_click=state.COMPARE_HANDSHAPE.write,
        args=(None,),
        icon=":material/arrow_back:",
        type="tertiary",
    )
    elsewhere = compare_queries.glosses_with_clips(corpora)
    named = {class_.name for class_ in cluster_queries.inventory().classes}
    if handshape in named:
        inventory = state.address("inventory", handshape=handshape)
        st.html(link(inventory, f"Hands labelled {handshape}, on page Inventory").html)
    draw_download(
        "Its signs as CSV",
        lambda: signs_csv(handshape, sides),
        f"signs-of-{handshape}.csv",
    )
    for column, side in zip(st.columns(len(sides)), sides, strict=True):
        with column:
            _draw_side(handshape, side, elsewhere)


def signs_csv(handshape: str, sides: list[Side]) -> str:
    """Return the signs of a handshape in every corpus as CSV."""
    rows = [
        [side.name, sign] for side in sides for sign in side.counts.signs_of(handshape)
    ]
    return rows_csv(["corpus", "sign"], rows)


def _draw_side(handshape: str, side: Side, elsewhere: Elsewhere) -> None:
    st.subheader(plain(side.name))
    if handshape not in side.counts.known:
        st.caption(
            f"Its source, {plain(side.source.words)}, cannot tell this handshape."
        )
        return
    told = dict(zip(side.counts.classes, side.counts.shares.tolist(), strict=True))
    signs = side.counts.signs_of(handshape)
    kind = "sign" if side.counts.glossed else "clip"
    st.caption(
        f"{percent(told.get(handshape, 0.0))} of what is counted, by "
        f"{plain(side.source.words)}; the commonest handshape of "
        f"{counted(len(signs), kind)}."
    )
    if side.source.run_id:
        address = state.address(
            "frequencies",
            run=side.source.run_id,
            corpus=side.source.corpus,
            handshape=handshape,
        )
        st.html(link(address, f"Hands taken for {handshape}").html)
    items = "".join(
        f"<li>{_sign(side, sign, elsewhere).html}</li>" for sign in signs[:SIGNS_SHOWN]
    )
    st.html(f'<ul style="columns: 9rem">{items}</ul>')
    if len(signs) > SIGNS_SHOWN:
        st.caption(f"The first {SIGNS_SHOWN} of {len(signs):,} are shown.")


def _sign(side: Side, sign: str, elsewhere: Elsewhere) -> Markup:
    """Return a sign with a link to its clips, in another corpus if this one has none."""
    corpus = side.source.corpus
    if not side.counts.glossed:
        return link(state.address("clips", corpus=corpus, clip=sign), sign)
    if side.source.kind not in ("lexicon", "lexicon-rated"):
        return link(state.address("sign", corpus=corpus, gloss=sign), sign)
    found = elsewhere.get(sign.partition("/")[0].lower())
    if found is None:
        return joined(sign)
    address = state.address("sign", corpus=found[0], gloss=found[1])
    return joined(sign, " · ", link(address, f"clips in {found[0]}"))
