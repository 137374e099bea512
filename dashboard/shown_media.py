"""What of a clip may reach the browser: its face is hidden unless its corpus allows it."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

import streamlit as st

from dashboard.asking import Answer, current_store, database_at
from dashboard.records.clip_records import Clip
from store.clip_media import ClipMedia, clip_media
from store.errors import AtlasError
from store.hidden_faces import as_shown
from store.layout import Store

LONGEST_FRAMES: Final = 2_000
"""Of longer clips no copy is made while somebody waits for the page."""
_one_at_a_time = Lock()


def shown_files(clips: Sequence[Clip]) -> dict[str, Path]:
    """Return the files that show clips of the store, by id; they may be gone.

    Where faces may not be shown, it is a copy that hides them. It is made the first time,
    and is not there where that fails.
    """
    store = current_store()
    hidden = {
        clip.clip_id: clip
        for clip in clips
        if not clip.show_faces and clip.media in ("video", "image")
    }
    paths = {
        clip.clip_id: store.root / clip.playable
        if clip.playable_in_store
        else Path(clip.playable)
        for clip in clips
        if clip.clip_id not in hidden
    }
    found = clip_media(database_at(store.root), list(hidden)) if hidden else []
    copies = {
        media.clip_id: _hidden_file(store, hidden[media.clip_id], media)
        for media in found
    }
    return paths | copies


def _hidden_file(store: Store, clip: Clip, media: ClipMedia) -> Path:
    # Codecs come with it, which most pages do not need.
    from ingest.exports.media import hidden_copy, hidden_path  # noqa: PLC0415

    path = hidden_path(store, media)
    if not path.is_file() and clip.frames <= LONGEST_FRAMES:
        with _one_at_a_time, st.spinner("Hiding the face in this clip \u2026"):
            try:
                hidden_copy(store, clip.clip_id)
            except AtlasError:
                # The page says that there is no video; what hides faces is never skipped.
                return path
    return path


def why_hidden(clip: Clip) -> str:
    """Return a sentence about the hidden face; empty where it is shown."""
    if clip.show_faces:
        return ""
    return (
        f"The face is hidden, as nothing says that {clip.corpus} may show faces. If it "
        f"may: `signatlas corpus set {clip.corpus} --show-faces`."
    )


def shown_crops(rows: Answer) -> Sequence[dict[str, Any]]:
    """Return rows with `crop_id` and `image`, faces covered where they may not be seen."""
    database = database_at(current_store().root)
    images = as_shown(database, {row["crop_id"]: row["image"] for row in rows})
    return [
        row | {"image": images[row["crop_id"]]}
        for row in rows
        if row["crop_id"] in images
    ]
