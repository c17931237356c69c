"""Weights: the files of a Whisper model, fetched once from a hub and kept.

A fetch that broke off goes on where it ended. What the hub names a checksum for is held against it.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from tools.services.failures import ServiceError, from_status
from tools.services.transcription.protocol import Tell
from tools.services.web import translated

ENGINE = "faster-whisper"
HUB = "https://huggingface.co"

# Sizes whose model is called otherwise at the hub than the rest, as of faster-whisper 1.2.
_TURBO = "mobiuslabsgmbh/faster-whisper-large-v3-turbo"
_NAMES = {
    "large": "Systran/faster-whisper-large-v3",
    "turbo": _TURBO,
    "large-v3-turbo": _TURBO,
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
    "distil-large-v2": "Systran/faster-distil-whisper-large-v2",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
    "distil-large-v3.5": "distil-whisper/distil-large-v3.5-ct2",
}
_NEEDED = ("config.json", "tokenizer.json", "model.bin")
# Depending on its age, a model has one of these or the other, or more.
_OTHERS = ("vocabulary.txt", "vocabulary.json", "preprocessor_config.json")
# Written last: where it is, the rest is.
_WHOLE = "whole"
_SECONDS, _TELL_SECONDS = 30.0, 1.0
_CHECKSUM = re.compile(r'"?([0-9a-f]{64})"?')
_locks: dict[Path, asyncio.Lock] = {}


@dataclass(frozen=True, slots=True)
class Weights:
    """The files of a model.

    Attributes:
        folder: Where they are kept.
        repository: What the hub calls the model.
        hub: Address of the hub.
    """

    folder: Path
    repository: str
    hub: str = HUB

    @classmethod
    def of(cls, model: str, folder: Path, hub: str | None) -> Weights:
        """The files of a model by its size, or by its name at the hub.

        Args:
            model: Such as "small", or "Systran/faster-whisper-small".
            folder: Where models are kept.
            hub: Address of the hub; None for Hugging Face's.
        """
        usual = model if "/" in model else f"Systran/faster-whisper-{model}"
        repository = _NAMES.get(model, usual)
        return cls(folder / repository.replace("/", "--"), repository, (hub or HUB).rstrip("/"))

    @property
    def are_here(self) -> bool:
        """Whether all files are there."""
        return (self.folder / _WHOLE).is_file()

    async def fetch(self, tell: Tell) -> None:
        """Fetch what is not there.

        Args:
            tell: Told how far it is.

        Raises:
            ServiceError: They cannot be fetched.
        """
        async with _locks.setdefault(self.folder, asyncio.Lock()):
            if self.are_here:
                return
            await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
            with translated(ENGINE):
                async with httpx.AsyncClient(timeout=_SECONDS, follow_redirects=True) as client:
                    for name in (*_NEEDED, *_OTHERS):
                        await self._file(client, name, tell)
            await asyncio.to_thread((self.folder / _WHOLE).touch)

    async def _file(self, client: httpx.AsyncClient, name: str, tell: Tell) -> None:
        target, part = self.folder / name, self.folder / f"{name}.part"
        if target.is_file():
            return
        begun = part.stat().st_size if part.is_file() else 0
        headers = {"Range": f"bytes={begun}-"} if begun else {}
        url = f"{self.hub}/{self.repository}/resolve/main/{name}"
        async with client.stream("GET", url, headers=headers) as response:
            if response.status_code == 404 and name in _OTHERS:
                return
            if response.status_code == 416:  # there is no more of it than was fetched
                part.unlink()
                raise ServiceError(ENGINE, "answer", f"{name} is not as long as it was")
            if response.status_code >= 300:
                raise from_status(ENGINE, response.status_code, None, response.headers)
            await self._written(response, part, begun, tell)
        if not await asyncio.to_thread(_is_right, part, _checksum(response)):
            part.unlink()
            raise ServiceError(ENGINE, "answer", f"{name} was damaged on its way")
        part.replace(target)

    async def _written(self, response: httpx.Response, part: Path, begun: int, tell: Tell) -> None:
        """What comes, behind what is there already."""
        begun = begun if response.status_code == 206 else 0
        whole = begun + int(response.headers.get("content-length") or 0)
        told = time.monotonic()
        try:
            with part.open("ab" if begun else "wb") as file:
                async for chunk in response.aiter_bytes():
                    await asyncio.to_thread(file.write, chunk)
                    begun += len(chunk)
                    if time.monotonic() - told > _TELL_SECONDS and whole:
                        told = time.monotonic()
                        tell(
                            f"fetching the speech recogniser, once: {begun / 1e6:.0f} of "
                            f"{whole / 1e6:.0f} MB"
                        )
        except OSError as error:
            raise ServiceError(ENGINE, "failed", f"{part.name}: {error.strerror}") from error


def _checksum(response: httpx.Response) -> str:
    """SHA-256 of the file, where the hub names it; empty otherwise."""
    for each in (*response.history, response):
        named = _CHECKSUM.fullmatch(each.headers.get("x-linked-etag", ""))
        if named:
            return named[1]
    return ""


def _is_right(path: Path, checksum: str) -> bool:
    if not checksum:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == checksum
