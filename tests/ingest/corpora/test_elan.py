from pathlib import Path

import pytest

from store.elan import document as elan
from store.elan.tiers import TierNames
from store.elan.writing import eaf_bytes
from store.errors import CallError
from tests.ingest.corpora.elan_folder import GLOSS, VIDEO, listed, write
from tests.store.elan.elan_maker import aligned, hanging, made_document


def test_list_elan__clips_are_cut_by_their_glosses(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    gloss = elan.Tier("Gloss", "free", GLOSS.annotations, participant="Ana")
    shapes = elan.Tier(
        "Handshape",
        "free",
        (aligned("h1", 1, 4, "A"), aligned("h2", 4, 2, "5"), aligned("h3", 2, 3, "")),
    )
    write(tmp_path, [gloss, shapes], [0, 900, 1_500, 300])

    listing = listed(tmp_path)

    assert not listing.problems
    assert [
        (c.name, c.gloss, c.signer, c.handshape, c.start_ms, c.end_ms)
        for c in listing.clips
    ] == [
        ("a-0-900", "HAUS", "Ana", "5", 0, 900),
        ("a-900-1500", None, "Ana", None, 900, 1_500),
    ]
    assert {clip.path for clip in listing.clips} == {tmp_path / "a.mp4"}


def test_list_elan__tiers_that_hang_on_others(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    tiers = [
        elan.Tier("Sentence", "free", (aligned("s", 1, 2),), participant="Ana"),
        elan.Tier(
            "Gloss",
            "parts",
            (hanging("a", "s", "X"), hanging("b", "s", "Y", "a")),
            "Sentence",
        ),
        elan.Tier("Handshape-R", "one to one", (hanging("h", "b", "V"),), "Gloss"),
    ]
    write(tmp_path, tiers, [100, 500])

    clips = listed(tmp_path).clips

    assert [(c.gloss, c.start_ms, c.end_ms, c.handshape, c.signer) for c in clips] == [
        ("X", 100, 300, None, "Ana"),
        ("Y", 300, 500, "V", "Ana"),
    ]


def test_list_elan__a_sign_of_both_hands_is_one_clip(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    tiers = [
        elan.Tier("RH-IDgloss", "free", (aligned("r1", 1, 3, "BOTH"),)),
        elan.Tier(
            "LH-IDgloss",
            "free",
            (aligned("l1", 2, 3, "BOTH"), aligned("l2", 3, 4, "LEFT")),
        ),
        elan.Tier("RH-Handshape", "free", (aligned("h1", 1, 4, "A"),)),
        elan.Tier("LH-Handshape", "free", (aligned("h2", 1, 4, "B"),)),
    ]
    write(tmp_path, tiers, [0, 100, 400, 800])

    clips = listed(tmp_path, signer="s1").clips

    assert [(c.gloss, c.start_ms, c.handshape, c.signer) for c in clips] == [
        ("BOTH", 0, "A", "s1"),
        ("LEFT", 400, "B", "s1"),
    ]


def test_list_elan__two_signers_in_one_video(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    tiers = [
        elan.Tier("GlossR S1", "free", (aligned("a", 1, 2, "X"),)),
        elan.Tier("GlossR S2", "free", (aligned("b", 2, 3, "Y"),)),
        elan.Tier("HandshapeR S1", "free", (aligned("h", 1, 3, "A"),)),
    ]
    write(tmp_path, tiers, [0, 400, 800])

    clips = listed(tmp_path).clips

    assert [(c.gloss, c.signer, c.handshape) for c in clips] == [
        ("X", "S1", "A"),
        ("Y", "S2", None),
    ]


def test_list_elan__names_that_the_user_gives(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    tiers = [elan.Tier("Zeichen", "free", (aligned("a", 1, 2, "X"),))]
    write(tmp_path, tiers, [0, 400])

    assert listed(tmp_path, TierNames(gloss="zeich*")).clips[0].gloss == "X"
    with pytest.raises(CallError, match=r"glosses .*: 'Zeichen'. Name it with --gloss"):
        listed(tmp_path)


def test_list_elan__the_licence_that_all_files_agree_on(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()

    def licence(*texts: str) -> str:
        for number, text in enumerate(texts):
            document = made_document(
                [GLOSS],
                [0, 400 + number, 800],
                header=elan.Header(VIDEO),
                licences=(elan.Licence(text),),
            )
            (tmp_path / f"{number}.eaf").write_bytes(eaf_bytes(document))
        return listed(tmp_path).facts.licence

    assert licence(" CC0 ", "") == "CC0"
    assert licence("CC0", "CC BY 4.0") == "not stated"


# What cannot be used is a problem each, and the rest is kept


def test_list_elan__damaged_files_beside_a_sound_one(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    write(tmp_path, [GLOSS], [0, 400, 800])
    write(tmp_path, [elan.Tier("Other", "free")], [], name="b/untiered.eaf")
    for name, content in {
        "broken.eaf": b"<ANNOTATION_DOCUMENT>",
        "latin.eaf": b"<ANNOTATION_DOCUMENT AUTHOR='\xe9'/>",
        "page.eaf": b"<html/>",
        "bomb.eaf": b"<!DOCTYPE a [<!ENTITY b 'c'>]><ANNOTATION_DOCUMENT/>",
        "empty.eaf": b"",
    }.items():
        (tmp_path / name).write_bytes(content)

    listing = listed(tmp_path)

    assert len(listing.clips) == 2
    assert {problem.place: problem.kind for problem in listing.problems} == {
        "b/untiered.eaf": "no-gloss-tier",
        "bomb.eaf": "declares-document-type",
        "broken.eaf": "bad-xml",
        "empty.eaf": "empty-file",
        "latin.eaf": "bad-encoding",
        "page.eaf": "not-elan",
    }


def test_list_elan__annotations_without_a_time_beside_sound_ones(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.mp4").touch()
    tiers = [
        elan.Tier(
            "Gloss",
            "free",
            (
                aligned("a1", 1, 2, "SOUND"),
                aligned("a2", 2, 1, "REVERSED"),
                aligned("a3", 2, 3, "NO TIME"),
                aligned("a1", 1, 2, "TWICE"),
                hanging("a5", "a5", "CIRCLE"),
            ),
        ),
        elan.Tier("Handshape", "one to one", (hanging("h", "gone", "A"),)),
        elan.Tier("Mouth", "one to one", (hanging("m", "gone", "ba"),)),
    ]
    write(tmp_path, tiers, [0, 400, None])

    listing = listed(tmp_path)

    assert [clip.gloss for clip in listing.clips] == ["SOUND"]
    assert {(p.kind, p.lost) for p in listing.problems} == {
        ("bad-times", True),
        ("no-time", True),
        ("repeated-annotation", True),
        ("cyclic-reference", True),
        ("lost-reference", False),
    }
    assert all(p.place.startswith("a.eaf, tier ") for p in listing.problems)


def test_list_elan__no_such_folder_or_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="not there"):
        listed(tmp_path / "gone")
    with pytest.raises(CallError, match=r"nothing to ingest .*ends in \.eaf"):
        listed(tmp_path)
