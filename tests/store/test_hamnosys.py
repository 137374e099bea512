import pytest

from store.hamnosys import (
    CHARACTERS,
    NAMES,
    characters_of,
    names_of,
    parameter_of,
)
from store.scripts import main_script


def test_symbols__each_has_one_name_and_one_character() -> None:
    assert len(CHARACTERS) == len(NAMES) == 201
    assert CHARACTERS["hamfist"] == "\ue000"
    assert CHARACTERS["hamsymmlr"] == "\ue0e9"
    assert CHARACTERS["hamversion40"] == "\ue0f1"


def test_names_of__others_stand_for_themselves() -> None:
    assert names_of("\ue001 \ue020x") == ["hamflathand", "hamextfingeru", "x"]


def test_characters_of__names_in_any_separation() -> None:
    assert characters_of("<hamfist/> <hamchest/>") == "\ue000\ue052"
    assert characters_of("hamfist,hamchest") == "\ue000\ue052"
    assert characters_of("hamfist hand") is None
    assert characters_of("") is None


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("hamflathand", "handshape"),
        ("hamextfingerul", "orientation"),
        ("hampalmd", "orientation"),
        ("hamchin", "place"),
        ("hamtouch", "place"),
        ("hammoveol", "movement"),
        ("hamrepeatfromstart", "movement"),
        ("hamsymmlr", "hands"),
        ("hamparbegin", None),
    ],
)
def test_parameter_of__by_symbol(name: str, parameter: str | None) -> None:
    assert parameter_of(CHARACTERS[name]) == parameter


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("the hand", "latin"),
        ("두 손을 들어 a", "hangul"),
        ("右手をあげる", "japanese"),
        ("рука", "cyrillic"),
        ("\ue001\ue020", "hamnosys"),
        ("χέρι", "other"),
        ("123 !", ""),
        ("", ""),
    ],
)
def test_main_script__by_most_letters(text: str, script: str) -> None:
    assert main_script(text) == script
