import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePath

import pytest
from typer.testing import CliRunner

from store.db import Database
from store.errors import CallError
from store.label_commands import labels_app
from store.label_export import export_folder, export_zip, labelled_crops
from store.label_files import (
    crop_of_file,
    file_name,
    folder_name,
    handshape_of_folder,
    picture_path,
    vocabulary,
)
from store.label_history import EventLog, last_redoable
from store.label_import import import_labels
from store.labelled_set import JUNK, LabelledSet, labelled_set
from store.labels import LabelEvent, add_event, events, last_undoable
from store.layout import Store
from store.pictures import read_pictures
from store.write import write_rows

RUN = "cluster-village-1"
CROPS = [f"village/v{clip}/f0003/right/p00" for clip in range(4)]
ODD = "<b>/..\\ 手"


@pytest.fixture
def village(store: Store) -> Store:
    """Four crops of two clusters; the part of the fourth is not named after its clip."""
    _write_corpus(store, "village", exportable=True)
    for place, crop in enumerate(CROPS):
        part = crop.split("/")[1] if place < 3 else "other"
        _write_crop(store, crop, part)
    assignments = [
        {
            "run_id": RUN,
            "crop_id": crop,
            "cluster": place // 2,
            "distance": 0.0,
            "margin": 1.0,
        }
        for place, crop in enumerate(CROPS)
    ]
    partition = {"run_id": RUN}
    write_rows(
        store, "cluster_assignments", assignments, part="all", partition=partition
    )
    return store


def _write_corpus(store: Store, corpus: str, *, exportable: bool) -> None:
    row = {
        "corpus": corpus,
        "title": corpus,
        "language": "",
        "media": "video",
        "synthetic": False,
        "licence": "",
        "citation": "",
        "show_faces": True,
        "exportable": exportable,
        "blur_threshold": 1.0,
        "source": "",
        "clips_planned": 1,
    }
    write_rows(store, "corpora", [row], part="corpus", partition={"corpus": corpus})


def _write_crop(store: Store, crop: str, part: str) -> None:
    corpus, clip, frame, hand, _ = crop.split("/")
    row = {
        "crop_id": crop,
        "frame_id": f"{corpus}/{clip}/{frame}",
        "clip_id": f"{corpus}/{clip}",
        "corpus": corpus,
        "frame_index": 3,
        "time_ms": 120,
        "hand": hand,
        "padding_px": 0,
        "hold": None,
        "left_px": 0.0,
        "top_px": 0.0,
        "side_px": 9.0,
        "sharpness": 400.0,
        "image": b"JPEG of " + crop.encode(),
    }
    write_rows(store, "crops", [row], part=part, partition={"corpus": corpus})


def _labelled(store: Store) -> LabelledSet:
    database = Database(store)
    return labelled_set(database, events(database))


def _name(who: str, cluster: int, handshape: str, at_ms: int = 1) -> LabelEvent:
    return LabelEvent(who, "name", RUN, cluster, handshape=handshape, at_ms=at_ms)


# The labelled set


def test_labelled_set__nothing_labelled(store: Store) -> None:
    assert _labelled(store) == LabelledSet({}, {}, ())


def test_labelled_set__clusters_single_crops_and_junk(village: Store) -> None:
    add_event(village, _name("ann", 0, "A"))
    add_event(village, _name("bob", 0, "S", at_ms=2))
    add_event(village, LabelEvent("ann", "junk", RUN, crops=(CROPS[0],), at_ms=3))
    add_event(
        village,
        LabelEvent("ann", "assign", crops=(CROPS[2],), handshape="5", at_ms=4),
    )

    labelled = _labelled(village)

    assert labelled.handshapes == {CROPS[1]: "S", CROPS[2]: "5"}
    assert labelled.ratings == {
        "ann": {CROPS[0]: JUNK, CROPS[1]: "A", CROPS[2]: "5"},
        "bob": {CROPS[0]: "S", CROPS[1]: "S"},
    }
    assert labelled.annotators_of(CROPS[1]) == ["bob"]


def test_labelled_set__clustering_that_is_gone(store: Store) -> None:
    add_event(store, _name("ann", 0, "A"))

    assert _labelled(store).lost_runs == (RUN,)


# Reading events as they come


def test_event_log__sees_what_others_add(village: Store) -> None:
    log = EventLog(Database(village))
    assert log.read() == ()

    first = add_event(village, _name("ann", 0, "A", at_ms=1))
    assert log.read() == (first,)
    many = [add_event(village, _name("bob", 1, "B", at_ms=2 + i)) for i in range(20)]

    assert log.read() == (first, *many)


def test_last_redoable__undo_redo_and_something_new() -> None:
    one, two = _name("ann", 0, "A", 1), _name("ann", 1, "B", 2)
    undo_two = LabelEvent("ann", "undo", undoes=two.event_id, at_ms=3)
    undo_one = LabelEvent("ann", "undo", undoes=one.event_id, at_ms=4)
    redo_one = LabelEvent("ann", "undo", undoes=undo_one.event_id, at_ms=5)
    redo_two = LabelEvent("ann", "undo", undoes=undo_two.event_id, at_ms=6)
    new = _name("ann", 0, "C", 7)
    undone = [one, two, undo_two, undo_one]

    assert last_redoable([], "ann") is None
    assert last_redoable(undone, "ann") == undo_one
    assert last_redoable(undone, "bob") is None
    assert last_undoable([*undone, redo_one], "ann") == one
    assert last_redoable([*undone, redo_one], "ann") == undo_two
    assert last_redoable([*undone, redo_one, redo_two], "ann") is None
    assert last_redoable([*undone, new], "ann") is None


# Pictures


def test_read_pictures__by_clip_by_search_and_unknown(village: Store) -> None:
    asked = [CROPS[0], CROPS[3], "village/v9/f0/right/p00", "Not an id", "../x/y/z/q"]

    found = read_pictures(Database(village), asked)

    assert found == {crop: b"JPEG of " + crop.encode() for crop in (CROPS[0], CROPS[3])}


# Names of files


@pytest.mark.parametrize("name", ["A", "bent-B", ODD, ".", "..", "a.b", "~", "50 %"])
def test_folder_name__is_read_back(name: str) -> None:
    folder = folder_name(name)

    assert handshape_of_folder(folder) == name
    assert "/" not in folder
    assert folder not in (".", "..")


def test_file_name__is_read_back() -> None:
    assert file_name(CROPS[0]) == "village~v0~f0003~right~p00.jpg"
    assert crop_of_file(PurePath("x") / file_name(CROPS[0])) == CROPS[0]


# ELAN


def test_vocabulary__has_the_shape_of_eaf_3() -> None:
    text = vocabulary(["A", ODD], at=datetime(2020, 1, 2, tzinfo=UTC))

    root = ET.fromstring(text.encode())
    assert root.tag == "CV_RESOURCE"
    assert root.get("DATE") == "2020-01-02T00:00:00+00:00"
    language = root.find("LANGUAGE")
    assert language is not None
    entries = root.findall("CONTROLLED_VOCABULARY/CV_ENTRY_ML")
    values = [entry[0] for entry in entries]
    assert [value.text for value in values] == ["A", ODD]
    assert {value.get("LANG_REF") for value in values} == {language.get("LANG_ID")}
    assert values[0].get("DESCRIPTION") == "a fist (hamfist)"
    assert len({entry.get("CVE_ID") for entry in entries}) == 2


def test_vocabulary__keeps_ids_when_it_grows() -> None:
    def id_of_a(names: list[str]) -> str | None:
        entries = ET.fromstring(vocabulary(names).encode()).iter("CV_ENTRY_ML")
        return next(e.get("CVE_ID") for e in entries if e[0].text == "A")

    assert id_of_a(["A"]) == id_of_a(["5", "A", "B"])


# Export


def test_export__folder_and_zip_hold_the_same(village: Store, tmp_path: Path) -> None:
    add_event(village, _name("ann", 0, "A"))
    add_event(village, _name("ann", 1, ODD, at_ms=2))
    database = Database(village)
    rows = labelled_crops(database, _labelled(village))

    done = export_folder(database, rows, tmp_path / "out")
    archive = zipfile.ZipFile(io.BytesIO(export_zip(database, rows)))

    assert (done.crops, done.handshapes, done.pictures) == (4, 2, 4)
    assert (done.forbidden, done.missing) == (0, 0)
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    names = {path.relative_to(tmp_path / "out").as_posix() for path in written}
    assert names == set(archive.namelist())
    assert names == {
        "labels.csv",
        "handshapes.ecv",
        *(picture_path(crop, "A") for crop in CROPS[:2]),
        *(picture_path(crop, ODD) for crop in CROPS[2:]),
    }
    table = csv.DictReader(io.StringIO(archive.read("labels.csv").decode()))
    first = next(row for row in table if row["crop_id"] == CROPS[0])
    assert first["handshape"] == "A"
    assert first["annotator"] == "ann"
    assert first["time_ms"] == "120"
    assert archive.read(first["picture"]) == b"JPEG of " + CROPS[0].encode()


def test_export__corpus_that_forbids_it_keeps_its_pictures(
    village: Store, tmp_path: Path
) -> None:
    _write_corpus(village, "village", exportable=False)
    add_event(village, _name("ann", 0, "A"))
    database = Database(village)

    done = export_folder(
        database, labelled_crops(database, _labelled(village)), tmp_path / "out"
    )

    assert (done.crops, done.pictures, done.forbidden) == (2, 0, 2)


def test_export__folder_with_something_in_it(village: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(CallError, match="is not empty"):
        export_folder(Database(village), [], tmp_path)


# Import


def test_import__what_was_exported_comes_back(village: Store, tmp_path: Path) -> None:
    add_event(village, _name("ann", 0, "A"))
    add_event(village, _name("ann", 1, ODD, at_ms=2))
    database, before = Database(village), _labelled(village)
    rows = labelled_crops(database, before)
    export_folder(database, rows, tmp_path / "out")
    for part in village.parts("label_events"):
        part.unlink()

    whole = import_labels(village, tmp_path / "out", annotator="eve")
    by_csv = _labelled(village)
    pictures = import_labels(village, tmp_path / "out" / "images", annotator="eve")

    assert whole.problems == pictures.problems == ()
    assert by_csv.handshapes == before.handshapes
    assert by_csv.ratings == {"ann": before.handshapes}
    assert _labelled(village).ratings["eve"] == before.handshapes


def test_import__unknown_crops_are_problems_and_the_rest_counts(
    village: Store, tmp_path: Path
) -> None:
    file = tmp_path / "mine.csv"
    lines = [
        "handshape; crop_id ;annotator",
        f"A;{CROPS[0]};ann",
        f"B;{CROPS[0]};ann",
        f"B;{CROPS[0]};bob",
        f";{CROPS[1]};ann",
        "A;nowhere/x/f0000/left/p00;ann",
        "A;;ann",
    ]
    file.write_text("\ufeff" + "\n".join(lines), encoding="utf-8")

    done = import_labels(village, file, annotator="eve")
    again = import_labels(village, file, annotator="eve")

    assert done.summary.startswith(
        "2 labels of 2 handshapes imported; 4 could not be used, for example: "
        "mine.csv, line 3 labels"
    )
    assert done.summary == again.summary
    assert _labelled(village).ratings == {
        "ann": {CROPS[0]: "A"},
        "bob": {CROPS[0]: "B"},
    }
    problems = Database(village).rows(
        "problems_found", corpus=None, kind=None, at_most=100
    )
    kinds = sorted((row["corpus"], row["kind"]) for row in problems)
    assert kinds == [
        ("elsewhere", "unknown-crop"),
        ("nowhere", "unknown-crop"),
        ("village", "labelled-twice"),
        ("village", "no-handshape"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"crop;shape\nx;A\n", "no column crop_id and no column handshape"),
        (b"", "names nothing"),
        (b"crop_id,handshape\nx,\xff\n", "is not UTF-8"),
    ],
)
def test_import__file_that_is_no_list_of_labels(
    village: Store, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)

    with pytest.raises(CallError, match=says):
        import_labels(village, file, annotator="eve")


def test_import__nothing_there(village: Store, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="no file or folder"):
        import_labels(village, tmp_path / "none.csv", annotator="eve")
    with pytest.raises(CallError, match="one folder per handshape"):
        import_labels(village, tmp_path / "störe [1] o'clock", annotator="eve")


# Commands


def test_labels_command__import_show_export(village: Store, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(f"crop_id,handshape\n{CROPS[0]},A\nx/y,B\n")
    run, at = CliRunner(), ["--store", str(village.root)]

    imported = run.invoke(labels_app, ["import", str(file), "--annotator", "eve", *at])
    shown = run.invoke(labels_app, ["show", "--json", *at])
    table = run.invoke(labels_app, ["show", *at])
    exported = run.invoke(labels_app, ["export", str(tmp_path / "out"), *at])

    assert imported.output.startswith("1 label of 1 handshape imported; 1 could")
    assert json.loads(shown.output) == {
        "handshapes": {"A": 1},
        "annotators": {"eve": 1},
        "lost_runs": [],
    }
    assert "1 labelled crop" in table.output
    assert "1 labelled crop of 1 handshape" in exported.output


def test_labels_command__show_of_an_empty_store(store: Store) -> None:
    shown = CliRunner().invoke(labels_app, ["show", "--store", str(store.root)])

    assert "No crop is labelled" in shown.output
