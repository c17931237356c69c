"""The operation that lets a presenter speak: in a film of its own, which is made before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tools.facts import AudioFacts, Facts, Source
from tools.operations.base import Operation
from tools.operations.sound import Utterance

PresenterPlace = Literal["full", "corner", "start", "end"]
"""In the place of the picture, over a corner of it, or before or after the clip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """What a presenter is to say, and how it looks.

    Attributes:
        script: The words, and who speaks them.
        picture: A picture that is shown in the presenter's place; None leaves it to the engine.
        width: Of the film, in pixels.
        height: Of the film, in pixels.
    """

    script: Utterance
    picture: Source | None = None
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Present(Operation):
    """A presenter who speaks.

    Nothing compiles it: before anything is rendered or looked at, the film is made and operations
    that show it take its place (see ``tools.presented``).

    Attributes:
        presentation: What is said, and by whom.
        place: Where the film is shown.
        left: Whether a corner is on the left.
        top: Whether a corner is at the top.
        seconds: How long the film is: about, until it was made once.
        engine: Name of the engine that the person chose; empty for the best.
    """

    on_picture = on_sound = True

    presentation: Presentation
    place: PresenterPlace
    left: bool = False
    top: bool = False
    seconds: float
    engine: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The picture in the presenter's place."""
        picture = self.presentation.picture
        return (picture,) if picture else ()

    def after(self, facts: Facts) -> Facts:
        """As long as the film, or longer by it; with sound."""
        heard = replace(facts, audio=facts.audio or AudioFacts())
        if self.place == "full":
            return heard.lasting(min(self.seconds, facts.duration))
        if self.place == "corner":
            return heard
        return heard.lasting(facts.duration + self.seconds)
