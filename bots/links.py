"""Links: signed addresses of results that are too large for a chat; each works for a while."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlencode

from agent.bucket import bucket_of
from agent.settings import Settings
from tools.errors import BadInput, Outage, ToolFailed, is_full

if TYPE_CHECKING:
    from memory.bucket import Bucket

BUCKET = "bucket"
"""In place of the address of a file server: the bucket hands results out itself."""

_KEY_FILE = "files.key"
_FOLDER = re.compile(r"[0-9a-f]{32}")
# More digits than any time has.
_UNTIL = re.compile(r"[0-9]{1,15}")
# The engine names results; nothing else is ever handed out. A dot at the start is work under way.
_NAME = re.compile(r"\w[\w.-]{0,150}", re.ASCII)


class Linking(Protocol):
    """Makes links to results."""

    @property
    def hours(self) -> float:
        """How long a link works."""
        ...

    def link(self, file: Path) -> str:
        """The address of a result; empty for what is none."""
        ...


def links_of(settings: Settings) -> Linking | None:
    """What makes links to results, as the settings say; None where there are to be none.

    Raises:
        BadInput: The bucket is to hand results out, and there is none.
        ToolFailed: The key of the file server cannot be kept.
    """
    if settings.files_url != BUCKET:
        return Links.of(settings)
    bucket = bucket_of(settings)
    if bucket is None:
        raise BadInput(
            "VFXB_FILES_URL is 'bucket', and there is none: set VFXB_ASSETS, or give the public "
            "address of the file server."
        )
    return BucketLinks(bucket, settings.home / "outputs", settings.files_hours)


class BucketLinks:
    """Makes links to the bucket that results lie in.

    Args:
        bucket: Which one.
        outputs: Folder in which results lie here.
        hours: How long a link is to work.

    Attributes:
        hours: How long a link works.
    """

    def __init__(self, bucket: Bucket, outputs: Path, hours: float) -> None:
        self._bucket = bucket
        self._outputs = outputs
        # S3 signs for a week at most.
        self.hours = min(hours, 7 * 24.0)

    def link(self, file: Path) -> str:
        """The address of a result; empty for what is none."""
        if not file.is_relative_to(self._outputs):
            return ""
        name = f"outputs/{file.relative_to(self._outputs).as_posix()}"
        return self._bucket.link(name, int(self.hours * 3600), file.name)


class Expired(Exception):
    """The link worked once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Makes links to results, and reads them again.

    Attributes:
        outputs: Folder in which results lie, each in the folder of its conversation.
        url: Public address of the file server.
        key: Signs the links. Whoever has it can make links to every result, and nobody else can.
        hours: How long a link works.
        clock: Seconds since the epoch.
    """

    outputs: Path
    url: str
    key: bytes = field(repr=False)
    hours: float = 24.0
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, settings: Settings) -> Links | None:
        """Links of a file server as the settings say; None where there is none.

        Raises:
            ToolFailed: The key cannot be kept.
        """
        if settings.files_url is None or settings.files_url == BUCKET:
            return None
        secret = settings.files_secret
        return cls(
            outputs=settings.home / "outputs",
            url=settings.files_url.rstrip("/"),
            key=secret.get_secret_value().encode() if secret else _kept_key(settings.home),
            hours=settings.files_hours,
        )

    def link(self, file: Path) -> str:
        """The address of a result; empty for what is none."""
        folder, name = file.parent.name, file.name
        if file.parent.parent != self.outputs or not _is_result(folder, name):
            return ""
        until = int(self.clock() + self.hours * 3600)
        query = urlencode({"until": until, "sign": self._sign(folder, name, until)})
        return f"{self.url}/{folder}/{quote(name)}?{query}"

    def file(self, folder: str, name: str, until: str, sign: str) -> Path | None:
        """The result that a link leads to; None where the link was not made here.

        Raises:
            Expired: It does not work any more.
        """
        if not _is_result(folder, name) or not _UNTIL.fullmatch(until):
            return None
        expected = self._sign(folder, name, int(until))
        if not hmac.compare_digest(expected.encode(), sign.encode("utf-8", "replace")):
            return None
        if self.clock() > int(until):
            raise Expired
        return self.outputs / folder / name

    def _sign(self, folder: str, name: str, until: int) -> str:
        text = f"{folder}/{name}\n{until}"
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()


def _is_result(folder: str, name: str) -> bool:
    return bool(_FOLDER.fullmatch(folder) and _NAME.fullmatch(name))


def _kept_key(home: Path) -> bytes:
    """The key under home; made where there is none, once, also when several programs start."""
    path = home / _KEY_FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        # Linked into place whole: nobody reads half a key.
        fresh = home / f".{secrets.token_hex(8)}.key"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink(missing_ok=True)
        return path.read_bytes()
    except OSError as error:
        raise (Outage if is_full(error) else ToolFailed)(
            f"The key of the file server cannot be kept: {error.strerror}. Make VFXB_HOME "
            "writable, or set VFXB_FILES_SECRET."
        ) from error
