"""A dashboard that only shows, and a store that cannot be written: nothing is lost or hidden."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import server, state
from dashboard.queries import cluster_queries
from dashboard.widgets import query_desk_saved
from store import write
from store.db import Database
from store.errors import AtlasError
from store.labels import LabelEvent
from store.layout import Store, create_store
from store.saved_queries import SavedQuery, save_query, saved_queries
from store.settings import READ_ONLY_VARIABLE
from tests.dashboard import cluster_maker, prediction_maker
from tests.dashboard.page_reader import GOOD, Opener, done, texts, title

SENTENCE = "This dashboard is read-only"
LATER = "predict-drawn-later"
ACTS = {
    "clusters": {"cluster": "0"},
    "map": {},
    "mistakes": {"true": "1", "predicted": "V"},
    "frequencies": {"run": LATER, "label": "drawn-hands"},
}
"""Pages on which hands are labelled, with the choices that lead there."""


@pytest.fixture(scope="module")
def shown_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that no test of this module writes into."""
    made = create_store(tmp_path_factory.mktemp("shown") / "store")
    cluster_maker.add_clusterings(made)
    prediction_maker.add_map(prediction_maker.add_predictions(made))
    assert prediction_maker.add_later_prediction(made) == LATER
    save_query(made, "mine", "SELECT 1")
    return made


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READ_ONLY_VARIABLE, "1")


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder mounted read-only, as the writer of tables meets it."""

    def refuse(path: Path, rows: pa.Table, *, ranged: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(write, "_replace", refuse)


@pytest.mark.usefixtures("read_only")
@pytest.mark.parametrize("page", ACTS)
def test_read_only__nobody_labels(
    open_page: Opener, shown_store: Store, page: str
) -> None:
    app = open_page(shown_store.root, page, annotator="ann", **ACTS[page])
    app.session_state[state.MAP_CHOSEN] = ["drawn-hands/h00/f0000/right/p00"]
    app.run()

    assert title(app)
    assert SENTENCE in texts(app)
    assert not [field for field in app.text_input if "annotator" in str(field.key)]
    assert _open_acts(app) == []


@pytest.mark.usefixtures("read_only")
def test_read_only__page_query_is_closed(open_page: Opener, shown_store: Store) -> None:
    app = open_page(shown_store.root, "query", sql="SELECT 1")

    assert title(app) == "No SQL here"
    assert SENTENCE in texts(app)
    assert not app.text_area
    assert not app.button


@pytest.mark.usefixtures("read_only")
def test_read_only__refuses_where_rows_are_written(
    use_store: Callable[[Path], None], shown_store: Store
) -> None:
    use_store(shown_store.root)
    query = saved_queries(Database(shown_store))[0]

    with pytest.raises(AtlasError, match=SENTENCE):
        cluster_queries.add_label(LabelEvent("ann", "name", GOOD, 0, handshape="A"))
    with pytest.raises(AtlasError, match=SENTENCE):
        query_desk_saved.keep_query("another", "SELECT 2")
    with pytest.raises(AtlasError, match=SENTENCE):
        query_desk_saved.keep_version(SavedQuery("x", "SELECT 1", query.query_id, 0))

    assert done(shown_store) == []
    assert saved_queries(Database(shown_store)) == [query]


@pytest.mark.usefixtures("no_disk")
def test_unwritable_store__pages_work_and_acts_say_why(
    open_page: Opener, shown_store: Store
) -> None:
    app = open_page(shown_store.root, "clusters", cluster="0", annotator="ann")

    app.text_input("clusters_note").input("two shapes here").run()
    noted = [toast.value for toast in app.toast]
    app.selectbox("clusters_merge").select(2).run()
    app.button("clusters_do_merge").click().run()

    assert title(app).startswith("Cluster 0")
    assert app.text_input("clusters_note").value == "two shapes here"
    assert "Read\\-only file system" in noted[0]
    assert "Read\\-only file system" in app.toast[0].value
    assert done(shown_store) == []


@pytest.mark.parametrize("only", [True, False])
def test_running_server__is_told_that_it_is_read_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, only: bool
) -> None:
    told: list[dict[str, str]] = []

    class Started:
        def terminate(self) -> None: ...
        def wait(self, timeout_s: float = 0) -> None: ...

    def start(command: list[str], *, env: dict[str, str]) -> Started:
        told.append(env)
        return Started()

    monkeypatch.delenv(READ_ONLY_VARIABLE, raising=False)
    monkeypatch.setattr("dashboard.server.subprocess.Popen", start)
    monkeypatch.setattr(server, "check_port", lambda *_: None)
    monkeypatch.setattr(server, "_wait_until_ready", lambda *_: None)

    with server.running_server(tmp_path, read_only=only):
        pass

    assert told[0].get(READ_ONLY_VARIABLE) == ("1" if only else None)


def _open_acts(app: AppTest) -> list[str]:
    """Return the buttons that label and can be pressed."""
    acts = ("junk", "assign", "merge", "move", "undo", "redo", "name_all")
    keys = [str(button.key) for button in app.button if not button.disabled]
    return [key for key in keys if any(act in key for act in acts)]
