"""How two handshapes differ, finger by finger."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.charts.layout import finish, label
from dashboard.theme import BLUE, VERMILLION
from store.skeleton import FINGERS

JOINTS_PER_FINGER = 3


def bends_deg(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each finger is bent, all its joints together.

    Args:
        values: `joint_angles` of hands, shape (N, 38), of which the first 15 are
            flexions in radians; NaN rows are hands not seen.

    Returns:
        Degrees, shape (hands that were seen, 5).
    """
    flexions = values[:, : JOINTS_PER_FINGER * len(FINGERS)]
    seen = flexions[np.isfinite(flexions).all(axis=1)]
    by_finger = seen.reshape(len(seen), len(FINGERS), JOINTS_PER_FINGER)
    degrees: NDArray[np.float64] = np.degrees(by_finger.sum(axis=2))
    return degrees


def finger_difference(classes: Mapping[str, NDArray[np.float64]]) -> go.Figure:
    """Return the bend of every finger in two classes, with the middle half as a line.

    Args:
        classes: degrees by class, each of shape (N, 5).
    """
    figure = go.Figure()
    styles = ((BLUE, ""), (VERMILLION, "/"))
    for (name, degrees), (colour, pattern) in zip(
        classes.items(), styles, strict=False
    ):
        low, middle, high = np.percentile(degrees, (25, 50, 75), axis=0)
        figure.add_trace(
            go.Bar(
                x=[finger.capitalize() for finger in FINGERS],
                y=middle,
                name=label(name),
                marker={"color": colour, "pattern": {"shape": pattern}},
                error_y={"array": high - middle, "arrayminus": middle - low},
                hovertemplate=f"{label(name)}, %{{x}}: %{{y:.0f}} deg<extra></extra>",
            )
        )
    finish(figure, height_px=260, barmode="group")
    return figure.update_yaxes(title="bend, degrees")
