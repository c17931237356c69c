"""The child of ``espeak.py``: reads one order as JSON, speaks it into a WAV file, and ends.

It runs alone, by path and with nothing of VFXB imported, so that it starts fast. It calls the C
interface of espeak-ng (speak_lib.h); the numbers below are that header's.
"""

from __future__ import annotations

import ctypes
import json
import sys
import wave
from typing import Any

_SYNCHRONOUS = 2
_RATE, _PITCH, _RANGE = 1, 3, 4
_POSITION_CHARACTER = 1
_TEXT_IS_UTF8 = 1
_GO_ON, _STOP = 0, 1
_BYTES_PER_SAMPLE = 2
_SEED = 1
# Exit codes that espeak.py knows.
_TOO_LONG, _CANNOT_WRITE = 65, 74

_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class TooLongError(Exception):
    """The words take longer than allowed."""


def speak(order: dict[str, Any]) -> None:
    """Speak an order into its file.

    Raises:
        TooLongError: The words take longer than the order allows.
        RuntimeError: The engine cannot start, has no such voice, or says nothing.
        OSError: The file cannot be written.
    """
    library = _load(order["library"])
    sample_rate = library.espeak_Initialize(_SYNCHRONOUS, 0, order["data"].encode(), 0)
    if sample_rate <= 0:
        raise RuntimeError("espeak-ng did not start")
    # Some voices breathe by chance; the same words are to be the same sound.
    library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
    _choose_voice(library, order["voice"], order["language"])
    for parameter, value in ((_RATE, "rate"), (_PITCH, "pitch"), (_RANGE, "range")):
        library.espeak_SetParameter(parameter, order[value], 0)
    sound = _spoken(library, order["text"], round(order["seconds"] * sample_rate))
    with wave.open(order["target"], "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(_BYTES_PER_SAMPLE)
        target.setframerate(sample_rate)
        target.writeframes(sound)


def _spoken(library: ctypes.CDLL, words: str, limit: int) -> bytes:
    """The samples of the words; at most ``limit`` of them, some megabytes.

    Raises:
        TooLongError: There would be more.
        RuntimeError: The engine fails, or says nothing.
    """
    sound = bytearray()

    def receive(samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, count * _BYTES_PER_SAMPLE))
        return _STOP if len(sound) > limit * _BYTES_PER_SAMPLE else _GO_ON

    callback = _CALLBACK(receive)
    library.espeak_SetSynthCallback(callback)
    text = words.encode() + b"\0"
    failed = library.espeak_Synth(
        text, len(text), 0, _POSITION_CHARACTER, 0, _TEXT_IS_UTF8, None, None
    )
    if len(sound) > limit * _BYTES_PER_SAMPLE:
        raise TooLongError
    if failed or library.espeak_Synchronize():
        raise RuntimeError("espeak-ng could not speak the words")
    if not sound:
        raise RuntimeError("espeak-ng said nothing")
    return bytes(sound)


def _load(path: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise RuntimeError(f"espeak-ng cannot be loaded: {error}") from error


def _choose_voice(library: ctypes.CDLL, voice: str, language: str) -> None:
    """The voice asked for, or the language's own where that variant does not fit it."""
    for name in (voice, language):
        if library.espeak_SetVoiceByName(name.encode()) == 0:
            return
    raise RuntimeError(f"espeak-ng has no voice for {language}")


if __name__ == "__main__":
    try:
        speak(json.loads(sys.stdin.buffer.read()))
    except TooLongError:
        sys.exit(_TOO_LONG)
    except OSError:
        import traceback  # Its 10 ms are a fifth of what all the rest takes.

        traceback.print_exc()
        sys.exit(_CANNOT_WRITE)
