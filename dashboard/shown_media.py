"""What of a clip may reach the browser: its face is hidden unless its corpus allows it."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

import streamlit as st

from dashboard.asking import Answer, current_store, database_at
from dashboard.records.clip_records import Clip
from store.clip_media import clip_media
from store.errors import AtlasError
from store.hidden_faces import as_shown

LONGEST_FRAMES: Final = 2_000
"""Of longer clips no copy is made while somebody waits for the page."""
_one_at_a_time = Lock()


def shown_file(clip: Clip) -> Path:
    """Return the file that shows a clip; it may be gone.

    Where faces may not be shown, it is a copy that hides them. It is made the first time,
    and is not there where that fails.
    """
    store = current_store()
    if clip.show_faces or clip.media not in ("video", "image"):
        path = Path(clip.playable)
        return store.root / path if clip.playable_in_store else path
    # Codecs come with it, which most pages do not need.
    from ingest.exports.media import hidden_copy, hidden_path  # noqa: PLC0415

    [media] = clip_media(database_at(store.root), [clip.clip_id])
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
