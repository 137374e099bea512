"""Starting the dashboard's server: on loopback unless told otherwise."""

import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from dashboard.serving.login import LOGIN_VARIABLE
from ingest.uploads.limits import gather_limits
from store.errors import CallError
from store.settings import READ_ONLY_VARIABLE, STORE_VARIABLE

APP: Final = Path(__file__).parent / "app.py"
"""What draws the pages."""
SERVED: Final = Path(__file__).parent / "served.py"
"""What puts them behind the guard."""
HOST: Final = "127.0.0.1"
PORT: Final = 8501
START_TIMEOUT_S: Final = 60.0
STOP_TIMEOUT_S: Final = 10.0
_FRUGAL: Final = {
    # Small products in several threads wait for each other where cores are taken: a
    # visitor beside a busy process then waits for half a minute.
    "OPENBLAS_NUM_THREADS": "1",
    # Memory that a visit took is given back, whichever thread drew its page.
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
}
"""Of the server, unless the environment says otherwise."""


def address(host: str, port: int) -> str:
    """Return the address to type into a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_this_machine_only(host: str) -> bool:
    """Return whether nobody but users of this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_port(host: str, port: int) -> None:
    """Make sure that a server can listen there.

    Raises:
        CallError: something else does already, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CallError(
                f"Cannot listen on {address(host, port)}: {error.strerror}. End what "
                "runs there, or choose another port with --port."
            ) from error


@contextmanager
def running_server(
    store: Path,
    *,
    host: str = HOST,
    port: int = PORT,
    read_only: bool = False,
    login: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the dashboard on a store until the block ends; it answers on entry.

    Args:
        store: its folder.
        host: address to listen on.
        port: port to listen on.
        read_only: whether nobody labels, saves or asks in SQL.
        login: file with the identity provider; None: nobody signs in.

    Raises:
        CallError: the port is taken, or the server does not start.
    """
    check_port(host, port)
    environment = {**_FRUGAL, **os.environ, STORE_VARIABLE: str(store.resolve())}
    if read_only:
        environment[READ_ONLY_VARIABLE] = "1"
    if login is not None:
        environment[LOGIN_VARIABLE] = str(login.resolve())
    server = subprocess.Popen(_command(host, port, login), env=environment)
    try:
        with _unwinding():
            _wait_until_ready(server, host, port)
            yield server
    finally:
        server.terminate()
        try:
            server.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _command(host: str, port: int, login: Path | None) -> list[str]:
    options = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.maxUploadSize": str(gather_limits().megabytes),
        "browser.gatherUsageStats": "false",
        "logger.hideWelcomeMessage": "true",
        "client.toolbarMode": "viewer",
    }
    if login is not None:
        options["secrets.files"] = str(login.resolve())
    flags = [text for name, value in options.items() for text in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(SERVED), *flags]


def _wait_until_ready(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CallError(
                f"The dashboard ended at its start (exit code {server.returncode}); "
                "what it printed above says why."
            )
        if _is_ready(host, port):
            return
        time.sleep(0.1)
    raise CallError(f"The dashboard did not answer within {START_TIMEOUT_S:.0f} s.")


def _is_ready(host: str, port: int) -> bool:
    """Ask by hand: Python's own client takes as long to import as this command does."""
    try:
        with socket.create_connection((host, port), timeout=1) as asked:
            asked.sendall(
                f"GET /_stcore/health HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode()
            )
            return asked.recv(64).split()[1:2] == [b"200"]
    except OSError:
        return False


@contextmanager
def _unwinding() -> Iterator[None]:
    """Leave in order when told to end, so that the server ends too and frees its port."""

    def leave(number: int, frame: FrameType | None) -> None:
        del frame
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
