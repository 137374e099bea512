from pathlib import Path

import pytest

from dashboard.widgets.published_signs import our_figures, said_order
from models.results import Result
from store.layout import Store
from store.write import write_rows
from tests.dashboard.page_reader import Opener, texts, title
from tests.dashboard.prediction_maker import BETTER, add_predictions

MAPS = (("m1", 0.7), ("m2", 0.8), ("untrained", 0.9))


def result(name: str, value: float) -> Result:
    about = {"unit": "share", "data": "made", "split": "5-fold", "seeds": (0,)}
    made = {"recipe": "", "command": "none", "machine": "made", "date": "2026-01-01"}
    return Result(name=name, value=value, low=None, high=None, **about, **made)  # type: ignore[arg-type]


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
    html = "".join(item.proto.body for item in app.get("html"))
    assert "M5, published" in html
    assert "Transformer, attention pooling; SupCon" in html
    assert '<td class="sa-number">0.237</td>' in html


def test_said_order__published_and_ours() -> None:
    ours = our_figures(
        [result(f"wlasl50/5-fold/{name}/map", value) for name, value in MAPS]
    )

    assert said_order({}).endswith("M2; none of the five was measured here yet.")
    assert said_order(ours) == (
        "By mAP, published: M5 > M1 > M4 > M3 > M2; here: M2 > M1; not measured here: "
        "M3, M4, M5."
    )
    assert list(ours) == ["m1", "m2", "untrained"]


def test_our_figures__nothing_but_finding_signs() -> None:
    names = (
        "wlasl50/5-fold/m1/recall-at-5",
        "wlasl50/5-fold/m1/accuracy",
        "x/y/m1/map",
    )

    found = our_figures([result(name, 0.5) for name in names])

    assert {name: list(measures) for name, measures in found.items()} == {
        "m1": ["recall-at-5"]
    }


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
