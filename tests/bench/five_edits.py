"""Five edits in one request, against one command by hand, one command per edit, and MoviePy."""

from __future__ import annotations

from collections.abc import Awaitable
from fractions import Fraction
from itertools import chain
from pathlib import Path
from time import perf_counter

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.bench.clips import ffmpeg, make_clip
from tests.bench.rows import Row
from tools.engine.encode import audio_options, container_options, video_options
from tools.engine.ffmpeg import bundled
from tools.facts import AudioFacts, Facts, VideoFacts
from tools.process import Bounds, run

RUNS = 3
REQUEST = (
    "trim to 0:20-1:20, make it black and white, crop to 960x540, "
    'put the title "Hello" at the bottom, and normalize the loudness'
)
TOOLS = {"trim_video", "apply_filter", "crop_video", "add_text", "normalize_loudness"}

START, END = 20, 80
TRIM = ("-ss", str(START), "-to", str(END))
# Constant rate factor of files that are edited again: what is lost cannot be seen.
BETWEEN = 12
GRAY, CROP = "hue=s=0", "crop=960:540"
TITLE = (
    "drawtext=fontfile=font.ttf:text=Hello:fontsize=48:fontcolor=white:borderw=3"
    ":x=(w-text_w)/2:y=h-text_h-36"
)
# loudnorm gives 192 kHz, which nobody wants in the file.
LEVEL = "loudnorm=I=-16:TP=-1.5:LRA=11,aresample=48000"


async def measure(folder: Path, peers: Path | None = None) -> list[Row]:
    """The rows of the five edits.

    Args:
        folder: Where files may lie.
        peers: A Python that has MoviePy; None leaves its row out.
    """
    clip = await make_clip(folder, seconds=120, size="1280x720", fps=30)
    (folder / "font.ttf").write_bytes(_font())
    ours: list[float] = []
    others: dict[str, list[float]] = {"by hand": [], "one by one": [], "moviepy": []}
    settings = Settings(home=folder / "five", planner="builtin")
    async with VideoAgent.open(settings=settings) as agent:
        await _edit(agent, await make_clip(folder, seconds=10, size="1280x720", fps=30), -1)
        for number in range(RUNS):
            # Side by side, so that a busy moment of the machine slows down all of them.
            others["by hand"].append(await _timed(_by_hand(folder, clip)))
            ours.append(await _timed(_edit(agent, clip, number)))
            others["one by one"].append(await _timed(_one_by_one(folder, clip)))
            if peers is not None:
                others["moviepy"].append(await _moviepy(folder, clip, peers))
    cases = (
        ("by hand", "five edits, over ffmpeg by hand", 1.05),
        ("one by one", "five edits, over one tool at a time", 0.20),
        ("moviepy", "five edits, over MoviePy", 0.40),
    )
    return [
        Row(
            case=case,
            values=[a / b for a, b in zip(ours, others[key], strict=True)],
            target=target,
            unit="x",
            note=f"{min(ours):.1f} s and {min(others[key]):.1f} s at best",
        )
        for key, case, target in cases
        if others[key]
    ]


async def _timed(work: Awaitable[object]) -> float:
    started = perf_counter()
    await work
    return perf_counter() - started


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
        *TRIM, "-i", clip, "-vf", picture, "-af", LEVEL, *encoding(), "by-hand.mp4", cwd=folder,
    )  # fmt: skip


async def _one_by_one(folder: Path, clip: Path) -> None:
    """The same by five commands, each as good as it can be.

    What a command does not change is copied. Files that are edited again are encoded so that
    the result looks no worse than that of one command.
    """
    names = (str(clip), *(f"step-{number}.mp4" for number in range(5)))
    commands = (
        (*TRIM, "-i", names[0], *encoding(crf=BETWEEN)),
        ("-i", names[1], "-vf", GRAY, *encoding(crf=BETWEEN, sound=False)),
        ("-i", names[2], "-vf", CROP, *encoding(crf=BETWEEN, sound=False)),
        ("-i", names[3], "-vf", TITLE, *encoding(sound=False)),
        ("-i", names[4], "-af", LEVEL, *encoding(picture=False)),
    )
    for command, target in zip(commands, names[1:], strict=True):
        await ffmpeg(*command, target, cwd=folder)


async def _moviepy(folder: Path, clip: Path, python: Path) -> float:
    """Seconds that MoviePy takes."""
    lines: list[str] = []
    script = Path(__file__).with_name("moviepy_edits.py")
    words = (
        python,
        script,
        clip,
        folder / "moviepy.mp4",
        folder / "font.ttf",
        str(START),
        str(END),
        *encoding(),
    )
    finished = await run(
        words,
        bounds=Bounds(seconds=300),
        env={"IMAGEIO_FFMPEG_EXE": str(bundled())},
        on_line=lines.append,
    )
    if finished.code:
        raise RuntimeError(finished.log)
    return float(lines[-1])


def encoding(
    *, picture: bool = True, sound: bool = True, crf: int | None = None
) -> tuple[str, ...]:
    """The options that VFXB uses for MP4.

    Args:
        picture: Whether the picture is encoded; else it is copied.
        sound: Whether the sound is.
        crf: Another quality than the usual one; lower is better.
    """
    options = container_options(Facts(duration=20, video=None, audio=None)) | {"format": None}
    if picture:
        video = VideoFacts(width=960, height=540, fps=Fraction(30))
        options |= video_options(video) | {"pix_fmt": "yuv420p"}
        options |= {"crf": crf} if crf is not None else {}
    else:
        options |= {"c:v": "copy"}
    options |= audio_options(AudioFacts()) if sound else {"c:a": "copy"}
    return tuple(
        chain.from_iterable(
            (f"-{name}", str(value)) for name, value in options.items() if value is not None
        )
    )


def _font() -> bytes:
    """The font that Pillow carries along, so that text can be drawn by hand on any machine."""
    from PIL import ImageFont

    return bytes(ImageFont.load_default(48).path.getvalue())
