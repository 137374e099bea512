import json
from collections.abc import Callable, Sequence
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.queries import cluster_queries
from dashboard.records.cluster_records import ClusteringRun
from store.db import Database
from store.labels import LabelEvent, events
from store.layout import Store

Opener = Callable[..., AppTest]


GOOD = "cluster-drawn-good"


def texts(app: AppTest) -> str:
    """Return everything a page says, as one string without Markdown's escapes."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "code")
    said = [str(getattr(item, "value", "")) for kind in kinds for item in app.get(kind)]
    return "\n".join(said).replace("\\", "")


def title(app: AppTest) -> str:
    assert not app.exception, [item.message for item in app.exception]
    assert not app.error, [item.value for item in app.error]
    return str(app.title[0].value).replace("\\", "")


def component(app: AppTest, name: str) -> dict[str, Any]:
    """Return what was sent to one of the components of the page."""
    found = [
        item.proto
        for item in app.get("bidi_component")
        if item.proto.component_name == name
    ]
    sent: dict[str, Any] = json.loads(found[0].json)
    return sent


def pick(app: AppTest, places: Sequence[int]) -> list[str]:
    """Choose hands as the browser does."""
    sent = component(app, "crop_picker")
    crops = [sent["tiles"][place]["crop"] for place in places]
    app.session_state["hands_picked"] = {"page": sent["page"], "crops": crops}
    app.run()
    return crops


def done(store: Store) -> list[LabelEvent]:
    return events(Database(store))


def run_of(run_id: str) -> ClusteringRun:
    return next(r for r in cluster_queries.clustering_runs() if r.run_id == run_id)
