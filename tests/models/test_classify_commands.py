"""The commands a user types, on a made store."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.models.classification.classifier_maker import write_hands, write_recipe


def call(store: Store, *arguments: str) -> str:
    done = CliRunner().invoke(
        app, [*arguments, "--store", str(store.root)], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def trained(store: Store, folder: Path, *, seed: int = 0) -> str:
    recipe = str(write_recipe(folder))
    said = call(store, "train", recipe, "--corpus", "hands", "--seed", str(seed))
    return said.rpartition("report ")[2].strip(" `\n")


def test_commands__train_report_predict_frequencies(
    store: Store, tmp_path: Path
) -> None:
    write_hands(store)
    write_hands(store, "others", seed=5, handshapes=["S"] * 12)
    run_id = trained(store, tmp_path)
    baseline = trained(store, tmp_path, seed=1)

    shown = call(store, "report", run_id, "--against", baseline)
    plain = json.loads(call(store, "report", run_id, "--against", baseline, "--json"))
    predicted = call(store, "predict", run_id, "--corpus", "others")
    on_others = predicted.split()[1].rstrip(":")
    checked = json.loads(call(store, "report", on_others, "--json"))
    counted = json.loads(call(store, "frequencies", on_others, "--json"))
    table = call(store, "frequencies", run_id, "--unit", "signer")

    assert "calibration error" in shown
    assert "Look-alike pairs" in shown
    assert plain["cases"] == 60
    assert plain["against"]["run"] == baseline
    assert checked["accuracy"]["value"] >= 0.9
    assert counted["methods"]["saerens"]["S"]["share"] >= 0.8
    assert "published: RSL 48%" in table


def test_train__without_a_corpus(store: Store) -> None:
    with pytest.raises(CallError, match="give --corpus"):
        call(store, "train", "joint_angles")


def test_report__unknown_run(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="Unknown run with predictions 'x'"):
        call(store, "report", "x")


def test_predict__classifier_was_deleted(store: Store, tmp_path: Path) -> None:
    write_hands(store)
    run_id = trained(store, tmp_path)
    for path in store.run_dir(run_id).glob("fold-*.pt"):
        path.unlink()

    with pytest.raises(CallError, match="left no classifier"):
        call(store, "predict", run_id, "--corpus", "hands")


def test_frequencies__unknown_unit(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'token'"):
        call(store, "frequencies", "x", "--unit", "tokens")
