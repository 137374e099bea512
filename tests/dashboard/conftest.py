"""Stores to look at, and a way to open a page of the real app."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, app_test
from streamlit.util import calc_hash

from store.layout import Store, create_store
from store.settings import STORE_VARIABLE
from tests.dashboard import cluster_maker, letter_maker, store_maker

ROOT = Path(__file__).resolve().parents[2]
Opener = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def _remove_streamlits_folder() -> Iterator[None]:
    """Streamlit's tester leaves its temporary folder to the end of the process."""
    yield
    app_test.TMP_DIR.cleanup()


@pytest.fixture(scope="session", autouse=True)
def _scan_packages_once() -> Iterator[None]:
    """Each tester reads the metadata of every installed package: three quarters of a test."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_maker.make_full_store(tmp_path_factory.mktemp("full") / "store")


@pytest.fixture(scope="session")
def partial_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_maker.make_partial_store(tmp_path_factory.mktemp("part") / "store")


@pytest.fixture(scope="session")
def letters_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create_store(tmp_path_factory.mktemp("letters") / "store")
    return letter_maker.add_letter_runs(letter_maker.add_letters(store))


@pytest.fixture
def clustered_store(tmp_path: Path) -> Store:
    """A store of its own for each test: the tests label what is in it."""
    return cluster_maker.add_clusterings(create_store(tmp_path / "clustered"))


@pytest.fixture
def use_store(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    def use(root: Path) -> None:
        monkeypatch.setenv(STORE_VARIABLE, str(root))

    st.cache_data.clear()
    st.cache_resource.clear()
    return use


@pytest.fixture
def open_page(use_store: Callable[[Path], None]) -> Opener:
    """Return a function that opens a page with choices in its address."""

    def open_(root: Path, page: str = "", /, **choices: str) -> AppTest:
        use_store(root)
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120)
        app._page_hash = calc_hash(page) if page else ""
        for name, value in choices.items():
            app.query_params[name] = value
        return app.run()

    return open_
