import pytest

from models.descriptions.alignment import (
    Piece,
    align,
    marked,
    marked_text,
    middlemost,
    mostly_shared,
    readable,
    shared_tokens,
)
from models.descriptions.minimal_pairs import difference, parameters_of_pairs
from models.descriptions.parameters import (
    PARAMETERS,
    cues,
    told_parameters,
    told_tokens,
)

FIST = "One hand: a fist, fingers up and palm to the front, at the cheek; it moves up."
FLAT = FIST.replace("a fist", "a flat hand")
DOWN = FIST.replace("moves up", "moves down")
CHIN = FIST.replace("at the cheek", "below the chin")
BACK = FIST.replace("to the front", "to the signer")
BOTH = FIST.replace("One hand", "Both hands alike")


def test_align__shared_and_apart_in_turns() -> None:
    pieces = align(["the", "left", "hand"], ["the", "right", "hand", "up"])

    assert pieces == [
        Piece(True, ("the",), ("the",)),
        Piece(False, ("left",), ("right",)),
        Piece(True, ("hand",), ("hand",)),
        Piece(False, (), ("up",)),
    ]


def test_align__empty() -> None:
    assert align([], []) == []
    assert align([], ["a"]) == [Piece(False, (), ("a",))]


def test_shared_tokens__of_none_one_and_many() -> None:
    assert shared_tokens([]) == []
    assert shared_tokens([["a", "b"]]) == ["a", "b"]
    assert shared_tokens([list("xaybz"), list("ab"), list("aqqb")]) == ["a", "b"]
    assert shared_tokens([["a"], ["b"]]) == []


def test_mostly_shared__what_four_of_five_have() -> None:
    family = [list("abcd")] * 3 + [list("abce"), list("zzzz")]

    assert mostly_shared(family) == ["a", "b", "c"]
    assert shared_tokens(family) == []
    assert middlemost(family) in (0, 1, 2)


def test_marked_text__keeps_every_letter() -> None:
    text = "Flat  hand, palm DOWN."

    stretches = marked_text(text, ["flat", "palm", "down"], "word")

    assert "".join(part for part, _ in stretches) == text
    assert [part for part, on in stretches if on] == ["Flat", "palm DOWN"]
    assert marked(["flat", "hand"], ["hand"]) == [False, True]


@pytest.mark.parametrize("text", ["İstanbul hand", "straße HAND", "오른 손"])
def test_marked_text__odd_letters(text: str) -> None:
    stretches = marked_text(text, ["hand", "손"], "word")

    assert "".join(part for part, _ in stretches) == text


def test_readable__dots_where_nothing_is_shared() -> None:
    assert readable("오른 손을 든다", ["오", "른", "다"], "character") == "오른 … 다"
    assert readable("\ue001\ue020\ue052", ["\ue001", "\ue052"], "symbol") == (
        "hamflathand … hamchest"
    )


@pytest.mark.parametrize(
    ("other", "parameter"),
    [
        (FLAT, "handshape"),
        (DOWN, "movement"),
        (CHIN, "place"),
        (BACK, "orientation"),
        (BOTH, "movement"),
    ],
)
def test_difference__english_minimal_pairs(other: str, parameter: str) -> None:
    assert difference(FIST, other, "word").parameter == parameter
    assert difference(other, FIST, "word").parameter == parameter


def test_difference__same_several_and_unknown() -> None:
    assert difference(FIST, FIST, "word").parameters == ()
    both = FLAT.replace("moves up", "moves down")
    assert difference(FIST, both, "word").parameters == ("handshape", "movement")
    assert difference(FIST, both, "word").parameter is None
    assert difference("abc def", "abc ghi", "word").parameter == "other"


@pytest.mark.parametrize(
    ("first", "second", "parameter"),
    [
        ("오른 주먹을 이마에 댄다.", "오른 주먹을 턱에 댄다.", "place"),
        ("오른 손을 위로 올린다.", "왼 손을 위로 올린다.", "hand"),
        ("오른 손의 1지를 세운다.", "오른 손의 2지를 세운다.", "handshape"),
        ("Правую руку ко лбу.", "Левую руку ко лбу.", "hand"),
        ("右手を上げる", "左手を上げる", "hand"),
        ("\ue001\ue020\ue038\ue052", "\ue000\ue020\ue038\ue052", "handshape"),
        ("\ue001\ue020\ue038\ue052", "\ue001\ue020\ue03c\ue052", "orientation"),
    ],
)
def test_difference__other_languages_and_hamnosys(
    first: str, second: str, parameter: str
) -> None:
    unit = "symbol" if first[0] == "\ue001" else "character"

    assert difference(first, second, unit).parameter == parameter  # type: ignore[arg-type]


def test_difference__spacing_and_dots_of_korean_do_not_count() -> None:
    first, second = "오른 손을 어깨뒤로 1·2지를 편다", "오른손을 어깨 뒤로 12지를 편다"

    apart = difference(first, second, "character")

    assert apart.parameters == ()
    assert all(piece.shared for piece in apart.pieces)


def test_difference__codes_of_asl_lex() -> None:
    first = "SignType-OneHanded Flexion-Curved MinorLocation-Chin"

    assert difference(first, first.replace("Chin", "Nose"), "word").parameter == "place"
    flat = first.replace("Curved", "Flat")
    assert difference(first, flat, "word").parameter == "handshape"


def test_parameters__one_for_every_token() -> None:
    texts = {FIST: "word", "오른 손을 든다": "character", "\ue001\ue0e6": "symbol"}

    for text, unit in texts.items():
        told = told_parameters(text, unit)  # type: ignore[arg-type]
        assert len(told) == len(told_tokens(text, unit))  # type: ignore[arg-type]
        assert {name for name in told if name} <= set(PARAMETERS)
    assert {rule[0] for rules in cues().values() for rule in rules} <= set(PARAMETERS)


def test_parameters_of_pairs__in_order() -> None:
    texts = [FIST, FLAT, DOWN]

    found = list(parameters_of_pairs(texts, [(0, 1), (1, 2), (0, 2)], "word"))

    assert found == ["handshape", None, "movement"]
