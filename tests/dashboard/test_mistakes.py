from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dashboard.charts.fingers import bends_deg
from dashboard.queries import prediction_queries
from dashboard.records.prediction_records import Confusion, confusion
from store.layout import Store
from tests.dashboard.page_reader import Opener, component, done, pick, texts, title
from tests.dashboard.prediction_maker import (
    BETTER,
    MAP,
    WORSE,
    add_map,
    add_predictions,
)

UseStore = Callable[[Path], None]


@pytest.fixture
def judged_store(clustered_store: Store) -> Store:
    return add_predictions(clustered_store)


def test_mistakes__empty_store(open_page: Opener, tmp_path: Path) -> None:
    app = open_page(tmp_path / "none", "mistakes")

    assert title(app) == "Nothing has been ingested yet"


def test_mistakes__no_classifier_says_what_to_run(
    open_page: Opener, partial_store: Store
) -> None:
    app = open_page(partial_store.root, "mistakes")

    assert title(app) == "No classifier has been tried on labelled hands or clips yet"
    assert "signatlas train" in texts(app)


def test_mistakes__title_is_the_finding_of_the_newest(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(judged_store.root, "mistakes")

    assert title(app) == (
        "94 % of 72 hands recognised; most often, 1 is taken for V in 33 %"
    )
    assert "Synthetic" in texts(app)
    assert "not calibrated" not in texts(app)


def test_mistakes__against_another(open_page: Opener, judged_store: Store) -> None:
    app = open_page(judged_store.root, "mistakes", run=WORSE, against=BETTER)

    assert title(app).startswith("81 % recognised, against 94 % by better; most often")
    assert "not calibrated" in texts(app)


def test_mistakes__cell_shows_its_hands_the_surest_first(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(judged_store.root, "mistakes", run=BETTER, true="1", predicted="V")

    tiles = component(app, "crop_picker")["tiles"]
    said = prediction_queries.predictions(BETTER)
    sure = [said.probability[said.item_ids == tile["crop"]][0] for tile in tiles]
    assert title(app) == "4 hands of 12 that show 1 are taken for V"
    assert len(tiles) == 4
    assert sure == sorted(sure, reverse=True)
    assert all(tile["address"].startswith("clips?clip=drawn-hands") for tile in tiles)
    assert "middle finger is 115 degrees more bent in 1 than in V" in texts(app)


def test_mistakes__cell_without_hands(open_page: Opener, judged_store: Store) -> None:
    app = open_page(judged_store.root, "mistakes", run=BETTER, true="V", predicted="1")

    assert title(app) == "0 hands of 12 that show V are taken for 1"
    assert "No hand of this part." in texts(app)


def test_mistakes__wrong_label_and_junk_are_label_events(
    open_page: Opener, judged_store: Store
) -> None:
    app = open_page(
        *(judged_store.root, "mistakes"),
        run=BETTER,
        true="1",
        predicted="V",
        annotator="Ana",
    )
    chosen = pick(app, [0, 2])
    app.selectbox(key="mistakes_shape").select("V").run()
    app.button(key="mistakes_do_assign").click().run()
    aside = pick(app, [1])
    app.button(key="mistakes_junk").click().run()

    assigned, junked = done(judged_store)
    assert (assigned.action, assigned.handshape) == ("assign", "V")
    assert assigned.crops == tuple(chosen)
    assert (junked.action, junked.run_id, junked.crops) == ("junk", None, tuple(aside))


def test_confusion__orders_and_pairs() -> None:
    counts = np.array([[8, 0, 2], [0, 5, 0], [3, 0, 27]])

    told = Confusion(("1", "5", "V"), counts)

    assert [(p.true, p.predicted, p.count) for p in told.pairs()] == [
        ("V", "1", 3),
        ("1", "V", 2),
    ]
    assert told.ordered("size").classes == ("V", "1", "5")
    assert told.ordered("alike").classes in {
        ("1", "V", "5"),
        ("V", "1", "5"),
        ("5", "1", "V"),
        ("5", "V", "1"),
    }
    assert told.ordered("size").counts[0, 1] == 3
    assert (told.right, told.total) == (40, 45)


def test_confusion__class_that_only_another_run_knows(
    use_store: UseStore, judged_store: Store
) -> None:
    use_store(judged_store.root)
    said = prediction_queries.predictions(BETTER)

    told = confusion(said, "test", ("Zzz",))

    assert told.classes[-1] == "Zzz"
    assert np.isnan(told.shares()[-1]).all()


def test_nearest_taught__of_the_same_class_and_only_taught(
    use_store: UseStore, judged_store: Store
) -> None:
    use_store(judged_store.root)
    said = prediction_queries.predictions(BETTER)
    hand = str(said.item_ids[said.cell("test", "A", "A")[0]])

    near = prediction_queries.nearest_taught(BETTER, hand, at_most=5)

    places = np.searchsorted(said.item_ids, near)
    assert said.true_class[places].tolist() == ["A"] * 5
    assert set(said.part[places]) == {"train"}
    assert prediction_queries.nearest_taught(BETTER, "nothing", at_most=5) == []


def test_bends_deg__hands_not_seen_are_left_out() -> None:
    values = np.zeros((2, 38))
    values[0, 3:6] = np.pi / 3
    values[1] = np.nan

    bends = bends_deg(values)

    assert bends.tolist() == [pytest.approx([0, 180, 0, 0, 0])]


def test_mistakes__maps_of_two_classifiers_side_by_side(
    open_page: Opener, judged_store: Store
) -> None:
    add_map(judged_store)

    alone = open_page(judged_store.root, "mistakes", run=BETTER)
    both = open_page(judged_store.root, "mistakes", run=BETTER, against=WORSE)

    links = "".join(item.proto.body for item in alone.get("html"))
    assert f'href="map?run={MAP}"' in links
    assert f"signatlas project {WORSE}" in "".join(code.value for code in both.code)
