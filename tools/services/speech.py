"""Speech: what every engine that turns words into sound offers."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from tools.operations import Utterance
from tools.values.voices import MAX_CHARACTERS, MAX_SECONDS, VOICES, VoiceName

__all__ = ["MAX_CHARACTERS", "MAX_SECONDS", "VOICES", "Speech", "VoiceName"]


class Speech(Protocol):
    """A speech engine.

    Attributes:
        name: What people call it; also part of the name of cached sound.
        version: Changes whenever the same words would sound different.
    """

    name: str
    version: str

    async def speak(self, utterance: Utterance, target: Path) -> None:
        """Speak into a new WAV file of 16-bit samples.

        Args:
            utterance: The words, whose voice is one of ``VOICES``.
            target: The file to write. What is left of it after a failure is the caller's.

        Raises:
            BadInput: The words cannot be spoken, or not in that language.
            ToolFailed: The engine does not work or does not answer.
        """
        ...
