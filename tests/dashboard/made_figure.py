"""A drawn figure whose hands move: its points, its pictures, its video."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from store import skeleton
from store.layout import Store

WIDTH_PX, HEIGHT_PX, FPS, FRAMES = 320, 240, 25, 24
FRAME_MS = 1000 // FPS
HOLD = range(8, 16)
HAND_RADIUS = 0.07


@dataclass(frozen=True)
class MadeClip:
    """One made-up clip: its name, sign and signer."""

    corpus: str
    name: str
    gloss: str | None
    signer: str | None = "s1"
    media: str = "video"

    @property
    def clip_id(self) -> str:
        return f"{self.corpus}/{self.name}"

    @property
    def frames(self) -> int:
        return FRAMES if self.media == "video" else 1


def points_of(clip: MadeClip, frame: int) -> NDArray[np.float32]:
    """Return the 75 points of a frame, shape (75, 3); the left hand rests unseen."""
    points = np.full((skeleton.POINTS, 3), np.nan, np.float32)
    if clip.media == "image":
        points[skeleton.RIGHT_HAND] = _hand(0.5, 0.5, spread=0.3)
        return points
    step = min(max(frame - HOLD.start, -HOLD.start), 0) + max(frame - HOLD.stop, 0)
    right_x, right_y = 0.38 + 0.004 * step, 0.45 + 0.02 * abs(step)
    points[skeleton.POSE] = _body(right_x, right_y)
    points[skeleton.RIGHT_HAND] = _hand(right_x, right_y)
    if frame >= HOLD.start:
        points[skeleton.LEFT_HAND] = _hand(0.62, 0.62)
    return points


def write_media(store: Store, clip: MadeClip) -> str:
    """Write the clip's video or photograph; return its path within the store."""
    folder = store.media_dir(clip.corpus)
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "mp4" if clip.media == "video" else "jpg"
    path = folder / f"{clip.name}.{suffix}"
    pictures = [draw(points_of(clip, i)) for i in range(clip.frames)]
    if clip.media == "image":
        pictures[0].save(path)
    else:
        _encode(path, pictures)
    return str(path.relative_to(store.root))


def draw(points: NDArray[np.float32]) -> Image.Image:
    """Draw the figure that the points describe."""
    picture = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), "#b9c4cc")
    pen = ImageDraw.Draw(picture)
    where = points[:, :2] * (WIDTH_PX, HEIGHT_PX)
    pen.rectangle((110, 120, 210, 240), fill="#4a5560")
    pen.ellipse((132, 40, 188, 110), fill="#c99b7a")
    for side in skeleton.HANDS:
        hand = where[skeleton.HAND_SLICES[side]]
        if np.isfinite(hand).all():
            pen.polygon([tuple(p) for p in hand[[0, 4, 8, 12, 16, 20]]], fill="#c99b7a")
    return picture


def crop_columns(
    picture: Image.Image,
    place: NDArray[np.float32],
    common: dict[str, object],
    padding_px: int,
) -> dict[str, object]:
    """Return the columns of one crop that come from its picture."""
    low = place.min(0) * (WIDTH_PX, HEIGHT_PX) - padding_px
    high = place.max(0) * (WIDTH_PX, HEIGHT_PX) + padding_px
    side = float((high - low).max())
    square = picture.crop((low[0], low[1], low[0] + side, low[1] + side))
    file = io.BytesIO()
    square.resize((96, 96)).save(file, "JPEG")
    return {
        "crop_id": f"{common['frame_id']}/{common['hand']}/p{padding_px:02d}",
        "padding_px": padding_px,
        "left_px": float(low[0]),
        "top_px": float(low[1]),
        "side_px": side,
        "image": file.getvalue(),
    }


def _encode(path: Path, pictures: Sequence[Image.Image]) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _body(right_x: float, right_y: float) -> NDArray[np.float32]:
    body = np.full((skeleton.POSE_POINTS, 3), np.nan, np.float32)
    places = {
        "nose": (0.5, 0.31),
        "left_eye": (0.53, 0.27),
        "right_eye": (0.47, 0.27),
        "mouth_left": (0.52, 0.36),
        "mouth_right": (0.48, 0.36),
        "left_shoulder": (0.63, 0.52),
        "right_shoulder": (0.37, 0.52),
        "left_elbow": (0.68, 0.75),
        "right_elbow": (0.3, 0.72),
        "left_wrist": (0.62, 0.62),
        "right_wrist": (right_x, right_y),
        "left_hip": (0.6, 0.98),
        "right_hip": (0.4, 0.98),
    }
    for name, place in places.items():
        body[skeleton.POSE_NAMES.index(name)] = (*place, 0)
    return body


def _hand(x: float, y: float, spread: float = HAND_RADIUS) -> NDArray[np.float32]:
    hand = np.zeros((skeleton.HAND_POINTS, 3), np.float32)
    hand[0, :2] = (x, y)
    for finger in range(5):
        angle = np.deg2rad(-150 + 30 * finger)
        for joint in range(4):
            reach = spread * (joint + 1.5) / 3
            hand[1 + 4 * finger + joint, :2] = (
                x + reach * np.cos(angle),
                y + reach * np.sin(angle),
            )
    return hand
