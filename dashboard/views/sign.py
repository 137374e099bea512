"""Sign: everything that the store knows about one gloss."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.pages import Page
from dashboard.queries import map_queries, sign_queries
from dashboard.records.sign_records import Sign, SignCorpus, SignRow, VideoNeighbours
from dashboard.widgets.choosing import choose
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.filters import pick
from dashboard.widgets.sign_clips import draw_clips
from dashboard.widgets.sign_made import draw_holds, draw_words
from dashboard.widgets.sign_near import (
    draw_near_by_video,
    draw_near_by_words,
    draw_place_on_map,
)
from dashboard.widgets.sign_taken import draw_taken_for
from dashboard.widgets.tables import Column, html_table, link
from dashboard.wording import amount, counted, plain

LISTED: Final = 100
_COLUMNS: Final = (
    Column("Sign"),
    Column("Clips", number=True),
    Column("Signers", number=True),
    Column("Descriptions", number=True),
)


def show() -> None:
    """Draw the page."""
    corpora = sign_queries.corpora_with_signs()
    if not corpora:
        say_what_to_run()
        return
    with st.sidebar:
        corpus = _choose_corpus(corpora)
        signs = sign_queries.signs_of(corpus.corpus)
        gloss = pick(
            state.SIGN_GLOSS,
            "Gloss",
            [row.gloss for row in signs],
            anything=f"One of {counted(len(signs), 'sign')}",
        )
    if gloss is None:
        _draw_all(corpus, signs)
        return
    asked = sign_queries.sign(corpus, signs, gloss)
    if asked is None:
        _say_unknown(corpus, signs, gloss)
    else:
        _draw_sign(asked)


def _draw_sign(asked: Sign) -> None:
    near = sign_queries.near_by_video(asked.corpus.corpus, asked.row.gloss)
    st.title(plain(_finding(asked, near)))
    st.caption(_origin(asked))
    _draw_ways(asked)
    if asked.clips:
        draw_clips(asked)
    words, holds = st.columns([1, 1.2], gap="medium")
    with words:
        draw_words(asked)
    with holds:
        if asked.clips:
            draw_holds(asked)
    by_video, by_words = st.columns(2, gap="medium")
    with by_video:
        draw_near_by_video(asked, near)
    with by_words:
        draw_near_by_words(asked)
    if asked.clips:
        on_map, taken = st.columns([1.3, 1], gap="medium")
        with on_map:
            draw_place_on_map(asked)
        with taken:
            draw_taken_for(asked)


def _draw_ways(asked: Sign) -> None:
    """Lead to the other pages that show something of the sign."""
    corpus, gloss = asked.corpus.corpus, asked.row.gloss
    ways = {}
    if asked.clips:
        ways["Clips"] = state.address("clips", corpus=corpus, gloss=gloss)
        ways["Find similar signs"] = state.address(
            "find-a-sign", clip=asked.clips[0].clip_id
        )
        if map_queries.maps():
            ways["Its hands on the map"] = state.address("map", gloss=gloss)
    if asked.descriptions and asked.families is not None:
        ways["The family of its description"] = state.address(
            "descriptions",
            corpus=corpus,
            run=asked.families.run_id,
            family=asked.descriptions[0].description_id,
        )
    st.markdown(" \u00b7 ".join(f"[{name}]({where})" for name, where in ways.items()))


def _draw_all(corpus: SignCorpus, signs: Sequence[SignRow]) -> None:
    st.title(plain(f"Open one of {counted(len(signs), 'sign')}: {corpus.title}"))
    st.markdown("Choose a gloss at the side, where it can be searched for, or here.")
    rows = [
        [
            link(state.sign_address(corpus.corpus, row.gloss) or "", row.gloss),
            amount(row.clips),
            amount(row.signers),
            amount(row.descriptions),
        ]
        for row in signs[:LISTED]
    ]
    st.html(html_table("Signs", _COLUMNS, rows))
    left = len(signs) - LISTED
    if left > 0:
        st.caption(f"{amount(left)} more can be chosen at the side.")


def _say_unknown(corpus: SignCorpus, signs: Sequence[SignRow], gloss: str) -> None:
    st.title(plain(f"No sign of {corpus.title} is called {gloss}"))
    close = sign_queries.close_names(signs, gloss)
    links = ", ".join(
        f"[{plain(name)}]({state.sign_address(corpus.corpus, name)})" for name in close
    )
    st.markdown(
        f"Spelled like it: {links}."
        if links
        else "Choose another at the side; if the address came from a colleague, their "
        "store holds more than this one."
    )


def _choose_corpus(corpora: Mapping[str, SignCorpus]) -> SignCorpus:
    name = choose(
        state.SIGN_CORPUS,
        "Corpus",
        list(corpora),
        default=next(iter(corpora)),
        named=lambda name: corpora[name].marked_title,
    )
    return corpora[name]


def _finding(asked: Sign, near: VideoNeighbours | None) -> str:
    name = asked.row.gloss
    if near is not None and near.listed:
        first = near.listed[0]
        away = first.corpus != asked.corpus.corpus
        where = f"{first.corpus}, " if away else ""
        return f"{name}: most like it is {first.gloss} ({where}{first.similarity:.2f})"
    if asked.row.clips:
        return f"{name}: {counted(asked.row.clips, 'clip')}"
    return f"{name}: {counted(asked.row.descriptions, 'written description')}, no clip"


def _origin(asked: Sign) -> str:
    about = plain(asked.corpus.title)
    if asked.corpus.synthetic:
        return f"**Synthetic**, generated by computer: {about}"
    return about


PAGE = Page("Sign", ":material/sign_language:", "sign", 16, show)
