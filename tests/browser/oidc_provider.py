"""A small OpenID Connect provider on loopback: real redirects, real RS256 signatures."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from dashboard.server import HOST

CLIENT, SECRET = "signatlas", "a secret between the two"
REFUSED, FORGED = "refused", "forged"
PEOPLE = {
    "ann": {"email": "ann@lab.org", "email_verified": True, "name": "Ann"},
    "bob": {"email": "bob@elsewhere.org", "email_verified": True, "name": "Bob"},
    "eve": {"email": "ann@lab.org", "email_verified": False, "name": "Eve"},
}
"""Who can sign in. Eve typed Ann's address and never confirmed it."""


class Provider:
    """Signs people in; keeps what it promised until the token is fetched."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, parameters={"kid": "good"})
        self.other_key = RSAKey.generate_key(2048, parameters={"kid": "good"})
        self.promised: dict[str, dict[str, str]] = {}

    def metadata(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def promise(self, asked: Mapping[str, str], who: str) -> str:
        """Return where the browser goes on after somebody chose who they are."""
        if who == REFUSED:
            given = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.promised[code] = {**asked, "who": who}
            given = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(given)}"

    def token(self, asked: Mapping[str, str]) -> dict[str, object]:
        kept = self.promised.pop(asked["code"])
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        assert kept["code_challenge"] == (
            base64.urlsafe_b64encode(digest).decode().rstrip("=")
        )
        forged = kept["who"] == FORGED
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": kept["who"],
            "iat": now,
            "exp": now + 600,
            "nonce": kept["nonce"],
            **PEOPLE["ann" if forged else kept["who"]],
        }
        key = self.other_key if forged else self.key
        signed = jwt.encode({"alg": "RS256", "kid": "good"}, claims, key)
        return {"access_token": "none", "token_type": "Bearer", "id_token": signed}


class Server(ThreadingHTTPServer):
    """Listens on loopback for one provider."""

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.provider = Provider(f"http://{HOST}:{self.server_port}")


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run a provider until the block ends."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.provider
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, _flat(urlsplit(self.path).query)
        provider = self.server.provider
        if path == "/.well-known/openid-configuration":
            self._give(provider.metadata())
        elif path == "/jwks":
            self._give({"keys": [provider.key.as_dict(private=False)]})
        elif path == "/authorize":
            self._ask(asked)
        elif path == "/chosen":
            self._go(provider.promise(asked, asked.pop("who")))
        elif path == "/end":
            self._go(asked["post_logout_redirect_uri"])
        else:
            self._text("", "text/plain", status=404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._give(self.server.provider.token(_flat(body)))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _ask(self, asked: Mapping[str, str]) -> None:
        links = "".join(
            f'<p><a href="/chosen?{urlencode({**asked, "who": who})}">{who}</a></p>'
            for who in (*PEOPLE, REFUSED, FORGED)
        )
        self._text(f"<title>Who are you?</title>{links}", "text/html")

    def _give(self, told: object) -> None:
        self._text(json.dumps(told), "application/json")

    def _go(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def _text(self, text: str, kind: str, *, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
