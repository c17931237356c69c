from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from agent.engines import warm
from tests.tools.services.engines_here import Stub
from tools.errors import ToolFailed


@dataclass
class Warm(Stub):
    """An engine with a model."""

    fails: bool = False
    warmed: int = 0

    async def warm(self, tell: Callable[[str], None]) -> None:
        tell("loading")
        if self.fails:
            raise ToolFailed("no weights")
        self.warmed += 1


async def test_models_are_warmed_up_when_that_was_asked_for(
    caplog: pytest.LogCaptureFixture,
) -> None:
    named, idle, broken, other = Warm("a"), Warm("b", idle="no"), Warm("c", fails=True), Warm("d")
    engines = {"transcription": (broken, idle, Stub("plain"), named), "other": (other,)}
    with caplog.at_level(logging.WARNING):
        await warm(engines, ("transcription", "nothing of that name"))
    assert [each.warmed for each in (named, idle, broken, other)] == [1, 0, 0, 0]
    assert "c is not warmed up: no weights" in caplog.text
