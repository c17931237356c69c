"""Analyst: looks at clips for tools that have to know what is in them.

Tools are pure: one that depends on the pictures or the sound raises ``Unseen``. Here the look is
taken, its finding kept in the history, and the tool called again.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from agent.erasure import COPIES, PASSES
from agent.fetching import fetched
from agent.history import History
from agent.messages import Progress
from tools.analysis import Analysis, Unseen
from tools.clip import Clip
from tools.errors import LimitExceeded, ToolFailed, VfxbError
from tools.said import Transcript, TranscriptFound
from tools.sights import Impression, KeyFrame, Sought
from tools.translations import Translation

if TYPE_CHECKING:
    from agent.services import Services
    from tools.engine.ffmpeg import Tick
    from tools.engine.measure.analyses import Looking
    from tools.services.vision.protocol import Said, Vision

log = logging.getLogger(__name__)

T = TypeVar("T")
Look = Callable[[Clip, Analysis], Awaitable[Any]]
"""Takes a look at a clip, and gives what an analysis found."""

MOST_LOOKS = 20
"""So many looks are taken for one call; no recipe of a person needs more."""

TOO_MANY = "These edits take more looks at the clip than one message may."


class Analyst:
    """Takes looks at clips, telling the person.

    Args:
        services: What the nodes of the graph work with.
        tell: Takes events for the person.
    """

    def __init__(self, services: Services, tell: Callable[[Progress], None]) -> None:
        self._services = services
        self._tell = tell

    async def __call__(self, clip: Clip, analysis: Analysis) -> Any:
        """What the analysis finds in the clip.

        Raises:
            Unapproved: The clip speaks words that nobody agreed to pay for yet.
            ToolFailed: The clip could not be read.
            LimitExceeded: It took too long.
        """
        await fetched(clip, self._services.assets)
        if analysis.lasting:
            clip = await self._recognised(clip)
        if isinstance(analysis, Impression | Sought):
            return await self._understand(clip, analysis)
        if isinstance(analysis, Translation):
            from tools.services.translation.translating import translated

            return await translated(analysis, self._services.capabilities)
        if isinstance(analysis, Transcript):
            return await self._listen(clip, analysis)
        from tools.engine.measure.looks import examined

        clip = (await self._services.presenters.of(clip, self._say)).clip
        async with self._looking(clip) as looking:
            return await examined(clip, analysis, looking)

    async def _recognised(self, clip: Clip) -> Clip:
        """The clip under the name of the one that it is a copy of, so that what was found is found.

        Only its name is the other one's: whatever is still to be looked at is this clip.
        """
        from tools.engine.measure.copies import Copies
        from tools.engine.measure.fingerprint import Fingerprint, fingerprint
        from tools.engine.render.folder import job_folder

        cache = self._services.assets.cache(COPIES)

        async def take(untouched: Clip) -> Fingerprint:
            async with self._looking(untouched) as looking:
                with job_folder(cache) as folder:
                    return await fingerprint(untouched, looking.bench(folder))

        try:
            first = await Copies(cache).first_of(clip.source, take)
        except (ToolFailed, LimitExceeded):
            return clip  # What is wrong with it will be told by the look itself.
        return replace(clip, source=replace(clip.source, id=first))

    async def _understand(self, clip: Clip, analysis: Impression | Sought) -> Any:
        """What somebody finds who sees, or who tells from what was measured."""
        from tools.services.vision.understanding import footage_of, understood

        capabilities = self._services.capabilities
        footage = footage_of(clip, self, self._key_frames, self._said)
        engines = cast("Sequence[Vision]", capabilities.of("vision"))
        return await understood(analysis, footage, engines, capabilities.policy)

    async def _listen(self, clip: Clip, wish: Transcript) -> TranscriptFound:
        """What is said."""
        from tools.engine.cache import Cache
        from tools.services.transcription.hearing import Hearing
        from tools.services.transcription.listening import listened

        services = self._services
        cache = Cache(services.assets.cache(PASSES), services.settings.cache_bytes)
        hearing = Hearing(services.capabilities)
        return await listened(clip, wish, hearing, self._looking(clip), cache, self._say)

    async def _key_frames(self, clip: Clip) -> tuple[KeyFrame, ...]:
        from tools.engine.measure.keyframes import key_frames

        clip = (await self._services.presenters.of(clip, self._say)).clip
        async with self._looking(clip) as looking:
            return await key_frames(clip, looking)

    async def _said(self, clip: Clip) -> tuple[Said, ...]:
        """What is said, where somebody can listen; it is no more than a help."""
        from tools.services.vision.protocol import Said

        if clip.facts.audio is None:
            return ()
        try:
            found = await self._listen(clip, Transcript())
        except VfxbError as error:
            log.info("looked without a transcript: %s", error)
            return ()
        return tuple(Said(start, end, text) for text, start, end, _ in found["words"])

    @asynccontextmanager
    async def _looking(self, clip: Clip) -> AsyncIterator[Looking]:
        """How the clip is looked at, once it is this look's turn."""
        from tools.engine.cache import Cache
        from tools.engine.measure.analyses import Looking
        from tools.engine.probe.file import probe

        services = self._services
        self._progress(None)
        async with services.renders:
            spoken = await services.voices.of(clip)
            yield Looking(
                cache=Cache(services.assets.cache(PASSES), services.settings.cache_bytes),
                sounds={said: await probe(path) for said, path in spoken.sounds.items()},
                limits=services.settings.limits,
                binary=services.settings.ffmpeg,
                on_progress=self._progress,
            )

    def _say(self, words: str) -> None:
        self._tell(Progress(fraction=0.0, eta=None, what=words))

    def _progress(self, tick: Tick | None) -> None:
        # The fraction is the rendering's, which is still to come.
        eta = tick.eta if tick else None
        self._tell(Progress(fraction=0.0, eta=eta, what="looking at the clip"))


async def nobody_looks(clip: Clip, analysis: Analysis) -> Any:
    """A look where there is nobody to take one.

    Raises:
        Unseen: Always.
    """
    raise Unseen(clip, analysis)


async def looked_at(unseen: Unseen, history: History, look: Look) -> History:
    """The history with what was missing.

    Raises:
        VfxbError: The look could not be taken.
    """
    found = await look(unseen.clip, unseen.analysis)
    return history.with_finding(unseen.analysis.key(unseen.clip), found)


async def after_looking(
    describe: Callable[[History], T], history: History, look: Look
) -> tuple[T, History]:
    """What is made of a history, once everything was looked at that this takes.

    Args:
        describe: Makes it, and raises ``Unseen`` where it cannot yet.
        history: The conversation.
        look: Takes the looks.

    Returns:
        What was made, and the history with what was found.

    Raises:
        ToolFailed: No end was in sight, or a clip could not be read.
    """
    for _ in range(MOST_LOOKS):
        try:
            return describe(history), history
        except Unseen as unseen:
            history = await looked_at(unseen, history, look)
    raise ToolFailed(TOO_MANY)
