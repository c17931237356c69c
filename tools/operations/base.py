"""What all operations share: stretches of time, filters, and the promise to predict facts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from tools.facts import Facts, Source


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time, ``start <= t < end``, in seconds."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    @property
    def length(self) -> float:
        """Length in seconds."""
        return self.end - self.start


Spans = tuple[Span, ...]
"""Stretches of time; empty means the whole clip."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One ffmpeg filter with its options. Nothing a person typed ever stands in it.

    Attributes:
        name: Name of the filter.
        options: Pairs of option and value, in order.
    """

    name: str
    options: tuple[tuple[str, str | int | float], ...] = ()


class Operation(ABC):
    """One change to a clip.

    Attributes:
        on_picture: Whether it changes the picture.
        on_sound: Whether it changes the sound.
    """

    __slots__ = ()

    on_picture: ClassVar[bool] = False
    on_sound: ClassVar[bool] = False

    @property
    def sources(self) -> tuple[Source, ...]:
        """Files besides the clip's own that it needs."""
        return ()

    @abstractmethod
    def after(self, facts: Facts) -> Facts:
        """Facts of the clip after this operation, given those before it."""
