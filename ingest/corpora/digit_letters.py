"""Photographs of the digits 0 to 9 as 28 x 28 grey pictures, kept apart by person.

Persons are not marked, but each showed the digits in order and the camera numbered its
files: where the digits begin anew, or numbers are left out, another person begins. Of
five persons in that order the fifth tests, so that no person is in both parts and both
were taken in the same rooms. Where the order was broken at the border of two persons, a
photograph may be counted to the neighbour.

Reference: Mavi, A New Dataset and Proposed Convolutional Neural Network Architecture for
Classification of American Sign Language Digits, 2020, arXiv:2011.08927.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.letter_rows import PIXELS, SIDE_PX, LetterPart, LetterSet, PartName
from ingest.photograph_files import SUFFIXES
from ingest.photographs import read_photograph
from ingest.sources import Problem
from store.errors import CallError, MediaError

CORPUS: Final = "digits-28"
ANEW: Final = 5
"""Digits that fall by more than this begin anew; smaller falls are a mistaken order."""
LEFT_OUT: Final = 5
"""File numbers further apart than this are of two persons."""
TESTS: Final = 5
"""Of so many persons the last tests."""
LONGEST_SIDE_PX: Final = 640
_NUMBER: Final = re.compile(r"(\d+)$")


@dataclass(frozen=True, slots=True)
class Photograph:
    """One photograph of a digit: its file, the camera's number, and the digit."""

    path: Path
    number: int
    digit: int


def read_sign_digits(folder: Path) -> LetterSet:
    """Return the photographs of a folder with a folder for each digit.

    Photographs that cannot be read are problems; the others are not affected.

    Raises:
        CallError: there is no such folder, or it holds no photographs of digits.
    """
    photographs = list_photographs(folder)
    read: dict[PartName, list[tuple[int, NDArray[np.uint8], str]]] = {
        "train": [],
        "test": [],
    }
    problems = []
    for photograph, person in zip(photographs, persons(photographs), strict=True):
        part: PartName = "test" if person % TESTS == TESTS - 1 else "train"
        try:
            picture = grey_square(photograph.path)
        except MediaError as error:
            problems.append(
                Problem(error.kind, str(photograph.path), error.what, error.remedy)
            )
            continue
        read[part].append((photograph.digit, picture.ravel(), f"p{person:03d}"))
    return LetterSet(
        corpus=CORPUS,
        title="Photographs of digits, 28 x 28",
        source=str(folder),
        parts={part: _part(rows) for part, rows in read.items()},
        names={digit: str(digit) for digit in range(10)},
        licence="Apache-2.0",
        citation="Mavi 2020, arXiv:2011.08927",
        problems=problems,
    )


def list_photographs(folder: Path) -> list[Photograph]:
    """Return the photographs in the order in which they were taken.

    Raises:
        CallError: there is no such folder, or it holds no photographs of digits.
    """
    if not folder.is_dir():
        raise CallError(
            f"{folder} is no folder: give the one of the digits' photographs."
        )
    found = [
        Photograph(path, int(match[1]), int(path.parent.name))
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and re.fullmatch(r"\d", path.parent.name)
        and (match := _NUMBER.search(path.stem))
    ]
    if not found:
        raise CallError(
            f"{folder} holds no numbered photographs in folders named 0 to 9: give the "
            "folder of the Sign Language Digits Dataset."
        )
    return sorted(found, key=lambda one: (one.number, one.digit))


def persons(photographs: Sequence[Photograph]) -> list[int]:
    """Return the number of the person on each photograph, from 0, by their order."""
    person, numbers = 0, [0] if photographs else []
    for before, after in itertools.pairwise(photographs):
        far_apart = after.number - before.number > LEFT_OUT
        person += int(far_apart or before.digit - after.digit > ANEW)
        numbers.append(person)
    return numbers


def grey_square(path: Path) -> NDArray[np.uint8]:
    """Return the middle square of a photograph, grey, shape (28, 28).

    Raises:
        MediaError: the file is empty, no photograph, or too small.
    """
    image, _ = read_photograph(
        path, longest_side_px=LONGEST_SIDE_PX, smallest_side_px=SIDE_PX
    )
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    grey = cv2.cvtColor(image[top : top + side, left : left + side], cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _part(rows: Sequence[tuple[int, NDArray[np.uint8], str]]) -> LetterPart:
    pixels = np.array([row[1] for row in rows], np.uint8)
    return LetterPart(
        labels=np.array([row[0] for row in rows], np.int32),
        pixels=pixels.reshape(len(rows), PIXELS),
        signers=[row[2] for row in rows],
    )
