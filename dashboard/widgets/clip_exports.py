"""The open clip as files for other programs: pose-format, ELAN."""

from collections.abc import Callable

import streamlit as st

from dashboard.asking import current_store, database_at
from dashboard.records.clip_records import Clip


def offer_clip_files(clip: Clip) -> None:
    """Offer the clip's keypoints, where they may leave, and its video's annotations."""
    with st.container(horizontal=True):
        if clip.exportable and clip.frames:
            _offer(
                clip,
                "Keypoints as .pose",
                lambda: pose_file(clip.clip_id),
                ".pose",
                "For pose-format and what builds on it: body and hands, frame by frame.",
            )
        if clip.media != "image":
            _offer(
                clip,
                "Annotations for ELAN",
                lambda: elan_file(clip.clip_id),
                ".eaf",
                "Glosses, handshapes and holds of the video; lay it beside the file.",
            )


def pose_file(clip_id: str) -> bytes:
    """Return a clip as the content of a `.pose` file."""
    # It brings pose-format, which no page needs before.
    from ingest.exports.pose_folder import pose_of_clip  # noqa: PLC0415

    return pose_of_clip(current_store(), clip_id)


def elan_file(clip_id: str) -> bytes:
    """Return the annotations of a clip's video as ELAN reads them."""
    from ingest.exports.elan import elan_of_clip  # noqa: PLC0415 - as above

    return elan_of_clip(database_at(current_store().root), clip_id)


def _offer(
    clip: Clip, name: str, made: Callable[[], bytes], ending: str, hint: str
) -> None:
    st.download_button(
        name,
        made,
        f"{clip.clip_id.replace('/', '-')}{ending}",
        "application/octet-stream" if ending == ".pose" else "application/xml",
        key=f"clips_export{ending}",
        on_click="ignore",
        icon=":material/download:",
        help=hint,
        type="tertiary",
    )
