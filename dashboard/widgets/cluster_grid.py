"""All clusters of a clustering as cards, page by page."""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.cluster_view import NEAREST_SHOWN, ClusterView, Places
from dashboard.queries import cluster_queries
from dashboard.records.cluster_records import ClusterSummary
from dashboard.widgets.choosing import choose, chosen
from dashboard.widgets.hand_tiles import (
    CardPicture,
    ClusterCard,
    draw_cards,
    picture_source,
)
from dashboard.widgets.paging import draw_pages
from dashboard.wording import amount, percent
from store.crop_ids import with_padding

CARDS: Final = 12
SORTS: Final = {
    "largest": "Largest first",
    "unnamed": "Not named first",
    "mixed": "Most mixed first",
}


def draw_grid(view: ClusterView, *, around_px: int, address: dict[str, str]) -> None:
    """Draw one page of the clusters in the order chosen; choosing one opens it.

    Args:
        view: the clustering.
        around_px: padding of the pictures shown.
        address: choices that the address of an opened cluster keeps.
    """
    total = len(view.summaries)
    pages = max(1, math.ceil(total / CARDS))
    page = state.CLUSTERS_PAGE.read_number(low=1, high=pages)
    sort = chosen(state.CLUSTERS_SORT, list(SORTS), default="largest")
    shown = sorted_summaries(view, sort)[(page - 1) * CARDS : page * CARDS]
    draw_cards(_cards(view, shown, around_px, address), on_open=_open)
    draw_pages(state.CLUSTERS_PAGE, page, pages)
    st.caption(
        "Large: the hand nearest to the centre; then the next three and, dashed, the "
        "two farthest. Bar: share of the commonest handshape among hands whose own is "
        "known."
    )


def choose_order() -> None:
    """Draw the choice of the clusters' order."""
    choose(
        state.CLUSTERS_SORT,
        "Order of the clusters",
        list(SORTS),
        default="largest",
        named=lambda name: SORTS[name],
        label_visibility="collapsed",
    )


def sorted_summaries(view: ClusterView, sort: str) -> list[ClusterSummary]:
    """Return the clusters in one of `SORTS`; equal ones stay by size."""
    if sort == "unnamed":
        return sorted(view.summaries, key=lambda cluster: cluster.name is not None)
    if sort == "mixed":
        return sorted(view.summaries, key=lambda c: c.purity if c.known else math.inf)
    return view.summaries


def shown_pictures(crops: Sequence[str], around_px: int) -> dict[str, bytes]:
    """Return the pictures of hands at a padding; the tight one where there is no other."""
    asked = {crop: with_padding(crop, around_px) for crop in crops}
    found = cluster_queries.pictures(list(asked.values()))
    lacking = [crop for crop, padded in asked.items() if padded not in found]
    tight = cluster_queries.pictures(lacking) if around_px and lacking else {}
    padded = {crop: found[name] for crop, name in asked.items() if name in found}
    return tight | padded


def _open(cluster: int) -> None:
    state.CLUSTERS_CLUSTER.write(cluster)


def _cards(
    view: ClusterView,
    shown: Sequence[ClusterSummary],
    around_px: int,
    address: dict[str, str],
) -> list[ClusterCard]:
    typical = {summary.number: view.typical(summary.number) for summary in shown}
    crops = [crop for places in typical.values() for crop in view.ids(places)]
    pictures = shown_pictures(crops, around_px)
    largest = max(view.labelled.run.crops, 1)
    return [
        ClusterCard(
            cluster=summary.number,
            name=view.called(summary.number),
            about=_about(summary, largest),
            purity=summary.purity if summary.known else None,
            address=state.address("clusters", **address, cluster=summary.number),
            pictures=_pictures(view, typical[summary.number], pictures),
        )
        for summary in shown
    ]


def _about(summary: ClusterSummary, total: int) -> str:
    size = f"{amount(summary.size)} · {percent(summary.size / total)}"
    if not summary.known:
        return size
    return f"{size} · {percent(summary.purity)} {summary.main}"


def _pictures(
    view: ClusterView, places: Places, pictures: dict[str, bytes]
) -> tuple[CardPicture, ...]:
    made = []
    for rank, (place, crop) in enumerate(zip(places, view.ids(places), strict=True)):
        source, lacking = picture_source(pictures.get(crop))
        far = rank > NEAREST_SHOWN
        known = view.members.handshape[place]
        which = "farthest" if far else "nearest"
        title = f"{which}, {crop}{f', {known}' if known else ''}"
        made.append(CardPicture(title, far, source, lacking))
    return tuple(made)
