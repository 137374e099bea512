"""What is true of generated clips. Never mixed with what MediaPipe saw in them."""

from typing import Final

from store.columns import FLAG, REAL, SMALL, TEXT, Column, Table, optional, vector
from store.skeleton import HAND_POINTS
from store.tables.observed import CLIP_ID, CORPUS, FRAME

HAND_IMAGE_VALUES: Final = 2 * HAND_POINTS * 2
HAND_FORM_VALUES: Final = HAND_POINTS * 3

TRUTH_SIGNS: Final = Table(
    "truth_signs",
    "The parameters from which one synthetic clip was made.",
    (
        CLIP_ID,
        CORPUS,
        Column("gloss", TEXT, "Gloss of the sign."),
        Column("signer", TEXT, "Id of the synthetic signer."),
        Column("dominant_hand", TEXT, "left or right."),
        Column("hands", TEXT, "one, symmetric, alternating or base."),
        Column("handshape", TEXT, "Handshape of the dominant hand at the first hold."),
        Column("end_handshape", TEXT, "The same at the last hold."),
        optional("base_handshape", TEXT, "Handshape of the other hand, if it signs."),
        Column("orientation", TEXT, "Orientation at the first hold."),
        Column("end_orientation", TEXT, "The same at the last hold."),
        Column("place", TEXT, "Place of articulation."),
        Column("movement", TEXT, "Movement path."),
        Column("description", TEXT, "How the sign is made, in words."),
        Column("minimal_pairs", TEXT, "Glosses one parameter away: `GLOSS:parameter`."),
        Column("seed", SMALL, "Seed of the performance."),
    ),
    key=("clip_id",),
)

TRUTH_FRAMES: Final = Table(
    "truth_frames",
    "Where the hands of one synthetic frame truly are, and what they do.",
    (
        *FRAME,
        Column("phase", TEXT, "rise, hold, stroke or lower."),
        optional("left_handshape", TEXT, "Handshape; missing while it changes."),
        optional("right_handshape", TEXT, "Handshape; missing while it changes."),
        optional("left_orientation", TEXT, "Orientation; missing while it changes."),
        optional("right_orientation", TEXT, "Orientation; missing while it changes."),
        Column("left_signs", FLAG, "The left hand takes part in the sign."),
        Column("right_signs", FLAG, "The right hand takes part in the sign."),
        Column(
            "hands",
            vector(HAND_IMAGE_VALUES),
            "42 x (x, y): left then right hand.",
            "fraction of the frame",
        ),
        Column(
            "left_palm",
            REAL,
            "Palm length, as if seen face on.",
            "fraction of the height",
        ),
        Column(
            "right_palm",
            REAL,
            "Palm length, as if seen face on.",
            "fraction of the height",
        ),
    ),
    key=("frame_id",),
    sort=("clip_id", "frame_index"),
)

TRUTH_HANDS: Final = Table(
    "truth_hands",
    "How the hand of one rendered picture is truly formed, however it is turned.",
    (
        CLIP_ID,
        CORPUS,
        Column(
            "form",
            vector(HAND_FORM_VALUES),
            "21 x (x, y, z) of a right hand: to its thumb, along its fingers, out of "
            "its palm; a left hand is mirrored.",
            "cm from the wrist",
        ),
    ),
    key=("clip_id",),
)

TABLES: Final = (TRUTH_SIGNS, TRUTH_FRAMES, TRUTH_HANDS)
