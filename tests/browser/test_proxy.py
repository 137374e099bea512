"""The dashboard behind nginx, with the very configuration that the README names."""

import http.client
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard import serving
from dashboard.server import HOST
from dashboard.serving.guard import MEGABYTE, content_policy
from tests.browser.conftest import PATIENCE_MS, Watched, free_port
from tests.browser.test_tour import FIND, PAGES, SIGN

pytestmark = pytest.mark.browser

CONFIGURATION = Path(serving.__path__[0]) / "nginx.conf"
NAME = "signs.example.org"
AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/signatlas.conf;
}}
"""


@pytest.fixture(scope="module")
def proxied(
    made_store: Path,
    serve: Callable[[Path], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[int]:
    """The port at which nginx serves the made-up store with TLS."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    openssl = shutil.which("openssl")
    if nginx is None or openssl is None:
        pytest.skip("nginx and openssl are not installed: Debian's packages have them.")
    folder = tmp_path_factory.mktemp("nginx")
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        [openssl, *make, f"/CN={NAME}", *files], check=True, capture_output=True
    )
    port = free_port()
    (folder / "signatlas.conf").write_text(
        CONFIGURATION.read_text()
        .replace("http://127.0.0.1:8501", serve(made_store))
        .replace("listen 443 ssl", f"listen {HOST}:{port} ssl")
        .replace("listen 80", f"listen {HOST}:{free_port()}")
        .replace(f"/etc/ssl/{NAME}", str(folder))
    )
    user = "user root;" if folder.owner() == "root" else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    running = subprocess.Popen([nginx, "-p", folder, "-c", folder / "nginx.conf"])
    try:
        _wait_until_it_answers(port, folder / "error.log")
        yield port
    finally:
        running.terminate()
        running.wait(10)


def test_proxy__every_page_works_and_nothing_is_blocked(
    browser: Browser, proxied: int
) -> None:
    context = browser.new_context(ignore_https_errors=True)
    context.set_default_timeout(PATIENCE_MS)
    watched = Watched(context.new_page())

    for stop, filled in PAGES.items():
        if stop == FIND:  # What is searched lies in a store of its own.
            continue
        where = stop if stop == SIGN else filled
        watched.page.goto(f"https://{HOST}:{proxied}/{where}")
        watched.settle()
        watched.assert_well()
    watched.page.goto(f"https://{HOST}:{proxied}/clips?clip=village%2Fv01")
    watched.page.wait_for_function(
        "() => document.querySelector('video')?.currentTime > 0.1"
    )
    cookies = context.cookies()
    context.close()

    assert {cookie["name"] for cookie in cookies} == {"_streamlit_xsrf"}
    assert all(c["secure"] and c["sameSite"] == "Lax" for c in cookies)


def test_proxy__headers_and_sizes(proxied: int) -> None:
    page = _answer(proxied, "GET", "/clips")
    large = _answer(proxied, "PUT", "/_stcore/upload_file/a/b", size=60 * MEGABYTE)

    assert page.getheader("Content-Security-Policy") == content_policy()
    assert page.getheader("X-Frame-Options") == "DENY"
    assert page.getheader("X-Content-Type-Options") == "nosniff"
    assert page.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert page.getheader("Server") == "nginx"
    assert large.status == 413


def _answer(
    port: int, method: str, path: str, *, size: int = 0
) -> http.client.HTTPResponse:
    """Return an answer of nginx to a request that announces a body of a size."""
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    asking = http.client.HTTPSConnection(HOST, port, context=unchecked, timeout=30)
    asking.putrequest(method, path)
    asking.putheader("Content-Length", str(size))
    asking.endheaders()
    answer = asking.getresponse()
    asking.close()
    return answer


def _wait_until_it_answers(port: int, log: Path) -> None:
    for _ in range(100):
        try:
            _answer(port, "GET", "/_stcore/health")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nginx does not answer: {log.read_text()}")
