"""Questions of page Sign: everything that the store knows about one gloss."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final, Literal

import streamlit as st

from dashboard.asking import KEPT_S, ask
from dashboard.queries import description_queries, find_queries
from dashboard.records.clip_records import ClipRow, Crop
from dashboard.records.description_records import DescribedSign, DescriptionRun
from dashboard.records.sign_records import (
    Sign,
    SignCorpus,
    SignHold,
    SignRow,
    TakenFor,
    VideoNeighbours,
    WordNeighbour,
)
from dashboard.shown_media import shown_crops
from models.retrieval.index_signs import (
    Neighbourhood,
    SignGroups,
    neighbourhood,
    sign_groups,
)
from models.retrieval.searching import SignIndex

MOST_CLIPS: Final = 500
NEAR: Final = 10
CLOSE_NAMES: Final = 8
_SIGNS: Final = ("clips", "descriptions")
_CROP: Final = Crop.__dataclass_fields__


def corpora_with_signs() -> dict[str, SignCorpus]:
    """Return every corpus that has signs, by id."""
    rows = ask("corpora_with_signs", (*_SIGNS, "corpora"))
    return {row["corpus"]: SignCorpus(**row) for row in rows}


def signs_of(corpus: str) -> list[SignRow]:
    """Return the signs of a corpus, by gloss."""
    return [SignRow(**row) for row in ask("signs_of_corpus", _SIGNS, corpus=corpus)]


def sign(corpus: SignCorpus, signs: Sequence[SignRow], gloss: str) -> Sign | None:
    """Return one sign, however its gloss is capitalised; None: there is none.

    Args:
        corpus: where it is from.
        signs: of this corpus.
        gloss: of the sign.
    """
    row = next((row for row in signs if row.gloss.lower() == gloss.lower()), None)
    if row is None:
        return None
    clips = ask(
        "clips_of_sign",
        ("clips",),
        corpus=corpus.corpus,
        gloss=gloss,
        at_most=MOST_CLIPS,
    )
    described: list[DescribedSign] = []
    families: DescriptionRun | None = None
    if row.descriptions:
        every = description_queries.signs(corpus.corpus)
        described = [own for own in every if own.gloss.lower() == gloss.lower()]
        families = _families(corpus.corpus)
    return Sign(
        corpus,
        row,
        tuple(ClipRow(**clip) for clip in clips),
        tuple(described),
        families,
    )


def close_names(signs: Sequence[SignRow], gloss: str) -> list[str]:
    """Return glosses that are spelled like one that is not there."""
    by_small = {row.gloss.lower(): row.gloss for row in signs}
    close = get_close_matches(gloss.lower(), by_small, n=CLOSE_NAMES)
    return [by_small[name] for name in close]


def holds(corpus: str, clip_ids: Sequence[str]) -> list[SignHold]:
    """Return the sharpest picture of each hold of some clips, clip by clip."""
    rows = ask(
        "holds_of_clips",
        ("crops", "clips", "truth_frames", "predictions", "runs"),
        corpus=corpus,
        clips=tuple(clip_ids),
    )
    return [
        SignHold(
            row["clip_id"],
            row["signer"],
            Crop(**{name: row[name] for name in _CROP}),
            row["handshape"],
            row["predicted"],
        )
        for row in shown_crops(rows)
    ]


def near_by_video(corpus: str, gloss: str) -> VideoNeighbours | None:
    """Return the signs around one; None where its clips were not embedded."""
    index = find_queries.sign_index()
    if index is None:
        return None
    groups = groups_of(index)
    number = groups.find(corpus, gloss)
    if number is None:
        return None
    around = _around(index.made, number, index, groups)
    return VideoNeighbours(index.run_id, index.threshold, around)


def groups_of(index: SignIndex) -> SignGroups:
    """Return the signs of an index."""
    return _groups(index.made, index)


def near_by_words(asked: Sign) -> list[WordNeighbour]:
    """Return the signs whose descriptions are most like those of one."""
    if asked.families is None:
        return []
    own = {described.description_id for described in asked.descriptions}
    rows = ask(
        "description_pairs_with",
        ("description_pairs",),
        run_id=asked.families.run_id,
        ids=tuple(sorted(own)),
        at_most=NEAR,
    )
    every = {
        s.description_id: s for s in description_queries.signs(asked.corpus.corpus)
    }
    found = []
    for row in rows:
        mine, other = row["first"], row["second"]
        if mine not in own:
            mine, other = other, mine
        if other in every and other not in own:
            found.append(
                WordNeighbour(
                    every[other].gloss, other, mine, row["similarity"], row["parameter"]
                )
            )
    return found


def taken_for(
    corpus: str, gloss: str, target: Literal["gloss", "handshape"]
) -> list[TakenFor]:
    """Return what the newest classifier said of a sign, or of the hands in its clips."""
    rows = ask(
        "sign_taken_for",
        ("predictions", "clips", "runs"),
        corpus=corpus,
        gloss=gloss,
        target=target,
    )
    return [TakenFor(**row) for row in rows]


def _families(corpus: str) -> DescriptionRun | None:
    described = {
        found.corpus: found for found in description_queries.described_corpora()
    }
    runs = described[corpus].runs if corpus in described else ()
    return runs[0] if runs else None


@st.cache_resource(max_entries=2, ttl=KEPT_S, show_spinner=False)
def _groups(made: str, _index: SignIndex) -> SignGroups:
    del made
    return sign_groups(_index)


@st.cache_resource(max_entries=64, ttl=KEPT_S, show_spinner=False)
def _around(
    made: str, number: int, _index: SignIndex, _groups: SignGroups
) -> Neighbourhood:
    del made
    return neighbourhood(_index, _groups, number, top=NEAR)
