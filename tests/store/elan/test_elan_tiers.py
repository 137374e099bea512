import pytest

from store.elan import document as elan
from store.elan.tiers import TierNames, chosen_tiers, no_such_tier

BY_NAME = TierNames()


def tiers(*names: str, participant: str | None = None) -> list[elan.Tier]:
    return [elan.Tier(name, "free", participant=participant) for name in names]


def glosses(listed: list[elan.Tier], names: TierNames = BY_NAME) -> list[str]:
    return [chosen.tier.name for chosen in chosen_tiers(listed, "gloss", names)]


@pytest.mark.parametrize(
    ("name", "mark", "rest"),
    [
        ("Gloss", "dominant", ""),
        ("GLOSSES", "dominant", ""),
        ("GlossR", "right", ""),
        ("GlossL S1", "left", "S1"),
        ("RH-IDgloss", "right", ""),
        ("LH-IDgloss", "left", ""),
        ("Lexem_Gebärde_r_A", "right", "A"),
        ("Left hand gloss", "left", ""),
        ("gloss DH", "dominant", ""),
        ("Non-dominant gloss", "other", ""),
        ("Gloss (RH) Anna", "right", "Anna"),
    ],
)
def test_chosen_tiers__glosses_by_their_name(name: str, mark: str, rest: str) -> None:
    [chosen] = chosen_tiers(tiers(name), "gloss", BY_NAME)

    assert (chosen.mark, chosen.rest) == (mark, rest)


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Handshape", "dominant"),
        ("RH-Handshape", "right"),
        ("Handshape_L", "left"),
        ("DH hand shape", "dominant"),
        ("handform links", "left"),
        ("NDH-HandConfiguration", "other"),
    ],
)
def test_chosen_tiers__handshapes_by_their_name(name: str, mark: str) -> None:
    [chosen] = chosen_tiers(tiers(name), "handshape", BY_NAME)

    assert chosen.mark == mark


def test_chosen_tiers__nothing_that_is_only_about_them() -> None:
    listed = tiers("Gloss comment", "Free translation of gloss", "Mouthing", "Signs")

    assert glosses([]) == glosses(listed) == []
    assert (
        chosen_tiers(tiers("Handshape-R predicted by run-1"), "handshape", BY_NAME)
        == []
    )


def test_chosen_tiers__one_for_each_signer_and_hand() -> None:
    assert glosses(tiers("Gloss English", "Gloss", "GlossL")) == ["Gloss", "GlossL"]
    assert glosses(tiers("GlossR S1", "GlossL S1", "GlossR S2")) == [
        "GlossR S1",
        "GlossL S1",
        "GlossR S2",
    ]
    assert glosses(tiers("Gloss", "Gloss (2)", "Gloss English (2)")) == [
        "Gloss",
        "Gloss (2)",
    ]
    listed = tiers("Gloss a", participant="Ana") + tiers("Gloss b", participant="Bo")
    assert glosses(listed) == ["Gloss a", "Gloss b"]


def test_chosen_tiers__by_names_that_the_user_gives() -> None:
    listed = tiers("Zeichen re", "Zeichen li", "Gloss")

    assert glosses(listed, TierNames(gloss="zeichen*re")) == ["Zeichen re"]
    both = chosen_tiers(
        listed, "gloss", TierNames(gloss="Zeichen re", gloss_left="*LI")
    )
    assert [(chosen.tier.name, chosen.side) for chosen in both] == [
        ("Zeichen re", "first"),
        ("Zeichen li", "second"),
    ]
    assert glosses(listed, TierNames(gloss="nothing")) == []


def test_chosen_tiers__participant_from_the_tiers_above() -> None:
    listed = [
        elan.Tier("Signer", "free", participant="Ana"),
        elan.Tier("Sentence", "free", parent="Signer"),
        elan.Tier("Gloss", "free", parent="Sentence"),
        elan.Tier("Loop gloss", "free", parent="Loop gloss"),
    ]

    assert [c.participant for c in chosen_tiers(listed, "gloss", BY_NAME)] == [
        "Ana",
        "",
    ]


def test_chosen_tier__the_hand_of_a_signer() -> None:
    listed = tiers("Handshape DH", "Handshape NDH", "Handshape R", "Handshape L")
    hands = {
        chosen.tier.name: (chosen.hand(None), chosen.hand("left"))
        for tier in listed
        for chosen in chosen_tiers([tier], "handshape", BY_NAME)
    }

    assert hands == {
        "Handshape DH": ("right", "left"),
        "Handshape NDH": ("left", "right"),
        "Handshape R": ("right", "right"),
        "Handshape L": ("left", "left"),
    }


def test_no_such_tier__lists_those_there_are() -> None:
    assert no_such_tier("gloss", tiers("A", "B"), "a.eaf") == (
        "a.eaf has no tier of glosses that is known by its name: 'A', 'B'."
    )
    assert no_such_tier("handshape", [], "a.eaf").endswith("known by its name: none.")
