"""What the network reaches: headers, other origins, private answers, large uploads."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.web.server.server_util import AUTH_COOKIE_NAME
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard.serving import guard
from dashboard.serving.guard import MEGABYTE, Guard, content_policy

SECRET = "0123456789abcdef0123456789abcdef"
MEDIA = "/media/0a1b.mp4"
UPLOAD = "/_stcore/upload_file/session/file"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "get_cookie_secret", lambda: SECRET)


async def _reads_all(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads what comes and answers 200, as Streamlit does."""
    more = scope["type"] == "http"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"data"})


def asked(
    path: str = "/",
    *,
    kind: str = "http",
    login: bool = False,
    headers: dict[str, str] | None = None,
    body: tuple[bytes, ...] = (b"",),
    app: Any = _reads_all,
) -> list[Message]:
    """Return what a guarded application answers."""
    pieces = [
        {"type": "http.request", "body": piece, "more_body": place < len(body)}
        for place, piece in enumerate(body, start=1)
    ]
    raw = [(k.encode(), v.encode()) for k, v in (headers or {}).items()]
    path, _, query = path.partition("?")
    scope = {"type": kind, "path": path, "headers": raw, "query_string": query.encode()}
    sent: list[Message] = []

    async def receive() -> Message:
        return pieces.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    guarded = Guard(app, login=login, upload_mb=1)
    answering = guarded({**scope, "method": "GET"}, receive, send)
    # Nothing here waits, so one push takes it to its end; another loop may be running.
    with pytest.raises(StopIteration):
        answering.send(None)
    return sent


def test_headers__of_every_answer() -> None:
    (start, _) = asked("/clips")

    told = {name.decode(): value.decode() for name, value in start["headers"]}
    assert told["content-security-policy"] == content_policy()
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert told["referrer-policy"] == "same-origin"
    assert "camera=(self)" in told["permissions-policy"]


def test_content_policy__lets_in_no_script_written_into_a_page() -> None:
    scripts = content_policy().partition("script-src ")[2].partition(";")[0]

    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert scripts.count("'sha256-") == 2
    assert "http" not in content_policy()


@pytest.mark.parametrize("path", [MEDIA, UPLOAD, "/_stcore/metrics"])
def test_private__only_for_those_who_signed_in(path: str) -> None:
    signed = create_signed_value(SECRET, AUTH_COOKIE_NAME, '{"email": "a"}').decode()
    forged = create_signed_value("x" * 32, AUTH_COOKIE_NAME, '{"email": "a"}').decode()
    cookies = ["", f"{AUTH_COOKIE_NAME}={forged}", f"{AUTH_COOKIE_NAME}={signed}"]

    status = [
        asked(path, login=True, headers={"cookie": cookie})[0]["status"]
        for cookie in cookies
    ]

    assert status == [401, 401, 200]
    assert asked(path)[0]["status"] == 200


def test_private__fonts_and_scripts_are_not() -> None:
    assert asked("/static/media/font.woff2", login=True)[0]["status"] == 200
    assert asked("/clips", login=True)[0]["status"] == 200


@pytest.mark.parametrize(
    ("headers", "closed"),
    [
        ({"host": "signs.org"}, False),
        ({"host": "signs.org", "origin": "https://signs.org"}, False),
        ({"host": "signs.org", "origin": "https://evil.net"}, True),
        ({"host": "127.0.0.1:8501", "origin": "http://localhost:3000"}, True),
        ({"host": "signs.org", "origin": "null"}, True),
    ],
)
def test_websocket__pages_of_other_addresses_are_shut_out(
    headers: dict[str, str], closed: bool
) -> None:
    first = asked("/_stcore/stream", kind="websocket", headers=headers)[0]

    assert (first["type"] == "websocket.close") is closed


def test_upload__ends_where_it_is_too_large() -> None:
    pieces = (bytes(MEGABYTE),) * 9

    small = asked(UPLOAD, body=pieces[:2])
    large = asked(UPLOAD, body=pieces)

    assert small[0]["status"] == 200
    assert [message.get("status") for message in large] == [413, None]


@pytest.mark.parametrize(
    ("path", "status", "cookie", "failed"),
    [
        ("/oauth2callback?code=1&state=2", 302, f"{AUTH_COOKIE_NAME}=x; Path=/", False),
        ("/oauth2callback?code=1&state=2", 302, "", True),
        ("/oauth2callback?code=1", 302, f'{AUTH_COOKIE_NAME}=""; Max-Age=0', True),
        ("/oauth2callback?error=access_denied&state=2", 302, "", True),
        ("/oauth2callback", 302, "", False),
        ("/auth/login?provider=x", 302, "", False),
        ("/auth/login?provider=x", 400, "", True),
    ],
)
def test_sign_in__a_refusal_is_told(
    path: str, status: int, cookie: str, failed: bool
) -> None:
    async def answers(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode())]
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await send({"type": "http.response.body", "body": b""})

    start = asked(path, login=True, app=answers)[0]

    location = dict(start["headers"])[b"location"]
    assert (start["status"], location) == (302, b"/?sign-in=failed" if failed else b"/")
