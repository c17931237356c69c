"""An S3 server for tests: moto, as a program of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from memory.bucket import Bucket

_PLACES = os.pathsep.join((str(Path(sys.prefix) / "servers" / "bin"), os.defpath))


@contextmanager
def s3_bucket(name: str = "clips") -> Iterator[Bucket]:
    """A bucket at a running server; a skipped test where there can be none."""
    program = shutil.which("moto_server", path=_PLACES)
    if program is None:
        pytest.skip("there is no S3 server here; try: make servers")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [program, "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with suppress(httpx.TransportError):
                httpx.put(f"{address}/{name}")
                break
            time.sleep(0.1)
        yield Bucket.of(f"s3://{name}/vfxb test?endpoint={address}", "key", "secret")
    finally:
        server.kill()
        server.wait()
