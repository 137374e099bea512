"""Clips: one clip at a time, chosen from a filtered list that is read page by page."""

import streamlit as st

from dashboard import state
from dashboard.pages import Page
from dashboard.queries import clip_queries
from dashboard.records.clip_records import ClipFilter, ClipRow
from dashboard.widgets.clip import show_clip
from dashboard.widgets.clip_list import PAGE_ROWS, SORTS, list_clips
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.filters import pick
from dashboard.wording import counted, plain


def show() -> None:
    """Draw the page."""
    corpora = clip_queries.corpora()
    titles = {corpus.corpus: corpus.title for corpus in corpora if corpus.has_clips}
    if not corpora:
        say_what_to_run()
        return
    if not titles:
        _say_where_to_look()
        return
    with st.sidebar:
        chosen, sort = _draw_filters(titles)
    listed, detail = st.columns([1, 2.9], gap="medium")
    total = clip_queries.count_clips(chosen)
    with listed:
        rows = _draw_list(chosen, sort, total)
    with detail:
        _draw_detail(rows, chosen)


def _draw_filters(titles: dict[str, str]) -> tuple[ClipFilter, str]:
    corpus = pick(
        state.CLIPS_CORPUS,
        "Corpus",
        list(titles),
        anything="All corpora",
        named=lambda name: titles.get(name, name),
    )
    facets = {
        name: clip_queries.clip_facet(name, corpus)
        for name in ("gloss", "signer", "media")
    }
    gloss = pick(
        state.CLIPS_GLOSS,
        "Gloss",
        list(facets["gloss"]),
        anything=counted(len(facets["gloss"]), "gloss", "glosses"),
    )
    signer = pick(
        state.CLIPS_SIGNER,
        "Signer",
        list(facets["signer"]),
        anything=counted(len(facets["signer"]), "signer"),
    )
    media = pick(
        state.CLIPS_MEDIA, "Media", list(facets["media"]), anything="All media"
    )
    having = pick(
        state.CLIPS_HAVING,
        "Only clips with",
        list(_HAVING),
        anything="Anything",
        named=lambda name: _HAVING.get(name, name),
    )
    sort = pick(
        state.CLIPS_SORT,
        "Order",
        list(SORTS),
        anything="By corpus and gloss",
        named=lambda name: SORTS.get(name, name),
    )
    return ClipFilter(corpus, gloss, signer, media, having), sort or ""


def _draw_list(chosen: ClipFilter, sort: str, total: int) -> list[ClipRow]:
    pages = max(1, -(-total // PAGE_ROWS))
    page = state.CLIPS_PAGE.read_number(low=1, high=pages)
    skipped = (page - 1) * PAGE_ROWS
    rows = clip_queries.clips(chosen, sort=sort, at_most=PAGE_ROWS, skipped=skipped)
    list_clips(rows, chosen=chosen, total=total, page=page, pages=pages)
    return rows


def _draw_detail(rows: list[ClipRow], chosen: ClipFilter) -> None:
    clip_id = state.CLIPS_CLIP.read() or (rows[0].clip_id if rows else None)
    if clip_id is None:
        st.title("No clip fits these filters")
        st.markdown("Take one away at the side: " + _described(chosen))
        return
    clip = clip_queries.clip(clip_id)
    if clip is None:
        st.title("This clip is not in the store")
        st.markdown(
            f"No clip is called {plain(clip_id)} here. Choose one from the list; if the "
            "address came from a colleague, their store holds more than this one."
        )
        return
    show_clip(clip)


def _say_where_to_look() -> None:
    st.title("There are no clips in this store")
    st.markdown(
        "It holds written descriptions or pictures of letters alone; the pages "
        "[Descriptions](descriptions) and [Sign-MNIST](sign-mnist) show them."
    )


def _described(chosen: ClipFilter) -> str:
    set_ = {
        "corpus": chosen.corpus,
        "gloss": chosen.gloss,
        "signer": chosen.signer,
        "media": chosen.media,
        "clips with": _HAVING.get(chosen.having or "", chosen.having),
    }
    return ", ".join(f"{name} {plain(value)}" for name, value in set_.items() if value)


_HAVING = {
    "holds": "holds",
    "no-holds": "no hold",
    "no-hands": "no hand seen",
    "problems": "problems",
}

PAGE = Page("Clips", ":material/movie:", "clips", 10, show)
