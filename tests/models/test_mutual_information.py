import numpy as np
import pytest
from sklearn.metrics import mutual_info_score, normalized_mutual_info_score

from models.mutual_information import (
    codes_of,
    counts_together,
    mutual_information,
    normalized_mutual_information,
)


@pytest.mark.parametrize("seed", range(3))
def test_mutual_information__as_scikit_learn(seed: int) -> None:
    draw = np.random.default_rng(seed)
    one, other = draw.integers(0, 5, 300), draw.integers(0, 9, 300)
    other[:200] = one[:200]

    assert mutual_information(counts_together(one, other)) == pytest.approx(
        mutual_info_score(one, other)
    )
    assert normalized_mutual_information(one, other) == pytest.approx(
        normalized_mutual_info_score(one, other)
    )


def test_normalized_mutual_information__one_group_each() -> None:
    same = np.zeros(5, dtype=np.int64)

    assert normalized_mutual_information(same, same) == 1


def test_codes_of__names() -> None:
    assert codes_of(np.array(["b", "a", "b"])).tolist() == [1, 0, 1]
