"""Understanding: takes the analyses that need somebody who sees, by the policy of all services."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar, cast

from tools.analysis import Analysis, Pauses, Quality, Scenes, ScenesFound
from tools.clip import Clip
from tools.services.policy import Policy
from tools.services.vision.protocol import CAPABILITY, Footage, Measured, Said, Vision
from tools.sights import Impression, ImpressionFound, KeyFrame, Sought, SoughtFound, Timeline

T = TypeVar("T")
Look = Callable[[Clip, Analysis], Awaitable[Any]]

# What a key frame of the usual size takes, and what comes besides, in tokens.
_TOKENS_PER_FRAME, _TOKENS_ASKED, _TOKENS_ANSWERED = 300, 1_200, 300
_MOST_FRAMES = 12


def footage_of(
    clip: Clip,
    look: Look,
    frames: Callable[[Clip], Awaitable[tuple[KeyFrame, ...]]],
    said: Callable[[Clip], Awaitable[tuple[Said, ...]]],
) -> Footage:
    """A clip for those who tell what it shows; no look is taken twice, or before it is needed.

    Args:
        clip: The clip as it is after its operations.
        look: Takes a look that needs no service.
        frames: Picks its key frames.
        said: Listens to what is said in it.
    """

    async def shots() -> list[float]:
        if clip.facts.video is None:
            return []
        found: ScenesFound = await look(clip, Scenes())
        return found["changes"]

    async def measured() -> Measured:
        heard = clip.facts.audio is not None
        return Measured(
            quality=await look(clip, Quality()),
            timeline=await look(clip, Timeline()),
            pauses=await look(clip, Pauses()) if heard else None,
        )

    return Footage(
        clip=clip,
        frames=_once(lambda: frames(clip)),
        shots=_once(shots),
        measured=_once(measured),
        said=_once(lambda: said(clip)),
    )


def _once(take: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """The same, but taken only the first time."""
    taken: list[T] = []
    lock = asyncio.Lock()

    async def kept() -> T:
        async with lock:
            if not taken:
                taken.append(await take())
            return taken[0]

    return kept


async def understood(
    analysis: Impression | Sought, footage: Footage, engines: Sequence[Vision], policy: Policy
) -> ImpressionFound | SoughtFound:
    """What the best engine finds that can be asked; who was passed over stands in its notes.

    Raises:
        ServiceError: Every engine failed.
        LimitExceeded: It would cost more than is allowed.
    """

    async def ask(engine: Vision) -> ImpressionFound | SoughtFound:
        if isinstance(analysis, Sought):
            return await engine.find(footage, analysis.what)
        return await engine.describe(footage)

    outcome = await policy.call(
        CAPABILITY,
        engines,
        ask,
        key=analysis.key(footage.clip),
        units={
            "images": _MOST_FRAMES,
            "tokens_in": _TOKENS_ASKED + _MOST_FRAMES * _TOKENS_PER_FRAME,
            "tokens_out": _TOKENS_ANSWERED,
        },
        seconds=footage.clip.facts.duration,
    )
    found = {**outcome.value, "notes": [*outcome.value["notes"], *outcome.notes]}
    return cast(ImpressionFound | SoughtFound, found)
