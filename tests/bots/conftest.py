"""What the tests of the chat bots share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bots.scripted_agent import ScriptedAgent


@pytest.fixture
def agent(tmp_path: Path) -> ScriptedAgent:
    return ScriptedAgent(tmp_path)


@pytest.fixture
def beach(tmp_path: Path) -> Path:
    """A file that is called a clip; the scripted agent does not look inside."""
    path = tmp_path / "beach.mp4"
    path.write_bytes(b"a clip" * 1000)
    return path
