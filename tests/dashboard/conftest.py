"""Stores to look at, and a way to open a page of the real app."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from store.layout import Store
from store.settings import STORE_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
Opener = Callable[..., AppTest]


def load_store_maker() -> ModuleType:
    name = "dashboard_store_maker"
    if name not in sys.modules:
        path = Path(__file__).parent / "store_maker.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def maker() -> ModuleType:
    return load_store_maker()


@pytest.fixture(scope="session")
def full_store(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return maker.make_full_store(tmp_path_factory.mktemp("full") / "store")


@pytest.fixture(scope="session")
def partial_store(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return maker.make_partial_store(tmp_path_factory.mktemp("partial") / "store")


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
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=30)
        app._page_hash = calc_hash(page) if page else ""
        for name, value in choices.items():
            app.query_params[name] = value
        return app.run()

    return open_
