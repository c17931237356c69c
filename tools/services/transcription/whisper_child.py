"""The child of ``whisper.py``: holds the model, and listens with it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tools.services.transcription.openai_transcription import HESITANT
from tools.services.transcription.protocol import Heard, Row
from tools.values.languages import LANGUAGES

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

# It may hear words in noise: a segment that is likelier none than this is left out.
_NO_SPEECH = 0.8


def listen(weights: str, path: str, language: str) -> Heard:
    """The words in a WAV file.

    Args:
        weights: Folder of the model.
        path: The file.
        language: Tag of the language; empty leaves it to the model.
    """
    segments, info = _model(weights).transcribe(
        path,
        language={"nb": "no"}.get(language, language) or None,
        word_timestamps=True,
        vad_filter=False,
        condition_on_previous_text=False,
        initial_prompt=HESITANT if language in {"", "en"} else None,
    )
    words: list[Row] = []
    unclear: list[tuple[float, float]] = []
    for segment in segments:
        if segment.no_speech_prob > _NO_SPEECH or not segment.words:
            unclear.append((round(segment.start, 3), round(segment.end, 3)))
            continue
        words += [
            (
                each.word.strip(),
                round(each.start, 3),
                round(each.end, 3),
                round(each.probability, 3),
            )
            for each in segment.words
            if each.word.strip()
        ]
    spoken = {"no": "nb"}.get(info.language, info.language)
    return Heard(language=spoken if spoken in LANGUAGES else "", words=words, unclear=unclear)


def load(weights: str) -> None:
    """Have the model in memory, before there is anything to listen to."""
    _model(weights)


@lru_cache(maxsize=1)
def _model(weights: str) -> WhisperModel:
    from faster_whisper import WhisperModel

    return WhisperModel(weights, device="cpu", compute_type="int8", local_files_only=True)
