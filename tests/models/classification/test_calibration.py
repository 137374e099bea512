import numpy as np
import pytest

from models.classification.calibration import (
    fitted_temperature,
    probabilities,
    surprise,
)


def drawn(
    count: int = 4000,
) -> tuple[
    np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    np.ndarray[tuple[int, ...], np.dtype[np.intp]],
]:
    """Scores, and classes drawn by the probabilities that they stand for."""
    draw = np.random.default_rng(0)
    scores = draw.normal(scale=1.5, size=(count, 4))
    shares = probabilities(scores)
    true = np.array([draw.choice(4, p=row) for row in shares], np.intp)
    return scores, true


@pytest.mark.parametrize("factor", [0.3, 1.0, 4.0])
def test_fitted_temperature__undoes_what_scores_were_multiplied_by(
    factor: float,
) -> None:
    scores, true = drawn()

    temperature = fitted_temperature(factor * scores, true)

    assert temperature == pytest.approx(factor, rel=0.1)


def test_fitted_temperature__no_better_one_nearby() -> None:
    scores, true = drawn(300)

    best = fitted_temperature(scores, true)

    least = surprise(scores, true, best)
    assert least <= surprise(scores, true, best * 1.05)
    assert least <= surprise(scores, true, best / 1.05)


def test_fitted_temperature__nothing_to_fit_it_on() -> None:
    assert fitted_temperature(np.empty((0, 3)), np.empty(0, np.intp)) == 1


def test_probabilities__large_scores() -> None:
    shares = probabilities(np.array([[1000.0, 0.0], [-1000.0, -1000.0]]))

    assert shares.tolist() == [[1, 0], [0.5, 0.5]]
