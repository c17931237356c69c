"""Bad input through the whole agent: a clear sentence, nothing lost, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media, frames


def say(text: str, *attachments: Path, conversation: str = "c1") -> Request:
    return Request(conversation=conversation, user="u1", text=text, attachments=attachments)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
async def agent(home: Path) -> AsyncIterator[VideoAgent]:
    async with VideoAgent.open(settings=Settings(home=home)) as opened:
        yield opened


def _conversations(home: Path) -> int:
    """Bytes of the file of conversations, and of the log that is written before it."""
    files = list(home.glob("conversations.sqlite*"))
    assert files
    return sum(path.stat().st_size for path in files)


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class BadFile:
    """A file that is no clip, and a word of the reason that the person is told."""

    id: str
    make: Callable[[Media], Path]
    says: str


_BAD_FILES = (
    BadFile("text", lambda media: media.text("hello", "notes.txt"), "notes.txt"),
    BadFile("text as mp4", lambda media: media.text("hello " * 500, "fake.mp4"), "fake.mp4"),
    BadFile(
        "ffconcat as mp4",
        lambda media: media.text("ffconcat version 1.0\nfile /etc/passwd\n", "list.mp4"),
        "list.mp4",
    ),
    BadFile(
        "playlist as mp4",
        lambda media: media.text("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "hls.mp4"),
        "hls.mp4",
    ),
    BadFile("empty", lambda media: media.empty(), "empty"),
    BadFile("noise", lambda media: media.noise(), "noise.mp4"),
    BadFile("no index", lambda media: media.headless(), "headless.mp4"),
    BadFile("no frame", lambda media: media.nothing(), "nothing.mp4"),
    BadFile("not there", lambda media: media.folder / "gone.mp4", "gone.mp4"),
    BadFile("a folder", lambda media: media.folder, "media"),
)


@pytest.mark.parametrize("case", _BAD_FILES, ids=lambda case: case.id)
async def test_a_file_that_is_no_clip(
    case: BadFile, agent: VideoAgent, media: Media, home: Path
) -> None:
    good = await agent.handle(say("mute it", media.clip()))
    stored = files_in(home / "assets")
    reply = await agent.handle(say("make it black and white", case.make(media)))
    assert reply.kind == "refuse", reply.text
    assert reply.unusable
    assert case.says in reply.text
    assert "I still have" in reply.text
    assert files_in(home / "assets") == stored
    after = await agent.handle(say("make it black and white"))
    assert after.kind == "edit", after.text
    assert after.steps[:1] == good.steps


@pytest.mark.parametrize(
    "name",
    ["it's \"fine\" & more.mp4", "a: b%d {x} \\ y.mp4", "-vf.mp4", "😀 fête.mp4", "two\nlines.mp4",
     ".mp4", "ünï" * 40 + ".mp4"],
)  # fmt: skip
async def test_a_file_of_any_name(
    name: str, agent: VideoAgent, media: Media, tmp_path: Path
) -> None:
    clip = tmp_path / name
    shutil.copyfile(media.clip(), clip)
    reply = await agent.handle(say("make it black and white", clip))
    assert reply.kind == "edit", reply.text
    assert reply.files[0].is_file()
    assert not set(reply.files[0].name) & set("\"'\\/:%{}&\n ")
    assert not reply.files[0].name.startswith(("-", "."))


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
async def test_names_and_words_that_are_no_text(
    agent: VideoAgent, media: Media, tmp_path: Path
) -> None:
    clip = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp4"))
    shutil.copyfile(media.clip(), clip)
    reply = await agent.handle(say('black and white, and the title "caf\udce9"', clip))
    assert reply.kind == "edit", reply.text
    assert reply.text.encode()
    assert (await agent.handle(say("undo"))).kind == "edit"


async def test_a_message_of_100000_characters(agent: VideoAgent, media: Media, home: Path) -> None:
    await agent.handle(say("mute it", media.clip()))
    before = _conversations(home)
    reply = await agent.handle(say("black and white." * 6_250))
    assert reply.kind == "refuse"
    assert "100,000 characters" in reply.text
    assert [step.tool for step in reply.steps] == ["mute_audio"]
    assert _conversations(home) - before < 90_000


@pytest.mark.parametrize(
    "text",
    [
        "trim to 0:50-0:55",
        "trim from 1.5s to 0.5s",
        "crop to 5000x4000",
        "speed 0",
        "cut out 9-12 s",
    ],
)
async def test_wishes_that_do_not_fit_the_clip(text: str, agent: VideoAgent, media: Media) -> None:
    reply = await agent.handle(say(text, media.clip()))
    assert reply.kind in {"clarify", "refuse"}, reply.text
    assert not reply.files
    assert not reply.steps
    assert len(reply.text) > 20


async def test_two_turns_at_once_are_both_done(agent: VideoAgent, media: Media) -> None:
    first, second = await asyncio.gather(
        agent.handle(say("make it black and white", media.clip())), agent.handle(say("mute it"))
    )
    assert [step.tool for step in first.steps] == ["apply_filter"]
    assert [step.tool for step in second.steps] == ["apply_filter", "mute_audio"]


async def test_too_large_a_result_is_told_and_leaves_nothing(home: Path, media: Media) -> None:
    async with VideoAgent.open(settings=Settings(home=home, max_output_mb=0.01)) as agent:
        reply = await agent.handle(say("make it black and white", media.clip()))
    assert reply.kind == "refuse"
    assert not reply.steps
    assert not files_in(home / "outputs")


async def test_a_conversation_that_cannot_be_saved_is_told(home: Path, media: Media) -> None:
    async with VideoAgent.open(settings=Settings(home=home)) as agent:
        await agent.handle(say("mute it", media.clip()))
        before = files_in(home / "outputs")
        # As on a full disk: the file of the conversations may not grow any more.
        await agent._checkpoints.saver.conn.execute("PRAGMA max_page_count = 1")
        title = "x" * 400
        replies = [
            await agent.handle(say(f'add the title "{title}" from 0 to {n / 10} s'))
            for n in range(1, 20, 3)
        ]
        assert replies[-1].kind == "refuse"
        assert replies[-1].failed
        assert "could not be saved" in replies[-1].text
        delivered = {path for reply in replies for path in reply.files}
        assert files_in(home / "outputs") == before | delivered


async def test_a_full_disk_is_told_and_leaves_nothing(
    home: Path, media: Media, tmp_path: Path
) -> None:
    """The ffmpeg set here writes until there is no space, as on a full disk."""
    full = tmp_path / "ffmpeg"
    full.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "open(sys.argv[-1], 'wb').write(b'x' * 1000)\n"
        "sys.stderr.write('[error] av_interleaved_write_frame(): No space left on device\\n')\n"
        "sys.exit(228)\n"
    )
    full.chmod(0o755)
    async with VideoAgent.open(settings=Settings(home=home, ffmpeg=full)) as agent:
        reply = await agent.handle(say("make it black and white", media.clip()))
        assert reply.kind == "refuse"
        assert reply.failed
        assert "space" in reply.text.lower() or "full" in reply.text.lower()
        assert not files_in(home / "outputs")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")
async def test_ffmpeg_killed_while_it_renders(home: Path, media: Media) -> None:
    slow = [call("change_speed", factor=0.1), call("resize_video", width=1280)]
    planner = ScriptedPlanner(slow, [], [call("mute_audio")])
    async with VideoAgent.open(settings=Settings(home=home), planner=planner) as agent:
        turn = asyncio.create_task(agent.handle(say("slow and large", media.clip())))
        killed = 0
        # Twice may be an accident: it is begun again.
        for _ in range(3):
            killed = await _child("ffmpeg", after=killed)
            os.kill(killed, signal.SIGKILL)
        reply = await turn
        assert reply.kind == "refuse"
        assert reply.failed
        assert not reply.steps
        assert not files_in(home / "outputs")
        after = await agent.handle(say("mute it"))
        assert after.kind == "edit", after.text
        assert len(frames(after.files[0])) == 50


async def _child(name: str, after: int = 0) -> int:
    """Id of a child process whose program has this name, once there is one after another."""
    for _ in range(3_000):
        for children in Path("/proc/self/task").glob("*/children"):
            for child in children.read_text().split():
                if int(child) > after and name in Path(f"/proc/{child}/exe").resolve().name:
                    return int(child)
        await asyncio.sleep(0.01)
    raise TimeoutError(f"no child named {name}")


async def test_words_that_look_like_code(agent: VideoAgent, media: Media) -> None:
    words = "a: b 100% {\\b1} 'q' \\N 😀 שלום"
    reply = await agent.handle(say(f'put the title "{words}" at the bottom', media.clip()))
    assert reply.kind == "edit", reply.text
    assert reply.steps[0].args["text"] == words
