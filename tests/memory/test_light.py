from __future__ import annotations

import importlib
import multiprocessing
import sys

HEAVY = {"sqlmodel", "sqlalchemy", "chromadb", "numpy", "openai", "filelock"}


def load() -> None:
    """Runs in a fresh interpreter."""
    for name in ("assets", "errors", "memory"):
        importlib.import_module(f"memory.{name}")
    sys.exit(" ".join(sorted(HEAVY & sys.modules.keys())) or 0)


def test_importing_memory_loads_nothing_heavy() -> None:
    process = multiprocessing.get_context("spawn").Process(target=load)
    process.start()
    process.join()
    assert process.exitcode == 0
