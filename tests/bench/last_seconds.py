"""Two filters and "keep the last 10 s" of ten minutes, against the best command by hand."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from agent import Request, VideoAgent
from agent.settings import Settings
from tests.bench.clips import ffmpeg, make_clip
from tests.bench.five_edits import encoding
from tests.bench.rows import Row

RUNS = 5
REQUEST = "make it black and white, blur it, and keep the last 10 seconds"
TOOLS = ["apply_filter", "apply_filter", "trim_video"]
# The blur is as strong as the tool's usual one is at this size.
FILTERS = "hue=s=0,gblur=sigma=8.568:steps=2"


async def measure(folder: Path) -> list[Row]:
    """The row of the last seconds."""
    clip = await make_clip(folder, seconds=600, size="1280x720", fps=30)
    ours, by_hand = [], []
    settings = Settings(home=folder / "last", planner="builtin")
    async with VideoAgent.open(settings=settings) as agent:
        for run in range(-1, RUNS):
            started = perf_counter()
            await ffmpeg(
                *("-ss", "590", "-i", clip, "-vf", FILTERS),
                *encoding(), "last-by-hand.mp4", cwd=folder,
            )  # fmt: skip
            between = perf_counter()
            reply = await agent.handle(
                Request(conversation=f"c{run}", user="bench", text=REQUEST, attachments=[clip])
            )
            ended = perf_counter()
            if [step.tool for step in reply.steps] != TOOLS:
                raise RuntimeError(f"not what was asked for: {reply.text}")
            if run >= 0:
                by_hand.append(between - started)
                ours.append(ended - between)
    return [
        Row(
            case="black and white, blur, the last 10 s of 10 min, over ffmpeg by hand",
            values=[a / b for a, b in zip(ours, by_hand, strict=True)],
            target=1.10,
            unit="x",
            note=f"{min(ours):.1f} s and {min(by_hand):.1f} s at best",
        )
    ]
