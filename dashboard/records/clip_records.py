"""What queries return: one frozen record per thing that a page shows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.skeleton import Hand

CLIPLESS: Final = ("text", "letters")
"""Media of corpora whose pages are others than Clips."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """One corpus, and what it is."""

    corpus: str
    title: str
    language: str
    media: str
    synthetic: bool

    @property
    def has_clips(self) -> bool:
        """Whether it is of videos or photographs, not of texts or letters alone."""
        return self.media not in CLIPLESS

    @property
    def marked_title(self) -> str:
        """The title, saying `synthetic` where the corpus is and it does not say so."""
        if not self.synthetic or "synthetic" in self.title.lower():
            return self.title
        return f"{self.title} (synthetic)"


@dataclass(frozen=True, slots=True)
class CorpusSummary(Corpus):
    """One corpus with all that is in it, and how much of it was seen.

    `letters`: its 28 x 28 pictures of letters; a corpus of these has no clips.
    """

    licence: str
    citation: str
    show_faces: bool
    exportable: bool
    source: str
    blur_threshold: float
    clips_planned: int
    clips: int
    glosses: int
    signers: int
    frames: int
    pose_frames: int
    left_frames: int
    right_frames: int
    signing_frames: int
    holds: int
    run_id: str
    letters: int
    crops: int
    crops_kept: int


@dataclass(frozen=True, slots=True)
class SharpnessBin:
    """How many crops of a corpus lie in `[low, high)` of the Laplacian's variance."""

    corpus: str
    low: float
    high: float
    crops: int


@dataclass(frozen=True, slots=True)
class HandShareBin:
    """How many clips see their signing hand in `[low, high)` of their frames."""

    corpus: str
    low: float
    high: float
    clips: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used."""

    corpus: str
    clip_id: str | None
    kind: str
    place: str
    what: str
    remedy: str
    lost: bool
    step: str


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A run that did not end, or ended badly."""

    run_id: str
    step: str
    corpus: str
    state: str
    started_ms: int
    note: str


@dataclass(frozen=True, slots=True)
class ClipFilter:
    """Which clips are asked for; None: any."""

    corpus: str | None = None
    gloss: str | None = None
    signer: str | None = None
    media: str | None = None
    having: str | None = None


@dataclass(frozen=True, slots=True)
class ClipRow:
    """One clip in a list. `hand_share`: frames in which the signing hand was seen."""

    clip_id: str
    corpus: str
    gloss: str | None
    signer: str | None
    media: str
    frames: int
    duration_ms: int
    holds: int
    hand_share: float


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip with all that is known of it and of its corpus."""

    clip_id: str
    corpus: str
    corpus_title: str
    synthetic: bool
    licence: str
    show_faces: bool
    exportable: bool
    blur_threshold: float
    gloss: str | None
    handshape: str | None
    signer: str | None
    split: str | None
    media: str
    source: str
    source_start_ms: int
    source_end_ms: int | None
    playable: str
    playable_in_store: bool
    width_px: int
    height_px: int
    fps: float
    duration_ms: int
    frames: int
    pose_frames: int
    left_frames: int
    right_frames: int
    holds: int
    dominant_hand: Hand | None
    two_handed: bool | None
    run_id: str

    @property
    def signing_frames(self) -> int:
        """Frames in which the dominant hand, or the one seen more, was seen."""
        if self.dominant_hand == "left":
            return self.left_frames
        if self.dominant_hand == "right":
            return self.right_frames
        return max(self.left_frames, self.right_frames)


@dataclass(frozen=True, slots=True)
class Track:
    """What was seen in the T frames of a clip. Speeds and sharpness: NaN where missing.

    Attributes:
        time_ms: time of each frame from the clip's start.
        body_seen: whether a body was seen, shape (T,).
        hand_seen, speed, sharpness: per hand, shape (T,); speed in shoulder widths per
            second, sharpness as variance of the Laplacian.
        hold: per hand, number of the hold from 0; -1 where there is none.
    """

    time_ms: NDArray[np.int64]
    body_seen: NDArray[np.bool_]
    hand_seen: dict[Hand, NDArray[np.bool_]]
    speed: dict[Hand, NDArray[np.float64]]
    sharpness: dict[Hand, NDArray[np.float64]]
    hold: dict[Hand, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The keypoints of the T frames of a clip; missing points are NaN.

    Attributes:
        frame_index: shape (T,).
        time_ms: shape (T,).
        points: shape (T, 75, 3), fractions of the frame.
        visibility: shape (T, 33).
    """

    frame_index: NDArray[np.int64]
    time_ms: NDArray[np.int64]
    points: NDArray[np.float32]
    visibility: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Crop:
    """One picture of one hand in one frame."""

    hand: Hand
    padding_px: int
    frame_index: int
    time_ms: int
    hold: int | None
    sharpness: float
    image: bytes


@dataclass(frozen=True, slots=True)
class SignTruth:
    """The parameters from which a synthetic clip was made."""

    dominant_hand: str
    hands: str
    handshape: str
    end_handshape: str
    base_handshape: str | None
    orientation: str
    end_orientation: str
    place: str
    movement: str
    description: str
    minimal_pairs: str
    seed: int
