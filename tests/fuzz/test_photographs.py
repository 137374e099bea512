"""Damaged photographs: each is read or refused with a sentence, at little cost.

`make fuzz` tries more of them: SIGNATLAS_FUZZ_PHOTOGRAPHS says how many.
"""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.corpora.digit_letters import read_sign_digits
from ingest.letter_rows import SIDE_PX
from ingest.photographs import read_photograph
from store.errors import MediaError
from tests.fuzz.clips import signer_images
from tests.fuzz.extent import FIRST_SEED, extent
from tests.fuzz.ingested import check_outcome, check_sentences, ingest_damaged
from tests.fuzz.memory import little_memory
from tests.fuzz.photographs import bombs, damaged_photographs

COUNT = extent("PHOTOGRAPHS", 200)
INGESTED = max(20, COUNT // 20)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.uint8]:
    return signer_images(tmp_path_factory.mktemp("signer"))[0]


@pytest.mark.parametrize(("name", "content"), bombs(), ids=lambda told: str(told)[:20])
def test_read_photograph__bomb(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with little_memory(), pytest.raises(MediaError) as caught:
        read_photograph(path, longest_side_px=1280, smallest_side_px=32)

    assert caught.value.kind in {"too-large", "not-a-photograph"}
    assert len(content) < 1_000_000


def test_read_photograph__damaged(tmp_path: Path, image: NDArray[np.uint8]) -> None:
    refused = []
    for name, content in damaged_photographs(image, COUNT, first_seed=FIRST_SEED):
        path = tmp_path / name
        path.write_bytes(content)
        try:
            read, _ = read_photograph(path, longest_side_px=1280, smallest_side_px=32)
        except MediaError as error:
            refused.append({"what": error.what, "remedy": error.remedy})
        else:
            assert read.ndim == 3
            assert max(read.shape) <= 1280

    check_sentences(refused)
    assert 0 < len(refused) < COUNT


@pytest.mark.slow
def test_ingest__damaged_photographs_end_as_rows_or_as_problems(
    tmp_path: Path, image: NDArray[np.uint8]
) -> None:
    damaged = [
        *damaged_photographs(image, INGESTED, first_seed=FIRST_SEED),
        *bombs()[:1],
    ]

    ingested = ingest_damaged("images", tmp_path / "photographs", damaged)

    check_outcome(ingested)


def test_read_sign_digits__damaged_photographs_are_problems(
    tmp_path: Path, image: NDArray[np.uint8]
) -> None:
    for digit in range(10):
        (tmp_path / str(digit)).mkdir()
    for number, (name, content) in enumerate(damaged_photographs(image, 60)):
        path = tmp_path / str(number % 10) / f"IMG_{number:04d}{Path(name).suffix}"
        path.write_bytes(content)

    letters = read_sign_digits(tmp_path)

    read = sum(len(part.labels) for part in letters.parts.values())
    assert read + len(letters.problems) == 60
    check_sentences({"what": p.what, "remedy": p.remedy} for p in letters.problems)
    assert all(part.pixels.shape[1] == SIDE_PX**2 for part in letters.parts.values())
