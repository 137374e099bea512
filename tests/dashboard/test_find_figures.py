"""What page Find a sign draws and lets one download, without a store."""

import numpy as np

from dashboard.charts.sign_map import sign_map_figure
from dashboard.records.find_records import FoundSign
from dashboard.widgets.records_csv import records_csv


def test_sign_map__found_are_numbered_and_the_query_is_a_star() -> None:
    points = np.array([[0, 0], [1, 0], [2, 2]], np.float32)

    figure = sign_map_figure(
        points,
        corpora=np.array(["a", "a", "b"]),
        names=np.array(["<b>ONE</b>", "TWO", "THREE"]),
        found=[2, -1, 0],
        query=(1.5, 0.5),
        colours={"a": "#000", "b": "#111"},
    )

    first, second, found, query = figure.data
    assert (first.name, second.name) == ("a", "b")
    assert first.text[0] == "&lt;b&gt;ONE&lt;/b&gt;"
    assert list(found.text) == ["1", "3"]
    assert found.x.tolist() == [2, 0]
    assert (query.x[0], query.y[0]) == (1.5, 0.5)
    assert first.type == "scatter"


def test_sign_map__many_are_drawn_by_webgl() -> None:
    points = np.zeros((2_001, 2), np.float32)
    every = np.full(len(points), "a")

    figure = sign_map_figure(
        points, corpora=every, names=every, found=[], query=None, colours={"a": "#000"}
    )

    assert figure.data[0].type == "scattergl"


def test_found_signs__as_csv() -> None:
    sign = FoundSign(1, "a/b", "a", "ASL", "X", "", "", 0.5, None, "One, two")

    assert records_csv(FoundSign, [sign]).splitlines()[1] == (
        '1,a/b,a,ASL,X,,,0.5,,"One, two"'
    )
