"""Presenting: a presenter who speaks a script, in a film of its own or over the clip."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import WithJsonSchema

from tools.canvas import is_canvas
from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import Source
from tools.media import Wanted, pick
from tools.operations import Crop, Operation, Present, Presentation, Utterance
from tools.presented import finding_of
from tools.titles import shown
from tools.values import (
    Language,
    Position,
    Speed,
    Voice,
    anchor_of,
    format_length,
    guess_language,
    speaking_seconds,
)
from tools.values.presenters import PresenterSpot, Shape
from tools.values.voices import MAX_CHARACTERS, MAX_SECONDS

_PICTURE = Wanted(("still",), "picture", optional=True)
Portrait = Annotated[str, _PICTURE, WithJsonSchema({"type": "string"})]
"""A picture that was sent, in a presenter's place."""
# Side of a presenter in a corner, as a share of the picture's shorter side.
_CORNER = 0.34
_SHAPES = {"wide": (1280, 720), "upright": (720, 1280), "square": (1080, 1080)}
# A film begins before the first word and ends after the last.
_AROUND = 0.6


def present(
    clip: Clip,
    text: str,
    voice: Voice = "professional_female",
    pace: Speed = 1.0,
    place: PresenterSpot = "corner",
    position: Position = "bottom-right",
    image: Portrait | None = None,
    shape: Shape = "wide",
    language: Language | None = None,
    engine: str | None = None,
) -> Clip:
    """Let a presenter speak a script: an avatar, or a voice with a picture and a moving waveform.

    With no clip at all it makes a video of the presenter alone.

    Args:
        clip: The clip.
        text: What the presenter says, at most 3,000 characters or 90 seconds.
        voice: Who speaks.
        pace: Pace of speaking, 0.5 to 2; 1 is the voice's own.
        place: Where the presenter is: in a corner of the clip, before it (start) or after it (end).
        position: Which corner; bottom right when left out.
        image: A picture of the presenter, by name or number, in place of an avatar.
        shape: Of a video of the presenter alone: wide, upright or square.
        language: Language of the words; told from the words themselves when left out.
        engine: Who makes it, such as HeyGen; the best that is set up when left out.

    Examples:
        make a presenter video that says "Welcome to our channel"
        create a talking presenter saying "Here are the news of today"
        add a presenter who says "Look at this" in the bottom left corner
        let an avatar say "Thanks for watching" at the end
        put a talking head intro at the start that says "Hello everybody"
        add a talking avatar saying "This is our new product"
        make an upright presenter video saying "Three tips for your garden"
        present this script: "Good morning and welcome"
        generate an avatar video that says "Bonjour à tous"
        have a presenter explain "First, open the settings" over the clip
    """
    video = clip.need_video("present")
    script = _script(text, voice, pace, language)
    picture = pick(clip, image, _PICTURE) if image else None
    if is_canvas(clip):
        return _alone(clip, script, picture, shape, engine)
    side = round(_CORNER * min(video.width, video.height) / 2) * 2
    size = (side, side) if place == "corner" else (video.width, video.height)
    made = Presentation(script=script, picture=picture, width=size[0], height=size[1])
    anchor = anchor_of(position)
    corner = anchor if isinstance(anchor, str) else "bottom-right"
    seconds = _seconds(clip, made)
    operation = Present(
        presentation=made,
        place=place,
        left="left" in corner,
        top="top" in corner,
        seconds=seconds,
        engine=engine or "",
    )
    where = f"in the {corner.replace('-', ' ')} corner" if place == "corner" else f"at the {place}"
    late = place == "corner" and seconds > clip.facts.duration + 1
    return clip.then(
        operation,
        done=f"added a presenter who says “{shown(script.text)}” {where}",
        note=f"The words take about {seconds:.0f} s and the clip is "
        f"{format_length(clip.facts.duration)} long; the rest will not be heard."
        if late
        else "",
    )


def _alone(
    clip: Clip, script: Utterance, picture: Source | None, shape: Shape, engine: str | None
) -> Clip:
    """A film of the presenter and nothing else."""
    video = clip.need_video("present")
    width, height = _SHAPES[shape]
    made = Presentation(script=script, picture=picture, width=width, height=height)
    shaped: tuple[Operation, ...] = ()
    if (video.width, video.height) != (width, height):
        x, y = (video.width - width) // 4 * 2, (video.height - height) // 4 * 2
        shaped = (Crop(width, height, x, y),)
    seconds = _seconds(clip, made)
    operation = Present(presentation=made, place="full", seconds=seconds, engine=engine or "")
    return clip.then(
        *shaped,
        operation,
        done=f"made a presenter who says “{shown(script.text)}”",
    )


def _script(text: str, voice: str, speed: float, language: str | None) -> Utterance:
    words = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").strip()
    if not any(letter.isalnum() for letter in words):
        raise BadInput('There is nothing to say. Tell what the presenter says: text="Hello".')
    if len(words) > MAX_CHARACTERS:
        raise BadInput(
            f"The script is {len(words):,} characters long, and at most {MAX_CHARACTERS:,} are "
            "spoken at once. Shorten it, or make several videos."
        )
    if not 0.5 <= speed <= 2:
        raise BadInput(f"A voice speaks at 0.5 to 2 times its own pace, not at {speed:g}.")
    if speaking_seconds(words, speed) > MAX_SECONDS:
        raise BadInput(
            f"The script would take about {speaking_seconds(words, speed):.0f} s to speak, and at "
            f"most {MAX_SECONDS:.0f} s are made at once. Shorten it, or make several videos."
        )
    return Utterance(
        text=words, voice=voice, speed=speed, language=language or guess_language(words)
    )


def _seconds(clip: Clip, presentation: Presentation) -> float:
    """How long the film is: as long as it turned out, or about as long as the words take."""
    known = clip.findings.get(finding_of(presentation))
    if isinstance(known, dict) and "film" in known:
        return float(known["film"])
    script = presentation.script
    return round(speaking_seconds(script.text, script.speed) + _AROUND, 2)
