"""The signs that were found, as videos side by side."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.records.clip_records import Clip
from dashboard.records.find_records import FoundSign
from dashboard.widgets.playing import draw_clips
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import plain

COLUMNS: Final = 3
_LONGEST_DESCRIPTION: Final = 140


def draw_results(found: Sequence[FoundSign]) -> None:
    """Draw the signs found, the likest first, each with a way to its clip."""
    near = [sign for sign in found if sign.good is not False]
    far = [sign for sign in found if sign.good is False]
    _draw_row_by_row(near)
    if near and far:
        st.subheader("Not near enough to be the same sign")
    _draw_row_by_row(far)


def offer_results(found: Sequence[FoundSign]) -> None:
    """Offer the signs found as a table to take away."""
    st.download_button(
        "Results as CSV",
        lambda: records_csv(FoundSign, found),
        "signs-found.csv",
        "text/csv",
        key="find_csv",
        icon=":material/download:",
        type="tertiary",
    )


def _draw_row_by_row(found: Sequence[FoundSign]) -> None:
    draw_clips(
        [sign.clip_id for sign in found],
        across=COLUMNS,
        about=lambda place, clip: _say(found[place], clip),
    )


def _say(sign: FoundSign, clip: Clip | None) -> None:
    if clip is None:
        return
    where = state.address("clips", clip=sign.clip_id)
    name = plain(sign.gloss or sign.clip_id)
    st.markdown(f"{sign.rank}\\. **[{name}]({where})** {sign.similarity:.2f}")
    about = [_corpus(clip)]
    # Invented languages are called as their corpora are.
    if sign.language and sign.language not in clip.corpus_title:
        about.append(sign.language)
    about += [f"signer {sign.signer}"] if sign.signer else []
    about += [f"handshape {sign.handshape}"] if sign.handshape else []
    told = f". {_short(sign.description)}" if sign.description else ""
    whole = state.sign_address(sign.corpus, sign.gloss)
    more = f" [All about this sign]({whole})" if whole else ""
    st.caption(f"{plain(', '.join(about) + told)}{more}")


def _corpus(clip: Clip) -> str:
    """Return the corpus, saying `synthetic` where it is and its title does not say so."""
    if not clip.synthetic or "synthetic" in clip.corpus_title.lower():
        return clip.corpus_title
    return f"{clip.corpus_title} (synthetic)"


def _short(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[:_LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " \u2026"
