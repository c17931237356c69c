"""Children end: on time-out, on cancel, with all their own children, and within their bounds."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tools.errors import LimitExceeded, ToolFailed
from tools.process import Bounds, run
from tools.watchdog import Idle

# A child that ignores the polite signal, and has a child of its own that does so too.
STUBBORN = (
    "import os, signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen(['sleep', '60'])\n"
    "print(os.getpid(), child.pid, flush=True)\n"
    "time.sleep(60)\n"
)


class Heard(list[str]):
    """Lines of a child, and a way to wait for the first."""

    def __init__(self) -> None:
        super().__init__()
        self.first = asyncio.Event()

    def __call__(self, line: str) -> None:
        self.append(line)
        self.first.set()


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


async def gone(pid: int) -> bool:
    """Whether a process has ended, zombies included; orphans take a moment to be collected."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        # An orphan is init's to collect; where init does not, dead is dead all the same.
        if state in "ZX" and os.getpid() != _parent(pid):
            return True
        await asyncio.sleep(0.02)
    return False


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


async def test_gives_code_lines_and_log() -> None:
    lines: list[str] = []
    code = "import sys; print('a'); print('b', end=''); print('why', file=sys.stderr); sys.exit(3)"
    done = await run(python(code), on_line=lines.append)
    assert (done.code, done.log.strip()) == (3, "why")
    assert lines == ["a", "b"]


async def test_feeds_stdin_then_ends_it() -> None:
    lines: list[str] = []
    text = "x" * 500_000
    await run(python("import sys; print(len(sys.stdin.read()))"), stdin=text.encode(),
              on_line=lines.append)  # fmt: skip
    assert lines == ["500000"]


async def test_keeps_only_the_end_of_a_long_log() -> None:
    done = await run(python("import sys; sys.stderr.write('x' * 3_000_000 + 'the end')"))
    assert done.log.endswith("the end")
    assert len(done.log) <= 64 * 1024


async def test_child_sees_no_key_and_has_its_own_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "secret")
    lines: list[str] = []
    code = "import os; print(*os.environ); print(os.getsid(0) == os.getpid())"
    await run(python(code), env={"EXTRA": "1"}, on_line=lines.append)
    assert "SOME_API_KEY" not in lines[0].split()
    assert "EXTRA" in lines[0].split()
    assert lines[1] == "True"


async def test_time_out_ends_the_whole_group() -> None:
    lines: list[str] = []
    started = time.monotonic()
    with pytest.raises(LimitExceeded, match=r"stopped after 0\.5 s"):
        await run(python(STUBBORN), bounds=Bounds(seconds=0.5), on_line=lines.append)
    assert time.monotonic() - started < 5
    child, grandchild = map(int, lines[0].split())
    assert await gone(child)
    assert await gone(grandchild)


async def test_cancel_ends_the_whole_group() -> None:
    lines = Heard()
    task = asyncio.create_task(run(python(STUBBORN), on_line=lines))
    await lines.first.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    for pid in map(int, lines[0].split()):
        assert await gone(pid)


def test_the_end_of_the_loop_ends_the_whole_group() -> None:
    lines = Heard()

    async def leave_it_running() -> asyncio.Task[object]:
        task: asyncio.Task[object] = asyncio.create_task(run(python(STUBBORN), on_line=lines))
        await lines.first.wait()
        return task

    asyncio.run(leave_it_running())
    for pid in map(int, lines[0].split()):
        assert asyncio.run(gone(pid))


# The whole group ends with a program that is killed; another guardian follows one that was killed.
BEFORE_IT_IS_KILLED = {
    "a program": "",
    "a program after its guardian": (
        "    process._GUARDIAN._process.kill()\n"
        "    process._GUARDIAN._process.wait()\n"
        "    with process._GUARDIAN.over(2 ** 22 + 1): pass\n"
    ),
}


@pytest.mark.parametrize("before", BEFORE_IT_IS_KILLED.values(), ids=BEFORE_IT_IS_KILLED)
async def test_children_end_with_a_program_that_is_killed(before: str) -> None:
    heard = Heard()
    program = (
        "import asyncio, os, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parents[2])!r})\n"
        "from tools import process\n"
        "def told(line):\n"
        f"{before}"
        "    print(os.getpid(), line, flush=True)\n"
        f"asyncio.run(process.run({python(STUBBORN)!r}, on_line=told))\n"
    )
    running = asyncio.create_task(run(python(program), on_line=heard))
    await asyncio.wait_for(heard.first.wait(), 30.0)
    killed, *pids = (int(pid) for pid in heard[0].split())
    os.kill(killed, signal.SIGKILL)
    assert (await running).code == -signal.SIGKILL
    assert len(pids) == 2
    assert all([await gone(pid) for pid in pids])


async def test_a_reader_that_raises_ends_the_child() -> None:
    seen: list[int] = []

    def refuse(line: str) -> None:
        seen.extend(map(int, line.split()))
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        await run(python(STUBBORN), on_line=refuse)
    for pid in seen:
        assert await gone(pid)


async def test_an_escaped_grandchild_does_not_hold_the_run() -> None:
    lines: list[str] = []
    code = ("import subprocess; "
            "print(subprocess.Popen(['sleep', '5'], start_new_session=True).pid)")  # fmt: skip
    started = time.monotonic()
    await run(python(code), on_line=lines.append)
    assert time.monotonic() - started < 3
    os.kill(int(lines[0]), 9)


async def test_memory_is_bounded() -> None:
    if sys.platform != "linux":
        pytest.skip("bounds can be set from outside only on Linux")
    code = "import time; time.sleep(0.2); bytearray(1_000_000_000)"
    done = await run(python(code), bounds=Bounds(memory=300_000_000))
    assert done.code != 0
    assert "MemoryError" in done.log


async def test_a_missing_program_is_named() -> None:
    with pytest.raises(ToolFailed, match=r"'no-such-ffmpeg' could not be started"):
        await run(["no-such-ffmpeg"])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells")
async def test_a_child_that_stands_still_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(Idle):
        await run(["/bin/sleep", "30"], bounds=Bounds(idle_seconds=0.5))
    assert time.monotonic() - began < 10


async def test_a_child_that_works_is_not_taken_for_idle() -> None:
    busy = "import time\nend = time.monotonic() + 1.2\nwhile time.monotonic() < end: pass"
    bounds = Bounds(idle_seconds=0.5)
    assert (await run([sys.executable, "-c", busy], bounds=bounds)).code == 0
