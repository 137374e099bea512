"""Whatever is written in names and notes is shown letter by letter on every page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages import find_pages
from store.layout import Store
from tests.dashboard.cluster_maker import CORPUS, GOOD
from tests.dashboard.hostile_store import ATTEMPTS, RAW, hostile, make_hostile_store
from tests.dashboard.page_reader import Opener
from tests.dashboard.prediction_maker import BETTER

OPENED: Final = {
    "clips": {"corpus": "village", "clip": "village/v02"},
    "clusters": {"run": GOOD, "cluster": "0", "annotator": ATTEMPTS[0]},
    "compare": {"first": "north", "second": "south"},
    "descriptions": {"corpus": "village"},
    "frequencies": {"handshape": hostile("V")},
    "inventory": {"handshape": hostile("A")},
    "map": {"gloss": hostile("SIGN7")},
    "mistakes": {"run": BETTER, "true": hostile("1"), "predicted": hostile("V")},
    "models": {"run": BETTER},
    "sign": {"corpus": CORPUS, "gloss": hostile("SIGN0")},
    "sign-mnist": {"true": hostile("B"), "predicted": hostile("K")},
}
"""What is opened on a page so that it shows much."""
MARKDOWN: Final = {"body", "label", "help", "tooltip", "caption", "text", "content"}
"""Fields of Streamlit's elements that it reads as Markdown."""
NOT_READ: Final = {"text_input", "text_area", "code", "html", "bidi_component"}
ADDRESSES: Final = [
    *((page.url_path, OPENED.get(page.url_path, {})) for page in find_pages()),
    *((page, {}) for page in ("clips", "clusters", "mistakes", "sign", "sign-mnist")),
]
"""All pages opened, and the lists that lead to what is opened."""


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory, full_store: Store) -> Store:
    return make_hostile_store(tmp_path_factory.mktemp("hostile") / "store", full_store)


@pytest.mark.parametrize(("page", "choices"), ADDRESSES)
def test_pages__nothing_in_a_text_takes_effect(
    open_page: Opener, hostile_store: Store, page: str, choices: dict[str, str]
) -> None:
    app = open_page(hostile_store.root, page, **choices)

    assert not app.exception, [item.message for item in app.exception]
    assert not app.error, [item.value for item in app.error]
    assert any(
        "evil" in text for _, proto in elements(app) for _, text in strings(proto)
    )
    for kind, proto in elements(app):
        if kind == "html" and proto.unsafe_allow_javascript:
            assert "evil" not in proto.body
    for body in html_of(app):
        assert acts_of(body) == [], body
    for text in markdown_of(app):
        assert not [raw for raw in RAW if raw in unescaped(text)], text


def test_acts_of__sees_what_would_take_effect() -> None:
    found = [acts_of(attempt) for attempt in ATTEMPTS[:4]]

    assert found == [["script"], ["img onerror"], [], ["/style"]]
    assert acts_of("<a href='javascript:x'>") == ["a href"]
    assert acts_of("<style>a {}</style><p>&lt;script&gt;") == []


def html_of(app: AppTest) -> Iterator[str]:
    """Yield all that the page sends to be shown as HTML and is not to run by itself."""
    for kind, proto in elements(app):
        if (kind == "html" and not proto.unsafe_allow_javascript) or (
            kind == "markdown" and proto.allow_html
        ):
            yield proto.body


def markdown_of(app: AppTest) -> Iterator[str]:
    """Yield all that the page sends to be read as Markdown."""
    for kind, proto in elements(app):
        for name, text in strings(proto):
            if kind not in NOT_READ and (
                name in MARKDOWN or (kind, name) == ("radio", "options")
            ):
                yield text


def elements(app: AppTest) -> Iterator[tuple[str, Any]]:
    """Yield the messages of all elements and blocks, each with its kind."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        kind = node.type
        if proto is not None and proto.DESCRIPTOR.name in ("Element", "Block"):
            kind = proto.WhichOneof("type") or "block"
            proto = getattr(proto, kind, None)
        if proto is not None:
            yield kind, proto


def strings(proto: Any) -> Iterator[tuple[str, str]]:
    """Yield the strings in a message with the names of their fields."""
    for field, value in proto.ListFields():
        listed = [value] if isinstance(value, str) or _is_one(value) else value
        for item in listed:
            if field.message_type is not None and hasattr(item, "ListFields"):
                yield from strings(item)
            elif isinstance(item, str):
                yield field.name, item


def _is_one(value: object) -> bool:
    return not hasattr(value, "__len__")


def unescaped(text: str) -> str:
    """Return Markdown without what is escaped in it."""
    return re.sub(r"\\.", "\\\\", text)


def acts_of(body: str) -> list[str]:
    """Return what in HTML does something, or ends what it did not begin."""
    reader = _Acts()
    reader.feed(body)
    reader.close()
    return reader.found


class _Acts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self.found += [tag] if tag in ("script", "iframe", "object", "embed") else []
        for name, value in attrs:
            if name.startswith("on") or (value or "").startswith("javascript:"):
                self.found.append(f"{tag} {name}")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            self.found.append(f"/{tag}")
