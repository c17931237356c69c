"""Clips and results on their way into a bucket that has none yet, and out of one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agent.bucket import bucket_of
from tools.errors import BadInput, ToolFailed

if TYPE_CHECKING:
    from agent.settings import Settings
    from memory.s3 import S3

FOLDERS = ("assets", "outputs")
"""Where clips lie, and where results do: under home, in a bucket and in a backup."""

_CLIP = re.compile(r"assets/[0-9a-f]{2}/([0-9a-f]{64})")
_RESULT = re.compile(r"outputs/[0-9a-f]{32}/[^/]+")


def is_clip(name: str) -> bool:
    """Whether a file of that name is a clip or a result."""
    return bool(_CLIP.fullmatch(name) or _RESULT.fullmatch(name))


def check_clip(name: str, file: Path) -> None:
    """See that a clip is what its name promises.

    Raises:
        ToolFailed: It is not.
    """
    found = _CLIP.fullmatch(name)
    if found is None:
        return
    with file.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != found[1]:
            raise ToolFailed(f"The clip {name} in the backup is damaged.")


class BucketClips:
    """The clips in a bucket. Made by ``BucketClips.open``.

    Args:
        bucket: Where they are.
        place: The same in words.
    """

    def __init__(self, bucket: S3, place: str) -> None:
        self._bucket = bucket
        self.place = place
        self._sent: list[str] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings) -> AsyncIterator[BucketClips | None]:
        """The clips in the bucket that is set, while the block runs; None where none is.

        Where the block fails, what it sent there is taken back.
        """
        if (bucket := bucket_of(settings)) is None:
            yield None
            return
        from memory.s3 import S3

        async with S3.open(bucket) as s3:
            clips = cls(s3, f"s3://{bucket.bucket}/{bucket.prefix}".rstrip("/"))
            try:
                yield clips
            except BaseException:
                await clips._take_back()
                raise

    async def sizes(self, *, results: bool = True) -> dict[str, int]:
        """Bytes of all that lies there, by name.

        Args:
            results: Whether results count, too.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        folders = FOLDERS if results else FOLDERS[:1]
        there = [one for folder in folders for one in await self._bucket.listed(folder)]
        return {one.name: one.size for one in there}

    async def fetch(self, name: str, target: Path) -> None:
        """Fetch one.

        Raises:
            StoreFailed: It is not there, or the server does not do what it is asked to.
        """
        await self._bucket.get(name, target)

    async def missing(self, sizes: Mapping[str, int]) -> set[str]:
        """Which of a backup's clips are not there yet, from a try that was killed.

        Args:
            sizes: Bytes of all clips of the backup, by name.

        Raises:
            BadInput: There are others.
            StoreFailed: The server does not do what it is asked to.
        """
        there = await self.sizes()
        others = [name for name, size in there.items() if sizes.get(name) != size]
        if others:
            raise BadInput(
                f"The bucket {self.place} is not empty: it has {len(others):,} files that are not "
                f"in the backup, such as {others[0]}. Name another prefix in VFXB_ASSETS: nothing "
                "in it is overwritten."
            )
        return sizes.keys() - there.keys()

    async def send(self, name: str, file: Path) -> None:
        """Send one.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        await self._bucket.put(name, file)
        self._sent.append(name)

    async def _take_back(self) -> None:
        for name in self._sent:
            await self._bucket.remove(name)
