"""Small grammars: what was written is read again, and anything else gets a sentence."""

import csv
import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corpora.hamnosys import symbols_of
from ingest.corpora.label_tables import read_labels
from ingest.corpora.labels import LONGEST_MS, whole_ms
from ingest.corpora.manifest import read_manifest
from ingest.description_rows import source_name
from ingest.sources import clip_name
from models.descriptions.tokens import tokens
from store.crop_ids import clip_of, place_of, with_padding
from store.errors import AtlasError, shortened
from store.hamnosys import CHARACTERS, characters_of, names_of
from store.label_files import (
    crop_of_file,
    file_name,
    folder_name,
    handshape_of_folder,
)
from store.layout import checked_name
from store.plain_json import is_text, read_json
from store.saved_queries import LONGEST_NAME, checked_title
from tests.fuzz.documents import documents_asked

bounded = settings(
    max_examples=max(documents_asked() // 15, 20), deadline=None, derandomize=True
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CELL = TEXT.map(str.strip).filter(bool)
NUMBERS = st.integers(0, 10**9 - 1)


def refusal(read: Callable[[], object]) -> str | None:
    """Return why something was refused; None: it was not."""
    try:
        read()
    except (AtlasError, ValueError) as error:
        return str(error)
    return None


@bounded
@given(st.one_of(TEXT, NUMBERS.map(str), st.integers().map(str)))
def test_whole_ms__a_time_or_refused(text: str) -> None:
    try:
        assert whole_ms(text) == int(text)
    except ValueError:
        assert not (text.isascii() and text.isdigit() and int(text) <= LONGEST_MS)


@bounded
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    )
)
def test_read_json__again_or_refused(told: object) -> None:
    text = json.dumps(told)
    hostile = "NaN" in text or "Infinity" in text or not is_text(_plain(told))

    try:
        assert read_json(text) == told
    except ValueError:
        assert hostile


def _plain(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


@bounded
@given(st.text())
def test_read_json__any_text_is_read_or_refused(text: str) -> None:
    told = refusal(lambda: read_json(text))

    assert told is None or told


@bounded
@given(TEXT, st.integers(30, 90))
def test_shortened__keeps_both_ends(text: str, longest: int) -> None:
    told = shortened(text * 9, longest)

    assert len(told) <= longest
    assert (text * 9).startswith(told[:10])
    assert (text * 9).endswith(told[-9:])


@bounded
@given(CELL)
def test_label_files__names_are_read_again(name: str) -> None:
    folder = folder_name(name)

    assert handshape_of_folder(folder) == name
    assert "/" not in folder
    assert folder not in (".", "..")


@bounded
@given(NUMBERS, st.sampled_from(["left", "right"]), st.integers(0, 99))
def test_crop_ids__are_read_again(frame: int, hand: str, padding: int) -> None:
    crop = f"corpus/some.clip/f{frame:04d}/{hand}/p{padding:02d}"

    place = place_of(crop)

    assert place is not None
    assert (place.frame_index, place.hand, place.padding_px) == (frame, hand, padding)
    assert clip_of(crop) == place.clip_id
    assert with_padding(crop, padding) == crop
    assert crop_of_file(PurePosixPath(file_name(crop))) == crop


@bounded
@given(st.one_of(st.text(), st.text("/f0p²٣" + "9" * 9)))
def test_crop_ids__of_any_text(text: str) -> None:
    for crop in (text, f"c/v/f{text}/left/p{text}", f"c/v/f{'9' * 5_000}/left/p0"):
        place = place_of(crop)
        assert place is None or place.padding_px >= 0


@bounded
@given(st.text())
def test_names__are_kept_or_refused(text: str) -> None:
    name = refusal(lambda: checked_name("corpus", text))
    title = refusal(lambda: checked_title(text))

    assert name is None or "cannot be a corpus" in name
    assert name is not None or text.isascii()
    assert title is None or "needs a name" in title
    assert title is not None or len(checked_title(text)) <= LONGEST_NAME


@bounded
@given(TEXT.filter(bool))
def test_made_names__can_be_names_of_files(text: str) -> None:
    for name in (clip_name(PurePosixPath(f"{text}.mp4")), source_name(text)):
        assert name.isascii()
        assert 0 < len(name.encode()) < 200 or name == source_name(text)
        assert not {"/", "\0", "@"} & set(name)


@bounded
@given(st.lists(st.sampled_from(sorted(CHARACTERS)), min_size=1))
def test_hamnosys__names_and_characters_are_the_same(names: list[str]) -> None:
    characters = characters_of(" ".join(names))

    assert characters is not None
    assert names_of(characters) == names
    told, spelt = symbols_of(characters), symbols_of(", ".join(names))
    assert told is not None
    assert told == spelt


@bounded
@given(st.text())
def test_hamnosys__of_any_text(text: str) -> None:
    found = symbols_of(text, sure=True)

    assert found is not None
    assert len(found.characters) == len(found.names.split())


@bounded
@given(TEXT)
@pytest.mark.parametrize("unit", ["character", "word"])
def test_tokens__of_any_text(unit: Literal["character", "word"], text: str) -> None:
    assert all(tokens(text, unit))


@bounded
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_tables__cells_are_read_again(rows: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.mp4").touch()
        _write(folder / "manifest.csv", ["file", "gloss", "signer"], "a.mp4", rows)
        _write(folder / "labels.csv", ["name", "gloss", "signer"], "a", rows)

        clips, problems = read_manifest(folder, "c", media="video")
        labels = read_labels(folder / "labels.csv", ["gloss"], separator=",")

    assert problems == []
    assert [(clip.gloss, clip.signer) for clip in clips] == rows
    assert [(row["gloss"], row["signer"]) for _, row in labels] == rows


def _write(
    path: Path, heads: list[str], first: str, rows: list[tuple[str, str]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows([first, *row] for row in rows)
