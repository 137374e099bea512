"""`signatlas project` as it is typed."""

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.models.projection_maker import clouds, write_embedded


def call(store: Store, *arguments: str) -> str:
    typed = ["project", *arguments, "--store", str(store.root)]
    done = CliRunner().invoke(app, typed, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_project__draws_one_corpus_and_places_the_other(store: Store) -> None:
    run_id = write_embedded(store, ["ana", "bel"], clouds(40))

    said = call(store, run_id, "--corpus", "ana", "--method", "pca")
    map_id = said.split()[1].rstrip(":")
    placed = call(store, run_id, "--corpus", "bel", "--onto", map_id)

    assert "20 clips are on the map" in said
    assert "trustworthiness" in said
    assert "40 clips are on the map" in placed
    assert len(Database(store).rows("maps_drawn")) == 2


def test_project__refused(store: Store) -> None:
    run_id = write_embedded(store, ["ana"], clouds(20))

    with pytest.raises(UnknownNameError, match="Unknown method 'mds'"):
        call(store, run_id, "--method", "mds")
    with pytest.raises(CallError, match="leave --method and --seed out"):
        call(store, run_id, "--onto", "project-x", "--method", "pca")
