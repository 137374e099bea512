import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.charts.layout import label
from dashboard.charts.presence import presence_by_corpus
from dashboard.charts.sharpness import sharpness_by_corpus
from dashboard.charts.skeleton import framed_skeleton, picture_html, skeleton_marks
from dashboard.charts.timeline import Span, clip_timeline, hold_spans, seen_spans
from dashboard.records.clip_records import (
    CorpusSummary,
    HandShareBin,
    SharpnessBin,
    Track,
)
from dashboard.theme import HAND_COLOURS, corpus_colours
from store.skeleton import HANDS, POINTS, RIGHT_HAND


def corpus(name: str = "a", **changes: Any) -> CorpusSummary:
    values: dict[str, Any] = {
        "corpus": name,
        "title": name.upper(),
        "language": "",
        "media": "video",
        "synthetic": False,
        "licence": "",
        "show_faces": True,
        "exportable": True,
        "citation": "",
        "source": "",
        "blur_threshold": 350.0,
        "clips_planned": 4,
        "clips": 2,
        "glosses": 1,
        "signers": 1,
        "frames": 10,
        "pose_frames": 10,
        "left_frames": 4,
        "right_frames": 8,
        "signing_frames": 8,
        "holds": 2,
        "run_id": "r",
        "letters": 0,
        "crops": 12,
        "crops_kept": 9,
    }
    return CorpusSummary(**(values | changes))


def track(right_hold: tuple[int, ...] = (-1, 0, 0, -1)) -> Track:
    frames = len(right_hold)
    nothing = np.full(frames, np.nan)
    return Track(
        time_ms=np.arange(frames, dtype=np.int64) * 40,
        body_seen=np.ones(frames, np.bool_),
        hand_seen={
            "left": np.zeros(frames, np.bool_),
            "right": np.array([True, True, False, True]),
        },
        speed={"left": nothing, "right": np.array([2.0, 0.1, 0.1, 3.0])},
        sharpness={"left": nothing, "right": np.array([90.0, 400.0, 500.0, 80.0])},
        hold={
            "left": np.full(frames, -1, np.int64),
            "right": np.array(right_hold, np.int64),
        },
    )


def one_point(x: float, y: float) -> NDArray[np.float32]:
    points = np.full((POINTS, 3), np.nan, np.float32)
    points[RIGHT_HAND.start] = (x, y, 0)
    return points


def test_sharpness__no_corpora():
    figure = sharpness_by_corpus([], [], {})

    assert len(figure.data) == 0


def test_sharpness__blurred_bins_are_pale():
    bins = [SharpnessBin("a", 100, 200, 3), SharpnessBin("a", 400, 800, 9)]

    figure = sharpness_by_corpus([corpus()], bins, {"a": "#000000"})

    assert list(figure.data[0].y) == [3, 9]
    assert list(figure.data[0].marker.opacity) == [0.35, 1.0]
    assert figure.layout.annotations[0].text == "A: 75 % at or above 350"


def test_sharpness__synthetic_is_named():
    figure = sharpness_by_corpus([corpus(synthetic=True)], [], {"a": "#000000"})

    assert "(synthetic)" in figure.layout.annotations[0].text


def test_presence__bins_of_each_corpus_in_its_row():
    bins = [HandShareBin("a", 0.75, 0.8, 2), HandShareBin("b", 0, 0.05, 1)]

    figure = presence_by_corpus(
        [corpus("a"), corpus("b")], bins, corpus_colours(["a", "b"])
    )

    assert [list(trace.y) for trace in figure.data] == [[2], [1]]
    assert figure.data[0].marker.color != figure.data[1].marker.color


def test_label__markup_does_not_take_effect():
    assert label("<b>x</b> &\n y") == "&lt;b&gt;x&lt;/b&gt; &amp; y"


def test_hold_spans__one_hold_is_half_open_in_time():
    assert hold_spans(track(), "right") == [Span(0, 1, 2, 40, 120)]
    assert hold_spans(track(), "left") == []


def test_hold_spans__two_holds_that_touch():
    spans = hold_spans(track((0, 0, 1, 1)), "right")

    assert [(span.number, span.start_ms, span.end_ms) for span in spans] == [
        (0, 0, 80),
        (1, 80, 160),
    ]


def test_seen_spans__gap():
    spans = seen_spans(track().hand_seen["right"], track().time_ms)

    assert [(span.start_ms, span.end_ms) for span in spans] == [(0, 80), (120, 160)]


def test_seen_spans__one_frame():
    spans = seen_spans(np.array([True]), np.array([0]))

    assert [(span.start_ms, span.end_ms) for span in spans] == [(0, 1)]


def test_timeline__every_point_knows_its_frame():
    figure = clip_timeline(track(), frame_index=2, blur_threshold=350)

    lines = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert len(lines) == 2 * len(HANDS)
    assert list(lines[0].customdata) == [0, 1, 2, 3]


def test_timeline__hold_is_shaded_and_frame_marked():
    figure = clip_timeline(track(), frame_index=2, blur_threshold=350)

    shaded = [s for s in figure.layout.shapes if s.type == "rect"]
    assert [(s.x0, s.x1) for s in shaded] == [(40, 120)]
    assert shaded[0].fillcolor == HAND_COLOURS["right"]
    assert any(s.type == "line" and s.x0 == s.x1 == 80 for s in figure.layout.shapes)


def test_skeleton__missing_points_are_not_drawn():
    nothing = np.full((POINTS, 3), np.nan, np.float32)

    assert skeleton_marks(nothing, width_px=100, height_px=50) == ""


def test_skeleton__point_lies_at_its_place():
    marks = skeleton_marks(one_point(0.5, 0.25), width_px=100, height_px=80)

    assert 'cx="50.0" cy="20.0"' in marks
    assert HAND_COLOURS["right"] in marks


@pytest.mark.parametrize("jpeg", [None, b"not really"])
def test_framed_skeleton__is_well_formed(jpeg):
    svg = framed_skeleton(one_point(0.5, 0.5), width_px=64, height_px=48, jpeg=jpeg)

    root = ET.fromstring(svg)
    assert root.get("viewBox") == "0 0 64 48"


def test_picture_html__description_is_escaped():
    html = picture_html("<svg/>", alt='"><script>')

    assert "<script>" not in html
    assert "\u203a\u2039script\u203a" in html


def test_corpus_colours__do_not_depend_on_order():
    assert corpus_colours(["b", "a"]) == corpus_colours(["a", "b"])
