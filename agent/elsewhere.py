"""Elsewhere: what a render needs on a machine that did not plan it, and what others need of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.fetching import fetched
from agent.history import History, from_json, to_json
from agent.messages import Reply
from agent.outages import told_as_failures
from agent.steps import RenderOrder
from agent.toolbox import described
from memory.assets import AssetStore
from tools.facts import Source

Json = dict[str, Any]


async def brought(order: RenderOrder, assets: AssetStore) -> RenderOrder:
    """The order with the paths of this machine; the clips that it uses lie there.

    Raises:
        ToolFailed: One cannot be fetched.
    """
    history = at_home(from_json(order.history), assets)
    await fetched(described(history), assets)
    return replace(order, history=to_json(history))


async def published(made: Json, assets: AssetStore) -> Json:
    """What a render made, as other machines find it.

    Raises:
        ToolFailed: It cannot be sent there.
    """
    files = [Path(file) for file in made["files"]]
    with told_as_failures():
        for file in files:
            await assets.publish(file)
    return {**made, "files": [assets.written_down(file) for file in files]}


async def received(made: Json, assets: AssetStore) -> Json:
    """What ``published`` told of, with the paths of this machine.

    Raises:
        ToolFailed: It cannot be fetched.
    """
    with told_as_failures():
        files = [str(await assets.at_hand(written)) for written in made["files"]]
    return {**made, "files": files}


async def delivered(reply: Reply, conversation: str, assets: AssetStore) -> Reply:
    """A reply that another process may have made, with the paths of this machine.

    Raises:
        ToolFailed: A file of it cannot be fetched.
    """
    folder = assets.outputs(conversation)
    with told_as_failures():
        files = [
            await assets.at_hand(assets.written_down(folder / file.name)) for file in reply.files
        ]
    return replace(reply, files=tuple(files))


def resumed(state: Mapping[str, Any], assets: AssetStore) -> Json:
    """The histories of a turn that waited, perhaps on another machine, with the paths of this one.

    Args:
        state: The state of the turn.
        assets: Where the files of this machine lie.
    """
    there = [name for name in ("base", "start", "draft") if state.get(name)]
    return {name: to_json(at_home(from_json(state[name]), assets)) for name in there}


def at_home(history: History, assets: AssetStore) -> History:
    """A history that another process may have written, with the paths of this machine."""

    def moved(sources: Iterable[Source]) -> tuple[Source, ...]:
        return tuple(replace(source, path=assets.path(source.id)) for source in sources)

    return replace(
        history,
        source=moved([history.source])[0] if history.source else None,
        earlier=moved(history.earlier),
        media=moved(history.media),
    )
