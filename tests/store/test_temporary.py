import os
import subprocess
import sys
from pathlib import Path

from store.temporary import sweep, temporary_beside

LEAVE_BEHIND = """
import sys
from pathlib import Path
from store.temporary import temporary_beside
temporary_beside(Path(sys.argv[1])).write_text("half")
"""


def test_temporary_beside__hidden_and_in_the_same_folder(tmp_path: Path) -> None:
    name = temporary_beside(tmp_path / "clip.mp4", ".mp4")

    assert name.parent == tmp_path
    assert name.name.startswith(".clip.mp4.")
    assert name.suffix == ".mp4"


def test_sweep__takes_only_what_dead_processes_left(tmp_path: Path) -> None:
    mine = temporary_beside(tmp_path / "mine.txt")
    mine.write_text("being written")
    (tmp_path / "whole.txt").write_text("whole")
    (tmp_path / ".other.tmp").write_text("not ours")
    (tmp_path / "below").mkdir()
    subprocess.run(
        [sys.executable, "-c", LEAVE_BEHIND, str(tmp_path / "below" / "x.txt")],
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )

    removed = sweep(tmp_path)

    assert [path.parent.name for path in removed] == ["below"]
    assert mine.exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(
        [mine.name, ".other.tmp", "whole.txt"]
    )


def test_sweep__takes_what_an_unburied_process_left(tmp_path: Path) -> None:
    left = subprocess.Popen(
        [sys.executable, "-c", LEAVE_BEHIND, str(tmp_path / "x.txt")],
        cwd=Path(__file__).resolve().parents[2],
    )
    # Waits until it ended, but leaves it in the table of processes.
    os.waitid(os.P_PID, left.pid, os.WEXITED | os.WNOWAIT)

    removed = sweep(tmp_path)

    assert len(removed) == 1
    left.wait()
