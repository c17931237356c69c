"""An agent on a home of its own, with a scripted planner."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agent import VideoAgent
from agent.settings import Settings
from tests.agent.scripted import ScriptedPlanner
from tests.agent.turning import Opener


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def opened(home: Path) -> Opener:
    """Opens an agent on this test's home with a scripted planner."""

    @asynccontextmanager
    async def open_agent(*script: Any, **settings: Any) -> AsyncIterator[VideoAgent]:
        planner = ScriptedPlanner(*script)
        chosen = Settings(home=home, **settings)
        async with VideoAgent.open(settings=chosen, planner=planner) as agent:
            agent.planner = planner  # type: ignore[attr-defined]
            yield agent

    return open_agent
