"""OpenAI transcription: its own library, on its own servers or any that speak its protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.services.failures import ServiceError
from tools.services.openai_client import NAME, OpenAIEngine
from tools.services.transcription.protocol import Heard, Row, Tell
from tools.values.languages import LANGUAGES

if TYPE_CHECKING:
    from openai.types.audio import TranscriptionVerbose

DEFAULT_MODEL = "whisper-1"
"""The one that tells when each word is said."""

HESITANT = "Umm, let me think, uh... Okay, here's what I'm, like, thinking."
"""Words that it takes to precede the sound: it writes down hesitations then, which it would
leave out."""

_SECONDS = 120.0
# It writes down words without an opinion of each; of a segment it knows how likely its words are.
_SURE = 1.0
_NAMES = {name.casefold(): tag for tag, name in LANGUAGES.items()}


class OpenAITranscription(OpenAIEngine):
    """The engine.

    Args:
        key: The key; empty where none is set.
        url: The address of the server, where it is not OpenAI's own.
        model: Which model listens; it has to tell when words are said. None takes whisper-1 on
            OpenAI's own servers, and none at another address.
        seconds: How long it may be silent.
    """

    rough = False
    setting = "VFXB_TRANSCRIPTION_MODEL"

    def __init__(
        self,
        key: str,
        url: str | None = None,
        model: str | None = None,
        seconds: float = _SECONDS,
    ) -> None:
        super().__init__(key, url, model or ("" if url else DEFAULT_MODEL), seconds)

    async def transcribe(self, sound: Path, language: str, tell: Tell) -> Heard:
        """What is said in a file.

        Raises:
            ServiceError: It does not do it.
        """
        from openai import omit
        from pydantic import ValidationError

        async with self.client() as client:
            try:
                answer = await client.audio.transcriptions.create(
                    model=self._model,
                    file=sound,
                    response_format="verbose_json",
                    timestamp_granularities=["word", "segment"],
                    temperature=0,
                    prompt=HESITANT,
                    language=language or omit,
                )
            except (ValueError, ValidationError) as error:
                raise ServiceError(NAME, "answer", "no JSON") from error
        return _heard(answer)


def _heard(answer: TranscriptionVerbose) -> Heard:
    """The words of an answer, which the library takes as it comes."""
    words, text = getattr(answer, "words", None), getattr(answer, "text", None)
    if not isinstance(text, str):
        raise ServiceError(NAME, "answer", "no text")
    if words is None and text.strip():
        raise ServiceError(NAME, "answer", "words without their times")
    try:
        rows = [_row(each.word, float(each.start), float(each.end)) for each in words or ()]
    except (AttributeError, TypeError, ValueError) as error:
        raise ServiceError(NAME, "answer", "words without their times") from error
    spoken = str(getattr(answer, "language", None) or "").casefold()
    language = _NAMES.get(spoken, spoken if spoken in LANGUAGES else "")
    return Heard(language=language, words=punctuated(rows, text), unclear=[])


def _row(word: str, start: float, end: float) -> Row:
    return word.strip(), round(start, 3), round(max(start, end), 3), _SURE


def punctuated(rows: list[Row], text: str) -> list[Row]:
    """The words as they stand in the text, which has the punctuation that they lack."""
    found: list[Row] = []
    at = 0
    for word, start, end, sure in rows:
        place = text.find(word, at) if word else -1
        # A word further on is another one: the text says it in other letters here.
        if place < 0 or len(text[at:place].split()) > 1:
            found.append((word, start, end, sure))
            continue
        stop = place + len(word)
        while stop < len(text) and not text[stop].isspace() and not text[stop].isalnum():
            stop += 1
        before = text[at:place].split()
        opening = before[-1] if before and not any(map(str.isalnum, before[-1])) else ""
        found.append((f"{opening}{text[place:stop]}", start, end, sure))
        at = stop
    return [row for row in found if row[0]]
