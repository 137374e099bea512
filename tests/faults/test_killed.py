"""kill -9 at drawn moments: nothing is lost or doubled, and the same command goes on.

`SIGNATLAS_KILLS=50` spreads so many kills over the commands; without it there are as few
as `make test` has time for, beside the kills in the tests of ingest, train and compact.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from store.db import Database
from store.labels import LabelEvent, add_event, events
from store.layout import Store, create_store, open_store
from store.verify import verify
from tests.faults.amount import KILLS
from tests.faults.commands import changes_of, drawn_moment, signatlas
from tests.faults.contents import Rows, part_bytes, rows_of
from tests.models.classification.classifier_maker import (
    RECIPE,
    write_hands,
    write_recipe,
)
from tests.store.settling import settled

SEED: Final = 9
COMMANDS: Final = ("ingest", "cluster", "train", "labels", "compact")
FEW: Final = {"cluster": 1, "labels": 1}
"""Kills where not so many are asked for; the others have tests of their own."""
MOMENTS: Final = [
    (command, number)
    for command in COMMANDS
    for number in range(KILLS // len(COMMANDS) if KILLS else FEW.get(command, 0))
]
HANDS: Final = 60
PATIENCE_S: Final = 300
VideoMaker = Callable[..., Path]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A command with the store that it is run on."""

    store: Store
    arguments: tuple[str, ...]
    changes: int
    rows: Rows
    findings: list[str]

    def copy(self, root: Path) -> tuple[Store, tuple[str, ...]]:
        """Return a copy of the store and the command for it."""
        copied = open_store(Path(shutil.copytree(self.store.root, root)))
        return settled(copied), (*self.arguments, "--store", str(copied.root))


@pytest.fixture(scope="module")
def videos(
    tmp_path_factory: pytest.TempPathFactory,
    make_video: VideoMaker,
    signed_frames: NDArray[np.uint8],
) -> Path:
    folder = tmp_path_factory.mktemp("videos") / "corpus"
    for number in range(3):
        images = signed_frames[number : number + 6]
        make_video(folder / "SIGN" / f"clip{number}.avi", images, codec="mpeg4")
    (folder / "SIGN" / "empty.mp4").touch()
    return folder


@pytest.fixture(scope="module")
def hands(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Sixty hands with features; a corpus of a dozen parts beside them."""
    store = create_store(tmp_path_factory.mktemp("hands") / "store")
    write_hands(store)
    for number in range(12):
        write_hands(store, f"few-{number:02}", handshapes=["5", "S"])
    return store


@pytest.fixture(scope="module")
def prepared(
    request: pytest.FixtureRequest,
    hands: Store,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Prepared]:
    """Return a function that gives a command, which was run once to its end."""
    made: dict[str, Prepared] = {}

    def prepare(command: str) -> Prepared:
        if command not in made:
            folder = tmp_path_factory.mktemp(command)
            arguments = arguments_of(command, folder, request)
            store = settled(
                open_store(Path(shutil.copytree(hands.root, folder / "store")))
            )
            given = (*arguments, "--store", str(store.root))
            changes = changes_of(store.root, folder / "changes", *given)
            made[command] = Prepared(
                hands, arguments, changes, rows_of(store), findings(store)
            )
        return made[command]

    return prepare


def arguments_of(
    command: str, folder: Path, request: pytest.FixtureRequest
) -> tuple[str, ...]:
    if command == "ingest":
        videos = str(request.getfixturevalue("videos"))
        return "ingest", "folder", videos, "--workers", "2"
    if command == "cluster":
        asked = ("--features", "joint_angles", "--k", "3,4")
        return "cluster", "--corpus", "hands", *asked
    if command == "train":
        recipe = write_recipe(folder, RECIPE.replace("epochs = 12", "epochs = 3"))
        return "train", str(recipe), "--corpus", "hands"
    if command == "labels":
        return "labels", "import", str(write_labels(folder / "labels.csv"))
    return ("compact",)


def write_labels(path: Path) -> Path:
    """Two annotators label every hand; six handshapes each make twelve events."""
    lines = [
        f"hands/clip{hand:03}/f0000/right/p00,shape-{hand % 6},{who}"
        for who in ("ann", "bob")
        for hand in range(HANDS)
    ]
    lines.append("hands/nowhere/f0000/right/p00,A,ann")
    path.write_text("\n".join(["crop_id,handshape,annotator", *lines]), "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("command", "number"), MOMENTS)
def test_killed__nothing_lost_and_the_same_command_goes_on(
    prepared: Callable[[str], Prepared], tmp_path: Path, command: str, number: int
) -> None:
    whole = prepared(command)
    store, arguments = whole.copy(tmp_path / "store")
    before = part_bytes(store)
    moment = drawn_moment(whole.changes, seed=f"{SEED}/{command}/{number}")

    moment.run(store.root, tmp_path / "changes", *arguments)

    assert before.items() <= part_bytes(store).items(), moment
    for finding in verify(store):
        assert finding.kind in ("leftover", "reference", "count"), finding.sentence
        assert "Run `signatlas" in finding.remedy or "again" in finding.remedy

    again = signatlas(*arguments)

    assert again.returncode == 0, (moment, again.stderr)
    assert rows_of(store) == whole.rows, moment
    assert findings(store) == whole.findings, moment


@pytest.mark.parametrize("number", range(KILLS // len(COMMANDS) or 3))
def test_killed__a_label_that_was_confirmed_is_there(
    tmp_path: Path, number: int
) -> None:
    """A process that labels without end is killed; what it said it kept is kept."""
    store, told = create_store(tmp_path / "store"), tmp_path / "told"
    drawn = drawn_moment(60, seed=f"{SEED}/events/{number}")
    child = os.fork()
    if child == 0:
        _label_for_ever(store, told)
    until_s = time.monotonic() + PATIENCE_S
    while not told.is_file() or told.read_bytes().count(b"\n") < drawn.at:
        assert time.monotonic() < until_s
        time.sleep(0.001)
    time.sleep(drawn.delay_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    confirmed = told.read_text("utf-8").split("\n")[:-1]
    kept = [event.note for event in events(Database(store))]

    assert len(confirmed) >= drawn.at
    assert kept[: len(confirmed)] == confirmed
    assert len(kept) <= len(confirmed) + 1
    assert {finding.kind for finding in verify(store)} <= {"leftover"}


def findings(store: Store) -> list[str]:
    return sorted(finding.sentence for finding in verify(store))


def _label_for_ever(store: Store, told: Path) -> None:
    try:
        with told.open("w", encoding="utf-8") as file:
            for number in range(100_000):
                add_event(store, LabelEvent("ann", "note", "r", 0, note=f"n{number}"))
                file.write(f"n{number}\n")
                file.flush()
    finally:
        os._exit(1)
