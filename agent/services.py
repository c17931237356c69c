"""Services: what the nodes of the graph work with. Made once, when the agent is opened."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from agent.afterwards import Afterwards
from agent.erasure import Erasure
from agent.pace import Pace
from agent.planner.plan import Planner
from agent.settings import Settings
from agent.steps import Steps
from agent.thrift import Thrift
from memory.assets import AssetStore
from memory.memory import Memory
from tools.services.presenting.presenters import Presenters
from tools.services.registry import Capabilities
from tools.services.speech.voices import Voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that lives longer than a turn.

    Attributes:
        settings: What the operator set.
        planner: The brain.
        fallback: The brain that takes over when the first one fails; None when there is none.
        thrift: Spares the brain what it need not be asked; None where nothing is to be spared.
        memory: What is remembered about people.
        assets: Where clips and results lie.
        voices: Speaks voice-overs.
        presenters: Lets presenters speak.
        capabilities: What needs a model or somebody's service, and how it is asked.
        pace: How fast this machine renders.
        afterwards: Takes work that no reply waits for.
        erasure: Deletes what is kept about people outside memory.
        renders: Lets a few renders run at once; more wait here.
        steps: Remembers what the turn did; None where it ends with its process.
    """

    settings: Settings
    planner: Planner
    fallback: Planner | None
    thrift: Thrift | None
    memory: Memory
    assets: AssetStore
    voices: Voices
    presenters: Presenters
    capabilities: Capabilities
    pace: Pace
    afterwards: Afterwards
    erasure: Erasure
    renders: asyncio.Semaphore
    steps: Steps | None = None
