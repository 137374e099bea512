"""The numbers that Sign-Language MNIST gives to letters: A is 0, without J and Z."""

from typing import Final

ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOVING: Final = "JZ"
"""These two are signed with a movement, so no single picture shows them."""

LETTER_NAMES: Final = {
    number: letter for number, letter in enumerate(ALPHABET) if letter not in MOVING
}
"""Label -> letter: 24 of them; 9 and 25 are absent."""
