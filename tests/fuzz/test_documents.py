"""Damaged documents of every kind are read or refused with a sentence, whatever is in them.

`SIGNATLAS_FUZZ_DOCUMENTS=5000 pytest -s tests/fuzz/test_documents.py` tries so many and
prints what became of them.
"""

from collections.abc import Iterator

import pytest

from tests.fuzz.documents import Readers, seeds_of
from tests.fuzz.kinds.registry import KINDS


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    started = Readers(tmp_path_factory.mktemp("documents"))
    yield started
    started.close()


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_documents__read_or_refused_with_a_sentence(
    kind: str, readers: Readers
) -> None:
    tally = readers.tally(kind, seeds_of(len(KINDS)))

    print(f"\n{kind}: {tally.line}")  # noqa: T201 - read with `pytest -s`
    assert tally.outcomes.total() > 0
    assert not tally.defects, "\n".join(tally.defects[:3])


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        ("classifier", 40043),
        ("ensemble", 2012),
        ("ensemble", 2079),
        ("part", 2000),
        ("part", 20026),
        ("part", 20134),
    ],
)
def test_damaged_documents__those_that_once_failed(
    kind: str, seed: int, readers: Readers
) -> None:
    assert not readers.tally(kind, [seed]).defects
