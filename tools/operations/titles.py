"""Operations that write on the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.facts import Facts, Source
from tools.operations.base import Operation, Span
from tools.operations.time import Cut

Anchor = Literal[
    "top-left", "top", "top-right", "left", "center", "right",
    "bottom-left", "bottom", "bottom-right",
]  # fmt: skip


MotionKind = Literal["fade", "slide", "typewriter"]

TextStyle = Literal["plain", "outline", "shadow", "box", "subtitle"]


@dataclass(frozen=True, slots=True)
class Animation:
    """How words come and go.

    Attributes:
        kind: They fade, slide over the nearest edge, or are typed letter by letter.
        rise: Seconds that they take to come; 0 for at once.
        fall: Seconds that they take to go; 0 for at once.
    """

    kind: MotionKind
    rise: float = 0.0
    fall: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Words on the picture. They reach the picture through an ASS file, never a filter string.

    Attributes:
        text: What to write; line breaks are kept, long lines wrap.
        anchor: One of the nine places, or the centre of the text as fractions of width and height.
        style: How it is set off from the picture.
        color: ``#rrggbb``.
        size: Height of a line as a fraction of the picture's shorter side.
        bold: Whether in bold.
        font: Family to prefer; None takes the default one.
        span: When it shows; None means all the time.
        animation: How it comes and goes; None for at once.
        edge_color: Colour of the outline, shadow or box, ``#rrggbb``; None takes black or white,
            whichever the letters stand out from.
        edge: How thick an outline, how far a shadow or how opaque a box is, 0 to 1; None takes
            what is usual.
        lit: Which of its words stands out from the others by its colour, counted from 0; None for
            none of them.
        lit_color: That colour, ``#rrggbb``.
    """

    text: str
    anchor: Anchor | tuple[float, float] = "bottom"
    style: TextStyle = "outline"
    color: str = "#ffffff"
    size: float = 0.09
    bold: bool = True
    font: str | None = None
    span: Span | None = None
    animation: Animation | None = None
    edge_color: str | None = None
    edge: float | None = None
    lit: int | None = None
    lit_color: str = "#ffd60a"


@dataclass(frozen=True, slots=True)
class Titles(Operation):
    """Titles drawn over the picture, later ones on top."""

    on_picture = True

    titles: tuple[Title, ...]

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitles(Operation):
    """Titles from a file of subtitles, drawn over the picture.

    Attributes:
        file: The subtitles; they are read by ``tools.cues`` alone.
        like: How each is written; its words and times are the file's.
        later: Seconds by which they show later than the file says; below 0 earlier.
        span: When they show at all; None means all the time.
        facts: The clip that the file's times belong to, where it has been cut since.
        cuts: How it has been cut since.
    """

    on_picture = True

    file: Source
    like: Title
    later: float = 0.0
    span: Span | None = None
    facts: Facts | None = None
    cuts: tuple[Cut, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The file of subtitles."""
        return (self.file,)

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftSubtitles(Operation):
    """A track of subtitles beside picture and sound, which players show and hide.

    Neither picture nor sound is changed. The words move along with what is done to the clip later.

    Attributes:
        file: The subtitles as a file; they are read by ``tools.cues`` alone.
        text: The same as text, where there is no file.
        format: Format of the text.
        later: Seconds by which they show later than they say; below 0 earlier.
    """

    file: Source | None = None
    text: str = ""
    format: str = "srt"
    later: float = 0.0

    @property
    def sources(self) -> tuple[Source, ...]:
        """The file of subtitles, if any."""
        return () if self.file is None else (self.file,)

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts
