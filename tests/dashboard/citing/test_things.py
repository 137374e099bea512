import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.citing import planning, rows
from dashboard.citing.planning import Plan, plan_bundle
from dashboard.citing.registry import thing, thing_names
from dashboard.citing.reproducing import reproduce
from dashboard.citing.tables import csv_bytes
from dashboard.citing.things.sql import is_ordered
from dashboard.citing.writing import write_bundle
from store.consent import set_corpus
from store.db import Database
from store.errors import AtlasError, CallError, UnknownNameError
from store.excerpts import Excerpt, read_excerpt
from store.layout import Store
from tests.dashboard.citing.cited_store import ANNOTATOR, ELSEWHERE
from tests.dashboard.citing.conftest import Cited
from tests.dashboard.cluster_maker import CORPUS


@pytest.mark.parametrize("name", thing_names())
def test_thing__comes_out_equal_from_the_rows_in_its_bundle(
    cited: Cited, name: str, tmp_path: Path
) -> None:
    path = cited.write(name, tmp_path / "bundle")

    found = reproduce(path)

    assert found.differences == ()
    assert found.notes == ()
    assert found.rows_from == "the bundle"


def test_bundle__same_rows_same_bytes(cited: Cited, tmp_path: Path) -> None:
    plan = plan_bundle(cited.database, "confused-pairs", cited.told["confused-pairs"])

    for name in ("a.zip", "b.zip"):
        made = datetime(2026, 1, 2, tzinfo=UTC)
        write_bundle(cited.database, plan, tmp_path / name, made=made)

    one, other = ((tmp_path / name).read_bytes() for name in ("a.zip", "b.zip"))
    assert one == other


def test_frequencies__as_the_page_counts_them(cited: Cited) -> None:
    wanted = thing("frequencies")
    asked = wanted.asked(cited.told["frequencies"])

    table = wanted.compute(cited.database, asked).tables["frequencies"]

    shares = table["corrected"].to_pylist()
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-6)
    assert {"A", "5", "V", "bent-B", "Odd"} <= {*table["handshape"].to_pylist()}


def test_confusion__counts_by_hand(cited: Cited) -> None:
    wanted = thing("confusion")
    asked = wanted.asked(cited.told["confusion"])

    table = wanted.compute(cited.database, asked).tables["confusion"]

    rows = {row["true \\ predicted"]: row for row in table.to_pylist()}
    assert (rows["1"]["1"], rows["1"]["V"]) == (8, 4)
    assert (rows["A"]["A"], rows["A"]["5"]) == (12, 0)


def test_bundle__holds_no_names_folders_notes_or_strangers_rows(
    cited: Cited, tmp_path: Path
) -> None:
    store = Store(cited.write("frequencies", tmp_path / "bundle") / "store")

    events = read_excerpt(store, Excerpt("label_events")).to_pylist()
    clips = read_excerpt(store, Excerpt("clips")).to_pylist()
    assert [event["annotator"] for event in events] == [
        "annotator-1",
        "annotator-1",
        "annotator-2",
        "annotator-2",
    ]
    assert [bool(event["note"]) for event in events] == [False, True, False, False]
    assert ELSEWHERE not in {crop for event in events for crop in event["crops"]}
    assert {clip["source"] for clip in clips} == {""}
    assert len(clips) == 24
    written = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert ANNOTATOR.encode() not in written


def test_parameters__wrong_ones_are_told(cited: Cited) -> None:
    wanted = thing("frequencies")

    for told, error, said in (
        ({}, CallError, "needs to be told its run"),
        ({"run": "x", "colour": "red"}, UnknownNameError, "Unknown parameter"),
        ({"run": "x", "unit": "tokens"}, UnknownNameError, "Did you mean 'token'"),
        ({"run": "x", "threshold": "high"}, CallError, "expected a number"),
        ({"run": "x", "threshold": float("inf")}, CallError, "expected a number"),
        ({"run": 7}, CallError, "expected a text"),
    ):
        with pytest.raises(error, match=said):
            wanted.asked(told)


@pytest.mark.parametrize("name", [n for n in thing_names() if n != "overview"])
def test_thing__unknown_run_is_a_sentence(cited: Cited, name: str) -> None:
    wanted = thing(name)
    none = {
        "sql": {"statement": "SELECT 1 FROM nowhere"},
        "compare": {"sides": f"{CORPUS}=raw:none,{CORPUS}=labels"},
    }
    told = none.get(name, {"run": "none"})

    with pytest.raises(AtlasError, match=r"'n(one|owhere)'"):
        wanted.compute(cited.database, wanted.asked(told))


def test_thing__unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'confusion'"):
        thing("confusions")


def test_plan__corpus_that_may_not_be_exported(cited: Cited, tmp_path: Path) -> None:
    store = Store(Path(shutil.copytree(cited.store.root, tmp_path / "store")))
    told = cited.told
    set_corpus(store, CORPUS, {"exportable": False})
    database = Database(store)

    with pytest.raises(CallError, match=f"signatlas corpus set {CORPUS} --export"):
        plan_bundle(database, "map", told["map"])
    plan = plan_bundle(database, "confused-pairs", told["confused-pairs"])
    write_bundle(database, plan, tmp_path / "bundle")

    assert not (tmp_path / "bundle" / "store").exists()
    assert "may be exported" in (tmp_path / "bundle" / "README.md").read_text()
    with pytest.raises(CallError, match="--store FOLDER"):
        reproduce(tmp_path / "bundle")
    assert reproduce(tmp_path / "bundle", store.root).equal


def test_plan__more_rows_than_a_bundle_holds(
    cited: Cited, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan() -> Plan:
        return plan_bundle(cited.database, "overview", {})

    size = plan().rows_bytes
    monkeypatch.setattr(rows, "ROWS_BYTES_AT_MOST", size - 1)
    monkeypatch.setattr(planning, "ROWS_BYTES_AT_MOST", size - 1)
    joined = plan()
    monkeypatch.setattr(rows, "READ_AT_MOST", 1)
    unread = plan()

    # Clips lie in a part each: in one they take far less, so they are not left out.
    assert 0 < joined.rows_bytes < size
    assert joined.left_out == ""
    assert unread.rows_bytes == size
    assert "MB or a little less, more than" in unread.left_out


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ("drawn-hands=labels", "two or more are compared"),
        ("drawn-hands,b=truth", "does not say from what a corpus is counted"),
        ("drawn-hands=raw,b=truth", "does not say from what a corpus is counted"),
        ("drawn-hands=guess,b=truth", "Unknown way of counting 'guess'"),
        ("drawn-hands=labels,nobody=truth", "cannot be compared"),
    ],
)
def test_compare__sides_that_cannot_be(cited: Cited, sides: str, said: str) -> None:
    wanted = thing("compare")

    with pytest.raises(CallError, match=said):
        wanted.compute(cited.database, wanted.asked({"sides": sides}))


def test_sql__answer_without_an_order_is_sorted(cited: Cited) -> None:
    wanted = thing("sql")
    told = {"statement": "SELECT * FROM (VALUES (2, 'b'), (1, 'a')) AS t(n, name)"}

    table = wanted.compute(cited.database, wanted.asked(told)).tables["answer"]

    assert csv_bytes(table) == b"n,name\n1,a\n2,b\n"


def test_sql__what_says_the_order_of_the_whole() -> None:
    assert is_ordered("SELECT a FROM t ORDER BY a")
    assert is_ordered("SELECT a FROM (SELECT 1) ORDER  by f(a, (1)) LIMIT 3")
    assert not is_ordered("SELECT a FROM (SELECT a FROM t ORDER BY a)")
    assert not is_ordered("SELECT a FROM t")
