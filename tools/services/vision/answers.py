"""Answers: what a model says about a clip, held against a schema, and its words made harmless.

A model may be wrong, and it repeats what can be read in pictures. So its answer is data of a fixed
shape: choices are out of closed lists, times lie within the clip, and words are one short line
without the quotation marks by which our own replies mark what may be accepted.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tools.advising import ADVICE
from tools.services.failures import ServiceError
from tools.sights import MomentFound

KINDS = (
    "talking head", "interview", "tutorial", "presentation", "vlog", "news", "sport", "music",
    "film scene", "animation", "video game", "screen recording", "product", "food", "nature",
    "travel", "family and friends", "event", "pets and animals", "street scene", "other",
)  # fmt: skip
"""What kinds of content there are."""

MOST_LISTED = 5
"""So many entries of a list are told."""

_PHRASE, _SENTENCE = 80, 200
# Times this little past the clip's end are meant as its end.
_SLACK = 0.5
_SHORTEST = 0.2
_MOST_MOMENTS = 10
_QUOTES = str.maketrans(dict.fromkeys('“”„«»"`<>', "'"))

Model = TypeVar("Model", bound=BaseModel)


class Described(BaseModel):
    """What a model answers when it is asked what a clip is."""

    kind: str
    summary: str
    style: list[str]
    audience: str
    issues: list[str]
    advice: list[str]


class Place(BaseModel):
    """One place that a model found."""

    start: float
    end: float
    what: str
    sure: float


class Located(BaseModel):
    """What a model answers when it is asked where something is."""

    moments: list[Place]


def schema_of_description() -> dict[str, Any]:
    """The shape of ``Described`` for the provider, with closed choices."""
    words = {"type": "string"}
    return _strict(
        kind={"type": "string", "enum": list(KINDS)},
        summary=words,
        style={"type": "array", "items": words},
        audience=words,
        issues={"type": "array", "items": words},
        advice={"type": "array", "items": {"type": "string", "enum": list(ADVICE)}},
    )


def schema_of_places() -> dict[str, Any]:
    """The shape of ``Located`` for the provider."""
    number = {"type": "number"}
    place = _strict(start=number, end=number, what={"type": "string"}, sure=number)
    return _strict(moments={"type": "array", "items": place})


def _strict(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read(engine: str, text: str, model: type[Model]) -> Model:
    """The answer in a text, which may be fenced.

    Raises:
        ServiceError: It is no JSON, or of another shape.
    """
    try:
        value = json.loads(text[text.index("{") : text.rindex("}") + 1])
        return model.model_validate(value)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "the whole"
        raise ServiceError(engine, "answer", f"{where} has another shape than agreed") from error
    except (ValueError, RecursionError) as error:
        raise ServiceError(engine, "answer", "it is not the JSON that was agreed") from error


def line(text: str, most: int = _PHRASE) -> str:
    """Words of a model as one short line that can neither quote nor command."""
    readable = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    plain = " ".join(readable.translate(_QUOTES).split()).rstrip(".")
    return plain if len(plain) <= most else f"{plain[: most - 3].rstrip()}..."


def sentence(text: str) -> str:
    """The same for a whole sentence."""
    return line(text, _SENTENCE)


def lines(texts: Sequence[str]) -> list[str]:
    """The same for a list, without empty and equal ones."""
    return [each for each in dict.fromkeys(map(line, texts)) if each][:MOST_LISTED]


def moments(engine: str, places: Sequence[Place], length: float) -> list[MomentFound]:
    """The places that lie within a clip of that length, in order.

    Raises:
        ServiceError: There are places, and all of them lie outside.
    """
    inside = [found for place in places if (found := _within(place, length)) is not None]
    if places and not inside:
        raise ServiceError(engine, "answer", "it names times that are outside of the clip")
    best = sorted(inside, key=lambda moment: -moment["sure"])[:_MOST_MOMENTS]
    return sorted(best, key=lambda moment: moment["start"])


def _within(place: Place, length: float) -> MomentFound | None:
    start, end = place.start, place.end
    # Comparisons with what is no number are all false.
    if not (-_SLACK <= start <= end <= length + _SLACK) or start > length - _SHORTEST / 2:
        return None
    sure = place.sure if 0 <= place.sure <= 1 else 0.5
    start = max(0.0, start)
    return MomentFound(
        start=round(start, 2),
        end=round(min(length, max(end, start)), 2),
        what=line(place.what),
        sure=round(sure, 2),
    )


def widened(
    found: Sequence[MomentFound], frames: Sequence[float], shots: Sequence[float], length: float
) -> list[MomentFound]:
    """Moments between the frames that were seen, grown to where they may well begin and end.

    That is where the shot changes between a frame that shows it and one that does not, or else
    half way. Those that meet then are one.

    Args:
        found: Moments, from the first to the last frame that shows something.
        frames: When the frames are that were seen.
        shots: First moments of all shots but the first.
        length: Of the clip, in seconds.
    """
    grown: list[MomentFound] = []
    for moment in found:
        start, end = moment["start"], moment["end"]
        before = max((at for at in frames if at < start - 0.01), default=None)
        after = min((at for at in frames if at > end + 0.01), default=None)
        cut = max((at for at in shots if (before or 0.0) < at <= start), default=None)
        first = cut if cut is not None else 0.0 if before is None else (before + start) / 2
        cut = min((at for at in shots if end < at <= (after or length)), default=None)
        last = cut if cut is not None else length if after is None else (after + end) / 2
        wide = MomentFound(
            start=round(first, 2),
            end=round(min(length, max(last, first + _SHORTEST)), 2),
            what=moment["what"],
            sure=moment["sure"],
        )
        if grown and wide["start"] <= grown[-1]["end"]:
            grown[-1]["end"] = max(grown[-1]["end"], wide["end"])
            grown[-1]["sure"] = max(grown[-1]["sure"], wide["sure"])
        else:
            grown.append(wide)
    return grown
