from models.minimal_contrasts import (
    CodedSign,
    MinimalPair,
    contrasts,
    minimal_pairs,
    shared_contrasts,
    shared_pairs,
)


def sign(name: str, handshape: str, place: str, lemma: str = "") -> CodedSign:
    return CodedSign(name, lemma or name, {"handshape": handshape, "place": place})


def test_minimal_pairs__differ_in_one_parameter_only() -> None:
    signs = [
        sign("A1", "1", "chin"),
        sign("A2", "5", "chin"),
        sign("A3", "1", "chest"),
        sign("A4", "5", "head"),
        sign("A5", "1", "chin"),
    ]

    found = minimal_pairs(signs)

    assert found == [
        MinimalPair("A1", "A2", "handshape"),
        MinimalPair("A5", "A2", "handshape"),
        MinimalPair("A1", "A3", "place"),
        MinimalPair("A5", "A3", "place"),
        MinimalPair("A2", "A4", "place"),
    ]


def test_minimal_pairs__none_of_no_signs_and_of_variants() -> None:
    variants = [sign("A1", "1", "chin", "A"), sign("A2", "5", "chin", "A")]

    assert minimal_pairs([]) == []
    assert minimal_pairs(variants) == []


def test_contrasts__by_handshapes_that_are_known_and_differ() -> None:
    pairs = [
        MinimalPair("X", "Y", "handshape"),
        MinimalPair("Y", "Z", "handshape"),
        MinimalPair("X", "Z", "handshape"),
        MinimalPair("X", "W", "handshape"),
        MinimalPair("X", "Y", "place"),
    ]

    found = contrasts(pairs, {"X": "B", "Y": "1", "Z": "B"})

    assert found == {("1", "B"): [pairs[0], pairs[1]]}


def test_shared_contrasts__most_pairs_in_the_poorest_first() -> None:
    pair = MinimalPair("X", "Y", "handshape")
    one = {("1", "5"): [pair], ("1", "B"): [pair] * 9, ("A", "B"): [pair] * 3}
    other = {("A", "B"): [pair] * 2, ("1", "5"): [pair] * 5, ("A", "V"): [pair]}

    assert shared_contrasts([one, other]) == [("A", "B"), ("1", "5")]
    assert shared_contrasts([]) == []


def test_shared_pairs__glosses_however_they_are_written() -> None:
    one = [MinimalPair("RED", "SWEET", "handshape"), MinimalPair("A", "B", "place")]
    other = [MinimalPair("sweet", "red", "movement")]

    (found,) = shared_pairs([one, other])

    assert [pair.parameter for pair in found] == ["handshape", "movement"]
    assert shared_pairs([]) == []
