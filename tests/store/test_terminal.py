import io

import pytest
from rich.table import Table

from store.plain_text import on_one_line, visible
from store.terminal import Terminal

HOSTILE = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b2J",
    "gpj\u202e.exe",
    "\u2066turned\u2069",
    "over\rwritten",
    "back\b\b\b",
    "half\udcff",
    "nul\0",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_visible__what_steers_is_marked(text: str) -> None:
    shown = visible(text)

    assert len(shown) == len(text)
    assert "\ufffd" in shown
    assert shown.isprintable()
    shown.encode("utf-8")


@pytest.mark.parametrize("text", ["", "手话 Été", "a\tb\nc", "शि\u200dक्षा"])
def test_visible__what_people_write_stays(text: str) -> None:
    assert visible(text) == text


def test_on_one_line__line_feeds_are_marked() -> None:
    assert on_one_line("a\nb\tc") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("text", HOSTILE)
def test_terminal__sentences_and_cells_are_plain(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stdout", written)
    table = Table(title=text)
    table.add_column(text)
    table.add_row(text)

    Terminal().print(text, table)

    printed = written.getvalue()
    assert printed.count("\ufffd") >= 4
    assert all(c.isprintable() or c == "\n" for c in printed)
