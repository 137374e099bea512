import pytest

from store.errors import UnknownNameError
from store.hamnosys import CHARACTERS
from store.handshapes import INVENTORY, UNMARKED, handshape


def test_handshape__known_name():
    five = handshape("5")

    assert five.hamnosys == "hamfinger2345 hamthumboutmod"
    assert five.glyphs == "\ue005\ue00c"
    assert five.fingers == ("index", "middle", "ring", "pinky")
    assert five.spread
    assert five.thumb == "out"


def test_handshape__unknown_name_offers_the_nearest():
    with pytest.raises(UnknownNameError, match="bent-B"):
        handshape("bent-b")


def test_inventory__unmarked_set_is_a_5_1_b():
    unmarked = {name for name, shape in INVENTORY.items() if shape.unmarked}

    assert unmarked == set(UNMARKED) == {"A", "5", "1", "B"}


@pytest.mark.parametrize("attribute", ["hamnosys", "words", "glyphs"])
def test_inventory__no_two_handshapes_are_written_alike(attribute):
    written = [getattr(shape, attribute) for shape in INVENTORY.values()]

    assert len(set(written)) == len(written)


def test_inventory__every_symbol_has_a_character_of_its_own():
    used = {symbol for shape in INVENTORY.values() for symbol in shape.hamnosys.split()}

    assert used <= set(CHARACTERS)
    assert len(set(CHARACTERS.values())) == len(CHARACTERS)


@pytest.mark.parametrize("shape", INVENTORY.values(), ids=INVENTORY)
def test_inventory__thumb_out_is_written_as_thumb_out(shape):
    written_out = "hamthumboutmod" in shape.hamnosys

    assert written_out == (shape.thumb == "out")
