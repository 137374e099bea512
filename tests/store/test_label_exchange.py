import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from store.db import Database
from store.errors import CallError
from store.label_commands import labels_app
from store.label_export import export_folder, export_zip, labelled_crops
from store.label_files import (
    picture_path,
)
from store.label_import import import_labels
from store.labels import LabelEvent, add_event, events
from store.layout import Store
from tests.store.village_maker import (
    CROPS,
    ODD,
    labelled_in,
    name_event,
    write_corpus,
)


def test_export__folder_and_zip_hold_the_same(village: Store, tmp_path: Path) -> None:
    add_event(village, name_event("ann", 0, "A"))
    add_event(village, name_event("ann", 1, ODD, at_ms=2))
    database = Database(village)
    rows = labelled_crops(database, labelled_in(village))

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
    write_corpus(village, "village", exportable=False)
    add_event(village, name_event("ann", 0, "A"))
    database = Database(village)

    done = export_folder(
        database, labelled_crops(database, labelled_in(village)), tmp_path / "out"
    )

    assert (done.crops, done.pictures, done.forbidden) == (2, 0, 2)


def test_export__folder_with_something_in_it(village: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(CallError, match="is not empty"):
        export_folder(Database(village), [], tmp_path)


# Import


def test_import__what_was_exported_comes_back(village: Store, tmp_path: Path) -> None:
    add_event(village, name_event("ann", 0, "A"))
    add_event(village, name_event("ann", 1, ODD, at_ms=2))
    database, before = Database(village), labelled_in(village)
    rows = labelled_crops(database, before)
    export_folder(database, rows, tmp_path / "out")
    for part in village.parts("label_events"):
        part.unlink()

    whole = import_labels(village, tmp_path / "out", annotator="eve")
    by_csv = labelled_in(village)
    pictures = import_labels(village, tmp_path / "out" / "images", annotator="eve")

    assert whole.problems == pictures.problems == ()
    assert by_csv.handshapes == before.handshapes
    assert by_csv.ratings == {"ann": before.handshapes}
    assert labelled_in(village).ratings["eve"] == before.handshapes


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
    assert labelled_in(village).ratings == {
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


def test_import__twice_in_a_row_adds_nothing(village: Store, tmp_path: Path) -> None:
    """As where the first was killed after its last label, before it said so."""
    path = tmp_path / "mine.csv"
    path.write_text(f"crop_id,handshape\n{CROPS[0]},A\n", encoding="utf-8")
    import_labels(village, path, annotator="ann")
    first = events(Database(village))

    import_labels(village, path, annotator="ann")
    again = events(Database(village))
    add_event(village, LabelEvent("ann", "assign", crops=(CROPS[0],), handshape="B"))
    import_labels(village, path, annotator="ann")

    assert again == first
    assert [event.handshape for event in events(Database(village))] == ["A", "B", "A"]
