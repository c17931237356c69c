"""Trying a file as the program does, within limits that keep the tests short."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.errors import VfxbError
from tools.facts import Facts, Source
from tools.operations import Cut, Filter, Span, VideoFilter

LIMITS = Limits(
    seconds=10, probe_seconds=5, duration=600, pixels=2_000_000, output_bytes=50_000_000
)
SECONDS = 20.0
"""Longest time for one file: both limits, with something on top for a busy machine."""


@dataclass(frozen=True)
class Tried:
    """What came of a file.

    Attributes:
        said: What the person is told; empty when all went well.
        found: What the probe found; None when the file was refused.
        rendered: Whether a result was delivered.
    """

    said: str = ""
    found: Facts | None = None
    rendered: bool = False


def gray(clip: Clip) -> Clip:
    """A trivial edit: the picture in grey; sound alone is delivered as it is."""
    if clip.facts.video is None:
        return clip
    return clip.then(VideoFilter((Filter("hue", (("s", 0),)),)), done="grey")


def shorter(clip: Clip) -> Clip:
    """A cut, which copies pictures where it can."""
    length = clip.facts.duration
    return clip.then(Cut((Span(length / 4, length),)), done="cut")


async def tried(path: Path, folder: Path, edit: Callable[[Clip], Clip] | None = gray) -> Tried:
    """Probe a file and render an edit of it, or get a sentence; nothing is left behind."""
    folder.mkdir(exist_ok=True)
    begun = time.monotonic()
    found = None
    try:
        source = await probe(path, limits=LIMITS)
        found = source.facts
        if edit is not None:
            await render(edit(Clip.of(source)), folder, stem="v1", limits=LIMITS)
        result = Tried(found=found, rendered=edit is not None)
    except VfxbError as error:
        result = Tried(said=str(error), found=found)
    assert time.monotonic() - begun < SECONDS, f"{path.name} took too long"
    left = [each.name for each in folder.iterdir() if not each.name.startswith("v1.")]
    assert not left, f"{path.name} left {left}"
    return result


def assert_for_people(said: str) -> None:
    """A message is a sentence or two without the insides of the program."""
    assert said.endswith((".", "?"))
    assert len(said) < 600
    for word in ("Traceback", "Error(", "av.", "Errno", " 0x", "NoneType", "/tmp/", "\n"):
        assert word not in said, said


def crash(*_: object) -> Source:
    """A look at a file that breaks down."""
    os.abort()
