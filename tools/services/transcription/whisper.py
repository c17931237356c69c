"""Whisper: faster-whisper, on this machine. Its weights are fetched when it is first asked.

The model is loaded once, in a child that all jobs share, and goes with the child when nobody asked
for a while. It is an extra: ``pip install 'vfxb[whisper]'``.
"""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from pathlib import Path

from tools.errors import ToolFailed
from tools.resident import Crashed, Overdue, Residents
from tools.services.failures import ServiceError
from tools.services.transcription.parts import length_of
from tools.services.transcription.protocol import Heard, Tell
from tools.services.transcription.weights import ENGINE, Weights
from tools.services.transcription.whisper_child import listen

DEFAULT_MODEL = "small"
"""A good ear in 480 MB; it takes about a third of the sound's length on four cores."""

_START, _PATIENCE = 120.0, 20.0
_UNUSED_SECONDS = 600.0


class Whisper:
    """The engine.

    Args:
        folder: Where weights are kept.
        model: Its size, such as "small", or the name of a converted model at the hub.
        url: Where weights are fetched, where it is not Hugging Face's own hub.
        offline: Whether nothing may be fetched.
    """

    name = ENGINE
    paid = False
    local = True
    rough = False
    languages: frozenset[str] | None = None
    longest: float | None = None

    def __init__(
        self,
        folder: Path,
        model: str = DEFAULT_MODEL,
        url: str | None = None,
        *,
        offline: bool = False,
    ) -> None:
        self._weights = Weights.of(model, folder, url)
        self._offline = offline
        self._children: Residents | None = None
        self._jobs = 0
        self._rest: asyncio.TimerHandle | None = None
        self.version = f"1 {model}"
        self.product = f"local/faster-whisper-{model}"

    async def ready(self) -> str | None:
        """Whether it is installed, and its weights are here or may be fetched."""
        if find_spec("faster_whisper") is None:
            return "it is not installed; pip install 'vfxb[whisper]'"
        if self._offline and not self._weights.are_here:
            return "its weights are not here, and VFXB works offline; go online once"
        return None

    async def transcribe(self, sound: Path, language: str, tell: Tell) -> Heard:
        """What is said in a file.

        Raises:
            ServiceError: Its weights cannot be fetched, or it breaks down.
        """
        await self._weights.fetch(tell)
        seconds = _START + _PATIENCE * length_of(sound)
        children = self._awake()
        try:
            return await children.run(
                seconds, listen, str(self._weights.folder), str(Path.cwd() / sound), language
            )
        except Overdue as error:
            raise ServiceError(ENGINE, "timeout", f"{seconds:.0f} s") from error
        except Crashed as error:
            raise ServiceError(ENGINE, "broken", "it crashed, or ran out of memory") from error
        except RuntimeError as error:  # what the library raises in the child
            raise ServiceError(ENGINE, "broken", str(error).strip().splitlines()[-1]) from error
        finally:
            self._done()

    async def warm(self, tell: Tell) -> None:
        """Fetch the weights, so that no request waits for them.

        Raises:
            ToolFailed: It cannot be used, or its weights cannot be fetched.
        """
        if (reason := await self.ready()) is not None:
            raise ToolFailed(f"{ENGINE} cannot be used: {reason}.")
        await self._weights.fetch(tell)

    def close(self) -> None:
        """Let the model go."""
        if self._children is not None:
            self._children.close()
            self._children = None

    def _awake(self) -> Residents:
        if self._rest is not None:
            self._rest.cancel()
        self._jobs += 1
        if self._children is None:
            self._children = Residents(1, modules=("faster_whisper", listen.__module__))
        return self._children

    def _done(self) -> None:
        self._jobs -= 1
        if not self._jobs:
            loop = asyncio.get_running_loop()
            self._rest = loop.call_later(_UNUSED_SECONDS, self.close)
