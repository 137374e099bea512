from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from ingest.corpora.rendered_hands import CORPUS, RenderedHands, render_hands
from ingest.signer.drawn_hands import (
    APART_DEG,
    angles_of,
    draw_hand,
    made_handshapes,
    orientation_name,
)
from ingest.signer.rotation import hand_frame
from store.db import Database
from store.errors import CallError
from store.handshapes import INVENTORY
from store.layout import Store

FEW = RenderedHands(hands=3, signers=2, made=1, side_px=64)


def test_render_hands__one_clip_crops_and_truth_a_hand(store: Store) -> None:
    render_hands(store, FEW, workers=1)

    counts = Database(store).row_counts()
    assert {name: counts[name] for name in ("clips", "crops", "truth_signs")} == {
        "clips": 3,
        "crops": 6,
        "truth_signs": 3,
    }
    assert counts["frames"] == counts["landmarks"] == counts["truth_frames"] == 3
    assert counts["truth_hands"] == 3


def test_render_hands__every_hand_can_be_trained_on(store: Store) -> None:
    render_hands(store, FEW, workers=1)

    hands = Database(store).rows("hand_forms", corpus=CORPUS)
    first, second = list(INVENTORY)[:2]
    assert [hand["handshape"] for hand in hands] == [first, "made-000", second]
    for hand in hands:
        form = np.array(hand["form"]).reshape(21, 3)
        assert (form[0] == 0).all()
        assert 8 < np.linalg.norm(form[9]) < 11


def test_render_hands__points_lie_in_the_picture(store: Store) -> None:
    render_hands(store, FEW, workers=1)

    rows = [row for path in store.parts("truth_frames") for row in read_rows(path)]
    points = np.array([row["hands"] for row in rows]).reshape(3, 2, 21, 2)
    shown = points[~np.isnan(points)]
    assert len(shown) == 3 * 21 * 2
    assert ((shown > 0) & (shown < 1)).all()


def test_render_hands__again_writes_nothing_anew(store: Store) -> None:
    render_hands(store, FEW, workers=1)
    before = {path: path.stat().st_mtime_ns for path in store.parts("crops")}

    render_hands(store, FEW, workers=1)

    assert {path: path.stat().st_mtime_ns for path in store.parts("crops")} == before


def test_render_hands__another_recipe_replaces_the_hands(store: Store) -> None:
    render_hands(store, FEW, workers=1)

    render_hands(store, RenderedHands(hands=1, made=0, side_px=64), workers=1)

    assert Database(store).row_counts()["clips"] == 1


def test_render_hands__picture_lies_in_the_store(store: Store) -> None:
    render_hands(store, RenderedHands(hands=1, made=0, side_px=64), workers=1)

    assert (store.root / "media" / CORPUS / "h0000000.jpg").is_file()
    assert Path(store.root / "media" / CORPUS / "h0000000.jpg").stat().st_size > 500


def test_rendered_hands__none() -> None:
    with pytest.raises(CallError, match="1 or more hands"):
        RenderedHands(hands=0)


def test_draw_hand__same_number_same_hand() -> None:
    one, again, other = (
        draw_hand(number, seed=5, signers=4, made=2) for number in (7, 7, 8)
    )

    np.testing.assert_array_equal(one.rotation, again.rotation)
    assert one.signer == again.signer
    assert not np.array_equal(one.rotation, other.rotation)


def test_made_handshapes__unlike_each_other_and_the_inventory() -> None:
    made = made_handshapes(20, seed=1)

    shapes = [*made.values(), *(angles_of(n, made=0, seed=1) for n in INVENTORY)]
    for i, one in enumerate(made.values()):
        rest = shapes[:i] + shapes[i + 1 :]
        assert min(np.abs(one - other).max() for other in rest) >= APART_DEG


@pytest.mark.parametrize(
    ("fingers", "palm", "name"),
    [
        ((0.1, 1, 0), (0, 0, 1), "up-out"),
        ((1, 0.2, 0), (0, 0, -1), "in-back"),
        ((0, 0, 1), (0, -1, 0), "out-down"),
    ],
)
def test_orientation_name__where_fingers_and_palm_point(
    fingers: tuple[float, ...], palm: tuple[float, ...], name: str
) -> None:
    assert orientation_name(hand_frame(fingers, palm)) == name


def read_rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.ParquetFile(path).read().to_pylist()
    return rows
