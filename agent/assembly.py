"""Assembly: makes the services of an agent from its settings."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from agent.afterwards import Afterwards
from agent.bucket import bucket_of
from agent.checkpoints import open_checkpoints
from agent.embedding import ServedEmbedding, embedding_for
from agent.engines import capabilities_for, drop_voices
from agent.erasure import Erasure
from agent.pace import Pace
from agent.planner.builtin import BuiltinPlanner
from agent.services import Services
from agent.settings import Settings
from agent.thrift import Thrift
from memory.assets import AssetStore
from memory.memory import Memory
from tools.errors import BadInput
from tools.services.presenting.presenters import Presenters
from tools.services.speech.voices import Voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.checkpoints import Checkpoints
    from agent.planner.plan import Planner
    from tools.services.policy import Policy
    from tools.services.presenting.protocol import Presenting
    from tools.services.speech.protocol import Speech


async def assemble(
    settings: Settings, planner: Planner | None, stack: AsyncExitStack
) -> tuple[Services, Checkpoints]:
    """Open everything that lives longer than a turn.

    Args:
        settings: What the operator set.
        planner: The brain to use in place of the one that the settings choose.
        stack: Closes what is opened here.

    Raises:
        BadInput: The home folder cannot be used.
    """
    # Threads that remember and threads that verify load it; two at the same time break it.
    import_module("numpy")
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            f"The folder '{home}' cannot be used: {error.strerror}. Set VFXB_HOME to another one."
        ) from error
    embedding = embedding_for(settings)
    memory = await stack.enter_async_context(
        Memory.open(
            home,
            database_url=settings.database_url,
            chroma_url=settings.chroma_url,
            embedding=embedding,
        )
    )
    checkpoints = await stack.enter_async_context(open_checkpoints(home, settings.database_url))
    assets = await _assets(settings, stack)
    capabilities = await stack.enter_async_context(
        capabilities_for(settings, assets, memory.spendings, memory.starts)
    )
    if isinstance(embedding, ServedEmbedding):
        embedding.policy = capabilities.policy
    first, fallback = await _planners(settings, planner, capabilities.policy, stack)
    thrifty = planner is None and fallback is not None and settings.model_for == "unclear"
    # Opened last, so that it is finished while what it works with is still open.
    afterwards = await stack.enter_async_context(Afterwards.open())
    services = Services(
        settings=settings,
        planner=first,
        fallback=fallback,
        thrift=Thrift(memory.ledger, fallback, settings.model) if thrifty and fallback else None,
        memory=memory,
        assets=assets,
        voices=Voices(capabilities.policy, cast("Sequence[Speech]", capabilities.of("speech"))),
        presenters=Presenters(
            capabilities.policy, cast("Sequence[Presenting]", capabilities.of("presenting"))
        ),
        capabilities=capabilities,
        pace=Pace(home / "pace.json"),
        afterwards=afterwards,
        erasure=Erasure(checkpoints, assets, partial(drop_voices, capabilities)),
        renders=asyncio.Semaphore(settings.parallel_renders),
    )
    return services, checkpoints


async def _assets(settings: Settings, stack: AsyncExitStack) -> AssetStore:
    """Where clips and results lie: in a folder, or in a bucket that machines share."""
    if (bucket := bucket_of(settings)) is None:
        return AssetStore(settings.home)
    from memory.s3 import S3
    from memory.shared_assets import SharedAssets

    return SharedAssets(settings.home, await stack.enter_async_context(S3.open(bucket)))


async def _planners(
    settings: Settings, planner: Planner | None, policy: Policy, stack: AsyncExitStack
) -> tuple[Planner, BuiltinPlanner | None]:
    """The brain, and the one that takes over when it fails."""
    builtin = BuiltinPlanner()
    if planner is None and settings.uses_model:
        from agent.models import ModelPlanner

        planner = await stack.enter_async_context(ModelPlanner.open(settings, policy))
    if planner is None or settings.model_for == "unclear":
        from agent.families import all_tools

        builtin.index(all_tools())  # now, so that no request waits for it
    if planner is None or planner.name == builtin.name:
        return planner or builtin, None
    return planner, builtin
