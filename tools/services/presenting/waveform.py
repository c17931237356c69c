"""Waveform: the built-in presenter: a voice over a picture, with its waveform moving."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from tools.engine.limits import Limits
from tools.engine.render.presenter import PresenterFilm, render_presenter
from tools.operations import Presentation, Utterance
from tools.services.presenting.protocol import Tell

Say = Callable[[Utterance, Tell], Awaitable[Path]]
"""Speaks words into a WAV file, by the best voice there is."""


class Waveform:
    """The engine.

    Args:
        say: Speaks.
        limits: Time and memory that a film may take.
        binary: The ffmpeg to use; the bundled one when None.
    """

    name = "waveform"
    version = "1"
    product = "built-in/waveform"
    paid = False
    local = True
    languages: frozenset[str] | None = None
    longest: float | None = None
    shows_pictures = True

    def __init__(self, say: Say, limits: Limits, binary: Path | None = None) -> None:
        self._say = say
        self._limits = limits
        self._binary = binary

    async def ready(self) -> str | None:
        """It always is."""
        return None

    async def present(self, wanted: Presentation, key: str, target: Path, tell: Tell) -> None:
        """Speak, and render the film.

        Raises:
            BadInput: The words cannot be spoken.
            ToolFailed: No voice works, or the film could not be rendered.
        """
        voice = await self._say(wanted.script, tell)
        film = PresenterFilm(voice, wanted.picture, wanted.width, wanted.height)
        with await asyncio.to_thread(
            tempfile.TemporaryDirectory, prefix="presenter-", dir=target.parent
        ) as folder:
            made = await render_presenter(film, Path(folder), self._limits, self._binary)
            await asyncio.to_thread(made.replace, target)
