"""Progress of pictures that are drawn anew: slow work, so the time left is told from the first."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tools.engine.ffmpeg import Tick

# Pictures after which the measured pace is worth more than the guess.
_SETTLED = 3
# Seconds between two ticks, also where a picture takes longer.
_BEAT = 1.0


class Progress:
    """Counts pictures.

    Args:
        tell: Told how far it is; None where nobody listens.
        frames: How many there are.
        seconds: How long each takes, as far as that can be guessed.
    """

    def __init__(self, tell: Callable[[Tick], None] | None, frames: int, seconds: float) -> None:
        self._tell, self._frames, self._guess = tell, frames, seconds
        self._known = self._done = self._now = 0
        self._started = self._at = time.monotonic()

    def begin(self, known: int) -> None:
        """So many pictures are there from before."""
        self._known = self._done = known
        self._started = time.monotonic()
        self.drawn(0)

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Within the block it is told every second that the work goes on."""
        beat = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beat

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT)
            self._say()

    def finished(self, pictures: int) -> None:
        """So many more are done, whatever came of their counting."""
        self._done += pictures
        self.drawn(0)

    def drawn(self, pictures: int) -> None:
        """So many of the present run are drawn."""
        self._now, self._at = self._done + pictures, time.monotonic()
        self._say()

    def _say(self) -> None:
        if self._tell is None:
            return
        fresh, since = self._now - self._known, time.monotonic() - self._at
        pace = self._guess
        if fresh >= _SETTLED:
            pace = (self._at - self._started) / fresh
        # The picture that is being drawn counts for the time left, up to its end.
        left = (self._frames - self._now) * pace - min(since, pace)
        self._tell(Tick(self._now / self._frames, max(0.0, left)))
