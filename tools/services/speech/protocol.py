"""Protocol: what every engine that turns words into sound offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from tools.operations import Utterance
from tools.services.engine import Engine

LONGEST_SECONDS = 135.0
"""Most sound that is taken for one utterance. What tools promise (90 s) is an estimate, and slow
voices take longer."""


class Speech(Engine, Protocol):
    """A speech engine."""

    async def speak(self, utterance: Utterance, target: Path) -> None:
        """Speak into a new WAV file of 16-bit samples, at the utterance's own speed.

        Its ``lasting`` is not for the engine: whoever asked fits the sound.

        Args:
            utterance: The words.
            target: The file to write. What is left of it after a failure is the caller's.

        Raises:
            BadInput: The words cannot be spoken, or take too long.
            ServiceError: The engine does not work, or does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice in somebody's account at a provider.

    Attributes:
        id: What the provider calls it.
        name: What it is called there.
        kind: Where it comes from: what the provider offers, or a clone of somebody's voice.
        about: A few words about it: "female, American, calm"; empty where nothing is known.
        personal: Whether a VFXB made it for one person, be it one with another database.
    """

    id: str
    name: str
    kind: Literal["offered", "cloned"]
    about: str = ""
    personal: bool = False


@runtime_checkable
class VoiceAccount(Protocol):
    """An account at a provider that keeps voices."""

    async def voices(self) -> Sequence[Voice]:
        """All of its voices.

        Raises:
            ServiceError: The provider does not tell.
        """
        ...

    async def clone(self, name: str, sounds: Sequence[Path]) -> str:
        """Make a voice from recordings of one; its id.

        Args:
            name: What it is to be called.
            sounds: Recordings, in formats that the provider takes: WAV, MP3, M4A and the like.

        Raises:
            ServiceError: The provider does not do it.
        """
        ...

    async def delete(self, id: str) -> None:
        """Delete a voice for good; one that is not there any more is no error.

        Raises:
            ServiceError: The provider does not do it.
        """
        ...
