"""Translations: lines in another language. A language model makes them, before the tool goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from tools.analysis import Analysis
from tools.clip import Clip


@dataclass(frozen=True, slots=True)
class Translation(Analysis):
    """Lines in another language.

    Attributes:
        lines: What to translate, in the order in which it is said.
        spoken: Tag of their language; empty where that is not known.
        language: Tag of the language that is wanted.
    """

    lines: tuple[str, ...]
    spoken: str
    language: str


class TranslationFound(TypedDict):
    """What ``Translation`` finds.

    Attributes:
        lines: A line for each.
        engine: Who translated.
    """

    lines: list[str]
    engine: str


def translated(clip: Clip, lines: tuple[str, ...], spoken: str, language: str) -> tuple[str, ...]:
    """Lines in another language.

    Raises:
        Unseen: Nobody has translated them yet.
    """
    found: TranslationFound = clip.finding(Translation(lines, spoken, language))
    return tuple(found["lines"])
