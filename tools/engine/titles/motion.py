"""Titles in motion: how words come and go, in the language of ASS."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.engine.titles.text import Run, clusters, escaped
from tools.operations import Animation, Title


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of a title's time, in milliseconds, and the tags that it starts with."""

    start: int
    end: int
    tags: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the words stand on the picture, in pixels.

    Attributes:
        width: Of the picture.
        height: Of the picture.
        x: Their anchor.
        y: Their anchor.
        wide: How wide they are.
        high: How high they are.
    """

    width: int
    height: int
    x: float
    y: float
    wide: float
    high: float


def moments(title: Title, stage: Stage, start: int, end: int) -> list[Moment]:
    """A title that moves, as stretches of time that each move in one way."""
    motion = title.animation
    if motion is None or motion.kind == "typewriter":
        return [Moment(start, end, "")]
    rise, fall = round(motion.rise * 1000), round(motion.fall * 1000)
    if motion.kind == "fade":
        return [Moment(start, end, rf"\fad({rise},{fall})")]
    here, away = (stage.x, stage.y), _outside(title, stage)
    come, go = min(start + rise, end), max(end - fall, start + rise)
    found = []
    if rise:
        found.append(Moment(start, come, _move(away, here)))
    if come < go:
        found.append(Moment(come, go, rf"\pos({here[0]:.1f},{here[1]:.1f})"))
    if fall and go < end:
        found.append(Moment(go, end, _move(here, away)))
    return found


def _move(start: tuple[float, float], end: tuple[float, float]) -> str:
    return rf"\move({start[0]:.1f},{start[1]:.1f},{end[0]:.1f},{end[1]:.1f})"


def _outside(title: Title, stage: Stage) -> tuple[float, float]:
    """Where the words are off the picture, past the nearest edge."""
    words = title.anchor.split("-") if isinstance(title.anchor, str) else ["left"]
    # Edges, boxes and shadows reach a little further than the words.
    room = 0.3 * stage.high + 0.02 * stage.height
    across = stage.wide + room
    if "right" in words:
        return stage.width + across, stage.y
    if "top" in words and "left" not in words:
        return stage.x, -stage.high - room
    if "bottom" in words and "left" not in words:
        return stage.x, stage.height + stage.high + room
    return -across, stage.y


def typed(runs: Sequence[Run], motion: Animation, length: int, veil: str) -> Iterator[str]:
    """The text of each run, whose letters appear and vanish one after the other.

    Args:
        runs: The words.
        motion: How long typing and deleting take.
        length: How long the title shows, in milliseconds.
        veil: The tags that hide and show; with ``{}`` for how clear, in ASS's hexadecimals.
    """
    parts = [_parts(run.text) for run in runs]
    count = max(1, sum(not part.isspace() for run in parts for part in run))
    at = 0
    for run in parts:
        text = ""
        for part in run:
            if part.isspace():
                text += escaped(part)
                continue
            text += "{" + _tags(at, count, motion, length, veil) + "}" + escaped(part)
            at += 1
        yield text


def _tags(at: int, count: int, motion: Animation, length: int, veil: str) -> str:
    hide, show = veil.format("FF"), veil.format("00")
    tags = ""
    if motion.rise:
        come = round(motion.rise * 1000 * at / count)
        tags += rf"{hide}\t({come},{come + 1},{show})" if come else show
    else:
        tags += show
    if motion.fall:
        go = length - round(motion.fall * 1000 * (at + 1) / count)
        tags += rf"\t({go},{go + 1},{hide})"
    return tags


def _parts(text: str) -> list[str]:
    """What is typed at once: a letter, or a word in scripts whose letters are joined."""
    if any(unicodedata.bidirectional(letter) in {"AL", "R", "NSM"} for letter in text):
        found, word = [], ""
        for letter in text:
            if letter.isspace():
                found += [word] * bool(word) + [letter]
                word = ""
            else:
                word += letter
        return [*found, word] if word else found
    return list(clusters(text))
