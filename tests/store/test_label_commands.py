"""`signatlas labels history`: who labelled what and when."""

import json

import pytest
from typer.testing import CliRunner

from store.label_commands import labels_app
from store.labels import LabelEvent, add_event
from store.layout import Store

DAY_MS = 86_400_000


@pytest.fixture
def labelled(store: Store) -> Store:
    """Two annotators: one on the second day of 1970, one on the third, then a note."""
    named = LabelEvent("ann b", "name", "r", 4, handshape="학교", at_ms=DAY_MS)
    junked = LabelEvent("bob", "junk", crops=("c/x", "c/y"), at_ms=2 * DAY_MS)
    odd = LabelEvent("bob", "note", note="\x1b[31m\u202ered\n", at_ms=2 * DAY_MS + 1000)
    for event in (named, junked, odd):
        add_event(store, event)
    return store


def history(store: Store, *options: str) -> list[str]:
    given = ["history", "--store", str(store.root), *options]
    result = CliRunner().invoke(labels_app, given)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_history__no_label_yet(store: Store) -> None:
    assert history(store) == []


def test_history__a_line_for_each_act_oldest_first(labelled: Store) -> None:
    lines = [line.rpartition(" event=")[0] for line in history(labelled)]

    assert lines == [
        "1970-01-02T00:00:00Z 'ann b' name run='r' cluster=4 handshape='학교'",
        "1970-01-03T00:00:00Z 'bob' junk hands=2",
        "1970-01-03T00:00:01Z 'bob' note note='\\x1b[31m\\u202ered\\n'",
    ]


def test_history__of_one_annotator_and_from_a_time_on(labelled: Store) -> None:
    assert len(history(labelled, "--annotator", "bob")) == 2
    assert len(history(labelled, "--since", "1970-01-03")) == 2
    assert len(history(labelled, "--since", "1970-01-03T00:00:01")) == 1
    assert history(labelled, "--annotator", "ann b", "--since", "1970-01-03") == []


def test_history__as_json_loses_nothing(labelled: Store) -> None:
    found = [json.loads(line) for line in history(labelled, "--json")]

    assert [event["at_ms"] for event in found] == [86400000, 172800000, 172801000]
    assert found[0]["handshape"] == "학교"
    assert found[1]["crops"] == ["c/x", "c/y"]
    assert found[2]["note"] == "\x1b[31m\u202ered\n"
