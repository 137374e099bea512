from pathlib import Path

import pytest

from store.elan import reading as elan_reading
from store.elan.reading import parse_eaf, parse_ecv, read_eaf
from store.errors import MediaError

BOMB = b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
    <ANNOTATION_DOCUMENT AUTHOR="&c;" DATE="d" VERSION="3.0">&c;</ANNOTATION_DOCUMENT>"""
FETCHING = b"""<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]>
    <ANNOTATION_DOCUMENT AUTHOR="" DATE="d" VERSION="3.0">&a;</ANNOTATION_DOCUMENT>"""
OUTSIDE = b"""<!DOCTYPE ANNOTATION_DOCUMENT SYSTEM "http://localhost:1/z.dtd">
    <ANNOTATION_DOCUMENT AUTHOR="" DATE="d" VERSION="3.0"/>"""


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", "empty-file", "is empty"),
        (b" \n", "empty-file", "is empty"),
        (b"\x00\x01\x02", "bad-xml", "no sound XML"),
        (b"file,gloss\n1,2\n", "bad-xml", "line 1"),
        (b"<ANNOTATION_DOCUMENT><TIER>", "bad-xml", "no element found"),
        (b"<ANNOTATION_DOCUMENT A='&nbsp;'/>", "bad-xml", "undefined entity"),
        (b"<ANNOTATION_DOCUMENT A='\xe9'/>", "bad-encoding", "not: byte 24"),
        (b"<?xml version='1.0' encoding='utf-8'?><a>\xff</a>", "bad-encoding", "byte"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "bad-xml", "klingon"),
        (b"<html/>", "not-elan", "outermost element is html"),
        (b"<CV_RESOURCE/>", "not-elan", "CV_RESOURCE, not ANNOTATION_DOCUMENT"),
        (b"<a>" * 100_000, "not-elan", "65 deep"),
        (BOMB, "declares-document-type", "document type"),
        (FETCHING, "declares-document-type", "document type"),
        (OUTSIDE, "declares-document-type", "document type"),
        (BOMB.decode().encode("utf-16"), "declares-document-type", "document type"),
    ],
)
def test_parse_eaf__malformed(content: bytes, kind: str, words: str) -> None:
    with pytest.raises(MediaError) as caught:
        parse_eaf(content, name="a.eaf")

    assert caught.value.kind == kind
    assert words in caught.value.what
    assert caught.value.what.startswith("a.eaf ")
    assert caught.value.remedy.endswith(".")


def test_parse_ecv__a_document_instead() -> None:
    with pytest.raises(MediaError, match="ANNOTATION_DOCUMENT, not CV_RESOURCE"):
        parse_ecv(b"<ANNOTATION_DOCUMENT/>", name="a.ecv")


def test_read_eaf__missing_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MediaError, match=r"a\.eaf cannot be read: No such file"):
        read_eaf(tmp_path / "a.eaf")
    (tmp_path / "a.eaf").write_bytes(b" " * 9)
    monkeypatch.setattr(elan_reading, "LARGEST_BYTES", 8)
    with pytest.raises(MediaError, match="larger than"):
        read_eaf(tmp_path / "a.eaf")


@pytest.mark.parametrize("value", ["-1", "1.5", "", "soon", "1" * 5_000, "\uff11"])
def test_parse_eaf__time_values_that_are_none(value: str) -> None:
    content = f"""<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1"
        TIME_VALUE="{value}"/></TIME_ORDER></ANNOTATION_DOCUMENT>"""

    document, problems = parse_eaf(content.encode(), name="a.eaf")

    assert document.slots[0].time is None
    assert [(p.kind, p.place) for p in problems] == [
        ("bad-time-value", "TIME_SLOT ts1")
    ]


def test_parse_eaf__missing_ids_are_empty() -> None:
    content = b"""<ANNOTATION_DOCUMENT><TIER><ANNOTATION><REF_ANNOTATION/></ANNOTATION>
        </TIER></ANNOTATION_DOCUMENT>"""

    document, problems = parse_eaf(content, name="a.eaf")

    assert not problems
    assert document.tiers[0].name == ""
    assert document.tiers[0].annotations[0].annotation_id == ""
