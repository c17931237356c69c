"""Espeak: the built-in speech engine. espeak-ng in a child process; no key, no network.

The library keeps global state, has crashed on odd input in its history, and cannot be stopped
from outside, so it never runs in VFXB's own process. The child starts in about 20 ms and speaks
a hundred times faster than a person would.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tools import process
from tools.errors import BadInput, LimitExceeded, ToolFailed
from tools.operations import Utterance
from tools.services.speech.protocol import LONGEST_SECONDS

_CHILD = Path(__file__).with_name("espeak_child.py")
_BOUNDS = process.Bounds(seconds=20.0, memory=1 << 30, file_bytes=64 << 20, cpu_seconds=20)


@dataclass(frozen=True, slots=True)
class _Voice:
    """How a voice is made.

    Attributes:
        variant: Which of the engine's variants; it shapes the throat.
        pitch: 0 to 100; 50 is the variant's own.
        liveliness: Range of the pitch, 0 to 100.
        rate: Words a minute.
    """

    variant: str
    pitch: int
    liveliness: int
    rate: int


_VOICES: Mapping[str, _Voice] = MappingProxyType(
    {
        "professional_male": _Voice("m3", 45, 45, 160),
        "professional_female": _Voice("f2", 48, 45, 160),
        "casual_male": _Voice("m7", 60, 75, 178),
        "casual_female": _Voice("f3", 60, 75, 178),
        "narrator_male": _Voice("m1", 25, 55, 140),
        "narrator_female": _Voice("f1", 35, 55, 140),
        "child_voice": _Voice("f5", 95, 70, 170),
        "elderly_male": _Voice("grandpa", 30, 35, 125),
        "elderly_female": _Voice("grandma", 40, 40, 125),
    }
)
# Exit codes of espeak_child.py.
_TOO_LONG, _CANNOT_WRITE = 65, 74
# How a mood changes the pace and the range of the pitch.
_MOODS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"neutral": (1.0, 1.0), "calm": (0.9, 0.7), "excited": (1.08, 1.35), "dramatic": (0.88, 1.35)}
)
# A stability of one half leaves the range of the pitch as it is.
_EVEN = 0.5
_WIDEST = 100
# Tags of ours that the engine spells otherwise.
_LANGUAGES = {"en": "en-us", "pt": "pt-br", "zh": "cmn"}


class Espeak:
    """The built-in engine.

    Args:
        python: The interpreter that runs the child; the present one by default.
    """

    name = "espeak-ng"
    version = "3"
    product = "espeak-ng"
    paid = False
    local = True
    languages: frozenset[str] | None = None
    longest: float | None = None

    def __init__(self, python: str | Path = sys.executable) -> None:
        self._python = python

    async def ready(self) -> str | None:
        """Always."""
        return None

    async def speak(self, utterance: Utterance, target: Path) -> None:
        """Speak into a WAV file, mono at 22,050 Hz.

        Raises:
            BadInput: The words take too long.
            ToolFailed: The engine does not work here, or not for these words.
        """
        try:
            done = await process.run(
                [self._python, "-I", "-S", _CHILD],
                stdin=_order(utterance, target),
                bounds=_BOUNDS,
            )
        except LimitExceeded as error:
            raise ToolFailed(
                f"Speaking took longer than {_BOUNDS.seconds:g} s and was stopped. "
                "Shorter words may work."
            ) from error
        if done.code == _TOO_LONG:
            raise BadInput(
                f"The words take longer than {LONGEST_SECONDS:.0f} s to speak in this voice. "
                "Shorten them, speak faster, or split them into several voice-overs."
            )
        if done.code == _CANNOT_WRITE:
            raise ToolFailed("The voice-over could not be written; is the disk full?", log=done.log)
        if done.code:
            raise ToolFailed(
                f"The built-in voice could not speak that in '{utterance.language}'. "
                "Another language or other words may work.",
                log=done.log,
            )


def _order(utterance: Utterance, target: Path) -> bytes:
    """What the child is to do: JSON on its standard input, so that no word is an argument."""
    import espeakng_loader

    voice = _VOICES[utterance.voice]
    pace, liveliness = _MOODS[utterance.style]
    if utterance.stability is not None:
        liveliness *= 1 + _EVEN - utterance.stability
    language = _LANGUAGES.get(utterance.language, utterance.language)
    return json.dumps(
        {
            "library": espeakng_loader.get_library_path(),
            "data": espeakng_loader.get_data_path(),
            "target": str(target.absolute()),
            "text": utterance.text,
            "voice": f"{language}+{voice.variant}",
            "language": language,
            "pitch": voice.pitch,
            "range": min(_WIDEST, round(voice.liveliness * liveliness)),
            "rate": round(voice.rate * pace * utterance.speed),
            "seconds": LONGEST_SECONDS,
        }
    ).encode()
