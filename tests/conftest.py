"""What all tests share: an empty store, object storage, and real data if it is there."""

import logging
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

from store.layout import Store, create_store

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# An example that a crowded machine makes slow is no wrong example.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_configure() -> None:
    """Let products be of one thread: of tests side by side they wait for each other."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    threadpool_limits(1, user_api="blas")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store in a folder whose name has what names should not have."""
    return create_store(tmp_path / "störe [1] o'clock")


@pytest.fixture
def shared_data() -> Path:
    """Real data beside the checkout; the test is skipped where there is none."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs real data in ../shared/data, which is not there")
    return SHARED_DATA


@pytest.fixture(scope="session")
def storage_server() -> Iterator[str]:
    """The address of an S3 server on this machine."""
    server = pytest.importorskip("moto.server", reason="needs pip install 'moto[s3]'")
    # It would tell of every request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def storage_address(storage_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address on object storage where nothing is yet; subprocesses reach it too."""
    boto3 = pytest.importorskip("boto3")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", storage_server)
    bucket = f"atlas-{uuid.uuid4().hex[:12]}"
    boto3.client("s3").create_bucket(Bucket=bucket)
    return f"s3://{bucket}/prefix"
