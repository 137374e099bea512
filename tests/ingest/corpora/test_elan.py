from pathlib import Path

import pytest

from ingest.corpora.elan import list_elan
from ingest.corpora.elan_media import media_name
from ingest.sources import CorpusFacts, Listing
from store import elan
from store.elan_tiers import TierNames
from store.elan_writing import eaf_bytes
from store.errors import CallError
from tests.store.elan_maker import aligned, hanging, made_document

FACTS = CorpusFacts("Village")
VIDEO = (elan.Media("file:///elsewhere/a.mp4", "video/mp4", "./a.mp4"),)
GLOSS = elan.Tier(
    "Gloss", "free", (aligned("a1", 1, 2, "HAUS"), aligned("a2", 2, 3, " "))
)


def write(
    folder: Path,
    tiers: list[elan.Tier],
    slots: list[int | None],
    media: tuple[elan.Media, ...] = VIDEO,
    name: str = "a.eaf",
) -> Path:
    document = made_document(tiers, slots, header=elan.Header(media))
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(eaf_bytes(document))
    return folder / name


def listed(folder: Path, names: TierNames | None = None, **more: str) -> Listing:
    return list_elan(folder, "v", facts=FACTS, names=names or TierNames(), **more)


def kinds(listing: Listing) -> list[str]:
    return [problem.kind for problem in listing.problems]


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


# Videos


@pytest.mark.parametrize(
    ("url", "relative", "there"),
    [
        ("file:///x/a.mp4", "../v/a%20b.mp4", "v/a b.mp4"),
        ("file:///x/a.mp4", None, "e/a.mp4"),
        ("file:///C:/x/a.mp4", None, "e/a.mp4"),
        (r"C:\x\a.mp4", None, "e/a.mp4"),
        ("file:///x/a.mp4", "./gone/a.mp4", "e/a.mp4"),
    ],
)
def test_video_of__where_it_is_looked_for(
    tmp_path: Path, url: str, relative: str | None, there: str
) -> None:
    video = tmp_path / there
    video.parent.mkdir(parents=True, exist_ok=True)
    video.touch()
    write(
        tmp_path,
        [GLOSS],
        [0, 400, 800],
        (elan.Media(url, "video/mp4", relative),),
        "e/a.eaf",
    )

    assert listed(tmp_path).clips[0].path == video


def test_video_of__a_whole_address_only_below_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "c" / "v" / "a.mp4", tmp_path / "a.mp4"
    inside.parent.mkdir(parents=True)
    for video in (inside, outside):
        video.touch()
        media = (elan.Media(video.as_uri(), "video/mp4"),)
        write(tmp_path, [GLOSS], [0, 400, 800], media, f"c/e/{video.parent.name}.eaf")

    listing = listed(tmp_path / "c")

    assert {clip.path for clip in listing.clips} == {inside}
    assert kinds(listing) == ["missing-video"]


def test_video_of__the_first_video_by_its_offset(tmp_path: Path) -> None:
    for name in ("a.wav", "b.mp4", "c.mp4"):
        (tmp_path / name).touch()
    media = (
        elan.Media("./a.wav", "audio/x-wav", "./a.wav"),
        elan.Media("./b.mp4", "video/mp4", "./b.mp4", -500),
        elan.Media("./c.mp4", "video/mp4", "./c.mp4"),
    )
    write(tmp_path, [GLOSS], [0, 400, 800], media)

    listing = listed(tmp_path)

    assert [(c.path.name, c.start_ms, c.end_ms) for c in listing.clips] == [
        ("b.mp4", 0, 300)
    ]
    assert kinds(listing) == ["before-video"]


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        ((), "no-video"),
        ((elan.Media("./a.wav", "audio/x-wav"),), "no-video"),
        (VIDEO, "missing-video"),
        (
            (elan.Media("file:///" + "a" * 5_000 + ".mp4", "video/mp4"),),
            "missing-video",
        ),
        ((elan.Media("file://[::/a.mp4", "video/mp4", "%00.mp4"),), "missing-video"),
    ],
)
def test_video_of__missing(
    tmp_path: Path, media: tuple[elan.Media, ...], kind: str
) -> None:
    (tmp_path / "a.wav").touch()
    write(tmp_path, [GLOSS], [0, 400, 800], media)

    listing = listed(tmp_path)

    assert not listing.clips
    assert kinds(listing) == [kind]
    assert listing.problems[0].lost


def test_media_name__of_urls_and_paths() -> None:
    assert media_name(elan.Media("file:///C:/x%20y/a%23b.mp4", "")) == "a#b.mp4"
    assert media_name(elan.Media(r"C:\x\100%.mp4", "")) == "100%.mp4"


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
