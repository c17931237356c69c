"""S3: files in a bucket of any server that speaks its protocol."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from memory.bucket import Bucket, query_of
from memory.errors import StoreAway, StoreFailed

if TYPE_CHECKING:
    import httpx

PART_BYTES = 8 << 20
"""Larger files go in parts of so many bytes, and are fetched so; S3 wants 5 MiB at least."""

PATIENCE = 60.0
"""Seconds for which a server may be out of reach."""

_EMPTY = hashlib.sha256(b"").hexdigest()
_CONTENTS = re.compile(r"<Contents>(.*?)</Contents>", re.S)
_FIELD = re.compile(r"<(Key|Size|LastModified)>([^<]+)</")
_NEXT = re.compile(r"<NextContinuationToken>([^<]+)</NextContinuationToken>")
_UPLOAD = re.compile(r"<UploadId>([^<]+)</UploadId>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file in a bucket.

    Attributes:
        name: Its name, without the prefix of all.
        size: Bytes.
        modified: When it was written, in seconds since the epoch.
    """

    name: str
    size: int
    modified: float


class S3:
    """A bucket that is open. Made by ``S3.open``."""

    def __init__(self, bucket: Bucket, client: httpx.AsyncClient) -> None:
        self._bucket = bucket
        self._client = client

    @classmethod
    @asynccontextmanager
    async def open(cls, bucket: Bucket) -> AsyncIterator[S3]:
        """The bucket while the block runs. Nothing is asked of the server yet."""
        import httpx

        async with httpx.AsyncClient(base_url=bucket.endpoint, timeout=PATIENCE) as client:
            yield cls(bucket, client)

    async def knock(self) -> None:
        """See that the bucket is there and the keys are right, without asking again.

        Raises:
            StoreAway: The server is out of reach.
            StoreFailed: It refuses us, or knows no such bucket.
        """
        with _translated(self._bucket.endpoint):
            query = {"list-type": "2", "max-keys": "1", "prefix": f"{self._bucket.prefix}/"}
            answer = await self._once("GET", None, query, b"", {})
            if answer.status_code >= 500:
                answer.raise_for_status()
        self._see(answer, "GET", None, ())

    async def size(self, name: str) -> int | None:
        """Bytes of a file; None where there is none.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        answer = await self._ask("HEAD", name, allowed=(404,))
        return None if answer.status_code == 404 else int(answer.headers["content-length"])

    async def put(self, name: str, file: Path) -> None:
        """Keep a file. Others see all of it or nothing.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        size = (await asyncio.to_thread(file.stat)).st_size
        if size <= PART_BYTES:
            await self._ask("PUT", name, content=await asyncio.to_thread(file.read_bytes))
            return
        started = await self._ask("POST", name, {"uploads": ""})
        found = _UPLOAD.search(started.text)
        if found is None:
            raise StoreFailed(f"The S3 server {self._bucket.endpoint} began no upload.")
        upload = found[1]
        try:
            tags = [
                await self._part(name, file, upload, number, offset)
                for number, offset in enumerate(range(0, size, PART_BYTES), 1)
            ]
            parts = "".join(
                f"<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>"
                for number, tag in enumerate(tags, 1)
            )
            whole = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
            await self._ask("POST", name, {"uploadId": upload}, content=whole)
        except BaseException:
            # What went wrong first counts, even if its parts cannot be taken back.
            with suppress(StoreFailed):
                await self._ask("DELETE", name, {"uploadId": upload}, allowed=(404,))
            raise

    async def get(self, name: str, target: Path) -> None:
        """Fetch a file, part by part; a part that breaks off is fetched again, and no other.

        Raises:
            StoreFailed: It is not there, or the server does not do what it is asked to.
        """
        size = await self.size(name)
        if size is None:
            raise StoreFailed(f"The file {name} is not in the bucket {self._bucket.bucket}.")
        with target.open("wb") as sink:
            for start in range(0, size, PART_BYTES):
                sink.write(await self.read(name, start, min(size, start + PART_BYTES)))

    async def read(self, name: str, start: int, end: int) -> bytes:
        """Bytes of a file, from one place up to another.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        headers = {"range": f"bytes={start}-{end - 1}"}
        content = (await self._ask("GET", name, headers=headers)).content
        if len(content) != end - start:
            raise StoreFailed(
                f"The S3 server {self._bucket.endpoint} sent {len(content)} bytes of {name} in "
                f"place of {end - start}. It has to answer requests for ranges."
            )
        return content

    async def remove(self, name: str) -> None:
        """Delete a file; none is fine.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        await self._ask("DELETE", name, allowed=(404,))

    async def names(self, folder: str) -> list[str]:
        """Names of the files in a folder.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        return [one.name for one in await self.listed(folder)]

    async def listed(self, folder: str) -> list[Listed]:
        """The files in a folder and in those below it.

        Raises:
            StoreFailed: The server does not do what it is asked to.
        """
        inside = "/".join(filter(None, (self._bucket.prefix, folder))) + "/"
        query = {"list-type": "2", "prefix": inside}
        found: list[Listed] = []
        while True:
            text = (await self._ask("GET", None, query)).text
            for contents in _CONTENTS.findall(text):
                told = dict(_FIELD.findall(contents))
                found.append(
                    Listed(
                        name=f"{folder}/{unescape(told['Key']).removeprefix(inside)}",
                        size=int(told["Size"]),
                        modified=datetime.fromisoformat(told["LastModified"]).timestamp(),
                    )
                )
            following = _NEXT.search(text)
            if following is None:
                return found
            query["continuation-token"] = unescape(following[1])

    async def _part(self, name: str, file: Path, upload: str, number: int, offset: int) -> str:
        with file.open("rb") as source:
            content = os.pread(source.fileno(), PART_BYTES, offset)
        query = {"partNumber": str(number), "uploadId": upload}
        return str((await self._ask("PUT", name, query, content=content)).headers["etag"])

    async def _ask(
        self,
        method: str,
        name: str | None,
        query: Mapping[str, str] | None = None,
        *,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        allowed: tuple[int, ...] = (),
    ) -> httpx.Response:
        """Ask the server; tried again for some time while it is out of reach."""
        import stamina

        caller = stamina.AsyncRetryingCaller(attempts=None, timeout=PATIENCE, wait_max=5.0)

        async def once() -> httpx.Response:
            answer = await self._once(method, name, query or {}, content, headers or {})
            if answer.status_code >= 500:
                answer.raise_for_status()
            return answer

        with _translated(self._bucket.endpoint):
            answer = await caller.on(_worth_another)(once)
        self._see(answer, method, name, allowed)
        return answer

    def _see(
        self, answer: httpx.Response, method: str, name: str | None, allowed: tuple[int, ...]
    ) -> None:
        if answer.status_code >= 400 and answer.status_code not in allowed:
            asked = name or f"the bucket {self._bucket.bucket}"
            raise StoreFailed(
                f"The S3 server {self._bucket.endpoint} refused {method} of {asked} (status "
                f"{answer.status_code}). Are the keys and the bucket in VFXB_ASSETS right?"
            )

    async def _once(
        self, method: str, name: str | None, query: Mapping[str, str], content: bytes,
        more: Mapping[str, str],
    ) -> httpx.Response:  # fmt: skip
        now = datetime.now(UTC)
        digest = hashlib.sha256(content).hexdigest() if content else _EMPTY
        headers = {
            "host": urlsplit(self._bucket.endpoint).netloc,
            "x-amz-content-sha256": digest,
            "x-amz-date": f"{now:%Y%m%dT%H%M%SZ}",
        }
        path = f"/{self._bucket.bucket}" if name is None else self._bucket.path(name)
        signed = self._bucket.signature(method, path, query, headers, digest, now)
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self._bucket.key}/{self._bucket.scope(now)}, "
            f"SignedHeaders={';'.join(sorted(headers))}, Signature={signed}"
        )
        address = f"{path}?{query_of(query)}" if query else path
        return await self._client.request(
            method, address, content=content, headers={**headers, **more}
        )


def _worth_another(error: Exception) -> bool:
    import httpx

    return isinstance(error, httpx.TransportError | httpx.HTTPStatusError)


@contextmanager
def _translated(endpoint: str) -> Iterator[None]:
    import httpx

    try:
        yield
    except httpx.HTTPError as error:
        raise StoreAway(
            f"The S3 server {endpoint} is out of reach: {error or type(error).__name__}. Check "
            "VFXB_ASSETS and the network.",
            "bucket",
        ) from error
