import json
from pathlib import Path

from typer.testing import CliRunner

from dashboard.cli import app
from tests.dashboard.citing.conftest import Cited
from tests.dashboard.prediction_maker import BETTER


def test_cite_and_reproduce__equal_then_changed(cited: Cited, tmp_path: Path) -> None:
    bundle, run = tmp_path / "pairs", CliRunner()
    told = ["cite", "confused-pairs", str(bundle), "-p", f"run={BETTER}"]
    told += ["--author", "Ana Lyst"]

    made = run.invoke(app, [*told, "--store", str(cited.store.root)])
    equal = run.invoke(app, ["reproduce", str(bundle)])
    crate = (bundle / "ro-crate-metadata.json").read_text()
    (bundle / "README.md").write_text("Other.")
    changed = run.invoke(app, ["reproduce", str(bundle), "--json"])

    assert made.exit_code == 0, made.output
    assert "Drawn hands (drawn-hands); licence: CC BY 4.0" in made.output
    assert (equal.exit_code, "equal: confused-pairs" in equal.output) == (0, True)
    assert '"name": "Ana Lyst"' in crate
    assert changed.exit_code == 1
    assert json.loads(changed.output)["differences"] == [
        "README.md was changed: its digest is not the one described"
    ]


def test_cite__without_a_file_tells_the_parameters() -> None:
    listed = CliRunner().invoke(app, ["cite", "list"]).output
    one = CliRunner().invoke(app, ["cite", "families"]).output

    assert "confusion: What a classifier takes for what." in listed
    assert one == (
        "families: Families of signs by their descriptions. Parameters: run, "
        "threshold=0.6.\n"
    )


def test_cite__parameter_without_a_value_and_full_folder(
    cited: Cited, tmp_path: Path
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    store = ["--store", str(cited.store.root)]

    bare = CliRunner().invoke(app, ["cite", "overview", "x.zip", "-p", "run", *store])
    full = CliRunner().invoke(app, ["cite", "overview", str(tmp_path / "full"), *store])

    assert "expected NAME=VALUE" in str(bare.exception)
    assert "is not empty: name a new folder" in str(full.exception)
