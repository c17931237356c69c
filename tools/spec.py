"""ToolSpec: what a tool function's signature and docstring say, read once.

The same reading feeds the model's schema, the built-in planner, ``vfxb tools`` and docs/tools.md.
A tool is called through ``ToolSpec.call``, which turns people's spellings into typed values.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args, get_type_hints

import docstring_parser
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import ErrorDetails, to_jsonable_python

from tools.clip import Clip
from tools.errors import BadInput
from tools.media import Wanted
from tools.values.scenes import Settled

ToolFunction = Callable[..., Clip | str]


@dataclass(frozen=True)
class ToolSpec:
    """A tool as planners and people see it.

    Attributes:
        function: The tool.
        name: Its name.
        summary: First sentence of the docstring: when to use it.
        descriptions: What each argument means, by name.
        examples: Requests of real people that this tool answers.
        package: The package that offers it; empty for VFXB's own.
    """

    function: Callable[..., Any]
    name: str
    summary: str
    descriptions: Mapping[str, str] = field(hash=False)
    examples: tuple[str, ...]
    package: str = ""

    @classmethod
    def of(cls, function: Callable[..., Any], *, package: str = "") -> ToolSpec:
        """Read a tool function, and say whose it is."""
        parsed = docstring_parser.parse(
            inspect.getdoc(function) or "", style=docstring_parser.DocstringStyle.GOOGLE
        )
        examples = [e.description or "" for e in parsed.meta if e.args and e.args[0] == "examples"]
        lines = [line.strip("-* ").strip() for text in examples for line in text.splitlines()]
        return cls(
            function=function,
            name=function.__name__,
            summary=parsed.short_description or "",
            descriptions={
                p.arg_name: " ".join((p.description or "").split()) for p in parsed.params
            },
            examples=tuple(line.strip('"') for line in lines if line),
            package=package,
        )

    @cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """Arguments that a request can set: all but the first, which is what the tool works on."""
        return dict(list(inspect.signature(self.function).parameters.items())[1:])

    @cached_property
    def files(self) -> Mapping[str, Wanted]:
        """Arguments that name a further file, with what kind of file each takes."""
        hints = get_type_hints(self.function, include_extras=True)
        found = {name: _wanted(hints[name]) for name in self.parameters}
        return {name: wanted for name, wanted in found.items() if wanted is not None}

    @cached_property
    def settled(self) -> frozenset[str]:
        """Arguments that it decides by what it finds in a clip: another clip decides them anew."""
        hints = get_type_hints(self.function, include_extras=True)
        return frozenset(
            name
            for name in self.parameters
            if any(isinstance(mark, Settled) for mark in _marks(hints[name]))
        )

    @cached_property
    def answers(self) -> bool:
        """Whether it tells something about what it works on and changes nothing."""
        return get_type_hints(self.function).get("return") is str

    @cached_property
    def arguments(self) -> type[BaseModel]:
        """Model that checks and converts the arguments."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {}
        for name, parameter in self.parameters.items():
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            fields[name] = (
                hints[name],
                Field(default, description=self.descriptions.get(name, "")),
            )
        return create_model(self.name, __config__=_STRICT, **fields)

    @cached_property
    def schema(self) -> dict[str, Any]:
        """JSON schema of the arguments, as short as a model can do with."""
        schema = self.arguments.model_json_schema()
        return {
            "type": "object",
            "properties": {
                name: _slim(shape) for name, shape in schema.get("properties", {}).items()
            },
            "required": schema.get("required", []),
            "additionalProperties": False,
        }

    def parse(self, args: Mapping[str, Any], facts: Any = None) -> dict[str, Any]:
        """Checked and converted arguments, defaults left out.

        Args:
            args: What was asked, in people's or a model's spelling.
            facts: Facts of the clip, for words such as "halfway".

        Raises:
            BadInput: An argument is unknown, missing or not understood; the message names it.
        """
        given = {
            name: _whole(value) for name, value in args.items() if not self._left_out(name, value)
        }
        try:
            model = self.arguments.model_validate(given, context={"facts": facts})
        except ValidationError as error:
            raise BadInput(self._explain(error)) from error
        return {name: getattr(model, name) for name in self.parameters if name in given}

    def stored(self, args: Mapping[str, Any], facts: Any = None) -> dict[str, Any]:
        """The same as plain JSON values: the arguments of a ``Step``.

        Raises:
            BadInput: As for ``parse``.
        """
        plain: dict[str, Any] = to_jsonable_python(self.parse(args, facts))
        return plain

    def call(self, clip: Clip, args: Mapping[str, Any]) -> Clip | str:
        """The tool on a clip.

        Raises:
            BadInput: The arguments do not fit, or do not fit this clip.
        """
        result: Clip | str = self.function(clip, **self.parse(args, clip.facts))
        return result

    def _left_out(self, name: str, value: Any) -> bool:
        """Whether an argument is there only in name: null, for one that has a default."""
        parameter = self.parameters.get(name)
        return value is None and parameter is not None and parameter.default is not parameter.empty

    def _explain(self, error: ValidationError) -> str:
        return " ".join(dict.fromkeys(map(self._explain_one, error.errors())))

    def _explain_one(self, problem: ErrorDetails) -> str:
        name = str(problem["loc"][0]) if problem["loc"] else "arguments"
        if problem["type"] == "extra_forbidden":
            known = ", ".join(self.parameters) or "none"
            return f"{self.name} has no argument '{name}'. It has: {known}."
        if problem["type"] == "missing":
            return f"{self.name} needs '{name}': {self.descriptions.get(name, '')}"
        value = str(problem.get("input"))
        value = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        if problem["type"] == "literal_error":
            return f"{self.name}: '{value}' is not a {name}; choose {problem['ctx']['expected']}."
        return f"{self.name}: {name} = {value!r}: {problem['msg'].removeprefix('Value error, ')}."


_STRICT = ConfigDict(extra="forbid", coerce_numbers_to_str=True)
_SHOWN = 80


def _wanted(hint: Any) -> Wanted | None:
    """What kind of file a type of argument asks for; it may stand within an Optional."""
    return next((each for each in _marks(hint) if isinstance(each, Wanted)), None)


def _marks(hint: Any) -> list[Any]:
    """What a type of argument is marked with; it may stand within an Optional."""
    inner = [each for part in get_args(hint) for each in (part, *getattr(part, "__metadata__", ()))]
    return [*getattr(hint, "__metadata__", ()), *inner]


def _whole(value: Any) -> Any:
    """A value whose text can be encoded: JSON may hold halves of letters (lone surrogates)."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return value


def _slim(shape: Mapping[str, Any]) -> dict[str, Any]:
    """A property without what says nothing to a model.

    Titles repeat the name; null and a default of null say what "not required" says already.
    """
    slim = {name: value for name, value in shape.items() if name not in {"title", "anyOf"}}
    kinds = [kind for kind in shape.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        slim = {**kinds[0], **slim}
    elif kinds:
        slim = {"anyOf": kinds, **slim}
    if slim.get("default", ...) is None:
        del slim["default"]
    return slim
