"""Intention: what was done, as what is going to be done: "trimmed to 0:02" is "trim to 0:02".

Tools say what they did, which is what a receipt needs. While a clip is still being rendered, the
plan says the same as it is meant. Only the first word of a phrase is its verb; one that is no
English past tense stays as it is.
"""

from __future__ import annotations

_IRREGULAR = {
    "made": "make", "put": "put", "kept": "keep", "left": "leave", "took": "take", "gave": "give",
    "let": "let", "cut": "cut", "split": "split", "set": "set", "froze": "freeze", "sped": "speed",
    "redrew": "redraw", "drew": "draw", "wrote": "write", "held": "hold", "brought": "bring",
    "lit": "light", "hid": "hide", "showed": "show", "added": "add", "embedded": "embed",
}  # fmt: skip
# Ends of a stem that lost its "e" to "-ed".
_CLIPPED = (
    "at", "iz", "is", "ov", "ut", "ers", "ac", "anc", "al", "ang", "ampl", "ffl", "uc", "ur", "as",
    "ag", "ib", "id", "ad", "in", "us", "um", "on",
)  # fmt: skip
_WHOLE = (
    "ain",
    "ean",
    "ear",
    "eal",
    "ead",
    "oad",
    "oin",
    "ign",
    "eat",
    "pen",
    "ven",
    "ten",
    "gain",
)
_DOUBLED = "bdgmnprt"


def intended(phrase: str) -> str:
    """The phrase with its first verb as something to be done.

    Args:
        phrase: What a step did, such as ``"made it black and white"``.
    """
    first, space, rest = phrase.partition(" ")
    return f"{_base(first)}{space}{rest}"


def _base(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    stem = word.removesuffix("ed")
    if stem == word or len(stem) < 3 or not word.isalpha() or not word.islower():
        return word
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    if stem[-1] == stem[-2] and stem[-1] in _DOUBLED:
        return stem[:-1]
    clipped = stem.endswith(_CLIPPED) and not stem.endswith(_WHOLE)
    return f"{stem}e" if clipped else stem
