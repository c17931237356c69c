"""Progress of pictures that are drawn anew: slow work, so the time left is told from the first."""

from __future__ import annotations

import time
from collections.abc import Callable

from tools.engine.ffmpeg import Tick

# Pictures after which the measured pace is worth more than the guess.
_SETTLED = 3


class Progress:
    """Counts pictures.

    Args:
        tell: Told how far it is; None where nobody listens.
        frames: How many there are.
        seconds: How long each takes, as far as that can be guessed.
    """

    def __init__(self, tell: Callable[[Tick], None] | None, frames: int, seconds: float) -> None:
        self._tell, self._frames, self._guess = tell, frames, seconds
        self._known = self._done = 0
        self._started = time.monotonic()

    def begin(self, known: int) -> None:
        """So many pictures are there from before."""
        self._known = self._done = known
        self._started = time.monotonic()
        self.drawn(0)

    def finished(self, pictures: int) -> None:
        """So many more are done, whatever came of their counting."""
        self._done += pictures
        self.drawn(0)

    def drawn(self, pictures: int) -> None:
        """So many of the present run are drawn."""
        if self._tell is None:
            return
        done = self._done + pictures
        fresh = done - self._known
        pace = self._guess
        if fresh >= _SETTLED:
            pace = (time.monotonic() - self._started) / fresh
        self._tell(Tick(done / self._frames, (self._frames - done) * pace))
