"""Signing in for real: a provider on loopback, redirects, signatures, cookies, labels."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.server import HOST, address, running_server
from tests.browser.annotating import Annotator
from tests.browser.conftest import PATIENCE_MS, Watched, free_port
from tests.browser.oidc_provider import (
    CLIENT,
    FORGED,
    REFUSED,
    SECRET,
    running_provider,
)
from tests.dashboard.cluster_maker import GOOD, add_clusterings
from tests.dashboard.store_maker import make_full_store

pytestmark = pytest.mark.browser

CLUSTER = "clusters?cluster=3&annotator=bob"
STORED = (b"drawn-hands", b"village", b"BOOK", b"joint_angles")
"""What the store holds, and nobody may learn who has not signed in."""


@dataclass(frozen=True)
class Served:
    """A store served to those who sign in."""

    store: Path
    where: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("login")
    store = add_clusterings(make_full_store(folder / "store")).root
    port = free_port()
    where = address(HOST, port)
    with running_provider() as provider:
        login = folder / "login.toml"
        login.write_text(
            f"""
[auth]
redirect_uri = "{where}/oauth2callback"
cookie_secret = "{"secret of a test " * 3}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"
[signatlas]
may_look = ["@lab.org", "bob@elsewhere.org"]
may_label = ["@lab.org"]
"""
        )
        with running_server(store, port=port, login=login):
            yield Served(store, where)


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[..., Watched]]:
    """Return a function that opens a page as somebody of their own, perhaps signed in."""
    contexts = []

    def visit_(where: str = "", *, who: str = "") -> Watched:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 860}))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        watched = Watched(contexts[-1].new_page())
        watched.page.goto(f"{served.where}/{where}")
        watched.settle()
        if who:
            watched.page.get_by_role("button", name="Sign in").click()
            watched.page.get_by_role("link", name=who).click()
            watched.page.wait_for_url(f"{served.where}/**")
            watched.settle()
        return watched

    yield visit_
    for context in contexts:
        context.close()


def title(watched: Watched) -> str:
    return watched.page.locator("h1").inner_text()


def test_login__a_label_carries_who_signed_in(
    visit: Callable[..., Watched], served: Served, screenshots: Path
) -> None:
    watched = visit(who="ann")
    page = watched.page
    page.goto(f"{served.where}/{CLUSTER}")
    watched.settle()
    ann = Annotator(watched, served.store, "ann@lab.org")

    page.screenshot(path=screenshots / "signed-in.png")
    asked = page.get_by_label("Your name, to label").count()
    ann.name("bent-B")
    ann.merge_with(5)
    ann.go_on("undo")
    listed = CliRunner().invoke(
        app, ["labels", "history", "--store", str(served.store)]
    )

    watched.assert_well()
    assert asked == 0
    named, merged, undone = listed.stdout.splitlines()
    who = [line.split(" ")[1:3] for line in (named, merged, undone)]
    assert who == [["'ann@lab.org'", act] for act in ("name", "merge", "undo")]
    assert f"run='{GOOD}' cluster=3 handshape='bent-B'" in named
    assert "cluster=3 into=5" in merged
    assert f"undoes={merged.rpartition('event=')[2]}" in undone


def test_login__nothing_before_and_nothing_after(
    visit: Callable[..., Watched], served: Served, screenshots: Path
) -> None:
    watched = visit(who="ann")
    page = watched.page
    page.goto(f"{served.where}/clips?corpus=village&clip=village%2Fv01")
    watched.settle()
    media = urljoin(page.url, page.locator("video").first.get_attribute("src") or "")
    allowed = page.request.get(media).status
    stranger = visit()
    received: list[bytes] = []
    stranger.page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda frame: received.append(
                frame if isinstance(frame, bytes) else frame.encode()
            ),
        ),
    )

    titles = []
    for where in ("clips?corpus=village", CLUSTER, "query", "inventory"):
        stranger.page.goto(f"{served.where}/{where}")
        stranger.settle()
        titles.append(title(stranger))
    stranger.page.screenshot(path=screenshots / "sign-in.png")
    refused = [
        stranger.page.request.get(address_).status
        for address_ in (media, f"{served.where}/_stcore/metrics")
    ]
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()
    signed_out = page.request.get(media).status

    watched.assert_well()
    stranger.assert_well()
    assert set(titles) == {"Sign in to see this dashboard"}
    assert stranger.page.get_by_test_id("stSidebarNav").count() == 0
    assert len(received) > len(titles)
    assert not any(secret in frame for secret in STORED for frame in received)
    assert (allowed, refused, signed_out) == (200, [401, 401], 401)


@pytest.mark.parametrize("who", [REFUSED, FORGED])
def test_login__refused_or_badly_signed_is_a_plain_page(
    visit: Callable[..., Watched], who: str
) -> None:
    watched = visit(who=who)

    watched.assert_well()
    assert title(watched) == "Sign in to see this dashboard"
    assert "Signing in did not work" in watched.page.inner_text("[data-testid=stMain]")
    assert {c["name"] for c in watched.page.context.cookies()} <= {
        "_streamlit_session",
        "_streamlit_xsrf",
    }


def test_login__an_unconfirmed_address_is_turned_away(
    visit: Callable[..., Watched],
) -> None:
    watched = visit(who="eve")

    watched.assert_well()
    assert title(watched) == "You are signed in, and may not see this dashboard"
    assert watched.page.get_by_role("button", name="Sign out").count() == 1


def test_login__who_may_only_look_cannot_label(
    visit: Callable[..., Watched], served: Served
) -> None:
    watched = visit(who="bob")
    watched.page.goto(f"{served.where}/{CLUSTER}")
    watched.settle()

    watched.assert_well()
    main = watched.page.inner_text("[data-testid=stMain]")
    assert "bob@elsewhere.org may look here, not label" in main
    cookies = {c["name"]: c for c in watched.page.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"
