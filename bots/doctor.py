"""Doctor: what works here, and what to do about the rest. Each part is tried, not looked up."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from agent.models import OPENAI_URL
from bots.text import plain
from memory.errors import MemoryFault
from tools.errors import BadInput, VfxbError

if TYPE_CHECKING:
    from agent.settings import Settings

ENCODERS = ("libx264", "aac", "libvpx-vp9", "libopus", "gif", "libmp3lame")
"""What the usual formats need."""
MORE_ENCODERS = ("libx265", "libsvtav1", "libvorbis", "flac", "pcm_s16le")
FILTERS = ("ass", "atempo", "drawtext", "overlay", "palettegen", "perspective", "zscale")
SCRIPTS = {
    "Latin": "A", "Greek": "\u03a9", "Cyrillic": "\u0416", "Arabic": "\u0639", "Hebrew": "\u05e9",
    "emoji": "\U0001f600", "Chinese": "\u6f22", "Japanese": "\u3042", "Korean": "\ud55c",
    "Devanagari": "\u0905", "Thai": "\u0e01",
}  # fmt: skip
"""Scripts that titles are written in, with a letter of each."""
ROOM = 1 << 30
"""Free space below which a render is likely to fail, in bytes."""
PATIENCE = 20.0
"""Longest time that one check may take, in seconds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        name: What was checked.
        ok: Whether it works.
        text: What was found.
        remedy: What to do about it; empty when all is well.
    """

    name: str
    ok: bool
    text: str
    remedy: str = ""


Check = Callable[["Settings"], Awaitable[Finding]]


def examine(*, json: bool) -> int:
    """Run every check and print what they find; the exit code."""
    try:
        found = asyncio.run(_examine(quiet=json))
    except BadInput as error:
        typer.echo(plain(str(error)), err=True)
        return 2
    if json:
        typer.echo(dumps([asdict(finding) for finding in found]))
    return 0 if all(finding.ok for finding in found) else 1


def line(finding: Finding) -> str:
    """A finding as people read it."""
    mark = "ok  " if finding.ok else "BAD "
    remedy = f"\n                 -> {plain(finding.remedy)}" if finding.remedy else ""
    return f"{mark} {finding.name:<11} {plain(finding.text)}{remedy}"


async def _examine(*, quiet: bool) -> list[Finding]:
    from agent.settings import read_settings

    settings = read_settings()
    found = []
    for name, check in CHECKS.items():
        found.append(await _tried(name, check, settings))
        if not quiet:
            typer.echo(line(found[-1]))
    return found


async def _tried(name: str, check: Check, settings: Settings) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check(settings)
    except TimeoutError:
        return Finding(
            name, False, f"no answer within {PATIENCE:g} s", "Try again; is the machine busy?"
        )
    except (VfxbError, MemoryFault, OSError) as error:
        return Finding(name, False, str(error), _REMEDIES.get(name, ""))


async def _python(settings: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", True, f"{version} at {sys.executable}")


async def _ffmpeg(settings: Settings) -> Finding:
    from tools.engine.ffmpeg import bundled

    binary = settings.ffmpeg or bundled()
    version = (await _printed(binary, "-version"))[0].split(" Copyright")[0]
    names = {words[1] for words in map(str.split, await _printed(binary, "-encoders")) if words[1:]}
    filters = {
        words[1] for words in map(str.split, await _printed(binary, "-filters")) if words[1:]
    }
    has = [name for name in (*ENCODERS, *MORE_ENCODERS) if name in names]
    lacks = [name for name in ENCODERS if name not in names]
    lacks += [name for name in FILTERS if name not in filters]
    text = f"{version} at {binary}; encoders: {', '.join(has)}"
    if lacks:
        return Finding("ffmpeg", False, f"{text}; it lacks {', '.join(lacks)}", _REMEDIES["ffmpeg"])
    return Finding("ffmpeg", True, text)


async def _hardware(settings: Settings) -> Finding:
    from tools.engine.ffmpeg import bundled
    from tools.engine.hardware import find_hardware

    found = await find_hardware(settings.ffmpeg or bundled(), settings.hardware)
    if found.kind is None:
        remedy = _REMEDIES["hardware"] if found.refused else ""
        return Finding(
            "hardware", not found.refused, f"the processor encodes: {found.reason}", remedy
        )
    return Finding(
        "hardware", True, f"{found.kind} encodes {', '.join(found.codecs)}: {found.reason}"
    )


async def _printed(binary: Path, *args: str) -> list[str]:
    from tools.errors import ToolFailed
    from tools.process import Bounds, run

    lines: list[str] = []
    words = (str(binary), "-hide_banner", *args)
    finished = await run(words, bounds=Bounds(seconds=PATIENCE), on_line=lines.append)
    if finished.code or not lines:
        raise ToolFailed(f"{binary} does not run: {finished.log.strip()[-200:]}", command=words)
    return lines


async def _fonts(settings: Settings) -> Finding:
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


async def _speech(settings: Settings) -> Finding:
    import wave

    from tools.operations import Utterance
    from tools.services.speech.espeak import Espeak

    with tempfile.TemporaryDirectory(prefix="vfxb-") as folder:
        spoken = Path(folder) / "word.wav"
        engine = Espeak()
        await engine.speak(Utterance(text="Hello", voice="professional_male"), spoken)
        with wave.open(str(spoken)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
    text = f"{engine.name} said “Hello” in {seconds:.1f} s"
    return Finding("speech", seconds > 0.1, text, "" if seconds > 0.1 else _REMEDIES["speech"])


async def _planner(settings: Settings) -> Finding:
    if not settings.uses_model:
        return Finding("planner", True, "built-in, no key needed (OPENAI_API_KEY uses a model)")
    where = settings.openai_base_url or OPENAI_URL
    text = f"model {settings.model} at {where}"
    problem = await _reach(settings, where)
    return Finding("planner", not problem, f"{text}: {problem}" if problem else text,
                   _REMEDIES["planner"] if problem else "")  # fmt: skip


async def _reach(settings: Settings, where: str) -> str:
    """Ask the server for its models, which costs nothing; what is wrong, empty when nothing is."""
    import httpx

    key = settings.openai_api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        async with httpx.AsyncClient(timeout=settings.model_timeout) as client:
            response = await client.get(f"{where.rstrip('/')}/models", headers=headers)
    except httpx.HTTPError as error:
        return f"not reached ({type(error).__name__})"
    if response.status_code in {401, 403}:
        return "the key is refused" if key else "a key is needed"
    # Not every server that speaks the protocol lists its models.
    if response.status_code >= 500:
        return f"the server answers with an error ({response.status_code})"
    return ""


async def _tools(settings: Settings) -> Finding:
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
    return Finding("tools", False, f"{text}; left out: {'; '.join(bad)}", _REMEDIES["tools"])


async def _memory(settings: Settings) -> Finding:
    from agent.assembly import embedding_for
    from memory.memory import Memory

    embedding = embedding_for(settings)
    async with Memory.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embedding=embedding,
    ) as memory:
        await memory.recall("doctor", "does it work?")
        where = "servers" if settings.database_url or settings.chroma_url else str(settings.home)
        spent = (await memory.ledger.tally()).in_words
        text = f"opens and recalls with {embedding.name}, in {where}"
        return Finding("memory", True, f"{text}; {spent}" if spent else text)


async def _home(settings: Settings) -> Finding:
    folder = settings.home
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
    return Finding("home", True, f"{folder} can be written to")


async def _disk(settings: Settings) -> Finding:
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free for {settings.home}"
    return Finding("disk", free > ROOM, text, "" if free > ROOM else _REMEDIES["disk"])


async def _cores(settings: Settings) -> Finding:
    cores = os.cpu_count() or 1
    return Finding("processor", True, f"{cores} cores, {settings.parallel_renders} renders at once")


async def _services(settings: Settings) -> Finding:
    from agent.standing import standing_of

    standing = await standing_of(settings)
    first: dict[str, str] = {}
    for each in standing:
        if each.usable:
            first.setdefault(each.capability, each.engine)
    text = "; ".join(f"{capability}: {engine}" for capability, engine in first.items())
    # What was never set up is no fault; what was, and does not answer, is one.
    bad = [f"{each.engine}: {each.in_words}" for each in standing if not (each.idle or each.usable)]
    bad = list(dict.fromkeys(bad))
    if bad:
        return Finding("services", False, f"{text}. {'; '.join(bad)}", _REMEDIES["services"])
    return Finding("services", True, text)


CHECKS: dict[str, Check] = {
    "python": _python,
    "processor": _cores,
    "ffmpeg": _ffmpeg,
    "hardware": _hardware,
    "fonts": _fonts,
    "speech": _speech,
    "planner": _planner,
    "services": _services,
    "tools": _tools,
    "home": _home,
    "disk": _disk,
    "memory": _memory,
}
_REMEDIES = {
    "ffmpeg": "Unset VFXB_FFMPEG to use the ffmpeg that is installed along, "
    "or point it to a build that has them.",
    "hardware": "Until it works the processor encodes. Check the driver, let VFXB_FFMPEG name a "
    "build that has these encoders, or unset VFXB_HARDWARE.",
    "speech": "Voice-overs will not work. Install it again: pip install --force-reinstall "
    "espeakng-loader",
    "planner": "Check OPENAI_API_KEY, OPENAI_BASE_URL and VFXB_MODEL; "
    "until then the built-in planner takes over.",
    "services": "Check the key and the address that are set for it; until then others take over. "
    "vfxb services tells all about them.",
    "tools": "Update or uninstall the package; its author can repair it.",
    "home": "Set VFXB_HOME to a folder that you can write to.",
    "disk": "Delete what you do not need, or set VFXB_HOME to a folder on a larger disk.",
    "memory": "Check VFXB_DATABASE_URL and VFXB_CHROMA_URL, or set VFXB_HOME to another folder.",
}
