"""What happens in a clip over time: speed, holds, what is seen, how sharp the hands are."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from dashboard.charts.layout import INK, finish
from dashboard.records.clip_records import Track
from dashboard.theme import BODY_COLOUR, HAND_COLOURS
from store.skeleton import HANDS, Hand

HEIGHT_PX: Final = 330
SPEED, SEEN, SHARPNESS = 1, 2, 3
_DASHES: Final[dict[Hand, str]] = {"left": "dot", "right": "solid"}
_SYMBOLS: Final[dict[Hand, str]] = {"left": "square", "right": "circle"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of frames, half-open in time. `number`: of the hold."""

    number: int
    first_frame: int
    last_frame: int
    start_ms: int
    end_ms: int


def hold_spans(track: Track, hand: Hand) -> list[Span]:
    """Return the holds of one hand, in time order."""
    return [
        span for span in _spans(track.hold[hand], track.time_ms) if span.number >= 0
    ]


def seen_spans(seen: NDArray[np.bool_], time_ms: NDArray[np.int64]) -> list[Span]:
    """Return the stretches of time in which something was seen."""
    return [span for span in _spans(seen.astype(np.int64), time_ms) if span.number]


def clip_timeline(
    track: Track, *, frame_index: int, blur_threshold: float
) -> go.Figure:
    """Return the figure of a clip's frames; a line marks the frame shown.

    Every point carries its frame's index as `customdata`.
    """
    figure = make_subplots(
        rows=3,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.05,
        row_heights=[0.46, 0.26, 0.28],
    )
    for hand in HANDS:
        figure.add_trace(_line(track, hand, track.speed[hand], "speed"), SPEED, 1)
        figure.add_trace(
            _line(track, hand, track.sharpness[hand], "sharpness"), SHARPNESS, 1
        )
    _add_seen(figure, track)
    _add_holds(figure, track)
    figure.add_hline(
        y=blur_threshold,
        line={"color": INK, "dash": "dash", "width": 1.2},
        row=SHARPNESS,
        col=1,
    )
    figure.add_vline(x=int(track.time_ms[frame_index]), line={"color": INK, "width": 2})
    return _labelled(figure)


def _labelled(figure: go.Figure) -> go.Figure:
    figure.update_yaxes(title="speed", rangemode="tozero", row=SPEED)
    figure.update_yaxes(
        row=SEEN,
        range=[-0.6, 2.6],
        tickvals=[0, 1, 2],
        ticktext=["Right", "Left", "Body"],
    )
    figure.update_yaxes(title="sharpness", type="log", dtick=1, row=SHARPNESS)
    figure.update_xaxes(title="ms", row=SHARPNESS)
    return finish(figure, height_px=HEIGHT_PX, hovermode="closest")


def _line(
    track: Track, hand: Hand, values: NDArray[np.float64], what: str
) -> go.Scatter:
    return go.Scatter(
        x=track.time_ms,
        y=values,
        mode="lines+markers",
        name=f"{hand.capitalize()} hand",
        legendgroup=hand,
        showlegend=what == "speed",
        connectgaps=False,
        line={"color": HAND_COLOURS[hand], "dash": _DASHES[hand], "width": 1.8},
        marker={"size": 5, "symbol": _SYMBOLS[hand]},
        customdata=np.arange(len(track.time_ms)),
        hovertemplate=f"{hand} hand, frame %{{customdata}}, %{{x}} ms: {what} "
        "%{y:.2~f}<extra></extra>",
    )


def _add_holds(figure: go.Figure, track: Track) -> None:
    for hand in HANDS:
        for span in hold_spans(track, hand):
            figure.add_vrect(
                x0=span.start_ms,
                x1=span.end_ms,
                fillcolor=HAND_COLOURS[hand],
                opacity=0.16,
                line_width=0,
                row=SPEED,
                col=1,
                annotation={
                    "text": f"hold {span.number + 1} {hand[0].upper()}",
                    "font": {"size": 11},
                    "yshift": -13 if hand == "left" else 0,
                },
                annotation_position="top left",
            )


def _add_seen(figure: go.Figure, track: Track) -> None:
    rows = [("Body", track.body_seen, BODY_COLOUR, 2)]
    rows += [
        (f"{hand.capitalize()} hand", track.hand_seen[hand], HAND_COLOURS[hand], place)
        for place, hand in enumerate(reversed(HANDS))
    ]
    for name, seen, colour, place in rows:
        spans = seen_spans(seen, track.time_ms)
        figure.add_trace(
            go.Scatter(
                x=[x for s in spans for x in (s.start_ms, s.end_ms, None)],
                y=[y for _ in spans for y in (place, place, None)],
                customdata=[
                    f for s in spans for f in (s.first_frame, s.last_frame, None)
                ],
                mode="lines",
                line={"color": colour, "width": 9},
                showlegend=False,
                hovertemplate=f"{name} seen<extra></extra>",
            ),
            SEEN,
            1,
        )


def _spans(values: NDArray[np.int64], time_ms: NDArray[np.int64]) -> list[Span]:
    ends_ms = _frame_ends(time_ms)
    found = []
    for number, group in groupby(range(len(values)), key=lambda i: int(values[i])):
        frames = list(group)
        found.append(
            Span(
                number,
                frames[0],
                frames[-1],
                int(time_ms[frames[0]]),
                int(ends_ms[frames[-1]]),
            )
        )
    return found


def _frame_ends(time_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return when each frame ends: where the next begins; the last lasts the median."""
    steps = np.diff(time_ms)
    last = int(np.median(steps)) if len(steps) else 1
    return np.append(time_ms[1:], time_ms[-1:] + last)
