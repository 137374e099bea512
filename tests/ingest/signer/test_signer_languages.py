import itertools
import re
from collections import Counter, defaultdict

import pytest

from ingest.signer.languages import LANGUAGES, SIZES, Language, language, performances
from ingest.signer.movements import MOVEMENTS
from ingest.signer.orientations import ORIENTATIONS
from ingest.signer.places import PLACES
from ingest.signer.signs import PARAMETERS, Sign, differences, minimal_pairs
from store.errors import CallError, UnknownNameError
from store.handshapes import handshape

EVERY = list(itertools.product(LANGUAGES, SIZES))


def by_handshape(spoken: Language) -> dict[str, list[Sign]]:
    found = defaultdict(list)
    for sign in spoken.signs:
        found[sign.handshape].append(sign)
    return found


@pytest.mark.parametrize(("corpus", "size"), EVERY)
def test_language__handshape_is_no_proxy_for_the_sign(corpus, size):
    for signs in by_handshape(language(corpus, size)).values():
        assert len(signs) >= 6
        assert len({sign.orientation for sign in signs}) >= 3
        assert len({sign.place for sign in signs}) >= 3


@pytest.mark.parametrize("corpus", LANGUAGES)
def test_language__full_has_ten_handshapes_and_six_people(corpus):
    spoken = language(corpus, "full")

    assert len(by_handshape(spoken)) >= 10
    assert len(spoken.signers) == 6


@pytest.mark.parametrize("corpus", LANGUAGES)
def test_language__smaller_sizes_are_parts_of_larger_ones(corpus):
    tiny, small, full = (language(corpus, size) for size in SIZES)

    assert set(tiny.signs) < set(small.signs) < set(full.signs)
    assert set(tiny.signers) < set(small.signers) < set(full.signers)


def test_language__handshapes_partly_shared_vocabulary_and_people_not():
    ana, bel = (language(corpus, "full") for corpus in LANGUAGES)

    shapes = [set(by_handshape(spoken)) for spoken in (ana, bel)]
    assert shapes[0] & shapes[1]
    assert shapes[0] - shapes[1]
    assert shapes[1] - shapes[0]
    assert not {s.gloss for s in ana.signs} & {s.gloss for s in bel.signs}
    assert not {s.id for s in ana.signers} & {s.id for s in bel.signers}


@pytest.mark.parametrize("size", SIZES)
def test_language__somebody_is_left_handed(size):
    people = [p for corpus in LANGUAGES for p in language(corpus, size).signers]

    assert {person.dominant_hand for person in people} == {"left", "right"}


@pytest.mark.parametrize(("corpus", "size"), EVERY)
def test_language__minimal_pairs_of_every_parameter(corpus, size):
    signs = language(corpus, size).signs
    glosses = {sign.gloss: sign for sign in signs}
    kinds = set()

    for sign in signs:
        for gloss, parameter in minimal_pairs(sign, signs):
            assert differences(sign, glosses[gloss]) == [parameter]
            kinds.add(parameter)

    assert kinds == set(PARAMETERS)


@pytest.mark.parametrize("corpus", LANGUAGES)
def test_language__one_two_alike_and_two_different_hands(corpus):
    hands = {sign.hands for sign in language(corpus, "tiny").signs}

    assert hands == {"one", "symmetric", "alternating", "base"}


@pytest.mark.parametrize("corpus", LANGUAGES)
def test_language__glosses_and_descriptions_are_unique(corpus):
    signs = language(corpus, "full").signs

    assert len({sign.gloss for sign in signs}) == len(signs)
    assert len({sign.description for sign in signs}) == len(signs)


@pytest.mark.parametrize("corpus", LANGUAGES)
def test_description__names_every_parameter(corpus):
    for sign in language(corpus, "full").signs:
        text = sign.description
        assert handshape(sign.handshape).words in text
        assert handshape(sign.last_handshape).words in text
        assert ORIENTATIONS[sign.orientation].words in text
        assert ORIENTATIONS[sign.last_orientation].words in text
        assert PLACES[sign.place].words in text
        assert MOVEMENTS[sign.movement].words in text


def test_description__claims_no_real_sign_language():
    text = " ".join(s.description for c in LANGUAGES for s in language(c, "full").signs)

    assert not re.search(r"sign language|\b(ASL|BSL|DGS|LSF|RSL)\b|means", text)


def test_sign__unknown_parameter_is_refused():
    with pytest.raises(CallError, match="unknown place 'moon'"):
        Sign("X", "5", "up-out", "moon", "up")


def test_sign__base_hand_and_its_place_go_together():
    with pytest.raises(CallError, match="base hand"):
        Sign("X", "5", "up-out", "chest", "up", hands="base")


def test_differences__none_between_a_sign_and_itself():
    sign = language(LANGUAGES[0], "tiny").signs[0]

    assert differences(sign, sign) == []


@pytest.mark.parametrize(
    ("size", "clips"), [("tiny", 36), ("small", 192), ("full", 720)]
)
def test_performances__number_of_clips(size, clips):
    found = [p for corpus in LANGUAGES for p in performances(language(corpus, size))]

    assert len(found) == clips
    assert len({p.clip_id for p in found}) == clips


@pytest.mark.parametrize(("corpus", "size"), EVERY)
def test_performances__split_by_signer(corpus, size):
    splits = defaultdict(set)
    for performance in performances(language(corpus, size)):
        splits[performance.signer].add(performance.split)

    assert all(len(found) == 1 for found in splits.values())
    assert {"train", "test"} <= set.union(*splits.values())


@pytest.mark.parametrize("corpus", LANGUAGES)
def test_performances__tiny_is_balanced_for_each_person(corpus):
    spoken = language(corpus, "tiny")
    shapes = {sign.gloss: sign.handshape for sign in spoken.signs}

    found = Counter((p.signer, shapes[p.gloss]) for p in performances(spoken))

    assert sorted(found.values()) == [3, 3, 6, 6]


def test_performances__clip_id_is_readable():
    first = performances(language("synthetic-ana", "tiny"))[0]

    assert first.clip_id == f"synthetic-ana/{first.gloss.lower()}-{first.signer}"


def test_language__unknown_names():
    with pytest.raises(UnknownNameError, match="synthetic-ana"):
        language("ana", "tiny")
    with pytest.raises(UnknownNameError, match="tiny"):
        language("synthetic-ana", "huge")
