import base64

import numpy as np
import pyarrow as pa

from dashboard.map_drawing import (
    CHOSEN,
    NOT_KNOWN,
    OTHERS,
    SIDE,
    by_group,
    by_trust,
    density,
    draw,
    sent,
    within,
)
from dashboard.map_table import csv_of, parquet_of, points_table
from dashboard.records.map_records import ItemMap, item_map, known_of
from dashboard.records.words import Words
from dashboard.theme import BLUE, GREY, VERMILLION
from dashboard.widgets.item_map import polygon_of


def made(count: int, names: list[str | None] | None = None) -> ItemMap:
    column = pa.array(names or [None] * count, pa.string())
    return item_map(
        np.array([f"c/v{i:03d}/f0000/right/p00" for i in range(count)], object),
        (np.arange(count, dtype=float), np.zeros(count)),
        np.linspace(0, 1, count) if count else np.empty(0),
        {"gloss": known_of(column)},
    )


def everything(told: ItemMap) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.ones(len(told), bool)


def test_known_of__numbers_are_in_order() -> None:
    known = known_of(pa.array(["Cluster 10", None, "Cluster 2"]))

    assert known.names == ("Cluster 2", "Cluster 10")
    assert known.codes.tolist() == [1, -1, 0]
    assert known.are("Cluster 10").tolist() == [True, False, False]
    assert not known.are("none").any()


def test_by_group__rare_and_unknown_ones() -> None:
    names = [f"g{i // 2:02d}" for i in range(200)] + [None] * 3

    colours = by_group("gloss", known_of(pa.array(names)))

    assert [group.count for group in colours.groups] == [2] * 35 + [130, 3]
    assert [group.name for group in colours.groups[-2:]] == [OTHERS, NOT_KNOWN]
    assert colours.values[[0, 69, 70, 202]].tolist() == [0, 34, 35, 36]
    assert len({(group.colour, group.symbol) for group in colours.groups[:35]}) == 35
    assert colours.hidden(["g00"]).sum() == 2


def test_by_group__right_and_wrong_have_colours_of_their_own() -> None:
    known = known_of(pa.array(["wrong", "learnt from it", "right"]))

    colours = by_group("right", known)

    assert {group.name: group.colour for group in colours.groups} == {
        "learnt from it": GREY,
        "right": BLUE,
        "wrong": VERMILLION,
    }


def test_draw__a_sample_is_the_same_on_every_map_and_holds_what_stands_out() -> None:
    told, other = made(1000), made(1000)
    marks = np.zeros(1000, np.uint8)
    marks[::100] = CHOSEN

    drawing = draw(
        told, by_trust(told), kept=everything(told), marks=marks, at_most=200
    )
    again = draw(other, by_trust(other), kept=everything(other), at_most=190)

    assert (len(drawing.places), drawing.total, drawing.dense) == (200, 1000, True)
    assert set(np.flatnonzero(marks)) <= set(drawing.places.tolist())
    assert len(set(again.places.tolist()) & set(drawing.places.tolist())) >= 189


def test_draw__none_is_left_out_where_there_is_room() -> None:
    told = made(50)

    drawing = draw(told, by_trust(told), kept=told.trust >= 0.5)

    assert sorted(drawing.places.tolist()) == list(range(25, 50))
    assert not drawing.dense


def test_inside__all_points_not_only_those_drawn_without_hidden_groups() -> None:
    told = made(1000, ["a", "b"] * 500)
    colours = by_group("gloss", told.known["gloss"])
    drawing = draw(told, colours, kept=everything(told), at_most=10)
    box = np.array([(-0.1, -1), (0.4995, -1), (0.4995, 1), (-0.1, 1)])

    assert len(drawing.inside(box, [])) == 500
    assert set(drawing.inside(box, ["b"]).tolist()) == set(range(0, 500, 2))
    assert drawing.inside(box, [])[0] in (249, 250)
    assert len(drawing.inside(np.empty((0, 2)), [])) == 0


def test_within__a_hollow_polygon() -> None:
    hook = np.array([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])
    x, y = np.array([0.5, 1.5, 2.5, 1.5, 9]), np.array([2.0, 2, 2, 0.5, 9])

    assert within(hook, x, y).tolist() == [True, False, True, True, False]


def test_density__counts_all_points() -> None:
    told = made(SIDE * 10)

    cells = density(told, everything(told))

    assert cells.shape == (SIDE, SIDE)
    assert (cells[0] > 200).all()
    assert not cells[1:].any()


def test_sent__five_bytes_a_point_and_no_text_of_any() -> None:
    told = made(1000)
    drawing = draw(told, by_trust(told), kept=everything(told))

    data = sent(drawing)

    at = np.frombuffer(base64.b64decode(data["at"]), "<u2").reshape(-1, 2)
    values = np.frombuffer(base64.b64decode(data["values"]), np.uint8)
    assert at[:, 0].tolist() == np.round(drawing.places / 999 * 65_535).tolist()
    assert values.tolist() == np.round(drawing.places / 999 * 255).tolist()
    assert (data["reach"], data["groups"], data["marks"]) == ((1.0, 0.0), [], None)
    assert "c/v" not in str(data)


def test_draw__no_points() -> None:
    told = made(0)

    data = sent(
        draw(told, by_group("gloss", told.known["gloss"]), kept=np.ones(0, bool))
    )

    assert (data["at"], data["groups"]) == ("", [])


def test_of_items__a_clip_lights_up_its_hands() -> None:
    told = made(5)

    assert told.of_items(["c/v003"]).tolist() == [False, False, False, True, False]
    assert told.of_items(["c/v001/f0000/right/p00"]).tolist() == [0, 1, 0, 0, 0]
    assert not told.of_items([]).any()


def test_polygon_of__what_is_none() -> None:
    assert polygon_of([[0, 0], [1, 0], [1, 1]]) is not None
    assert polygon_of([]) is not None
    assert polygon_of([[0, 0], [1]]) is None
    assert polygon_of([["a", "b"]]) is None
    assert polygon_of([[0, float("nan")]]) is None
    assert polygon_of([[0, 0]] * 10_000) is None


def test_points_table__as_files() -> None:
    told = made(3, ["A, B", None, "C"])
    more = {"cluster": Words(np.array([0, 0, -1], np.int32), ("Cluster 4",))}

    table = points_table(told, np.array([2, 0]), more)

    assert table["gloss"].to_pylist() == ["C", "A, B"]
    assert table["cluster"].to_pylist() == [None, "Cluster 4"]
    assert csv_of(table).decode().splitlines() == [
        "item_id,clip_id,x,y,trust,gloss,cluster",
        "c/v002/f0000/right/p00,c/v002,2.0,0.0,1.0,C,",
        'c/v000/f0000/right/p00,c/v000,0.0,0.0,0.0,"A, B",Cluster 4',
    ]
    assert parquet_of(table)[:4] == b"PAR1"
