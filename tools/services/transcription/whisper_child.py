"""The child of ``whisper.py``: holds the model, and listens with it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tools.services.transcription.openai_transcription import HESITANT
from tools.services.transcription.protocol import Heard, Row
from tools.values.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment, TranscriptionInfo

# It may hear words in noise: a segment that is likelier none than this is left out.
_NO_SPEECH = 0.8


def listen(weights: str, path: str, language: str) -> Heard:
    """The words in a WAV file.

    Args:
        weights: Folder of the model.
        path: The file.
        language: Tag of the language; empty leaves it to the model.
    """
    spoken = {"nb": "no"}.get(language, language)
    if not spoken:
        # Which language it is, it finds at once; the words only when they are asked for.
        spoken = _begun(weights, path, None)[1].language
    segments, info = _begun(weights, path, spoken)
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
    found = {"no": "nb"}.get(info.language, info.language)
    return Heard(language=found if found in LANGUAGES else "", words=words, unclear=unclear)


def _begun(
    weights: str, path: str, spoken: str | None
) -> tuple[Iterable[Segment], TranscriptionInfo]:
    """What is said, as far as it is asked for. Words of hesitation come after words like them."""
    begun: tuple[Iterable[Segment], TranscriptionInfo] = _model(weights).transcribe(
        path,
        language=spoken,
        word_timestamps=True,
        vad_filter=False,
        condition_on_previous_text=False,
        initial_prompt=HESITANT if spoken == "en" else None,
    )
    return begun


def load(weights: str) -> None:
    """Have the model in memory, before there is anything to listen to."""
    _model(weights)


@lru_cache(maxsize=1)
def _model(weights: str) -> WhisperModel:
    from faster_whisper import WhisperModel

    return WhisperModel(weights, device="cpu", compute_type="int8", local_files_only=True)
