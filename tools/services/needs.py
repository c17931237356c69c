"""Needs: what a described clip will ask of services, for the quote before it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.clip import Clip
from tools.operations import Mix, Operation, Present, Redraw, Utterance


def _any(engine: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that a service will be asked for.

    Attributes:
        capability: Which: a field of ``Capabilities``, such as "speech".
        units: How much, by units of the table of prices.
        key: The same as the call itself will give: what is cached costs nothing.
        chosen: Name of the engine that the person chose.
        language: Tag of the language that the engine has to know; empty where none matters.
        seconds: About how long the built-in engine takes.
        fits: Whether an engine of the capability can do it at all; others are not asked.
    """

    capability: str
    units: Mapping[str, float]
    key: Any = None
    chosen: str | None = None
    language: str = ""
    seconds: float = 0.0
    fits: Callable[[Any], bool] = _any


def _spoken(mix: Mix, clip: Clip) -> Iterator[Need]:
    from tools.services.speech.need import needed

    if isinstance(mix.sound, Utterance):
        yield needed(mix.sound)


def _drawn(redraw: Redraw, clip: Clip) -> Iterator[Need]:
    from tools.services.pictures.need import needed

    yield from needed(redraw, clip)


def _presented(present: Present, clip: Clip) -> Iterator[Need]:
    from tools.services.presenting.presenters import needed

    yield needed(present)


_NEEDS: Mapping[type[Operation], Callable[[Any, Clip], Iterator[Need]]] = {
    Mix: _spoken,
    Present: _presented,
    Redraw: _drawn,
}
"""What an operation asks for on a clip; those that are not here ask for nothing."""


def needs(clip: Clip) -> tuple[Need, ...]:
    """What the operations of a clip ask for, in their order."""
    found: list[Need] = []
    for operation in clip.operations:
        if asks := _NEEDS.get(type(operation)):
            found += asks(operation, clip)
    return tuple(found)
