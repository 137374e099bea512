from pathlib import Path

import pytest

from store.layout import Store
from store.write import write_rows
from tests.dashboard.page_reader import Opener, texts, title
from tests.dashboard.prediction_maker import BETTER, add_predictions


@pytest.fixture
def judged_store(clustered_store: Store) -> Store:
    add_predictions(clustered_store)
    points = [
        {
            "run_id": BETTER,
            "step_number": step,
            "measure": measure,
            "part": part,
            "value": 1 / (1 + step),
        }
        for step in range(5)
        for measure in ("loss", "accuracy")
        for part in ("train", "validation")
    ]
    where = {"part": "all", "partition": {"run_id": BETTER}}
    write_rows(clustered_store, "run_history", points, **where)  # type: ignore[arg-type]
    return clustered_store


def test_models__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", "models")

    assert title(app) == "Nothing has been ingested yet"


def test_models__nothing_trained(open_page: Opener, partial_store: Store) -> None:
    app = open_page(partial_store.root, "models")

    assert title(app) == "Nothing has been trained in this store yet"
    assert "signatlas train RECIPE" in texts(app)


def test_models__runs_newest_first(open_page: Opener, judged_store: Store) -> None:
    app = open_page(judged_store.root, "models")

    html = "".join(item.proto.body for item in app.get("html"))
    assert title(app) == "2 runs of models finished in this store"
    assert html.index("better") < html.index("worse")
    assert f"models?run={BETTER}" in html


def test_models__one_run_with_curves(open_page: Opener, judged_store: Store) -> None:
    app = open_page(judged_store.root, "models", run=BETTER)

    html = "".join(item.proto.body for item in app.get("html"))
    assert title(app) == "better: finished"
    assert "Curves of accuracy, loss" in html
    assert "<dt>name</dt><dd>better</dd>" in html


def test_models__unknown_run_shows_the_list(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(judged_store.root, "models", run="none-such")

    assert title(app) == "2 runs of models finished in this store"
