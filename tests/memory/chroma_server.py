"""A Chroma server in a process of its own, as ``chroma run`` starts it."""

from __future__ import annotations

import multiprocessing
import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Address of a running server."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(str(folder), port), daemon=True
    )
    process.start()
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join()
        process.close()


def _serve(folder: str, port: int) -> None:
    import chromadb_rust_bindings

    Path(folder).mkdir(parents=True, exist_ok=True)
    os.chdir(folder)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    chromadb_rust_bindings.cli(
        ["chroma", "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    )


def _wait(port: int) -> None:
    for _ in range(400):
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise TimeoutError("the Chroma server did not start")
