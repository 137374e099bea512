"""HamNoSys symbols: ASCII name, private-use character, and the parameter they write.

Characters are those of the HamNoSys 4 Unicode font. Names are what SiGML writes.

References: Prillwitz et al., HamNoSys Version 2.0, 1989; Hanke, HamNoSys, 2004; Elliott
et al., An overview of the SiGML notation, 2004.
"""

import re
from typing import Final, Literal

Parameter = Literal["hands", "handshape", "orientation", "place", "movement"]

_FIRST: Final[dict[int, str]] = {
    0xE000: "fist flathand finger2 finger23 finger23spread finger2345 pinch12 pinchall "
    "pinch12open cee12 ceeall ceeopen thumboutmod thumbacrossmod thumbopenmod",
    0xE010: "fingerstraightmod fingerbendmod fingerhookmod doublebent doublehooked",
    0xE020: "extfingeru extfingerur extfingerr extfingerdr extfingerd extfingerdl "
    "extfingerl extfingerul extfingerol extfingero extfingeror extfingeril extfingeri "
    "extfingerir extfingerui extfingerdi extfingerdo extfingeruo",
    0xE038: "palmu palmur palmr palmdr palmd palmdl palml palmul",
    0xE040: "head headtop forehead eyebrows eyes nose nostrils ear earlobe cheek lips "
    "tongue teeth chin underchin neck shouldertop shoulders chest stomach belowstomach",
    0xE058: "lrbeside lrat coreftag corefref",
    0xE05F: "neutralspace upperarm elbow elbowinside lowerarm wristback wristpulse "
    "thumbball palm handback thumbside pinkyside",
    0xE070: "thumb indexfinger middlefinger ringfinger pinky fingertip fingernail "
    "fingerpad fingermidjoint fingerbase fingerside",
    0xE07C: "wristtopulse wristtoback wristtothumb wristtopinky moveu moveur mover "
    "movedr moved movedl movel moveul moveol moveo moveor moveil movei moveir moveui "
    "movedi movedo moveuo circleo circlei circled circleu circlel circler circleul "
    "circledr circleur circledl circleol circleir circleor circleil circleui circledo "
    "circleuo circledi fingerplay nodding swinging twisting stircw stirccw replace",
    0xE0AD: "movecross moveX nomotion clocku clockul clockl clockdl clockd clockdr "
    "clockr clockur clockfull arcl arcu arcr arcd wavy zigzag",
    0xE0C0: "ellipseh ellipseur ellipsev ellipseul increasing decreasing smallmod "
    "largemod fast slow tense rest halt",
    0xE0D0: "close touch interlock cross armextended behind brushing",
    0xE0D8: "repeatfromstart repeatfromstartseveral repeatcontinue "
    "repeatcontinueseveral repeatreverse alternatingmotion",
    0xE0E0: "seqbegin seqend parbegin parend fusionbegin fusionend between plus symmpar "
    "symmlr nondominant nonipsi etc orirelative",
    0xE0F0: "mime version40",
}
"""Names without `ham`, in rows that begin at a character."""

_PARAMETERS: Final[tuple[tuple[int, int, Parameter], ...]] = (
    (0xE000, 0xE014, "handshape"),
    (0xE020, 0xE03F, "orientation"),
    (0xE040, 0xE06A, "place"),
    (0xE070, 0xE074, "handshape"),
    (0xE075, 0xE07F, "place"),
    (0xE080, 0xE0CC, "movement"),
    (0xE0D0, 0xE0D6, "place"),
    (0xE0D8, 0xE0DD, "movement"),
    (0xE0E8, 0xE0EB, "hands"),
    (0xE0ED, 0xE0ED, "orientation"),
)

CHARACTERS: Final[dict[str, str]] = {
    f"ham{name}": chr(first + place)
    for first, row in _FIRST.items()
    for place, name in enumerate(row.split())
}
"""ASCII name of a symbol -> its private-use character."""
NAMES: Final[dict[str, str]] = {glyph: name for name, glyph in CHARACTERS.items()}
"""Private-use character of a symbol -> its ASCII name."""

_SEPARATORS: Final = re.compile(r"[\s,;<>/]+")


def names_of(text: str) -> list[str]:
    """Return the ASCII names of the symbols in a text; others stand for themselves."""
    return [NAMES.get(glyph, glyph) for glyph in text if not glyph.isspace()]


def characters_of(names: str) -> str | None:
    """Return the private-use characters of symbols given by name.

    Args:
        names: names as in SiGML, separated by spaces, commas or tags' brackets.

    Returns:
        One character per symbol; None where a word is no name of a symbol.
    """
    words = [word for word in _SEPARATORS.split(names) if word]
    if not words or any(word not in CHARACTERS for word in words):
        return None
    return "".join(CHARACTERS[word] for word in words)


def parameter_of(symbol: str) -> Parameter | None:
    """Return the parameter that a symbol writes; None for brackets and the like."""
    point = ord(symbol)
    for first, last, parameter in _PARAMETERS:
        if first <= point <= last:
            return parameter
    return None
