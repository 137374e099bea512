"""Records a performance: renders it, encodes it as H.264, and says what is true of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av

from ingest.signer.camera import Camera
from ingest.signer.languages import Performance, language
from ingest.signer.motion import FRAME_MS, perform
from ingest.signer.people import signer
from ingest.signer.render import Picture8, studio
from ingest.signer.truth import Row, frame_row, sign_row
from store.errors import UnknownNameError

FPS: Final = 1000 // FRAME_MS
QUALITY: Final = "20"
"""Constant rate factor of x264; smaller is better."""


@dataclass(frozen=True)
class Recording:
    """The truth about one recorded clip.

    Attributes:
        sign_row: its row of `truth_signs`.
        frame_rows: its rows of `truth_frames`, one for each frame of the video.
    """

    sign_row: Row
    frame_rows: list[Row]


def record(performance: Performance, path: Path) -> Recording:
    """Render a performance into an H.264 file and return what is true of it.

    The same performance gives the same file on the same machine.

    Raises:
        UnknownNameError: the performance names an unknown language, sign or signer.
    """
    spoken = language(performance.corpus, performance.size)
    signs = {sign.gloss: sign for sign in spoken.signs}
    if performance.gloss not in signs:
        raise UnknownNameError("gloss", performance.gloss, signs)
    sign, person = signs[performance.gloss], signer(performance.signer)
    camera = Camera(view_height_cm=person.filming.view_height_cm)
    instants = perform(sign, person, seed=performance.seed)
    stage = studio(person, camera)
    pictures = [stage.picture(instant.moment) for instant in instants]
    write_video(path, (picture.image for picture in pictures), camera)
    rows = [
        frame_row(performance, index, instant, picture, signer=person, camera=camera)
        for index, (instant, picture) in enumerate(zip(instants, pictures, strict=True))
    ]
    return Recording(sign_row(performance, sign, person, spoken), rows)


def write_video(path: Path, images: Iterable[Picture8], camera: Camera) -> None:
    """Write RGB images (H, W, 3) as an H.264 file that browsers play."""
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height = camera.width_px, camera.height_px
        stream.pix_fmt = "yuv420p"
        stream.options = {
            "crf": QUALITY,
            "preset": "veryfast",
            "flags": "+bitexact",
            # With mbtree, processors with AVX-512 give varying files of the same images.
            "x264-params": "mbtree=0",
        }
        stream.codec_context.thread_count = 1
        for image in images:
            container.mux(
                stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24"))
            )
        container.mux(stream.encode())
