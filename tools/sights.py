"""Sights: analyses that tell what a clip shows, moment by moment and as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from tools.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Timeline(Analysis):
    """Light, colour, motion, loudness and faces, from moment to moment."""

    looks = listens = lasting = True


class TimelineFound(TypedDict):
    """What ``Timeline`` finds; lists have a value for each moment, empty where there is nothing.

    Attributes:
        step: Seconds from one moment to the next.
        light: Mean brightness, 0 to 1.
        color: Mean saturation, 0 to 1.
        tone: The colour that the coloured parts have on average, as [red, green, blue] to 255.
        motion: How much the picture changes from the moment before, 0 to 1.
        level: How loud it is, in dB below full scale.
        faces: When faces are to be seen, as [start, end, share of the picture's height].
        shots: First moments of all shots but the first.
    """

    step: float
    light: list[float]
    color: list[float]
    tone: list[list[int]]
    motion: list[float]
    level: list[float]
    faces: list[list[float]]
    shots: list[float]


@dataclass(frozen=True, slots=True)
class Impression(Analysis):
    """What kind of clip it is, for whom, what is wrong with it and what would help.

    A service that sees pictures is asked where one is set up; else it is told from measurements.
    """

    looks = listens = lasting = True


class ImpressionFound(TypedDict):
    """What ``Impression`` finds. Words of services are data: one line each, and never a wish.

    Attributes:
        engine: Who looked, as people call it.
        kind: What kind of content it is, in a few words.
        summary: What is to be seen, in a sentence; empty where nobody can tell.
        style: How it is made, a few words each.
        audience: Who it is for.
        issues: What is wrong with it, a few words each.
        advice: Names of what would help, out of ``tools.advising.ADVICE``, the best first.
        notes: What people should be told about how it was found.
        passing: Whether it may be found better the next time, so that it is not to be kept.
    """

    engine: str
    kind: str
    summary: str
    style: list[str]
    audience: str
    issues: list[str]
    advice: list[str]
    notes: list[str]
    passing: bool


@dataclass(frozen=True, slots=True)
class Sought(Analysis):
    """Where something is to be seen or heard.

    Attributes:
        what: What is looked for, in the person's words.
    """

    looks = listens = lasting = True

    what: str


class MomentFound(TypedDict):
    """One place where something was found.

    Attributes:
        start: Where it begins, in seconds.
        end: Where it ends.
        what: What is there, in a few words.
        sure: How sure that is, 0 to 1.
    """

    start: float
    end: float
    what: str
    sure: float


class SoughtFound(TypedDict):
    """What ``Sought`` finds.

    Attributes:
        engine: Who looked, as people call it.
        moments: Where it is, in order of time; empty where it was not found.
        unseen: What could not be looked for here; empty where all of it could.
        notes: What people should be told about how it was found.
        passing: Whether it may be found better the next time, so that it is not to be kept.
    """

    engine: str
    moments: list[MomentFound]
    unseen: str
    notes: list[str]
    passing: bool


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """One picture of a clip, for those who can see.

    Attributes:
        at: When it is shown, in seconds.
        picture: The picture as a small JPEG.
    """

    at: float
    picture: bytes
