"""What import contracts cannot see: what is really loaded, and how the code is laid out."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("dashboard", "ingest", "models", "store")
HEAVY = ("torch", "torchvision", "mediapipe", "umap", "sklearn", "cv2", "numba", "av")


def loaded_by(statement: str) -> set[str]:
    program = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    ["import dashboard.cli", "from dashboard.pages import find_pages; find_pages()"],
)
def test_start__loads_nothing_heavy(statement: str) -> None:
    loaded = loaded_by(statement)

    assert not loaded & set(HEAVY)


def test_start__serving_loads_no_tables() -> None:
    loaded = loaded_by("import dashboard.cli, dashboard.serve_commands")

    assert not loaded & {"pandas", "duckdb", "lxml", "PIL", "streamlit"}


def test_files__are_short() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in (*FOLDERS, "tests")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 300
    }

    assert long == {}


def test_top_level__is_what_the_design_names() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}

    assert top <= {
        *FOLDERS,
        *("tests", "pyproject.toml", "README.md", "Makefile", "LICENSE"),
        *("CHANGELOG.md", "constraints.txt", ".ci", ".gitignore"),
    }


def test_init_files__are_empty() -> None:
    filled = [
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("__init__.py")
        if path.read_text("utf-8").strip()
    ]

    assert filled == []
