"""Protocol: what every engine that writes down speech offers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypedDict

from tools.services.engine import Engine

RATE = 16_000
"""Samples per second of the sound that engines get."""

Row = tuple[str, float, float, float]
"""A word as it is written, its first and last second, and how sure it is, 0 to 1."""

Tell = Callable[[str], None]
"""Told what is waited for, in words."""


class Heard(TypedDict):
    """What an engine understood, as plain JSON.

    Attributes:
        language: Tag of the language that is spoken; empty where the engine does not tell.
        words: A ``Row`` for each word, in the order of time.
        unclear: First and last second of stretches that it did not understand: another language,
            music, noise. Their words are not among the words.
    """

    language: str
    words: list[Row]
    unclear: list[tuple[float, float]]


class Transcription(Engine, Protocol):
    """An engine that writes down what is said, word by word.

    It makes one attempt, and raises ``ServiceError`` where it fails. Where nothing is said it
    gives no words; it never invents any that it did not hear.
    """

    @property
    def rough(self) -> bool:
        """Whether it often mistakes words, which people are told then."""
        ...

    async def transcribe(self, sound: Path, language: str, tell: Tell) -> Heard:
        """What is said in a file.

        Args:
            sound: A WAV file: one channel of 16-bit samples at 16,000 Hz, at most 10 minutes.
            language: Tag of the language that is spoken; empty where nobody said it.
            tell: Told what is waited for, such as weights that are fetched.

        Raises:
            ServiceError: It failed.
        """
        ...
