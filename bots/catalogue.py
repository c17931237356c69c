"""Catalogue: the tools, listed for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps
from typing import Any

import typer

from bots.text import plain, tool_line, tool_page
from tools.spec import ToolSpec

_ALIKE = 75
"""Likeness in percent from which a name is taken for a slip of another."""


def built_in() -> Mapping[str, Mapping[str, ToolSpec]]:
    """The tools that come with VFXB, by name, under their headings."""
    from agent.families import BYGONE_TOOLS, HISTORY_TOOLS, MEMORY_TOOLS, VOICE_TOOLS
    from tools.catalogue import OWN

    return {
        "Edits": OWN,
        "The conversation": HISTORY_TOOLS,
        "Memory": {**MEMORY_TOOLS, **BYGONE_TOOLS},
        "Voices": VOICE_TOOLS,
    }


def show(name: str, *, json: bool) -> int:
    """Print all tools, or all about one; the exit code."""
    from tools.catalogue import PLUGINS

    groups = {**built_in(), "Edits of other packages": PLUGINS.specs}
    known = {spec.name: spec for specs in groups.values() for spec in specs.values()}
    if name and name not in known:
        meant = _nearest(name, list(known))
        hint = f"Did you mean {meant}?" if meant else f"Tools: {', '.join(known)}."
        typer.echo(f"There is no tool '{plain(name)}'. {hint}", err=True)
        return 2
    chosen = [known[name]] if name else list(known.values())
    if json:
        typer.echo(dumps([_as_json(spec) for spec in chosen], ensure_ascii=False))
    elif name:
        typer.echo(tool_page(known[name]))
    else:
        typer.echo(
            "\n\n".join(
                f"{title}\n\n" + "\n\n".join(tool_line(spec) for spec in specs.values())
                for title, specs in groups.items()
                if specs
            )
        )
    return 0


def _nearest(name: str, known: Sequence[str]) -> str:
    """The tool whose name is most like this one; empty when none is."""
    from rapidfuzz import process, utils
    from rapidfuzz.fuzz import WRatio

    found = process.extractOne(
        name, known, scorer=WRatio, processor=utils.default_process, score_cutoff=_ALIKE
    )
    return found[0] if found else ""


def _as_json(spec: ToolSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "package": spec.package or "vfxb",
        "summary": spec.summary,
        "arguments": spec.schema,
        "examples": list(spec.examples),
    }
