"""Blobs: files on their way into a store, whole or not at all, and the hash of what is in them."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from itertools import cycle
from pathlib import Path
from threading import Event

from memory.errors import NotStorable, StoreAway, StoreFailed, TooMuch

CHUNK_BYTES = 1 << 20
ABANDONED_SECONDS = 24 * 3600.0
"""Age at which a half-copied file is taken for what a killed process left."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A copied file that nobody knows of yet.

    Attributes:
        path: Where it lies.
        identity: SHA-256 of the content, hexadecimal.
        size: Bytes.
    """

    path: Path
    identity: str
    size: int

    def move(self, target: Path) -> None:
        """Put it where it belongs, in the place of an equal one.

        Raises:
            StoreFailed: That cannot be; then it is gone.
        """
        try:
            with disk_errors():
                target.parent.mkdir(exist_ok=True)
                self.path.replace(target)
        except StoreFailed:
            self.drop()
            raise

    def drop(self) -> None:
        """Delete it."""
        with suppress(OSError):
            self.path.unlink()


def copy(path: Path, parts: Path, max_bytes: int | None, stop: Event) -> Part:
    """Copy a file.

    Args:
        path: The file. Links are not followed.
        parts: Folder of what is half-copied; made when missing.
        max_bytes: How long it may be, however much it grows meanwhile.
        stop: Set when it is called off.

    Raises:
        NotStorable: There is no such file, or it is a link, a folder or a device.
        StoreFailed: It cannot be copied, for example because the disk is full.
        TooMuch: It is longer than ``max_bytes``.
    """
    with os.fdopen(_open_regular(path), "rb", buffering=0) as reader, disk_errors():
        parts.mkdir(parents=True, exist_ok=True)
        _sweep(parts)
        part = parts / f"{secrets.token_hex(8)}.part"
        try:
            identity, size = _copy_and_hash(reader, part, max_bytes, stop)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return Part(path=part, identity=identity, size=size)


def _sweep(parts: Path) -> None:
    """Delete what killed processes left half-copied."""
    before = time.time() - ABANDONED_SECONDS
    for part in parts.iterdir():
        with suppress(OSError):
            if part.stat().st_mtime < before:
                part.unlink()


def _open_regular(path: Path) -> int:
    """A descriptor of a regular file; opening neither follows a link nor waits for a pipe."""
    shown = repr(path.name[-200:])  # Chats see it, and no chat should see a server's folders.
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError as error:
        raise NotStorable(f"There is no file {shown}.") from error
    except ValueError as error:
        raise NotStorable(f"{shown} is not a file name.") from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotStorable(f"{shown} is a link. Give the file that it points to.") from error
        raise NotStorable(f"Cannot read {shown}: {error.strerror}.") from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    what = "a folder" if stat.S_ISDIR(mode) else "not a regular file"
    raise NotStorable(f"{shown} is {what}. Give a media file.")


def _copy_and_hash(reader: FileIO, part: Path, limit: int | None, stop: Event) -> tuple[str, int]:
    """Copy what is read, and hash the same bytes beside that: each chunk is read once."""
    digest = hashlib.sha256()
    size = 0
    with part.open("xb", buffering=0) as file, ThreadPoolExecutor(1) as writer:
        writing: Future[None] | None = None
        for chunk in _chunks(reader):
            if stop.is_set():
                raise StoreFailed("Copying the file was called off.")
            size += len(chunk)
            if limit is not None and size > limit:
                raise TooMuch(f"The file is longer than the limit of {limit:,} bytes.")
            if writing is not None:
                writing.result()
            writing = writer.submit(_write, file.fileno(), chunk)
            digest.update(chunk)
        if writing is not None:
            writing.result()
    return digest.hexdigest(), size


def _write(descriptor: int, chunk: memoryview) -> None:
    while chunk:
        chunk = chunk[os.write(descriptor, chunk) :]


def write_through(path: Path) -> None:
    """Have a file on the disk; without this a power cut could leave less than its hash promises.

    Raises:
        StoreFailed: That cannot be; then the file is gone.
    """
    with disk_errors():
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            return  # It was removed meanwhile.
        try:
            os.fsync(descriptor)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)


def _chunks(reader: FileIO) -> Iterator[memoryview]:
    """Chunk after chunk, each good until the next but one: new memory for each takes as long again.

    So one can still be written while the next one is read.
    """
    buffers = cycle([memoryview(bytearray(CHUNK_BYTES)), memoryview(bytearray(CHUNK_BYTES))])
    try:
        for buffer in buffers:
            if not (length := reader.readinto(buffer)):
                return
            yield buffer[:length]
    except OSError as error:
        raise NotStorable(f"The file cannot be read to its end: {error.strerror}.") from error


@contextmanager
def disk_errors() -> Iterator[None]:
    """Tell an error of the disk as one of the store, with what to do."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        reason = "The disk is full" if full else error.strerror or str(error)
        told = (
            f"The file cannot be kept: {reason}. Make room under VFXB_HOME, or set it to another "
            "folder."
        )
        raise (StoreAway(told, "disk") if full else StoreFailed(told)) from error
