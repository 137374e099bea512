"""Pictures of hands in the browser: cards of clusters, and a page to choose hands from.

Both are Streamlit components: one message for all pictures, keys as well as clicks.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import streamlit as st

from dashboard import state
from dashboard.widgets.component import component
from store.crop_ids import place_of

UNREADABLE: Final = "unreadable"
MISSING: Final = "not in the store"
_CARDS: Final = '<ul class="cards" aria-label="Clusters"></ul>'
_PICKER: Final = '<p role="status"></p><ul class="tiles" aria-label="Hands"></ul>'
_JPEG: Final = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class CardPicture:
    """One picture on a card. `source`: None where there is nothing to show, `lacking` why."""

    title: str
    far: bool
    source: str | None
    lacking: str


@dataclass(frozen=True, slots=True)
class ClusterCard:
    """One cluster: its pictures, name, numbers, and the address it is opened at."""

    cluster: int
    name: str
    about: str
    purity: float | None
    address: str
    pictures: tuple[CardPicture, ...]


@dataclass(frozen=True, slots=True)
class HandTile:
    """One hand that can be chosen. `address`: where its video is; None: nowhere."""

    crop: str
    alt: str
    caption: str
    address: str | None
    source: str | None
    lacking: str


def picture_source(image: bytes | None) -> tuple[str | None, str]:
    """Return a picture as text for the browser; None and why where there is none."""
    if image is None:
        return None, MISSING
    if not image.startswith(_JPEG):
        return None, UNREADABLE
    return f"data:image/jpeg;base64,{base64.b64encode(image).decode()}", ""


def moment_address(crop_id: str) -> str | None:
    """Return the address of the moment in the video that shows a hand; None: nowhere."""
    place = place_of(crop_id)
    if place is None:
        return None
    return state.address("clips", clip=place.clip_id, frame=place.frame_index)


def draw_cards(cards: Sequence[ClusterCard], *, on_open: Callable[[int], None]) -> None:
    """Draw clusters as cards; choosing one calls `on_open` with its number."""

    def opened() -> None:
        on_open(int(st.session_state[state.CLUSTERS_CARDS]["opened"]))

    rows = [asdict(card) for card in cards]
    data = {"cards": rows, "token": _token(rows)}
    component("cluster_cards", _CARDS, css="hands")(
        key=state.CLUSTERS_CARDS, data=data, on_opened_change=opened
    )


def draw_picker(
    tiles: Sequence[HandTile], *, page: str, on_junk: Callable[[], None]
) -> list[str]:
    """Draw hands to choose from and return the ids of those chosen.

    Args:
        tiles: the hands.
        page: what the choice belongs to; another page begins with nothing chosen.
        on_junk: called when the key X is pressed on them.
    """
    rows = [asdict(tile) for tile in tiles]
    component("crop_picker", _PICKER, css="hands")(
        key=state.HANDS_PICKER,
        data={"tiles": rows, "page": page, "token": _token([page, rows])},
        on_chosen_change=keep_picked,
        on_junked_change=on_junk,
        default={"chosen": None},
    )
    shown = {tile.crop for tile in tiles}
    return [crop for crop in picked(page) if crop in shown]


def picked(page: str) -> list[str]:
    """Return the ids of the hands chosen on a page."""
    kept: Mapping[str, Any] = st.session_state.get(state.HANDS_PICKED) or {}
    return list(kept["crops"]) if kept.get("page") == page else []


def keep_picked() -> None:
    """Keep what is chosen in the browser at this moment."""
    widget = st.session_state.get(state.HANDS_PICKER) or {}
    if widget.get("chosen"):
        st.session_state[state.HANDS_PICKED] = dict(widget["chosen"])


def _token(told: object) -> str:
    """Return a text that changes with what is shown, so that it is drawn anew."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
