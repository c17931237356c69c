"""Kinds: what sort of value each argument of a tool takes, read from its type and its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Parameter
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from tools import values
from tools.media import Wanted
from tools.spec import ToolSpec
from tools.values.speech import Saying

Kind = Literal[
    "start", "end", "at", "span_length", "text", "color", "position", "speed", "factor",
    "decibels", "level", "intensity", "width", "height", "x", "y", "resolution", "aspect", "fps",
    "text_size", "share", "opacity", "volume", "degrees", "ranges", "moments", "choice", "flag",
    "number", "file", "texts", "parsed", "words", "scene", "saying",
]  # fmt: skip

_TYPES: tuple[tuple[Any, Kind], ...] = (
    (values.Color, "color"), (values.Position, "position"), (values.Speed, "speed"),
    (values.Factor, "factor"), (values.Decibels, "decibels"), (values.Level, "level"),
    (values.Intensity, "intensity"), (values.Resolution, "resolution"), (values.Aspect, "aspect"),
    (values.FrameRate, "fps"), (values.TextSize, "text_size"), (values.Degrees, "degrees"),
    (values.Ranges, "ranges"), (values.Moments, "moments"), (values.Share, "share"),
    (values.Volume, "volume"), (values.Opacity, "opacity"), (values.Scene, "scene"),
    (Saying, "saying"),
)  # fmt: skip
_TEXTS = frozenset({"text", "words", "caption", "message", "title", "line", "lines"})
_STARTS = frozenset({"start", "begin", "since", "start_time", "begins"})
_ENDS = frozenset({"end", "until", "stop", "end_time", "ends"})
_POINTS = frozenset({"at", "time", "when", "moment", "position_time", "timestamp"})

# Names by which a plain number says what it counts, and the values that people give for it.
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "<fps>": ("fps", "rate", "frame_rate", "frames_per_second"),
    "<degrees>": ("degrees", "angle", "rotation", "hue", "shift"),
    "<semitones>": ("semitones", "pitch", "shift"),
    "<kbps>": ("kbps", "bitrate", "kilobits", "video_bitrate", "audio_bitrate"),
    "<mb>": ("megabytes", "mb", "size_mb", "max_size", "max_mb"),
    "<hz>": ("hz", "sample_rate", "frequency", "hertz"),
    "<lufs>": ("lufs", "loudness", "target"),
    "<count>": (
        "times",
        "count",
        "repeats",
        "loops",
        "copies",
        "n",
        "parts",
        "plays",
        "number",
        "pieces",
        "amount",
    ),
    "<times>": ("factor", "zoom", "scale", "amount", "ratio", "times"),
    "<percent>": ("percent", "share", "amount", "factor", "scale", "intensity", "strength"),
    "<px>": ("width", "thickness", "size", "pixels", "border", "radius"),
    "<db>": ("decibels", "db", "gain"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument of a tool.

    Attributes:
        name: Its name.
        kind: What sort of value it takes.
        required: Whether the tool cannot do without.
        choices: The closed choices, for a ``choice``.
        type: Its type, for checking what people wrote.
        whole: Whether it takes whole numbers only.
        description: What it means.
        default: What it is when left out.
    """

    name: str
    kind: Kind
    required: bool
    choices: tuple[str, ...]
    type: Any
    whole: bool
    description: str
    default: Any

    def takes(self, written: Any) -> bool:
        """Whether its type accepts what was written."""
        try:
            _adapter(self.type).validate_python(written, context={"facts": None})
        except (ValidationError, ValueError, TypeError):
            return False
        return True

    def read(self, written: Any) -> Any:
        """What was written, as the tool takes it."""
        return _adapter(self.type).validate_python(written, context={"facts": None})


class _Adapters(dict[int, TypeAdapter[Any]]):
    """Adapters by the identity of their type, which may not be hashable."""


_ADAPTERS = _Adapters()
_KEPT: list[Any] = []


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    known = _ADAPTERS.get(id(annotation))
    if known is None:
        known = _ADAPTERS[id(annotation)] = TypeAdapter(annotation)
        _KEPT.append(annotation)  # an identity is only unique while its object lives
    return known


def slots_of(spec: ToolSpec) -> tuple[Slot, ...]:
    """The arguments of a tool that a request can fill."""
    hints = get_type_hints(spec.function, include_extras=True)
    return tuple(
        _slot(name, parameter, hints[name], spec.descriptions.get(name, ""))
        for name, parameter in spec.parameters.items()
    )


def _slot(name: str, parameter: Parameter, annotation: Any, description: str) -> Slot:
    inner, wanted = _without_none(annotation), _file_of(annotation)
    required = parameter.default is Parameter.empty
    base = get_args(inner)[0] if get_origin(inner) is Annotated else inner
    closed = get_args(base) if get_origin(base) in {Union, UnionType} else (base,)
    choices = tuple(
        str(c) for each in closed if get_origin(each) is Literal for c in get_args(each)
    )
    return Slot(
        name=name,
        kind="file" if wanted else "choice" if choices else _kind(name, inner, base, required),
        required=required,
        choices=choices,
        type=inner,
        whole=base is int,
        description=description,
        default=None if required else parameter.default,
    )


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, UnionType}:
        rest = [arg for arg in get_args(annotation) if arg is not type(None)]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def _kind(name: str, inner: Any, base: Any, required: bool) -> Kind:
    if inner == values.Seconds:
        return _time_kind(name)
    if get_origin(inner) is list:
        return _list_kind(name, get_args(inner))
    if inner == values.Pixels:
        return name if name in {"width", "height", "x", "y"} else "number"  # type: ignore[return-value]
    for known, kind in _TYPES:
        if inner == known:
            return kind
    if base is bool:
        return "flag"
    if base in {int, float}:
        return "number"
    if base is str:
        return _word_kind(name, inner, required)
    return "ranges" if name == "ranges" else "words"


def _word_kind(name: str, inner: Any, required: bool) -> Kind:
    if get_origin(inner) is Annotated:
        return "parsed"
    return "text" if name in _TEXTS or required else "words"


def _file_of(annotation: Any) -> Wanted | None:
    """What kind of file an argument names, if it names one."""
    parts = [annotation, *get_args(annotation)]
    marks = (mark for part in parts if get_origin(part) is Annotated for mark in get_args(part))
    return next((mark for mark in marks if isinstance(mark, Wanted)), None)


def _list_kind(name: str, items: tuple[Any, ...]) -> Kind:
    if items == (values.Seconds,):
        return "moments"
    return "texts" if items == (str,) else "ranges" if name == "ranges" else "words"


def _time_kind(name: str) -> Kind:
    if name in _STARTS:
        return "start"
    if name in _ENDS:
        return "end"
    return "at" if name in _POINTS else "span_length"


@cache
def choice_phrases(choice: str) -> tuple[str, ...]:
    """Ways in which a choice stands in a normalised request: its words, together and apart."""
    parted = choice.replace("_", " ").replace("-", " ")
    return tuple(dict.fromkeys((choice, parted, parted.replace(" ", ""))))
