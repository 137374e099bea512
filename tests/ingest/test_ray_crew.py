"""An ingest on a Ray cluster: two machines that are processes here, one of which goes.

Into object storage and into a folder that all of them see.
"""

import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.crews import Engine, EngineName
from ingest.jobs import Place
from ingest.settings import IngestSettings
from store.errors import CallError
from store.fetch import fetch
from store.layout import Store, create_store, open_store
from store.remote import Remote
from tests.ingest.store_rows import rows_of

pytest.importorskip("ray", reason="needs Ray: pip install 'signatlas[ray]'")

CHECKOUT = Path(__file__).resolve().parents[2]
VideoMaker = Callable[..., Path]
Command = Callable[..., subprocess.CompletedProcess[str]]
CLIPS = int(os.environ.get("SIGNATLAS_RAY_CLIPS", "5"))
PATIENCE_S = 900
STORE_BYTES = 80 * 2**20
SOON_KNOWN_DEAD = {
    "health_check_initial_delay_ms": 1000,
    "health_check_period_ms": 1000,
    "health_check_failure_threshold": 3,
}


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    make_video: VideoMaker,
    signed_frames: NDArray[np.uint8],
) -> Path:
    folder = tmp_path_factory.mktemp("ray") / "corpus"
    for number in range(CLIPS):
        images = signed_frames[number % 12 : number % 12 + 8].copy()
        # No two videos are the same: they would be read once.
        images[:, :8, :8] = number
        make_video(folder / "SIGN" / f"clip{number}.avi", images, codec="mpeg4")
    (folder / "SIGN" / "empty.mp4").touch()
    return folder


@pytest.fixture(scope="module")
def local(folder: Path, run_ingest: Command) -> dict[str, list[dict[str, Any]]]:
    root = folder.parent / "local"
    done = run_ingest("folder", folder, "--store", root, "--workers", 1)
    assert done.returncode == 0, done.stderr
    return rows_of(open_store(root))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without cores, so that nothing is read on the machine that leads."""
    from ray.cluster_utils import Cluster  # noqa: PLC0415 - optional

    head = {
        "num_cpus": 0,
        "include_dashboard": False,
        "object_store_memory": STORE_BYTES,
        "_system_config": SOON_KNOWN_DEAD,
    }
    with warnings.catch_warnings():
        # Ray leaves the log files of the processes that it starts to the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        made = Cluster(initialize_head=True, head_node_args=head)
        yield made
        made.shutdown()


@pytest.mark.slow
def test_ray__a_machine_that_goes_takes_no_clip_along(
    cluster: Any,
    folder: Path,
    local: dict[str, list[dict[str, Any]]],
    storage_address: str,
    tmp_path: Path,
) -> None:
    add_machine(cluster)
    goes = add_machine(cluster)
    process = started(cluster, folder, storage_address)
    remote = Remote(storage_address)
    wait_until(lambda: bool(remote.listed("tables/clips")), process)
    cluster.remove_node(goes, allow_graceful=False)

    told, errors = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 0, errors
    assert f"{CLIPS} clips read" in told
    fetched = create_store(tmp_path / "fetched")
    fetch(remote, fetched)
    assert rows_of(fetched) == local
    assert not list(fetched.root.rglob("*.tmp*"))


@pytest.mark.slow
def test_ray__interrupted_and_gone_on_with(
    cluster: Any,
    folder: Path,
    local: dict[str, list[dict[str, Any]]],
    tmp_path: Path,
) -> None:
    root = tmp_path / "store"
    if len(cluster.worker_nodes) == 0:
        add_machine(cluster)
    process = started(cluster, folder, root)
    wait_until(lambda: any(root.glob("tables/clips/**/part-*")), process)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 130, errors
    assert "Stopped." in errors
    assert "Traceback" not in errors
    stopped = rows_of(open_store(root))
    assert [row["state"] for row in stopped["runs"]] == [repr("stopped")]
    done = {row["clip_id"] for row in stopped["clips"]}
    for table in ("frames", "landmarks", "crops"):
        assert {row["clip_id"] for row in stopped[table]} == done
    assert not list(root.rglob("*.tmp*"))

    again = started(cluster, folder, root)
    _, errors = again.communicate(timeout=PATIENCE_S)

    assert again.returncode == 0, errors
    assert rows_of(open_store(root)) == local


def test_fault__a_machine_that_sees_another_store(store: Store) -> None:
    from ingest.ray_crew import _fault, _leave_token  # noqa: PLC0415 - optional

    place = Place(store, "ingest-c", IngestSettings())
    token = _leave_token(place)
    elsewhere = Place(Store(store.root / "elsewhere"), "ingest-c", IngestSettings())

    assert _fault(place, token) == ""
    assert "does not see the store" in _fault(elsewhere, token)
    assert "install the same" in _fault(place, "0.0.1 of-another-version")


def test_told__one_sentence_of_all_that_ray_says() -> None:
    from ingest.ray_cluster import told  # noqa: PLC0415 - optional

    died = (
        "The actor died unexpectedly before finishing this task.\n\tpid: 4421\n"
        "The actor is dead because its worker process has died. Some common causes "
        "include: (1) the process was killed by the OOM killer.\n"
    )

    assert told(RuntimeError(died)) == (
        "The actor is dead because its worker process has died"
    )
    assert told(RuntimeError("")) == "RuntimeError"


def test_engine__an_address_without_a_cluster_to_go_to(
    folder: Path, run_ingest: Command, tmp_path: Path
) -> None:
    nowhere = ("--engine", "local", "--address", "127.0.0.1:1")

    done = run_ingest("folder", folder, "--store", tmp_path / "store", *nowhere)

    assert done.returncode == 2
    assert done.stderr == "--address is of a Ray cluster: add --engine ray.\n"


def test_engine__no_cluster_answers(store: Store) -> None:
    place = Place(store, "ingest-c", IngestSettings())
    engine = Engine(EngineName.RAY, 1, asked=False, address="127.0.0.1:9")

    with pytest.raises(CallError, match="No Ray cluster answers at 127"):
        engine.crew(place, jobs=1)


def test_engine__ray_is_not_installed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "ingest.ray_crew", raising=False)
    monkeypatch.delitem(sys.modules, "ingest.ray_cluster", raising=False)
    monkeypatch.setitem(sys.modules, "ray", None)
    place = Place(store, "ingest-c", IngestSettings())

    with pytest.raises(CallError, match=r"pip install 'signatlas\[ray\]'"):
        Engine(EngineName.RAY).crew(place, jobs=1)


def add_machine(cluster: Any) -> Any:
    return cluster.add_node(num_cpus=1, object_store_memory=STORE_BYTES)


def started(cluster: Any, folder: Path, store: Path | str) -> subprocess.Popen[str]:
    """Start the command in a process group of its own, as a shell does."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "ingest", "folder", str(folder)),
            *("--store", str(store), "--engine", "ray", "--address", cluster.address),
        ],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(seen: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until something is seen while a command runs."""
    until_s = time.monotonic() + PATIENCE_S
    while not seen():
        assert process.poll() is None, "It ended before the moment came."
        assert time.monotonic() < until_s, "The moment never came."
        time.sleep(0.02)
