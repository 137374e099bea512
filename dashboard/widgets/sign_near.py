"""Signs that are like a sign: by video, by words, on the map."""

from typing import Final

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.charts.sign_map import sign_map_figure
from dashboard.queries import clip_queries, find_queries, sign_queries
from dashboard.records.sign_records import Sign, VideoNeighbours, WordNeighbour
from dashboard.theme import corpus_colours
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.records_csv import records_csv
from dashboard.widgets.tables import Column, bar, html_table, joined, link, small
from dashboard.wording import amount, counted, percent, plain
from models.retrieval.index_signs import Neighbour

MARKED: Final = 40
_BY_VIDEO: Final = (
    Column("Sign"),
    Column(
        "Similarity", "cosine of its nearest clip, mean over the clips", number=True
    ),
    Column("Good match", "share of the clips for which it would be one", number=True),
)
_BY_WORDS: Final = (
    Column("Sign"),
    Column("Similarity", "of the descriptions, from 0 to 1", number=True),
    Column("Differs in", "the only parameter, where there is just one"),
)


def draw_near_by_video(asked: Sign, near: VideoNeighbours | None) -> None:
    """Draw the signs whose clips look most like those of a sign."""
    st.subheader("Nearest by video")
    if near is None:
        st.caption("Its clips were not embedded yet. They are by:")
        command = f"signatlas embed --store {current_store().root}"
        st.code(command, language=None, wrap_lines=True)
        return
    rows = [_video_row(asked, other) for other in near.listed]
    if not rows:
        st.caption("There is no other sign among the clips that can be found.")
        return
    st.html(html_table("Nearest signs by video", _BY_VIDEO, rows))
    st.caption(f"{said_density(near)} Run {plain(near.run_id)}.")
    st.download_button(
        "Nearest by video as CSV",
        lambda: records_csv(Neighbour, near.listed),
        "nearest-by-video.csv",
        "text/csv",
        key="sign_video_csv",
        icon=":material/download:",
        type="tertiary",
    )


def draw_near_by_words(asked: Sign) -> None:
    """Draw the signs whose descriptions are most like those of a sign."""
    st.subheader("Nearest by words")
    if not asked.descriptions:
        st.caption("It has no written description to compare.")
        return
    if asked.families is None:
        st.caption("Its description was not compared with others yet. It is by:")
        command = (
            f"signatlas families --corpus {asked.corpus.corpus} "
            f"--store {current_store().root}"
        )
        st.code(command, language=None, wrap_lines=True)
        return
    found = sign_queries.near_by_words(asked)
    about = (
        f"Similarity at least {asked.families.floor:.2f}, by {asked.families.unit}s; run "
        f"{plain(asked.families.run_id)}."
    )
    if not found:
        st.caption(f"No other description is like it. {about}")
        return
    rows = [_words_row(asked, other) for other in found]
    st.html(html_table("Nearest signs by words", _BY_WORDS, rows))
    st.caption(about)
    st.download_button(
        "Nearest by words as CSV",
        lambda: records_csv(WordNeighbour, found),
        "nearest-by-words.csv",
        "text/csv",
        key="sign_words_csv",
        icon=":material/download:",
        type="tertiary",
    )


def said_density(near: VideoNeighbours) -> str:
    """Return how crowded it is around a sign, in a sentence or two."""
    around = near.around
    if around.density is None or near.threshold is None:
        return (
            "Neighbourhood density is not known: the clips are too few to tell when a "
            "match is near enough to be the same sign."
        )
    return (
        f"Neighbourhood density {around.density:.1f}: so many of the "
        f"{amount(around.others)} other signs of its corpus come so near to a clip of it "
        f"({near.threshold:.2f}) that they could be taken for it; mean over "
        f"{counted(around.clips, 'clip')}."
    )


def draw_place_on_map(asked: Sign) -> None:
    """Draw where the clips of a sign lie among all clips; nothing where none can be found."""
    index = find_queries.sign_index()
    told = index.map if index is not None else None
    if index is None or told is None:
        return
    corpora, glosses = index.corpora[told.places], index.glosses[told.places]
    own = np.flatnonzero(
        (corpora == asked.corpus.corpus) & (glosses == asked.row.gloss)
    )
    if not len(own):
        return
    st.subheader("Where it lies among all clips")
    names = np.where(glosses == "", index.clip_ids[told.places], glosses)
    draw_figure(
        sign_map_figure(
            told.points,
            corpora=corpora,
            names=names,
            found=own[:MARKED].tolist(),
            query=None,
            colours=corpus_colours(
                [corpus.corpus for corpus in clip_queries.corpora()]
            ),
            found_name=asked.row.gloss,
        ),
        key=state.SIGN_MAP,
        caption=f"{counted(len(told.places), 'clip')} on the two axes along which they "
        f"differ most, which hold {percent(told.pca.explained)} of their differences. "
        f"Numbers: its clips. Run {plain(index.run_id)}.",
        alt=f"{counted(len(own), 'clip')} of {asked.row.gloss} among all clips.",
    )


def _video_row(asked: Sign, other: Neighbour) -> list[object]:
    where = state.sign_address(other.corpus, other.gloss) or ""
    beside = state.address("find-a-sign", clip=other.clip_id)
    name = joined(link(where, other.gloss), " ", link(beside, "find"))
    if other.corpus != asked.corpus.corpus:
        name = joined(name, small(other.corpus))
    return [name, f"{other.similarity:.2f}", bar(other.near)]


def _words_row(asked: Sign, other: WordNeighbour) -> list[object]:
    where = state.sign_address(asked.corpus.corpus, other.gloss) or ""
    pair = state.address(
        "descriptions",
        corpus=asked.corpus.corpus,
        first=other.own_id,
        second=other.description_id,
    )
    name = joined(link(where, other.gloss), " ", link(pair, "compare"))
    return [name, f"{other.similarity:.2f}", other.parameter]
