"""A full disk and a read-only one: one sentence, nothing half-written, and on it goes."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.cli import main
from dashboard.pages import find_pages
from ingest.uploads.limits import UploadLimits
from ingest.uploads.looking import look_at
from store.db import Database
from store.errors import MediaError, StoreError
from store.labels import LabelEvent, add_event, events
from store.layout import Store, create_store, open_store
from store.verify import verify
from tests.dashboard.hostile_store import make_store_of_all_pages
from tests.dashboard.page_reader import GOOD, Opener
from tests.faults.amount import FULL, long
from tests.faults.commands import signatlas
from tests.faults.contents import part_bytes, rows_of
from tests.faults.disks import Disk, small_disk
from tests.faults.test_killed import write_labels
from tests.models.classification.classifier_maker import (
    RECIPE,
    write_hands,
    write_recipe,
)
from tests.store.settling import settled

ROOM: Final = (0, 1, 4, 16, 64, 256) if FULL else (4,)
"""Free kilobytes at which a command meets the full disk at one place or another."""
NAMES: Final = ("features", "cluster", "labels", "compact", "train", "project")
Say = Callable[..., tuple[int, str]]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", 24) as made:
        yield made


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Return a function that runs a command here; it gives exit code and what was said."""

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["signatlas", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
        except SystemExit as ended:
            told = capsys.readouterr()
            return int(ended.code or 0), told.err
        return 0, capsys.readouterr().err

    return run


def command(name: str, store: Store, folder: Path) -> tuple[object, ...]:
    """Return a command that writes."""
    angles = ("--corpus", "hands", "--features", "joint_angles")
    given: dict[str, tuple[object, ...]] = {
        "features": ("features", "--corpus", "hands", "--name", "joint_angles"),
        "cluster": ("cluster", *angles, "--k", "3"),
        "labels": ("labels", "import", write_labels(folder / "labels.csv")),
        "compact": ("compact",),
        "train": ("train", write_recipe(folder, _SHORT), "--corpus", "hands"),
        "project": ("project", "--of", "features:joint_angles", "--corpus", "hands"),
    }
    more = ("--method", "pca") if name == "project" else ()
    return (*given[name], *more, "--store", store.root)


_SHORT: Final = RECIPE.replace("epochs = 12", "epochs = 1")


def hands_on(disk: Disk) -> Store:
    """Sixty hands with features on a small disk, and a folder of many parts."""
    store = create_store(disk.root / "store")
    write_hands(store)
    for number in range(8):
        write_hands(store, f"few-{number:02}", handshapes=["5", "S"])
    return settled(store)


def is_one_sentence(code: int, told: str) -> bool:
    """Whether a command ended with its code for what a user can mend, and said one thing."""
    said = [line for line in told.splitlines() if "Cannot" in line or "refuses" in line]
    return code == 2 and len(said) == 1 and "Traceback" not in told


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES if FULL else ("cluster", "compact"))
def test_full_disk__a_sentence_and_after_it_all_is_well(
    disk: Disk, say: Say, tmp_path: Path, name: str
) -> None:
    store = hands_on(disk)
    given = command(name, store, tmp_path)
    before, sound = part_bytes(store), verify(store)
    refused = 0
    for kilobytes in ROOM:
        disk.fill(leave=1024 * kilobytes)
        code, told = say(*given)
        disk.free()

        assert code == 0 or is_one_sentence(code, told), (kilobytes, told)
        refused += code != 0
        if name != "features":
            assert before.items() <= part_bytes(store).items()
        assert not list(store.root.rglob(".*.tmp*")), kilobytes
    assert refused

    code, told = say(*given)

    assert code == 0, told
    kinds = {finding.kind for finding in verify(store)}
    assert kinds <= {finding.kind for finding in sound}


@long
@pytest.mark.slow
def test_full_disk__an_ingest_stops_and_goes_on(
    disk: Disk,
    tmp_path: Path,
    make_video: Callable[..., Path],
    signed_frames: NDArray[np.uint8],
) -> None:
    for number in range(2):
        images = signed_frames[number : number + 6]
        video = tmp_path / "corpus" / "SIGN" / f"clip{number}.avi"
        make_video(video, images, codec="mpeg4")
    store = create_store(disk.root / "store")
    given = ("ingest", "folder", tmp_path / "corpus", "--workers", 1, "--store")
    for kilobytes in (0, 32, 64, 128):
        disk.fill(leave=1024 * kilobytes)
        full = signatlas(*given, store.root)
        disk.free()

        assert is_one_sentence(full.returncode, full.stderr), full.stderr
        assert "lost" not in full.stdout
        assert not list(store.root.rglob(".*.tmp*"))
    done = signatlas(*given, store.root)
    undisturbed = create_store(tmp_path / "undisturbed")
    signatlas(*given, undisturbed.root)

    assert done.returncode == 0, done.stderr
    assert rows_of(store) == rows_of(undisturbed)
    assert verify(store) == []


def test_full_disk__a_label_is_a_sentence_and_none_is_lost(disk: Disk) -> None:
    store = create_store(disk.root / "store")
    first = add_event(store, LabelEvent("ann", "note", "r", 0, note="one"))
    disk.fill()
    with pytest.raises(StoreError, match="No space left on device"):
        add_event(store, LabelEvent("ann", "note", "r", 0, note="two"))
    disk.free()
    last = add_event(store, LabelEvent("ann", "note", "r", 0, note="three"))

    assert events(Database(store)) == [first, last]


def test_full_disk__a_repair_is_a_sentence_or_done(disk: Disk, say: Say) -> None:
    store = hands_on(disk)
    part = next(store.parts("features"))
    part.write_bytes(b"PAR1")
    disk.fill()
    code, told = say("verify", "--repair", "--store", store.root)
    disk.free()

    assert code in (1, 2)
    assert "Traceback" not in told
    assert say("verify", "--repair", "--store", store.root)[0] in (0, 1)
    assert not part.exists()


def test_full_disk__an_upload_says_so(
    disk: Disk, monkeypatch: pytest.MonkeyPatch, make_video: Callable[..., Path]
) -> None:
    content = make_video(disk.root.parent / "clip.mp4").read_bytes()
    monkeypatch.setattr(tempfile, "tempdir", str(disk.root))
    disk.fill()
    with pytest.raises(MediaError, match="No space left on device"):
        look_at("clip.mp4", content, UploadLimits())
    disk.free()

    assert not list(disk.root.rglob("clip.mp4"))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES if FULL else ("cluster", "labels"))
def test_read_only_disk__a_command_says_a_sentence(
    disk: Disk, say: Say, tmp_path: Path, name: str
) -> None:
    store = hands_on(disk)
    before = part_bytes(store)
    given = command(name, store, tmp_path)
    disk.read_only(True)
    code, told = say(*given)
    disk.read_only(False)

    assert is_one_sentence(code, told), told
    assert "Read-only file system" in told
    assert part_bytes(store) == before


def test_read_only_disk__every_page_is_drawn(
    disk: Disk, full_store: Store, open_page: Opener, tmp_path: Path
) -> None:
    made = make_store_of_all_pages(tmp_path / "made", full_store)
    shutil.copytree(made.root, disk.root / "store")
    store = open_store(disk.root / "store")
    disk.read_only(True)
    try:
        for page in find_pages():
            app = open_page(store.root, page.url_path)
            assert not app.exception, (page, [e.message for e in app.exception])
            assert not app.error, (page, [e.value for e in app.error])
        app = open_page(store.root, "clusters", run=GOOD, cluster="0", annotator="ann")
        app.text_input("clusters_note").input("seen").run()
        assert "Read\\-only file system" in app.toast[0].value
        with pytest.raises(StoreError, match="Read-only file system"):
            add_event(store, LabelEvent("ann", "note", "r", 0, note="one"))
    finally:
        disk.read_only(False)
    assert events(Database(store)) == []
