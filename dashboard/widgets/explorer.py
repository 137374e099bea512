"""The frames of a clip: the video, one frame with its skeleton, the timeline, the crops."""

import streamlit as st

from dashboard import state
from dashboard.charts.skeleton import framed_skeleton, picture_html
from dashboard.charts.timeline import clip_timeline, hold_spans
from dashboard.frames import frame_jpeg
from dashboard.queries import clip_queries
from dashboard.records.clip_records import Clip, Landmarks, Track
from dashboard.shown_media import why_hidden
from dashboard.widgets.crops import crop_row
from dashboard.widgets.figure import describe, figure_config
from dashboard.widgets.fragment import fragment
from dashboard.wording import counted, percent, plain, seconds, share
from store.errors import MediaError
from store.skeleton import HANDS


@fragment
def explore_frames(
    clip: Clip, track: Track | None, landmarks: Landmarks | None
) -> None:
    """Draw the parts that follow the frame chosen. Only they are redrawn with it."""
    frame = state.CLIPS_FRAME.read_number(low=0, high=max(clip.frames - 1, 0))
    if clip.media == "image":
        picture, crops = st.columns([1.4, 1], gap="medium")
        with picture:
            _show_frame(clip, track, landmarks, frame)
        with crops:
            _show_crops(clip, frame)
        return
    video, picture = st.columns(2, gap="small")
    with video:
        _play(clip)
    with picture:
        _show_frame(clip, track, landmarks, frame)
    _choose_frame(clip, frame)
    if track is None:
        st.caption("No frames in the store yet: the clip is still being ingested.")
        return
    _show_timeline(clip, track, frame)
    _show_crops(clip, frame)


def _play(clip: Clip) -> None:
    path = clip_queries.media_path(clip)
    if not path.is_file() and not clip.show_faces:
        st.warning(
            "The video is not shown: it is not there any more, too long, or no copy "
            "without its face could be written into the store. Everything measured from "
            "it is still shown.",
            icon=":material/videocam_off:",
        )
        return
    if not path.is_file():
        st.warning(
            f"The video is not there any more: {plain(str(path))}. Put it back, or "
            "ingest it again; everything measured from it is still shown.",
            icon=":material/videocam_off:",
        )
        return
    st.video(str(path), loop=True, autoplay=True, muted=True)
    whole = f"The whole clip, {seconds(clip.duration_ms)}, in a loop."
    st.caption(f"{whole} {why_hidden(clip)}")


def _show_frame(
    clip: Clip, track: Track | None, landmarks: Landmarks | None, frame: int
) -> None:
    with_skeleton = st.session_state.get(state.SHOW_SKELETON, True)
    points = None
    if landmarks is not None and with_skeleton and frame < len(landmarks.points):
        points = landmarks.points[frame]
    picture = framed_skeleton(
        points,
        width_px=clip.width_px,
        height_px=clip.height_px,
        jpeg=_decoded(clip, track, frame),
    )
    alt = _described(clip, track, frame, drawn=points is not None)
    st.html(picture_html(picture, alt=alt))
    st.caption(_frame_caption(clip, track, frame))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.toggle("Skeleton", value=True, key=state.SHOW_SKELETON)
        if clip.exportable:
            _offer_picture(clip, picture, frame)


def _decoded(clip: Clip, track: Track | None, frame: int) -> bytes | None:
    from_start_ms = int(track.time_ms[frame]) if track is not None else 0
    path = clip_queries.media_path(clip)
    if not clip.show_faces and not path.is_file():
        return None  # The player says why.
    try:
        return frame_jpeg(
            path,
            time_ms=from_start_ms,
            is_image=clip.media == "image",
        )
    except MediaError as error:
        st.caption(plain(str(error)))
        return None


def _frame_caption(clip: Clip, track: Track | None, frame: int) -> str:
    parts = []
    if clip.media == "video":
        parts.append(f"Frame {frame} of {clip.frames}")
    if track is not None:
        parts += [f"at {seconds(int(track.time_ms[frame]))}"] if clip.fps else []
        parts += [
            f"{hand} hand in hold {int(track.hold[hand][frame]) + 1}"
            for hand in HANDS
            if track.hold[hand][frame] >= 0
        ]
    if not clip.show_faces:
        parts.append("face hidden")
    kind = "; *synthetic*" if clip.synthetic else ""
    return f"{', '.join(parts)}{kind}. Left hand: orange squares; right: blue discs."


def _described(clip: Clip, track: Track | None, frame: int, *, drawn: bool) -> str:
    seen = []
    if track is not None:
        seen = [f"{hand} hand" for hand in HANDS if track.hand_seen[hand][frame]]
        seen += ["body"] if track.body_seen[frame] else []
    drawing = "with the skeleton drawn over it" if drawn else "without a skeleton"
    return (
        f"Frame {frame} of {clip.gloss or clip.clip_id} {drawing}; "
        f"seen: {', '.join(seen) or 'nothing'}"
    )


def _offer_picture(clip: Clip, picture: str, frame: int) -> None:
    st.download_button(
        "Frame as SVG",
        picture,
        f"{clip.clip_id.replace('/', '-')}-f{frame:04d}.svg",
        "image/svg+xml",
        key="clips_frame_svg",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def _choose_frame(clip: Clip, frame: int) -> None:
    if clip.frames <= 1:
        return
    last = clip.frames - 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _step_button("Back", "J", max(frame - 1, 0))
        st.session_state[state.CLIPS_FRAME.key] = frame
        st.slider(
            "Frame",
            min_value=0,
            max_value=last,
            key=state.CLIPS_FRAME.key,
            on_change=state.CLIPS_FRAME.write_widget,
        )
        _step_button("Next", "L", min(frame + 1, last))


def _step_button(name: str, shortcut: str, target: int) -> None:
    st.button(
        name,
        key=f"clips_{name.lower()}",
        on_click=state.CLIPS_FRAME.write,
        args=(target,),
        shortcut=shortcut,
    )


def _show_timeline(clip: Clip, track: Track, frame: int) -> None:
    holds = {hand: len(hold_spans(track, hand)) for hand in HANDS}
    seen = ", ".join(
        f"{hand} hand seen in {percent(share(int(track.hand_seen[hand].sum()), clip.frames))}"
        f" of frames with {counted(holds[hand], 'hold')}"
        for hand in HANDS
    )
    describe(f"Speed, presence and sharpness of the hands over time. {seen}.")
    st.plotly_chart(
        clip_timeline(track, frame_index=frame, blur_threshold=clip.blur_threshold),
        key=state.TIMELINE,
        on_select=_choose_point,
        selection_mode="points",
        config=figure_config(f"{clip.clip_id.replace('/', '-')}-timeline"),
    )
    st.caption(
        "Speed in shoulder widths per second; shaded: holds; bars: frames in which each "
        "was seen; sharpness as variance of the Laplacian with the corpus' threshold. "
        f"{counted(clip.frames, 'frame')}, run {plain(clip.run_id)}"
        f"{', *synthetic*' if clip.synthetic else ''}. Click a point to go to its frame."
    )


def _choose_point() -> None:
    points = st.session_state[state.TIMELINE]["selection"]["points"]
    if points and points[0].get("customdata") is not None:
        state.CLIPS_FRAME.write(points[0]["customdata"])


def _show_crops(clip: Clip, frame: int) -> None:
    crops = clip_queries.frame_crops(clip.clip_id, frame)
    if not crops:
        st.caption("No hand was cut out of this frame.")
        return
    captions = [
        f"{crop.hand} hand, {crop.padding_px} px; sharpness {crop.sharpness:.0f}"
        f"{' (blurred)' if crop.sharpness < clip.blur_threshold else ''}"
        for crop in crops
    ]
    st.html(crop_row(crops, captions, clip.blur_threshold))
    st.caption(
        f"The hands of frame {frame}, cut out tightly and with 20 px around them."
    )
