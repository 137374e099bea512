"""A part that the disk has spoiled is named on every page that reads it."""

from itertools import product
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages import find_pages
from store.broken_parts import tables_in
from store.db import Database
from store.labels import LabelEvent, add_event
from store.layout import Store
from store.saved_queries import save_query
from store.schema import TABLES
from store.verify import verify
from tests.dashboard.cluster_maker import CORPUS, GOOD
from tests.dashboard.hostile_store import make_store_of_all_pages
from tests.dashboard.page_reader import Opener
from tests.dashboard.prediction_maker import BETTER
from tests.faults.amount import FULL
from tests.faults.damage import ALWAYS_SEEN, DAMAGES, linked_copy, spoil_table

OPENED: Final = {
    "clips": {"corpus": "village", "clip": "village/v02"},
    "clusters": {"run": GOOD, "cluster": "0", "annotator": "ann"},
    "compare": {"first": "north", "second": "south"},
    "descriptions": {"corpus": "village"},
    "frequencies": {"handshape": "V"},
    "inventory": {"handshape": "A"},
    "map": {},
    "mistakes": {"run": BETTER, "true": "1", "predicted": "V"},
    "models": {"run": BETTER},
    "sign": {"corpus": CORPUS, "gloss": "SIGN0"},
    "sign-mnist": {"true": "B", "predicted": "K"},
}
PAGES: Final = [page.url_path for page in find_pages()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, full_store: Store) -> Store:
    root = tmp_path_factory.mktemp("whole") / "store"
    store = make_store_of_all_pages(root, full_store)
    add_event(store, LabelEvent("ann", "name", GOOD, 0, handshape="A"))
    save_query(store, "mine", "SELECT 1")
    return store


@pytest.mark.parametrize("page", PAGES)
def test_pages__a_spoiled_part_is_named(
    open_page: Opener,
    whole: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    read = sorted(tables_read(open_page, whole, page, monkeypatch))
    assert read
    cases = list(product(read, DAMAGES))
    for number, (table, damage) in enumerate(chosen(cases, page)):
        store = linked_copy(whole, tmp_path / str(number))
        parts = spoil_table(store, table, damage, seed=number)

        app = open_page(store.root, page, **OPENED.get(page, {}))

        raised = [(each.message, each.stack_trace[-3:]) for each in app.exception]
        assert raised == [], (table, damage)
        said = errors(app)
        if damage in ALWAYS_SEEN:
            assert any(part in said for part in parts), (table, damage, said)
        if said:
            assert "signatlas verify" in said or "backup" in said, said


@pytest.mark.parametrize("damage", DAMAGES)
def test_verify__finds_every_spoiled_part(
    whole: Store, tmp_path: Path, damage: str
) -> None:
    store = linked_copy(whole, tmp_path / "store")
    spoiled = {
        part
        for seed, table in enumerate(TABLES)
        for part in spoil_table(store, table, damage, seed=seed)
    }

    found = {finding.part for finding in verify(store) if finding.part}

    for part in spoiled - found:
        same = [pq.ParquetFile(place.root / part).read() for place in (whole, store)]
        assert same[0].equals(same[1]), part
    assert found or damage not in ALWAYS_SEEN


def tables_read(
    open_page: Opener, store: Store, page: str, monkeypatch: pytest.MonkeyPatch
) -> set[str]:
    """Return the tables that a page asks."""
    read: set[str] = set()
    cursor_for = Database._cursor_for

    def noted(self: Database, statement: str, **how: Any) -> Any:
        read.update(table.name for table in tables_in(statement))
        return cursor_for(self, statement, **how)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "_cursor_for", noted)
        app = open_page(store.root, page, **OPENED.get(page, {}))
    assert not app.exception, [item.message for item in app.exception]
    assert not app.error, [item.value for item in app.error]
    return {table for table in read if store.has_parts(table)}


def chosen(cases: list[tuple[str, str]], page: str) -> list[tuple[str, str]]:
    """Return all cases where many are wanted, else one that differs from page to page."""
    return cases if FULL else [cases[5 * PAGES.index(page) % len(cases)]]


def errors(app: AppTest) -> str:
    """Return what a page says in red, without the escapes of Markdown."""
    return "\n".join(str(item.value) for item in app.error).replace("\\", "")
