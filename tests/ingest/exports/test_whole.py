"""Files and folders that appear when they are whole, and what is left of killed ones."""

import os
import subprocess
from pathlib import Path

import pytest

from ingest.exports.whole import whole_file, whole_folder
from store.errors import CallError
from store.temporary import temporary_beside


def test_whole_file__takes_away_what_a_killed_process_left(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    hidden = temporary_beside(tmp_path / "p.csv").name
    left = hidden.replace(f"-{os.getpid()}.", f"-{dead.pid}.")
    (tmp_path / left).write_text("half")
    (tmp_path / left.replace("p.csv", "other.csv")).write_text("not ours to take")

    with whole_file(tmp_path / "p.csv") as file:
        file.write_text("whole")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        left.replace("p.csv", "other.csv"),
        "p.csv",
    ]


def test_whole_folder__is_there_when_it_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "new"

    with whole_folder(folder) as hidden:
        (hidden / "file").write_text("text")
        assert not folder.exists()

    assert (folder / "file").read_text() == "text"
    with pytest.raises(CallError, match="is not empty"), whole_folder(folder):
        pass
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "other"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == [folder]
