import csv
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.corpora.asl_lex import FLAGS, REALS, TEXTS, WHOLE, list_asl_lex
from ingest.corpora.asl_lex_handshapes import (
    INVENTORY_NAMES,
    OF_THE_OTHER_HAND,
    WITHOUT_A_NAME,
)
from ingest.lexicon_rows import write_lexicon
from store.db import Database
from store.errors import CallError
from store.handshapes import INVENTORY
from store.layout import Store

# Made up: no sign of ASL-LEX is coded so.
SIGN = {
    "EntryID": "moon",
    "LemmaID": "moon",
    "Code": "Q_01_001",
    "Handshape.2.0": "c",
    "NonDominantHandshape.2.0": "B",
    "SelectedFingers.2.0": "imrp",
    "Flexion.2.0": "Curved",
    "FlexionChange.2.0": "0",
    "Spread.2.0": "NA",
    "SpreadChange.2.0": "",
    "ThumbPosition.2.0": "Open",
    "ThumbContact.2.0": "1",
    "SignType.2.0": "AsymmetricalDifferentHandshape",
    "Movement.2.0": "Straight",
    "RepeatedMovement.2.0": "1",
    "MajorLocation.2.0": "Hand",
    "MinorLocation.2.0": "Palm",
    "SecondMinorLocation.2.0": "NA",
    "Contact.2.0": "1",
    "UlnarRotation.2.0": "0",
    "NumberOfMorphemes.2.0": "1",
    "Compound.2.0": "0",
    "Initialized.2.0": "0",
    "FingerspelledLoanSign.2.0": "0",
    "LexicalClass": "Noun",
    "SignFrequency(M)": "4.5",
    "SignFrequency(SD)": "1.25",
    "SignFrequency(N)": "28",
    "Iconicity(M)": "NA",
    "Neighborhood Density 2.0": "3",
    "SignDuration(ms)": "634.00",
}


def asl_lex(
    folder: Path, *signs: dict[str, str], without: str = "", encoding: str = "utf-8"
) -> Path:
    path = folder / "signdata-made.csv"
    names = [name for name in SIGN if name != without]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**SIGN, **sign} for sign in signs)
    return path


def test_entry__codes_numbers_and_what_is_missing(tmp_path: Path) -> None:
    (made,) = list_asl_lex(asl_lex(tmp_path, {})).entries

    assert (made["gloss"], made["lemma"], made["code"]) == ("moon", "moon", "Q_01_001")
    assert (made["handshape"], made["handshape_code"]) == ("C", "c")
    assert (made["base_handshape"], made["base_handshape_code"]) == ("B", "B")
    assert (made["spread"], made["spread_change"], made["iconicity"]) == (None,) * 3
    assert (made["contact"], made["ulnar_rotation"]) == (True, False)
    assert (made["sign_frequency"], made["sign_frequency_sd"]) == (4.5, 1.25)
    assert (made["sign_frequency_raters"], made["duration_ms"]) == (28, 634)
    assert made["second_minor_location"] is None


def test_handshapes__names_are_in_the_inventory_and_codes_in_one_list() -> None:
    names = {*INVENTORY_NAMES.values(), *OF_THE_OTHER_HAND.values()}

    assert names <= INVENTORY.keys()
    assert not INVENTORY_NAMES.keys() & WITHOUT_A_NAME
    assert not WITHOUT_A_NAME & INVENTORY.keys()


def test_entry__no_name_and_no_handshape(tmp_path: Path) -> None:
    strange = {"Handshape.2.0": "curved_v", "NonDominantHandshape.2.0": "Lax"}

    (made,) = list_asl_lex(asl_lex(tmp_path, strange)).entries

    assert (made["handshape"], made["handshape_code"]) == (None, "curved_v")
    assert (made["base_handshape"], made["base_handshape_code"]) == (None, None)


def test_bad_rows__are_problems_and_the_others_are_read(tmp_path: Path) -> None:
    path = asl_lex(
        tmp_path,
        {"EntryID": "sun", "Handshape.2.0": ""},
        {"EntryID": ""},
        {"EntryID": "star", "Handshape.2.0": "zigzag"},
        {"EntryID": "sky", "SignFrequency(M)": "often", "Spread.2.0": "2"},
        {"EntryID": "sea", "SignFrequency(M)": "9"},
        {},
    )

    listing = list_asl_lex(path)

    assert [e["entry_id"] for e in listing.entries] == ["star", "sky", "sea", "moon"]
    assert Counter((p.kind, p.lost) for p in listing.problems) == {
        ("empty-handshape", True): 1,
        ("no-gloss", True): 1,
        ("unknown-handshape", False): 1,
        ("strange-value", False): 3,
    }
    assert [e["sign_frequency"] for e in listing.entries] == [4.5, None, None, 4.5]
    assert "line 2" in listing.problems[0].place


def test_entries_of_one_name__are_told_apart_by_their_code(tmp_path: Path) -> None:
    path = asl_lex(tmp_path, {}, {"Code": "Q_02_002"}, {"Code": "Q_02_002"})

    listing = list_asl_lex(path)

    ids = [entry["entry_id"] for entry in listing.entries]
    assert ids == ["moon/Q_01_001", "moon/Q_02_002"]
    kinds = [problem.kind for problem in listing.problems]
    assert kinds == ["shared-name", "shared-name", "repeated-entry"]


def test_missing_column__stays_empty_and_is_told(tmp_path: Path) -> None:
    listing = list_asl_lex(asl_lex(tmp_path, {}, without="Movement.2.0"))

    assert listing.entries[0]["movement"] is None
    assert [p.kind for p in listing.problems] == ["missing-column"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("EntryID,Handshape.1.0\na,b\n", "no column Handshape.2.0"),
        ("VariableName,Website\na,b\n", "no column EntryID and Handshape.2.0"),
        ("", "first columns: none"),
    ],
)
def test_wrong_file__is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text)

    with pytest.raises(CallError, match=said):
        list_asl_lex(path)


def test_encoding__latin_1_is_read_and_told_and_a_wrong_one_refused(
    tmp_path: Path,
) -> None:
    path = asl_lex(tmp_path, {"EntryID": "caf\xe9"}, encoding="iso-8859-1")

    listing = list_asl_lex(path)
    named = list_asl_lex(path, encoding="iso-8859-1")

    assert listing.entries[0]["gloss"] == "caf\xe9"
    assert [p.kind for p in listing.problems] == ["assumed-encoding"]
    assert not named.problems
    with pytest.raises(CallError, match="is not in utf-8"):
        list_asl_lex(path, encoding="utf-8")


def test_written__entries_corpus_and_problems_and_again(
    store: Store, tmp_path: Path
) -> None:
    write_lexicon(store, "asl-lex", list_asl_lex(asl_lex(tmp_path, {}, {})))
    write_lexicon(store, "asl-lex", list_asl_lex(asl_lex(tmp_path, {})))

    database = Database(store)
    counts = database.row_counts()
    assert (counts["lexicon"], counts["problems"], counts["corpora"]) == (1, 0, 1)
    (row,) = database.rows("corpus_row", corpus="asl-lex")
    assert (row["licence"], row["media"]) == ("CC BY-NC 4.0", "text")
    assert "10.1093/deafed/enaa038" in row["citation"]


def test_command__says_what_was_read(store: Store, tmp_path: Path) -> None:
    path = asl_lex(tmp_path, {}, {"EntryID": "sun", "Handshape.2.0": "8"})

    asked = ["ingest", "asl-lex", str(path), "--store", str(store.root)]
    result = CliRunner().invoke(app, asked)

    assert result.exit_code == 0
    assert "2 coded signs read; the handshape of 1 has no name" in result.output


@pytest.mark.parametrize("edition", ["2020-10-28", "11-5-20"])
def test_real_file__every_sign_and_every_column(
    shared_data: Path, edition: str
) -> None:
    listing = list_asl_lex(shared_data / "asl_lex" / f"signdata-{edition}.csv")

    codes = Counter(str(entry["handshape_code"]) for entry in listing.entries)
    assert len(listing.entries) == 2723
    assert {problem.kind for problem in listing.problems} == {"shared-name"}
    assert [n for n, _ in codes.most_common(4)] == ["1", "open_b", "s", "a"]
    assert codes["1"] == 273
    for name in (*TEXTS, *FLAGS, *REALS, *WHOLE, "sign_frequency"):
        assert any(entry[name] is not None for entry in listing.entries), name
