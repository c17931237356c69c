"""The child of ``sphinx.py``: recognises one part of a sound after another. The model stays."""

from __future__ import annotations

import re
import wave
from functools import cache
from typing import TYPE_CHECKING

from tools.services.transcription.protocol import RATE, Row

if TYPE_CHECKING:
    from pocketsphinx import Decoder

# Where music or noise has thousands of readings, the likeliest of them have to do: twice as fast,
# and the same words in speech.
_MOST_READINGS = 3_000
_PER_SECOND = 100
# Words in brackets are silence and noise; a number in parentheses is one of several pronunciations.
_NO_WORD, _VARIANT = ("<", "[", "+"), re.compile(r"\(\d+\)$")


def recognise(path: str, start: float, end: float) -> list[Row]:
    """The words in a part of a WAV file, at their times in the whole of it."""
    with wave.open(path, "rb") as file:
        file.setpos(round(start * RATE))
        samples = file.readframes(round((end - start) * RATE))
    decoder = _decoder()
    # It adapts to what it hears; what it heard before, perhaps of somebody else, is not to matter.
    decoder.reinit_feat()
    decoder.start_utt()
    decoder.process_raw(samples, no_search=False, full_utt=True)
    decoder.end_utt()
    # It has no segments at all where it heard nothing.
    segments = decoder.seg() if decoder.hyp() is not None else ()
    return [
        (
            _VARIANT.sub("", each.word),
            round(start + each.start_frame / _PER_SECOND, 3),
            round(start + (each.end_frame + 1) / _PER_SECOND, 3),
            round(min(1.0, each.prob), 3),
        )
        for each in segments
        if not each.word.startswith(_NO_WORD)
    ]


@cache
def _decoder() -> Decoder:
    from pocketsphinx import Decoder

    return Decoder(samprate=RATE, loglevel="FATAL", maxhmmpf=_MOST_READINGS)
