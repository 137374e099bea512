"""Who may come in: the file with the identity provider, and what it says of a visitor."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from store.errors import CallError

LOGIN_VARIABLE: Final = "SIGNATLAS_LOGIN"
CALLBACK: Final = "/oauth2callback"
SHORTEST_SECRET: Final = 32
LONGEST_NAME: Final = 80
"""Of an annotator, as where it is typed."""
_NEEDED: Final = (
    "redirect_uri",
    "cookie_secret",
    "client_id",
    "client_secret",
    "server_metadata_url",
)
_OURS: Final = ("annotator", "may_look", "may_label")


@dataclass(frozen=True, slots=True)
class Login:
    """Who may look and label, and what names an annotator.

    Attributes:
        origin: scheme, host and port at which visitors open the dashboard.
        annotator: claim of the provider that names the annotator of a label.
        may_look: addresses (`ann@lab.org`) and domains (`@lab.org`); empty: everybody
            whom the provider signs in.
        may_label: the same of those who may label too; empty: everybody who may look.
    """

    origin: str
    annotator: str = "email"
    may_look: tuple[str, ...] = ()
    may_label: tuple[str, ...] = ()

    def name_of(self, claims: Mapping[str, Any]) -> str | None:
        """Return who somebody is; None: nobody whom the provider vouches for.

        Args:
            claims: what the provider says of the visitor.
        """
        if claims.get("is_logged_in") is not True or not self._vouched(claims):
            return None
        name = " ".join(str(claims.get(self.annotator) or "").split())
        return name if 0 < len(name) <= LONGEST_NAME else None

    def lets_look(self, claims: Mapping[str, Any]) -> bool:
        """Return whether somebody may see the pages."""
        return self.name_of(claims) is not None and _is_among(self.may_look, claims)

    def lets_label(self, claims: Mapping[str, Any]) -> bool:
        """Return whether somebody may label and save."""
        return self.lets_look(claims) and _is_among(self.may_label, claims)

    def _vouched(self, claims: Mapping[str, Any]) -> bool:
        # Many providers let people type any address, and say then that it is unverified.
        relies = self.annotator == "email" or self.may_look or self.may_label
        said = claims.get("email_verified", True)
        return not relies or said is True or said == "true"


def login_in_force() -> Login | None:
    """Return the login of this server; None: everybody comes in.

    Raises:
        CallError: its file cannot be read.
    """
    path = os.environ.get(LOGIN_VARIABLE)
    return read_login(Path(path)) if path else None


@lru_cache(maxsize=1)
def read_login(path: Path) -> Login:
    """Return what a file says of signing in.

    Args:
        path: a TOML file with `[auth]` as Streamlit reads it, and perhaps `[signatlas]`.

    Raises:
        CallError: it cannot be read, or something is missing or unknown in it.
    """
    if find_spec("authlib") is None:
        raise CallError(
            "Signing in needs one more package: pip install 'signatlas[login]'."
        )
    told = _toml(path)
    origin = _origin(path, _section(path, told, "auth"))
    ours = _section(path, told, "signatlas") if "signatlas" in told else {}
    if unknown := sorted(set(ours) - set(_OURS)):
        raise CallError(
            f"{path}, [signatlas]: {', '.join(unknown)} is not known. "
            f"Available: {', '.join(_OURS)}."
        )
    return Login(
        origin,
        str(ours.get("annotator") or "email"),
        _addresses(path, ours, "may_look"),
        _addresses(path, ours, "may_label"),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CallError(
            f"The login file {path} cannot be read: {error.strerror}."
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CallError(f"The login file {path} is no TOML: {error}.") from error


def _section(path: Path, told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = told.get(name)
    if not isinstance(section, dict):
        raise CallError(f"The login file {path} has no section [{name}].")
    return section


def _origin(path: Path, auth: Mapping[str, Any]) -> str:
    if lacking := [name for name in _NEEDED if not isinstance(auth.get(name), str)]:
        raise CallError(f"The login file {path}, [auth], lacks {', '.join(lacking)}.")
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        raise CallError(
            f"The login file {path}, [auth]: cookie_secret must have {SHORTEST_SECRET} "
            "letters or more, as `openssl rand -hex 32` makes them: whoever guesses it "
            "can sign in as anybody."
        )
    origin: str = auth["redirect_uri"].removesuffix(CALLBACK)
    host = origin.removeprefix("https://").removeprefix("http://")
    if origin == auth["redirect_uri"] or host == origin or not host or "/" in host:
        raise CallError(
            f"The login file {path}, [auth]: redirect_uri must be the dashboard's "
            f"address with {CALLBACK}, e.g. https://signs.example.org{CALLBACK}."
        )
    return origin


def _addresses(path: Path, ours: Mapping[str, Any], name: str) -> tuple[str, ...]:
    listed = ours.get(name, [])
    if not isinstance(listed, list) or not all(
        isinstance(each, str) and "@" in each for each in listed
    ):
        raise CallError(
            f"The login file {path}, [signatlas]: {name} must be a list of addresses "
            'and domains, e.g. ["ann@lab.org", "@students.example.org"].'
        )
    return tuple(each.strip().casefold() for each in listed)


def _is_among(listed: tuple[str, ...], claims: Mapping[str, Any]) -> bool:
    address = str(claims.get("email") or "").strip().casefold()
    domain = "@" + address.rpartition("@")[2]
    return not listed or ("@" in address and not {address, domain}.isdisjoint(listed))
