"""Signs around a sign, counted by hand."""

import numpy as np
import pytest

from models.poses import untrained
from models.retrieval.index_signs import neighbourhood, sign_groups
from models.retrieval.searching import SignIndex


def index_of(
    clips: list[tuple[str, str, tuple[float, float]]], threshold: float | None = 0.5
) -> SignIndex:
    nothing = np.full(len(clips), "", np.str_)
    return SignIndex(
        run_id="made",
        made="made",
        by=untrained.NAME,
        embedder=untrained,
        clip_ids=np.array([f"{clip[0]}/c{n}" for n, clip in enumerate(clips)]),
        corpora=np.array([clip[0] for clip in clips]),
        glosses=np.array([clip[1] for clip in clips]),
        handshapes=nothing,
        signers=nothing,
        two_handed=np.zeros(len(clips), np.int8),
        unit=np.array([clip[2] for clip in clips], np.float32),
        mean=np.zeros(2, np.float32),
        threshold=threshold,
        false_accepts=0.05,
    )


MADE = [
    ("a", "UP", (0.0, 1.0)),
    ("a", "UP", (0.6, 0.8)),
    ("a", "ASIDE", (1.0, 0.0)),
    ("a", "DOWN", (0.0, -1.0)),
    ("a", "", (0.0, 1.0)),
    ("b", "UP", (0.8, 0.6)),
    ("b", "UP", (-1.0, 0.0)),
]


def test_sign_groups__by_corpus_and_gloss() -> None:
    groups = sign_groups(index_of(MADE))

    assert list(zip(groups.corpora, groups.glosses, strict=True)) == [
        ("a", "ASIDE"),
        ("a", "DOWN"),
        ("a", "UP"),
        ("b", "UP"),
    ]
    assert groups.clips(2).tolist() == [0, 1]
    assert groups.clips(3).tolist() == [5, 6]
    assert groups.find("b", "UP") == 3
    assert groups.find("b", "DOWN") is None


def test_neighbourhood__counted_by_hand() -> None:
    index = index_of(MADE)
    groups = sign_groups(index)

    told = neighbourhood(index, groups, 2, top=9)

    first, second, third = told.neighbours
    # b's UP: .6 from one clip, .6 * .8 + .8 * .6 = .96 from the other.
    assert (first.corpus, first.gloss, first.clip_id) == ("b", "UP", "b/c5")
    assert first.similarity == pytest.approx((0.6 + 0.96) / 2)
    assert first.near == 1.0
    assert (second.gloss, second.near) == ("ASIDE", 0.5)
    assert second.similarity == pytest.approx((0.0 + 0.6) / 2)
    assert third.gloss == "DOWN"
    # Of its own corpus ASIDE is near to one of two clips, DOWN to none.
    assert (told.density, told.others, told.clips) == (0.5, 2, 2)


def test_neighbourhood__nothing_known_of_near() -> None:
    index = index_of(MADE, threshold=None)

    told = neighbourhood(index, sign_groups(index), 0, top=1)

    assert told.density is None
    assert [neighbour.near for neighbour in told.neighbours] == [None]


def test_neighbourhood__of_the_only_sign() -> None:
    index = index_of(MADE[:2])

    told = neighbourhood(index, sign_groups(index), 0, top=5)

    assert (told.neighbours, told.density, told.others) == ((), 0.0, 0)
