"""ElevenLabs account: its voices, and what is left of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from tools.services.engine import Report
from tools.services.failures import ServiceError
from tools.services.speech.elevenlabs_client import NAME, ONCE, Key, opened
from tools.services.speech.protocol import Voice

# What is told of a voice, in this order.
_ABOUT = ("gender", "age", "accent", "description", "use_case")
_CLONED = frozenset({"cloned", "professional"})
# By this a voice is known that was made for one person, and is offered to nobody else.
_PERSONAL = "Made by VFXB for one person."


class ElevenLabsAccount:
    """An account, whose voices are listed, made and deleted.

    Args:
        key: How it is reached.
    """

    name = NAME
    version = "1"
    product = "elevenlabs/voices"
    paid = False
    local = False
    languages: frozenset[str] | None = None
    longest: float | None = None

    def __init__(self, key: Key) -> None:
        self._key = key

    async def ready(self) -> str | None:
        """Whether there is a key."""
        return self._key.missing

    async def voices(self) -> Sequence[Voice]:
        """All of its voices.

        Raises:
            ServiceError: It does not tell.
        """
        async with opened(self._key) as client:
            listed = await client.voices.get_all(request_options=ONCE)
        if not isinstance(listed.voices, list):
            raise ServiceError(NAME, "answer", "there is no list of voices in it")
        return tuple(
            Voice(
                id=voice.voice_id,
                name=voice.name or voice.voice_id,
                kind="cloned" if voice.category in _CLONED else "offered",
                about=_about(voice.labels or {}),
                personal=(voice.description or "").startswith(_PERSONAL),
            )
            for voice in listed.voices
        )

    async def clone(self, name: str, sounds: Sequence[Path]) -> str:
        """Make a voice from recordings of one; its id.

        Raises:
            ServiceError: It does not do it.
        """
        # A name of ours: what the person called the file is none of the service's business.
        files = [
            (f"sample{number}{path.suffix}", await asyncio.to_thread(path.read_bytes))
            for number, path in enumerate(sounds, 1)
        ]
        try:
            async with opened(self._key) as client:
                made = await client.voices.ivc.create(
                    name=name,
                    files=list(files),
                    description=_PERSONAL,
                    request_options=ONCE,
                )
            if not made.voice_id:
                raise ServiceError(NAME, "answer", "there is no voice in it")
        except ServiceError as error:
            # It may be there by now: asked again, there would be two, and one of them nobody's.
            error.retryable = error.retryable and not error.begun
            raise
        if made.requires_verification:
            await self.delete(made.voice_id)
            raise ServiceError(NAME, "failed", "it wants the voice verified on its own pages first")
        return str(made.voice_id)

    async def delete(self, id: str) -> None:
        """Delete a voice for good; one that is not there any more is no error.

        Raises:
            ServiceError: It does not do it.
        """
        try:
            async with opened(self._key) as client:
                await client.voices.delete(id, request_options=ONCE)
        except ServiceError as error:
            if error.kind != "model":
                raise

    async def report(self) -> Report:
        """What is left of the account."""
        async with opened(self._key) as client:
            plan = await client.user.subscription.get(request_options=ONCE)
        left = plan.character_limit - plan.character_count
        return Report(
            reachable=True, quota=f"{left:,} of {plan.character_limit:,} characters are left"
        )


def _about(labels: object) -> str:
    if not isinstance(labels, dict):
        return ""
    return ", ".join(str(labels[name]) for name in _ABOUT if labels.get(name))
