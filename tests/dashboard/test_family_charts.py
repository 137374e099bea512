import time
from pathlib import Path

import numpy as np
import pytest

from dashboard.charts.families import (
    THRESHOLDS,
    closure_heat_map,
    counts_by_threshold,
    false_discoveries,
    family_curves,
    family_dendrogram,
)
from dashboard.charts.words_and_pictures import DOTS, agreement_map
from dashboard.records.description_records import (
    DescribedSign,
    FalseRate,
    WordsAndPictures,
)
from models.descriptions.closure import dendrogram_of
from models.descriptions.pictures import agreement
from store.layout import create_store
from tests.dashboard.description_maker import make_many
from tests.dashboard.page_reader import Opener, title

REDRAWN_WITHIN_S = 0.3


def test_counts_by_threshold__as_the_cuts_say() -> None:
    tree = dendrogram_of(np.array([[1, 0.8, 0.3], [0.8, 1, 0.3], [0.3, 0.3, 1]]))

    families, largest, single = counts_by_threshold(tree)

    at = {round(float(t), 2): place for place, t in enumerate(THRESHOLDS)}
    assert (families[at[0.8]], largest[at[0.8]], single[at[0.8]]) == (1, 2, 1)
    assert (families[at[0.3]], largest[at[0.3]], single[at[0.3]]) == (1, 3, 0)
    assert (families[at[0.81]], largest[at[0.81]], single[at[0.81]]) == (0, 1, 3)


def test_family_dendrogram__a_join_names_a_member_below_it() -> None:
    tree = dendrogram_of(np.array([[1, 0.8, 0.3], [0.8, 1, 0.3], [0.3, 0.3, 1]]))
    members = tree.family_of(0, 0.3).tolist()

    figure = family_dendrogram(tree, members, ["<b>", "x", "y"])

    joins = figure.data[1].customdata
    assert [(similarity, count) for _, similarity, count in joins] == [
        (0.8, 2),
        (0.3, 3),
    ]
    assert joins[0][0] in (0, 1)
    assert "&lt;b&gt;" in figure.layout.yaxis.ticktext


def test_closure_heat_map__a_cell_names_its_pair() -> None:
    figure = closure_heat_map(np.array([[1, 0.5], [0.5, 1]]), ["A", "B"], ["a", "b"])

    assert figure.data[1].customdata[1] == ["a", "b"]


def test_family_curves__the_threshold_is_marked() -> None:
    tree = dendrogram_of(np.array([[1, 0.8], [0.8, 1]]))

    figure = family_curves(counts_by_threshold(tree), threshold=0.7)

    assert [trace.name for trace in figure.data] == ["families", "largest", "in none"]
    assert figure.layout.shapes[0].x0 == 0.7


def test_false_discoveries__nothing_found_is_not_drawn() -> None:
    rates = [FalseRate(0.2, 10, 5.0, 0.5), FalseRate(0.9, 0, 0.0, None)]

    figure = false_discoveries(rates, threshold=0.5)

    assert list(figure.data[0].x) == [0.2]


def made_agreement(signs: int) -> WordsAndPictures:
    draw = np.random.default_rng(0)
    alike = draw.random((2, signs, signs))
    alike = alike + alike.transpose(0, 2, 1)
    found = agreement(alike[0], alike[1], permutations=3)
    assert found is not None
    named = tuple(
        DescribedSign(str(n), f"<b>{n}", "x", None, "", "word", "", None)
        for n in range(signs)
    )
    return WordsAndPictures("made up", named, found)


def test_agreement_map__few_pairs_are_dots_many_are_squares() -> None:
    few, many = agreement_map(made_agreement(6)), agreement_map(made_agreement(90))

    assert DOTS < 90 * 89 / 2
    assert few.data[0].type == "scatter"
    assert many.data[0].type == "heatmap"
    assert int(many.data[0].text.astype(int).sum()) == 90 * 89 // 2
    assert "&lt;b&gt;" in few.data[1].text[0]
    assert len(few.data[1].customdata[0]) == 2


@pytest.mark.slow
def test_threshold__moving_it_redraws_at_once_at_10_000(
    open_page: Opener, tmp_path: Path
) -> None:
    store = make_many(create_store(tmp_path / "many"), 10_000)
    app = open_page(store.root, "descriptions")
    took_s = []

    for threshold in (0.55, 0.5, 0.45):
        # Time of the processor: what else the machine does is not the page's doing.
        begin = time.process_time()
        app.slider[0].set_value(threshold).run()
        took_s.append(time.process_time() - begin)

    assert title(app).startswith("At 0.45 there are ")
    assert min(took_s) < REDRAWN_WITHIN_S
