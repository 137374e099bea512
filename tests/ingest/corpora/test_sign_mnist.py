import codecs
import gzip
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ingest.commands import ingest_app
from ingest.corpora.letter_names import LETTER_NAMES
from ingest.corpora.sign_mnist import FILES, PUBLISHED, read_sign_mnist
from ingest.letter_rows import write_letters
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, now_ms

HEADER = ",".join(["label", *(f"pixel{number}" for number in range(1, 785))])
TRAIN = FILES["train"]
BLACK = ["0"] * 784


def line(label: object = 3, pixels: Sequence[str] = BLACK) -> str:
    return ",".join([str(label), *pixels])


def with_pixel(cell: str, column: int = 7) -> str:
    return line(3, [*BLACK[: column - 1], cell, *BLACK[column:]])


def write_files(folder: Path, train: Sequence[str], test: Sequence[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in zip(FILES.values(), (train, test), strict=True):
        (folder / name).write_text("".join(f"{one}\n" for one in lines), "utf-8")
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder with two pictures to train and one to test, with their header."""
    shades = [str(number % 256) for number in range(784)]
    return write_files(
        tmp_path / "kaggle",
        [HEADER, line(0), line(24, shades)],
        [HEADER, line(10)],
    )


def test_read_sign_mnist__labels_and_pixels(good: Path) -> None:
    letters = read_sign_mnist(good)

    train = letters.parts["train"]
    assert train.labels.tolist() == [0, 24]
    assert train.pixels.dtype == np.uint8
    assert train.pixels[1, 255:258].tolist() == [255, 0, 1]
    assert letters.parts["test"].labels.tolist() == [10]
    assert [letters.names[label] for label in (0, 10, 24)] == ["A", "K", "Y"]


def test_read_sign_mnist__without_header_the_first_line_counts(good: Path) -> None:
    write_files(good, [line(0), line(1)], [line(2)])

    letters = read_sign_mnist(good)

    assert letters.parts["train"].labels.tolist() == [0, 1]


def test_read_sign_mnist__quotes_windows_lines_and_byte_order_mark(good: Path) -> None:
    text = "\r\n".join(['"label"' + HEADER[5:], line(5), ""])
    (good / TRAIN).write_bytes(codecs.BOM_UTF8 + text.encode())

    letters = read_sign_mnist(good)

    assert letters.parts["train"].labels.tolist() == [5]


def test_read_sign_mnist__folders_as_in_kaggles_archive(good: Path) -> None:
    for name in FILES.values():
        (good / Path(name).stem).mkdir()
        (good / name).rename(good / Path(name).stem / name)

    assert len(read_sign_mnist(good).parts["train"].labels) == 2


def test_read_sign_mnist__other_counts_are_told(good: Path) -> None:
    told = [problem.what for problem in read_sign_mnist(good).problems]

    assert "sign_mnist_train.csv has 2 pictures; the published 27,455." in told
    assert any("sign_mnist_test.csv has no picture of A B C" in what for what in told)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([HEADER, line(), line()[:-2]], r"line 3: 784 columns where 785 belong"),
        ([line() + ",0"], r"line 1: 786 columns where 785 belong"),
        ([line(), with_pixel("x")], r"line 2: pixel 7 is 'x', no whole number"),
        ([HEADER, with_pixel("")], r"line 2: pixel 7 is '', no whole number"),
        ([HEADER, with_pixel("256")], r"line 2: pixel 7 is 256; grey values go"),
        ([HEADER, with_pixel("-1")], r"line 2: pixel 7 is -1; grey values go"),
        ([HEADER, with_pixel("1.5")], r"line 2: pixel 7 is '1.5', no whole number"),
        ([line(9)], r"line 1: the label 9 would be J, which the set does not have"),
        ([line(), line(25)], r"line 2: the label 25 would be Z"),
        ([line(26)], r"line 1: the label 26 is out of range"),
        ([line(-1)], r"line 1: the label -1 is out of range"),
        ([line("A")], r"line 1: the label 'A' is no whole number"),
        ([HEADER], r"line 2: no pictures follow"),
        ([HEADER, "7" * 200_000], r"line 2: 1 columns where 785"),
        ([], r"line 1: the file is empty"),
        (["", "", line(9)], r"line 3: the label 9 would be J"),
    ],
)
def test_read_sign_mnist__a_wrong_line_is_named(
    good: Path, lines: list[str], told: str
) -> None:
    (good / TRAIN).write_text("".join(f"{one}\n" for one in lines), "utf-8")

    with pytest.raises(CallError, match=rf"sign_mnist_train\.csv, {told}"):
        read_sign_mnist(good)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (gzip.compress, "line 1: the file is packed .gzip"),
        (lambda text: b"PK\3\4" + text, "line 1: the file is packed .zip"),
        (lambda text: text.decode().encode("utf-16"), "line 1: .* UTF-16"),
        (lambda text: text[:9000] + b"\xe9" + text[9000:], "line 3: pixel .* whole"),
    ],
)
def test_read_sign_mnist__other_files(
    good: Path, spoil: Callable[[bytes], bytes], told: str
) -> None:
    content = (good / TRAIN).read_bytes()
    (good / TRAIN).write_bytes(spoil(content))

    with pytest.raises(CallError, match=told):
        read_sign_mnist(good)


def test_read_sign_mnist__a_file_is_missing(good: Path) -> None:
    (good / FILES["test"]).unlink()

    with pytest.raises(CallError, match=r"sign_mnist_test\.csv is not there: give the"):
        read_sign_mnist(good)


def test_sign_mnist__nothing_is_taken_from_a_wrong_second_file(
    good: Path, store: Store
) -> None:
    (good / FILES["test"]).write_text(line(9))

    ended = CliRunner().invoke(
        ingest_app, ["sign-mnist", str(good), "--store", str(store.root)]
    )

    assert isinstance(ended.exception, CallError)
    counts = Database(store).row_counts()
    assert counts["letters"] == counts["corpora"] == counts["runs"] == 0


def test_sign_mnist__again_replaces_what_was_there(good: Path, store: Store) -> None:
    call = ["sign_mnist", str(good), "--store", str(store.root)]
    CliRunner().invoke(ingest_app, call)
    write_files(good, [line(7)], [line(8), line(8)])

    ended = CliRunner().invoke(ingest_app, call)

    assert "1 to train and 2 to test" in ended.output
    rows = Database(store).rows("letters_of", corpus="sign-mnist")
    assert [(row["letter_id"], row["letter"]) for row in rows] == [
        ("sign-mnist/train/00000", "H"),
        ("sign-mnist/test/00000", "I"),
        ("sign-mnist/test/00001", "I"),
    ]
    assert len(list(store.parts("letters"))) == 2


def test_write_letters__a_run_that_cannot_write_has_failed(
    good: Path, store: Store
) -> None:
    letters = replace(read_sign_mnist(good), names={})
    run = Run("ingest", letters.corpus, {"importer": "sign-mnist"})

    with pytest.raises(KeyError):
        write_letters(store, letters, run, now_ms())

    (told,) = Database(store).rows("runs_newest_first")
    assert told["state"] == "failed"
    assert Database(store).row_counts()["letters"] == 0


def test_sign_mnist__files_of_the_published_size(
    tmp_path: Path, store: Store, record_property: Callable[[str, object], None]
) -> None:
    for part, count in PUBLISHED.items():
        write_fake(tmp_path / FILES[part], count)
    started_s = time.monotonic()

    ended = CliRunner().invoke(
        ingest_app, ["sign-mnist", str(tmp_path), "--store", str(store.root)]
    )

    record_property("seconds", round(time.monotonic() - started_s, 1))
    assert ended.output.startswith("sign-mnist: pictures of letters, 27,455 to train")
    assert ended.output.count("\n") == 1
    counts = Database(store).row_counts()
    assert (counts["letters"], counts["problems"]) == (27_455 + 7_172, 0)


def test_read_sign_mnist__real_rows(shared_data: Path, tmp_path: Path) -> None:
    for part, name in FILES.items():
        fragment = shared_data / "sign_mnist_fragment" / f"{part}_fragment.csv"
        (tmp_path / name).write_bytes(fragment.read_bytes())

    letters = read_sign_mnist(tmp_path)

    assert {part: len(made.labels) for part, made in letters.parts.items()} == {
        "train": 188,
        "test": 11,
    }
    assert letters.parts["train"].pixels[0, :3].tolist() == [107, 118, 127]


def write_fake(path: Path, count: int) -> None:
    """Write a file of the published form: header, labels in turn, random greys."""
    rng = np.random.default_rng(count)
    labels = np.resize(list(LETTER_NAMES), count)
    cells = np.array([f",{grey}".encode() for grey in range(256)], dtype=object)
    with path.open("wb") as file:
        file.write(HEADER.encode() + b"\n")
        for label in labels:
            greys = cells[rng.integers(256, size=784)]
            file.write(str(label).encode() + b"".join(greys) + b"\n")
