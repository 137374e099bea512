"""A training whose process is killed goes on, and ends as if nothing had been."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.classification.recipe import read_classifier_recipe
from models.classification.steps import train_classifier
from store.db import Database
from store.layout import Store, create_store
from tests.models.classification.classifier_maker import (
    RECIPE,
    write_hands,
    write_recipe,
)

LONG = RECIPE.replace("epochs = 12", "epochs = 30")
LIMIT_S = 600


def train(store: Store, recipe: Path) -> subprocess.Popen[str]:
    command = Path(sys.executable).with_name("signatlas")
    told = ("--corpus", "hands", "--store", str(store.root))
    return subprocess.Popen(
        [str(command), "train", str(recipe), *told],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def run_id_of(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0
    return said.rpartition("report ")[2].strip(" `\n")


@pytest.mark.slow
def test_train__killed_in_the_second_fold(store: Store, tmp_path: Path) -> None:
    recipe = write_recipe(tmp_path, LONG)
    told = read_classifier_recipe(recipe, corpora=("hands",))
    undisturbed = create_store(tmp_path / "undisturbed")
    for there in (store, undisturbed):
        write_hands(there)
    killed = train(store, recipe)
    until_s = time.monotonic() + LIMIT_S
    while not list(store.root.glob("runs/*/fold-0.pt")):
        assert time.monotonic() < until_s
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    left = [row["state"] for row in Database(store).rows("runs_unfinished")]

    run_id = run_id_of(train(store, recipe))

    assert left == ["running"]
    assert run_id == train_classifier(undisturbed, told, print)
    rows, expected = (
        Database(there).rows("predictions_of_run", run_id=run_id)
        for there in (store, undisturbed)
    )
    assert rows == expected
