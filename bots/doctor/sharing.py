"""Checks of what machines share: where conversations are kept, and the bucket of clips."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from agent.bucket import bucket_of
from bots.doctor.finding import REMEDIES, Finding
from bots.links import BUCKET
from memory.connections import WORKER
from memory.knocking import room_at_database

if TYPE_CHECKING:
    from agent.settings import Settings
    from memory.bucket import Bucket

BUCKET_SECONDS = 8.0
"""Longest time that the bucket may take for a file of a few bytes."""

_SAID = b"vfxb was here"


async def check_conversations(settings: Settings) -> Finding:
    """Whether conversations can be read, and a turn of one be taken."""
    from agent.checkpoints import FILE_NAME, open_checkpoints
    from agent.conversations import Conversations

    home, url = settings.home, settings.database_url
    home.mkdir(parents=True, exist_ok=True)
    async with (
        open_checkpoints(home, url) as checkpoints,
        Conversations.open(home, url) as conversations,
        conversations.free("doctor"),
    ):
        where = "the database, for all machines" if checkpoints.everywhere else home / FILE_NAME
        try:
            config = {"configurable": {"thread_id": "doctor", "checkpoint_ns": ""}}
            await checkpoints.saver.aget_tuple(config)  # type: ignore[arg-type]
        except checkpoints.errors as error:
            text = f"cannot be read in {where}: {error}"
            return Finding("conversations", False, text, REMEDIES["conversations"])
        return Finding("conversations", True, f"are kept in {where}; one can be taken and left")


async def check_connections(settings: Settings) -> Finding:
    """For how many more programs the database server has connections."""
    room = await room_at_database(settings.database_url)
    if room is None:
        return Finding("connections", True, "none; tables are in a file (VFXB_DATABASE_URL)")
    most, left = room
    text = f"{left} of {most} are left: room for {left // WORKER} more workers"
    remedy = "" if left >= WORKER else REMEDIES["connections"]
    return Finding("connections", not remedy, text, remedy)


async def check_bucket(settings: Settings) -> Finding:
    """Whether the bucket takes a file, gives a part of it back, and is reached by links."""
    bucket = bucket_of(settings)
    if bucket is None:
        return Finding("bucket", True, "none; clips and results lie under home (VFXB_ASSETS)")
    linking = settings.files_url == BUCKET
    try:
        async with asyncio.timeout(BUCKET_SECONDS):
            problem = await _tried(bucket, linking=linking)
    except TimeoutError:
        problem = f"no answer within {BUCKET_SECONDS:g} s"
    if problem:
        return Finding("bucket", False, problem, REMEDIES["bucket"])
    links = "; its links work from here" if linking else ""
    return Finding("bucket", True, f"takes files, gives parts of them, deletes them{links}")


async def _tried(bucket: Bucket, *, linking: bool) -> str:
    """What is wrong with the bucket; empty when nothing is.

    Raises:
        StoreFailed: It does not do what it is asked to.
    """
    from memory.s3 import S3

    name = f"doctor-{secrets.token_hex(8)}"
    with tempfile.NamedTemporaryFile(prefix="vfxb-") as file:
        file.write(_SAID)
        file.flush()
        async with S3.open(bucket) as s3:
            await s3.put(name, Path(file.name))
            try:
                part = await s3.read(name, 5, len(_SAID))
                problem = await _fetched(bucket.link(name, 60)) if linking else ""
            finally:
                await s3.remove(name)
    return problem or ("" if part == _SAID[5:] else "it gives back other bytes than it took")


async def _fetched(link: str) -> str:
    """What is wrong with a link; empty when nothing is."""
    import httpx

    try:
        async with httpx.AsyncClient() as anybody:
            answer = await anybody.get(link)
    except httpx.HTTPError as error:
        return f"its links are not reached from here ({type(error).__name__})"
    if answer.content != _SAID:
        return f"its links do not work (status {answer.status_code})"
    return ""
