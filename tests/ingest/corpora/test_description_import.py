import json
from pathlib import Path

import pytest

from ingest.corpora.descriptions import (
    LONGEST,
    Columns,
    DescriptionListing,
    list_descriptions,
)
from ingest.corpora.hamnosys import symbols_of
from ingest.corpora.synthetic import synthetic_descriptions
from ingest.description_rows import source_name, write_descriptions
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store

KOREAN = "gloss,text\n책,두 손을 펼친다\n물,오른 손을 내린다\n"


def table(
    folder: Path, text: str, name: str = "t.csv", encoding: str = "utf-8"
) -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def kinds(listing: DescriptionListing) -> list[str]:
    return [problem.kind for problem in listing.problems]


def test_csv__columns_by_their_usual_names(tmp_path: Path) -> None:
    path = table(tmp_path, "Sign,Description,x\nBOOK,two hands open,1\n")

    (made,) = list_descriptions(path).descriptions

    assert (made.gloss, made.text, made.unit) == ("BOOK", "two hands open", "character")
    assert (made.number, made.language, made.source) == (1, "", "t.csv")


def test_csv__columns_by_the_names_given(tmp_path: Path) -> None:
    path = table(tmp_path, "a;b;c;d\nBOOK;two hands;en;dictionary\n")

    listing = list_descriptions(
        path, columns=Columns("a", "b", "c", "d"), unit="word", language="xx"
    )

    (made,) = listing.descriptions
    assert (made.language, made.source, made.unit) == ("en", "dictionary", "word")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.tsv", "gloss\ttext\nBOOK\ttwo, hands\n"),
        ("t.json", json.dumps([{"gloss": "BOOK", "text": "two, hands"}])),
        ("t.json", json.dumps({"BOOK": "two, hands"})),
    ],
)
def test_table__other_kinds(tmp_path: Path, name: str, text: str) -> None:
    (made,) = list_descriptions(table(tmp_path, text, name)).descriptions

    assert (made.gloss, made.text) == ("BOOK", "two, hands")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encoding__unicode_is_seen(tmp_path: Path, encoding: str) -> None:
    listing = list_descriptions(table(tmp_path, KOREAN, encoding=encoding))

    assert [d.gloss for d in listing.descriptions] == ["책", "물"]
    assert [d.language for d in listing.descriptions] == ["ko", "ko"]
    assert kinds(listing) == []


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        (KOREAN, "cp949", "ko"),
        ("gloss,text\n本,右手を上げて下げる\n", "cp932", "ja"),
        ("gloss,text\n вода,правая рука\n", "cp1251", "ru"),
    ],
)
def test_encoding__assumed_and_said(
    tmp_path: Path, text: str, encoding: str, language: str
) -> None:
    listing = list_descriptions(table(tmp_path, text, encoding=encoding))

    assert listing.descriptions[0].text == text.splitlines()[1].split(",")[1]
    assert listing.descriptions[0].language == language
    (problem,) = listing.problems
    assert problem.kind == "assumed-encoding"
    assert f"read as {encoding}" in problem.what
    assert not problem.lost


def test_encoding__named_but_wrong_or_unknown(tmp_path: Path) -> None:
    path = table(tmp_path, KOREAN, encoding="cp949")

    assert list_descriptions(path, encoding="cp949").problems == []
    with pytest.raises(CallError, match="is not in utf-8: byte"):
        list_descriptions(path, encoding="utf-8")
    with pytest.raises(CallError, match="no encoding 'klingon'"):
        list_descriptions(path, encoding="klingon")


def test_text__empty_short_and_far_too_long(tmp_path: Path) -> None:
    long = "x" * 100_000
    path = table(tmp_path, f"gloss,text\nA,\nB,x\nC,{long}\n,lost\nD,{'y' * LONGEST}\n")

    listing = list_descriptions(path)

    assert [d.gloss for d in listing.descriptions] == ["B", "D"]
    assert kinds(listing) == ["empty-text", "short-text", "too-long-text", "no-gloss"]
    assert [problem.lost for problem in listing.problems] == [True, False, True, True]
    assert "100,000 characters" in listing.problems[2].what
    assert listing.problems[0].place == "t.csv, line 2"


def test_gloss__twice_with_other_and_with_the_same_text(tmp_path: Path) -> None:
    path = table(tmp_path, "gloss,text\nA,one hand\nA,two hands\nA,one hand\n")

    listing = list_descriptions(path)

    assert [d.text for d in listing.descriptions] == ["one hand", "two hands"]
    assert kinds(listing) == ["duplicate-gloss", "repeated-row"]


def test_languages__mixed_unless_the_table_says_so(tmp_path: Path) -> None:
    rows = KOREAN + "book,two hands open\n"
    mixed = list_descriptions(table(tmp_path, rows), language="ko")
    told = list_descriptions(
        table(tmp_path, "gloss,text,language\na,손,ko\nb,손이,ko\nc,hand,en\n")
    )

    assert kinds(mixed) == ["mixed-languages"]
    assert "latin letters" in mixed.problems[0].what
    assert kinds(told) == ["short-text"]


def test_column__that_is_not_there(tmp_path: Path) -> None:
    path = table(tmp_path, KOREAN)

    with pytest.raises(CallError, match=r"no column 'texte'\. Did you mean 'text'"):
        list_descriptions(path, columns=Columns(text="texte"))
    with pytest.raises(CallError, match="name it with --gloss-column"):
        list_descriptions(table(tmp_path, "a,text\n1,2\n", "u.csv"))
    with pytest.raises(CallError, match="name it with --text-column"):
        list_descriptions(table(tmp_path, "gloss,b\n1,2\n", "v.csv"))


@pytest.mark.parametrize("content", ["[1, 2]", "{", '"text"'])
def test_json__that_is_no_table(tmp_path: Path, content: str) -> None:
    with pytest.raises(CallError):
        list_descriptions(table(tmp_path, content, "t.json"))


def test_file__missing_or_empty(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="cannot be read"):
        list_descriptions(tmp_path / "none.csv")
    with pytest.raises(CallError, match="Its columns: none"):
        list_descriptions(table(tmp_path, ""))


def test_text__composed_and_on_one_line(tmp_path: Path) -> None:
    rows = [{"gloss": "e\u0301", "text": "two\n\x00 hands\ufeff"}]
    path = table(tmp_path, json.dumps(rows), "t.json")

    (made,) = list_descriptions(path).descriptions

    assert (made.gloss, made.text) == ("é", "two hands")


def test_hamnosys__characters_names_and_unknown_symbols(tmp_path: Path) -> None:
    text = (
        'gloss,hamnosys\nA,\ue001\ue0e6?\nB,"hamfist, hamwrong"\nC,None\n'
        "D,\ue001\uf8ff\n"
    )

    listing = list_descriptions(table(tmp_path, text))

    assert [(d.gloss, d.text, d.names) for d in listing.descriptions] == [
        ("A", "\ue001\ue0e6", "hamflathand hambetween"),
        ("B", "\ue000", "hamfist"),
        ("D", "\ue001", "hamflathand"),
    ]
    assert {d.language for d in listing.descriptions} == {"hamnosys"}
    assert {d.unit for d in listing.descriptions} == {"symbol"}
    unknown = [p for p in listing.problems if p.kind == "unknown-symbol"]
    assert [problem.lost for problem in unknown] == [False, False, True, False]
    assert "U+F8FF" in unknown[3].what
    assert kinds(listing).count("short-text") == 2


def test_hamnosys__words_are_none() -> None:
    assert symbols_of("the flat hand") is None
    assert symbols_of("hamfist hamfist") is not None


def test_sigml__signs_by_their_symbols(tmp_path: Path) -> None:
    text = """<?xml version="1.0" encoding="utf-8"?><sigml>
    <hns_sign gloss="ΑΓΝΩΣΤΟΣ"><hamnosys_manual><hamfist/><hamchest/></hamnosys_manual>
    </hns_sign><hns_sign gloss="B"><hamnosys_manual/></hns_sign></sigml>"""

    listing = list_descriptions(table(tmp_path, text, "t.sigml"))

    (made,) = listing.descriptions
    assert (made.gloss, made.names) == ("ΑΓΝΩΣΤΟΣ", "hamfist hamchest")
    assert kinds(listing) == ["empty-text"]
    assert listing.problems[0].place == "t.sigml, sign 2"


@pytest.mark.parametrize(
    "content", ["<sigml><hns_sign", "<!DOCTYPE a [<!ENTITY b 'c'>]><sigml/>", ""]
)
def test_sigml__damaged_or_dangerous(tmp_path: Path, content: str) -> None:
    with pytest.raises(CallError):
        list_descriptions(table(tmp_path, content, "t.sigml"))


def test_asl_lex__codes_become_words(tmp_path: Path) -> None:
    text = (
        "EntryID,Handshape.2.0,MajorLocation.2.0,Flexion.2.0,SelectedFingers.2.0\n"
        "acorn,baby_o,Head,NA,im\n"
    )

    (made,) = list_descriptions(table(tmp_path, text)).descriptions

    assert made.text == "Handshape-baby-o SelectedFingers-im MajorLocation-Head"
    assert (made.gloss, made.unit, made.language) == ("acorn", "word", "codes")


def test_synthetic__a_description_and_a_clip_for_every_sign() -> None:
    listing = synthetic_descriptions("synthetic-ana", size="tiny")

    assert len(listing.descriptions) == 12
    assert all(d.clip_id and d.clip_id.endswith("-s01") for d in listing.descriptions)
    assert len({d.text for d in listing.descriptions}) == 12
    with pytest.raises(UnknownNameError):
        synthetic_descriptions("synthetic-ana", size="huge")


def test_write_descriptions__again_replaces_and_other_sources_stay(
    store: Store, tmp_path: Path
) -> None:
    first = list_descriptions(table(tmp_path, KOREAN, "a.csv"))
    second = list_descriptions(table(tmp_path, KOREAN + "A,\n", "b (1).csv"))

    for listing in (first, second, second):
        write_descriptions(store, "signs", listing, {"title": "Signs"})

    database = Database(store)
    rows = database.rows("descriptions_of", corpus="signs")
    assert [row["description_id"] for row in rows] == [
        *("signs/a-00001", "signs/a-00002", "signs/b-1-00001", "signs/b-1-00002")
    ]
    (corpus,) = database.rows("corpus_row", corpus="signs")
    assert (corpus["title"], corpus["media"]) == ("Signs", "text")
    assert [p["kind"] for p in database.rows("problems_by_kind")] == ["empty-text"]
    assert source_name("§.json") == "source"


def test_real_dictionaries__all_are_read(shared_data: Path) -> None:
    korean = list_descriptions(shared_data / "ksl_descriptions" / "ksl.json")
    british = list_descriptions(shared_data / "hamnosys" / "bsl.csv")
    greek = list_descriptions(shared_data / "hamnosys" / "gsl.sigml")
    french = list_descriptions(shared_data / "hamnosys" / "lsf.sigml")
    american = list_descriptions(shared_data / "asl_lex" / "signdata-2020-10-28.csv")

    assert len(korean.descriptions) == 3619
    assert {d.language for d in korean.descriptions} == {"ko"}
    assert len(british.descriptions) == 981
    assert kinds(british).count("empty-text") == 64
    assert len(greek.descriptions) == 502
    assert kinds(greek) == ["unknown-symbol"] * 32
    assert len(french.descriptions) == 216
    assert len(american.descriptions) == 2723
