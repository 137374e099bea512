"""Tables that ingestion fills: what was given and what MediaPipe saw in it."""

from typing import Final

from store.columns import (
    BYTES,
    FLAG,
    INT,
    REAL,
    SINGLE,
    SMALL,
    TEXT,
    Column,
    Table,
    optional,
    vector,
)
from store.skeleton import HAND_WORLD_VALUES, POINT_VALUES, POSE_POINTS

CORPUS: Final = Column("corpus", TEXT, "Id of the corpus, e.g. `wlasl`.")
CLIP_ID: Final = Column("clip_id", TEXT, "`corpus/clip`.")
FRAME: Final = (
    Column("frame_id", TEXT, "`corpus/clip/f0012`."),
    CLIP_ID,
    CORPUS,
    Column("frame_index", SMALL, "Position of the frame in its clip, from 0."),
    Column("time_ms", INT, "Time from the clip's start, from the stream.", "ms"),
)

CORPORA: Final = Table(
    "corpora",
    "One collection of clips: a dictionary, a folder, a generated language.",
    (
        CORPUS,
        Column("title", TEXT, "Name for people."),
        Column("language", TEXT, "Sign language; empty where unknown."),
        Column(
            "media", TEXT, "`video`, `image`; `keypoints`, `text` or `letters` alone."
        ),
        Column("synthetic", FLAG, "True where the signer is computer-generated."),
        Column("licence", TEXT, "Licence as found; `not stated` where unknown."),
        Column("citation", TEXT, "How to cite the corpus; empty where unknown."),
        Column(
            "show_faces",
            FLAG,
            "Whether faces may be shown; where not, they are covered.",
        ),
        Column("exportable", FLAG, "Whether media may be exported."),
        Column(
            "blur_threshold",
            REAL,
            "Crops whose variance of the Laplacian is below it count as blurred.",
        ),
        Column("source", TEXT, "Where the corpus was read from."),
        Column("clips_planned", INT, "Clips that the source lists.", "clips"),
    ),
    key=("corpus",),
)

CLIPS: Final = Table(
    "clips",
    "One sign video (or photograph) that was ingested whole.",
    (
        CLIP_ID,
        CORPUS,
        optional("gloss", TEXT, "Gloss of the sign; missing where unknown."),
        optional("handshape", TEXT, "Handshape that the corpus gives to the clip."),
        optional("signer", TEXT, "Id of the signer within the corpus."),
        optional(
            "split", TEXT, "Split that the corpus gives: train, validation, test."
        ),
        Column("media", TEXT, "`video` or `image`."),
        Column("source", TEXT, "Path of the original file."),
        Column("source_sha256", TEXT, "Digest of the original file."),
        Column("source_start_ms", INT, "Where the clip starts in the source.", "ms"),
        optional("source_end_ms", INT, "Where it ends; missing: at the end.", "ms"),
        Column("playable", TEXT, "File a browser plays; in the store or the original."),
        Column("playable_in_store", FLAG, "True where `playable` is relative to it."),
        Column("width_px", SMALL, "Width as shown, rotation applied.", "px"),
        Column("height_px", SMALL, "Height as shown, rotation applied.", "px"),
        Column("rotation_deg", SMALL, "Rotation given by the metadata.", "degrees"),
        Column("fps", REAL, "Mean frame rate; 0 for a photograph.", "frames/s"),
        Column("duration_ms", INT, "Length of the clip.", "ms"),
        Column("frames", SMALL, "Number of frames.", "frames"),
        Column("pose_frames", SMALL, "Frames in which a body was seen.", "frames"),
        Column("left_frames", SMALL, "Frames in which the left hand was seen."),
        Column("right_frames", SMALL, "Frames in which the right hand was seen."),
        Column("holds", SMALL, "Number of holds of either hand."),
        optional("dominant_hand", TEXT, "Hand that moves more: left or right."),
        optional("two_handed", FLAG, "Whether both hands sign; missing: no hand seen."),
        Column("fingerprint", TEXT, "Digest of source, times, settings and version."),
        Column("run_id", TEXT, "Ingest run that wrote the clip."),
    ),
    key=("clip_id",),
)

FRAMES: Final = Table(
    "frames",
    "One frame of a clip: what was seen in it and how the hands moved.",
    (
        *FRAME,
        Column("pose_seen", FLAG, "A body was seen."),
        Column("left_seen", FLAG, "The left hand was seen."),
        Column("right_seen", FLAG, "The right hand was seen."),
        optional("left_speed", SINGLE, "Speed of the hand.", "shoulder widths/s"),
        optional("right_speed", SINGLE, "Speed of the hand.", "shoulder widths/s"),
        optional("left_hold", SMALL, "Number of the hold, from 0; missing: none."),
        optional("right_hold", SMALL, "Number of the hold, from 0; missing: none."),
        optional("left_sharpness", SINGLE, "Variance of the Laplacian of the hand."),
        optional("right_sharpness", SINGLE, "Variance of the Laplacian of the hand."),
    ),
    key=("frame_id",),
    sort=("clip_id", "frame_index"),
)

LANDMARKS: Final = Table(
    "landmarks",
    "The keypoints of one frame. Missing points are NaN, never 0.",
    (
        *FRAME,
        Column("pose_seen", FLAG, "A body was seen."),
        Column("left_seen", FLAG, "The left hand was seen."),
        Column("right_seen", FLAG, "The right hand was seen."),
        Column(
            "points",
            vector(POINT_VALUES),
            "75 x (x, y, z): 33 pose, 21 left hand, 21 right hand.",
            "fraction of the frame",
        ),
        Column(
            "visibility", vector(POSE_POINTS), "MediaPipe's visibility of pose points."
        ),
        Column(
            "hand_world",
            vector(HAND_WORLD_VALUES),
            "42 x (x, y, z): both hands about their own centre.",
            "m",
        ),
    ),
    key=("frame_id",),
    sort=("clip_id", "frame_index"),
)

CROPS: Final = Table(
    "crops",
    "One square picture of one hand in one frame, at one padding.",
    (
        Column("crop_id", TEXT, "`corpus/clip/f0012/right/p00`."),
        *FRAME,
        Column("hand", TEXT, "left or right."),
        Column("padding_px", SMALL, "Margin around the hand: 0 or 20.", "px"),
        optional("hold", SMALL, "Hold of this hand the frame is in; missing: none."),
        Column("left_px", SINGLE, "Left edge in the frame.", "px"),
        Column("top_px", SINGLE, "Top edge in the frame.", "px"),
        Column("side_px", SINGLE, "Side of the square in the frame.", "px"),
        Column("sharpness", SINGLE, "Variance of the Laplacian of the 0-px crop."),
        Column("image", BYTES, "JPEG, at most 256 px a side."),
    ),
    key=("crop_id",),
    sort=("crop_id",),
)

LETTERS: Final = Table(
    "letters",
    "One 28 x 28 grey picture of a letter, as Sign Language MNIST has them.",
    (
        Column("letter_id", TEXT, "`corpus/train/00012`: corpus, part, row from 0."),
        CORPUS,
        Column("part", TEXT, "train or test, as the corpus gives it."),
        Column("row_number", INT, "Row within its part, from 0."),
        Column("label", SMALL, "Number of the class, as the files have it, from 0."),
        Column("letter", TEXT, "The class for people: a letter, or a digit."),
        optional("signer", TEXT, "Id of the signer within the corpus."),
        Column("pixels", BYTES, "784 bytes, row by row; 0: black, 255: white."),
    ),
    key=("letter_id",),
    sort=("letter_id",),
)

PROBLEMS: Final = Table(
    "problems",
    "Something that could not be used, kept apart so that nothing else is lost.",
    (
        Column("problem_id", TEXT, "Stable id, made from where and kind."),
        CORPUS,
        optional("clip_id", TEXT, "Clip concerned, where there is one."),
        Column("step", TEXT, "What was being done, e.g. `ingest`."),
        Column("kind", TEXT, "Short word for the problem, e.g. `empty-file`."),
        Column("place", TEXT, "File, row or field concerned."),
        Column("what", TEXT, "What is wrong."),
        Column("remedy", TEXT, "What to do about it."),
        Column("lost", FLAG, "True where the clip is not in the store because of it."),
        Column("run_id", TEXT, "Run that met it."),
    ),
    key=("problem_id",),
)

TABLES: Final = (CORPORA, CLIPS, FRAMES, LANDMARKS, CROPS, LETTERS, PROBLEMS)
