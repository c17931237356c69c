"""What the bots take beside the edits: time for each turn, and memory while nobody asks."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import perf_counter

from tests.bench.rows import Row
from tests.bots.chat_server import Shown
from tests.bots.fronts import FRONTS, Front
from tests.bots.scripted_agent import ScriptedAgent
from tests.bots.test_service import program, read_until

RUNS, WARM_UPS = 20, 3
IDLE_SECONDS = 3.0
CLIP_BYTES = 200_000


async def measure(folder: Path) -> list[Row]:
    """The rows of both bots."""
    rows = []
    for front in FRONTS:
        turns = await _turns(front, folder / front.id)
        idle = await _idle(front, folder / front.id)
        rows += [
            Row(case=f"a turn on {front.id} without its edit", values=turns, target=150, unit="ms"),
            Row(case=f"memory of an idle {front.id} bot", values=[idle], target=250, unit="MB"),
        ]
    return rows


async def _turns(front: Front, folder: Path) -> list[float]:
    """Milliseconds from a message with a clip to its result, when the edit itself takes no time."""
    folder.mkdir()
    clip = folder / "clip.mp4"
    clip.write_bytes(bytes(CLIP_BYTES))
    values = []
    async with front.chat(ScriptedAgent(folder)) as chat:
        for run in range(1, WARM_UPS + RUNS + 1):
            started = perf_counter()
            await chat.send("sepia", clip)
            await chat.until(lambda run=run: len(_results(chat.by_bot())) == run)
            values.append(1000 * (perf_counter() - started))
    return values[WARM_UPS:]


def _results(messages: list[Shown]) -> list[Shown]:
    return [message for message in messages if message.content]


async def _idle(front: Front, home: Path) -> float:
    """Resident megabytes of the program with the real agent, some seconds after it is ready."""
    async with front.serve() as chat:
        with program(front.settings(chat.url), home, front.id) as child:
            await asyncio.to_thread(read_until, child, "answering")
            await asyncio.sleep(IDLE_SECONDS)
            return await asyncio.to_thread(_resident, child.pid)


def _resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kilobytes) * 1024 / 1e6
