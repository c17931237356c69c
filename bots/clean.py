"""Clean: ``vfxb clean``, which deletes what is not kept any longer, or tells what that would be."""

from __future__ import annotations

import asyncio
from json import dumps
from typing import TYPE_CHECKING, Any

import typer

from agent.settings import read_settings
from bots.text import plain
from memory.errors import MemoryFault
from tools.errors import BadInput, VfxbError

if TYPE_CHECKING:
    from agent.cleaning import Cleaned

DONE, FAILED, WRONG_INPUT = 0, 1, 2


def clean(*, dry_run: bool, json: bool) -> int:
    """Clean up once; the exit code.

    Args:
        dry_run: Whether only to tell what would go, and why.
        json: Whether to print one JSON object.
    """
    try:
        cleaned = asyncio.run(_clean(dry_run=dry_run))
    except BadInput as error:
        typer.echo(plain(str(error)), err=True)
        return WRONG_INPUT
    except (VfxbError, MemoryFault) as error:
        typer.echo(plain(str(error)), err=True)
        return FAILED
    if json:
        typer.echo(dumps(as_json(cleaned, dry_run=dry_run)))
    else:
        typer.echo(told(cleaned, dry_run=dry_run))
    return FAILED if cleaned.stayed else DONE


async def _clean(*, dry_run: bool) -> Cleaned:
    from agent import VideoAgent

    async with VideoAgent.open(settings=read_settings()) as agent:
        return await agent.clean(dry_run=dry_run)


def told(cleaned: Cleaned, *, dry_run: bool) -> str:
    """What went, for people: each thing before it goes, and afterwards the sums."""
    lines, prices = [], sorted(cleaned.old_prices.items())
    if dry_run:
        lines += [
            f"{size(removal.item.size):>9}  {removal.item.kind:<8} {plain(removal.item.name)}  "
            f"({removal.why})"
            for removal in cleaned.removals
        ]
    lines += [
        f"{size(bytes_):>9}  {count} x {why}" for why, (count, bytes_) in cleaned.reasons.items()
    ]
    if cleaned.ended:
        would = "would end" if dry_run else "ended"
        lines.append(f"{cleaned.ended} conversations {would}, which were silent for too long")
    if cleaned.busy:
        lines.append("Another program cleans the bucket just now; here only copies went")
    if cleaned.stayed:
        lines.append(f"{cleaned.stayed} things could not be deleted; run it once more later")
    lines += [f"The price of {name} is over a year old: see {at}" for name, at in prices]
    would = "would be freed; nothing was deleted" if dry_run else "freed"
    lines.append(f"{size(cleaned.freed):>9}  {would}")
    return "\n".join(lines)


def as_json(cleaned: Cleaned, *, dry_run: bool) -> dict[str, Any]:
    """What went, as plain JSON values."""
    return {
        "dry_run": dry_run,
        "freed_bytes": cleaned.freed,
        "ended_conversations": cleaned.ended,
        "stayed": cleaned.stayed,
        "bucket_busy": cleaned.busy,
        "old_prices": dict(cleaned.old_prices),
        "removals": [
            {
                "kind": removal.item.kind,
                "name": removal.item.name,
                "bytes": removal.item.size,
                "why": removal.why,
            }
            for removal in cleaned.removals
        ],
    }


def size(number: int) -> str:
    """A size in the unit that suits it."""
    for unit, bytes_ in (("GB", 1e9), ("MB", 1e6)):
        if number >= bytes_:
            return f"{number / bytes_:.1f} {unit}"
    return f"{number / 1e3:.1f} kB"
