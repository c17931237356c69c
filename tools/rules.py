"""Rules: what every tool must be, whoever wrote it. Planners and stored recipes rely on them.

The built-in tools are held to them by a test, tools of other packages when they are loaded.
"""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Iterator
from typing import Any, get_type_hints

from pydantic.errors import PydanticUserError

from tools.clip import Clip
from tools.spec import ToolSpec

LEAST_EXAMPLES = 4
LONGEST_SUMMARY = 100
SHORTEST_DESCRIPTION = 8
# All tools together must leave a model room for the conversation.
LARGEST_SCHEMA = 2_500


def broken_rules(function: object) -> Iterator[str]:
    """What is wrong with a tool function, as what follows its name in a sentence."""
    if not inspect.isfunction(function) or inspect.iscoroutinefunction(function):
        yield "is no plain function"
        return
    try:
        hints = get_type_hints(function)
    except (NameError, TypeError, AttributeError) as error:
        yield f"has types that cannot be read ({error})"
        return
    rules = (_name, _signature, _summary, _descriptions, _examples, _schema)
    try:
        spec = ToolSpec.of(function)
        for rule in rules:
            found = list(rule(spec, hints))
            yield from found
            if found and rule is _signature:
                return
    except (PydanticUserError, NameError, TypeError, UserWarning) as error:
        yield f"has arguments that cannot be checked ({str(error).splitlines()[0]})"


def _name(spec: ToolSpec, _hints: dict[str, Any]) -> Iterator[str]:
    if not (spec.name.isidentifier() and spec.name.isascii() and spec.name == spec.name.lower()):
        yield "has a name that is not lower_case_words"


def _signature(spec: ToolSpec, hints: dict[str, Any]) -> Iterator[str]:
    names = list(inspect.signature(spec.function).parameters)
    if names[:1] != ["clip"] or hints.get("clip") is not Clip:
        yield "does not take 'clip: Clip' first"
        return
    if hints.get("return") not in (Clip, str):
        yield "does not say that it returns a Clip, or a str as an answer"
    for parameter in spec.parameters.values():
        if parameter.name not in hints:
            yield f"has no type for '{parameter.name}'"
        if parameter.kind is not inspect.Parameter.POSITIONAL_OR_KEYWORD:
            yield f"takes '{parameter.name}' in another way than as a plain argument"


def _summary(spec: ToolSpec, _hints: dict[str, Any]) -> Iterator[str]:
    first_line = (inspect.getdoc(spec.function) or "").partition("\n")[0]
    if not spec.summary.endswith(".") or spec.summary != first_line:
        yield "has no first line in its docstring that is one sentence: when to use it"
    elif len(first_line) > LONGEST_SUMMARY:
        yield f"has a first line of more than {LONGEST_SUMMARY} characters"


def _descriptions(spec: ToolSpec, _hints: dict[str, Any]) -> Iterator[str]:
    for name in spec.parameters:
        if len(spec.descriptions.get(name, "")) < SHORTEST_DESCRIPTION:
            yield f"does not describe '{name}' under 'Args:'"
    for name in spec.descriptions.keys() - {"clip"} - spec.parameters.keys():
        yield f"describes '{name}', which it does not take"


def _examples(spec: ToolSpec, _hints: dict[str, Any]) -> Iterator[str]:
    if len(spec.examples) < LEAST_EXAMPLES:
        yield f"has {len(spec.examples)} requests under 'Examples:', and needs {LEAST_EXAMPLES}"
    if len({example.casefold() for example in spec.examples}) < len(spec.examples):
        yield "has the same request twice under 'Examples:'"
    # A name of one word is an everyday word.
    if "_" in spec.name and any(spec.name in example for example in spec.examples):
        yield "has an example with its own name, which nobody would say"


def _schema(spec: ToolSpec, _hints: dict[str, Any]) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        text = json.dumps(spec.schema)
    if "$ref" in text:
        yield "takes arguments that are not plain values"
    if len(text) > LARGEST_SCHEMA:
        yield f"has a schema of {len(text):,} characters; {LARGEST_SCHEMA:,} are the limit"
