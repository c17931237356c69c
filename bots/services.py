"""Services: ``vfxb services``, how the engines are, and what of the traffic goes where."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from json import dumps
from typing import TYPE_CHECKING

import typer

from bots.text import plain
from memory.errors import MemoryFault
from tools.errors import BadInput, VfxbError

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.standing import EngineStanding
    from tools.services.share import Steering

DONE, FAILED, WRONG_INPUT = 0, 1, 2


def show(*, json: bool) -> int:
    """Print how every engine is; the exit code."""
    try:
        standing = asyncio.run(_standing())
    except (VfxbError, MemoryFault) as error:
        typer.echo(plain(str(error)), err=True)
        return FAILED if isinstance(error, MemoryFault) else WRONG_INPUT
    if json:
        typer.echo(dumps([each.plain for each in standing]))
    else:
        typer.echo(plain("\n".join(_lines(standing))))
    return DONE


async def _standing() -> list[EngineStanding]:
    from agent.settings import read_settings
    from agent.standing import standing_of

    return await standing_of(read_settings())


def _lines(standing: Sequence[EngineStanding]) -> Iterator[str]:
    for capability, engines in groupby(standing, key=lambda each: each.capability):
        yield capability
        for each in engines:
            yield f"  {'ok' if each.usable else '--'}  {each.engine}: {each.in_words}"


def steer(share: Sequence[str], force: Sequence[str], release: Sequence[str]) -> int:
    """Change what goes where, in every running process; the exit code.

    Args:
        share: Such as ``speech VibeVoice 5``: per cent of the traffic of a capability.
        force: Such as ``speech ElevenLabs``: the engine that gets all of it.
        release: Capabilities that are steered no more.
    """
    from agent.engines import steering_in
    from agent.settings import read_settings
    from tools.services.share import Shares

    try:
        settings = read_settings()
        shares = Shares(steering_in(settings.home))
        changed = _changed(settings, shares.steering, share, force, release)
        shares.write(changed)
    except VfxbError as error:
        typer.echo(plain(str(error)), err=True)
        return WRONG_INPUT
    except OSError as error:
        typer.echo(plain(f"The steering could not be written: {error.strerror}."), err=True)
        return FAILED
    typer.echo(plain("\n".join(_told(changed)) or "Nothing is steered: the best engine is asked."))
    return DONE


def _changed(
    settings: Settings,
    now: Steering,
    share: Sequence[str],
    force: Sequence[str],
    release: Sequence[str],
) -> Steering:
    shares = {name: dict(each) for name, each in now.share.items() if name not in release}
    forced = {name: each for name, each in now.force.items() if name not in release}
    names = _names(settings)
    for said in share:
        capability, engine, percent = _words(said, 3, "speech VibeVoice 5")
        known = _known(names, capability, engine)
        shares.setdefault(capability, {})[known] = _share(percent)
    for said in force:
        capability, engine = _words(said, 2, "speech ElevenLabs")
        forced[capability] = _known(names, capability, engine)
    return replace(now, share=shares, force=forced)


def _words(said: str, count: int, example: str) -> list[str]:
    # Names of engines may hold blanks; the capability comes first, a number last.
    first, _, rest = said.strip().partition(" ")
    parts = [first, *(rest.rsplit(" ", 1) if count == 3 else [rest])]
    if len(parts) != count or not all(parts):
        raise BadInput(f"'{said}' is not understood. It looks like this: '{example}'.")
    return parts


def _share(percent: str) -> float:
    try:
        share = float(percent.rstrip("%")) / 100
    except ValueError as error:
        raise BadInput(f"'{percent}' is no number of per cent, such as 5.") from error
    if not 0 <= share <= 1:
        raise BadInput(f"{percent} per cent is not between 0 and 100.")
    return share


def _names(settings: Settings) -> dict[str, list[str]]:
    from agent.standing import engines_here

    return {
        capability: [each.name for each in engines]
        for capability, engines in engines_here(settings).items()
    }


def _known(names: dict[str, list[str]], capability: str, engine: str) -> str:
    if capability not in names:
        raise BadInput(f"There is no '{capability}'. There are: {', '.join(names)}.")
    for name in names[capability]:
        if name.casefold() == engine.casefold():
            return name
    known = ", ".join(names[capability])
    raise BadInput(f"There is no engine '{engine}' for {capability}. Engines: {known}.")


def _told(steering: Steering) -> Iterator[str]:
    for capability, engine in steering.force.items():
        yield f"{capability}: everything goes to {engine}"
    for capability, shares in steering.share.items():
        parts = (f"{share * 100:.4g} % to {engine}" for engine, share in shares.items())
        yield f"{capability}: {', '.join(parts)}"
