"""Counted: every ffmpeg that is started, written down by what stands in its place, and killed."""

from __future__ import annotations

import asyncio
import os
import random
import re
import shlex
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

from tools.engine.ffmpeg import bundled

_PLACE = re.compile(r"\S*/assets/")
_RENDER_SECONDS = 5.0
"""Within so much time somebody renders, unless all is done."""
_AMID_SECONDS = 0.2
"""So far into its work an ffmpeg is killed at most."""
_MOST_KILLS = 2
"""An ffmpeg that is killed is begun again twice; the third time its person would be told so."""
_LOOK_SECONDS = 0.01
_LATEST = 16
"""Of those that were started last one may be at work."""


class Counted:
    """Stands in the place of ffmpeg, writes down with what it was started, and becomes it.

    Args:
        folder: Where it lies, and what it wrote.
    """

    def __init__(self, folder: Path) -> None:
        self._wrote = folder / "ffmpeg.log"
        self._wrote.touch()
        self._killed: Counter[str] = Counter()
        self.path = folder / "ffmpeg"
        self.path.write_text(
            "#!/bin/sh\n"
            f"printf '%s %s\\n' $$ \"$*\" >> {shlex.quote(str(self._wrote))}\n"
            f'exec {shlex.quote(str(bundled()))} "$@"\n'
        )
        self.path.chmod(0o755)

    @property
    def renders(self) -> Counter[str]:
        """How often each render was begun; what is rendered is known by its content."""
        return Counter(render for _, render in self._begun())

    async def kill(self, pause: float) -> bool:
        """Kill one amid its work; whether there was any.

        Args:
            pause: Seconds that pass at most before.
        """
        await asyncio.sleep(random.uniform(0.0, pause))
        # Most of the time none runs: the next one is killed.
        until = monotonic() + _RENDER_SECONDS
        while monotonic() < until:
            for number, render in self._running():
                await asyncio.sleep(random.uniform(0.0, _AMID_SECONDS))
                if _is_render(number):
                    with suppress(ProcessLookupError):
                        os.kill(number, signal.SIGKILL)
                        self._killed[render] += 1
                        return True
            await asyncio.sleep(_LOOK_SECONDS)
        return False

    def _running(self) -> list[tuple[int, str]]:
        """Those that render at the moment, and may be killed."""
        latest = list(self._begun())[-_LATEST:]
        return [
            (number, render)
            for number, render in latest
            if self._killed[render] < _MOST_KILLS and _is_render(number)
        ]

    def _begun(self) -> Iterator[tuple[int, str]]:
        for line in self._wrote.read_text("utf-8", "replace").splitlines():
            number, _, command = line.partition(" ")
            if "-progress" in command:
                yield int(number), _PLACE.sub("", command)


def _is_render(number: int) -> bool:
    """Whether a process is an ffmpeg that renders."""
    try:
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False
    return b"ffmpeg" in command and b"-progress" in command
