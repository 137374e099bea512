"""ELAN's files out of a store: valid, read by pympi, and read back by the importer."""

import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.exports.elan import (
    ExportedElan,
    elan_zip,
    export_elan,
)
from ingest.exports.elan_spans import Span, clips_of, spans
from store.db import Database
from store.elan import document as elan
from store.elan.handshapes import entry_id
from store.elan.reading import parse_ecv, read_eaf
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.ingest.exports.elan_village import HANDS, ODD, SIGNS, make_labelled, tiers_of
from tests.store.elan.elan_maker import schema_errors
from tests.store.elan.elan_store import CORPUS, VIDEO, make_filmed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("village")


@pytest.fixture(scope="module")
def filmed(folder: Path) -> Store:
    (folder / "videos").mkdir()
    (folder / "videos" / "whole.mp4").touch()
    return make_labelled(folder)


def test_export_elan__tiers_of_one_video(filmed: Store, folder: Path) -> None:
    out = folder / "tiers"
    done = export_elan(Database(filmed), [CORPUS], out, run_id=HANDS.run_id)

    assert done == ExportedElan(documents=2, clips=4, annotations=15, left_out=1)
    assert {path.name for path in out.rglob("*") if path.is_file()} == {
        "CREDITS.txt",
        "handshapes.ecv",
        "long video.eaf",
        "whole.eaf",
    }
    assert tiers_of(out / CORPUS / "long video.eaf") == {
        "Gloss": [(1_000, 1_400, "HAUS"), (2_000, 2_400, ""), (3_000, 3_400, ODD)],
        "Handshape": [(3_000, 3_400, "V")],
        "Handshape-R": [
            (1_040, 1_160, "A"),
            (1_200, 1_240, "A"),
            (1_240, 1_320, ODD),
        ],
        "Handshape-L": [(2_000, 2_080, "5")],
        f"Handshape-R predicted by {HANDS.run_id}": [
            (1_000, 1_160, "B"),
            (1_240, 1_280, "B"),
        ],
        "Hold-R": [
            (1_080, 1_240, "1"),
            (2_080, 2_240, "1"),
            (3_080, 3_240, "1"),
        ],
    }


def test_export_elan__is_valid_and_says_whose_and_which(
    filmed: Store, folder: Path
) -> None:
    out = folder / "valid"
    export_elan(Database(filmed), [CORPUS], out, run_id=HANDS.run_id)
    place = out / CORPUS

    for path in place.iterdir():
        assert schema_errors(path.read_bytes()) == []
    document, _ = read_eaf(place / "whole.eaf")
    words = parse_ecv((place / "handshapes.ecv").read_bytes(), name="")
    labels = next(
        tier
        for tier in read_eaf(place / "long video.eaf")[0].tiers
        if tier.name == "Handshape-R"
    )
    assert [a.entry for a in labels.annotations] == [
        entry_id("A"),
        entry_id("A"),
        entry_id(ODD),
    ]
    assert {entry_id(ODD), entry_id("A")} <= {
        entry.entry_id for entry in words.vocabularies[0].entries
    }
    assert (labels.participant, labels.annotator) == ("ana", "ann")
    assert document.licences == (elan.Licence("not stated", ""),)
    assert document.header.media == (
        elan.Media("../../videos/whole.mp4", "video/mp4", "../../videos/whole.mp4"),
    )
    assert document.references == (
        elan.ExternalReference("er1", "ecv", (place / "handshapes.ecv").as_uri()),
    )
    assert (out / "CREDITS.txt").read_text().startswith("village (village); licence")


@pytest.mark.parametrize(
    ("vocabulary", "address", "inside"),
    [("inside", [], True), ("https://a.b/c.ecv", ["https://a.b/c.ecv"], False)],
)
def test_export_elan__where_the_vocabulary_is(
    filmed: Store, tmp_path: Path, vocabulary: str, address: list[str], inside: bool
) -> None:
    export_elan(Database(filmed), [CORPUS], tmp_path / "out", vocabulary=vocabulary)

    path = tmp_path / "out" / CORPUS / "whole.eaf"
    document, _ = read_eaf(path)
    assert [reference.value for reference in document.references] == address
    assert bool(document.vocabularies[0].entries) == inside
    assert schema_errors(path.read_bytes()) == []
    assert str(tmp_path) not in path.read_text()


def test_export_elan__signs_that_a_classifier_sees(
    filmed: Store, tmp_path: Path
) -> None:
    export_elan(Database(filmed), [CORPUS], tmp_path / "out", run_id=SIGNS.run_id)

    tiers = tiers_of(tmp_path / "out" / CORPUS / "long video.eaf")
    assert tiers[f"Gloss predicted by {SIGNS.run_id}"] == [(1_000, 1_400, "MAUS")]


def test_elan_zip__holds_the_same_and_names_no_folder(
    filmed: Store, folder: Path
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(elan_zip(Database(filmed), [CORPUS])))

    assert set(archive.namelist()) == {
        "CREDITS.txt",
        "village/handshapes.ecv",
        "village/long video.eaf",
        "village/whole.eaf",
    }
    content = archive.read("village/long video.eaf")
    assert schema_errors(content) == []
    assert f'RELATIVE_MEDIA_URL="./{VIDEO}"'.encode() in content
    assert str(folder).encode() not in content


# What cannot be exported


def test_export_elan__what_cannot_be(filmed: Store, tmp_path: Path) -> None:
    database, out = Database(filmed), tmp_path / "out"

    with pytest.raises(UnknownNameError, match=r"corpus 'vilage'.*'village'"):
        export_elan(database, ["vilage"], out)
    with pytest.raises(CallError, match="no clips with a time"):
        export_elan(database, ["empty"], out)
    with pytest.raises(CallError, match="may not be exported"):
        export_elan(database, ["empty"], out, media=True)
    with pytest.raises(UnknownNameError, match="Unknown classifier run 'x'"):
        export_elan(database, [CORPUS], out, run_id="x")
    with pytest.raises(CallError, match="no place for a vocabulary"):
        export_elan(database, [CORPUS], out, vocabulary="there")
    assert not out.exists()
    out.mkdir()
    (out / "mine.txt").touch()
    with pytest.raises(CallError, match="not empty"):
        export_elan(database, [CORPUS], out)


def test_command__writes_and_says_what_the_vocabulary_needs(
    filmed: Store, tmp_path: Path
) -> None:
    place = ["--corpus", CORPUS, "--store", str(filmed.root)]

    told = CliRunner().invoke(app, ["export", "elan", str(tmp_path / "out"), *place])

    assert told.exit_code == 0, told.output
    assert "13 annotations of 4 clips written to 2 files" in told.output
    assert "1 photograph left out" in told.output
    assert "--vocabulary inside" in told.output


def test_clips_of__a_source_that_is_gone(tmp_path: Path) -> None:
    store = make_filmed(tmp_path / "store", tmp_path / "gone")

    clips = clips_of(Database(store), CORPUS)

    assert clips[f"{CORPUS}/whole"].file == store.media_dir(CORPUS) / "whole.mp4"
    assert clips[f"{CORPUS}/first"].file == tmp_path / "gone" / VIDEO


# Stretches of time


def test_spans__gaps_changes_and_repeated_frames(filmed: Store) -> None:
    clips = clips_of(Database(filmed), CORPUS)
    told = [(0, "A"), (0, "X"), (2, "A"), (5, "A"), (6, "B")]
    frames = pa.table(
        {
            "clip_id": [f"{CORPUS}/first"] * len(told),
            "hand": ["right"] * len(told),
            "frame_index": [frame for frame, _ in told],
            "time_ms": [33 * frame for frame, _ in told],
            "value": [value for _, value in told],
        }
    )

    def span(start_ms: int, end_ms: int, value: str) -> Span:
        return Span(f"{CORPUS}/first", "right", start_ms, end_ms, value)

    assert spans(frames.slice(0, 0), clips) == []
    assert spans(frames, clips) == [
        span(0, 106, "A"),
        span(165, 198, "A"),
        span(198, 238, "B"),
    ]
    assert spans(frames, {}) == []
    assert spans(frames.slice(1, 2), clips, gap=1) == [
        span(0, 40, "X"),
        span(66, 106, "A"),
    ]
