"""Whisper: faster-whisper, on this machine. Its weights are fetched when it is first asked.

The model is loaded once, in a child that all jobs share and the keeper of models lets go. It is an
extra: ``pip install 'vfxb[whisper]'``.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from tools.errors import ToolFailed
from tools.resident import Crashed, Overdue, Residents
from tools.services.failures import ServiceError
from tools.services.keeper import Model, ModelKeeper
from tools.services.transcription.parts import length_of
from tools.services.transcription.protocol import Heard, Tell
from tools.services.transcription.weights import ENGINE, Weights
from tools.services.transcription.whisper_child import listen, load

DEFAULT_MODEL = "small"
"""A good ear in 480 MB; it takes about a third of the sound's length on four cores."""

_START, _PATIENCE = 120.0, 20.0
# Memory of the child with weights of 8 bits, measured by the library's authors and rounded up; what
# is not here is taken for the largest. https://github.com/SYSTRAN/faster-whisper#benchmark
_MEGABYTES = {"tiny": 400, "base": 500, "small": 1_000, "medium": 2_300, "large": 3_600}


class Whisper:
    """The engine.

    Args:
        folder: Where weights are kept.
        model: Its size, such as "small", or the name of a converted model at the hub.
        url: Where weights are fetched, where it is not Hugging Face's own hub.
        offline: Whether nothing may be fetched.
        keeper: Keeps the model in memory.
    """

    name = ENGINE
    paid = False
    local = True
    rough = False
    longest: float | None = None

    def __init__(
        self,
        folder: Path,
        model: str = DEFAULT_MODEL,
        url: str | None = None,
        *,
        offline: bool = False,
        keeper: ModelKeeper | None = None,
    ) -> None:
        self._weights = Weights.of(model, folder, url)
        self._offline = offline
        self._keeper = keeper or ModelKeeper()
        size = _MEGABYTES.get(re.split("[.-]", model.removeprefix("distil-"))[0])
        size = size or _MEGABYTES["large"]
        self._model = Model(f"Whisper {model}", size << 20, _awake, Residents.close)
        # Those of English write down whatever they hear as English.
        self.languages = frozenset({"en"}) if model.endswith(".en") else None
        self.version = f"2 {model}"
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
        weights, path = str(self._weights.folder), str(Path.cwd() / sound)
        try:
            async with self._keeper.using(self._model) as children:
                return await children.run(seconds, listen, weights, path, language)
        except Overdue as error:
            raise ServiceError(ENGINE, "timeout", f"{seconds:.0f} s") from error
        except Crashed as error:
            raise ServiceError(ENGINE, "broken", "it crashed, or ran out of memory") from error
        except (RuntimeError, ValueError) as error:  # what the library raises in the child
            raise ServiceError(ENGINE, "broken", str(error).strip().splitlines()[-1]) from error

    async def warm(self, tell: Tell) -> None:
        """Fetch the weights and load the model, so that no request waits for them.

        Raises:
            ToolFailed: It cannot be used, or its weights cannot be fetched.
        """
        if (reason := await self.ready()) is not None:
            raise ToolFailed(f"{ENGINE} cannot be used: {reason}.")
        await self._weights.fetch(tell)
        async with self._keeper.using(self._model) as children:
            await children.run(_START, load, str(self._weights.folder))


def _awake() -> Residents:
    return Residents(1, modules=("faster_whisper", listen.__module__))
