"""Fetching: what a clip consists of is brought to this machine before it is looked at."""

from __future__ import annotations

from agent.outages import told_as_failures
from memory.assets import AssetStore
from tools.clip import Clip


async def fetched(clip: Clip, assets: AssetStore) -> None:
    """See that what a clip consists of lies on this machine.

    Raises:
        ToolFailed: Something of it cannot be fetched.
    """
    with told_as_failures():
        for source in (clip.source, *clip.used):
            await assets.bring(source.id)
