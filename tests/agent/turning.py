"""Turns of one conversation with a scripted planner, and what is left of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent import Request, VideoAgent
from agent.messages import Event
from tests.agent.scripted import ScriptedPlanner, call

Opener = Callable[..., AbstractAsyncContextManager[VideoAgent]]


def say(text: str, *attachments: Path, conversation: str = "c1", **fields: Any) -> Request:
    return Request(
        conversation=conversation, user="u1", text=text, attachments=attachments, **fields
    )


async def events(agent: VideoAgent, request: Request) -> list[Event]:
    return [event async for event in agent.stream(request)]


async def kept(agent: VideoAgent) -> dict[str, Any]:
    """What is kept of the conversation between turns."""
    snapshot = await agent._graph.aget_state({"configurable": {"thread_id": "c1"}})
    return dict(snapshot.values)


def left_over(home: Path) -> list[Path]:
    """Files in the folders of results, finished or not."""
    return sorted(path for path in (home / "outputs").rglob("*") if path.is_file())


MUTE = [call("mute_audio")]
TRIM = [call("trim_video", start=0, end=1)]


def with_planner(agent: VideoAgent, planner: ScriptedPlanner) -> Any:
    """The agent's services, with another planner."""
    return replace(agent._services, planner=planner)
