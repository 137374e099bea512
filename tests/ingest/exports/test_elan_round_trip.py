"""What was written for ELAN comes back: by pympi, by the importer, as labels, with media."""

from pathlib import Path

import pympi
import pytest

from ingest.corpora.elan import list_elan
from ingest.exports.elan import (
    documents_to_write,
    export_elan,
)
from ingest.exports.elan_spans import clips_of
from ingest.sources import CorpusFacts
from store.db import Database
from store.elan.reading import read_eaf
from store.label_import import import_labels
from store.layout import Store
from tests.ingest.conftest import VideoMaker
from tests.ingest.exports.elan_village import ODD, make_labelled, tiers_of
from tests.store.elan.elan_store import CORPUS, VIDEO, make_filmed, write_clip
from tests.store.village_maker import labelled_in, write_corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("village")


@pytest.fixture(scope="module")
def filmed(folder: Path, make_video: VideoMaker) -> Store:
    for name in (VIDEO, "whole.mp4"):
        make_video(folder / "videos" / name)
    return make_labelled(folder)


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


def test_export_elan__clips_that_overlap_come_back(tmp_path: Path) -> None:
    store = make_filmed(tmp_path / "store", tmp_path)
    (tmp_path / VIDEO).touch()
    source = str(tmp_path / VIDEO)
    write_clip(store, "over", gloss="OVER", source=source, start_ms=1_200, end_ms=1_600)
    export_elan(Database(store), [CORPUS], tmp_path / "out")

    path = tmp_path / "out" / CORPUS / "long video.eaf"
    listing = list_elan(path.parent, "again", facts=CorpusFacts("Again"))

    assert tiers_of(path)["Gloss (2)"] == [(1_200, 1_600, "OVER")]
    assert {clip.gloss for clip in listing.clips} == {"HAUS", None, "OVER"}


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
