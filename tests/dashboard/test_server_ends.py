"""The server of `signatlas serve` ends with the command."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from dashboard.server import HOST, address, check_port
from store.layout import create_store
from tests.browser.conftest import free_port

SERVE = "from dashboard.cli import main; main()"


def test_serve__told_to_end_frees_its_port(tmp_path: Path) -> None:
    store, port = create_store(tmp_path / "store"), free_port()
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    told = [*command, "--store", str(store.root)]

    with subprocess.Popen(told, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        assert address(HOST, port) in next(serving.stdout)
        with urllib.request.urlopen(f"{address(HOST, port)}/_stcore/health") as answer:
            assert answer.status == 200
        os.kill(serving.pid, signal.SIGTERM)

        assert serving.wait(60) == 128 + signal.SIGTERM
    check_port(HOST, port)
