"""Presented: the operations that show a presenter's film in the place of a ``Present``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from tools.clip import Clip
from tools.facts import Facts, Source, VideoFacts
from tools.fitting import covering
from tools.operations import (
    Cut,
    Join,
    Material,
    Mix,
    Operation,
    Overlay,
    Present,
    Presentation,
    Rate,
    Span,
)

_MARGIN = 0.03
# The clip's own sound goes down by so much while a presenter speaks over it, in dB.
_DUCKED = -14.0


def key_of(presentation: Presentation) -> str:
    """Names a film, whoever makes it: by all that it depends on."""
    picture = presentation.picture.id if presentation.picture else ""
    content = (presentation.script, picture, presentation.width, presentation.height)
    return hashlib.sha256(repr(content).encode("utf-8", "replace")).hexdigest()


def finding_of(presentation: Presentation) -> str:
    """Where a clip's findings tell how long the film turned out to be."""
    return f"presented {key_of(presentation)}"


def shown(clip: Clip, films: Mapping[Presentation, Source]) -> Clip:
    """The clip with operations that show the films in the place of those that ask for them.

    Args:
        clip: The clip.
        films: The film of each presentation.
    """
    now = Clip.of(clip.source)
    for operation in clip.operations:
        if isinstance(operation, Present):
            film = films[operation.presentation]
            now = now.then(*_operations(operation, film, now.facts), done="")
        else:
            now = now.then(operation, done="")
    return replace(clip, operations=now.operations, facts=now.facts)


def _operations(present: Present, film: Source, facts: Facts) -> tuple[Operation, ...]:
    video, seen = facts.video, film.facts.video
    if video is None or seen is None:
        raise ValueError("a presenter is shown in a picture")
    if present.place == "corner":
        return _in_corner(present, film, seen, facts)
    whole = Material(film).then(Rate(video.fps), *covering(seen, video.width, video.height))
    if present.place != "full":
        return (Join(material=whole, before=present.place == "start"),)
    length = min(film.facts.duration, facts.duration)
    return (
        Cut((Span(0.0, length),)),
        Overlay(material=whole, x=0, y=0),
        Mix(sound=Material(film), at=0.0, duck_db=0.0),
    )


def _in_corner(
    present: Present, film: Source, seen: VideoFacts, facts: Facts
) -> tuple[Operation, ...]:
    """A round picture over a corner, and its sound over the clip's."""
    video = facts.video
    if video is None:
        raise ValueError("a presenter is shown in a picture")
    side = present.presentation.width
    margin = round(_MARGIN * min(video.width, video.height) / 2) * 2
    x = margin if present.left else video.width - side - margin
    y = margin if present.top else video.height - side - margin
    small = Material(film).then(Rate(video.fps), *covering(seen, side, side))
    until = min(film.facts.duration, facts.duration)
    return (
        Overlay(material=small, x=max(0, x), y=max(0, y), roundness=1.0, spans=(Span(0.0, until),)),
        Mix(sound=Material(film), at=0.0, duck_db=_DUCKED if facts.audio else 0.0),
    )
