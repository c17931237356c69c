"""ToolSpec: what a tool function's signature and docstring say, read once.

The same reading feeds the model's schema, the built-in planner, ``vfxb tools`` and the README.
A tool is called through ``ToolSpec.call``, which turns people's spellings into typed values.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

import docstring_parser
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from tools.clip import Clip
from tools.errors import BadInput

ToolFunction = Callable[..., Clip | str]


@dataclass(frozen=True)
class ToolSpec:
    """A tool as planners, people and the README see it.

    Attributes:
        function: The tool.
        name: Its name.
        summary: First sentence of the docstring: when to use it.
        descriptions: What each argument means, by name.
        examples: Requests of real people that this tool answers.
    """

    function: Callable[..., Any]
    name: str
    summary: str
    descriptions: Mapping[str, str]
    examples: tuple[str, ...]

    @classmethod
    def of(cls, function: Callable[..., Any]) -> ToolSpec:
        """Read a tool function."""
        parsed = docstring_parser.parse(
            inspect.getdoc(function) or "", style=docstring_parser.DocstringStyle.GOOGLE
        )
        examples = [e.description or "" for e in parsed.meta if e.args and e.args[0] == "examples"]
        lines = [line.strip("-* ").strip() for text in examples for line in text.splitlines()]
        return cls(
            function=function,
            name=function.__name__,
            summary=parsed.short_description or "",
            descriptions={p.arg_name: " ".join((p.description or "").split()) for p in parsed.params},
            examples=tuple(line.strip('"') for line in lines if line),
        )

    @cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """Arguments that a request can set: all but the first, which is what the tool works on."""
        return dict(list(inspect.signature(self.function).parameters.items())[1:])

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
        return create_model(
            self.name, __config__=ConfigDict(extra="forbid", arbitrary_types_allowed=True), **fields
        )

    @cached_property
    def schema(self) -> dict[str, Any]:
        """JSON schema of the arguments."""
        return self.arguments.model_json_schema()

    def parse(self, args: Mapping[str, Any], facts: Any = None) -> dict[str, Any]:
        """Checked and converted arguments, defaults left out.

        Args:
            args: What was asked, in people's or a model's spelling.
            facts: Facts of the clip, for words such as "halfway".

        Raises:
            BadInput: An argument is unknown, missing or not understood; the message names it.
        """
        try:
            model = self.arguments.model_validate(dict(args), context={"facts": facts})
        except ValidationError as error:
            raise BadInput(self._explain(error)) from error
        return {name: getattr(model, name) for name in model.model_fields_set}

    def call(self, clip: Clip, args: Mapping[str, Any]) -> Clip | str:
        """The tool on a clip.

        Raises:
            BadInput: The arguments do not fit, or do not fit this clip.
        """
        result: Clip | str = self.function(clip, **self.parse(args, clip.facts))
        return result

    def _explain(self, error: ValidationError) -> str:
        problems = []
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"][:1]) or "arguments"
            value = problem.get("input")
            if problem["type"] == "extra_forbidden":
                known = ", ".join(self.parameters) or "none"
                problems.append(f"{self.name} has no argument '{name}'. It has: {known}.")
            elif problem["type"] == "missing":
                wanted = self.descriptions.get(name, "")
                problems.append(f"{self.name} needs '{name}': {wanted}")
            else:
                message = problem["msg"].removeprefix("Value error, ")
                problems.append(f"{self.name}: {name} = {str(value)[:80]!r}: {message}.")
        return " ".join(dict.fromkeys(problems))
