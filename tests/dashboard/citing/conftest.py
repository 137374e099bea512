"""One small store, and one bundle made from it, for all tests of citing."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.citing.planning import plan_bundle
from dashboard.citing.writing import write_bundle
from store.db import Database
from store.layout import Store
from tests.dashboard.citing.cited_store import make_cited_store


@dataclass(frozen=True)
class Cited:
    """A store, and what to tell each thing that can be cited in it."""

    store: Store
    told: dict[str, dict[str, object]]
    database: Database

    def write(self, thing: str, target: Path) -> Path:
        plan = plan_bundle(self.database, thing, self.told[thing])
        write_bundle(self.database, plan, target)
        return target


@pytest.fixture(scope="package")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Cited:
    store, told = make_cited_store(tmp_path_factory.mktemp("cited") / "store")
    return Cited(store, told, Database(store))


@pytest.fixture(scope="package")
def pairs_bundle(cited: Cited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cited.write("confused-pairs", tmp_path_factory.mktemp("made") / "bundle")


@pytest.fixture
def bundle(pairs_bundle: Path, tmp_path: Path) -> Path:
    """A folder to tamper with: the most frequent mistakes of a classifier."""
    return Path(shutil.copytree(pairs_bundle, tmp_path / "bundle"))
