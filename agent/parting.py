"""Parting: parts of a long render that other workers encode, and their way there and back.

What travels is the order of the render and the place of the part in its result. Whoever takes it
plans the same clip from it; both sides name the part by all that it is made of, and one that would
be another is made by neither but the one who ordered it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from agent.elsewhere import brought, published, received
from agent.erasure import PASSES
from agent.history import from_json
from agent.steps import RenderOrder
from agent.toolbox import described
from memory.errors import MemoryFault
from tools.errors import ToolFailed
from tools.operations import CoverFaces, Follow, Present, Redraw, Stabilize

if TYPE_CHECKING:
    from agent.services import Services
    from memory.assets import AssetStore
    from tools.clip import Clip

Json = dict[str, Any]

# What other machines would have to look for, or to draw, once more.
_FOUND_HERE = (CoverFaces, Follow, Present, Redraw, Stabilize)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOrder:
    """A part of a render, in plain values.

    Attributes:
        order: The render, as ``dataclasses.asdict`` gives it.
        name: What the part must be called: a digest of all that it is made of.
        first: Its first frame in the result.
        end: The frame after its last one.
    """

    order: Json
    name: str
    first: int
    end: int


class Helpers(Protocol):
    """Other workers."""

    async def free(self) -> int:
        """How many of them would take a part now."""
        ...

    async def make(self, order: PartOrder) -> Json:
        """What ``carry_out_part`` makes of an order, wherever it is carried out.

        Raises:
            ToolFailed: It was not.
        """
        ...


class Shared:
    """The other places where parts of one render are made.

    Args:
        order: The render, as ``dataclasses.asdict`` gives it.
        helpers: Who makes them.
        assets: Where what they made is found.
    """

    def __init__(self, order: Json, helpers: Helpers, assets: AssetStore) -> None:
        self._order = order
        self._helpers = helpers
        self._assets = assets

    async def free(self) -> int:
        """How many parts would be made there at once, now."""
        return await self._helpers.free()

    async def make(self, name: str, frames: tuple[int, int], target: Path) -> None:
        """Have a part made, and fetched.

        Raises:
            ToolFailed: It was not made, or cannot be fetched.
        """
        first, end = frames
        order = PartOrder(order=self._order, name=name, first=first, end=end)
        made = await self._helpers.make(order)
        (file,) = (await received(made, self._assets))["files"]
        try:
            await asyncio.to_thread(_appear, Path(file), target)
            await asyncio.to_thread(self._assets.remove_outputs, made["files"], [])
        except (OSError, MemoryFault) as error:
            raise ToolFailed(f"A part of the result cannot be fetched: {error}.") from error


def is_plain(clip: Clip) -> bool:
    """Whether other machines find the same clip in the same order, without looking at it."""
    return not any(isinstance(each, _FOUND_HERE) for each in clip.operations)


async def carry_out_part(order: PartOrder, services: Services) -> Json:
    """Make a part that another process ordered; it gets the file by ``received``.

    Raises:
        VfxbError: It failed, or would be another part here.
    """
    from tools.engine.cache import Cache
    from tools.engine.parts.command import PART, compile_parts
    from tools.engine.parts.making import make_part
    from tools.engine.render.folder import job_folder

    render, settings = await brought(RenderOrder(**order.order), services.assets), services.settings
    clip = described(from_json(render.history))
    if not is_plain(clip):
        raise ToolFailed("This part can only be made where its clip was looked at.")
    (part,) = await asyncio.to_thread(compile_parts, clip, [(order.first, order.end)])
    if part.name != order.name:
        raise ToolFailed("This part would be another one here: fonts or versions differ.")
    outputs = services.assets.outputs(render.conversation)
    target = outputs / f"part-{part.name}.mp4"
    kept = services.assets.cache(PASSES)
    cache = Cache(kept, settings.cache_bytes) if settings.cache_bytes else None
    # No slot of the renders is taken: two that wait for parts of each other would wait for ever.
    with job_folder(outputs) as folder:
        await make_part(part, folder, cache=cache, limits=settings.limits, binary=settings.ffmpeg)
        await asyncio.to_thread(_appear, folder / PART, target)
    return await published({"files": [str(target)]}, services.assets)


def _appear(file: Path, target: Path) -> None:
    """Let a file appear under another name: as a link, or a copy where links do not reach."""
    with suppress(FileNotFoundError):
        target.unlink()
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
