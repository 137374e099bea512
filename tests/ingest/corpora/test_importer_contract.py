"""What every importer promises, tried on a tiny made-up corpus of each.

Nothing is decoded: importers list what there is. Those that bring more than one row for a
clip, or none (letters, rendered hands), have tests of their own. A new importer is one
more line of `IMPORTERS`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.corpora.asl_citizen import list_asl_citizen
from ingest.corpora.asl_lex import FACTS as LEXICON_FACTS
from ingest.corpora.asl_lex import list_asl_lex
from ingest.corpora.autsl import list_autsl
from ingest.corpora.elan import list_elan
from ingest.corpora.folder import list_folder
from ingest.corpora.images import list_images
from ingest.corpora.pose_files import read_pose_folder
from ingest.corpora.slovo import list_slovo
from ingest.corpora.wlasl import list_wlasl
from ingest.sources import CorpusFacts, Listing, Problem
from store.errors import CallError
from tests.ingest.corpora.tiny_corpora import (
    make_asl_citizen,
    make_asl_lex,
    make_autsl,
    make_elan,
    make_folder,
    make_images,
    make_manifest,
    make_poses,
    make_slovo,
    make_wlasl,
)

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


def read_lexicon(folder: Path) -> Found:
    listing = list_asl_lex(folder / "signdata-made.csv")
    labels: dict[str, Label] = {
        f"c/{entry['entry_id']}": (str(entry["gloss"]), None, None)
        for entry in listing.entries
    }
    told = {name: str(value) for name, value in LEXICON_FACTS.items()}
    return Found(labels, [], listing.problems, CorpusFacts(**told))  # type: ignore[arg-type]


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
    Importer(
        "asl-lex",
        make_asl_lex,
        read_lexicon,
        {"c/moon": ("moon", None, None), "c/sun": ("sun", None, None)},
        broken=" ",  # an entry without a name
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
    # Nobody has agreed to be passed on by being listed.
    assert (facts.synthetic, facts.exportable) == (False, False)


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
    with pytest.raises(CallError, match="nowhere"):
        importer.read(tmp_path / "nowhere")

    assert str(tmp_path) in str(refused.value)
    assert len(str(refused.value)) > 40
