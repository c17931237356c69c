"""Registry: the capabilities that need a model or somebody's service, and their engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.services.engine import Engine
from tools.services.pending import Pending
from tools.services.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What the agent makes from its settings when it is opened.

    Attributes:
        policy: By which engines are asked, always.
        pending: Jobs of providers that a killed process left behind.
        engines: By capability, such as "speech": its engines, best first, built-in last. What an
            engine can do besides is in the Protocol of its capability; whoever asks knows it.
    """

    policy: Policy
    pending: Pending
    engines: Mapping[str, Sequence[Engine]] = field(default_factory=dict)

    def of(self, capability: str) -> Sequence[Engine]:
        """The engines of a capability; none where there is no such."""
        return self.engines.get(capability, ())
