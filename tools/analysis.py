"""Analysis: what a tool has to know of the pictures or the sound themselves before it can answer.

Tools read no file. One that depends on what is in the clip asks for a finding by naming the
analysis; where nobody has looked yet, ``Unseen`` says what to look for, and whoever runs the tool
has ``tools.engine.measure.analyses`` look and calls it again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypedDict

from tools.errors import VfxbError
from tools.operations import Operation, Rate, Spans

if TYPE_CHECKING:
    from tools.clip import Clip

# Counts what analyses find: another number where the same clip would give another finding.
_EDITION = 1


@dataclass(frozen=True, slots=True)
class Analysis:
    """A look at a clip as it is after its operations. What it finds is plain JSON.

    Attributes:
        looks: Whether it looks at the picture.
        listens: Whether it listens to the sound.
        lasting: Whether it finds the same in another encoding of the same film.
    """

    looks: ClassVar[bool] = False
    listens: ClassVar[bool] = False
    lasting: ClassVar[bool] = False

    def key(self, clip: Clip) -> str:
        """Name of its finding: the same for the same content, whatever the files are called."""
        content = (_EDITION, clip.source.id, self._matter(clip.operations), self)
        return hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest()

    def _matter(self, operations: tuple[Operation, ...]) -> list[Operation]:
        """Operations that change what it finds; a rate rounds where cuts after it lie."""
        return [
            each
            for each in operations
            if (self.looks and each.on_picture)
            or (self.listens and each.on_sound)
            or isinstance(each, Rate)
        ]


@dataclass(frozen=True, slots=True)
class Pauses(Analysis):
    """Where nobody speaks and nothing else is to be heard.

    Attributes:
        below: How many decibels below the level of the speech silence begins; None leaves that
            to the recording: its speech and the noise between the words.
    """

    listens = lasting = True

    below: float | None = None


class PausesFound(TypedDict):
    """What ``Pauses`` finds. Levels are in dB below full scale.

    Attributes:
        speech: Level of what is to be heard, None where nothing is.
        noise: Level of what lies below it.
        threshold: What is quieter than this counts as silence.
        spans: The silent stretches as [start, end] in seconds; those under a fifth of a second
            are left out, and sounds that are shorter than a syllable do not end one.
    """

    speech: float | None
    noise: float
    threshold: float
    spans: list[list[float]]


@dataclass(frozen=True, slots=True)
class Loudness(Analysis):
    """How loud the sound is, by EBU R 128."""

    listens = True


class LoudnessFound(TypedDict):
    """What ``Loudness`` finds.

    Attributes:
        integrated: Loudness of the whole in LUFS; None where there is nothing to hear.
        range: Loudness range in LU.
        peak: True peak in dBTP; None where all samples are 0.
    """

    integrated: float | None
    range: float
    peak: float | None


@dataclass(frozen=True, slots=True)
class Scenes(Analysis):
    """Where one shot ends and the next begins."""

    looks = lasting = True


class ScenesFound(TypedDict):
    """What ``Scenes`` finds.

    Attributes:
        changes: First moments of every shot but the first, in seconds.
    """

    changes: list[float]


@dataclass(frozen=True, slots=True)
class Quality(Analysis):
    """How good picture and sound are: sharpness, blocks, noise, light, loudness, defects."""

    looks = listens = True


class QualityFound(TypedDict, total=False):
    """What ``Quality`` finds; what belongs to the picture or the sound only where there is one.

    Attributes:
        blur: Width of edges in pixels.
        blocks: How much stronger the grid of a codec's blocks is than what lies between it.
        noise: Standard deviation of the noise, in steps of 255.
        light: Mean brightness, 0 to 1.
        dark: Brightness that a tenth of the picture stays below, 0 to 1.
        bright: Brightness that a tenth of the picture passes, 0 to 1.
        color: Mean saturation, 0 to 1.
        black: Black stretches as [start, end] in seconds.
        frozen: Stretches in which the picture stands still.
        scenes: Number of shots.
        loudness: As ``LoudnessFound``.
    """

    blur: float
    blocks: float
    noise: float
    light: float
    dark: float
    bright: float
    color: float
    black: list[list[float]]
    frozen: list[list[float]]
    scenes: int
    loudness: LoudnessFound


@dataclass(frozen=True, slots=True)
class Faces(Analysis):
    """Whether there are faces.

    Attributes:
        spans: When they are looked for; empty is always.
    """

    spans: Spans = ()

    looks = lasting = True


class FacesFound(TypedDict):
    """What ``Faces`` finds.

    Attributes:
        faces: How many faces are to be seen; one that goes away and comes back counts again.
    """

    faces: int


@dataclass(frozen=True, slots=True)
class Backdrop(Analysis):
    """Whether what is behind the people has one colour."""

    looks = True


class BackdropFound(TypedDict):
    """What ``Backdrop`` finds.

    Attributes:
        screen: The colour, ``#rrggbb``, where it can be keyed out; None where it cannot.
        share: How much of the picture's border has it, 0 to 1.
        similarity: How far from it the backdrop goes, as ``Key`` takes it.
        why: Why it cannot be keyed out; empty where it can.
    """

    screen: str | None
    share: float
    similarity: float
    why: str


class Unseen(VfxbError):
    """A tool needs to know what is in a clip, and nobody has looked yet.

    Attributes:
        clip: The clip to look at.
        analysis: What to look for.
    """

    def __init__(self, clip: Clip, analysis: Analysis) -> None:
        super().__init__(f"'{clip.source.name}' has to be looked at first, which was not done.")
        self.clip = clip
        self.analysis = analysis
