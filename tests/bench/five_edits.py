"""Five edits in one request, against ffmpeg by hand: one command, and one command per edit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from time import perf_counter

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.bench.clips import ffmpeg, make_clip
from tests.bench.rows import Row
from tools.engine.encode import audio_options, container_options, video_options
from tools.facts import AudioFacts, Facts, VideoFacts

RUNS = 3
REQUEST = (
    "trim to 0:20-0:40, make it black and white, crop to 960x540, "
    'put the title "Hello" at the bottom, and normalize the loudness'
)
TOOLS = {"trim_video", "apply_filter", "crop_video", "add_text", "normalize_loudness"}

TRIM = ("-ss", "20", "-t", "20")
GRAY, CROP = "hue=s=0", "crop=960:540"
TITLE = (
    "drawtext=fontfile=font.ttf:text=Hello:fontsize=48:fontcolor=white:borderw=3"
    ":x=(w-text_w)/2:y=h-text_h-36"
)
LEVEL = "loudnorm=I=-16:TP=-1.5:LRA=11"


async def measure(folder: Path) -> list[Row]:
    """The rows of the five edits."""
    clip = await make_clip(folder, seconds=60, size="1280x720", fps=30)
    (folder / "font.ttf").write_bytes(_font())
    ours, by_hand, one_by_one = [], [], []
    settings = Settings(home=folder / "five", planner="builtin")
    async with VideoAgent.open(settings=settings) as agent:
        await _edit(agent, await make_clip(folder, seconds=10, size="1280x720", fps=30), -1)
        for run in range(RUNS):
            # Side by side, so that a busy moment of the machine slows down both.
            started = perf_counter()
            await _by_hand(folder, clip)
            by_hand.append(perf_counter() - started)
            started = perf_counter()
            await _edit(agent, clip, run)
            ours.append(perf_counter() - started)
            started = perf_counter()
            await _one_by_one(folder, clip)
            one_by_one.append(perf_counter() - started)
    return [
        Row(
            case="five edits, over ffmpeg by hand",
            values=[a / b for a, b in zip(ours, by_hand, strict=True)],
            target=1.10,
            unit="x",
            note=f"{min(ours):.1f} s and {min(by_hand):.1f} s at best",
        ),
        Row(
            case="five edits, over one tool at a time",
            values=[a / b for a, b in zip(ours, one_by_one, strict=True)],
            target=0.30,
            unit="x",
            note=f"{min(one_by_one):.1f} s at best",
        ),
    ]


async def _edit(agent: VideoAgent, clip: Path, run: int) -> None:
    text = REQUEST if run >= 0 else "make it black and white"
    reply = await agent.handle(
        Request(conversation=f"c{run}", user="bench", text=text, attachments=[clip])
    )
    done = {step.tool for step in reply.steps}
    if reply.kind != "edit" or run >= 0 and done != TOOLS:
        raise RuntimeError(f"not what was asked for: {sorted(done)}: {reply.text}")


async def _by_hand(folder: Path, clip: Path) -> None:
    """What somebody who knows ffmpeg well would type."""
    picture = ",".join((CROP, GRAY, TITLE))
    await ffmpeg(
        *TRIM, "-i", clip, "-vf", picture, "-af", LEVEL,
        *_picture(), *_sound(), *_file(), "by-hand.mp4", cwd=folder,
    )  # fmt: skip


async def _one_by_one(folder: Path, clip: Path) -> None:
    """The same by five commands, each as good as it can be: what it does not change is copied."""
    names = (str(clip), *(f"step-{number}.mp4" for number in range(5)))
    commands = (
        (*TRIM, "-i", names[0], *_picture(), *_sound()),
        ("-i", names[1], "-vf", GRAY, *_picture(), "-c:a", "copy"),
        ("-i", names[2], "-vf", CROP, *_picture(), "-c:a", "copy"),
        ("-i", names[3], "-vf", TITLE, *_picture(), "-c:a", "copy"),
        ("-i", names[4], "-af", LEVEL, "-c:v", "copy", *_sound()),
    )
    for command, target in zip(commands, names[1:], strict=True):
        await ffmpeg(*command, *_file(), target, cwd=folder)


def _picture() -> Iterator[str]:
    facts = VideoFacts(width=960, height=540, fps=Fraction(30))
    return _words(video_options(facts) | {"pix_fmt": "yuv420p"})


def _sound() -> Iterator[str]:
    return _words(audio_options(AudioFacts()))


def _file() -> Iterator[str]:
    return _words(container_options(Facts(duration=20, video=None, audio=None)) | {"format": None})


def _words(options: dict[str, str | int | None]) -> Iterator[str]:
    return chain.from_iterable(
        (f"-{name}", str(value)) for name, value in options.items() if value is not None
    )


def _font() -> bytes:
    """The font that Pillow carries along, so that text can be drawn by hand on any machine."""
    from PIL import ImageFont

    return bytes(ImageFont.load_default(48).path.getvalue())
