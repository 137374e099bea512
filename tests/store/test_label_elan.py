from collections import Counter
from pathlib import Path

import pytest

from store.db import Database
from store.elan import document as elan
from store.elan.tiers import TierNames
from store.elan.writing import eaf_bytes
from store.label_elan import elan_files, elan_labels
from store.label_import import import_labels
from store.layout import Store
from tests.store.elan.elan_maker import aligned, hanging, made_document
from tests.store.elan.elan_store import VIDEO, crop_id, make_filmed, write_clip
from tests.store.village_maker import labelled_in

LINK = (elan.Media(f"file:///elsewhere/{VIDEO}", "video/mp4", f"./{VIDEO}"),)


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    root = tmp_path_factory.mktemp("filmed")
    return make_filmed(root / "store", root / "videos")


def write(
    folder: Path,
    tiers: list[elan.Tier],
    slots: list[int | None],
    media: tuple[elan.Media, ...] = LINK,
) -> Path:
    document = made_document(tiers, slots, header=elan.Header(media))
    (folder / "a.eaf").write_bytes(eaf_bytes(document))
    return folder / "a.eaf"


def labels(
    store: Store, path: Path, names: TierNames | None = None
) -> tuple[dict[str, str], list[str]]:
    found, problems = elan_labels(
        Database(store), [path], annotator="elan", names=names or TierNames()
    )
    return {one.crop_id: one.handshape for one in found}, [p.kind for p in problems]


def test_elan_labels__hands_seen_while_an_annotation_lasts(
    filmed: Store, tmp_path: Path
) -> None:
    tier = elan.Tier("Handshape", "free", (aligned("a", 1, 2, "A"),), annotator=" Bo ")
    path = write(tmp_path, [tier], [1_080, 1_200])

    found, problems = elan_labels(Database(filmed), [path], annotator="elan")

    assert not problems
    assert {one.crop_id: (one.handshape, one.annotator) for one in found} == {
        crop_id("first", frame): ("A", "Bo") for frame in (2, 3, 4)
    }
    assert found[0].place == "a.eaf, tier Handshape, annotation a"


def test_elan_labels__both_hands_hanging_tiers_and_offsets(
    filmed: Store, tmp_path: Path
) -> None:
    tiers = [
        elan.Tier("Gloss", "free", (aligned("g", 1, 2, "HAUS"),)),
        elan.Tier("RH-Handshape", "one to one", (hanging("r", "g", "A"),), "Gloss"),
        elan.Tier("LH-Handshape", "one to one", (hanging("l", "g", "B"),), "Gloss"),
    ]
    media = (elan.Media(f"./{VIDEO}", "video/mp4", time_origin_ms=1_000),)
    path = write(tmp_path, tiers, [0, 80], media)

    found, problems = labels(filmed, path)

    assert not problems
    assert found == {
        crop_id("first", 0): "A",
        crop_id("first", 1): "A",
        crop_id("first", 0, "left"): "B",
        crop_id("first", 1, "left"): "B",
    }


def test_elan_labels__a_left_handed_signer(tmp_path: Path) -> None:
    store = make_filmed(tmp_path / "s", tmp_path)
    source = str(tmp_path / "left.mp4")
    write_clip(store, "l", gloss="X", source=source, dominant_hand="left")
    media = (elan.Media("./left.mp4", "video/mp4"),)
    tier = elan.Tier("Handshape DH", "free", (aligned("a", 1, 2, "A"),))

    found, _ = labels(store, write(tmp_path, [tier], [0, 40], media))

    assert found == {crop_id("l", 0, "left"): "A"}


def test_elan_labels__only_the_hands_of_its_signer(
    filmed: Store, tmp_path: Path
) -> None:
    tier = elan.Tier(
        "Handshape", "free", (aligned("a", 1, 2, "A"),), participant="somebody else"
    )

    assert labels(filmed, write(tmp_path, [tier], [1_000, 1_400])) == (
        {},
        ["no-hand-then"],
    )


def test_elan_labels__tiers_that_the_user_names(filmed: Store, tmp_path: Path) -> None:
    tier = elan.Tier("Form", "free", (aligned("a", 1, 2, "A"),))
    path = write(tmp_path, [tier], [1_000, 1_040])

    assert labels(filmed, path) == ({}, ["no-handshape-tier"])
    assert labels(filmed, path, TierNames(handshape="form"))[0] == {
        crop_id("first", 0): "A"
    }


def test_elan_labels__what_cannot_be_used(filmed: Store, tmp_path: Path) -> None:
    tier = elan.Tier(
        "Handshape",
        "free",
        (
            aligned("a", 1, 2, "A"),
            aligned("b", 3, 4, "nobody there"),
            aligned("c", 2, 1, "reversed"),
            aligned("d", 1, 2, ""),
        ),
    )
    path = write(tmp_path, [tier], [1_000, 1_040, 9_000, 9_900])
    unknown = (elan.Media("./other.mp4", "video/mp4"),)

    assert labels(filmed, path) == (
        {crop_id("first", 0): "A"},
        ["bad-times", "no-hand-then"],
    )
    assert labels(filmed, write(tmp_path, [tier], [0, 40], unknown))[1] == [
        "unknown-video"
    ]
    path.write_bytes(b"<html/>")
    assert labels(filmed, path) == ({}, ["not-elan"])


def test_elan_labels__several_videos_of_one_name(tmp_path: Path) -> None:
    store = make_filmed(tmp_path / "s", tmp_path / "videos")
    write_clip(store, "x", gloss="X", source=str(tmp_path / "other" / "whole.mp4"))
    tier = elan.Tier("Handshape", "free", (aligned("a", 1, 2, "A"),))
    name = (elan.Media("file:///gone/whole.mp4", "video/mp4"),)
    link = (elan.Media("file:///gone/whole.mp4", "video/mp4", "videos/whole.mp4"),)

    assert labels(store, write(tmp_path, [tier], [0, 40], name))[1] == [
        "ambiguous-video"
    ]
    found, problems = labels(store, write(tmp_path, [tier], [0, 40], link))
    assert (found, problems) == ({crop_id("whole", 0): "A"}, [])


def test_elan_files__one_or_those_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/x.EAF", "a.eaf", ".a.eaf", "a.pfsx"):
        (tmp_path / name).touch()

    assert elan_files(tmp_path) == [tmp_path / "a.eaf", tmp_path / "b" / "x.EAF"]
    assert elan_files(tmp_path / "a.eaf") == [tmp_path / "a.eaf"]
    assert elan_files(tmp_path / "gone.eaf") == elan_files(tmp_path / "a.pfsx") == []


def test_import_labels__of_a_folder_of_annotations(tmp_path: Path) -> None:
    store = make_filmed(tmp_path / "s", tmp_path)
    tier = elan.Tier("Handshape", "free", (aligned("a", 1, 2, "A"),))
    write(tmp_path, [tier], [1_000, 1_400])
    (tmp_path / "broken.eaf").write_bytes(b"<")

    imported = import_labels(store, tmp_path, annotator="Bo")

    assert "10 labels of 1 handshape imported; 1 could not be used" in imported.summary
    labelled = labelled_in(store)
    assert Counter(labelled.handshapes.values()) == {"A": 10}
    assert list(labelled.ratings) == ["Bo"]
    [row] = Database(store).rows("problems_found", corpus=None, kind=None, at_most=9)
    assert (row["kind"], row["place"]) == ("bad-xml", "broken.eaf")
