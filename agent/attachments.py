"""Attachments: the files of a message are stored, looked at, and told apart.

One of them may be the clip that is edited from now on; the others are kept at hand, for steps that
join a clip, lay a picture over it, or mix in music.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from agent.services import Services
from agent.state import load_path
from memory.errors import MemoryFault, StoreAway, StoreFailed
from tools.errors import BadInput, LimitExceeded, Outage, ToolFailed, VfxbError
from tools.facts import Source

# A clip that comes with such words is to be used in the edit of the present one.
_BESIDE = re.compile(
    r"\b(join|append|attach|combin\w*|merg\w*|concat\w*|stitch\w*|glue|splice|together|"
    r"picture[- ]in[- ]picture|pip|overlay|corner|on top of|side by side|next to|split ?screen|"
    r"facecam|stack(?:ed)?|prepend|in front(?: of (?:it|that|the \w+))?|behind (?:me|him|her|us)|"
    r"(?:with|by|add|insert) (?:this|that|the (?:new|other|second)) (?:video|clip|one|footage)|"
    r"(?:before|after|behind) (?:it|that|the (?:first|other|old|previous)(?: \w+)?)|"
    r"(?:to|at) the (?:end|start|beginning|front)(?: of (?:it|the \w+))?|"
    r"(?:this|its|the) (?:audio|sound|music|soundtrack) (?:as|instead|under|over|for)|"
    r"(?:as|for) (?:an? |the )?(?:intro|outro|background|music|soundtrack|audio))\b",
    re.IGNORECASE,
)


async def take_in(request: dict[str, Any], services: Services) -> tuple[list[Source], list[str]]:
    """The usable files of a message, in order, and what to say about them and the others.

    Raises:
        VfxbError: None of them can be used.
    """
    attachments = [load_path(path) for path in request["attachments"]]
    most = services.settings.max_attachments
    if len(attachments) > most:
        raise LimitExceeded(f"That is {len(attachments)} files; I take up to {most} at once.")
    sources: list[Source] = []
    problems: list[VfxbError] = []
    for path in attachments:
        try:
            sources.append(await _store(path, request, services))
        except Outage:
            raise
        except VfxbError as error:
            problems.append(error)
    if not sources:
        raise problems[0] if len(problems) == 1 else BadInput(" ".join(map(str, problems)))
    warnings = [warning for source in sources for warning in source.warnings]
    return sources, [*map(str, problems), *warnings]


def sorted_out(
    arrived: Sequence[Source], present: Source | None, text: str
) -> tuple[Source | None, list[Source]]:
    """Which of the files is the clip from now on, if any, and which are only at hand.

    Args:
        arrived: The files, in the order in which they came.
        present: The clip that is edited now, if there is one.
        text: What the person wrote.

    """
    clip = next((source for source in arrived if source.kind == "clip"), None)
    if clip is not None and present is not None and _BESIDE.search(text):
        same = present.id == clip.id and len(arrived) > 1
        clip = clip if same else None
    elif clip is None and (present is None or present.kind == "sound"):
        clip = next((source for source in arrived if source.kind == "sound"), None)
    return clip, [source for source in arrived if source is not clip]


async def _store(path: Path, request: dict[str, Any], services: Services) -> Source:
    """Probe a file, and copy it into the store meanwhile; what is not media does not enter it."""
    limits = services.settings.limits
    look = asyncio.ensure_future(_looked_at(path, services))
    try:
        asset = await services.assets.add(path, max_bytes=limits.source_bytes, check=look)
    except StoreAway as error:
        raise Outage(str(error), error.what) from error
    except StoreFailed as error:
        raise ToolFailed(str(error)) from error
    except MemoryFault as error:
        raise BadInput(str(error)) from error
    source = look.result()
    whose = {name: request[name] for name in ("user", "group", "conversation")}
    record = services.memory.archive.add_asset
    services.afterwards.add(partial(record, **whose, asset=replace(asset, name=source.name)))
    return replace(source, id=asset.id, path=asset.path)


async def _looked_at(path: Path, services: Services) -> Source:
    """What a file is: a clip or sound, a picture, or text that tools take."""
    from tools.engine.probe.file import probe
    from tools.engine.probe.still import is_still, probe_still
    from tools.engine.probe.text import is_text, probe_text

    limits = services.settings.limits
    if is_still(path):
        return await probe_still(path, name=path.name, limits=limits, id="unstored")
    if is_text(path, path.name):
        return await probe_text(path, name=path.name, id="unstored")
    return await probe(path, name=path.name, limits=limits, id="unstored")
