"""Pictures that are drawn anew by a model, or by what paints: no filter could say how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.facts import Facts
from tools.operations.base import Operation, Spans

Work = Literal["upscaling", "faces", "styles", "colour", "background"]
"""What is done to each picture; the capability whose engines do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw(Operation):
    """Draw each picture anew. An engine of ``tools.services.pictures`` does it.

    A picture depends on itself and, where flicker is calmed, on the few before it since the last
    change of scene; so a cut may go first, and is no other than such a change.

    Attributes:
        work: What is done.
        factor: How many times as wide and as high it becomes.
        style: The name of a style or its description; only for styles.
        behind: Colour that shows where the background was, ``#rrggbb``; None leaves it
            transparent.
        strength: How much of it, 0 to 1.
        engine: Name of the engine that the person chose; empty leaves it to whoever renders.
        spans: When it applies.
    """

    on_picture = True

    work: Work
    factor: int = 1
    style: str = ""
    behind: str | None = None
    strength: float = 1.0
    engine: str = ""
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """So many times as large; transparent where the background was taken away."""
        if facts.video is None:
            return facts
        return facts.with_video(
            width=facts.video.width * self.factor,
            height=facts.video.height * self.factor,
            alpha=facts.video.alpha or (self.work == "background" and self.behind is None),
        )
