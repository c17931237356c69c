"""Workers that sleep in place of rendering: what is left is the queue, and all around it.

    python -m tests.soak.sleeper --workers 3

Each is a program of its own; they begin as one, so that all of them together load their libraries
once. A result is a copy of the clip, and takes as long as was expected.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import gc
import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import Any

from pydantic import TypeAdapter

from agent.history import from_json
from agent.settings import Settings
from agent.steps import RenderOrder, Tell
from bots.jobs.processes import opened, working
from bots.jobs.renders import Renders
from bots.service import run_program
from bots.starting import Start
from bots.stopping import stop_signals
from memory.assets import AssetStore
from memory.notes import Notes
from tools.facts import Facts

log = logging.getLogger(__name__)

_LIBRARIES = ("dbos", "psycopg", "sqlalchemy.dialects.postgresql.psycopg", "uuid")
_APART_SECONDS = 0.05
"""From the start of one to that of the next."""
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of linux/prctl.h


class Sleeper:
    """Sleeps in place of rendering.

    Args:
        assets: Where results go.
    """

    def __init__(self, assets: AssetStore) -> None:
        self._assets = assets

    async def render(self, order: RenderOrder, emit: Tell) -> dict[str, Any]:
        """A copy of the clip, where there is one."""
        await asyncio.sleep(order.seconds)
        if not order.history:
            return {}
        history = from_json(order.history)
        source = history.source
        assert source is not None
        target = self._assets.outputs(order.conversation) / f"clip-{history.next_version()}.mp4"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.path, target)
        facts = TypeAdapter(Facts).dump_python(source.facts, mode="json")
        made = {"fitted": 0, "new": True, "usd": 0.0, "count": 1, "facts": facts, "notes": []}
        return {**made, "found": {}, "files": [self._assets.written_down(target)]}

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError("it has none made")


async def _serve(settings: Settings) -> None:
    stop = stop_signals()
    async with AsyncExitStack() as stack:
        start = await stack.enter_async_context(Start.seen(settings, stop))
        await start.enter(stack, lambda: _sleeping(settings))
        log.info("sleeping; Ctrl-C stops")
        await stop


@asynccontextmanager
async def _sleeping(settings: Settings) -> AsyncIterator[None]:
    sleeper = Sleeper(AssetStore(settings.home))
    async with opened(settings) as database:
        renders = Renders(sleeper, Notes(database), 1)
        async with working(settings, database, "worker", renders):
            yield


def _sleep(workers: int) -> int:
    """Have so many sleep until this program is told to stop; its exit code."""
    if workers == 1:
        return run_program(_serve)
    for library in _LIBRARIES:
        import_module(library)
    gc.freeze()  # What is there already stays where it is, in the memory of all.
    for _ in range(workers):
        if not os.fork():
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
            os._exit(run_program(_serve))
        time.sleep(_APART_SECONDS)
    signal.pause()
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--workers", type=int, default=1)
    sys.exit(_sleep(parser.parse_args().workers))
