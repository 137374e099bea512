"""What every importer promises, tried on a tiny made-up corpus of each.

Nothing is decoded: importers list what there is. Those that bring more than one row for a
clip, or none (letters, rendered hands), have tests of their own. A new importer is one
more line of `IMPORTERS`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.corpora.asl_citizen import list_asl_citizen
from ingest.corpora.autsl import list_autsl
from ingest.corpora.elan import list_elan
from ingest.corpora.folder import list_folder
from ingest.corpora.images import list_images
from ingest.corpora.pose_files import read_pose_folder
from ingest.corpora.slovo import list_slovo
from ingest.corpora.wlasl import list_wlasl
from ingest.sources import CorpusFacts, Listing, Problem
from store import elan
from store.elan_writing import eaf_bytes
from store.errors import CallError
from tests.ingest.corpora.test_pose_files import written
from tests.store.elan_maker import aligned, made_document

GIVEN = CorpusFacts("Made", language="Made Sign", licence="none", citation="Nobody")
PICTURES = CorpusFacts(
    "Made", media="image", language="Made Sign", licence="none", citation="Nobody"
)
Label = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Found:
    """What a contract can be about: each clip's id, label and file, and the problems."""

    labels: dict[str, Label]
    files: Sequence[Path]
    problems: Sequence[Problem]
    facts: CorpusFacts | None


@dataclass(frozen=True)
class Importer:
    """One importer with its tiny corpus.

    Attributes:
        make: writes the corpus; the names given are rows (or files) beyond the good ones.
        read: lists it.
        labels: gloss (or handshape), signer and split of its good clips, by id.
        broken: a row or file that cannot be used.
    """

    name: str
    make: Callable[..., None]
    read: Callable[[Path], Found]
    labels: dict[str, Label]
    broken: str


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def table(path: Path, lines: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_folder(folder: Path, *more: str) -> None:
    touch(folder, "s1/train/HELLO.mp4", "s2/test/BYE.mp4", *more)


def make_manifest(folder: Path, *more: str) -> None:
    touch(folder, "a.mp4", "b.mp4")
    rows = ["a.mp4,HELLO,s1,train", "b.mp4,BYE,s2,test"]
    rows += [f"{name},HI,s3,test" for name in more]
    table(folder / "manifest.csv", ["file,gloss,signer,split", *rows])


def make_images(folder: Path, *more: str) -> None:
    touch(folder, "01_02_03.png", "04_05_06.png", *more)


def make_wlasl(folder: Path, *more: str) -> None:
    touch(folder, "00335.mp4", "00336.mp4")
    signs = [
        {"gloss": gloss, "instances": [{"video_id": v, "signer_id": s, "split": split}]}
        for gloss, v, s, split in (
            ("HELLO", "00335", "s1", "train"),
            ("BYE", "00336", "s2", "test"),
            *(("HI", name, "s3", "test") for name in more),
        )
    ]
    (folder / "WLASL_v0.3.json").write_text(json.dumps(signs))


def make_autsl(folder: Path, *more: str) -> None:
    touch(
        folder,
        "train/signer1_sample1_color.mp4",
        "test/signer2_sample2_color.mp4",
    )
    table(folder / "SignList_ClassId_TR_EN.csv", ["ClassId,TR,EN", "0,abla,sister"])
    rows = ["signer1_sample1,0", *(f"{name},0" for name in more)]
    table(folder / "train_labels.csv", rows)
    table(folder / "test_labels.csv", ["signer2_sample2,0"])


def make_slovo(folder: Path, *more: str) -> None:
    touch(folder, "train/a1.mp4", "test/b2.mp4")
    rows = ["a1\ts1\tпить\tTrue", "b2\ts2\tжить\tFalse"]
    rows += [f"{name}\ts3\tдым\tTrue" for name in more]
    table(folder / "annotations.csv", ["attachment_id\tuser_id\ttext\ttrain", *rows])


def make_asl_citizen(folder: Path, *more: str) -> None:
    touch(folder, "videos/1-HELLO.mp4", "videos/2-NOT ME.mp4")
    head = "Participant ID,Video file,Gloss,ASL-LEX Code"
    rows = ["P1,1-HELLO.mp4,HELLO,A_01_001", *(f"P3,{n},HI,NA" for n in more)]
    table(folder / "splits/train.csv", [head, *rows])
    table(folder / "splits/val.csv", [head, "P2,2-NOT ME.mp4,NOTME,NA"])
    table(folder / "splits/test.csv", [head, "P1,1-HELLO.mp4,HELLO,A_01_001"])


def make_elan(folder: Path, *more: str) -> None:
    touch(folder, "a.mp4", "b.mp4")
    for name, gloss, signer in (("a", "HELLO", "s1"), ("b", "BYE", "s2")):
        _write_eaf(folder / f"{name}.eaf", f"./{name}.mp4", gloss, signer)
    for number, name in enumerate(more):
        _write_eaf(folder / f"more{number}.eaf", name, "HI", "s3")


def _write_eaf(path: Path, video: str, gloss: str, signer: str) -> None:
    url = f"file://{video}" if video.startswith("/") else ""
    media = (elan.Media(url, "video/mp4", None if url else video),)
    tier = elan.Tier("Gloss", "free", (aligned("a1", 1, 2, gloss),), participant=signer)
    document = made_document([tier], [0, 900], header=elan.Header(media))
    path.write_bytes(eaf_bytes(document))


def make_poses(folder: Path, *more: str) -> None:
    for name in ("s1/train/HELLO.pose", "s2/test/BYE.pose"):
        written(folder / name)
    touch(folder, *more)


def listed(listing: Listing) -> Found:
    return Found(
        {
            clip.clip_id: (clip.gloss or clip.handshape, clip.signer, clip.split)
            for clip in listing.clips
        },
        [clip.path for clip in listing.clips],
        listing.problems,
        listing.facts,
    )


def read_poses(folder: Path) -> Found:
    clips, problems = read_pose_folder(folder, "c", pattern=PATTERN)
    labels: dict[str, Label] = {
        f"c/{c.name}": (c.gloss, c.signer, c.split) for c in clips
    }
    return Found(labels, [Path(c.source) for c in clips], problems, None)


PATTERN = r"(?P<signer>\w+)/(?P<split>\w+)/(?P<gloss>\w+)"
IMPORTERS = [
    Importer(
        "folder",
        make_folder,
        lambda f: listed(list_folder(f, "c", facts=GIVEN, pattern=PATTERN)),
        {
            "c/s1.train.HELLO": ("HELLO", "s1", "train"),
            "c/s2.test.BYE": ("BYE", "s2", "test"),
        },
        broken="unfit.mp4",
    ),
    Importer(
        "manifest",
        make_manifest,
        lambda f: listed(list_folder(f, "c", facts=GIVEN)),
        {"c/a": ("HELLO", "s1", "train"), "c/b": ("BYE", "s2", "test")},
        broken="nowhere.mp4",
    ),
    Importer(
        "images",
        make_images,
        lambda f: listed(list_images(f, "c", facts=PICTURES)),
        {"c/01_02_03": ("01", "02", None), "c/04_05_06": ("04", "05", None)},
        broken="",
    ),
    Importer(
        "wlasl",
        make_wlasl,
        lambda f: listed(list_wlasl(f, "c")),
        {"c/00335": ("HELLO", "s1", "train"), "c/00336": ("BYE", "s2", "test")},
        broken="99999",
    ),
    Importer(
        "autsl",
        make_autsl,
        lambda f: listed(list_autsl(f, "c")),
        {
            "c/signer1_sample1": ("abla", "1", "train"),
            "c/signer2_sample2": ("abla", "2", "test"),
        },
        broken="signer9_sample9",
    ),
    Importer(
        "slovo",
        make_slovo,
        lambda f: listed(list_slovo(f, "c")),
        {"c/a1": ("пить", "s1", "train"), "c/b2": ("жить", "s2", "test")},
        broken="nowhere",
    ),
    Importer(
        "asl-citizen",
        make_asl_citizen,
        lambda f: listed(list_asl_citizen(f, "c")),
        {
            "c/1-HELLO": ("HELLO", "P1", "train"),
            "c/2-NOT-ME-b72aa4e6": ("NOTME", "P2", "validation"),
        },
        broken="nowhere.mp4",
    ),
    Importer(
        "elan",
        make_elan,
        lambda f: listed(list_elan(f, "c", facts=GIVEN)),
        {"c/a-0-900": ("HELLO", "s1", None), "c/b-0-900": ("BYE", "s2", None)},
        broken="./nowhere.mp4",
    ),
    Importer(
        "pose files",
        make_poses,
        read_poses,
        {
            "c/s1.train.HELLO": ("HELLO", "s1", "train"),
            "c/s2.test.BYE": ("BYE", "s2", "test"),
        },
        broken="s3/test/HI.pose",
    ),
]
each = pytest.mark.parametrize("importer", IMPORTERS, ids=lambda each: each.name)
NAMES_TABLES = ("manifest", "wlasl", "autsl", "slovo", "asl-citizen", "elan")
each_with_table = pytest.mark.parametrize(
    "importer",
    [each for each in IMPORTERS if each.name in NAMES_TABLES],
    ids=lambda each: each.name,
)


@each
def test_importer__lists_each_clip_with_its_label(
    importer: Importer, tmp_path: Path
) -> None:
    importer.make(tmp_path)

    found = importer.read(tmp_path)

    assert found.labels == importer.labels
    assert all(file.is_absolute() for file in found.files)


@each
def test_importer__lists_the_same_again_and_elsewhere(
    importer: Importer, tmp_path: Path
) -> None:
    for place in ("here", "there"):
        importer.make(tmp_path / place)

    first, again = importer.read(tmp_path / "here"), importer.read(tmp_path / "here")

    assert list(first.labels) == list(again.labels)
    assert [p.row(corpus="c", run_id="r") for p in first.problems] == [
        p.row(corpus="c", run_id="r") for p in again.problems
    ]
    assert list(first.labels) == list(importer.read(tmp_path / "there").labels)


@each
def test_importer__says_whose_the_corpus_is(importer: Importer, tmp_path: Path) -> None:
    importer.make(tmp_path)

    facts = importer.read(tmp_path).facts

    if facts is None:
        pytest.skip("its corpus is described by the command alone")
    assert facts.language.endswith(("Sign", "Sign Language"))
    assert facts.licence
    assert facts.citation
    # Nobody has agreed to anything by being listed.
    allowed = facts.synthetic, facts.show_faces, facts.exportable
    assert not any(allowed)


@each
def test_importer__what_cannot_be_used_is_a_problem_and_costs_nothing_else(
    importer: Importer, tmp_path: Path
) -> None:
    if not importer.broken:
        pytest.skip("photographs are looked into when they are read")
    importer.make(tmp_path, importer.broken)

    found = importer.read(tmp_path)

    assert importer.labels.items() <= found.labels.items()
    [problem] = [p for p in found.problems if p.kind not in {"duplicate-row"}]
    assert problem.what.endswith(".")
    assert problem.remedy.endswith(".")
    row = problem.row(corpus="c", run_id="r")
    assert row["problem_id"]


@each_with_table
@pytest.mark.parametrize("way", ["up", "whole"])
def test_importer__no_name_in_a_table_leads_out_of_the_folder(
    importer: Importer, tmp_path: Path, way: str
) -> None:
    secret = tmp_path / "secret.mp4"
    secret.touch()
    folder = tmp_path / "corpus"
    if importer.name == "elan" and way == "up":
        pytest.skip("ELAN's own relative links may lead to videos beside the files")
    stem = str(secret.with_suffix("")) if way == "whole" else "../secret"
    suffix = "" if importer.name in {"wlasl", "autsl", "slovo"} else ".mp4"
    importer.make(folder, f"{stem}{suffix}")

    found = importer.read(folder)

    assert secret not in [file.resolve() for file in found.files]
    assert found.labels.keys() == importer.labels.keys()
    assert found.problems


@each
def test_importer__an_empty_folder_is_refused(
    importer: Importer, tmp_path: Path
) -> None:
    with pytest.raises(CallError) as refused:
        importer.read(tmp_path)
    with pytest.raises(CallError, match="not there"):
        importer.read(tmp_path / "nowhere")

    assert str(tmp_path) in str(refused.value)
    assert len(str(refused.value)) > 40
