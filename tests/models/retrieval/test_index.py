"""Looking up the nearest vectors: exactly, and by a graph that is tied to its run."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.random import default_rng
from typer.testing import CliRunner

from dashboard.cli import app
from models.retrieval import index_exact, searching
from models.retrieval.embedding import embed
from models.retrieval.index_exact import nearest_rows, nearest_rows_of_many
from models.retrieval.index_hnsw import (
    AXES_FILE,
    FACTS_FILE,
    GRAPH_FILE,
    build_graph,
    load_graph,
    save_graph,
)
from models.retrieval.searching import (
    SignIndex,
    Wanted,
    how_compared,
    load_index,
    nearest,
)
from store.db import Database
from store.errors import CallError, StoreError, UnknownNameError
from store.layout import Store, create_store
from store.settings import gather_settings
from tests.models.retrieval.sign_maker import CORPUS, add_signs

Vectors = index_exact.Vectors


def unit_vectors(count: int, *, seed: int = 0, values: int = 12) -> Vectors:
    rows = default_rng(seed).normal(size=(count, values)).astype(np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def by_brute_force(
    unit: Vectors, query: Vectors, allowed: list[int], top: int
) -> list[int]:
    likeness = {place: float(unit[place] @ query) for place in allowed}
    return sorted(allowed, key=lambda place: (-likeness[place], place))[:top]


def test_nearest_rows__nothing_to_find() -> None:
    places, likeness = nearest_rows(unit_vectors(0), np.zeros(12, np.float32), top=3)

    assert places.tolist() == likeness.tolist() == []


@pytest.mark.parametrize("every", [1, 2, 50])
def test_nearest_rows__as_by_brute_force(every: int) -> None:
    unit, query = unit_vectors(300), unit_vectors(1, seed=1)[0]
    allowed = np.arange(300) % every == 0

    found, likeness = nearest_rows(unit, query, top=10, allowed=allowed)

    wanted = by_brute_force(unit, query, np.flatnonzero(allowed).tolist(), 10)
    assert found.tolist() == wanted
    assert likeness == pytest.approx(unit[found] @ query)


def test_nearest_rows__of_equals_the_first_stands_first() -> None:
    unit = np.repeat(np.eye(2, 12, dtype=np.float32), 5, axis=0)

    found, _ = nearest_rows(unit, unit[7], top=3)
    many, _ = nearest_rows_of_many(unit, unit[[7, 0]], top=3)

    assert found.tolist() == [5, 6, 7]
    assert many.tolist() == [[5, 6, 7], [0, 1, 2]]


@pytest.mark.parametrize("block", [7, 64, 4096])
def test_nearest_rows_of_many__as_by_brute_force(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_exact, "BLOCK_ROWS", block)
    unit, queries = unit_vectors(200), unit_vectors(9, seed=1)

    found, likeness = nearest_rows_of_many(unit, queries, top=10)

    for row, query in enumerate(queries):
        assert found[row].tolist() == by_brute_force(unit, query, [*range(200)], 10)
        assert likeness[row] == pytest.approx(unit[found[row]] @ query)
    assert nearest_rows_of_many(unit[:3], queries, top=10)[0].shape == (9, 3)


def test_build_graph__finds_nearly_all() -> None:
    unit = unit_vectors(1500)

    graph = build_graph(unit)

    assert graph.facts.recall_at_10 >= 0.99
    assert (graph.facts.clips, graph.facts.queries) == (1500, 150)
    found = [set(graph.nearest(query, top=10)) for query in unit[::100]]
    true = nearest_rows_of_many(unit, unit[::100], top=10)[0]
    hits = [len(own & set(row)) for own, row in zip(found, true, strict=True)]
    assert np.mean(hits) >= 9.8


def test_build_graph__keeps_to_the_axes_along_which_clips_differ() -> None:
    turn = np.linalg.qr(np.random.default_rng(2).standard_normal((40, 40)))[0]
    wide = np.pad(unit_vectors(600), ((0, 0), (0, 28))) @ turn.astype(np.float32)

    graph = build_graph(wide)

    assert (graph.facts.values, graph.facts.axes) == (40, 12)
    assert graph.facts.recall_at_10 >= 0.99
    near = graph.nearest(wide[5], top=10)
    assert set(by_brute_force(wide, wide[5], [*range(600)], 10)) <= set(near)


def test_build_graph__of_one_clip() -> None:
    graph = build_graph(unit_vectors(1))

    assert graph.nearest(unit_vectors(1)[0], top=5).tolist() == [0]


def test_graph__finds_only_what_is_allowed() -> None:
    unit = unit_vectors(1000)
    graph, allowed = build_graph(unit), np.arange(1000) % 3 == 0

    found = graph.nearest(unit[1], top=20, allowed=allowed)

    assert (found % 3 == 0).all()
    wanted = by_brute_force(unit, unit[1], np.flatnonzero(allowed).tolist(), 20)
    assert len(set(found) & set(wanted)) >= 19


def _missing(folder: Path, name: str) -> None:
    (folder / name).unlink()


def _cut_short(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])


def _one_byte_other(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)


def _of_another_run(folder: Path, _: str) -> None:
    save_graph(build_graph(unit_vectors(40, seed=5)), folder)


@pytest.mark.parametrize(
    ("spoil", "name", "said"),
    [
        (_missing, GRAPH_FILE, "is missing"),
        (_missing, FACTS_FILE, "is missing"),
        (_missing, AXES_FILE, "is missing"),
        (_cut_short, AXES_FILE, "is damaged"),
        (_cut_short, GRAPH_FILE, "is damaged"),
        (_cut_short, FACTS_FILE, "is damaged"),
        (_one_byte_other, GRAPH_FILE, "is damaged"),
        (_of_another_run, "", "other clips"),
    ],
)
def test_load_graph__is_tied_to_its_vectors(
    tmp_path: Path, spoil: Callable[[Path, str], None], name: str, said: str
) -> None:
    unit = unit_vectors(40)
    save_graph(build_graph(unit), tmp_path)
    assert load_graph(tmp_path, unit).facts.clips == 40

    spoil(tmp_path, name)

    with pytest.raises(StoreError, match=said) as told:
        load_graph(tmp_path, unit)
    assert "Run `signatlas embed` again" in str(told.value)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create_store(tmp_path_factory.mktemp("graphed") / "store")
    add_signs(store, glosses=16)
    embed(store, [CORPUS], index="hnsw")
    return store


@pytest.fixture
def signs(embedded: Store, tmp_path: Path) -> Store:
    """A copy for tests that change it."""
    return Store(shutil.copytree(embedded.root, tmp_path / "store"))


@pytest.fixture
def graphed(embedded: Store, monkeypatch: pytest.MonkeyPatch) -> SignIndex:
    """An index that asks its graph, however few its clips are."""
    monkeypatch.setattr(searching, "EXACT_ANYWAY", 0)
    return load_index(Database(embedded))


def test_nearest__by_graph_as_by_all(graphed: SignIndex) -> None:
    by_all = replace(graphed, graph=None)
    for wanted in (Wanted(), Wanted(not_clip=f"{CORPUS}/s00005"), Wanted((CORPUS,))):
        for query in graphed.unit[::9]:
            found = nearest(graphed, query, top=5, wanted=wanted)
            true = nearest(by_all, query, top=5, wanted=wanted)
            assert [m.clip_id for m in found] == [m.clip_id for m in true]
            assert [m.similarity for m in found] == pytest.approx(
                [m.similarity for m in true], abs=1e-5
            )

    assert how_compared(graphed) == "approximate (recall@10 1.000)"
    assert how_compared(by_all) == "exact"


def test_nearest__every_clip_finds_itself_first_by_graph(graphed: SignIndex) -> None:
    found = [nearest(graphed, query, top=1, wanted=Wanted()) for query in graphed.unit]

    assert [match.clip_id for (match,) in found] == graphed.clip_ids.tolist()


def test_nearest__more_than_the_graph_finds_is_compared_exactly(
    graphed: SignIndex,
) -> None:
    found = nearest(graphed, graphed.unit[0], top=999, wanted=Wanted())

    assert len(found) == len(graphed)


def test_how_compared__few_clips_are_all_compared(
    graphed: SignIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "EXACT_ANYWAY", 20_000)
    half = np.where(np.arange(len(graphed)) % 2 == 0, "one", "two")
    mixed = replace(graphed, corpora=half)

    assert how_compared(mixed, Wanted(("one",))) == "exact"
    assert how_compared(mixed, Wanted(("nowhere",))) == "exact"
    assert how_compared(mixed, Wanted(("one", "two"))).startswith("approximate")
    assert how_compared(mixed).startswith("approximate")


def test_load_index__damaged_graph_is_a_sentence_and_search_goes_on(
    signs: Store, graphed: SignIndex
) -> None:
    _cut_short(signs.run_dir(graphed.run_id), GRAPH_FILE)

    index = load_index(Database(signs))

    assert index.graph is None
    assert "until then all clips are compared" in index.caution
    assert how_compared(index) == "exact"
    assert nearest(index, index.unit[3], top=1, wanted=Wanted())[0].similarity > 0.999


def test_embed__exact_takes_an_earlier_graph_away(
    signs: Store, graphed: SignIndex
) -> None:
    folder = signs.run_dir(graphed.run_id)
    assert (folder / GRAPH_FILE).is_file()

    embed(signs, [CORPUS], index="exact")

    assert not (folder / GRAPH_FILE).exists()
    assert load_index(Database(signs)).caution == ""


def test_embed__auto_makes_a_graph_of_many(
    signs: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ["embed", "--store", str(signs.root)]
    few = CliRunner().invoke(app, where)
    monkeypatch.setenv("SIGNATLAS_EXACT_UP_TO", "63")
    many = CliRunner().invoke(app, where)

    assert "recall@10" not in few.stdout
    assert "By a graph that finds them with recall@10 1.000." in many.stdout
    row = Database(signs).rows("runs_embedding_signs")[0]
    assert json.loads(row["metrics"])["index"]["clips"] == 64


def test_embed__unknown_index(signs: Store) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'hnsw'"):
        embed(signs, [CORPUS], index="hsnw")


def test_gather_settings__clips_compared_exactly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert gather_settings().exact_up_to == 100_000
    monkeypatch.setenv("SIGNATLAS_EXACT_UP_TO", "many")

    with pytest.raises(CallError, match="whole number of clips"):
        gather_settings()
