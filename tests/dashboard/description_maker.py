"""Adds written descriptions to the made-up store: words, HamNoSys, odd texts."""

import zlib

import numpy as np

from ingest.corpora.descriptions import Description, DescriptionListing
from ingest.description_rows import write_descriptions
from models.descriptions.steps import FamilyTask, find_families
from store.db import Database
from store.hamnosys import names_of
from store.layout import Store
from store.write import Values, write_part

WORDS = "village"
NOTATION = "notation"
NOT_COMPARED = "raw"
TEXTS = (
    (
        "BOOK",
        "One hand: a fist, fingers up and palm to the front, at the cheek; it moves up.",
    ),
    (
        "WATER",
        "One hand: a fist, fingers up and palm to the front, at the chin; it moves up.",
    ),
    (
        "TREE",
        "One hand: a claw, fingers up and palm to the front, at the chin; it moves up.",
    ),
    ("<script>alert(1)</script>", "<b>Both</b> hands & <script>alert(2)</script>"),
    ("**x** [a](b) :red[c]", "**Both** [hands](x) twist, palm down & fast."),
    ("학교", "오른 손바닥이 아래로 향하게 하여 이마에 댄다."),
    ("집", "왼 손바닥이 아래로 향하게 하여 이마에 댄다."),
    ("집", "왼 손바닥이 아래로 향하게 하여 이마에 댄다. "),
    ("本", "右手の人差指で左手の掌を打つ"),
    ("ДОМ", "Правая рука, ладонь вниз, движется вверх."),
)
SYMBOLS = (
    ("flat#1", "\ue001\ue020\ue038\ue052"),
    ("fist#1", "\ue000\ue020\ue038\ue052"),
    ("fist#2", "\ue000\ue020\ue03c\ue052\ue0e2\ue0e3"),
)


def add_descriptions(store: Store) -> Store:
    """Add three corpora of descriptions, two of them compared, one with videos."""
    words = [
        Description(number, gloss, text.strip(), "", "word", "made up")
        for number, (gloss, text) in enumerate(TEXTS, 1)
    ]
    write_descriptions(store, WORDS, DescriptionListing("made.csv", words), {})
    notation = [
        Description(
            number,
            gloss,
            text,
            "hamnosys",
            "symbol",
            "made up",
            names=" ".join(names_of(text)),
        )
        for number, (gloss, text) in enumerate(SYMBOLS, 1)
    ]
    for corpus in (NOTATION, NOT_COMPARED):
        listing = DescriptionListing("made.sigml", notation)
        write_descriptions(store, corpus, listing, {"title": corpus.capitalize()})
    for corpus in (WORDS, NOTATION):
        find_families(store, FamilyTask(corpus, permutations=2))
    find_families(store, FamilyTask(WORDS, unit="character", permutations=0))
    _add_features(store)
    return store


def make_many(store: Store, count: int) -> Store:
    """Add made-up descriptions in families, compared."""
    draw = np.random.default_rng(0)
    words = [f"w{number}" for number in range(300)]
    bases = [draw.choice(words, 8) for _ in range(count // 10)]
    described = []
    for number in range(1, count + 1):
        told = bases[int(draw.integers(len(bases)))].copy()
        told[draw.integers(len(told))] = draw.choice(words)
        text = f"{' '.join(told)} x{number}"
        made = Description(number, f"G{number}", text, "", "word", "made up")
        described.append(made)
    write_descriptions(store, "many", DescriptionListing("many", described), {})
    find_families(store, FamilyTask("many", permutations=1))
    return store


def description_id(corpus: str, number: int) -> str:
    return f"{corpus}/made-{number:05d}"


def _add_features(store: Store) -> None:
    """Add made-up features of the hands of the corpus with videos."""
    rows = Database(store).rows(
        "crops_chosen", corpus=WORDS, first=None, last=None, choice="all"
    )
    crops = [row["crop_id"] for row in rows]
    seeds = [zlib.crc32(crop.rsplit("/", 3)[0].encode()) for crop in crops]
    columns: dict[str, Values] = {
        "crop_id": crops,
        "corpus": [WORDS] * len(crops),
        "features": ["joint_angles"] * len(crops),
        "run_id": ["features-village"] * len(crops),
        "vector": np.stack(
            [np.random.default_rng(s).normal(size=4) for s in seeds]
        ).astype(np.float32),
    }
    where = {"corpus": WORDS, "features": "joint_angles"}
    write_part(store, "features", columns, part="all", partition=where)
