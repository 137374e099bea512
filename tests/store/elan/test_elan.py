from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pympi
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.elan import document as elan
from store.elan.links import CrossLink, GroupLink, Lexicon, LinkSet
from store.elan.reading import parse_eaf, parse_ecv, read_eaf
from store.elan.shapes import FLAGS, SHAPES, WHOLE_NUMBERS
from store.elan.times import timed_annotations
from store.elan.writing import eaf_bytes, ecv_bytes
from tests.store.elan.elan_maker import (
    DATE,
    NO_TYPE,
    aligned,
    hanging,
    made_document,
    schema_errors,
)

EVERYTHING = made_document(
    [
        elan.Tier(
            'Gloss <R> & "co"',
            "free",
            (
                elan.AlignableAnnotation(
                    "a1", "ts1", "ts2", " 手\r\n<b> & \t", "cve1", "und", "er1", "s"
                ),
            ),
            participant="Ana",
            annotator="Bo",
            locale="en",
            language="und",
            reference="er2",
        ),
        elan.Tier("parts", "parts", (hanging("a2", "a1"),), parent='Gloss <R> & "co"'),
        elan.Tier("empty", "with words"),
    ],
    [0, 1_000, None],
    licences=(
        elan.Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ),
    header=elan.Header(
        (elan.Media("./a%20b.mp4", "video/mp4", "./a%20b.mp4", -40),),
        (elan.LinkedFile("./t.csv", "text/csv", associated_with="./a%20b.mp4"),),
        (elan.Property("7", "lastUsedAnnotationId"), elan.Property()),
    ),
    types=(
        NO_TYPE,
        elan.TierType("parts", False, elan.SUBDIVISION, False),
        elan.TierType("with words", True, vocabulary="words", lexicon="lx1"),
    ),
    locales=(elan.Locale("en", "US"),),
    languages=(elan.Language("und", label="undetermined"),),
    vocabularies=(
        elan.Vocabulary(
            "words",
            (elan.VocabularyDescription("und", "some"),),
            (elan.Entry("cve1", (elan.EntryValue("手", "und", "hand"),), "er1"),),
        ),
        elan.Vocabulary("elsewhere", reference="er2"),
    ),
    lexicons=(Lexicon("lx1", "words", "service", "", "1", "Words", "2", "gloss"),),
    link_sets=(
        LinkSet(
            "set1",
            (
                CrossLink("l1", "a1", "a2", direction="undirected", kind="same"),
                GroupLink("l2", "a1 a2", "both", "pair"),
            ),
        ),
    ),
    references=(
        elan.ExternalReference("er1", "iso12620", "http://www.isocat.org/datcat/DC-1"),
        elan.ExternalReference("er2", "ecv", "file:///words.ecv"),
    ),
)


def test_eaf__everything_is_valid_and_read_back() -> None:
    content = eaf_bytes(EVERYTHING)

    assert schema_errors(content) == []
    assert parse_eaf(content, name="a.eaf") == (EVERYTHING, [])


def test_eaf__the_empty_document_is_valid_and_read_back(tmp_path: Path) -> None:
    empty = elan.Document("", DATE)
    (tmp_path / "a.eaf").write_bytes(eaf_bytes(empty))

    assert schema_errors(eaf_bytes(empty)) == []
    assert read_eaf(tmp_path / "a.eaf") == (empty, [])


def test_ecv__is_valid_and_read_back() -> None:
    words = elan.VocabularyFile(
        EVERYTHING.languages,
        EVERYTHING.vocabularies[:1],
        EVERYTHING.references[:1],
        author="me",
        date=DATE,
        version="0.2",
    )

    assert schema_errors(ecv_bytes(words)) == []
    assert parse_ecv(ecv_bytes(words), name="a.ecv") == words


def test_schema__refuses_what_eaf_does_not_know() -> None:
    wrong = made_document(
        [elan.Tier("A", "missing", (aligned("a1", 1, 9),)), elan.Tier("A", "free")],
        [0, 1],
        vocabularies=(elan.Vocabulary("empty entry", entries=(elan.Entry("c"),)),),
    )

    told = " ".join(schema_errors(eaf_bytes(wrong)))

    for expected in ("'ts9'", "typesOfTiers", "tiers", "CV_ENTRY_ML"):
        assert expected in told


def test_eaf__characters_that_xml_cannot_hold() -> None:
    content = eaf_bytes(replace(EVERYTHING, author="a\x00\ud800\uffffz"))

    assert parse_eaf(content, name="a.eaf")[0].author == "a\ufffd\ufffd\ufffdz"


XML_TEXT = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"
    )
    | st.sampled_from("\t\n\r <>&\"']"),
    max_size=6,
)
VALUES = dict.fromkeys(WHOLE_NUMBERS, st.integers(0, 2**32 - 1)) | dict.fromkeys(
    FLAGS, st.booleans()
)


def any_record(kind: type) -> st.SearchStrategy[Any]:
    """Any record of a kind, whether or not its ids make sense."""
    shape = SHAPES[kind]
    optional = {f.name for f in fields(kind) if f.default is None}
    told: dict[str, st.SearchStrategy[Any]] = {}
    for name, attribute in shape.attributes.items():
        value = VALUES.get(attribute, XML_TEXT)
        told[name] = st.none() | value if name in optional else value
    if shape.text:
        told[shape.text] = XML_TEXT
    for name, inside in shape.inside.items():
        inner = st.one_of([any_record(sort) for sort in inside.kinds])
        told[name] = inner if inside.single else st.lists(inner, max_size=2).map(tuple)
    # How the oldest files name their video becomes a media descriptor when read.
    told.pop("media_file", None)
    return st.builds(kind, **told)


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(any_record(elan.Document))
def test_eaf__any_document_is_read_back(document: elan.Document) -> None:
    assert parse_eaf(eaf_bytes(document), name="a.eaf") == (document, [])


# With pympi, another reader and writer of these files


def test_eaf__pympi_reads_the_same(tmp_path: Path) -> None:
    document = made_document(
        [
            elan.Tier(
                "Gloss",
                "free",
                (aligned("a1", 1, 2, "HAUS & <x>"), aligned("a2", 3, 4, "手")),
                participant="Ana",
            ),
            elan.Tier("Form", "one to one", (hanging("a3", "a2", "5"),), "Gloss"),
        ],
        [0, 400, 400, 900],
        header=elan.Header((elan.Media("./a.mp4", "video/mp4", "./a.mp4"),)),
    )
    (tmp_path / "a.eaf").write_bytes(eaf_bytes(document))

    theirs = pympi.Elan.Eaf(str(tmp_path / "a.eaf"), suppress_version_warning=True)

    assert theirs.get_annotation_data_for_tier("Gloss") == [
        (0, 400, "HAUS & <x>"),
        (400, 900, "手"),
    ]
    assert theirs.get_ref_annotation_data_for_tier("Form") == [(400, 900, "5", "手")]
    assert theirs.tiers["Gloss"][2]["PARTICIPANT"] == "Ana"
    assert theirs.media_descriptors[0]["RELATIVE_MEDIA_URL"] == "./a.mp4"


def test_eaf__what_pympi_wrote(tmp_path: Path) -> None:
    theirs = pympi.Elan.Eaf(author="them")
    theirs.add_linked_file("file:///x/a.mp4", "./a.mp4", "video/mp4", 40)
    theirs.add_linguistic_type("one", "Symbolic_Association", timealignable=False)
    theirs.add_tier("Gloss", part="Ana", ann="Bo")
    theirs.add_tier("Form", "one", "Gloss")
    theirs.add_annotation("Gloss", 100, 300, "HAUS & <x>")
    theirs.add_annotation("Gloss", 300, 700, "手")
    theirs.add_ref_annotation("Form", "Gloss", 500, "5")
    theirs.add_license("CC BY", "https://example.org/by")
    path = tmp_path / "a.eaf"
    theirs.to_file(str(path))

    ours, problems = read_eaf(path)
    timed, more = timed_annotations(ours)

    assert not problems
    assert not more
    assert {(t.tier.name, t.value, t.start_ms, t.end_ms) for t in timed} == {
        ("Gloss", "HAUS & <x>", 100, 300),
        ("Gloss", "手", 300, 700),
        ("Form", "5", 300, 700),
    }
    assert ours.licences == (elan.Licence("CC BY", "https://example.org/by"),)
    assert ours.header.media == (
        elan.Media("file:///x/a.mp4", "video/mp4", "./a.mp4", 40),
    )
    gloss = next(tier for tier in ours.tiers if tier.name == "Gloss")
    assert (gloss.participant, gloss.annotator) == ("Ana", "Bo")


# Older files


def test_eaf__vocabularies_of_2_7() -> None:
    content = b"""<ANNOTATION_DOCUMENT AUTHOR="" DATE="d" FORMAT="2.7" VERSION="2.7">
        <HEADER MEDIA_FILE="old.mpg" TIME_UNITS="PAL-frames"/><TIME_ORDER/>
        <CONTROLLED_VOCABULARY CV_ID="hands" DESCRIPTION="all">
            <CV_ENTRY DESCRIPTION="fist">A</CV_ENTRY><CV_ENTRY CVE_ID="x">B</CV_ENTRY>
        </CONTROLLED_VOCABULARY>
        <SOMETHING_NEW/>
    </ANNOTATION_DOCUMENT>"""

    document, problems = parse_eaf(content, name="a.eaf")

    assert not problems
    assert document.vocabularies == (
        elan.Vocabulary(
            "hands",
            (elan.VocabularyDescription("und", "all"),),
            (
                elan.Entry("cveid0", (elan.EntryValue("A", "und", "fist"),)),
                elan.Entry("x", (elan.EntryValue("B", "und"),)),
            ),
        ),
    )
    assert document.languages == (elan.Language("und"),)
    assert document.header.media == (elan.Media("old.mpg", "unknown"),)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_eaf__other_encodings(encoding: str) -> None:
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
        <ANNOTATION_DOCUMENT AUTHOR="Bé" DATE="d" VERSION="3.0"/>"""

    assert parse_eaf(text.encode(encoding), name="a.eaf")[0].author == "Bé"
