from datetime import UTC, datetime

from store.elan.handshapes import entry_id, handshape_ecv
from store.elan.reading import parse_ecv
from tests.store.elan.elan_maker import schema_errors
from tests.store.village_maker import ODD


def test_handshape_ecv__is_valid_and_says_what_is_meant() -> None:
    content = handshape_ecv(["A", ODD], at=datetime(2020, 1, 2, tzinfo=UTC))

    told = parse_ecv(content, name="handshapes.ecv")
    entries = told.vocabularies[0].entries
    assert schema_errors(content) == []
    assert told.date == "2020-01-02T00:00:00+00:00"
    assert [entry.values[0].text for entry in entries] == ["A", ODD]
    assert entries[0].values[0].description == "a fist (hamfist)"
    assert len({entry.entry_id for entry in entries}) == 2


def test_handshape_ecv__nothing_labelled() -> None:
    assert schema_errors(handshape_ecv([])) == []


def test_entry_id__never_changes() -> None:
    # Files that people annotated refer to it.
    assert entry_id("A") == "cveid_559aead08264"
    assert entry_id("5") != entry_id("A")
