"""One clip from its file to its rows: decode, look, find holds, cut crops, write."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from ingest.clip_problems import (
    NothingThereError,
    check_any_frames,
    no_hands_seen,
    nobody_seen,
    too_long,
    video_problems,
)
from ingest.crops import Crop, hand_crops
from ingest.holds import HandMotion, hand_motion, photograph_motion
from ingest.landmarks import Seen, VideoTracker
from ingest.photograph_files import browser_shows
from ingest.photographs import read_photograph
from ingest.playable import PlayableCopy, playable_copy, write_shown
from ingest.settings import IngestSettings
from ingest.sources import ClipSource, Problem
from ingest.still_landmarks import PhotographReader
from ingest.video import Image, Video, open_video
from store.layout import Store
from store.skeleton import HAND_SLICES, HANDS, Hand


@dataclass(frozen=True, slots=True)
class HandCrops:
    """The crops of one hand in one frame."""

    frame_index: int
    hand: Hand
    crops: list[Crop]
    sharpness: float


@dataclass(frozen=True, slots=True)
class Playable:
    """The file a browser plays: its path, and whether that is relative to the store."""

    path: str
    in_store: bool


@dataclass(slots=True)
class ClipSeen:
    """All that was seen in one clip of T frames.

    Attributes:
        times_ms: time of each frame from the clip's start.
        seen: what was seen in each frame.
        crops: of each hand that was seen, frame by frame.
        width_px, height_px: of the frames as shown.
        scale: pixels of the frame as shown in one pixel of the frame as read.
    """

    width_px: int
    height_px: int
    rotation_deg: int = 0
    scale: float = 1.0
    fps: float = 0.0
    duration_ms: int = 0
    times_ms: list[int] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    crops: list[HandCrops] = field(default_factory=list)
    motions: dict[Hand, HandMotion] = field(default_factory=dict)
    playable: Playable = field(default_factory=lambda: Playable("", in_store=False))
    problems: list[Problem] = field(default_factory=list)

    def add(self, seen: Seen, image: Image, settings: IngestSettings) -> None:
        """Take in what was seen in the next frame."""
        index = len(self.seen)
        self.scale = self.width_px / image.shape[1]
        self.seen.append(seen)
        for hand in HANDS:
            if seen.hand(hand):
                points = seen.points[HAND_SLICES[hand]]
                crops, sharpness = hand_crops(image, points, settings)
                self.crops.append(HandCrops(index, hand, crops, sharpness))


class ClipReader:
    """Reads clips, one after another. Holds MediaPipe's graphs, built when needed.

    Args:
        settings: how clips are read.
        copies: whether videos that no browser plays are copied into the store.
    """

    def __init__(self, settings: IngestSettings, *, copies: bool = True) -> None:
        self.settings = settings
        self._copies = copies

    @cached_property
    def _tracker(self) -> VideoTracker:
        return VideoTracker()

    @cached_property
    def _photographs(self) -> PhotographReader:
        return PhotographReader()

    def read(self, source: ClipSource, store: Store) -> ClipSeen:
        """Return what is seen in a clip, and write its playable copy if it needs one.

        Raises:
            MediaError: the clip cannot be used.
        """
        read = self._read_photograph if source.media == "image" else self._read_video
        clip = read(source, store)
        if not any(
            seen.pose or seen.hand(hand) for seen in clip.seen for hand in HANDS
        ):
            clip.problems.append(nobody_seen(source))
        elif not clip.crops:
            clip.problems.append(no_hands_seen(source))
        return clip

    def _read_photograph(self, source: ClipSource, store: Store) -> ClipSeen:
        settings = self.settings
        image, (width, height) = read_photograph(
            source.path,
            longest_side_px=settings.longest_side_px,
            smallest_side_px=settings.smallest_side_px,
        )
        clip = ClipSeen(width, height, times_ms=[0])
        clip.add(self._photographs.read(image), image, settings)
        clip.motions = {
            hand: photograph_motion(clip.seen[0].hand(hand)) for hand in HANDS
        }
        if browser_shows(source.path):
            clip.playable = Playable(str(source.path), in_store=False)
        else:
            target = store.media_dir(source.corpus) / f"{source.name}.jpg"
            write_shown(image, target, quality=settings.jpeg_quality)
            clip.playable = _in_store(target, store)
        return clip

    def _read_video(self, source: ClipSource, store: Store) -> ClipSeen:
        try:
            return self._read_part(source, store, source.start_ms, source.end_ms)
        except NothingThereError:
            if source.whole_if_shorter:
                return self._read_part(source, store, 0, None)
            raise

    def _read_part(
        self, source: ClipSource, store: Store, start_ms: int, end_ms: int | None
    ) -> ClipSeen:
        settings = self.settings
        self._tracker.reset()
        with open_video(
            source.path,
            longest_side_px=settings.longest_side_px,
            smallest_side_px=settings.smallest_side_px,
        ) as video:
            clip = self._look_and_copy(video, source, store, start_ms, end_ms)
        points = np.stack([seen.points for seen in clip.seen])
        clip.motions = {
            hand: hand_motion(
                points,
                np.array(clip.times_ms),
                hand,
                aspect=clip.width_px / clip.height_px,
                settings=settings,
            )
            for hand in HANDS
        }
        clip.problems += video_problems(video, source, len(clip.seen))
        return clip

    def _look_and_copy(
        self,
        video: Video,
        source: ClipSource,
        store: Store,
        start_ms: int,
        end_ms: int | None,
    ) -> ClipSeen:
        """Look at the frames; where no browser plays them, copy them on the way."""
        target = store.media_dir(source.corpus) / f"{source.name}.mp4"
        if not self._needs_copy(video, source, target, start_ms, end_ms):
            clip = self._look(video, source, start_ms, end_ms)
            clip.playable = (
                _in_store(target, store)
                if source.path == target
                else Playable(str(source.path), in_store=False)
            )
            return clip
        with playable_copy(target, fps=video.average_fps) as copy:
            clip = self._look(video, source, start_ms, end_ms, copy)
        clip.playable = _in_store(target, store)
        return clip

    def _needs_copy(
        self,
        video: Video,
        source: ClipSource,
        target: Path,
        start_ms: int,
        end_ms: int | None,
    ) -> bool:
        if source.path == target or not self._copies:
            return False
        if not (video.browser_plays and video.is_all(start_ms, end_ms)):
            return True
        target.unlink(missing_ok=True)
        return False

    def _look(
        self,
        video: Video,
        source: ClipSource,
        start_ms: int,
        end_ms: int | None,
        copy: PlayableCopy | None = None,
    ) -> ClipSeen:
        clip = ClipSeen(video.width_px, video.height_px, video.rotation_deg)
        first_ms = last_ms = last_length_ms = 0
        for frame in video.frames(start_ms, end_ms):
            if not clip.seen:
                first_ms = frame.source_ms
            last_ms, last_length_ms = frame.source_ms, frame.length_ms
            if last_ms - first_ms > self.settings.clip_s * 1000:
                raise too_long(source, self.settings.clip_s)
            clip.times_ms.append(frame.source_ms - first_ms)
            clip.add(self._tracker.read(frame.image), frame.image, self.settings)
            if copy is not None:
                copy.add(frame.image, clip.times_ms[-1])
        check_any_frames(video, source, len(clip.seen))
        span_ms = last_ms - first_ms
        clip.duration_ms = span_ms + last_length_ms
        clip.fps = (
            1000 * (len(clip.seen) - 1) / span_ms if span_ms else video.average_fps
        )
        return clip


def _in_store(target: Path, store: Store) -> Playable:
    return Playable(target.relative_to(store.root).as_posix(), in_store=True)
