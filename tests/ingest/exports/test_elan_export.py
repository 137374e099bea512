"""ELAN's files out of a store: valid, read by pympi, and read back by the importer."""

import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pympi
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.corpora.elan import list_elan
from ingest.exports.elan import (
    ExportedElan,
    documents_to_write,
    elan_zip,
    export_elan,
)
from ingest.exports.elan_spans import Span, clips_of, spans
from ingest.sources import CorpusFacts
from store import elan
from store.db import Database
from store.elan_handshapes import entry_id
from store.elan_reading import parse_ecv, read_eaf
from store.elan_times import timed_annotations
from store.errors import CallError, UnknownNameError
from store.label_import import import_labels
from store.labels import LabelEvent, add_event
from store.layout import Store
from store.runs import Run, end_run, start_run
from store.write import write_rows
from tests.ingest.conftest import VideoMaker
from tests.store.elan_maker import schema_errors
from tests.store.elan_store import CORPUS, VIDEO, crop_id, make_filmed, write_clip
from tests.store.village_maker import labelled_in, write_corpus

ODD = "<b> & 手"
HANDS = Run("train", CORPUS, {"name": "hands"})
SIGNS = Run("train", CORPUS, {"name": "signs"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("village")


@pytest.fixture(scope="module")
def filmed(folder: Path, make_video: VideoMaker) -> Store:
    """Clips of two videos, one named badly; labels, and predictions of two runs."""
    store = make_filmed(folder / "store", folder / "videos")
    for name in (VIDEO, "whole.mp4"):
        make_video(folder / "videos" / name)
    write_clip(
        store,
        "named",
        gloss=ODD,
        source=str(folder / "videos" / VIDEO),
        start_ms=3_000,
        end_ms=3_400,
        handshape="V",
    )
    write_corpus(store, "empty", exportable=False)
    for clip, frames, hand, handshape in (
        ("first", (1, 2, 3, 5), "right", "A"),
        ("first", (6, 7), "right", ODD),
        ("second", (0, 1), "left", "5"),
    ):
        crops = tuple(crop_id(clip, frame, hand) for frame in frames)
        add_event(store, LabelEvent("ann", "assign", crops=crops, handshape=handshape))
    seen = {crop_id("first", frame): "B" for frame in (0, 2, 3, 6)}
    _predict(store, HANDS, "handshape", seen)
    _predict(store, SIGNS, "gloss", {f"{CORPUS}/first": "MAUS"})
    return store


def _predict(store: Store, run: Run, target: str, seen: dict[str, str]) -> None:
    started_ms = start_run(store, run)
    end_run(store, run, state="finished", started_ms=started_ms, metrics={})
    rows = [
        {
            "run_id": run.run_id,
            "item_id": item,
            "corpus": CORPUS,
            "target": target,
            "true_class": None,
            "predicted_class": name,
            "probability": 0.5,
            "top_classes": [name],
            "top_probabilities": [0.5],
            "part": "unseen",
            "calibrated": True,
        }
        for item, name in seen.items()
    ]
    partition = {"run_id": run.run_id}
    write_rows(store, "predictions", rows, part="all", partition=partition)


def tiers_of(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    document, problems = read_eaf(path)
    timed, more = timed_annotations(document)
    assert not problems
    assert not more
    found: dict[str, list[tuple[int, int, str]]] = {}
    for annotation in timed:
        found.setdefault(annotation.tier.name, []).append(
            (annotation.start_ms, annotation.end_ms, annotation.value)
        )
    return found


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


# Round trips


def test_export_elan__the_importer_reads_the_same_clips(
    filmed: Store, folder: Path
) -> None:
    database = Database(filmed)
    out = folder / "again"
    export_elan(database, [CORPUS], out)

    listing = list_elan(out, "again", facts=CorpusFacts("Again"))

    assert not listing.problems
    assert {
        (c.gloss, c.signer, c.start_ms, c.end_ms, c.path) for c in listing.clips
    } == {
        (c.gloss, c.signer, c.start_ms, c.end_ms or c.duration_ms, c.file)
        for c in clips_of(database, CORPUS).values()
        if c.media == "video"
    }
    assert {c.gloss: c.handshape for c in listing.clips} == {
        "HAUS": "A",
        None: None,
        ODD: None,
        "BAUM": None,
    }


def test_export_elan__the_labels_come_back(filmed: Store, folder: Path) -> None:
    export_elan(Database(filmed), [CORPUS], folder / "labels")
    bare = make_filmed(folder / "bare", folder / "videos")

    imported = import_labels(bare, folder / "labels", annotator="somebody")

    assert labelled_in(bare).handshapes == labelled_in(filmed).handshapes
    assert {label.annotator for label in imported.labels} == {"ann"}
    assert [problem.kind for problem in imported.problems] == ["no-handshape-tier"]


def test_export_elan__pympi_reads_the_same(filmed: Store, folder: Path) -> None:
    export_elan(Database(filmed), [CORPUS], folder / "theirs")
    path = folder / "theirs" / CORPUS / "long video.eaf"

    theirs = pympi.Elan.Eaf(str(path), suppress_version_warning=True)

    assert {
        name: theirs.get_annotation_data_for_tier(name)
        for name in theirs.get_tier_names()
    } == tiers_of(path)


# Media


def test_export_elan__clips_beside_their_documents(
    folder: Path, make_video: VideoMaker
) -> None:
    store = make_filmed(folder / "media-store", folder / "videos")
    for name in ("first", "second"):
        make_video(store.media_dir(CORPUS) / f"{name}.mp4")
    write_corpus(store, CORPUS, exportable=True)
    out = folder / "media"

    done = export_elan(Database(store), [CORPUS], out, media=True)

    assert documents_to_write(Database(store), [CORPUS], media=True) == 3
    assert (done.documents, done.clips) == (3, 3)
    assert len(done.problems) == 1
    assert tiers_of(out / CORPUS / "second.eaf")["Gloss"] == [(0, 400, "")]
    document, _ = read_eaf(out / CORPUS / "second.eaf")
    assert document.header.media[0].relative_url == "./second.mp4"
    assert (out / CORPUS / "second.mp4").stat().st_size > 0
    assert read_eaf(out / CORPUS / "whole.eaf")[0].header.media == ()


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
