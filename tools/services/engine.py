"""Engine: what every engine of every capability tells about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


class Engine(Protocol):
    """Something that does the work of a capability: a provider, or what is built in.

    A capability's own Protocol extends this one by its verb. An engine makes ONE attempt and
    raises ``ServiceError``; retries, fallback, caching and money are the policy's business.
    """

    @property
    def name(self) -> str:
        """What people call it, such as "ElevenLabs"; the same for all that a provider offers."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same request would have another result."""
        ...

    @property
    def product(self) -> str:
        """Its row in the table of prices, such as "elevenlabs/eleven_multilingual_v2"."""
        ...

    @property
    def paid(self) -> bool:
        """Whether its provider charges for it."""
        ...

    @property
    def local(self) -> bool:
        """Whether it works without any network: what is built in."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """Tags of the languages it knows, such as "en"; None for all, or where none matters."""
        ...

    @property
    def longest(self) -> float | None:
        """Seconds that one attempt may take from its beginning to its end; None for any."""
        ...

    async def ready(self) -> str | None:
        """Why it cannot be used now, None when it can. Cheap, and without any network.

        The reason completes "ElevenLabs cannot be used: ..." and names the next step, such as
        "no key is set; set ELEVENLABS_API_KEY".
        """
        ...


@runtime_checkable
class Impatient(Protocol):
    """An engine that is asked less often than others before the next one takes its place."""

    @property
    def tries(self) -> int:
        """How often in all, at most."""
        ...


@runtime_checkable
class Fetching(Protocol):
    """An engine that fetches something large once, before it works for the first time."""

    @property
    def fetches(self) -> tuple[str, float]:
        """What is still to be fetched, in words, and about how many seconds that takes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an engine says when it is asked how it is.

    Attributes:
        reachable: Whether it answered.
        problem: Why not, or what is wrong; empty when all is well.
        quota: What is left of the account there, in words: "12,345 of 100,000 characters".
        machine: For own servers: what they tell of themselves, such as memory, load,
            temperature and streams, in words by name.
    """

    reachable: bool
    problem: str = ""
    quota: str = ""
    machine: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class Reporting(Protocol):
    """An engine that can be asked how it is; this costs nothing and may use the network."""

    async def report(self) -> Report:
        """How it is. Raises ``ServiceError`` where it does not answer."""
        ...


@runtime_checkable
class Warmable(Engine, Protocol):
    """An engine with a model that can be loaded before it is needed."""

    async def warm(self, tell: Callable[[str], None]) -> None:
        """Fetch and load the model. Raises ``ToolFailed`` or ``LimitExceeded``.

        Args:
            tell: Told how far it is, in words.
        """
        ...
