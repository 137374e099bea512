import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from streamlit.testing.v1 import AppTest

from dashboard.queries import cluster_queries
from dashboard.records.inventory_records import (
    HandshapeClass,
    LabelledHands,
    classes_of,
    labelled_hands,
)
from dashboard.widgets.handshape_table import inventory_csv
from store.labels import LabelEvent, add_event
from store.layout import Store
from tests.dashboard.page_reader import GOOD, Opener, texts, title


def html(app: AppTest) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def label(store: Store, who: str = "ann", **named: str) -> None:
    """Name clusters: `c0="A"`."""
    for cluster, handshape in named.items():
        number = int(cluster[1:])
        add_event(store, LabelEvent(who, "name", GOOD, number, handshape=handshape))


def labelled(*hands: tuple[str, str, str | None, str | None]) -> LabelledHands:
    """Return hands by id, handshape, signer and orientation."""
    columns = {
        "crop_id": [crop for crop, *_ in hands],
        "clip_id": ["c/x"] * len(hands),
        "corpus": ["c"] * len(hands),
        "gloss": [None] * len(hands),
        "signer": [signer for *_, signer, _ in hands],
        "orientation": [orientation for *_, orientation in hands],
    }
    rows = pa.table({n: pa.array(values, pa.string()) for n, values in columns.items()})
    return labelled_hands(rows, {crop: handshape for crop, handshape, *_ in hands})


def test_inventory__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", "inventory")

    assert title(app) == "Nothing has been ingested yet"


def test_inventory__nothing_labelled_says_how(
    open_page: Opener, clustered_store: Store
) -> None:
    app = open_page(clustered_store.root, "inventory")

    assert title(app) == "No hand has a handshape yet"
    assert "signatlas labels import FILE --store" in texts(app)


def test_inventory__handshapes_with_how_they_are_made(
    open_page: Opener, clustered_store: Store
) -> None:
    label(clustered_store, c0="A", c1="A", c2="5", c10="<b>mine</b>")

    app = open_page(clustered_store.root, "inventory")

    assert title(app) == "3 handshapes in 96 labelled hands"
    said = html(app)
    assert "hamfist" in said
    assert "96 of them are *synthetic*" in texts(app)
    assert "<b>mine</b>" not in said
    assert "&lt;b&gt;mine&lt;/b&gt;" in said
    assert said.count("data:image/jpeg") == 3 * 4 - 1  # one cannot be read
    assert "unreadable" in said
    assert "clips?clip=drawn-hands%2Fh00&amp;frame=" in said
    assert [b.proto.label for b in app.get("download_button")] == [
        *("All as zip", "Labels as CSV", "Vocabulary for ELAN", "Table as CSV")
    ]


def test_inventory__one_handshape_by_signer(
    open_page: Opener, clustered_store: Store
) -> None:
    label(clustered_store, c10="bent-B", c11="bent-B")

    app = open_page(clustered_store.root, "inventory", handshape="bent-B")

    assert title(app).startswith("bent-B, a flat hand bent at the knuckles: 48 hands")
    assert "4 signers, 2 orientations" in texts(app)
    assert "Signer <i>s3</i>" in texts(app)
    assert "palm away" in html(app)


def test_inventory__handshape_that_nobody_gave(
    open_page: Opener, clustered_store: Store
) -> None:
    label(clustered_store, c0="A")

    app = open_page(clustered_store.root, "inventory", handshape="<b>")

    assert title(app) == "No hand is labelled <b>"


def test_inventory__annotators_are_compared(
    open_page: Opener, clustered_store: Store
) -> None:
    label(clustered_store, c0="A", c1="A", c2="5")
    alone = open_page(clustered_store.root, "inventory")
    assert "Do the annotators agree?" not in texts(alone)
    label(clustered_store, "bob", c0="A", c1="S", c2="5")

    app = open_page(clustered_store.root, "inventory")

    assert "Do the annotators agree?" in texts(app)
    assert "24 hands on which they differ" in texts(app)
    assert "ann and bob" in html(app)


def test_inventory__labelled_clustering_that_is_gone(
    open_page: Opener, clustered_store: Store
) -> None:
    add_event(clustered_store, LabelEvent("ann", "name", "gone", 0, handshape="A"))

    app = open_page(clustered_store.root, "inventory")

    assert title(app) == "No hand has a handshape yet"
    assert "clustering gone was labelled" in texts(app)


def test_export__zip_holds_what_is_labelled(
    use_store: Callable[[Path], None], clustered_store: Store
) -> None:
    label(clustered_store, c0="A", c2="5")
    use_store(clustered_store.root)

    archive = zipfile.ZipFile(io.BytesIO(cluster_queries.export(with_pictures=True)))
    table = cluster_queries.export(with_pictures=False)

    assert archive.read("labels.csv") == table
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    assert len(rows) == 48
    assert {row["handshape"] for row in rows} == {"A", "5"}
    assert {row["synthetic"] for row in rows} == {"True"}
    pictures = [name for name in archive.namelist() if name.startswith("images/5/")]
    assert len(pictures) == 24


def test_examples__one_per_signer_and_orientation_first() -> None:
    hands = labelled(
        ("1", "A", "b", "in"),
        ("2", "A", "b", "in"),
        ("3", "A", "a", "out"),
        ("4", "A", "a", None),
    )
    (class_,) = classes_of(hands)

    assert [h.crop_id for h in class_.examples(9)] == ["4", "3", "1", "2"]
    assert [h.crop_id for h in class_.examples(2)] == ["4", "3"]
    assert class_.signers == ["a", "b"]
    assert class_.orientations == ["in", "out"]
    assert HandshapeClass("A", hands, np.arange(0)).examples(3) == []


def test_by_signer__each_with_its_own_and_unknown_ones_last() -> None:
    hands = labelled(
        ("1", "A", None, "in"),
        ("2", "A", "b", None),
        ("3", "5", "a", None),
        ("4", "A", "a", None),
        ("5", "A", "b", None),
    )
    class_ = classes_of(hands)[0]

    found = {
        signer: [hand.crop_id for hand in own.examples(9)]
        for signer, own in class_.by_signer().items()
    }

    assert found == {"a": ["4"], "b": ["2", "5"], None: ["1"]}
    assert list(found) == ["a", "b", None]


def test_classes_of__commonest_first() -> None:
    unknown = (None, None)
    hands = labelled(
        ("1", "B", *unknown),
        ("2", "A", *unknown),
        ("3", "A", *unknown),
        ("4", "5", *unknown),
    )

    assert classes_of(labelled()) == ()
    assert [class_.name for class_ in classes_of(hands)] == ["A", "5", "B"]


def test_inventory_csv__known_and_unknown_handshapes() -> None:
    classes = classes_of(labelled(("1", "A", "s1", None), ("2", "x, y", None, None)))

    rows = list(csv.DictReader(io.StringIO(inventory_csv(classes))))

    assert rows[0]["hamnosys"] == "hamfist"
    assert rows[0]["fingers"] == "index middle ring pinky"
    assert rows[0]["signers"] == "s1"
    assert (rows[1]["handshape"], rows[1]["position"]) == ("x, y", "")
