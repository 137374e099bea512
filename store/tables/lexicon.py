"""Tables of dictionaries whose entries are coded, not filmed."""

from typing import Final

from store.columns import FLAG, INT, REAL, SMALL, TEXT, Column, Table, optional
from store.tables.observed import CORPUS

LEXICON: Final = Table(
    "lexicon",
    "One entry of a dictionary whose signs are coded: how it is made, how often it is used.",
    (
        Column(
            "entry_id", TEXT, "`corpus/entry`; with its code where two share a name."
        ),
        CORPUS,
        Column("gloss", TEXT, "Gloss of the sign, as the dictionary spells it."),
        Column("lemma", TEXT, "Lemma: one for all variants of a sign."),
        Column("code", TEXT, "The dictionary's own number of the entry; may be empty."),
        Column("source", TEXT, "File that the entry was read from."),
        optional(
            "handshape",
            TEXT,
            "Handshape of the dominant hand by our inventory; missing: it has none such.",
        ),
        Column("handshape_code", TEXT, "The same as the dictionary codes it."),
        optional(
            "base_handshape",
            TEXT,
            "Handshape of the other hand by our inventory; missing: none such, or none.",
        ),
        optional(
            "base_handshape_code",
            TEXT,
            "The same as the dictionary codes it; missing: one hand signs.",
        ),
        optional("selected_fingers", TEXT, "Letters of i m r p; `t`: the thumb alone."),
        optional("flexion", TEXT, "Of the selected fingers; missing: not coded."),
        optional("flexion_change", FLAG, "Whether the fingers open or close."),
        optional("spread", FLAG, "Whether the selected fingers stand apart."),
        optional("spread_change", FLAG, "Whether the spread changes."),
        optional("thumb_position", TEXT, "Open or Closed."),
        optional("thumb_contact", FLAG, "Whether the thumb touches selected fingers."),
        optional("sign_type", TEXT, "Hands and symmetry (Battison 1978)."),
        optional("major_location", TEXT, "Part of the body at the sign's onset."),
        optional("minor_location", TEXT, "Place within it at the sign's onset."),
        optional("second_minor_location", TEXT, "Where a sign that moves ends."),
        optional("contact", FLAG, "Whether the hand touches the location."),
        optional("movement", TEXT, "Path of the hand."),
        optional("repeated_movement", FLAG, "Whether any movement is repeated."),
        optional("ulnar_rotation", FLAG, "Whether the wrist twists."),
        optional(
            "morphemes",
            SMALL,
            "Sequential units; only the first is coded here.",
            "units",
        ),
        optional("compound", FLAG, "Whether it has several free morphemes."),
        optional("initialized", FLAG, "Whether the handshape is a letter of the word."),
        optional("fingerspelled_loan", FLAG, "Whether it is made of several letters."),
        optional(
            "lexical_class", TEXT, "Noun, Verb, Adjective, ...; missing: unknown."
        ),
        optional(
            "sign_frequency",
            REAL,
            "Mean rating of how often the sign is used: 1 very rarely, 7 very often.",
            "points of 1-7",
        ),
        optional("sign_frequency_sd", REAL, "Its standard deviation.", "points of 1-7"),
        optional("sign_frequency_raters", SMALL, "Signers who rated it.", "signers"),
        optional(
            "iconicity",
            REAL,
            "Mean rating of how much the sign looks like what it means: 1 not, 7 very.",
            "points of 1-7",
        ),
        optional(
            "neighbours",
            INT,
            "Entries that share all coded features, or all but one.",
            "entries",
        ),
        optional("duration_ms", INT, "From the sign's onset to its offset.", "ms"),
    ),
    key=("entry_id",),
    sort=("entry_id",),
)

TABLES: Final = (LEXICON,)
