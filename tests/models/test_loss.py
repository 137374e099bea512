import pytest

from models.loss import make_loss
from models.losses.adaptive import Adaptive
from store.errors import UnknownNameError


def test_make_loss__by_name_and_settings() -> None:
    loss = make_loss("adaptive", {"alpha": 0.7})

    assert loss == Adaptive(alpha=0.7)


def test_make_loss__unknown_loss_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'focal'"):
        make_loss("fokal", {})


def test_make_loss__unknown_setting_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'margin'"):
        make_loss("triplet", {"margn": 1})
