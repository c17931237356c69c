"""What a turn takes besides ffmpeg: warm, with the built-in planner, a new clip each time."""

from __future__ import annotations

import shlex
from pathlib import Path
from time import perf_counter

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.bench.clips import make_clip
from tests.bench.rows import Row
from tools.engine.ffmpeg import bundled

RUNS, WARM_UPS = 15, 3
REQUEST = 'trim to {}-8 seconds, make it black and white and put the title "Hello" at the bottom'


async def measure(folder: Path) -> list[Row]:
    """The row of the overhead."""
    clip = await make_clip(folder, seconds=10, size="320x180", fps=10)
    stopwatch = Stopwatch(folder)
    values = []
    settings = Settings(home=folder / "overhead", planner="builtin", ffmpeg=stopwatch.program)
    async with VideoAgent.open(settings=settings) as agent:
        for run in range(WARM_UPS + RUNS):
            request = Request(
                conversation=f"c{run}",
                user="bench",
                text=REQUEST.format(1 + run / 10),
                attachments=[clip],
            )
            stopwatch.start()
            started = perf_counter()
            reply = await agent.handle(request)
            spent = perf_counter() - started
            if reply.kind != "edit":
                raise RuntimeError(reply.text)
            if run >= WARM_UPS:
                values.append(1000 * (spent - stopwatch.seconds()))
    return [Row(case="a turn without its ffmpeg", values=values, target=100, unit="ms")]


class Stopwatch:
    """An ffmpeg that writes down how long it ran. What the shell itself takes counts as ours."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "stopwatch.log"
        self.program = folder / "ffmpeg"
        real, log = shlex.quote(str(bundled())), shlex.quote(str(self._log))
        self.program.write_text(
            "#!/bin/sh\n"
            "started=$(date +%s%N)\n"
            f'{real} "$@"\n'
            "code=$?\n"
            f"echo $(($(date +%s%N) - started)) >> {log}\n"
            "exit $code\n"
        )
        self.program.chmod(0o700)

    def start(self) -> None:
        self._log.unlink(missing_ok=True)

    def seconds(self) -> float:
        return sum(int(line) for line in self._log.read_text().split()) / 1e9
