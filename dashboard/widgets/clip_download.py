"""The file of a clip to take away: without sound, and without a face where none may be."""

import tempfile
from pathlib import Path

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.records.clip_records import Clip
from dashboard.wording import plain


def offer_clip(clip: Clip) -> None:
    """Offer a clip as mp4 or JPEG, or say why it may not leave the store."""
    if clip.media not in ("video", "image"):
        return
    if not clip.exportable:
        st.caption(
            f"The clip cannot be downloaded: nothing says that {plain(clip.corpus)} may "
            f"be exported. If it may: `signatlas corpus set {clip.corpus} --export`."
        )
        return
    blur_faces = not clip.show_faces
    if clip.show_faces:
        blur_faces = st.checkbox("Hide the face in the download", key=state.CLIPS_HIDE)
    suffix = "jpg" if clip.media == "image" else "mp4"
    st.download_button(
        "Download this clip, face hidden" if blur_faces else "Download this clip",
        lambda: _file(clip, suffix, blur_faces=blur_faces),
        f"{clip.clip_id.replace('/', '-')}.{suffix}",
        "image/jpeg" if suffix == "jpg" else "video/mp4",
        key="clips_download",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def _file(clip: Clip, suffix: str, *, blur_faces: bool) -> bytes:
    # Codecs come with it, which most pages do not need.
    from ingest.exports.media import export_clip  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"clip.{suffix}"
        export_clip(current_store(), clip.clip_id, file, blur_faces=blur_faces)
        return file.read_bytes()
