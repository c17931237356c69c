"""Title text: which font draws what, and how large words may be to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tools.engine.titles.fonts import Cutting, Face, find_drawing

# Letters get no smaller than this, in pixels, to make words fit.
_LEAST = 4.0
# Joins a backslash to the letter after it, which libass would read together otherwise.
_WORD_JOINER = "\u2060"
_JOINERS = frozenset({0x200C, 0x200D})


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one font draws."""

    text: str
    font: Cutting


def drawn_by(text: str, faces: Sequence[Face]) -> tuple[list[tuple[Face, str]], list[str]]:
    """Text as pieces that one font draws each, and what no font draws."""
    pieces: list[tuple[Face, str]] = []
    missing: list[str] = []
    for cluster in clusters(text):
        codes = [ord(letter) for letter in cluster if not _is_invisible(letter)]
        if cluster == "\n" or not codes:
            if pieces:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + ("\n" if cluster == "\n" else ""))
            continue
        last = pieces[-1][0] if pieces else None
        face = _face_for(codes, faces, last)
        if face is None:
            missing.append(cluster)
            continue
        kept = "".join(each for each in cluster if ord(each) in face.characters)
        if face is last:
            pieces[-1] = (face, pieces[-1][1] + kept)
        else:
            pieces.append((face, kept))
    return pieces, missing


def _face_for(codes: Sequence[int], faces: Sequence[Face], last: Face | None) -> Face | None:
    """The font for letters that belong together: one that has all, or at least the first.

    Spaces and signs are drawn by the font of the letters before them, so that a line of Arabic
    or Hebrew is not taken apart at each space.
    """
    neutral = unicodedata.category(chr(codes[0]))[0] in "ZP"
    if neutral and last is not None and last.characters.issuperset(codes):
        return last
    for face in faces:
        if face.characters.issuperset(codes):
            return face
    for face in faces:
        if codes[0] in face.characters:
            return face
    return find_drawing(codes[0])


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks, joiners and colours that belong to them.

    Less than Unicode's rules for grapheme clusters, and enough for choosing fonts: pieces of one
    emoji or of one accented letter are never given to two fonts.
    """
    cluster = ""
    for letter in text:
        if cluster and (_continues(letter) or _expects(cluster)):
            cluster += letter
            continue
        if cluster:
            yield cluster
        cluster = letter
    if cluster:
        yield cluster


def _continues(letter: str) -> bool:
    code = ord(letter)
    return (
        unicodedata.category(letter)[0] == "M"
        or code in _JOINERS
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
        or 0xE0020 <= code <= 0xE007F  # tags of flags
    )


def _expects(cluster: str) -> bool:
    """Whether the next letter belongs to it too: after a joiner, or the second half of a flag."""
    return cluster[-1] == "\u200d" or (len(cluster) == 1 and 0x1F1E6 <= ord(cluster) <= 0x1F1FF)


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" or 0xFE00 <= ord(letter) <= 0xFE0F


def escaped(text: str) -> str:
    """Text as libass shows it to the letter: no braces, escapes or line ends of its own."""
    text = text.replace("\\", "\\" + _WORD_JOINER).replace("{", "\\{").replace("}", "\\}")
    return text.replace("\n", "\\N")


def fitted(
    runs: Sequence[Run], em: float, width: float, height: float
) -> tuple[tuple[Run, ...], float]:
    """Words and size of the letters so that all of it fits.

    Smaller letters come first, down to six tenths; then words too long for a line are broken,
    and whatever is still too high is made smaller until it fits.
    """
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        size = em * share
        wide, high = measured(runs, width / size)
        if wide * size <= width and high * size <= height:
            return tuple(runs), size
    size = em
    while True:
        broken = tuple(_broken(runs, width / size))
        if size <= _LEAST or measured(broken, width / size)[1] * size <= height:
            return broken, size
        size *= 0.92


def measured(runs: Iterable[Run], room: float) -> tuple[float, float]:
    """Width of the widest line and height of all, per size of the letters, wrapped at ``room``."""
    widest, lines, line = 0.0, 1, 0.0
    tallest = 0.0
    word = 0.0
    for letter, width, tall in _letters(runs):
        tallest = max(tallest, tall)
        if letter == "\n":
            widest, lines, line, word = max(widest, line), lines + 1, 0.0, 0.0
            continue
        line += width
        word = 0.0 if letter == " " else word + width
        if line > room and letter != " " and line > word:
            widest, lines, line = max(widest, line - word), lines + 1, word
    return max(widest, line), lines * tallest


def _broken(runs: Sequence[Run], room: float) -> Iterator[Run]:
    """The same with line ends inside words that are wider than a line."""
    word = 0.0
    for run in runs:
        text = ""
        for letter, width, _ in _letters((run,)):
            if letter in " \n":
                word = 0.0
            elif word + width > room * 0.98:
                text, word = text + "\n", width
            else:
                word += width
            text += letter
        yield Run(text, run.font)


def _letters(runs: Iterable[Run]) -> Iterator[tuple[str, float, float]]:
    for run in runs:
        for letter in run.text:
            yield letter, run.font.widths.get(ord(letter), 0.0), run.font.line
