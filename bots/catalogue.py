"""Catalogue: the tools, listed for people and for programs."""

from __future__ import annotations

from json import dumps
from typing import Any

import typer

from bots.text import plain, tool_line, tool_page
from tools.spec import ToolSpec


def show(name: str, *, json: bool) -> int:
    """Print all tools, or all about one; the exit code."""
    from agent.toolbox import HISTORY_TOOLS, MEMORY_TOOLS
    from tools import SPECS

    groups = {
        "Edits": SPECS,
        "The conversation": HISTORY_TOOLS,
        "Memory": MEMORY_TOOLS,
    }
    known = {spec.name: spec for specs in groups.values() for spec in specs.values()}
    if name and name not in known:
        typer.echo(f"There is no tool '{plain(name)}'. Tools: {', '.join(known)}.", err=True)
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
            )
        )
    return 0


def _as_json(spec: ToolSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "summary": spec.summary,
        "arguments": spec.schema,
        "examples": list(spec.examples),
    }
