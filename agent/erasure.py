"""Erasure: deletes what is kept about a person outside memory: conversations, speech, files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.services.till import CACHE as SERVICES

if TYPE_CHECKING:
    from agent.checkpoints import Checkpoints
    from memory.assets import AssetStore
    from memory.recalled import Forgotten

DropVoices = Callable[[Sequence[str]], Awaitable[None]]

Forget = Callable[[str], Awaitable[None]]
"""Deletes what somebody else keeps about a person."""

PASSES, COPIES = "passes", "copies"
"""The caches of pictures, and of fingerprints of clips. Whose they are is not written down, nor is
it of what services made: all goes."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """Deletes for good.

    Attributes:
        checkpoints: Where conversations are kept.
        assets: Where clips and results lie.
        drop_voices: Deletes voices of people where they are kept; None where none are.
        others: Who else keeps something about people, such as a bot.
    """

    checkpoints: Checkpoints
    assets: AssetStore
    drop_voices: DropVoices | None = None
    others: list[Forget] = field(default_factory=list)

    async def of(self, user: str, gone: Forgotten, present: str) -> int:
        """Delete what only a forgotten person had; how many clips and results that were.

        Args:
            user: The person.
            gone: What memory forgot, and could not delete itself.
            present: The conversation in which it was asked for; the turn itself clears it.
        """
        await self.checkpoints.erase([name for name in gone.conversations if name != present])
        for name in gone.shared:
            if name != present:
                await self.checkpoints.unsay(name)
        await self.checkpoints.scrub()
        if gone.voices and self.drop_voices is not None:
            await self.drop_voices(gone.voices)
        for forget in self.others:
            await forget(user)
        for name in (PASSES, COPIES, SERVICES):
            await asyncio.to_thread(self.assets.empty_cache, name)
        return await asyncio.to_thread(self._files, gone)

    def _files(self, gone: Forgotten) -> int:
        for identity in gone.assets:
            self.assets.remove(identity)
        return len(gone.assets) + self.assets.remove_outputs(gone.files, gone.conversations)
