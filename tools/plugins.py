"""Plugins: tools of other people's packages.

A package offers a tool by an entry point of the group ``vfxb.tools``::

    [project.entry-points."vfxb.tools"]
    stamp_ticket = "my_package:stamp_ticket"

Such a tool is held to the same rules as the built-in ones and is used like them. One that breaks
a rule is left out and told by ``vfxb doctor``; what it raises while it works is told the person.
Everything that foreign code can do to this program at the import or in a call ends in this file.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from tools.clip import Clip
from tools.errors import ToolFailed, VfxbError
from tools.rules import broken_rules
from tools.spec import ToolSpec

GROUP = "vfxb.tools"


@dataclass(frozen=True, slots=True)
class Broken:
    """A tool that was left out.

    Attributes:
        tool: Its name.
        package: The package that offers it.
        why: What is wrong, as what follows the name in a sentence.
    """

    tool: str
    package: str
    why: str


@dataclass(frozen=True, slots=True)
class Plugins:
    """What was found.

    Attributes:
        specs: Tools that can be used, by name.
        broken: Tools that were left out.
    """

    specs: Mapping[str, ToolSpec]
    broken: tuple[Broken, ...]


def load(own: Mapping[str, ToolSpec]) -> Plugins:
    """The tools of all installed packages, in the order of their packages' names.

    Args:
        own: The built-in tools: their names and examples are taken.
    """
    specs: dict[str, ToolSpec] = {}
    broken = []
    for entry in sorted(entry_points(group=GROUP), key=lambda e: (_package(e), e.name)):
        try:
            spec = _read(entry)
            _refuse_double(spec, {**own, **specs})
        except _Refused as error:
            broken.append(Broken(entry.name, _package(entry), str(error)))
        else:
            specs[spec.name] = spec
    return Plugins(specs, tuple(broken))


class _Refused(Exception):
    """A tool breaks a rule; the message follows its name in a sentence."""


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _read(entry: EntryPoint) -> ToolSpec:
    try:
        # What a module prints must not get among the output of a command.
        with contextlib.redirect_stdout(sys.stderr):
            function = entry.load()
    except (Exception, SystemExit) as error:
        raise _Refused(f"cannot be imported ({_line(error)})") from error
    problems = list(broken_rules(function))
    if not problems and function.__name__ != entry.name:
        problems = [f"is called '{function.__name__}' in its package: both names must be the same"]
    if problems:
        raise _Refused("; it ".join(problems))
    return ToolSpec.of(_contained(function, _package(entry)), package=_package(entry))


def _refuse_double(spec: ToolSpec, known: Mapping[str, ToolSpec]) -> None:
    if spec.name in known:
        raise _Refused(f"has the name of a tool of {known[spec.name].package or 'VFXB'}")
    mine = {example.casefold() for example in spec.examples}
    for other in known.values():
        for example in other.examples:
            if example.casefold() in mine:
                raise _Refused(f"has an example of {other.name}: “{example}”")


def _contained(function: Callable[..., Any], package: str) -> Callable[..., Clip | str]:
    """A tool whose errors are told as ours."""

    @functools.wraps(function)
    def tool(clip: Clip, **args: Any) -> Clip | str:
        try:
            result = function(clip, **args)
        except VfxbError:
            raise
        except Exception as error:
            # The border to foreign code: whatever it raises, the person gets a calm sentence.
            raise ToolFailed(
                f"{function.__name__} of the package '{package}' failed ({_line(error)}). "
                "The rest of VFXB works; the package needs a repair."
            ) from error
        if not isinstance(result, Clip | str):
            raise ToolFailed(
                f"{function.__name__} of the package '{package}' gave back "
                f"{type(result).__name__} instead of a clip. The package needs a repair."
            )
        return result

    return tool


def _line(error: BaseException) -> str:
    """An error on one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:120]}" if text else type(error).__name__
