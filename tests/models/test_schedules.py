"""Learning rates that stay, and that fall when nothing gets better."""

from models.schedules import constant, on_plateau

LOWERED = on_plateau(factor=0.5, patience=2, least=0.2)


def losses(*values: float) -> list[dict[str, float]]:
    return [{"validation/loss": value} for value in values]


def test_constant__stays() -> None:
    assert constant(0.9, losses(1, 2, 3)) == 1


def test_on_plateau__nothing_yet() -> None:
    assert LOWERED(0.0, []) == 1


def test_on_plateau__falls_after_two_epochs_without_a_better_one() -> None:
    assert LOWERED(0.0, losses(1.0, 1.1)) == 1
    assert LOWERED(0.0, losses(1.0, 1.1, 1.0)) == 0.5
    assert LOWERED(0.0, losses(1.0, 1.1, 1.0, 0.9)) == 0.5
    assert LOWERED(0.0, losses(1.0, 1.1, 1.0, 1.2, 1.1)) == 0.25


def test_on_plateau__not_below_the_least() -> None:
    assert LOWERED(0.0, losses(*[1.0] * 20)) == 0.2


def test_on_plateau__rises_while_it_gets_better() -> None:
    assert LOWERED(0.0, losses(5, 4, 3, 2, 1)) == 1


def test_on_plateau__nothing_watched_stays() -> None:
    assert LOWERED(0.0, [{"train/loss": 1.0}] * 9) == 1
