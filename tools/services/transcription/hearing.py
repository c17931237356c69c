"""Hearing: what is said in a sound, however long, by the best engine that there is.

The sound is cut at its silences; each part is asked for by itself, so that what is known of it is
not asked again, and what fails in one part is not paid for in the others.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from tools.engine.render.folder import job_folder
from tools.errors import BadInput
from tools.said import Transcript, TranscriptFound
from tools.services.policy import Outcome
from tools.services.registry import Capabilities
from tools.services.results import WEEK
from tools.services.spending import Unapproved
from tools.services.transcription.parts import Part, parts_of, write_part
from tools.services.transcription.protocol import Heard, Row, Tell, Transcription
from tools.together import together
from tools.values.languages import LANGUAGES

CAPABILITY = "transcription"
BETTER = (
    "faster-whisper (pip install 'vfxb[whisper]') or OpenAI (set OPENAI_API_KEY) understand more"
)
"""What would be better than what is built in."""

# What OpenAI takes is 25 MB, which are 13 minutes; and who waits wants to see that it goes on.
_PART, _REST = 600.0, 30.0
_AT_ONCE = 4
# Nobody wants a text of which less than this is right.
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Hearing:
    """Listens.

    Attributes:
        capabilities: The engines, and how they are asked.
    """

    capabilities: Capabilities

    @property
    def engines(self) -> Sequence[Transcription]:
        """The engines, best first."""
        return cast("Sequence[Transcription]", self.capabilities.of(CAPABILITY))

    async def mark(self) -> str:
        """Names who listens as things stand: with another one, another text may come of it."""
        ready = [each for each in self.engines if await each.ready() is None]
        return " ".join(f"{each.product} {each.version}" for each in ready[:1])

    async def hear(self, sound: Path, wish: Transcript, tell: Tell) -> TranscriptFound:
        """What is said.

        Args:
            sound: A WAV file: one channel of 16-bit samples at 16,000 Hz, of any length.
            wish: Which language is spoken, and who is to listen.
            tell: Told what is waited for.

        Raises:
            BadInput: It is not understood.
            ToolFailed: No engine can be used.
            LimitExceeded: It would cost more than it may.
        """
        self._check(wish)
        parts = await asyncio.to_thread(parts_of, sound, _PART, _REST)
        with job_folder(sound.parent) as folder:
            seconds = sum(part.length for part in parts)
            listening = _Listening(self, sound, folder, wish, tell, len(parts), seconds)
            heard = await together(listening.part, parts, _AT_ONCE)
        return self._joined(parts, heard)

    def _check(self, wish: Transcript) -> None:
        """Refuse a language that nobody here understands."""
        tag = wish.language
        if not tag or any(e.languages is None or tag in e.languages for e in self.engines):
            return
        known = sorted({each for e in self.engines for each in e.languages or ()})
        names = " and ".join(LANGUAGES[each] for each in known)
        raise BadInput(
            f"Nothing that is set up here understands {LANGUAGES.get(tag, tag)}, only {names}. "
            f"{BETTER}."
        )

    def _joined(self, parts: Sequence[Part], heard: Sequence[Outcome[Heard]]) -> TranscriptFound:
        """The parts as one text."""
        words: list[Row] = []
        unclear: list[Part] = []
        rough, notes, engines = False, list[str](), list[str]()
        languages: dict[str, int] = {}
        named = {each.name: each for each in self.engines}
        for part, outcome in zip(parts, heard, strict=True):
            value = outcome.value
            words += [(w, part.start + s, part.start + e, sure) for w, s, e, sure in value["words"]]
            unclear += [Part(part.start + s, part.start + e) for s, e in value["unclear"]]
            tag = value["language"]
            languages[tag] = languages.get(tag, 0) + len(value["words"])
            rough = rough or named[outcome.engine].rough
            engines.append(outcome.engine)
            notes += outcome.notes
        lost = sum(each.length for each in unclear)
        _refuse_nonsense(words, lost, rough=rough)
        return TranscriptFound(
            words=[(w, round(start, 3), round(end, 3), sure) for w, start, end, sure in words],
            language=max(languages, key=languages.__getitem__, default=""),
            engine=" and ".join(dict.fromkeys(engines)),
            rough=rough,
            unclear=[[round(each.start, 3), round(each.end, 3)] for each in unclear],
            notes=list(dict.fromkeys(notes)),
        )


@dataclass(slots=True)
class _Listening:
    """Work on one sound."""

    hearing: Hearing
    sound: Path
    folder: Path
    wish: Transcript
    tell: Tell
    parts: int
    seconds: float
    done: int = 0

    async def part(self, part: Part) -> Outcome[Heard]:
        """What is said in a part of it."""
        file = self.folder / f"{part.start:.3f}.wav"
        await asyncio.to_thread(write_part, self.sound, part, file)
        try:
            outcome = await self.hearing.capabilities.policy.call(
                CAPABILITY,
                self.hearing.engines,
                partial(self._ask, file),
                key={
                    "sound": await asyncio.to_thread(_digest, file),
                    "language": self.wish.language,
                },
                units={"seconds": part.length},
                chosen=self.wish.engine or None,
                language=self.wish.language,
                progress=self.tell,
                keep=WEEK,
                seconds=part.length,
            )
        except Unapproved as error:
            # Somebody agrees to the whole, and not to part after part.
            raise error.times(self.seconds / part.length) from error
        file.unlink()
        self.done += 1
        if self.parts > 1:
            self.tell(f"listening, {self.done} of {self.parts} parts")
        return outcome

    async def _ask(self, file: Path, engine: Transcription) -> Heard:
        return await engine.transcribe(file, self.wish.language, self.tell)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_nonsense(words: Sequence[Row], lost: float, *, rough: bool) -> None:
    """Give no text of which most is a guess.

    Raises:
        BadInput: Most was not understood.
    """
    clear = sum(end - start for _, start, end, _ in words)
    if not lost or clear >= _LEAST * (clear + lost):
        return
    if not rough:
        return
    raise BadInput(
        "I do not understand what is said: the built-in recogniser knows only English, and was "
        f"not sure of its words in {lost:.0f} s of the {clear + lost:.0f} s in which something is "
        "to be heard. It may be another language, or music or noise around the voice; I rather "
        f"say nothing than nonsense. {BETTER}."
    )
