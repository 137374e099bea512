"""What stands between the network and Streamlit: headers, and doors that stay closed.

Every answer carries headers that keep the browser from being used against its visitor.
A page of another address may not talk to the server. Where visitors sign in, nobody else
reads what was drawn for them, nor sends files. An upload ends where it is too large.
"""

import hashlib
import re
from base64 import b64encode
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from dashboard.serving.door import FAILED
from dashboard.serving.login import CALLBACK

MEGABYTE: Final = 1 << 20
UPLOADS: Final = "/_stcore/upload_file/"
PRIVATE: Final = ("/media/", UPLOADS, "/_stcore/metrics")
"""What only those who signed in may ask for: pictures, videos, files, figures of use."""
POLICY_VIOLATION: Final = 1008
_WRITTEN_IN: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_STREAMLITS_PAGE: Final = Path(streamlit.__file__).parent / "static" / "index.html"
_OUR_SCRIPT: Final = Path(__file__).parents[1] / "static" / "hamnosys_font.js"


class Guard:
    """Wraps the server's application.

    Args:
        app: what is guarded.
        login: whether visitors sign in.
        upload_mb: larger uploads are refused, while they come.
    """

    def __init__(self, app: ASGIApp, *, login: bool, upload_mb: int) -> None:
        self._app = app
        self._login = login
        self._upload_bytes = (upload_mb + 1) * MEGABYTE
        self._headers = security_headers()
        self._base = get_option("server.baseUrlPath").rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "websocket" and not _is_same_origin(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(self._base)

        async def guarded_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if self._login and path.startswith(PRIVATE):
                    headers["Cache-Control"] = "private"
            await send(message)

        if self._login and path.startswith(PRIVATE) and not is_signed_in(scope):
            refusal = PlainTextResponse("Sign in first.", HTTPStatus.UNAUTHORIZED)
            await refusal(scope, receive, guarded_send)
        elif self._login and path in (CALLBACK, "/auth/login"):
            await self._sign_in(scope, receive, guarded_send)
        elif path.startswith(UPLOADS):
            limited = Limited(receive, guarded_send, self._upload_bytes)
            await self._app(scope, limited.receive, limited.send)
        else:
            await self._app(scope, receive, guarded_send)

    async def _sign_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what the sign-in service said; a refusal is told on the page."""
        told: list[Message] = []

        async def keep(message: Message) -> None:
            told.append(message)

        await self._app(scope, receive, keep)
        if has_failed(scope, told[0]):
            again = RedirectResponse(f"/?{urlencode({FAILED: 'failed'})}", 302)
            await again(scope, receive, send)
            return
        for message in told:
            await send(message)


class Limited:
    """A request of which no more than so many bytes are taken in."""

    def __init__(self, receive: Receive, send: Send, most_bytes: int) -> None:
        self._receive, self._send = receive, send
        self._left = most_bytes
        self._answered = False

    async def receive(self) -> Message:
        """Return the next piece; past the limit, the request seems broken off."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left >= 0:
            return message
        await self._refuse()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Pass an answer on, unless the request was refused already."""
        if not self._answered:
            await self._send(message)

    async def _refuse(self) -> None:
        if not self._answered:
            self._answered = True
            said = PlainTextResponse(
                "The file is too large.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            )
            for message in _messages(said):
                await self._send(message)


def security_headers() -> dict[str, str]:
    """Return the headers that every answer carries."""
    return {
        "Content-Security-Policy": content_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": (
            "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
        ),
    }


def content_policy() -> str:
    """Return what a page may load: only what this server sends.

    Scripts that are written into a page are let in by their hashes: the one of Streamlit's
    own page, and ours that looks for a font. Components and Plotly make scripts and pictures as blobs; styles are written into
    pages by Streamlit and Plotly.
    """
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", "blob:", *_inline_hashes())),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in parts.items())


def is_signed_in(scope: Scope) -> bool:
    """Return whether a request carries the signed cookie of somebody who signed in."""
    secret = get_cookie_secret()
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))

    def one(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, ""))

    return bool(secret) and get_cookie_with_chunks(one, AUTH_COOKIE_NAME) is not None


def has_failed(scope: Scope, start: Message) -> bool:
    """Return whether an answer on the way in says that signing in did not work.

    The service also sends people back here who signed out; they bring neither a code
    nor an error.
    """
    if not scope["path"].endswith(CALLBACK):
        return int(start["status"]) >= HTTPStatus.BAD_REQUEST
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    given = Headers(raw=start["headers"]).getlist("set-cookie")
    is_in = any(
        each.startswith(f"{AUTH_COOKIE_NAME}=") and "max-age=0" not in each.casefold()
        for each in given
    )
    return not is_in and not {"code", "error"}.isdisjoint(asked)


def _is_same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _inline_hashes() -> list[str]:
    scripts = _WRITTEN_IN.findall(_STREAMLITS_PAGE.read_bytes())
    return [
        f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in (*scripts, _OUR_SCRIPT.read_bytes())
    ]


def _messages(response: PlainTextResponse) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        {
            "type": "http.response.start",
            "status": response.status_code,
            "headers": response.raw_headers,
        },
        {"type": "http.response.body", "body": response.body},
    )
