import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.descriptions.alignment import feature_vectors
from models.descriptions.similarity import (
    BLOCK,
    compare_all,
    condensed_place,
    similarities_to,
    similarity,
    similarity_matrix,
)
from models.descriptions.tokens import (
    UNKNOWN,
    Alphabet,
    chunks,
    phrases,
    spelled,
    tokens,
)
from store.errors import UnknownNameError

WORDS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=12)


def slow_lcs(first: str, second: str) -> int:
    """The recursion of the paper, equation 2."""
    table = np.zeros((len(first) + 1, len(second) + 1), int)
    for i, one in enumerate(first, 1):
        for j, other in enumerate(second, 1):
            table[i, j] = (
                table[i - 1, j - 1] + 1
                if one == other
                else max(table[i, j - 1], table[i - 1, j])
            )
    return int(table[-1, -1])


def squared_cosine(first: list[str], second: list[str]) -> float:
    one, other = feature_vectors([first, second]).astype(float)
    return float((one @ other) ** 2 / ((one @ one) * (other @ other)))


def test_similarity__worked_example_of_the_paper() -> None:
    assert slow_lcs("abcbdab", "bdcaba") == 4
    assert similarity("abcbdab", "bdcaba") == 4**2 / (7 * 6)


def test_similarity__same_nothing_and_empty() -> None:
    assert similarity("abc", "abc") == 1
    assert similarity("abc", "xyz") == 0
    assert similarity("", "xyz") == 0
    assert similarity("", "") == 0


@given(WORDS, WORDS)
def test_similarity__is_the_slow_one_symmetric_and_the_cosine(
    first: list[str], second: list[str]
) -> None:
    one, other = "".join(first), "".join(second)

    alike = similarity(one, other)

    assert alike == slow_lcs(one, other) ** 2 / (len(one) * len(other))
    assert alike == similarity(other, one)
    assert 0 <= alike <= 1
    assert (alike == 1) == (one == other)
    assert squared_cosine(first, second) == pytest.approx(alike)


@given(st.lists(WORDS, min_size=2, max_size=5))
def test_feature_vectors__of_many_are_never_more_alike_than_s(
    descriptions: list[list[str]],
) -> None:
    vectors = feature_vectors(descriptions).astype(float)

    lengths = (vectors**2).sum(axis=1)
    cosines = (vectors @ vectors.T) ** 2 / np.outer(lengths, lengths)
    alike = similarity_matrix(["".join(own) for own in descriptions])
    assert lengths.tolist() == [len(own) for own in descriptions]
    assert (cosines <= alike + 1e-9).all()


def test_feature_vectors__an_automaton_of_three_descriptions() -> None:
    descriptions = ["右手の人差指で", "右手の親指で", "両手の小指で"]

    vectors = feature_vectors([list(text) for text in descriptions])

    cosines = vectors.astype(float) @ vectors.T.astype(float)
    assert cosines[0, 1] == slow_lcs(descriptions[0], descriptions[1]) == 5
    assert cosines[0, 2] == slow_lcs(descriptions[0], descriptions[2]) == 4
    assert cosines[1, 2] == slow_lcs(descriptions[1], descriptions[2]) == 4


def test_compare_all__blocks_give_what_pairs_give() -> None:
    draw = np.random.default_rng(1)
    letters = list("abcdefgh")
    codes = [
        "".join(draw.choice(letters, draw.integers(1, 30))) for _ in range(BLOCK + 70)
    ]
    codes = list(dict.fromkeys(codes))

    compared = compare_all(codes, floor=0.5)

    count = len(codes)
    for row, column in ((0, 1), (3, count - 1), (BLOCK - 1, BLOCK), (5, BLOCK + 9)):
        one, other = codes[compared.order[row]], codes[compared.order[column]]
        place = condensed_place(count, row, column)
        assert compared.condensed[place] == pytest.approx(similarity(one, other))
    pairs = compared.pairs
    expected = similarity_matrix(codes)[np.triu_indices(count, 1)]
    assert len(pairs) == (expected >= 0.5).sum()
    assert pairs.above(0.8) == (expected > 0.8 + 1e-9).sum()
    assert (pairs.first < pairs.second).all()
    assert (np.diff(pairs.similarity) <= 0).all()
    best = codes[pairs.first[0]], codes[pairs.second[0]]
    assert pairs.common[0] == slow_lcs(*best)


@pytest.mark.parametrize("count", [0, 1])
def test_compare_all__nothing_to_compare(count: int) -> None:
    compared = compare_all(["abc"][:count], floor=0.1)

    assert compared.condensed.size == 0
    assert len(compared.pairs) == 0


def test_similarities_to__unknown_tokens_are_like_nothing() -> None:
    alphabet = Alphabet([["a", "b"], ["b"]])
    codes = [alphabet.encode(["a", "b"]), alphabet.encode(["b"])]

    alike = similarities_to(alphabet.encode(["b", "strange"]), codes)

    assert alphabet.encode(["strange"]) == UNKNOWN
    assert alike.tolist() == [1 / 4, 1 / 2]


def test_alphabet__commonest_tokens_come_first_and_all_come_back() -> None:
    listed = [["rare", "often"], ["often"], [str(i) for i in range(60_000)]]

    alphabet = Alphabet(listed)

    assert ord(alphabet.encode(["often"])) == 1
    assert alphabet.decode(alphabet.encode(listed[2])) == listed[2]
    "".join(alphabet.encode(listed[2])).encode("utf-8")  # no surrogates


def test_tokens__by_character_word_and_symbol() -> None:
    assert tokens("右 手", "character") == ["右", "手"]
    assert tokens("Flat hand; it's up!", "word") == ["flat", "hand", "it's", "up"]
    assert tokens("1·5지 끝", "word") == ["1·5지", "끝"]
    assert tokens("\ue001\ue0e6", "symbol") == ["\ue001", "\ue0e6"]
    assert tokens("hamflathand, hambetween", "symbol") == ["\ue001", "\ue0e6"]
    assert tokens(" \n", "word") == []


def test_tokens__composed_and_decomposed_letters_are_the_same() -> None:
    assert tokens("e\u0301", "character") == ["é"]
    assert tokens("\u1112\u1161\u11ab", "word") == ["한"]


def test_tokens__unknown_unit() -> None:
    with pytest.raises(UnknownNameError, match="unit 'sentence'"):
        tokens("a", "sentence")  # type: ignore[arg-type]


def test_spelled__symbols_by_name() -> None:
    assert spelled(["\ue001", "\ue000"], "symbol") == "hamflathand hamfist"
    assert spelled(["a", "b"], "word") == "a b"
    assert spelled(["a", "b"], "character") == "ab"


def test_phrases__end_with_punctuation_length_or_parameter() -> None:
    assert chunks("右手を左手に 当てる") == ["右手を", "左手に", "当てる"]
    assert phrases("one hand: a fist, moves up", "word", longest=2) == [
        *("one hand:", "a fist,", "moves up")
    ]
    assert phrases("a b c d e", "word", longest=2) == ["a b", "c d", "e"]
    notation = "\ue001\ue00d\ue020\ue038\ue052\ue084\ue0c6"
    assert phrases(notation, "symbol", longest=4) == [
        *("\ue001\ue00d", "\ue020\ue038", "\ue052", "\ue084\ue0c6")
    ]
