"""Who may come in, label and save, whatever an address or a provider says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard import visitor
from dashboard.pages import find_pages
from dashboard.queries import cluster_queries
from dashboard.serving.login import LOGIN_VARIABLE, Login, read_login
from dashboard.widgets import query_desk_saved
from store.errors import CallError
from store.labels import LabelEvent
from store.layout import Store
from tests.dashboard.page_reader import GOOD, Opener, done, texts, title

AUTH = """
[auth]
redirect_uri = "https://signs.example.org/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "signatlas"
client_secret = "secret"
server_metadata_url = "https://login.example.org/.well-known/openid-configuration"
"""
OURS = """
[signatlas]
may_look = ["@lab.org", "@students.example.org"]
may_label = ["Ann@Lab.org"]
"""
ANN = {"is_logged_in": True, "email": "ann@lab.org", "email_verified": True}
BOB = {"is_logged_in": True, "email": "bob@students.example.org"}
NOBODY = {"is_logged_in": False}


@pytest.fixture
def login_file(tmp_path: Path) -> Path:
    path = tmp_path / "login.toml"
    path.write_text(AUTH + OURS)
    return path


@pytest.fixture
def sign_in(
    monkeypatch: pytest.MonkeyPatch, login_file: Path
) -> Callable[[dict[str, Any]], None]:
    """Return a function that makes somebody the visitor, as Streamlit tells of them."""
    monkeypatch.setenv(LOGIN_VARIABLE, str(login_file))

    def sign_in_(claims: dict[str, Any]) -> None:
        monkeypatch.setattr(visitor, "_claims", lambda: claims)

    return sign_in_


def test_read_login__origin_and_lists(login_file: Path) -> None:
    found = read_login(login_file)

    assert found.origin == "https://signs.example.org"
    assert found.annotator == "email"
    assert found.may_look == ("@lab.org", "@students.example.org")
    assert found.may_label == ("ann@lab.org",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"has no section \[auth\]"),
        ("[auth", "is no TOML"),
        ("auth = 3", r"has no section \[auth\]"),
        (AUTH.replace("client_id", "client"), "lacks client_id"),
        (AUTH.replace("0123456789abcdef0123", ""), "32 letters or more"),
        (AUTH.replace("/oauth2callback", "/"), "redirect_uri must be"),
        (AUTH.replace("https://signs", "ftp://signs"), "redirect_uri must be"),
        (AUTH + '[signatlas]\nmay_lok = ["@lab.org"]', "may_lok is not known"),
        (AUTH + '[signatlas]\nmay_look = "@lab.org"', "must be a list"),
        (AUTH + '[signatlas]\nmay_label = ["lab.org"]', "must be a list"),
    ],
)
def test_read_login__says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "login.toml"
    path.write_text(text)

    with pytest.raises(CallError, match=said):
        read_login(path)


def test_read_login__file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="cannot be read: No such file"):
        read_login(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("claims", "name", "looks", "labels"),
    [
        (ANN, "ann@lab.org", True, True),
        (ANN | {"email": " ANN@lab.org"}, "ANN@lab.org", True, True),
        (BOB, "bob@students.example.org", True, False),
        (ANN | {"email_verified": False}, None, False, False),
        (ANN | {"email_verified": "false"}, None, False, False),
        (ANN | {"email": "ann@lab.org.evil.net"}, "ann@lab.org.evil.net", False, False),
        (ANN | {"email": "lab.org"}, "lab.org", False, False),
        (
            ANN | {"email": "a@lab.org, x@evil.net"},
            "a@lab.org, x@evil.net",
            False,
            False,
        ),
        (ANN | {"email": "x" * 90 + "@lab.org"}, None, False, False),
        (ANN | {"is_logged_in": "yes"}, None, False, False),
        ({"is_logged_in": True}, None, False, False),
        (NOBODY, None, False, False),
        ({}, None, False, False),
    ],
)
def test_login__who_may_do_what(
    login_file: Path,
    claims: dict[str, Any],
    name: str | None,
    looks: bool,
    labels: bool,
) -> None:
    login = read_login(login_file)

    assert login.name_of(claims) == name
    assert login.lets_look(claims) is looks
    assert login.lets_label(claims) is labels


def test_login__another_claim_names_annotators_and_lists_are_optional() -> None:
    login = Login("https://signs.example.org", annotator="preferred_username")

    known = {"is_logged_in": True, "preferred_username": "ann"}
    assert login.name_of(known) == "ann"
    assert login.lets_label(known)
    assert not login.lets_look(ANN)


@pytest.mark.parametrize("claims", [NOBODY, {}, ANN | {"email_verified": False}])
def test_pages__nothing_is_drawn_before_signing_in(
    open_page: Opener,
    full_store: Store,
    sign_in: Callable[[dict[str, Any]], None],
    claims: dict[str, Any],
) -> None:
    sign_in(claims)

    for page in find_pages():
        app = open_page(full_store.root, page.url_path, corpus="village")

        assert title(app).startswith(("Sign in to see", "You are signed in, and may"))
        assert "village" not in texts(app).casefold()
        assert not app.get("html")[1:]
        assert {str(button.label) for button in app.button} <= {"Sign in", "Sign out"}


def test_labels__carry_who_signed_in_whatever_the_address_says(
    open_page: Opener,
    clustered_store: Store,
    sign_in: Callable[[dict[str, Any]], None],
) -> None:
    sign_in(ANN)
    app = open_page(clustered_store.root, "clusters", cluster="3", annotator="bob")

    asked = [str(field.key) for field in app.text_input]
    app.button("clusters_junk_all").click().run()

    assert "clusters_annotator" not in asked
    assert [event.annotator for event in done(clustered_store)] == ["ann@lab.org"]


def test_labels__none_of_those_who_may_only_look(
    open_page: Opener,
    clustered_store: Store,
    sign_in: Callable[[dict[str, Any]], None],
) -> None:
    sign_in(BOB)

    app = open_page(clustered_store.root, "clusters", cluster="3", annotator="bob")

    assert "may look here, not label" in texts(app)
    assert app.button("clusters_junk_all").disabled
    with pytest.raises(CallError, match="may look here, not label"):
        cluster_queries.add_label(
            LabelEvent(str(BOB["email"]), "name", GOOD, 0, handshape="A")
        )
    with pytest.raises(CallError, match="may look here, not label"):
        query_desk_saved.keep_query("mine", "SELECT 1")
    assert done(clustered_store) == []


def test_labels__nobody_writes_in_the_name_of_another(
    use_store: Callable[[Path], None],
    clustered_store: Store,
    sign_in: Callable[[dict[str, Any]], None],
) -> None:
    use_store(clustered_store.root)
    sign_in(ANN)

    with pytest.raises(CallError, match="cannot label as bob"):
        cluster_queries.add_label(LabelEvent("bob", "name", GOOD, 0, handshape="A"))

    assert done(clustered_store) == []
