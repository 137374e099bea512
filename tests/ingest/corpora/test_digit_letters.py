from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from ingest.commands import ingest_app
from ingest.corpora.digit_letters import (
    Photograph,
    grey_square,
    list_photographs,
    persons,
    read_sign_digits,
)
from store.db import Database
from store.errors import CallError
from store.layout import Store


def write_photograph(
    path: Path, grey: int = 90, size: tuple[int, int] = (40, 60)
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((*size, 3), grey, np.uint8))


def taken(*numbered: tuple[int, int]) -> list[Photograph]:
    return [Photograph(Path("x"), number, digit) for number, digit in numbered]


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """Five persons show 0 and 9, one after the other."""
    for number in range(10):
        digit = 9 * (number % 2)
        write_photograph(tmp_path / str(digit) / f"IMG_{100 + number}.JPG")
    return tmp_path


def test_persons__none() -> None:
    assert persons([]) == []


def test_persons__digits_that_begin_anew_are_another_person() -> None:
    shown = taken((1, 7), (2, 8), (3, 9), (4, 0), (5, 1))

    assert persons(shown) == [0, 0, 0, 1, 1]


def test_persons__a_mistaken_order_is_no_new_person() -> None:
    shown = taken((1, 0), (2, 1), (3, 3), (4, 2), (5, 9), (6, 8), (7, 0))

    assert persons(shown) == [0, 0, 0, 0, 0, 0, 1]


def test_persons__numbers_left_out() -> None:
    shown = taken((1, 3), (3, 4), (8, 5), (14, 6))

    assert persons(shown) == [0, 0, 0, 1]


def test_grey_square__is_the_middle(tmp_path: Path) -> None:
    image = np.zeros((56, 112, 3), np.uint8)
    image[:, 28:84] = (0, 0, 255)
    cv2.imwrite(str(tmp_path / "wide.png"), image)

    square = grey_square(tmp_path / "wide.png")

    assert square.shape == (28, 28)
    assert (square == 76).all()


def test_letters_28__every_fifth_person_tests(photographs: Path, store: Store) -> None:
    ended = CliRunner().invoke(
        ingest_app,
        [
            *("letters-28", "--from", "sign_digits", str(photographs)),
            *("--store", str(store.root)),
        ],
    )

    assert "8 to train (4 signers) and 2 to test (1 signer)" in ended.output
    rows = Database(store).rows("letters_of", corpus="digits-28")
    assert [
        (row["signer"], row["letter"]) for row in rows if row["part"] == "test"
    ] == [
        ("p004", "0"),
        ("p004", "9"),
    ]


def test_letters_28__a_damaged_photograph_is_a_problem(
    photographs: Path, store: Store
) -> None:
    (photographs / "9" / "IMG_101.JPG").write_bytes(b"nothing")

    ended = CliRunner().invoke(
        ingest_app, ["letters-28", str(photographs), "--store", str(store.root)]
    )

    assert "Not read: 1 not-a-photograph" in ended.output
    counts = Database(store).row_counts()
    assert (counts["letters"], counts["problems"]) == (9, 1)


def test_read_sign_digits__no_person_to_test(tmp_path: Path) -> None:
    write_photograph(tmp_path / "3" / "IMG_1.JPG")

    assert len(read_sign_digits(tmp_path).parts["test"].labels) == 0


def test_list_photographs__no_folder(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="is no folder"):
        list_photographs(tmp_path / "nowhere")


def test_list_photographs__other_photographs(tmp_path: Path) -> None:
    write_photograph(tmp_path / "cats" / "IMG_1.JPG")

    with pytest.raises(CallError, match="no numbered photographs in folders named 0"):
        list_photographs(tmp_path)


def test_persons__nearly_all_of_the_real_ones_show_each_digit_once(
    shared_data: Path,
) -> None:
    shown = list_photographs(shared_data / "sign_digits")

    digits = defaultdict(list)
    for photograph, person in zip(shown, persons(shown), strict=True):
        digits[person].append(photograph.digit)
    assert len(shown) == 2062
    assert len(digits) == 207
    complete = [
        person for person in digits.values() if sorted(person) == list(range(10))
    ]
    assert len(complete) == 197
