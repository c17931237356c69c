"""Recording: what a clip has to hear as a file, for somebody who listens to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agent.erasure import PASSES
from agent.fetching import fetched
from tools.clip import Clip

if TYPE_CHECKING:
    from agent.services import Services


@asynccontextmanager
async def recorded(services: Services, clip: Clip) -> AsyncIterator[Path]:
    """A sound file of a clip, within the block.

    Args:
        services: What the nodes of the graph work with.
        clip: The clip, delivered as sound.

    Raises:
        ToolFailed: It could not be made.
        LimitExceeded: It would pass a limit.
    """
    from tools.engine.render.clip import render
    from tools.engine.render.folder import job_folder

    await fetched(clip, services.assets)
    with job_folder(services.assets.cache(PASSES)) as folder:
        async with services.renders:
            spoken = await services.voices.of(clip)
            made = await render(
                clip,
                folder,
                stem="voice",
                sounds=spoken.sounds,
                limits=services.settings.limits,
                binary=services.settings.ffmpeg,
            )
        yield made.path
