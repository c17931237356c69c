"""Voices: the sound of every voice-over of a clip, by the engine that suits it best."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.clip import Clip
from tools.errors import BadInput, LimitExceeded, ToolFailed
from tools.operations import Utterance, utterances
from tools.services.policy import Outcome, Policy
from tools.services.results import WEEK
from tools.services.speech.need import keeper_of, needed
from tools.services.speech.protocol import Speech
from tools.services.speech.refused import Refused
from tools.services.speech.tempo import change_tempo, wave_seconds
from tools.titles import shown
from tools.values import format_length, speaking_seconds
from tools.values.voices import called_voice, own_voice

_SLOWEST, _FASTEST = 0.5, 2.0
# So many are spoken at once for one clip.
_AT_ONCE = 4
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What was spoken.

    Attributes:
        sounds: The file of each utterance.
        notes: What the person must be told.
    """

    sounds: Mapping[Utterance, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Voices:
    """Speaks what clips have to say.

    Args:
        policy: By which engines are asked.
        engines: They, best first, built-in last.
    """

    def __init__(self, policy: Policy, engines: Sequence[Speech]) -> None:
        self._policy = policy
        self._engines = engines

    async def of(self, clip: Clip, tell: Tell | None = None) -> Spoken:
        """The sound of each utterance of a clip.

        The same words in the same voice are spoken once, whoever asks, and kept for a week after
        they were last used.

        Args:
            clip: The clip, whose operations name the utterances.
            tell: Told what is waited for, in words.

        Raises:
            BadInput: Words cannot be spoken.
            Refused: The engine that the person named fails, and another one could do it.
            ToolFailed: All engines failed.
        """
        return await self._of(utterances(clip.operations), tell)

    async def one(self, utterance: Utterance, tell: Tell | None = None) -> Spoken:
        """The sound of one utterance; arguments and errors as for ``of``."""
        return await self._of((utterance,), tell)

    async def _of(self, wanted: Sequence[Utterance], tell: Tell | None) -> Spoken:
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(utterance: Utterance) -> tuple[Path, tuple[str, ...]]:
            async with turns:
                return await self._spoken(utterance, tell)

        work = [asyncio.ensure_future(one(utterance)) for utterance in wanted]
        try:
            made = await asyncio.gather(*work)
        finally:
            for task in work:
                task.cancel()
        notes = dict.fromkeys(note for _, told in made for note in told)
        sounds = {utterance: path for utterance, (path, _) in zip(wanted, made, strict=True)}
        return Spoken(sounds=sounds, notes=tuple(notes))

    async def ready(self) -> tuple[str, ...]:
        """Names of the engines that can be used as things stand, best first."""
        return tuple([each.name for each in self._engines if await each.ready() is None])

    async def problem(self, utterance: Utterance) -> Refused | None:
        """Why the engine that the person named cannot speak this, as far as is known now."""
        named = next((each for each in self._engines if each.name == utterance.engine), None)
        if named is None:
            return None
        if named not in able(utterance, self._engines):
            what = f"{named.name} does not speak that language or voice."
        elif reason := await named.ready():
            what = f"{named.name} cannot be used: {reason}."
        else:
            return None
        return await self._refused(utterance, what)

    async def _spoken(
        self, utterance: Utterance, tell: Tell | None
    ) -> tuple[Path, tuple[str, ...]]:
        outcome = await self._asked(utterance, tell)
        if utterance.lasting is None:
            return outcome.value, outcome.notes
        path, note = await self._fitted(outcome.value, utterance.lasting)
        return path, (*outcome.notes, *note)

    async def _asked(self, utterance: Utterance, tell: Tell | None) -> Outcome[Path]:
        engines = able(utterance, self._engines)
        if not engines:
            raise BadInput(_nobody(utterance))
        results = self._policy.results

        async def speak(engine: Speech) -> Path:
            target = await asyncio.to_thread(results.fresh, ".wav")
            try:
                await engine.speak(utterance, target)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
            return target

        need = needed(utterance)
        try:
            return await self._policy.call(
                need.capability,
                engines,
                speak,
                key=need.key,
                units=need.units,
                chosen=need.chosen,
                language=need.language,
                progress=tell,
                keep=WEEK,
                seconds=speaking_seconds(utterance.text, utterance.speed),
            )
        except (BadInput, LimitExceeded):
            raise
        except ToolFailed as error:
            refused = await self._refused(utterance, str(error.__cause__ or error))
            raise (refused or error) from error

    async def _refused(self, utterance: Utterance, what: str) -> Refused | None:
        """The error of an engine that was named, where another one could do it."""
        names = [engine.name for engine in self._engines]
        if utterance.engine not in names:
            return None
        others = able(utterance, self._engines)
        # First those behind it: what comes before may have been asked in vain already.
        place = names.index(utterance.engine)
        behind = [each for each in others if names.index(each.name) > place]
        before = [each for each in others if names.index(each.name) < place]
        for other in (*behind, *before):
            if await other.ready() is None:
                return Refused(what, utterance.engine, other.name)
        return None

    async def _fitted(self, sound: Path, lasting: float) -> tuple[Path, tuple[str, ...]]:
        """The sound as long as it is to be, or as near to that as can be understood."""
        seconds = await asyncio.to_thread(wave_seconds, sound)
        speed = min(_FASTEST, max(_SLOWEST, seconds / lasting))
        missed = abs(seconds / speed - lasting) > 0.05 * lasting
        way = "fast" if speed > 1 else "slow"
        note = (
            f"The words take {seconds:.1f} s, and twice as {way} is the most that can be "
            f"understood: they last {seconds / speed:.1f} s, and not "
            f"{format_length(lasting)}."
        )
        results = self._policy.results
        name = hashlib.sha256(f"fitted {sound.name} {speed:.4f}".encode()).hexdigest()
        kept = await results.get(name)
        if kept is None:
            fresh = await asyncio.to_thread(results.fresh, ".wav")
            await asyncio.to_thread(shutil.copyfile, sound, fresh)
            await change_tempo(fresh, speed)
            kept = (await results.keep(name, fresh, WEEK),)
        return kept[0], (note,) if missed else ()


def able(utterance: Utterance, engines: Sequence[Speech]) -> tuple[Speech, ...]:
    """The engines that know the voice and the language of an utterance, best first."""
    own = own_voice(utterance.voice)
    if own is None and called_voice(utterance.voice) is not None:
        return ()
    keeper = keeper_of(own) if own else ""
    return tuple(
        engine
        for engine in engines
        if (own is None or engine.name == keeper)
        and (engine.languages is None or utterance.language in engine.languages)
    )


def _nobody(utterance: Utterance) -> str:
    own = own_voice(utterance.voice)
    name = own.name if own else (called_voice(utterance.voice) or "").title()
    what = f"“{shown(utterance.text)}” cannot be spoken"
    if own:
        return f"{what}: the voice {name} does not know its language ({utterance.language})."
    return f"{what}: there is no voice {name or 'of your own'} here. Say “list the voices”."
