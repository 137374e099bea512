from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ingest.blur import histogram, kept, set_threshold
from ingest.commands import ingest_app
from ingest.settings import IngestSettings
from store.console import run_app
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.schema import TABLES
from store.write import write_rows


def test_run_app__an_atlas_error_is_a_sentence_and_exit_code_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["ingest", "folder", str(tmp_path / "nowhere")])

    with pytest.raises(SystemExit) as ended:
        run_app(ingest_app)

    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith("give the folder that holds the corpus.\n")


def test_ingest__help_names_every_importer() -> None:
    shown = CliRunner().invoke(ingest_app, ["--help"]).output

    assert all(name in shown for name in ("folder", "wlasl", "images", "synthetic"))


def test_settings__a_hold_that_cannot_be() -> None:
    with pytest.raises(CallError, match="hold"):
        IngestSettings(hold_speed=0)


def test_settings__what_changes_rows_changes_the_fingerprint() -> None:
    plain, other = IngestSettings(), IngestSettings(hold_ms=80)

    assert plain.fingerprint("a", 1) == IngestSettings().fingerprint("a", 1)
    assert plain.fingerprint("a", 1) != other.fingerprint("a", 1)
    assert plain.fingerprint("a", 1) != plain.fingerprint("b", 1)


def test_histogram__counts_every_crop_once() -> None:
    sharpness = np.array([0.0, 5.0, 100.0, 101.0, 5000.0])

    bins = list(histogram(sharpness))

    assert sum(count for _, _, count in bins) == 5
    assert [count for low, high, count in bins if low <= 100.5 < high] == [2]
    assert kept(sharpness, 100.0) == 3


def test_set_threshold__changes_only_the_threshold(store: Store) -> None:
    write_rows(store, "corpora", [corpus_row()], part="c", partition={"corpus": "c"})

    set_threshold(store, "c", 120.0)

    [row] = Database(store).rows("corpus_row", corpus="c")
    assert row == corpus_row() | {"blur_threshold": 120.0}


def test_set_threshold__unknown_corpus(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="none yet"):
        set_threshold(store, "c", 120.0)


def corpus_row() -> dict[str, object]:
    row: dict[str, object] = {column.name: "x" for column in TABLES["corpora"].columns}
    flags = dict.fromkeys(("synthetic", "show_faces", "exportable"), False)
    return row | flags | {"corpus": "c", "blur_threshold": 350.0, "clips_planned": 3}
