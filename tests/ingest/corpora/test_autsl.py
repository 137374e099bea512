"""AUTSL's own files, made up: labels, classes, splits, and what is wrong in them."""

from pathlib import Path

import pytest

from ingest.corpora.autsl import list_autsl
from store.errors import CallError, UnknownNameError


def autsl(folder: Path, *videos: str, labels: str = "", classes: str = "") -> Path:
    for name in videos:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (folder / "train_labels.csv").write_text(labels or "signer1_sample2,0\n")
    (folder / "SignList_ClassId_TR_EN.csv").write_text(
        classes or "ClassId,TR,EN\n0,abla,sister\n1,acele,hurry\n", encoding="utf-8-sig"
    )
    return folder


def test_list_autsl__gloss_signer_and_split(tmp_path: Path) -> None:
    autsl(
        tmp_path,
        "train/signer1_sample2_color.mp4",
        "train/signer1_sample2_depth.mp4",
        "val/signer7_sample3_color.mp4",
    )
    (tmp_path / "validation_labels.csv").write_text("signer7_sample3, 1\n")

    listing = list_autsl(tmp_path, "autsl")

    assert [(c.name, c.gloss, c.signer, c.split) for c in listing.clips] == [
        ("signer1_sample2", "abla", "1", "train"),
        ("signer7_sample3", "acele", "7", "validation"),
    ]
    assert not listing.problems
    assert listing.facts.language == "Turkish Sign Language"


def test_list_autsl__glosses_in_english(tmp_path: Path) -> None:
    autsl(tmp_path, "signer1_sample2_color.mp4")

    [clip] = list_autsl(tmp_path, "autsl", glosses="en").clips

    assert (clip.gloss, clip.split) == ("sister", "train")
    with pytest.raises(UnknownNameError, match="'de'"):
        list_autsl(tmp_path, "autsl", glosses="de")


def test_list_autsl__without_label_or_with_an_unknown_class(tmp_path: Path) -> None:
    autsl(
        tmp_path,
        "test/signer1_sample2_color.mp4",
        "test/signer1_sample3_color.mp4",
        labels="signer1_sample2,99\n",
    )

    listing = list_autsl(tmp_path, "autsl")

    assert [(c.gloss, c.split) for c in listing.clips] == [(None, "test")] * 2
    assert [p.kind for p in listing.problems] == ["unlabelled-video"] * 2
    assert "its class is 99" in listing.problems[0].what
    assert not any(problem.lost for problem in listing.problems)


def test_list_autsl__labels_of_videos_that_are_not_there(tmp_path: Path) -> None:
    labels = "".join(f"signer1_sample{n},1\n" for n in range(2, 12))
    autsl(tmp_path, "signer1_sample2_color.mp4", labels=labels)

    [problem] = list_autsl(tmp_path, "autsl").problems

    assert "9 of the 10 videos" in problem.what
    assert problem.what.endswith("...")


@pytest.mark.parametrize(
    ("labels", "classes", "said"),
    [
        ("signer1_sample2,book\n", "", "number of its class"),
        ("signer1_sample2\n", "", "number of its class"),
        ("", "Id,TR\n0,abla\n", "lacks column classid"),
        ("", "ClassId,TR,EN\nzero,abla,sister\n", "no class and its names"),
    ],
)
def test_list_autsl__damaged_tables(
    tmp_path: Path, labels: str, classes: str, said: str
) -> None:
    autsl(tmp_path, "signer1_sample2_color.mp4", labels=labels, classes=classes)

    with pytest.raises(CallError, match=said):
        list_autsl(tmp_path, "autsl")


def test_list_autsl__another_folder_or_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="cannot be read as a table"):
        list_autsl(tmp_path, "autsl")
    autsl(tmp_path)
    with pytest.raises(CallError, match="holds no video called"):
        list_autsl(tmp_path, "autsl")
    (tmp_path / "SignList_ClassId_TR_EN.csv").write_bytes(
        "ClassId,TR,EN\n0,\u00e7ay,tea\n".encode("iso-8859-9")
    )
    with pytest.raises(CallError, match="UTF-8"):
        list_autsl(tmp_path, "autsl")
