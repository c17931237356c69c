"""Examination: every check is made, and what it finds is printed."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from json import dumps
from typing import TYPE_CHECKING

import typer

from bots.doctor.ffmpeg import check_ffmpeg, check_hardware
from bots.doctor.finding import PATIENCE, REMEDIES, Check, Finding
from bots.doctor.machine import (
    check_disk,
    check_fonts,
    check_home,
    check_processor,
    check_python,
    check_tools,
)
from bots.doctor.services import check_memory, check_planner, check_services, check_speech
from bots.doctor.sharing import check_bucket, check_connections, check_conversations
from bots.text import plain
from memory.errors import MemoryFault
from tools.errors import BadInput, VfxbError

if TYPE_CHECKING:
    from agent.settings import Settings

CHECKS: dict[str, Check] = {
    "python": check_python,
    "processor": check_processor,
    "ffmpeg": check_ffmpeg,
    "hardware": check_hardware,
    "fonts": check_fonts,
    "speech": check_speech,
    "planner": check_planner,
    "services": check_services,
    "tools": check_tools,
    "home": check_home,
    "disk": check_disk,
    "memory": check_memory,
    "conversations": check_conversations,
    "connections": check_connections,
    "bucket": check_bucket,
}


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
    remedy = f"\n                   -> {plain(finding.remedy)}" if finding.remedy else ""
    return f"{mark} {finding.name:<13} {plain(finding.text)}{remedy}"


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
        return Finding(name, False, str(error), REMEDIES.get(name, ""))
