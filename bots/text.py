"""Text: what people read, as pure functions. One place, so that all front ends speak alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from agent.messages import Progress, Reply
from bots.intention import intended
from bots.language import sentence
from tools.spec import ToolSpec

BAR_WIDTH = 24


def plain(text: str) -> str:
    """Text that is safe to print: control and direction-override characters made visible.

    Words of a person, a file name or a clip may hold escape sequences that would move the cursor
    or recolour the terminal.
    """
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} and c not in _OVERRIDES
        else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in text
    )  # fmt: skip


# Bidirectional embeddings, overrides and isolates: they can make a line read as another one.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def file_name(path: Path) -> str:
    """A path as shown: relative where it lies below the current folder, on one line."""
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return plain(str(shown)).replace("\n", "\\n")


def time_left(seconds: float | None) -> str:
    """Time left, in words: ``"3 s left"``, ``"2 min 5 s left"``; empty while nobody knows."""
    if seconds is None:
        return ""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    if minutes >= 60:
        return sentence("hours_left", hours=minutes // 60, minutes=minutes % 60)
    if minutes:
        return sentence("minutes_left", minutes=minutes, seconds=rest)
    return sentence("seconds_left", seconds=rest)


def activity(progress: Progress) -> str:
    """What is being done, in the language that is spoken."""
    known = {"rendering": "rendering", "making it fit": "fitting"}
    return sentence(known[progress.what]) if progress.what in known else progress.what


def clock(seconds: float) -> str:
    """A moment of a clip: ``0:04.5``."""
    tenths = max(0, round(seconds * 10))
    return f"{tenths // 600}:{tenths // 10 % 60:02}.{tenths % 10}"


def bar(progress: Progress) -> str:
    """Progress on one line: ``rendering ██████░░░░  58 %  3 s left``."""
    fraction = min(1.0, max(0.0, progress.fraction))
    filled = round(fraction * BAR_WIDTH)
    line = f"{activity(progress)} {'█' * filled}{'░' * (BAR_WIDTH - filled)} {fraction:4.0%}"
    return f"{line}  {time_left(progress.eta)}".rstrip()


def plan(steps: Iterable[str]) -> str:
    """The plan on one line: ``Plan: 1. trim to 0:02-0:10  2. make it black and white``."""
    numbered = "  ".join(f"{number}. {intended(step)}" for number, step in enumerate(steps, 1))
    return plain(sentence("plan", steps=numbered or sentence("plan_empty")))


def answer(reply: Reply, saved: Iterable[Path] = ()) -> str:
    """A reply with the files it came with, as a person at a terminal reads it."""
    lines = [plain(reply.text).rstrip()]
    lines += [sentence("saved", name=file_name(path)) for path in saved]
    return "\n".join(line for line in lines if line)


def signature(spec: ToolSpec) -> str:
    """A tool with its arguments and their defaults: ``trim_video(start=0, end=None)``."""
    arguments = []
    for name, parameter in spec.parameters.items():
        default = parameter.default
        arguments.append(name if default is parameter.empty else f"{name}={_value(default)}")
    return f"{spec.name}({', '.join(arguments)})"


def _value(default: object) -> str:
    return f"{default:g}" if isinstance(default, float) else repr(default)


def tool_line(spec: ToolSpec) -> str:
    """A tool in three lines: what it takes, when to use it, and a request that it answers."""
    example = f"\n    “{spec.examples[0]}”" if spec.examples else ""
    return f"{signature(spec)}\n    {spec.summary}{example}"


def tool_page(spec: ToolSpec) -> str:
    """All there is to know about a tool."""
    lines = [signature(spec), "", spec.summary]
    if spec.parameters:
        lines += ["", "Arguments:"]
        lines += [f"  {name}: {spec.descriptions.get(name, '')}" for name in spec.parameters]
    if spec.examples:
        lines += ["", "Requests that it answers:"]
        lines += [f"  “{example}”" for example in spec.examples]
    return "\n".join(lines)
