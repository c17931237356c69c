"""Checks of this machine: what is installed on it, and what room it has."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING

from agent.slots import RENDER_BYTES, usual_slots
from bots.doctor.finding import REMEDIES, Finding
from tools.engine.parts.plan import LEAST_SECONDS
from tools.machine import cores, memory_bytes

if TYPE_CHECKING:
    from agent.settings import Settings

SCRIPTS = {
    "Latin": "A", "Greek": "\u03a9", "Cyrillic": "\u0416", "Arabic": "\u0639", "Hebrew": "\u05e9",
    "emoji": "\U0001f600", "Chinese": "\u6f22", "Japanese": "\u3042", "Korean": "\ud55c",
    "Devanagari": "\u0905", "Thai": "\u0e01",
}  # fmt: skip
"""Scripts that titles are written in, with a letter of each."""
ROOM = 1 << 30
"""Free space below which a render is likely to fail, in bytes."""


async def check_python(settings: Settings) -> Finding:
    """Which Python runs VFXB."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", True, f"{version} at {sys.executable}")


async def check_processor(settings: Settings) -> Finding:
    """How many cores and how much memory there is, and what was chosen by that."""
    there = os.cpu_count() or 1
    usable = f"{cores()} of {there} cores" if cores() < there else f"{there} cores"
    count, usual = settings.parallel_renders, usual_slots()
    why = usual.why if count == usual.count else "as VFXB_PARALLEL_RENDERS says"
    renders = f"{count} render{'s' * (count > 1)} at once, {why}"
    text = f"{usable}, {memory_bytes() / 1e9:.1f} GB of memory; {renders}; {_parts(settings)}"
    if count * RENDER_BYTES > memory_bytes():
        return Finding("processor", False, text, REMEDIES["processor"])
    return Finding("processor", True, text)


def _parts(settings: Settings) -> str:
    """When long renders are divided."""
    if settings.render_parts == 1:
        return "long renders are not divided, as VFXB_RENDER_PARTS says"
    if settings.render_parts:
        return f"long renders are divided into {settings.render_parts} parts"
    return (
        f"renders of more than {LEAST_SECONDS:.0f} s are divided where workers on other machines "
        "are free: here one keeps all cores busy"
    )


async def check_fonts(settings: Settings) -> Finding:
    """Which scripts titles can be written in."""
    return await asyncio.to_thread(_drawn)


def _drawn() -> Finding:
    from tools.engine.titles.fonts import default_faces, find_drawing

    faces = default_faces()
    own = {code for face in faces for code in face.characters}
    drawn = {name for name, letter in SCRIPTS.items() if ord(letter) in own}
    drawn |= {name for name, letter in SCRIPTS.items() if find_drawing(ord(letter))}
    missing = ", ".join(name for name in SCRIPTS if name not in drawn)
    families = ", ".join(dict.fromkeys(face.names[0].title() for face in faces))
    text = f"{families}; writes {', '.join(name for name in SCRIPTS if name in drawn)}"
    remedy = f"For {missing}, install a font of it, such as Noto's." if missing else ""
    return Finding("fonts", "Latin" in drawn, text, remedy)


async def check_tools(settings: Settings) -> Finding:
    """The tools, built in and of other packages."""
    from agent.families import hidden_tools
    from tools.catalogue import OWN, PLUGINS

    packages = sorted({spec.package for spec in PLUGINS.specs.values()})
    text = f"{len(OWN)} built in"
    if packages:
        text += f", {len(PLUGINS.specs)} of {', '.join(packages)}"
    bad = [f"{tool.tool} of {tool.package} {tool.why}" for tool in PLUGINS.broken]
    bad += [f"{spec.name} of {spec.package} has the name of one of VFXB" for spec in hidden_tools()]
    if not bad:
        return Finding("tools", True, text)
    return Finding("tools", False, f"{text}; left out: {'; '.join(bad)}", REMEDIES["tools"])


async def check_home(settings: Settings) -> Finding:
    """Whether the folder of all state can be written to."""
    folder = settings.home
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
    return Finding("home", True, f"{folder} can be written to")


async def check_disk(settings: Settings) -> Finding:
    """Whether there is room for renders."""
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free for {settings.home}"
    return Finding("disk", free > ROOM, text, "" if free > ROOM else REMEDIES["disk"])
