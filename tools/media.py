"""Media: further files at hand, and how an argument of a tool names one.

A person says "the logo", "song.mp3", "the second clip", or nothing at all; a recipe has to mean
the same file for ever. So an argument of type ``PictureFile`` (or ``SoundFile`` ...) is pinned to
the id of the file that was meant before its step is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import WithJsonSchema

from tools.errors import BadInput
from tools.facts import Source, SourceKind

if TYPE_CHECKING:
    from tools.clip import Clip
    from tools.spec import ToolSpec

ID_LENGTH = 16
"""So many digits of a file's id stand in a recipe."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_LATEST = re.compile(r"\b(last|latest|newest|new|other|this|it)\b", re.I)
_ID = re.compile(rf"[0-9a-f]{{{ID_LENGTH},64}}")
_SHOWN = 5
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of file an argument names.

    Attributes:
        kinds: Kinds that will do, the most likely one first.
        what: What people call such a file, for messages.
        suffixes: Names of the formats that will do; empty takes any.
        several: Whether the argument is a list; left out it means all files not used so far.
        optional: Whether the tool can do without; left out, a file that is not used so far is
            taken if there is one.
        instead: What a person without such a file can ask for.
    """

    kinds: tuple[SourceKind, ...]
    what: str
    suffixes: tuple[str, ...] = ()
    several: bool = False
    optional: bool = False
    instead: str = ""

    def fits(self, source: Source) -> bool:
        """Whether a file is of this kind."""
        suits = not self.suffixes or source.facts.container in self.suffixes
        # What has sound as well as a picture serves as music, too.
        heard = "sound" in self.kinds and source.facts.audio is not None
        return suits and (source.kind in self.kinds or heard)


_NAMES = "Name or number of the file as it was sent; the latest one when left out"
PictureFile = Annotated[
    str,
    Wanted(("still", "clip"), "picture"),
    WithJsonSchema({"type": "string", "description": _NAMES}),
]
"""A picture that was sent, still or moving."""
SoundFile = Annotated[
    str, Wanted(("sound",), "music or other sound"), WithJsonSchema({"type": "string"})
]
"""Something with sound that was sent."""
ClipFiles = Annotated[
    list[str],
    Wanted(("clip", "still", "sound"), "clip", several=True),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
"""Clips that were sent, in order."""
SubtitleFile = Annotated[
    str,
    Wanted(
        ("text",),
        "subtitle file",
        ("srt", "vtt", "ass", "ssa"),
        optional=True,
        instead="To have what is said written into the picture, say: add captions.",
    ),
    WithJsonSchema({"type": "string"}),
]
"""A file of subtitles that was sent."""
TableFile = Annotated[
    str,
    Wanted(("text",), "colour table (.cube)", ("cube", "3dl")),
    WithJsonSchema({"type": "string"}),
]
"""A file with a table of colours that was sent."""


def pick(clip: Clip, name: str | None, wanted: Wanted) -> Source:
    """The file that is meant.

    Args:
        clip: The clip, with the files at hand.
        name: An id, a file name, a number, words such as "the second one"; None for the latest
            that is not used so far.
        wanted: What kind of file it has to be.

    Raises:
        BadInput: No such file is at hand.
    """
    fitting = [source for source in clip.media if wanted.fits(source)]
    if name and _ID.fullmatch(name):
        return _pinned(fitting, name, wanted)
    if not fitting:
        told = f"There is no {wanted.what} at hand. Send the file along with the request."
        raise BadInput(f"{told} {wanted.instead}".rstrip())
    if name is None or not name.strip():
        return _latest(clip, fitting, wanted)
    found = _named(fitting, name.strip())
    if found is None:
        known = ", ".join(f"'{source.name}'" for source in fitting[-_SHOWN:])
        raise BadInput(f"There is no {wanted.what} named '{name[:60]}'. At hand: {known}.")
    return found


def pick_several(clip: Clip, names: Sequence[str] | None, wanted: Wanted) -> tuple[Source, ...]:
    """The files that are meant, in order; without names all that are not used so far.

    Raises:
        BadInput: One of them, or any, is not at hand.
    """
    if names:
        return tuple(pick(clip, name, wanted) for name in names)
    return _fresh(clip, wanted) or (pick(clip, None, wanted),)


def pinned(spec: ToolSpec, args: Mapping[str, Any], clip: Clip) -> dict[str, Any]:
    """The arguments, with every file that a tool takes named by its id.

    Raises:
        BadInput: A file that is meant is not at hand.
    """
    fixed = dict(args)
    for name, wanted in spec.files.items():
        given = args.get(name)
        if wanted.several:
            names = [given] if isinstance(given, str) and given else given
            fixed[name] = [source.id[:ID_LENGTH] for source in pick_several(clip, names, wanted)]
        elif given or not wanted.optional or _fresh(clip, wanted):
            fixed[name] = pick(clip, given, wanted).id[:ID_LENGTH]
    return fixed


def _pinned(fitting: Sequence[Source], id: str, wanted: Wanted) -> Source:
    """The file that a step was stored with: that one or none."""
    found = next((source for source in fitting if source.id.startswith(id)), None)
    if found is None:
        raise BadInput(
            f"The {wanted.what} that was used is not at hand any more. Send it again, or undo "
            "that step."
        )
    return found


def _fresh(clip: Clip, wanted: Wanted) -> tuple[Source, ...]:
    """Fitting files that no step has used so far."""
    return tuple(s for s in clip.media if wanted.fits(s) and s not in clip.used)


def _latest(clip: Clip, fitting: Sequence[Source], wanted: Wanted) -> Source:
    """The latest of the likeliest kind, one that is not used so far if there is such a one."""
    ranked = sorted(
        enumerate(fitting),
        key=lambda each: (
            each[1] not in clip.used,
            -wanted.kinds.index(each[1].kind) if each[1].kind in wanted.kinds else -9,
            each[0],
        ),
    )
    return ranked[-1][1]


def _named(fitting: Sequence[Source], name: str) -> Source | None:
    lowered = name.lower()
    words = [word for word in re.findall(r"\w+", lowered) if len(word) > _SHORT]

    def exact(source: Source) -> bool:
        known = source.name.lower()
        by_id = len(lowered) >= ID_LENGTH and source.id.startswith(lowered)
        return by_id or lowered in {known, known.rpartition(".")[0]}

    def alike(source: Source) -> bool:
        return any(word in source.name.lower() for word in words)

    only = fitting[-1] if len(fitting) == 1 or _LATEST.search(lowered) else None
    return (
        next(filter(exact, reversed(fitting)), None)
        or _numbered(fitting, lowered)
        or next(filter(alike, reversed(fitting)), None)
        or only
    )


def _numbered(fitting: Sequence[Source], lowered: str) -> Source | None:
    """The file of that number, in the order in which they were sent."""
    said = [n for n, word in enumerate(_ORDINALS) if re.search(rf"\b{word}\b", lowered)]
    number = int(lowered) - 1 if lowered.isdigit() else said[0] if said else -1
    return fitting[number] if 0 <= number < len(fitting) else None
