"""A Streamlit page of nothing but Plotly's WebGL scatter of a map: the bare tool.

`streamlit run tests/bench/plotly_page.py -- STORE`.
"""

import sys
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from store.db import Database
from store.layout import Store

rows = Database(Store(Path(sys.argv[1]))).query(
    "map_points", run_id="project-many-hands"
)
x, y = (rows[name].to_numpy().astype(np.float32) for name in ("x", "y"))
shapes = np.asarray(rows["handshape"].to_pylist(), str)
figure = go.Figure()
for shape in np.unique(shapes):
    own = shapes == shape
    figure.add_trace(
        go.Scattergl(
            x=x[own],
            y=y[own],
            mode="markers",
            name=str(shape),
            marker={"size": 5},
            hoverinfo="none",
        )
    )
figure.update_layout(height=620, dragmode="lasso")
st.plotly_chart(figure, key="map", on_select="rerun", selection_mode=("box", "lasso"))
