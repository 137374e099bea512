import random

import pytest

from tests.fuzz.mutations import WAYS, Way, mutated

DATA = bytes(range(256)) * 8


def test_mutated__empty_stays_empty() -> None:
    assert mutated(b"", 3) == b""


def test_mutated__one_byte_is_enough() -> None:
    for seed in range(200):
        mutated(b"x", seed)


def test_mutated__the_seed_decides() -> None:
    copies = [mutated(DATA, seed) for seed in range(50)]

    assert copies == [mutated(DATA, seed) for seed in range(50)]
    assert len(set(copies)) == 50


def test_mutated__nearly_every_copy_is_damaged_and_keeps_most() -> None:
    copies = [mutated(DATA, seed) for seed in range(200)]

    assert sum(copy != DATA for copy in copies) >= 190
    assert sum(len(copy) > len(DATA) // 2 for copy in copies) > 100


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_way__changes_a_file_and_never_fails_at_its_edges(way: Way) -> None:
    changed = 0
    for seed in range(100):
        data, byte = bytearray(DATA), bytearray(b"x")
        way(data, random.Random(seed))
        way(byte, random.Random(seed))
        changed += data != DATA

    assert changed > 90
